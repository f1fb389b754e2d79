"""A figure of the question as the corpus writes it: 一万八 where the corpus has 1.8万, 三百块 where it has 300元.

Words, vectors and reading all compare figures as they are written, so the same value in another notation is hardly found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from index.corpus import Corpus
from index.folding import fold
from rag.claims.numbers import Number, decimal, numbers
from rag.data import language, pattern

_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_LARGE = ((10**8, "亿"), (10**4, "万"))
_LEAST = 10
"""Figures from which a value is looked for in other notations: smaller ones stand in words (三农, 两头)."""
_FIGURE = "[0-9.零〇一二两三四五六七八九十百千万亿]"


def as_written(question: str, corpus: Corpus) -> str:
    """``question`` with each figure that the corpus never writes so put as the corpus writes that value; nothing between quotation marks
    is touched.
    """
    marked = [match.span() for match in pattern(language("mentioners")["marks"]).finditer(question)]
    if len(marked) > 1:
        return question  # somebody's words are asked for as they are
    for number in reversed(numbers(question)):
        text = question[number.start : number.end]
        unit = next((one for one in _money() if question.startswith(one, number.end)), "")
        dated = pattern(language("questions")["behind_dates"]).match(question, number.end)
        if dated or not _is_looked_for(number, text) or _stands(text + unit, corpus):
            continue
        others = (f"{other}{behind}" for other in _notations(number) for behind in ("元", unit) if unit or not behind)
        found = next((one for one in others if _stands(one, corpus)), None)
        if found is not None:
            question = question[: number.start] + found + question[number.end + len(unit) :]
    return question


def _money() -> list[str]:
    """What is said for 元, the longest first."""
    said: list[str] = language("questions")["said_for_yuan"]
    return sorted(said, key=len, reverse=True)


def _is_looked_for(number: Number, text: str) -> bool:
    plain = re.fullmatch("[0-9]+", number.value)
    about = re.fullmatch("[一二两三四五六七八九]+", text)  # 三五年 is no 35
    return number.strong and plain is not None and about is None and int(number.value) >= _LEAST


def _stands(text: str, corpus: Corpus) -> bool:
    """Whether the corpus has a figure as it is, not within a longer one."""
    for span in corpus.find(text):
        whole = fold(corpus.text(span.place))
        before, behind = whole[span.start - 1 : span.start], whole[span.end : span.end + 1]
        if not re.fullmatch(_FIGURE, before) and not (
            re.fullmatch(_FIGURE, text[-1]) and re.fullmatch(_FIGURE, behind)
        ):
            return True
    return False


def _notations(number: Number) -> Iterator[str]:
    """How the value may be written, the commonest first."""
    value = int(number.value)
    for size, name in _LARGE:
        if value >= size:
            yield f"{decimal(Fraction(value, size))}{name}"
    yield str(value)
    yield f"{value:,}"
    yield in_characters(value)


def in_characters(value: int) -> str:
    """A whole number below 10**12 in Chinese figures: 42 is 四十二, 1002 is 一千零二, 18000 is 一万八千."""
    said = _said(value)
    return said[1:] if said.startswith("一十") else said


def _said(value: int) -> str:
    for size, name in _LARGE:
        if value >= size:
            rest = value % size
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{_said(value // size)}{name}{gap}{_said(rest) if rest else ''}"
    said = ""
    for size, name in _PLACES:
        digit, value = divmod(value, size)
        if digit:
            said += _DIGITS[digit] + name
        elif said and value and not said.endswith("零"):
            said += "零"
    return said + (_DIGITS[value] if value or not said else "")
