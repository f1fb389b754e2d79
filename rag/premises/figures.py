"""A figure that a question takes for granted, against the figure that a source states of the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Span
from rag.claims.language import words
from rag.claims.numbers import Number, numbers
from rag.data import language, pattern
from rag.premises.records import Contradiction

_DIGITS = "一二两三四五六七八九"
_BEFORE = 20
"""Characters before a figure in which stands what it counts."""
_SAME = 4
"""Characters right before two figures of one unit that, being the same, say that both are of the same thing."""
_LIKE = 5
"""Characters in common, not far before two figures of one unit, that say the same."""
_NEAR = 8
"""Characters before and behind a share in which stands what it is a share of."""


def figure(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    question = question.replace("〇", "※")  # what stands for a name is no zero
    for number in _claimed(question):
        opposed: tuple[Number, Span, str] | None = None
        for text, span in zip(texts, spans, strict=True):
            found = numbers(text)
            if any(one.value == number.value for one in found) or _taken_off(question, number, text):
                opposed = None
                break
            if opposed is None:
                opposed = next(((one, span, text) for one in found if _comparable(question, number, text, one)), None)
        if opposed is not None:
            one, span, text = opposed
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def counted(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """The first figure of a folded ``question`` with the thing that it counts (二十家单位), where sentences have that thing with
    other figures alone.
    """
    question = question.replace("〇", "※")
    for number in _claimed(question):
        thing = _behind(question, number)
        if not thing or unit_of(question, number) in language("premises")["measures"]:
            continue
        told = [
            (one, text, span)
            for text, span in zip(texts, spans, strict=True)
            for one in numbers(text)
            if unit_of(text, one) == unit_of(question, number)
            and (_counts(text, one, thing) or _behind(text, one) == thing)
        ]
        if told and all(one.value != number.value for one, *_ in told):
            one, text, span = told[0]
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def _taken_off(question: str, number: Number, text: str) -> bool:
    """Whether a share that comes off (便宜四成) stands as what is left of the price (六折)."""
    part = _part(number)
    off = pattern(language("premises")["taken_off"]).search(question[: number.start])
    if part is None or off is None:
        return False
    left = {f"{100 - part:g}".rstrip("0"), *(("一二三四五六七八九"[round(9 - part / 10)],) if part % 10 == 0 else ())}
    return any(f"{one}折" in text for one in left)


def has_figures(question: str, text: str) -> bool:
    """Whether folded ``text`` has, in the same unit, every figure that a folded ``question`` takes for granted; it takes one."""
    question = question.replace("〇", "※")
    claimed, found = _claimed(question), numbers(text)
    return bool(claimed) and all(
        any(other.value == one.value and _comparable(question, one, text, other) for other in found) for one in claimed
    )


def share(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """A share that a folded ``question`` takes for granted (一半的利润, 五成利润), against another one of the same thing; one
    that is only about so much, against one far from it.
    """
    question = question.replace("〇", "※")
    for number in numbers(question):
        mine = _part(number)
        if mine is None:
            continue
        far = language("premises")["far"] if _approximate(question, number) else 1.0
        told = [
            (one, span, text)
            for text, span in zip(texts, spans, strict=True)
            for one in numbers(text)
            if _part(one) is not None and _of_one_thing(question, number, text, one)
        ]
        apart = [max(mine / other, other / mine) for one, *_ in told if (other := _part(one))]
        if apart and min(apart) > far:
            one, span, text = told[0]
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def _part(number: Number) -> float | None:
    """The share that a figure gives, in per cent; None for a figure that gives none."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%", number.value)
    return float(match[1]) or None if match else None


