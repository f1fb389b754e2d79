"""Speaker lines told by those of the page that are sure: lines of the same form at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .analogy import common_forms, form_of, read_alike, read_labelled
from .builds import ORDINAL, undressed
from .candidates import FAR_IN, Candidate, organisation, with_fields
from .facts import number as value_of
from .kinds import HEADS, PLAIN, RUNNING, TEXT
from .lines import Line
from .together import Speaker

FEWEST_NUMBERED = 3
"""Numbered speaker lines of one form after which the next number is no subheading of the last speaker's."""
WIDEST = 70.0
"""Em of a speaker line."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a speaker line stands: what it wears, between what lines, how it is set."""

    worn: str
    before: str
    after: str
    level: int
    far_in: bool
    apart: bool


def _place(lines: Sequence[Line], classes: Sequence[str], number: int) -> _Place:
    line = lines[number]
    around = [classes[n] if 0 <= n < len(lines) else "" for n in (number - 1, number + 1)]
    before, after = (TEXT if kind in RUNNING else PLAIN for kind in around)
    return _Place(undressed(line.text)[0], before, after, line.level, line.indent >= FAR_IN, line.gap > 0)


def alike(
    lines: Sequence[Line], classes: Sequence[str], accepted: dict[int, Candidate], signed: dict[int, Speaker]
) -> tuple[dict[int, Candidate], dict[int, Speaker]] | None:
    """Further speaker lines and signatures: those in the form and at the place of others, at least two of them sure."""
    single = {c.first: c for c in accepted.values() if c.first == c.last and not c.host}
    unread = {n for n in range(len(lines)) if classes[n] in HEADS | {TEXT} and lines[n].width <= WIDEST}
    unread |= {n for n, c in single.items() if c.speaker is None or (organisation(c) and lines[n].text[-1] in "）)")}
    unread |= {n for n, speaker in signed.items() if not speaker.name}
    read = {c.first: c.speaker for c in accepted.values() if c.speaker is not None and not c.host}
    read = {n: speaker if n in single else replace(speaker, role="") for n, speaker in read.items()}
    read |= {n: speaker for n, speaker in signed.items() if speaker.name}
    read |= {n: speaker for n in unread if (speaker := read_labelled(lines[n].text)) is not None}
    forms = common_forms((lines[n].text, speaker) for n, speaker in read.items())
    if not forms:
        return None
    sure = [n for n, speaker in read.items() if form_of(lines[n].text, speaker) in forms]
    places = {_place(lines, classes, n): n in signed for n in sure}
    shortest, longest = (pick(lines[n].width for n in sure) for pick in (min, max))
    speakers: dict[int, Candidate] = {}
    signatures: dict[int, Speaker] = {}
    for number in sorted(unread):
        line = lines[number]
        below = places.get(_place(lines, classes, number)) if line.width <= 2.0 * longest else None
        speaker = read_alike(line.text, forms) if below is not None and line.width >= 0.5 * shortest else None
        if speaker is None and below is False and _is_next(lines, sure, number):
            speakers[number] = Candidate(number, number, None)
        elif speaker is not None and below:
            signatures[number] = speaker
        elif speaker is not None:
            speakers[number] = with_fields(lines, number, speaker) or Candidate(number, number, speaker)
    return speakers, signatures


def _is_next(lines: Sequence[Line], sure: Sequence[int], number: int) -> bool:
    """Whether a line with the number after that of the last sure one must name another, whom no rule can read.

    What follows must not go to the speaker before.
    """
    text = lines[number].text
    above = max((n for n in sure if n < number), default=None)
    if above is None or len(sure) < FEWEST_NUMBERED or (lines[number].closed and text[-1] not in "：:"):
        return False
    last, this = (ORDINAL.match(each) for each in (lines[above].text, text))
    values = [value_of(ordinal["number"]) if ordinal is not None else None for ordinal in (last, this)]
    return values[0] is not None and values[1] == values[0] + 1
