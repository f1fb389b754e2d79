"""The layout of a page: where each speech begins, its title and its text, in either order of speaker and title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .candidates import Candidate, organisation
from .classes import HEADS, MARKED, PLAIN, SIGNATURE, SPEAKER, TEXT, TRANSCRIPT, Page
from .lines import Line
from .speakers import Speaker
from .vocabulary import longest_first

TITLE_FIRST, SPEAKER_FIRST, SIGNED = "title first", "speaker first", "signed below"
_TITLE_ENDS = re.compile(rf"(?:{longest_first('titles', 'ends')})[”》]?$")
_GENRES = re.compile(rf"(?:{longest_first('titles', 'genres')})[】〗\]）)》”]?$")
_LABEL = re.compile(r"^(?:[【〖\[].*[】〗\]]|[●■◆★▲].{1,8})$")
MOST_TITLE_LINES = 4


@dataclass(slots=True)
class Section:
    """The line numbers of one speech. ``speaker`` None: the layout does not tell who speaks."""

    speaker: Speaker | None = None
    candidate: Candidate | None = None
    spoken: list[int] = field(default_factory=list)
    title: list[int] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Arrangement:
    """The speeches of a page in printed order, and the headings that belong to none."""

    sections: list[Section]
    headings: list[int]


def arrange(page: Page) -> Arrangement:
    """Divides all lines of ``page`` between sections and headings; every line number occurs exactly once."""
    starts = _merged(page)
    if _signed_below(page, starts):
        return _arrange_signed(page, starts)
    page, starts = _with_text(page, starts)
    segments = _segments(page, starts)
    orders = _orders(page, starts, segments)
    usual = _usual_title(page, segments, orders)
    arrangement = Arrangement([], [])
    for rank, segment in enumerate(segments):
        section = None
        if rank:
            candidates = starts[rank - 1]
            section = Section(_speaker(candidates), candidates[0])
            section.spoken = [number for c in candidates for number in range(c.first, c.last + 1)]
            arrangement.sections.append(section)
        rest = list(segment)
        following: list[int] = []
        if rank < len(starts) and orders[rank] == TITLE_FIRST:
            before = _trailing(page, rest)
            untitled = rank == 0 and _others_untitled(page, starts, segments, orders)
            following = [] if untitled else _title_before(page, before, usual=usual, opening=rank == 0)
            for number in following:
                rest.remove(number)
            loose = [number for number in before if number not in following]
            if section is None or all(page.classes[number] == MARKED or _label(page.lines[number]) for number in loose):
                arrangement.headings.extend(loose)
                rest = [number for number in rest if number not in loose]
        elif rank < len(starts):
            before = _trailing(page, rest)
            arrangement.headings.extend(before)
            rest = rest[: len(rest) - len(before)]
        if (
            section is not None
            and orders[rank - 1] == SPEAKER_FIRST
            and section.candidate
            and not section.candidate.inline
        ):
            section.title = _title_after(page, rest, usual=usual)
            rest = rest[len(section.title) :]
        _fill(page, rest, section, arrangement)
        if following:
            pending = Section(title=following)
            arrangement.sections.append(pending)
    return Arrangement(_joined(arrangement.sections), sorted(arrangement.headings))


def _merged(page: Page) -> list[list[Candidate]]:
    """Speaker lines in order; up to three that directly follow each other are one joint contribution."""
    groups: list[list[Candidate]] = []
    for first in sorted(page.speakers):
        candidate = page.speakers[first]
        last = groups[-1][-1] if groups else None
        joint = last is not None and last.last + 1 == candidate.first and not candidate.inline and not last.inline
        joint = joint and last is not None and page.lines[candidate.first].gap <= page.lines[last.first].gap
        if joint and len(groups[-1]) < 3:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return groups


def _with_text(page: Page, starts: list[list[Candidate]]) -> tuple[Page, list[list[Candidate]]]:
    """Makes headings of organisations that stand among the page's headlines and have no text of their own."""
    segments = _segments(page, starts)
    classes = list(page.classes)
    kept = []
    for rank, group in enumerate(starts):
        after = segments[rank + 1]
        bare = all(organisation(c) and not c.inline for c in group) and rank + 1 < len(starts)
        if bare and len(after) >= 2 and all(page.classes[number] in HEADS for number in after):
            for number in (number for c in group for number in range(c.first, c.last + 1)):
                classes[number] = PLAIN
        else:
            kept.append(group)
    return replace(page, classes=tuple(classes)), kept


