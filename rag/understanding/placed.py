"""Whom a follow-up points at by where he stands among those spoken of, or as several of them: 前者, 另一位, 他们俩谁…."""

from __future__ import annotations

import re

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.cast import Cast
from rag.understanding.kinds import numeral
from rag.understanding.lexicon import Lexicon

_COUNTS = {"俩": 2, "双": 2, "仨": 3}


def placed(question: str, cast: Cast, lexicon: Lexicon) -> str:
    """``question`` with the names of whom it points at by their place; as it is where it points at nobody so, or sets one against
    the other (前者和后者比一比).
    """
    if pattern(language("questions")["followup"]["one_and_other"]).search(fold(question)):
        return question
    return _by_place(_of_several(question, cast), cast, lexicon)


def counts_people(question: str) -> bool:
    """Whether a question points at somebody by a number, or by 前者 and the like: what it counts is people."""
    places = language("questions")["called"]["places"]
    return any(pattern(form).search(fold(question)) for form in places.values())


def points_at_nobody(question: str, cast: Cast) -> bool:
    """Whether a question points at somebody by a number that those spoken of do not reach."""
    match = pattern(language("questions")["called"]["places"]["number"]).search(fold(question))
    return match is not None and len(cast.together) < numeral(match["number"])


def _of_several(question: str, cast: Cast) -> str:
    """他们俩谁…, 除了他们三个还有谁…: the names of those who are meant."""
    rules = language("questions")["called"]["placed"]
    folded = fold(question)
    match = pattern(rules["several"]).search(folded) or pattern(rules["all"]).search(folded)
    if match is None:
        return question
    number = str(match.groupdict().get("number") or "几")[0]
    names = cast.several(None if number == "几" else _COUNTS.get(number) or numeral(number))
    if len(names) < 2:
        return question
    before, behind = question[: match.start()], pattern(rules["among"]).sub("", question[match.end() :])
    if folded[: match.start()].endswith(("除了", "除", "除去", "除开")):
        return f"{before}{'、'.join(names)}{behind}"
    if pattern(language("questions")["by_degree"]).search(folded):
        return f"{before}{'、'.join(names[:-1])}和{names[-1]}{behind}"
    return f"{before}{'、'.join(names)}里，{behind.lstrip('，,')}"


def _by_place(question: str, cast: Cast, lexicon: Lexicon) -> str:
    """前者, 最后那位, 第二个人, 另一位: the name of the one who stands there, and is not told otherwise (另一位院长)."""
    rules, folded = language("questions")["called"], fold(question)
    for which, form in rules["places"].items():
        if which == "counted" and not (cast.counted or len(cast.focus) > 1):
            continue
        match = pattern(form).search(folded)
        if match is None or _told_otherwise(folded, match):
            continue
        if any(one.start < match.end() and match.start() < one.end for one in lexicon.mentions(folded)):
            continue
        number = numeral(match["number"]) if "number" in match.re.groupindex else 0
        name = cast.placed("number" if which == "counted" else which, number)
        if name is not None:
            return _turned_to(question[: match.start()], name, question[match.end() :])
    return question


def _turned_to(before: str, name: str, behind: str) -> str:
    """The question as it is asked of ``name``: 再说另一位 only turns to him, 前面那位呢，他说… tells by 他 what is asked."""
    rules = language("questions")["called"]["placed"]
    before = pattern(rules["not_he"]).sub("", before)
    behind = pattern(rules["and_he"]).sub("", behind)
    behind = "呢" if pattern(rules["his_words"]).match(behind) else behind
    return f"{name}{behind}" if pattern(rules["turns_to"]).match(before) else f"{before}{name}{behind}"


def _told_otherwise(folded: str, match: re.Match[str]) -> bool:
    """Whether what stands behind a place tells whom is meant: by his office (前面那位院长) or by what he said (另外那位谈体检的)."""
    behind = folded[match.end() :]
    if match.group() in ("前者", "后者") or match.group()[:1] == "第":
        return False
    office = pattern(language("questions")["called"]["placed"]["told_behind"]).match(behind)
    titles = (*language("people")["titles"]["words"], *language("people")["short_titles"])
    bodies = pattern(f"(?:{language('questions')['called']['held']['bodies']}|会)$")
    what = office["what"].rstrip("的") if office is not None else ""
    if what.endswith(tuple(titles)) or bodies.search(what):
        return True
    said = re.match("(?P<what>[^,，。?？他她]{2,14})的(?=呢|[,，?？。]|$|那位|是|怎么)", behind)
    return said is not None and re.search("怎么|什么|如何|怎样|多少|[几哪]", said["what"]) is None
