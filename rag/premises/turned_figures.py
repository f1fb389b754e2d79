"""Figures that a question has with another unit, the other way, or in the other order than a source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.records import Span
from rag.claims.numbers import Number, numbers
from rag.data import language, pattern
from rag.premises.figures import unit_of
from rag.premises.records import Contradiction

_TELLING = 10.0
"""The value from which two figures of different units are hardly the same by chance."""
_AROUND = 5
"""Characters before a figure in which stands which way it goes."""
_FROM = 10
"""Characters before the first of two figures in which it is said that something changes from it."""


def turned_figures(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """The first figure of a folded ``question`` that every sentence at ``spans`` with the same figure has otherwise."""
    return (
        _other_unit(question, texts, spans)
        or _other_way(question, texts, spans)
        or _other_order(question, texts, spans)
    )


def _other_unit(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """Two hundred 斤 against two hundred 元."""
    units = language("premises")["turned_figures"]["units"]
    for number in numbers(question):
        mine = unit_of(question, number)
        if mine not in units or not _telling(number):
            continue
        same = [
            (one, text, span)
            for text, span in zip(texts, spans, strict=True)
            for one in numbers(text)
            if one.value == number.value
        ]
        if same and all(unit_of(text, one) in units and unit_of(text, one) != mine for one, text, _ in same):
            one, text, span = same[0]
            shown, told = question[number.start : number.end], text[one.start : one.end]
            return Contradiction(f"{shown}{mine}", f"{told}{unit_of(text, one)}", span)
    return None


def _telling(number: Number) -> bool:
    try:
        return float(number.value) >= _TELLING
    except ValueError:
        return False


def _other_way(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """四成 more against 四成 less."""
    for number in numbers(question):
        mine = _way(question, number)
        if not mine:
            continue
        same = [
            (one, _way(text, one), text, span)
            for text, span in zip(texts, spans, strict=True)
            for one in numbers(text)
            if one.value == number.value
        ]
        if same and all(way == -mine for _, way, *_ in same):
            one, _, text, span = same[0]
            return Contradiction(_with_way(question, number), _with_way(text, one), span)
    return None


def _way(text: str, number: Number) -> int:
    """Whether a figure is told as so much more (1) or less (-1), or neither (0)."""
    rules, before = language("premises")["turned_figures"], text[max(0, number.start - _AROUND) : number.start]
    return 1 if pattern(rules["more"]).search(before) else -1 if pattern(rules["less"]).search(before) else 0


def _with_way(text: str, number: Number) -> str:
    return text[max(0, number.start - 2) : number.end]


def _other_order(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """From 三 to 二十八 against from 二十八 to 三."""
    for old, new in _changes(question):
        told = [(one, text, span) for text, span in zip(texts, spans, strict=True) for one in _changes(text)]
        if any((one[0].value, one[1].value) == (old.value, new.value) for one, *_ in told):
            continue
        for one, text, span in told:
            if (one[0].value, one[1].value) == (new.value, old.value):
                return Contradiction(question[old.start : new.end], text[one[0].start : one[1].end], span)
    return None


def _changes(text: str) -> list[tuple[Number, Number]]:
    """The figures from which and to which something changes."""
    rules = language("premises")["turned_figures"]
    return [
        (one, other)
        for one, other in pairwise(numbers(text))
        if pattern(rules["from"]).search(text[max(0, one.start - _FROM) : one.start])
        and pattern(rules["to"]).fullmatch(text[one.end : other.start])
    ]
