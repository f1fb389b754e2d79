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


def details_of(question: str, words: Sequence[tuple[str, int, int]] = ()) -> list[tuple[Detail, tuple[int, int]]]:
    """The types of answer asked for, in the order in which a folded question asks, each with the stretch that asks.

    ``words``: the question's words with their offsets; what asks does not end inside a name (更多重庆 asks not 多重).
    """
    found: list[tuple[Detail, tuple[int, int]]] = []
    for rule, pattern in _details():
        for match in pattern.finditer(question):
            start, end = match.span()
            if any(start < other[1] and other[0] < end for _, other in found):
                continue
            if _asks_nothing(question, match) or (
                not _INTERROGATIVE.search(match[0]) and _cuts_noun((start, end), words)
            ):
                continue
            unit = match.groupdict().get("unit") or ""
            if rule["name"] == "number" and len(unit) > 1 and not _is_counted(unit):
                unit = ""  # 从多少掉到多少: what follows is no thing
            found.append((Detail(rule["name"], rule["label"], unit), (start, end)))
    return sorted(found, key=lambda one: one[1])


def detail_of(question: str, words: Sequence[tuple[str, int, int]] = ()) -> tuple[Detail, tuple[int, int]] | None:
    """The first type of answer that a folded question asks for, with the stretch that asks for it, or None."""
    return next(iter(details_of(question, words)), None)


_INTERROGATIVE = re.compile("多少|几|什么|哪|谁|何|啥")
_OTHERWISE_ASKING = re.compile("多少|什么|哪|谁|怎么|怎样|如何|何|啥")


def _asks_nothing(question: str, match: re.Match[str]) -> bool:
    """几个 beside another question word (靠什么让几个部门坐到一起) means some, and asks nothing."""
    if "几" not in match[0] or _OTHERWISE_ASKING.search(match[0]):
        return False
    clauses = question[: match.start()] + "〇" + question[match.end() :]
    return any("〇" in clause and _OTHERWISE_ASKING.search(clause) for clause in re.split("[,，;；?？]", clauses))


def _is_counted(unit: str) -> bool:
    """Whether a word of two characters behind 多少 is a thing or a unit."""
    tag = part_of_speech(unit)[:1]
    return tag in ("n", "q") or (not tag and (unit[0] in classifiers() or part_of_speech(unit[0]) == "q"))


def _cuts_noun(span: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a stretch ends inside a noun that begins in it."""
    return any(span[0] < start < span[1] < stop and part_of_speech(word).startswith("n") for word, start, stop in words)


@cache
def _answers(name: str, unit: str) -> re.Pattern[str]:
    rule = next(rule for rule in language("details")["types"] if rule["name"] == name)
    number = language("details")["numbers"]["pattern"]
    patterns = rule["answer"]
    if unit and "by_unit" in rule:
        patterns = [rule["by_unit"]]
    if name == "number" and unit:  # the thing counted stands beside the number
        beside = ["NUM[^，,。；;]{0,8}?UNIT", "UNIT[^，,。；;]{0,10}?NUM"]
        patterns = [patterns[0]] if len(unit) == 1 or unit in classifiers() else beside
        if len(unit) > 1 and unit not in classifiers():
            patterns = [*patterns, rule["by_weight"]]
            if re.search(rule["persons"], unit):
                patterns.append(rule["by_person"])
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    units = _exchangeable(unit)
    wanted = "(?:" + "|".join(map(re.escape, filter(None, units))) + ")" if unit else "牵头"
    return cast("re.Pattern[str]", re.compile(joined.replace("NUM", number).replace("UNIT", wanted)))


@cache
def classifiers() -> tuple[str, ...]:
    """Counting words, which only say what kind of thing is counted."""
    return (*words_of_rule("classifiers"), "座", "大", "处", "片")


def _exchangeable(unit: str) -> tuple[str, ...]:
    """The units by which ``unit`` is answered: counting words of one group (几座 by 20个, 几位 by 3人)."""
    rules: dict[str, list[str]] = language("details")["units"]
    others = [other for group in rules["groups"] if unit in group.split() for other in group.split()]
    return tuple(dict.fromkeys((unit, *(other for other in others if f"{unit} {other}" not in rules["not_by"]))))


def holds_detail(detail: Detail, text: str, *, question: str = "") -> bool:
    """Whether folded ``text`` has something of the type asked for; a place or body that the ``question`` names is none asked for."""
    if detail.name in ("money", "number") and not _of_kind(question, text):
        return False
    found = _answers(detail.name, detail.unit).finditer(text)
    return any(detail.name not in ("place", "body") or match.group()[-4:] not in question for match in found)


def _of_kind(question: str, text: str) -> bool:
    """Whether ``text`` speaks of the kind of money that a folded question names (票价), where it names one."""
    kinds: list[str] = language("details")["money"]["kinds"]
    asked = [kind.split() for kind in kinds if any(word in question for word in kind.split())]
    if asked:
        return any(word in text for words in asked for word in words)
    rules = language("details")["money"]
    if not re.search(rules["investing"], question) or re.search(rules["invested"], text):
        return True
    return not any(word in text for kind in kinds for word in kind.split())  # a ticket's price is no investment


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
