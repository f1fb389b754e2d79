"""Which words of a sentence stand for which words of its evidence.

Every clause of the sentence is laid against the evidence: literally where it stands there literally, else by the
alignment of Needleman and Wunsch (1970), free at both ends of the evidence. A clause that also stands elsewhere
is taken in its place behind the clause before it, so that two figures exchanged within a sentence show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.claims.tokens import Tokens

_CALENDAR = frozenset("年月日")
_LABEL = 6
_MATCH, _MISMATCH, _NUMBERS, _MIXED, _EXTRA = 10, -5, -2, -12, -6


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a token of the sentence (or -1), a token of the evidence (or -1), whether they are equal."""

    said: int
    source: int
    equal: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause of the sentence (tokens ``first`` to ``behind``) with its alignment."""

    first: int
    behind: int
    steps: tuple[Step, ...]

    @property
    def matched(self) -> int:
        """How many tokens of the clause have an equal."""
        return sum(step.equal for step in self.steps)

    @property
    def coverage(self) -> float:
        """The share of the clause that stands in the evidence."""
        return self.matched / max(1, self.behind - self.first)

    @property
    def last(self) -> int:
        """The last token of the evidence that the clause matches, -1 if it matches none."""
        return max((step.source for step in self.steps if step.equal), default=-1)


def align(
    said: Tokens, first: int, behind: int, source: Tokens, lower: int, upper: int, expected: int
) -> tuple[int, tuple[Step, ...]]:
    """The best alignment of tokens ``first`` to ``behind`` of ``said`` with ``source[lower:upper]``, with its score.

    Of equally good ones the one that ends nearest to token ``expected`` is taken.
    """
    codes, encoded, is_number = source.codes, source.encoded[lower:upper], source.numeric[lower:upper]
    width, height = upper - lower, behind - first
    if not width:
        return height * _EXTRA, tuple(Step(i, -1, False) for i in range(first, behind))
    against_number = np.where(is_number, _NUMBERS, _MIXED).astype(np.int32)
    against_word = np.where(is_number, _MIXED, _MISMATCH).astype(np.int32)
    ramp = -source.skips[lower : upper + 1]
    table = np.zeros((height + 1, width + 1), np.int32)
    for row in range(1, height + 1):
        item = said.items[first + row - 1]
        scores = np.where(encoded == codes.get(item.text, -1), _MATCH, against_number if item.number else against_word)
        current = table[row]
        current[0] = row * _EXTRA
        np.maximum(table[row - 1, :-1] + scores, table[row - 1, 1:] + _EXTRA, out=current[1:])
        current += ramp
        np.maximum.accumulate(current, out=current)
        current -= ramp
    ends = np.flatnonzero(table[height] == table[height].max())
    column = int(ends[np.argmin(np.abs(ends + lower - expected - height))])
    return int(table[height, column]), tuple(_trace(table, said, source, first, lower, column))


def _trace(table: NDArray[np.int32], said: Tokens, source: Tokens, first: int, lower: int, column: int) -> list[Step]:
    row = table.shape[0] - 1
    steps: list[Step] = []
    while row:
        value = table[row, column]
        if column:
            here, there = said.items[first + row - 1], source.items[lower + column - 1]
            equal = here.text == there.text
            if equal:
                score = _MATCH
            elif here.number and there.number:
                score = _NUMBERS
            else:
                score = _MIXED if here.number or there.number else _MISMATCH
            if value == table[row - 1, column - 1] + score:
                steps.append(Step(first + row - 1, lower + column - 1, equal))
                row, column = row - 1, column - 1
                continue
        if value == table[row - 1, column] + _EXTRA:
            steps.append(Step(first + row - 1, -1, False))
            row -= 1
        else:
            steps.append(Step(-1, lower + column - 1, False))
            column -= 1
    return steps[::-1]


def _occurrences(said: Tokens, first: int, behind: int, source: Tokens) -> list[int]:
    needle = "\x1f" + "\x1f".join(said.texts[first:behind]) + "\x1f"
    found: list[int] = []
    position = source.joined.find(needle)
    while position >= 0:
        found.append(source.joined.count("\x1f", 0, position))
        position = source.joined.find(needle, position + 1)
    return found


def _literal(first: int, behind: int, start: int) -> tuple[Step, ...]:
    return tuple(Step(i, start + i - first, True) for i in range(first, behind))


def _exchanged(part: Placed, start: int, said: Tokens, source: Tokens, *, dates: bool) -> tuple[Step, ...] | None:
    """The clause laid at token ``start`` of the evidence, if it differs there in nothing but its figures.

    With ``dates`` only a clause that is a date or a short label (甲方1：) counts, else one that is more than a date.
    """
    size = part.behind - part.first
    if start < 0 or start + size > len(source.items):
        return None
    mine, theirs = said.items[part.first : part.behind], source.items[start : start + size]
    if any(a.text != b.text and not (a.number and b.number) for a, b in zip(mine, theirs, strict=True)):
        return None
    is_date = all(item.number or item.text in _CALENDAR for item in mine)
    if all(item.number for item in mine) or (not is_date and not _is_label(part, said) if dates else is_date):
        return None
    if all(a.text == b.text for a, b in zip(mine, theirs, strict=True)):
        return None
    pairs = enumerate(zip(mine, theirs, strict=True))
    return tuple(Step(part.first + k, start + k, a.text == b.text) for k, (a, b) in pairs)


def _is_label(part: Placed, said: Tokens) -> bool:
    """True for a few words with a colon behind them."""
    end = said.items[part.behind - 1].end
    return part.behind - part.first <= _LABEL and said.folded[end : end + 1] == ":"


def _instead(part: Placed, start: int, said: Tokens, source: Tokens) -> tuple[Step, ...] | None:
    """A clause that stands elsewhere only within a longer one, laid on the clause that is next in the evidence."""
    if start >= len(source.items) or _begins(_start(part), source) or not _begins(start, source):
        return None
    behind = start
    while behind < len(source.items) and source.items[behind].clause == source.items[start].clause:
        behind += 1
    _, steps = align(said, part.first, part.behind, source, start, behind, start)
    placed = Placed(part.first, part.behind, steps)
    near = placed.matched >= 0.5 * max(part.behind - part.first, behind - start)
    return steps if near and not all(step.equal for step in steps) else None


def _begins(position: int, source: Tokens) -> bool:
    return position == 0 or source.items[position - 1].clause != source.items[position].clause


def _start(part: Placed) -> int:
    """The first token of the evidence that the clause matches, -1 if it matches none."""
    return min((step.source for step in part.steps if step.equal), default=-1)


def place(said: Tokens, source: Tokens) -> tuple[Placed, ...]:
    """Every clause of ``said`` with its alignment to ``source``."""
    placed: list[Placed] = []
    expected = 0
    size = len(source.items)
    for ordinal, (first, behind) in enumerate(said.clauses):
        found = _occurrences(said, first, behind, source)
        if found:
            near = expected
            if not placed and len(found) > 1 and ordinal + 1 < len(said.clauses):
                ahead = _occurrences(said, *said.clauses[ordinal + 1], source)
                near = ahead[0] - (behind - first) if ahead else 0
            start = min(found, key=lambda at: (at != near, not _begins(at, source), abs(at - near)))
            steps = _literal(first, behind, start)
        else:
            score, steps = align(said, first, behind, source, 0, size, expected)
            if placed and expected < size:
                # What stands next in the evidence is preferred to what stands elsewhere and fits hardly better.
                upper = min(size, expected + 2 * (behind - first) + 4)
                other, here = align(said, first, behind, source, expected, upper, expected)
                if other >= score - _MATCH:
                    steps = here
        placed.append(Placed(first, behind, steps))
        if placed[-1].last >= 0:
            expected = placed[-1].last + 1
    return tuple(_in_order(placed, said, source))


def _in_order(placed: list[Placed], said: Tokens, source: Tokens) -> list[Placed]:
    """Clauses with figures that stand elsewhere, laid behind the clause before or before the clause behind instead."""
    result: list[Placed] = []
    for ordinal, part in enumerate(placed):
        here = None
        figures = any(said.items[i].number for i in range(part.first, part.behind))
        behind = placed[ordinal - 1].last + 1 if ordinal else 0
        ahead = _start(placed[ordinal + 1]) - (part.behind - part.first) if ordinal + 1 < len(placed) else -1
        if behind and behind != _start(part) and all(step.equal for step in part.steps):
            here = _exchanged(part, behind, said, source, dates=False) if figures else None
            here = here or _instead(part, behind, said, source)
        if here is None and figures and ahead >= 0 and ahead != _start(part):
            here = _exchanged(part, ahead, said, source, dates=True)
        result.append(Placed(part.first, part.behind, here) if here else part)
    return result
