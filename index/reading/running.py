"""Running heads: what a document prints again on each of its pages, beside the number of the page or inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line, narrow
from .printed import BARE_NUMBER, LEADERS
from .speakers import parse_speaker

ALIKE = 2
"""Lines of the same words that are no part of a text by that alone."""
FEWEST = 4
"""Characters of what the head of the document says, from which on a line that says them again is no chance."""
LONG = 20.0
"""Em of a line that is hardly a heading."""
SET_IN = 1.5
"""Em from which a line is set in as the first of a paragraph."""
WIDEST = 40.0
"""Em of the words of a running head."""
_APART = re.compile(r"[\s|｜]+")
_STOPS = re.compile("[，。；：！？,;:!?]")


def running_heads(lines: Sequence[Line]) -> set[int]:
    """The lines that print the number of the page beside the same words as another line, in whatever order, or that stand
    beside such a number or cut a paragraph, and only say again what other such lines or the head of the document say."""
    return _with_numbers(lines) | _again(lines)


def _with_numbers(lines: Sequence[Line]) -> set[int]:
    words: dict[frozenset[str], list[int]] = {}
    for number, line in enumerate(lines):
        pieces = [piece for piece in _APART.split(line.text) if piece]
        numbers = [piece for piece in pieces if re.fullmatch("[A-Z]?\\d{1,3}", piece)]
        others = frozenset(piece for piece in pieces if piece not in numbers)
        if len(numbers) == 1 and others and line.width <= 24 and not line.closed and not line.level:
            words.setdefault(others, []).append(number)
    return {number for numbers in words.values() if len(numbers) >= ALIKE for number in numbers}


def _again(lines: Sequence[Line]) -> set[int]:
    numbers = {number for number, line in enumerate(lines) if _is_number(line.text)}
    head = next((number for number, line in enumerate(lines) if _STOPS.search(line.text)), len(lines))
    printed = [_APART.sub("", line.text) for line in lines[:head] if LEADERS.search(line.text) is None]
    beside: dict[frozenset[str], list[int]] = {}
    inside: dict[frozenset[str], list[int]] = {}
    found: set[int] = set()
    for number in range(head + 1, len(lines)):
        line = lines[number]
        if number in numbers or line.width > WIDEST or line.level or _STOPS.search(line.text):
            continue
        words = _APART.split(line.text)
        pieces = [piece for piece in words if not _is_number(piece)]
        cuts = _runs_on(lines, number, numbers)
        if number - 1 in numbers or number + 1 in numbers or len(pieces) < len(words):
            beside.setdefault(frozenset(pieces), []).append(number)
            again = len("".join(pieces)) >= FEWEST and all(piece in "".join(printed) for piece in pieces)
            found |= {number} if again and (cuts or len(pieces) > 1) and parse_speaker(line.text) is None else set()
        elif cuts and "".join(pieces) in printed and parse_speaker(line.text) is None:
            inside.setdefault(frozenset(pieces), []).append(number)
    for group in (*beside.values(), *inside.values()):
        found |= set(group) if len(group) >= ALIKE or not found.isdisjoint(group) else set()
    return found


def _is_number(text: str) -> bool:
    return BARE_NUMBER.match(narrow(text)) is not None


def _runs_on(lines: Sequence[Line], number: int, numbers: set[int]) -> bool:
    """Whether the line before, or before the number of a page, goes on behind."""
    before = lines[number - 2 if number - 1 in numbers and number > 1 else number - 1]
    behind = number + 2 if number + 1 in numbers else number + 1
    return behind < len(lines) and LEADERS.search(before.text) is None and running_on(before, lines[behind])


def running_on(before: Line, behind: Line) -> bool:
    """Whether a line is text that no stop ends, and what stands ``behind`` the head of a page may go on with it."""
    text = not (before.closed or before.level) and (_STOPS.search(before.text) is not None or before.width >= LONG)
    return text and behind.indent < SET_IN and not behind.level
