"""Sections: the lines of one speech, the arrangement of a page in sections, and the stretches between speaker lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .bodies import STRONG
from .candidates import Candidate, organisation
from .classes import Page
from .together import Speaker


@dataclass(slots=True)
class Section:
    """The line numbers of one speech. ``speaker`` None: the layout does not tell who speaks.

    ``turns``: the lines of ``text`` that begin with a label as well (答：), each with its length.
    """

    speaker: Speaker | None = None
    candidates: Sequence[Candidate] = ()
    spoken: list[int] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    turns: dict[int, int] = field(default_factory=dict)

    @property
    def candidate(self) -> Candidate | None:
        """The first of the speaker lines."""
        return self.candidates[0] if self.candidates else None


@dataclass(slots=True)
class Arrangement:
    """The speeches of a page in printed order, and what belongs to none: headings, the words that introduce or close them,
    and the questions ``asked`` between the answers of one."""

    sections: list[Section]
    headings: list[int]
    introduction: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


def joint_speaker(candidates: Sequence[Candidate]) -> Speaker | None:
    """Who speaks where several speaker lines stand together: all of them, but a single person beside a body is of that body."""
    speakers = [candidate.speaker for candidate in candidates if candidate.speaker is not None]
    if len(speakers) < 2:
        return speakers[0] if speakers else None
    bodies = [c.speaker for c in candidates if organisation(c) and c.speaker is not None]
    people = [speaker for speaker in speakers if speaker not in bodies]
    if len(bodies) == len(people) == 1 and not people[0].role:
        return Speaker(people[0].name, bodies[0].name, STRONG)
    roles = "；".join(dict.fromkeys(speaker.role for speaker in speakers if speaker.role))
    return Speaker("、".join(dict.fromkeys(speaker.name for speaker in speakers)), roles, speakers[0].strength)


def segments_between(page: Page, starts: Sequence[Sequence[Candidate]]) -> list[list[int]]:
    """The lines before the first speaker line and after each."""
    spoken = {
        number for group in starts for c in group for number in range(c.first, c.last if c.inline else c.last + 1)
    }
    edges = [0, *(group[0].first for group in starts), len(page.lines)]
    return [[n for n in range(edges[i], edges[i + 1]) if n not in spoken] for i in range(len(edges) - 1)]
