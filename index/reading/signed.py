"""Pages on which speakers stand below their texts, as under letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidates import FAR_IN, Candidate, organisation
from .classes import Page
from .kinds import HEADS, MARKED, SIGNATURE, TEXT
from .marks import is_label
from .sections import Arrangement, Section, joint_speaker, segments_between
from .titles import leading, title_before

_DASH = re.compile("[—–―]")
_NOTE = re.compile(r"[（(【\[].*[）)】\]]$")
WIDEST = 40.0
"""Em of a signature that nobody can read."""


def is_signed_below(page: Page, starts: Sequence[Sequence[Candidate]]) -> bool:
    """Whether speakers stand below their texts: far in or behind dashes, or the page ends with one and text precedes the first.

    Those who answer may stand above theirs, as a body under the letter that it answers.
    """
    if not starts or any(c.inline for group in starts for c in group):
        return False
    if _stands_below(page, starts[0]) and all(_stands_below(page, group) or _answers(page, group) for group in starts):
        return True
    last = starts[-1][-1].last
    ends = not any(page.classes[number] == TEXT for number in range(last + 1, len(page.lines)))
    return ends and any(page.classes[number] == TEXT for number in range(starts[0][0].first))


def _stands_below(page: Page, group: Sequence[Candidate]) -> bool:
    """Whether a speaker line stands as a signature does, far in or behind a dash and right below a text."""
    first = group[0].first
    line = page.lines[first]
    below = first > 0 and page.classes[first - 1] == TEXT
    return below and (line.indent >= FAR_IN or _DASH.match(line.text) is not None)


def _answers(page: Page, group: Sequence[Candidate]) -> bool:
    """Whether a body, or whoever a colon announces, stands over a text of its own, set off from that before."""
    line, last = page.lines[group[0].first], group[-1].last
    over = last + 1 < len(page.lines) and page.classes[last + 1] == TEXT
    return over and line.gap > 0 and (line.text[-1] in "：:" or all(organisation(c) for c in group))


def arrange_signed(page: Page, starts: Sequence[Sequence[Candidate]]) -> Arrangement:
    """Sections that each end with their speaker; what stands unsigned above one, or below the last, is nobody's."""
    arrangement = Arrangement([], [])
    segments = segments_between(page, starts)
    inner = [number for segment in segments[1:-1] for number in segment]
    several = sum(_stands_below(page, group) or not _answers(page, group) for group in starts) >= 2
    untitled = several and not any(page.classes[n] in HEADS and not stands_as_signature(page, n) for n in inner)
    grouped = several and _are_groups(page, segments[:-1])
    if grouped:
        introducing = _introducing(page, segments[:-1])
        arrangement.introduction = introducing
        segments = [[number for number in segment if number not in introducing] for segment in segments]
    for rank, segment in enumerate(segments):
        if rank and not _stands_below(page, starts[rank - 1]) and _answers(page, starts[rank - 1]):
            own = _own(page, segment)
            arrangement.sections.append(_signed(Section(text=own), starts[rank - 1]))
            segment = segment[len(own) :]
        signs = rank < len(starts) and not (_answers(page, starts[rank]) and not _stands_below(page, starts[rank]))
        count = len(arrangement.sections)
        for part in _parts(page, segment, titled=not untitled):
            heads = leading(page, part)
            if not signs and all(number in heads or _NOTE.match(page.lines[number].text) for number in part):
                arrangement.headings.extend(part)
                continue
            title = title_before(page, heads, usual=1, opening=rank == 0)
            title = [] if untitled and rank == 0 and all(page.classes[number] != MARKED for number in title) else title
            title = [] if grouped else title
            arrangement.headings.extend(number for number in heads if number not in title)
            arrangement.sections.append(_unread(page, Section(title=title, text=part[len(heads) :])))
        if signs:
            section = arrangement.sections.pop() if len(arrangement.sections) > count else Section()
            arrangement.sections.append(_signed(section, starts[rank]))
    return Arrangement(arrangement.sections, sorted(arrangement.headings), arrangement.introduction)


def _are_groups(page: Page, segments: Sequence[Sequence[int]]) -> bool:
    """Whether headings stand over groups of signed texts: all are numbered or labels, and some texts have none."""
    heads = [leading(page, segment) for segment in segments]
    titles = [page.lines[found[-1]] for found in heads if found]
    return 0 < len(titles) < len(segments) and all(line.enumeration or is_label(line) for line in titles)


def _introducing(page: Page, segments: Sequence[Sequence[int]]) -> list[int]:
    """The paragraphs right below the headings of groups that a blank line sets off from the texts, which have none inside."""
    found: list[int] = []
    for segment in segments:
        heads = leading(page, segment)
        text = segment[len(heads) :]
        gaps = [rank for rank in range(1, len(text)) if page.lines[text[rank]].gap]
        if not heads and gaps:
            return []
        if heads and len(gaps) > 1:
            return []
        found += text[: gaps[0]] if heads and gaps else []
    return found


def _signed(section: Section, group: Sequence[Candidate]) -> Section:
    section.speaker, section.candidates = joint_speaker(group), group
    section.spoken = [number for c in group for number in range(c.first, c.last + 1)]
    return section


def _own(page: Page, segment: Sequence[int]) -> list[int]:
    """The lines below one who answers that are his: to the next heading, or to a blank line where the page has none."""
    count = next((rank for rank, number in enumerate(segment) if page.classes[number] in HEADS), len(segment))
    gaps = (rank for rank in range(1, len(segment)) if page.lines[segment[rank]].gap > page.lines[segment[0]].gap)
    return list(segment[: min(count, next(gaps, count))])


def _unread(page: Page, section: Section) -> Section:
    """``section``, whose last lines, if they stand where signatures do, are no text: one in brackets tells who speaks."""
    section.signed = [number for number in section.text if page.classes[number] == SIGNATURE]
    section.text = [number for number in section.text if page.classes[number] != SIGNATURE]
    named = next((page.signed[number] for number in section.signed if page.signed[number].name), None)
    if named is not None:
        section.speaker = named
    last = section.text[-1:]
    if len(section.text) > 1 and last and stands_as_signature(page, last[0]):
        section.text, section.spoken = section.text[:-1], last
    return section


def stands_as_signature(page: Page, number: int) -> bool:
    """Whether a line stands below a text as signatures do, far in or behind a dash, and no sentence ends with it."""
    line = page.lines[number]
    set_so = line.indent >= FAR_IN or _DASH.match(line.text) is not None
    below = number > 0 and page.classes[number] in HEADS and page.classes[number - 1] == TEXT
    return below and set_so and not line.closed and not line.level and line.width <= WIDEST


def _parts(page: Page, segment: Sequence[int], *, titled: bool) -> list[list[int]]:
    """A segment above a signature, cut where another, unsigned text ends: behind a signature that nobody can read,
    above a marked heading like the segment's first, and, where speeches are ``titled``, above the first heading of one
    that opens without."""
    opening = leading(page, segment)
    level = page.lines[opening[-1]].level if opening else 0
    parts: list[list[int]] = [[]]
    for number in segment:
        line, written = page.lines[number], any(page.classes[other] not in HEADS for other in parts[-1])
        marked = page.classes[number] == MARKED and line.level <= level
        headed = titled and not opening and len(parts) == 1 and page.classes[number] in HEADS and line.gap > 0
        signed = bool(parts[-1]) and page.classes[parts[-1][-1]] == SIGNATURE != page.classes[number]
        if written and (stands_as_signature(page, parts[-1][-1]) or marked or headed or signed):
            parts.append([])
        parts[-1].append(number)
    return parts
