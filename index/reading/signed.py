"""Pages on which speakers stand below their texts, as under letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidates import FAR_IN, Candidate
from .classes import Page
from .kinds import HEADS, MARKED, PLAIN, TEXT
from .sections import Arrangement, Section, joint_speaker, segments_between
from .titles import leading, title_before

_DASH = re.compile("[—–―]")
_NOTE = re.compile(r"[（(【\[].*[）)】\]]$")
WIDEST = 40.0
"""Em of a signature that nobody can read."""


def is_signed_below(page: Page, starts: Sequence[Sequence[Candidate]]) -> bool:
    """Whether speakers stand below their texts: far in or behind dashes, or the page ends with one and text precedes the first."""
    if not starts or any(c.inline for group in starts for c in group):
        return False
    firsts = [page.lines[group[0].first] for group in starts]
    below = all(page.classes[group[0].first - 1] == TEXT for group in starts if group[0].first) and starts[0][0].first > 0
    if below and all(line.indent >= FAR_IN or _DASH.match(line.text) for line in firsts):
        return True
    last = starts[-1][-1].last
    ends = not any(page.classes[number] == TEXT for number in range(last + 1, len(page.lines)))
    return ends and any(page.classes[number] == TEXT for number in range(starts[0][0].first))


def arrange_signed(page: Page, starts: Sequence[Sequence[Candidate]]) -> Arrangement:
    """Sections that each end with their speaker; what stands unsigned above one, or below the last, is nobody's."""
    arrangement = Arrangement([], [])
    segments = segments_between(page, starts)
    untitled = len(segments) > 2 and not any(leading(page, segment) for segment in segments[1:-1])
    for rank, segment in enumerate(segments):
        last = rank == len(starts)
        for part in _parts(page, segment, titled=not untitled):
            heads = leading(page, part)
            if last and all(number in heads or _NOTE.match(page.lines[number].text) for number in part):
                arrangement.headings.extend(part)
                continue
            title = title_before(page, heads, usual=1, opening=rank == 0)
            title = [] if untitled and rank == 0 and all(page.classes[number] != MARKED for number in title) else title
            arrangement.headings.extend(number for number in heads if number not in title)
            arrangement.sections.append(_unread(page, Section(title=title, text=part[len(heads) :])))
        if not last:
            section = arrangement.sections[-1]
            section.speaker, section.candidates = joint_speaker(starts[rank]), starts[rank]
            section.spoken = [number for c in starts[rank] for number in range(c.first, c.last + 1)]
    return Arrangement(arrangement.sections, sorted(arrangement.headings))


def _unread(page: Page, section: Section) -> Section:
    """``section``, whose last line, if it stands where signatures do, is one that nobody can read and no text."""
    last = section.text[-1:]
    if len(section.text) > 1 and last and _is_signature(page, last[0]):
        section.text, section.spoken = section.text[:-1], last
    return section


def _is_signature(page: Page, number: int) -> bool:
    """Whether a line stands below a text as signatures do, far in or behind a dash, and no sentence ends with it."""
    line = page.lines[number]
    set_so = line.indent >= FAR_IN or _DASH.match(line.text) is not None
    below = number > 0 and page.classes[number] in HEADS and page.classes[number - 1] == TEXT
    return below and set_so and not line.closed and not line.level and line.width <= WIDEST


def _parts(page: Page, segment: Sequence[int], *, titled: bool) -> list[list[int]]:
    """A segment above a signature, cut where another, unsigned text begins: behind a signature that nobody can read,
    at a marked heading like the segment's first, and where speeches are ``titled`` at any heading set off like that."""
    opening = leading(page, segment)
    level = page.lines[opening[-1]].level if opening else 0
    apart = bool(opening) and page.lines[opening[0]].gap > 0
    parts: list[list[int]] = [[]]
    for number in segment:
        line, written = page.lines[number], any(page.classes[other] not in HEADS for other in parts[-1])
        marked = page.classes[number] == MARKED and line.level <= level
        headed = titled and apart and level == 0 and page.classes[number] == PLAIN and line.gap > 0
        if written and ((parts[-1] and _is_signature(page, parts[-1][-1])) or marked or headed):
            parts.append([])
        parts[-1].append(number)
    return parts