def _speaker(candidates: Sequence[Candidate]) -> Speaker | None:
    speakers = [candidate.speaker for candidate in candidates if candidate.speaker is not None]
    if len(speakers) < 2:
        return speakers[0] if speakers else None
    roles = "；".join(dict.fromkeys(speaker.role for speaker in speakers if speaker.role))
    return Speaker("、".join(dict.fromkeys(speaker.name for speaker in speakers)), roles, speakers[0].strength)


def _segments(page: Page, starts: Sequence[Sequence[Candidate]]) -> list[list[int]]:
    """The lines before the first speaker line and after each."""
    spoken = {number for group in starts for c in group if not c.inline for number in range(c.first, c.last + 1)}
    edges = [0, *(group[0].first for group in starts), len(page.lines)]
    return [[n for n in range(edges[i], edges[i + 1]) if n not in spoken] for i in range(len(edges) - 1)]


def _leading(page: Page, segment: Sequence[int]) -> list[int]:
    count = 0
    while count < len(segment) and page.classes[segment[count]] in HEADS:
        count += 1
    return list(segment[:count])


def _trailing(page: Page, segment: Sequence[int]) -> list[int]:
    """The headings that close a segment."""
    count = 0
    while count < len(segment) and page.classes[segment[-1 - count]] in HEADS:
        count += 1
    return list(segment[len(segment) - count :])


def _orders(page: Page, starts: Sequence[Sequence[Candidate]], segments: Sequence[Sequence[int]]) -> list[str]:
    """For each speaker line whether its title stands before or after it; doubtful ones follow the others."""
    sides: list[tuple[int, int, bool, bool]] = []
    for rank, group in enumerate(starts):
        before, after = _trailing(page, segments[rank]), _leading(page, segments[rank + 1])
        if len(after) == len(segments[rank + 1]) and rank + 1 < len(starts) and len(segments[rank + 1]):
            after = after if page.classes[after[0]] == MARKED else []
        after = (
            [number for number in after if not page.lines[number].enumeration]
            if after and page.lines[after[0]].enumeration
            else after
        )
        if group[0].inline:
            after = []
        announcing = before and (
            _heading_of_page(page.lines[before[-1]], opening=rank == 0) or _label(page.lines[before[-1]])
        )
        before = [] if announcing else before
        sides.append((len(before), len(after), _marked(page, before[-1:]), _marked(page, after[:1])))
    votes = Counter(_sure_order(side, first=rank == 0) for rank, side in enumerate(sides))
    usual = SPEAKER_FIRST if votes[SPEAKER_FIRST] > votes[TITLE_FIRST] else TITLE_FIRST if votes[TITLE_FIRST] else ""
    orders = []
    for rank, (before_count, after_count, before_marked, after_marked) in enumerate(sides):
        order = _sure_order(sides[rank], first=False)
        if starts[rank][0].inline:
            order = TITLE_FIRST
        elif not order:
            if after_marked != before_marked:
                order = SPEAKER_FIRST if after_marked else TITLE_FIRST
            elif not before_count and not after_count:
                order = usual or TITLE_FIRST
            else:
                order = usual or _order_alone(page, segments, rank)
        orders.append(order)
    return orders


def _marked(page: Page, numbers: Sequence[int]) -> bool:
    return bool(numbers) and page.classes[numbers[0]] == MARKED


def _sure_order(side: tuple[int, int, bool, bool], *, first: bool) -> str:
    """The order that one speaker line shows by itself: headings on one side only (the page's stand above the first)."""
    before, after, _, marked = side
    if after and (not before or (first and marked)):
        return SPEAKER_FIRST
    return TITLE_FIRST if before and not after else ""


def _order_alone(page: Page, segments: Sequence[Sequence[int]], rank: int) -> str:
    """A single speaker line with headings on both sides: those above are the page's if those below are a title."""
    after = _leading(page, segments[rank + 1])
    likely = [
        number
        for number in after
        if page.lines[number].width >= 8 and not re.search(r"[，,：:]", page.lines[number].text)
    ]
    return SPEAKER_FIRST if likely and len(after) <= 3 and page.lines[after[0]].width >= 8 else TITLE_FIRST


