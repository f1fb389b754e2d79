"""Tables in Markdown whose rows each say who proposes what: a row becomes its speaker's line and a line of what he says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from .bodies import FAIR
from .lines import Line, part
from .speakers import parse_speaker
from .vocabulary import longest_first

_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_CELL = re.compile(r"(?<=\|)[^|]*(?=\|)")
SHORTEST = 12
"""Characters that the cells of what is said hold on average; shorter ones are no text."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a row says who speaks (``role`` None: and not what he is) and what he says."""

    who: int
    role: int | None
    said: int


@cache
def _headers() -> dict[str, re.Pattern[str]]:
    return {
        "who": re.compile(f"{longest_first('speakers', 'labels')}|{longest_first('speakers', 'answerers')}"),
        "role": re.compile(longest_first("speakers", "role labels")),
    }


def split_tables(lines: Sequence[Line], source: str) -> tuple[list[Line], list[tuple[int, int]]]:
    """``lines`` with such tables taken apart, and the stretches of source that then belong to no line."""
    kept: list[Line] = []
    taken: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        end = _table_end(lines, number)
        columns = _columns(lines[number:end]) if end > number else None
        rows = [_row(line, columns, source) for line in lines[number + 2 : end]] if columns is not None else []
        if not rows or not all(map(_speaks, rows)):
            end = max(end, number + 1)
            kept += lines[number:end]
        else:
            taken += [(line.start, line.end) for line in lines[number : number + 2]]
            for line, said in zip(lines[number + 2 : end], rows, strict=True):
                edges = [line.start, *(edge for each in said for edge in (each.start, each.end)), line.end]
                taken += zip(edges[::2], edges[1::2], strict=True)
                kept += said
        number = end
    return kept, taken


def _table_end(lines: Sequence[Line], number: int) -> int:
    """Behind the last row of the table that begins with line ``number``; that number itself where none does."""
    end = number
    if number + 2 < len(lines) and _RULE.fullmatch(lines[number + 1].text):
        while end < len(lines) and re.match(r"\|.*\|$", lines[end].text) and (end == number or not lines[end].gap):
            end += 1
    return end if end > number + 2 else number


def _cells(line: Line) -> list[tuple[int, int]]:
    """The stretches of a row's cells, without the spaces around them."""
    found = []
    for cell in _CELL.finditer(line.text):
        left = cell.start() + len(cell[0]) - len(cell[0].lstrip())
        found.append((left, left + len(cell[0].strip())))
    return found


def _columns(rows: Sequence[Line]) -> _Columns | None:
    """The columns of a table that says who proposes what; None of any other."""
    cells = [_cells(row) for row in rows]
    clear = all(len(row.text) == row.end - row.start for row in rows)
    if not clear or len({len(row) for row in cells}) > 1:
        return None
    headers = [rows[0].text[begin:end] for begin, end in cells[0]]
    who = next((at for at, header in enumerate(headers) if _headers()["who"].fullmatch(header)), None)
    if who is None:
        return None
    beside = who + 1 < len(headers) and _headers()["role"].fullmatch(headers[who + 1])
    means = {
        at: sum(row[at][1] - row[at][0] for row in cells[2:]) / len(cells[2:]) for at in range(who + 1, len(headers))
    }
    said = max(means, key=lambda at: means[at], default=None)
    if said is None or means[said] < SHORTEST or not all(row[who][1] > row[who][0] < row[said][0] for row in cells[2:]):
        return None
    return _Columns(who, who + 1 if beside else None, said)


def _row(line: Line, columns: _Columns, source: str) -> list[Line]:
    """The lines of one row: its speaker, with what he is where the row says so, and what he says."""
    cells = _cells(line)
    last = columns.role if columns.role is not None and cells[columns.role][1] > cells[columns.role][0] else columns.who
    who = part(line, line.start + cells[columns.who][0], line.start + cells[last][1], source)
    said = part(line, line.start + cells[columns.said][0], line.start + cells[columns.said][1], source)
    return [replace(who, gap=1), replace(said, gap=0)]


def _speaks(row: Sequence[Line]) -> bool:
    """Whether a row surely names a speaker and says something; a table with another row is left whole, and is nobody's."""
    who, said = row
    speaker = parse_speaker(who.text)
    return speaker is not None and speaker.strength >= FAIR and (said.closed or said.certain)
