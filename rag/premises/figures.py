"""A figure that a question takes for granted, against the figure that a source states of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Span
from rag.claims.language import words
from rag.claims.numbers import Number, numbers
from rag.data import language, pattern
from rag.premises.records import Contradiction


def figure(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    question = question.replace("〇", "※")  # what stands for a name is no zero
    for number in _claimed(question):
        opposed: tuple[Number, Span, str] | None = None
        for text, span in zip(texts, spans, strict=True):
            found = numbers(text)
            if any(one.value == number.value for one in found):
                return None
            if opposed is None:
                opposed = next(((one, span, text) for one in found if _comparable(question, number, text, one)), None)
        if opposed is not None:
            one, span, text = opposed
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def _claimed(question: str) -> list[Number]:
    return [
        one
        for one in numbers(question)
        if not _approximate(question, one)
        and (one.strong or _unit(question, one) in language("premises")["measures"] or _behind(question, one))
        and not (
            one.value == "1"
            and (question[one.start] == "一" or _unit(question, one) not in language("premises")["measures"])
        )
        and not question[: one.start].endswith(("第", "哪", "几", "数", "好几", "上"))
    ]


def _comparable(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether two figures measure the same: one unit, and behind a counting word the same thing."""
    unit, there = _unit(question, number), _unit(text, other)
    if unit in language("premises")["measures"]:
        return unit == there and _is_year(number) == _is_year(other)
    counted = {"大", *words("classifiers")}  # 三大产业 counts like 三个产业
    if unit not in counted or there not in counted:
        return False
    return bool(_behind(question, number)) and _behind(question, number) == _behind(text, other)


def _is_year(number: Number) -> bool:
    return number.value.isdigit() and len(number.value) == 4


def _approximate(question: str, number: Number) -> bool:
    """Whether a figure is only about so much (将近一半, 四成左右): that a source says it more exactly is no contradiction."""
    shown, before, behind = question[number.start : number.end], question[: number.start], question[number.end :]
    about = pattern(language("premises")["about"])
    return (
        shown in language("premises")["about_figures"]
        or about.search(before[-4:]) is not None
        or about.match(behind[:4]) is not None
    )


def _behind(text: str, number: Number) -> str:
    """The two characters behind the counting word."""
    match = re.match(r"\s*(?:多|余)?[一-鿿]([一-鿿]{2})", text[number.end :])
    return match[1] if match else ""


def _unit(text: str, number: Number) -> str:
    if number.value.endswith("%"):
        return "%"
    match = re.match(r"\s*(?:多|余|左右|以上|个(?=月))?([%一-鿿])", text[number.end :])
    return match[1] if match else ""


def _shown(text: str, number: Number) -> str:
    """The figure with its unit, as the text has it."""
    unit = _unit(text, number)
    end = number.end
    if unit and not text[number.start : end].endswith(unit) and not text[number.start :].startswith("百分之"):
        end = text.find(unit, end) + len(unit)
    return text[number.start : end]