def _usual_title(page: Page, segments: Sequence[Sequence[int]], orders: Sequence[str]) -> int:
    """The most common number of title lines on the page, the first speech left out; 1 where nothing tells."""
    counts: Counter[int] = Counter()
    for rank, order in enumerate(orders):
        found = _trailing(page, segments[rank]) if order == TITLE_FIRST else _leading(page, segments[rank + 1])
        if found and len(found) <= MOST_TITLE_LINES and (rank or order == SPEAKER_FIRST):
            counts[len(found)] += 1
    return max(counts, key=lambda count: (counts[count], -count)) if counts else 1


def _title_before(page: Page, before: Sequence[int], *, usual: int, opening: bool) -> list[int]:
    """Which of the headings above a speaker line are the speech's title: the nearest that belong together."""
    lines = page.lines
    if not before or (opening and _heading_of_page(lines[before[-1]], opening=True)):
        return []
    kind = page.classes[before[-1]]
    title = [before[-1]]
    for number in reversed(before[:-1]):
        upper, lower = lines[number], lines[title[0]]
        subtitle = lower.text.startswith(("—", "–"))
        same = page.classes[number] == kind and (kind == PLAIN or upper.level == lower.level)
        if not (same or subtitle) or len(title) >= MOST_TITLE_LINES:
            break
        tight = _tight(page, title[0])
        if not subtitle and (not tight or _label(upper) or _heading_of_page(upper, opening=opening)):
            break
        if (
            opening
            and kind == PLAIN
            and not subtitle
            and not _separated_above(page, before)
            and not (page.lines[before[0]].gap or _sets_titles_off(page))
            and len(title) >= usual
            and not _continues(upper, lines[title[-1]])
        ):
            break
        title.insert(0, number)
    return title


def _tight(page: Page, number: int) -> bool:
    """Whether the line stands as close to the one before it as speaker and title lines usually do here."""
    gap = page.lines[number].gap
    after = page.lines[number + 1].gap if number + 1 < len(page.lines) else gap
    return gap <= after


def _others_untitled(
    page: Page,
    starts: Sequence[Sequence[Candidate]],
    segments: Sequence[Sequence[int]],
    orders: Sequence[str],
) -> bool:
    """Whether no other speech of the page has a title: the heading above the first is then the page's."""
    return len(starts) >= 2 and not any(
        _trailing(page, segments[rank]) if orders[rank] == TITLE_FIRST else _leading(page, segments[rank + 1])
        for rank in range(1, len(starts))
    )


def _sets_titles_off(page: Page) -> bool:
    """Whether blank lines stand above the headings further down, so that headings without one belong together."""
    firsts = [
        page.lines[number].gap > 0
        for number in range(1, len(page.lines))
        if page.classes[number] in HEADS and page.classes[number - 1] == TEXT
    ]
    return bool(firsts) and all(firsts)


def _separated_above(page: Page, before: Sequence[int]) -> bool:
    return len({page.lines[number].gap > 0 for number in before[1:]}) > 1


def _continues(upper: Line, last: Line) -> bool:
    return (
        upper.text.startswith("关于")
        and not _TITLE_ENDS.search(upper.text)
        and _TITLE_ENDS.search(last.text) is not None
    )


def _label(line: Line) -> bool:
    """Whether a heading is a column's label (关注, 【建言】), not a title."""
    return line.width <= 5 or _LABEL.match(line.text) is not None


def _heading_of_page(line: Line, *, opening: bool) -> bool:
    return _GENRES.search(line.text) is not None and (opening or line.width <= 12)


def _title_after(page: Page, rest: Sequence[int], *, usual: int) -> list[int]:
    """The headings below a speaker line that are the speech's title."""
    after = _leading(page, rest)
    lines = page.lines
    if not after:
        first = rest[:1]
        plain = bool(first) and not lines[first[0]].certain and not lines[first[0]].closed and len(rest) > 1
        return (
            list(first) if plain and lines[first[0]].width >= 6 and not re.search("[，,]", lines[first[0]].text) else []
        )
    if lines[after[0]].enumeration:
        return []
    title = [after[0]]
    for number in after[1:]:
        line, previous = lines[number], lines[title[-1]]
        if line.text.startswith(("—", "–")) and page.classes[number] != TEXT:
            title.append(number)
            continue
        same = page.classes[number] == page.classes[after[0]] and line.level == previous.level
        if not same or line.enumeration or line.gap > lines[after[0]].gap or len(title) >= max(usual, 2):
            break
        title.append(number)
    if len(title) > 1 and len(title) > usual and not _continues(lines[title[0]], lines[title[-1]]):
        text_follows = len(rest) > len(title)
        return title if text_follows and page.classes[title[0]] == MARKED else title[: max(usual, 2)]
    return title


