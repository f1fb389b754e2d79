"""Pages on which speakers stand below their texts, as under letters."""

from __future__ import annotations

from collections.abc import Sequence

from .candidates import FAR_IN, Candidate
from .classes import Page
from .kinds import HEADS, MARKED, TEXT
from .sections import Arrangement, Section, joint_speaker, segments_between
from .titles import leading, title_before


def is_signed_below(page: Page, starts: Sequence[Sequence[Candidate]]) -> bool:
    """Whether speakers stand below their texts: the page ends with one, and text precedes the first."""
    if not starts or any(c.inline for group in starts for c in group):
        return False
    if all(
        page.lines[group[0].first].indent >= FAR_IN and page.classes[group[0].first - 1] == TEXT for group in starts
    ):
        return True
    last = starts[-1][-1].last
    ends = not any(page.classes[number] == TEXT for number in range(last + 1, len(page.lines)))
    return ends and any(page.classes[number] == TEXT for number in range(starts[0][0].first))


def arrange_signed(page: Page, starts: Sequence[Sequence[Candidate]]) -> Arrangement:
    """Sections that each end with their speaker; what stands unsigned above one is nobody's."""
    arrangement = Arrangement([], [])
    segments = segments_between(page, starts)
    for rank, group in enumerate(starts):
        for part in _parts(page, segments[rank]):
            heads = leading(page, part)
            title = title_before(page, heads, usual=1, opening=rank == 0)
            arrangement.headings.extend(number for number in heads if number not in title)
            arrangement.sections.append(Section(title=title, text=part[len(heads) :]))
        section = arrangement.sections[-1]
        section.speaker, section.candidates = joint_speaker(group), group
        section.spoken = [number for c in group for number in range(c.first, c.last + 1)]
    arrangement.headings.extend(segments[-1])
    return Arrangement(arrangement.sections, sorted(arrangement.headings))


def _parts(page: Page, segment: Sequence[int]) -> list[list[int]]:
    """A segment above a signature, cut where a marked heading like its first begins another, unsigned text."""
    opening = leading(page, segment)
    level = page.lines[opening[-1]].level if opening else 0
    parts: list[list[int]] = [[]]
    for number in segment:
        written = any(page.classes[other] not in HEADS for other in parts[-1])
        if page.classes[number] == MARKED and written and page.lines[number].level <= level:
            parts.append([])
        parts[-1].append(number)
    return parts
