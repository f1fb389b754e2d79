"""Which kind of answer and which type of detail a question asks for, by the rules of ``rag/data``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from index.words import part_of_speech
from rag.claims.language import words as words_of_rule
from rag.data import language
from rag.records import Kind

_ORDER: tuple[Kind, ...] = ("smalltalk", "similar", "compare", "count", "list", "summary", "who")


@dataclass(frozen=True, slots=True)
class Detail:
    """A type of answer: its name, how a user calls it, the unit asked for ("" for none)."""

    name: str
    label: str
    unit: str = ""


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
    for kind in _ORDER:
        if _kinds()[kind].search(question):
            return kind
    return "fact"


def matches(kind: Kind, question: str) -> bool:
    """Whether the rules of ``kind`` match a folded question."""
    return _kinds()[kind].search(question) is not None


def detail_of(question: str, words: Sequence[tuple[str, int, int]] = ()) -> tuple[Detail, tuple[int, int]] | None:
    """The type of answer asked for and the stretch of the folded question that asks for it, or None.

    ``words``: the question's words with their offsets; what asks does not end inside a name (更多重庆 asks not 多重).
    """
    for rule, pattern in _details():
        match = pattern.search(question)
        if match and not _cuts_noun(match.span(), words):
            unit = match.groupdict().get("unit") or ""
            return Detail(rule["name"], rule["label"], unit), match.span()
    return None


def _cuts_noun(span: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a stretch ends inside a noun that begins in it."""
    return any(span[0] < start < span[1] < stop and part_of_speech(word).startswith("n") for word, start, stop in words)


@cache
def _answers(name: str, unit: str) -> re.Pattern[str]:
    rule = next(rule for rule in language("details")["types"] if rule["name"] == name)
    number = language("details")["numbers"]["pattern"]
    patterns = rule["answer"]
    if name == "number" and unit:  # the thing counted stands beside the number
        beside = ["NUM[^，,。；;]{0,8}?UNIT", "UNIT[^，,。；;]{0,10}?NUM"]
        patterns = [patterns[0]] if len(unit) == 1 or unit in classifiers() else beside
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    units = classifiers() if unit in classifiers() else (unit,)  # 几座 is answered by 20个
    wanted = "(?:" + "|".join(map(re.escape, filter(None, units))) + ")" if unit else "牵头"
    return cast("re.Pattern[str]", re.compile(joined.replace("NUM", number).replace("UNIT", wanted)))


@cache
def classifiers() -> tuple[str, ...]:
    """Counting words, which only say what kind of thing is counted."""
    return (*words_of_rule("classifiers"), "座", "大", "处", "片")


def holds_detail(detail: Detail, text: str) -> bool:
    """Whether folded ``text`` has something of the type asked for."""
    return _answers(detail.name, detail.unit).search(text) is not None


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