def _of_one_thing(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether what two shares are shares of stands beside both: right behind one of them, and near the other."""
    near, there = _around(question, number), _around(text, other)
    mine, theirs = _whole(question, number), _whole(text, other)
    return (mine != "" and mine in there) or (theirs != "" and theirs in near) or _named_beside(near, there)


def _named_beside(near: str, there: str) -> bool:
    """Whether two clauses around shares name one thing: two characters side by side that neither count nor say how much."""
    return any(
        run in there and pattern(language("premises")["thing_beside"]).fullmatch(run) is not None
        for run in (near[at : at + 2] for at in range(len(near) - 1))
    )


def _whole(text: str, number: Number) -> str:
    """The two characters behind a share, which name what it is a share of (一半的利润)."""
    match = re.match(r"\s*(?:左右|上下|以上|以下|以内|多|余)?(?:的)?([一-鿿]{2})", text[number.end :])
    return match[1] if match else ""


def _around(text: str, number: Number) -> str:
    """The clause around a share, up to a few characters on each side."""
    start = max(text.rfind(mark, 0, number.start) for mark in "，,。；;：:") + 1
    end = min((at for mark in "，,。；;：:?？" if (at := text.find(mark, number.end)) >= 0), default=len(text))
    return f"{text[start : number.start][-_NEAR:]},{text[number.end : end][:_NEAR]}"


def _claimed(question: str) -> list[Number]:
    return [
        one
        for one in numbers(question)
        if not _approximate(question, one)
        and (one.strong or unit_of(question, one) in language("premises")["measures"] or _behind(question, one))
        and not (
            one.value == "1"
            and (question[one.start] == "一" or unit_of(question, one) not in language("premises")["measures"])
        )
        and not question[: one.start].endswith(("第", "哪", "几", "数", "好几", "上"))
        and not question.startswith("几", one.end)  # 百分之十几
        and not _names_a_kind(question, one)
    ]


def _comparable(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether two figures measure the same: one unit, and behind a counting word the same thing."""
    if _names_a_kind(text, other):
        return False
    unit, there = unit_of(question, number), unit_of(text, other)
    if unit == there != "" and (
        _same_before(question, number, text, other) or _told_alike(question, number, text, other)
    ):
        return True
    if unit in language("premises")["measures"]:
        return unit == there and _is_year(number) == _is_year(other)
    counted = {"大", *words("classifiers")}  # 三大产业 counts like 三个产业
    if unit not in counted or there not in counted:
        return False
    thing = _behind(question, number)
    if not thing:
        return False
    return thing == _behind(text, other) or (
        unit == there and (_counts(text, other, thing) or _told_before(text, other, thing))
    )


def _names_a_kind(text: str, number: Number) -> bool:
    """Whether a figure is part of what something is called, and measures nothing (二年级, 一年生的苗)."""
    return pattern(language("premises")["kind_by_figure"]).match(text, number.end) is not None


def _same_before(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether the same characters stand right before two figures (收治灼伤四十一例, 收治灼伤十四例)."""
    before = question[max(0, number.start - _SAME) : number.start]
    return len(before) == _SAME and before.isalpha() and text[: other.start].endswith(before)


def _told_alike(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether much the same words stand before two figures (五百年以上的古树有一百六十三株, 五百年以上的六十三株)."""
    before, there = question[max(0, number.start - _BEFORE) : number.start], text[: other.start][-_NEAR - _LIKE :]
    runs = (before[at : at + _LIKE] for at in range(len(before) - _LIKE + 1))
    return any(run in there and pattern("[一-鿿]+").fullmatch(run) is not None for run in runs)


def _counts(text: str, number: Number, thing: str) -> bool:
    """Whether ``thing`` is what is counted, with attributes between (12家有代表性企事业单位), and nothing's own (园区的企业)."""
    attributes = "(?:[^,，。；;:：的0-9]|(?<=[性型级类])的){1,14}?"
    return re.match(rf"\s*[多余]?[一-鿿]{attributes}{re.escape(thing)}", text[number.end :]) is not None


def _told_before(text: str, number: Number, thing: str) -> bool:
    """Whether nothing counted stands behind the counting word, and ``thing`` not far before it (候车亭，压到30处左右)."""
    alone = pattern(language("premises")["counted_alone"]).match(text, number.end)
    return alone is not None and thing in text[max(0, number.start - _BEFORE) : number.start]


def _is_year(number: Number) -> bool:
    return number.value.isdigit() and len(number.value) == 4


def _approximate(question: str, number: Number) -> bool:
    """Whether a figure is only about so much (将近一半, 四成左右): that a source says it more exactly is no contradiction."""
    shown, before, behind = question[number.start : number.end], question[: number.start], question[number.end :]
    about = pattern(language("premises")["about"])
    either = len(shown) == 1 and shown in _DIGITS and before[-1:] in _DIGITS and before != ""  # 三五年
    return (
        either
        or re.fullmatch(f"[{_DIGITS}]{{2}}", shown) is not None  # 三五年
        or shown in language("premises")["about_figures"]
        or about.search(before[-4:]) is not None
        or about.match(behind[:4]) is not None
    )


def _behind(text: str, number: Number) -> str:
    """The two characters behind the counting word."""
    match = re.match(r"\s*(?:多|余)?[一-鿿][“\"'「]?([一-鿿]{2})", text[number.end :])
    return match[1] if match else ""


def unit_of(text: str, number: Number) -> str:
    """The first character of the unit or counting word behind a figure; "" where none stands there."""
    if number.value.endswith("%"):
        return "%"
    match = re.match(r"\s*(?:多|余|左右|以上|个(?=月))?([%一-鿿])", text[number.end :])
    return match[1] if match else ""


def _shown(text: str, number: Number) -> str:
    """The figure with its unit, as the text has it."""
    unit = unit_of(text, number)
    end = number.end
    at = text.find(unit, end)
    if at >= 0 and not text[number.start : end].endswith(unit) and not text[number.start :].startswith("百分之"):
        end = at + len(unit)
    return text[number.start : end]