def _fill(page: Page, rest: Sequence[int], section: Section | None, arrangement: Arrangement) -> None:
    """Puts a segment's lines into ``section``; headings inside begin speeches of unknown speakers or are subheads."""
    lines, classes = page.lines, page.classes
    current = section
    titled = {lines[number].level for other in arrangement.sections for number in other.title if lines[number].level}
    position = 0
    while position < len(rest):
        number = rest[position]
        if classes[number] == SIGNATURE:
            _sign(page, number, current, arrangement)
            position += 1
            continue
        if classes[number] not in HEADS:
            if current is None:
                current = Section()
                arrangement.sections.append(current)
            current.text.append(number)
            position += 1
            continue
        block = _leading(page, rest[position:])
        position += len(block)
        if position == len(rest) and (current is None or not current.text):
            arrangement.headings.extend(block)
        elif current is None or _opens(page, block, titled, current):
            title = _title_before(page, block, usual=1, opening=current is None)
            arrangement.headings.extend(other for other in block if other not in title)
            current = Section(title=title)
            arrangement.sections.append(current)
        else:
            current.text.extend(block)


def _sign(page: Page, number: int, current: Section | None, arrangement: Arrangement) -> None:
    """A signature below a text names its speaker, or adds what the named speaker is."""
    signed = page.signed[number]
    if current is None:
        arrangement.headings.append(number)
        return
    current.signed.append(number)
    if current.speaker is None and signed.name:
        current.speaker = signed
    elif current.speaker is not None and not current.speaker.role and signed.name in {"", current.speaker.name}:
        current.speaker = Speaker(current.speaker.name, signed.role, current.speaker.strength)


def _opens(page: Page, block: Sequence[int], titled: set[int], current: Section) -> bool:
    """Whether headings inside a text begin another speech (of an unknown speaker) or are the text's subheads."""
    first = page.lines[block[0]]
    if any(page.lines[number].enumeration for number in block):
        return False
    if current.signed:
        return True
    if first.level:
        return not titled or first.level <= max(titled)
    if len(block) > 1 or not current.text:
        return len(block) > 1 and len(block) <= 3
    halves = first.text.split()
    return bool(_TITLE_ENDS.search(first.text)) or (len(halves) == 2 and min(map(len, halves)) >= 5)


def _signed_below(page: Page, starts: Sequence[Sequence[Candidate]]) -> bool:
    """Whether speakers stand below their texts: the page ends with one, and text precedes the first."""
    if not starts or any(c.inline for group in starts for c in group):
        return False
    last = starts[-1][-1].last
    ends = not any(page.classes[number] == TEXT for number in range(last + 1, len(page.lines)))
    return ends and any(page.classes[number] == TEXT for number in range(starts[0][0].first))


def _arrange_signed(page: Page, starts: Sequence[Sequence[Candidate]]) -> Arrangement:
    arrangement = Arrangement([], [])
    segments = _segments(page, starts)
    for rank, group in enumerate(starts):
        rest = segments[rank]
        leading = _leading(page, rest)
        title = _title_before(page, leading, usual=1, opening=rank == 0)
        arrangement.headings.extend(number for number in leading if number not in title)
        section = Section(_speaker(group), group[0], title=title)
        section.spoken = [number for c in group for number in range(c.first, c.last + 1)]
        section.text = list(rest[len(leading) :])
        arrangement.sections.append(section)
    arrangement.headings.extend(segments[-1])
    return Arrangement(arrangement.sections, sorted(arrangement.headings))


def _joined(sections: Sequence[Section]) -> list[Section]:
    """Gives each title that was found above a speaker line to the speech behind it."""
    joined: list[Section] = []
    for section in sections:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.speaker is None
            and not last.text
            and not last.spoken
            and section.candidate is not None
        ):
            section.title = [*last.title, *section.title]
            joined.pop()
        joined.append(section)
    return joined


__all__ = ["SIGNED", "SPEAKER", "SPEAKER_FIRST", "TITLE_FIRST", "TRANSCRIPT", "Arrangement", "Section", "arrange"]
