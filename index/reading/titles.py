"""Titles of speeches: on which side of the speaker line they stand, and which headings belong to one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .candidates import Candidate
from .classes import Page
from .facts import DATE
from .items import ENTRY, LABEL, kind_of
from .kinds import HEADS, MARKED, PLAIN, TEXT
from .lines import Line
from .marks import is_label, is_tag
from .vocabulary import longest_first

TITLE_FIRST, SPEAKER_FIRST = "title first", "speaker first"
TITLE_ENDS = re.compile(rf"(?:{longest_first('titles', 'ends')})[”》]?$")
_GENRES = re.compile(rf"(?:{longest_first('titles', 'genres')})[】〗\]）)》”]?$")
MOST_TITLE_LINES = 4


def leading(page: Page, segment: Sequence[int]) -> list[int]:
    """The headings that open a segment."""
    count = 0
    while count < len(segment) and page.classes[segment[count]] in HEADS:
        count += 1
    return list(segment[:count])


def trailing(page: Page, segment: Sequence[int]) -> list[int]:
    """The headings that close a segment."""
    count = 0
    while count < len(segment) and page.classes[segment[-1 - count]] in HEADS:
        count += 1
    return list(segment[len(segment) - count :])


def title_orders(page: Page, starts: Sequence[Sequence[Candidate]], segments: Sequence[Sequence[int]]) -> list[str]:
    """For each speaker line whether its title stands before or after it; doubtful ones follow the others."""
    sides: list[tuple[int, int, bool, bool]] = []
    for rank, group in enumerate(starts):
        before, after = trailing(page, segments[rank]), leading(page, segments[rank + 1])
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
            _heading_of_page(page.lines[before[-1]], opening=rank == 0) or is_label(page.lines[before[-1]])
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
        elif starts[rank][0].post:
            order = SPEAKER_FIRST
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
    after = leading(page, segments[rank + 1])
    likely = [
        number
        for number in after
        if page.lines[number].width >= 8 and not re.search(r"[，,：:]", page.lines[number].text)
    ]
    return SPEAKER_FIRST if likely and len(after) <= 3 and page.lines[after[0]].width >= 8 else TITLE_FIRST


def usual_title(page: Page, segments: Sequence[Sequence[int]], orders: Sequence[str]) -> int:
    """The most common number of title lines on the page, the first speech left out; 1 where nothing tells."""
    counts: Counter[int] = Counter()
    for rank, order in enumerate(orders):
        found = trailing(page, segments[rank]) if order == TITLE_FIRST else leading(page, segments[rank + 1])
        if found and len(found) <= MOST_TITLE_LINES and (rank or order == SPEAKER_FIRST):
            counts[len(found)] += 1
    return max(counts, key=lambda count: (counts[count], -count)) if counts else 1


def title_before(page: Page, before: Sequence[int], *, usual: int, opening: bool) -> list[int]:
    """Which of the headings above a speaker line are the speech's title: the nearest that belong together."""
    lines = page.lines
    before = [n for n in before if kind_of(lines[n]) not in {ENTRY, LABEL} and not is_tag(lines[n].text)]
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
        if opening and (DATE.search(upper.text) or (lower.enumeration and not upper.enumeration)):
            break
        tight = _tight(page, title[0])
        if not subtitle and (not tight or is_label(upper) or _heading_of_page(upper, opening=opening)):
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


def others_untitled(
    page: Page,
    starts: Sequence[Sequence[Candidate]],
    segments: Sequence[Sequence[int]],
    orders: Sequence[str],
) -> bool:
    """Whether no other speech of the page has a title: the heading above the first is then the page's."""
    return len(starts) >= 2 and not any(
        trailing(page, segments[rank]) if orders[rank] == TITLE_FIRST else leading(page, segments[rank + 1])
        for rank in range(1, len(starts))
    )


def stands_for_agenda(page: Page, starts: Sequence[Sequence[Candidate]], segments: Sequence[Sequence[int]]) -> bool:
    """Whether headings of a transcript are its agenda: most labels have none above them, so none is one speech's title."""
    labels = [rank for rank, group in enumerate(starts) if group[0].inline]
    titled = [rank for rank in labels if trailing(page, segments[rank])]
    above = [page.lines[trailing(page, segments[rank])[-1]] for rank in titled]
    share = 1.0 if all(line.enumeration or is_label(line) for line in above) else 0.5
    return len(labels) >= 3 and len(labels) == len(starts) and len(titled) < share * len(labels)


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
        upper.text.startswith("关于") and not TITLE_ENDS.search(upper.text) and TITLE_ENDS.search(last.text) is not None
    )


def _heading_of_page(line: Line, *, opening: bool) -> bool:
    return _GENRES.search(line.text) is not None and (opening or line.width <= 12)


def title_after(page: Page, rest: Sequence[int], *, usual: int) -> list[int]:
    """The headings below a speaker line that are the speech's title."""
    after = leading(page, rest)
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
