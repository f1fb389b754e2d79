"""From the lines of one speech's text to its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line, column_width, edge_slack

_LATIN_END = re.compile(r"[A-Za-z,.;:!?)'’\"]$")
_WORD_END = re.compile(r"[A-Za-z0-9][,.;:!?)'’\"]?$")
_NUMERAL = re.compile(r"[一二三四五六七八九十]+|\d+")
_ORDER = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_LEAD_IN = re.compile(r"[：:]$")


def join(pieces: Sequence[str]) -> str:
    """Hard-wrapped pieces as one text: nothing between Chinese characters, a space between two Latin words."""
    text = ""
    for piece in pieces:
        if text and piece:
            latin = _LATIN_END.search(text[-1:]) and _WORD_END.search(text[-2:]) and re.match(r"[A-Za-z(\"'‘“]", piece)
            text += f" {piece}" if latin and text.isascii() | (text[-1].isascii() and piece[0].isascii()) else piece
        else:
            text += piece
    return text


def paragraph_starts(lines: Sequence[Line], *, width: float | None, margin: float | None = None) -> list[bool]:
    """For each line of a speech's text whether a paragraph begins with it.

    ``width`` (em) is the column of the surroundings, None where lines are not wrapped; the lines' own column
    is used where it can be told; ``margin`` (em) is the page's left margin.

    Evidence, strongest first: printed indentation, blank lines between some lines
    only, a line that ends a sentence short of the column, a first line shorter than its neighbours, an enumerator.
    """
    if not lines:
        return []
    own = column_width(lines)
    column = (
        own
        if own is not None
        else width
        if width is not None and all(line.width <= width + 6 for line in lines)
        else None
    )
    base = min(line.indent for line in lines) if margin is None else margin
    if column is None:
        hanging = [line.indent - base < 0.9 for line in lines]
        wrapped = any(hanging[1:]) and not hanging[0]
        wrapped = wrapped and not any(mark and before.closed for mark, before in zip(hanging[1:], lines, strict=False))
        return [not mark for mark in hanging] if wrapped else [True] * len(lines)
    indented = _indentation(lines, base)
    if indented is not None:
        return indented
    spaced = _spacing(lines, column)
    return _edges(lines, column, spaced)


def _indentation(lines: Sequence[Line], base: float) -> list[bool] | None:
    """Paragraphs begin at lines set in by about two characters, where the text before them is closed."""
    deep = [line.indent - base >= 0.9 for line in lines]
    if all(deep):
        if all(line.closed for line in lines[:-1]):
            return deep
        base = min(line.indent for line in lines)
        deep = [line.indent - base >= 0.9 for line in lines]
    if not any(deep):
        return None
    closed_before = sum(lines[number - 1].closed for number in range(1, len(lines)) if deep[number])
    following = sum(deep[1:])
    if following and closed_before < 0.6 * following:
        return None
    if not deep[0] and sum(deep) < 2 and len(lines) > 8:
        return None
    return [number == 0 or mark for number, mark in enumerate(deep)]


def _spacing(lines: Sequence[Line], column: float) -> list[bool] | None:
    """Where blank lines stand between some lines only, and text before them is closed: paragraphs begin behind them."""
    usual = min(line.gap for line in lines[1:]) if len(lines) > 1 else 0
    wide = [line.gap > usual for line in lines]
    wide[0] = True
    if not any(wide[1:]):
        return None
    behind = [number for number in range(1, len(lines)) if wide[number]]
    closed = sum(lines[number - 1].closed or lines[number - 1].width < column - 4 for number in behind)
    if closed < 0.8 * len(behind) or (len(behind) > 0.7 * (len(lines) - 1) and len(lines) > 4):
        return None
    return [mark and (number == 0 or _ends(lines[number - 1], column)) for number, mark in enumerate(wide)]


def _ends(line: Line, column: float) -> bool:
    return line.closed or line.width < column - 4


def _edges(lines: Sequence[Line], column: float, spaced: list[bool] | None) -> list[bool]:
    """Paragraph starts told from the right edge, where first lines may be about two characters shorter."""
    starts = [True]
    families: set[str] = {lines[0].enumeration} if lines[0].enumeration else set()
    shorter = _first_lines_shorter(lines, column)
    opening = lines[0]
    slack = edge_slack(lines, [column] * len(lines))
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        inner = [lines[other] for other in range(max(0, number - 4), number) if not (starts[other] and shorter)]
        reference = _reference(inner, column)
        own = before.width + (2 if starts[number - 1] and shorter else 0)
        short_by = reference - own
        if spaced is not None and spaced[number]:
            start = True
        elif not before.closed:
            start = before.width < min(column, reference) - 3.6 and _heads(lines, number - 1, starts)
            start = start or bool(line.enumeration and short_by >= 3.6)
        elif spaced is not None:
            start = bool(short_by >= 3.6 and line.enumeration)
        elif short_by >= slack:
            start = True
        else:
            start = _begins(lines, number, reference, short_by, families, shorter)
        if not start and before.closed and _continues_list(opening, line):
            start = True
        opening = line if start else opening
        if start and line.enumeration and before.closed and short_by >= 2:
            families.add(line.enumeration)
        starts.append(start)
    return starts


def _continues_list(opening: Line, line: Line) -> bool:
    """Whether the paragraph began with 一是 (一、, （一）, 1.) and this line begins with the number after it."""
    if not line.enumeration or line.enumeration != opening.enumeration:
        return False
    numbers = [_NUMERAL.search(each.text) for each in (opening, line)]
    if numbers[0] is None or numbers[1] is None:
        return False
    former, latter = numbers[0][0], numbers[1][0]
    if former.isdecimal() and latter.isdecimal():
        return int(latter) == int(former) + 1
    return former in _ORDER and latter in _ORDER and _ORDER.index(latter) == _ORDER.index(former) + 1


def _reference(lines: Sequence[Line], column: float) -> float:
    """The column of the last lines that run on, since one speech may change its measure; ``column`` where none does."""
    near = [line.width for line in lines if not line.closed and line.width >= column - 3]
    return max(near[0], column - 1) if len(near) == 1 else sorted(near)[len(near) // 2] if near else column


def _first_lines_shorter(lines: Sequence[Line], column: float) -> bool:
    """Whether paragraphs' first lines are set in: those behind a clearly short end are shorter than the next."""
    firsts = [
        (lines[number], lines[number + 1])
        for number in range(len(lines) - 1)
        if not lines[number].closed or lines[number].width >= column - 4
        if number == 0 or (lines[number - 1].closed and lines[number - 1].width < column - 4)
    ]
    pairs = [(first, after) for first, after in firsts if not (after.closed and after.width < first.width)]
    shorter = sum(after.width - first.width >= 0.9 or column - first.width >= 1.4 for first, after in pairs)
    return bool(pairs) and shorter >= 0.6 * len(pairs)


def _heads(lines: Sequence[Line], number: int, starts: Sequence[bool]) -> bool:
    """Whether line ``number``, short and without a stop, is a subhead: it stands alone between closed text and text."""
    return starts[number] and (number == 0 or lines[number - 1].closed) and lines[number].width <= 30


def _begins(
    lines: Sequence[Line], number: int, reference: float, short_by: float, families: set[str], shorter: bool
) -> bool:
    """Whether a paragraph begins at ``number`` though the line before it, which ends a sentence, fills the column."""
    line, before = lines[number], lines[number - 1]
    after = lines[number + 1] if number + 1 < len(lines) else None
    enumerated = bool(line.enumeration and (line.enumeration in families or not families))
    runs_on = after is not None and not (line.closed and line.width < reference - 4)
    beyond = max(reference, after.width) if after is not None else reference
    set_in = runs_on and beyond - line.width >= 1.4 and line.width >= reference - 5
    if shorter:
        if set_in and (not line.closed or enumerated):
            return True
        return (enumerated and (beyond - line.width >= 0.9 or short_by >= 1)) or (
            bool(_LEAD_IN.search(before.text)) and enumerated
        )
    return enumerated or (bool(_LEAD_IN.search(before.text)) and short_by >= 1)
