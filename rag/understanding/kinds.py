"""Which kind of answer and which type of detail a question asks for, by the rules of ``rag/data``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.records import Kind

_ORDER: tuple[Kind, ...] = ("smalltalk", "similar", "compare", "count", "list", "summary", "who")


@dataclass(frozen=True, slots=True)
class Detail:
    """A type of answer: its name, how a user calls it, the unit asked for ("" for none), and the clause of the question
    that asks for it where another clause asks for something else.
    """

    name: str
    label: str
    unit: str = ""
    clause: str = ""


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(f"(?:{one})" for one in patterns))
        for kind, patterns in language("questions")["kinds"].items()
    }


@cache
def _details() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    # Named groups may repeat across alternatives, so each pattern is tried on its own.
    return tuple((rule, re.compile(pattern)) for rule in language("details")["types"] for pattern in rule["ask"])


def kind_of(question: str) -> Kind:
    """The kind that a folded question's words ask for, names apart; ``fact`` where no rule matches."""
    found: Kind = next((kind for kind in _ORDER if _kinds()[kind].search(question)), "fact")
    summed_up = found == "count" and pattern(language("questions")["summed_up"]).search(question)
    return "summary" if summed_up else found  # 讲了几条，给我梳理一下


def matches(kind: Kind, question: str) -> bool:
    """Whether the rules of ``kind`` match a folded question."""
    return _kinds()[kind].search(question) is not None


def without_tail(question: str) -> str:
    """``question`` without a sentence behind it that asks nothing (…是他说的吧？校对用，请给出处。)."""
    match = pattern("(?<=[?？])[^?？“”「」]{2,30}$").search(question)
    return question[: match.start()] if match is not None and not asks(fold(match.group())) else question


def asks(question: str) -> bool:
    """Whether a folded text holds a question word."""
    return _INTERROGATIVE.search(question) is not None or re.search("怎|如何|吗|么|是否|[?？]", question) is not None


def details_of(question: str, words: Sequence[tuple[str, int, int]] = ()) -> list[tuple[Detail, tuple[int, int]]]:
    """The types of answer asked for, in the order in which a folded question asks, each with the stretch that asks.

    ``words``: the question's words with their offsets; what asks does not end inside a name (更多重庆 asks not 多重).
    """
    found: list[tuple[Detail, tuple[int, int]]] = []
    for rule, asking in _details():
        for match in asking.finditer(question):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for _, other in found):
                continue
            if _asks_nothing(question, match) or (
                not _INTERROGATIVE.search(match[0]) and _cuts_noun((start, end), words)
            ):
                continue
            unit = match.groupdict().get("unit") or ""
            if rule["name"] == "duration" and unit and _begins_noun(match.span("unit"), words):
                continue  # 多少周转金 counts no weeks
            if rule["name"] == "number" and unit == "个" and question.startswith("人", end):
                unit, end = "人", end + 1
            if rule["name"] == "number" and len(unit) > 1:
                called = pattern(rule["persons"]).match(question, end)
                unit = called.group() if called else _counted_by(unit)  # 多少技术工人
            if rule["name"] == "actor" and len(unit) == 2 and part_of_speech(unit)[:1] not in ("v", "n"):
                unit = unit[0] if part_of_speech(unit[0]).startswith("v") else unit  # 由谁来发某物
            found.append((Detail(rule["name"], rule["label"], unit), (start, end)))
    found.sort(key=lambda one: one[1])
    return found if len(found) < 2 else [(replace(one, clause=_clause(question, at)), at) for one, at in found]


def _clause(question: str, stretch: tuple[int, int]) -> str:
    """The clause of ``question`` that holds the start of ``stretch``."""
    start = max(question.rfind(mark, 0, stretch[0]) for mark in ",，、;；?？") + 1
    end = min((at for mark in ",，、;；?？" if (at := question.find(mark, stretch[1])) >= 0), default=len(question))
    return question[start:end]


def detail_of(question: str, words: Sequence[tuple[str, int, int]] = ()) -> tuple[Detail, tuple[int, int]] | None:
    """The first type of answer that a folded question asks for, with the stretch that asks for it, or None."""
    return next(iter(details_of(question, words)), None)


_INTERROGATIVE = re.compile("多少|几|什么|哪|谁|何|啥")
_WISHING = re.compile(
    "(^|[,，;；?？])[请您你帮忙给我替麻烦能不可以再先就那]*(推荐|介绍|列举|列出?|举出?|挑选?|选出?|写出?)(一下|给我)?$"
)
_OTHERWISE_ASKING = re.compile("多少|什么|哪|谁|怎么|怎样|如何|何|啥")


def _asks_nothing(question: str, match: re.Match[str]) -> bool:
    """几个 that means some, and asks nothing: beside another question word (靠什么让几个部门坐到一起), in a word of its own
    (好几年, 这几天), told as a past trouble before what is asked (拖了几个月，现在可以走什么通道).
    """
    if "几" not in match[0] or _OTHERWISE_ASKING.search(match[0]):
        return False
    rules = language("details")["asking"]
    at = match.start() + match[0].index("几")
    before, behind = question[:at], question[match.end() :]
    if pattern(rules["some"]).search(before) or _WISHING.search(before):
        return True  # 推荐几部
    later = _BREAK.split(behind, maxsplit=1)[1:]
    told = pattern(rules["told_before"]).search(before) or pattern(rules["told_behind"]).match(behind)
    if told and any(_OTHER_THING.search(clause) for clause in later):
        return True
    clause = _BREAK.split(before)[-1] + "〇" + _BREAK.split(behind)[0]
    if pattern(rules["why"]).search(clause):
        return True  # 凭什么多加几道
    if match[0][-2:-1] == "几" and question[match.end() : match.end() + 1] in ("", *"、,，;；?？"):
        return False  # 要几台、一台多少钱: nothing follows that there are some of
    return _OTHERWISE_ASKING.search(clause) is not None


_BREAK = re.compile("[,，;；?？]")
_OTHER_THING = re.compile("什么|哪|谁|怎么|怎样|如何|啥|何")


def _counted_by(unit: str) -> str:
    """Of two characters behind 多少, what is counted: a thing or unit (学生), a counting word before another word (头 of 头牛)
    or nothing (掉到 in 从多少掉到多少).
    """
    tag = part_of_speech(unit)[:1]
    if tag in ("n", "q"):
        return unit
    return unit[0] if not tag and part_of_speech(unit[0])[:1] == "q" else ""


def _cuts_noun(span: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a stretch ends inside a noun that begins in it."""
    return any(span[0] < start < span[1] < stop and part_of_speech(word).startswith("n") for word, start, stop in words)


def _begins_noun(span: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a stretch is only the beginning of a noun."""
    return any(start == span[0] and span[1] < stop and part_of_speech(word) == "n" for word, start, stop in words)


def numeral(text: str) -> int:
    """The value of a small Chinese or Arabic ordinal (第十二 → 12). Raises ValueError for anything else."""
    if text.isdigit():
        return int(text)
    digits = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)
    if len(text) == 1 and text in digits:
        return digits[text]
    raise ValueError(f"不是序数：{text}")
