"""Whether a sentence has the type of answer that a question asks for, by the rules of ``rag/data/details.toml``.

A detail belongs to what is asked: an amount names what it is paid for, a body or place is one of the asked kind by its name.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

from rag.claims.language import words as words_of_rule
from rag.data import language, pattern
from rag.understanding.kinds import Detail, numeral

_NAMED = ("place", "body", "person")
_AMOUNTS = ("money", "grant")
_TIMES = ("date", "day")
_BREAKS = ",，。；;：:!！?？"
AGAIN = 0.6
"""The share of a clause, in pairs of characters, from which it only says again what is asked."""
_APART = 9
"""Characters from one word to the next of those that a name by number stands for."""
_BEHIND = 8
"""Characters behind what asks for an amount in which it may say what for."""
_ENOUGH = 4
"""Pairs of characters from which a clause, or what is shared, is compared so."""


def holds_detail(detail: Detail, text: str, *, question: str = "") -> bool:
    """Whether folded ``text`` has something of the type asked for by folded ``question`` (by the detail's own clause of it).

    A place or body that the question names itself is none asked for; an amount of another kind of money is none either.
    """
    asked = detail.clause or question
    if detail.name in ("money", "number", "change") and not _of_kind(asked, text):
        return False
    if detail.name in _NAMED and detail.unit:
        return any(
            _is_name(text, one.span(), question) for one in _unit_of_name(detail.name, detail.unit).finditer(text)
        ) or (detail.unit == "城市" and _names_city(text, question))
    if detail.name == "names" and not _enumerates(asked, text):
        return False
    rule = _rule(detail.name)
    if detail.name == "reason":
        text = _beside_what_is_asked(text, question)
    if "shared" in rule and pattern(rule["given"]).search(asked) and not pattern(rule["sums"]).search(asked):
        shares = "|".join(f"(?:{_filled(one, '')})" for one in rule["shared"])
        if pattern(shares).search(text):
            return True
    for match in _answers(detail.name, detail.unit).finditer(text):
        if detail.name in _NAMED and match.group()[-4:] in question:
            continue
        if detail.name == "source" and match.group() in question and pattern(rule["named"]).fullmatch(match.group()):
            continue
        if detail.name in _AMOUNTS and (
            not _is_asked_amount(asked, text, match.span()) or _of_another_part(question, text, match.span())
        ):
            continue
        if detail.name == "number" and _counts_persons(asked, match.group()):
            continue
        if detail.name in _TIMES and (
            not _of_phase(asked, text, match.span()) or _every_so_often(asked, text, match.start())
        ):
            continue
        return True
    return False


def may_hold(detail: Detail, text: str, *, question: str) -> bool:
    """Whether folded ``text`` has any figure that a folded ``question`` may ask for and does not hold itself: enough where the text
    is known to answer.
    """
    told: str | None = language("details")["surely"].get(detail.name)
    if told is None:
        return False
    return any(match.group() not in question for match in pattern(_filled(told, "")).finditer(text))


def says_again(text: str, question: str) -> bool:
    """Whether folded ``text`` says what a folded question asks the reason of, and no cause of it."""
    return len(_beside_what_is_asked(text, question)) < len(text)


def _beside_what_is_asked(text: str, question: str) -> str:
    """``text`` without the clauses that only say again what a folded question asks the reason of."""
    causes = pattern("|".join(f"(?:{one})" for one in _rule("reason")["causes"]))
    kept = []
    for clause in re.split(f"(?<=[{_BREAKS}])", text):
        pairs = {clause[at : at + 2] for at in range(len(clause) - 1) if clause[at + 1] not in _BREAKS}
        again = len(pairs) >= _ENOUGH and sum(pair in question for pair in pairs) >= AGAIN * len(pairs)
        if not again or causes.search(clause):
            kept.append(clause)
    return "".join(kept)


def told_alike(detail: Detail, text: str, question: str) -> bool:
    """Whether an amount is given, taken or borne in folded ``text`` as the question asks (报多少 by 补一半, not by 花费)."""
    groups: list[str] = _rule(detail.name).get("verbs", [])
    asked = detail.clause or question
    alike = [group for group in groups if pattern(f"({group})[一-鿿]{{0,2}}(多少|几)").search(asked)]
    return not alike or any(pattern(group).search(text) for group in alike)


def asks_wanted(question: str) -> bool:
    """Whether a folded question asks what should be, not what is."""
    return pattern(language("details")["wanted"]["asked"]).search(question) is not None


def is_wanted(text: str) -> bool:
    """Whether a folded sentence says what should be."""
    return pattern(language("details")["wanted"]["told"]).search(text) is not None


def answers_softly(detail: Detail) -> bool:
    """Whether the detail may be told in any form, so that the best sentence is the answer where none shows it."""
    return bool(_rule(detail.name).get("soft"))


@cache
def _rule(name: str) -> dict[str, Any]:
    rules: list[dict[str, Any]] = language("details")["types"]
    return next(rule for rule in rules if rule["name"] == name)


@cache
def _answers(name: str, unit: str) -> re.Pattern[str]:
    rule = _rule(name)
    patterns = rule["answer"]
    if unit and "by_unit" in rule:
        patterns = [rule["by_unit"]]
    if name == "number" and unit:  # the thing counted stands beside the number
        beside = ["NUM[^，,。；;]{0,8}?UNIT", "UNIT[^，,。；;]{0,10}?NUM"]
        patterns = [rule["by_classifier"]] if len(unit) == 1 or unit in classifiers() else beside
        if unit in ("人", "名", "位"):
            patterns = [*patterns, rule["by_kind_of_person"].replace("PERSONS", rule["persons"].rstrip("$"))]
        if len(unit) > 1 and unit not in classifiers():
            patterns = [*patterns, rule["by_weight"]]
            if re.search(rule["persons"], unit):
                patterns.append(rule["by_person"])
    return re.compile("|".join(f"(?:{_filled(one, unit)})" for one in patterns))


def _filled(rule: str, unit: str) -> str:
    numbers = language("details")["numbers"]
    wanted = "(?:" + "|".join(map(re.escape, exchangeable(unit))) + ")" if unit else "牵头"
    return rule.replace("BARE_SUM", numbers["bare_sum"]).replace("NUM", numbers["pattern"]).replace("UNIT", wanted)


@cache
def classifiers() -> tuple[str, ...]:
    """Counting words, which only say what kind of thing is counted."""
    return (*words_of_rule("classifiers"), "座", "大", "处", "片")


@cache
def exchangeable(unit: str) -> tuple[str, ...]:
    """The units by which ``unit`` is answered: counting words of one group (几座 by 20个, 几位 by 3人), lengths for 宽."""
    rules: dict[str, list[str]] = language("details")["units"]
    others = [other for group in rules["groups"] if unit in group.split() for other in group.split()]
    others += [other for group in rules["told_in"] if unit == group.split()[0] for other in group.split()]
    return tuple(dict.fromkeys((unit, *(other for other in others if f"{unit} {other}" not in rules["not_by"]))))


@cache
def _unit_of_name(name: str, unit: str) -> re.Pattern[str]:
    forms: dict[str, str] = language("details")["names"]["forms"]
    units = sorted(exchangeable(unit), key=len, reverse=True)
    return re.compile("|".join(forms.get(one, re.escape(one)) for one in units))


def _is_name(text: str, span: tuple[int, int], question: str) -> bool:
    """Whether what stands before a kind of body or place makes it the name of one: 红星厂, not 一家厂, 本地企业 or 由公司."""
    rules = language("details")["names"]
    if any(
        pattern(rules["marked"]).fullmatch(mark) for mark in (text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1])
    ):
        return True
    before = pattern("[一-鿿a-z0-9·]*$").search(text[: span[0]])
    assert before is not None  # the run may be empty
    if pattern(rules["some"]).search(before.group()):
        return False
    stem = pattern(rules["cut"]).split(before.group())[-1]
    if not stem or pattern(rules["general"]).fullmatch(stem):
        return False
    return (stem + text[span[0] : span[1]])[-4:] not in question


def _names_city(text: str, question: str) -> bool:
    """Whether ``text`` holds the name of a well-known city without 市 that the question does not hold."""
    cities = pattern(language("details")["names"]["cities"])
    return any(match.group() not in question for match in cities.finditer(text))


def _enumerates(question: str, text: str) -> bool:
    """Whether as many stand beside one another in a clause of ``text`` as a folded question wants by name, where it tells how
    many.
    """
    rules = language("details")["names"]
    told = pattern(rules["number"]).search(question)
    if told is None:
        return True
    between = pattern(rules["enumerated"])
    listed = max(len(between.findall(clause)) + 1 for clause in re.split(f"[{_BREAKS}]", text))
    return bool(listed >= min(numeral(told["number"]), rules["most"]))


def _of_kind(question: str, text: str) -> bool:
    """Whether ``text`` speaks of the kind of money that a folded question names (票价), where it names one."""
    kinds: list[str] = language("details")["money"]["kinds"]
    asked = [kind.split() for kind in kinds if any(word in question for word in kind.split())]
    if asked:
        return any(word in text for words in asked for word in words)
    rules = language("details")["money"]
    if not re.search(rules["investing"], question) or re.search(rules["invested"], text):
        return True
    charged = pattern(rules["charged"]).search(text) is not None
    return not charged and not any(word in text for kind in kinds for word in kind.split())  # no investment: a price


def _is_asked_amount(question: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the amount at ``span`` is paid for what the question asks: no fine for a price, no upkeep for a purchase."""
    rules = language("details")["money"]
    asked = _purposes_asked(question)
    told = _purposes_of_amount(text, span)
    if asked and told and not asked & told:
        return False
    by_the = pattern(rules["by_the"]).search(_clause_around(text, span, behind=False))
    if by_the is not None and pattern(rules["whole"]).search(question):
        return by_the["unit"] in question  # 一年里总共, by 每年45万元
    each = pattern(rules["each"]).search(question)
    if each is None:
        return True
    if pattern(rules["rate"]).search(text[: span[0]]) and not pattern("天|日|晚|月|年|小时|次|季").search(question):
        return False
    ahead = question[max(0, each.start() - 6) : each.start()]
    things = [ahead[at : at + 2] for at in range(len(ahead) - 1)]
    thing = pattern(rules["each_thing"]).search(_clause_around(text, span, behind=False))
    if thing is not None and thing["thing"] in question[each.end() :]:
        return True
    return any(thing in text for thing in things) or re.search(f"{each['unit']}|[各均]|单价", text) is not None


def _of_another_part(question: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the amount at ``span`` stands in a part of the sentence, up to a semicolon, that shares nothing with a folded
    ``question``, and another part is what it asks of.
    """
    asked = {question[at : at + 2] for at in range(len(question) - 1)}
    shared, own = [0], 0
    for part in re.finditer("[^;；。]+", text):
        held = len({part[0][at : at + 2] for at in range(len(part[0]) - 1)} & asked)
        if part.start() <= span[0] < part.end():
            own = held
        else:
            shared.append(held)
    return own == 0 and max(shared) >= _ENOUGH


def _of_phase(question: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the time at ``span`` is not that of the other end of what a folded question asks the time of."""
    rules: dict[str, str] = language("details")["phases"]
    asked = {name for name, words in rules.items() if pattern(words).search(question)}
    told = {name for name, words in rules.items() if pattern(words).search(_clause_around(text, span))}
    return not (asked and told) or bool(asked & told)


def _every_so_often(question: str, text: str, start: int) -> bool:
    """Whether the time at ``start`` is one of every week or month (每周五), where a folded question asks when it begins."""
    rules = language("details")["recurring"]
    return (
        pattern(rules["begins"]).search(question) is not None
        and pattern(rules["told"]).search(text[:start]) is not None
    )


def _clause_around(text: str, span: tuple[int, int], *, behind: bool = True) -> str:
    """The clause of ``text`` that holds ``span``; without ``behind`` only what stands before it."""
    start = max(text.rfind(mark, 0, span[0]) for mark in _BREAKS) + 1
    end = min((at for mark in _BREAKS if (at := text.find(mark, span[1])) >= 0), default=len(text))
    return text[start:end] if behind else text[start : span[0]]


def _counts_persons(question: str, text: str) -> bool:
    """Whether the number ``text`` counts persons where a folded question asks for places or things (几个点 by 18名)."""
    rules = language("details")["asking"]
    asked = pattern(rules["counted_thing"]).search(question)
    return asked is not None and pattern(rules["counting_persons"]).search(text) is not None


def _purposes_asked(question: str) -> set[str]:
    """What a question says that money is for, by the word nearest to what asks (赔了多少钱: a loss, or what is paid for one); nothing where
    it does not say.
    """
    asking = pattern("多少|几|多高|多大|什么价|啥价").search(question)
    before, behind = (question[: asking.start()], question[asking.start() :]) if asking else (question, "")
    nearest = [
        (len(before) - match.end(), name) for name, words in _purposes().items() for match in words.finditer(before)
    ]
    rules = language("details")["money"]
    if pattern(rules["spending"]).search(before):
        nearest += [(len(before) - match.end(), "cost") for match in pattern(rules["building"]).finditer(before)]
        bought = pattern(rules["building"]).search(behind[:_BEHIND])
        nearest += [(bought.start(), "cost")] if bought else []  # 是花多少钱买来的
    nearest += [
        (match.start(), name) for name, words in _purposes().items() for match in words.finditer(behind[:_BEHIND])
    ]
    if not nearest and pattern(rules["charging"]).search(before):
        return {"price"}
    return {name for far, name in nearest if far == min(nearest)[0]}


def _purposes_of_amount(text: str, span: tuple[int, int]) -> set[str]:
    """What an amount may be paid for: by its clause, else by the clause before, unless its own says that it was spent."""
    start = max(text.rfind(mark, 0, span[0]) for mark in _BREAKS) + 1
    above = max((text.rfind(mark, 0, start - 1) for mark in _BREAKS), default=-1) + 1 if start else 0
    own = {name for name, words in _purposes().items() if words.search(_clause_around(text, span))}
    if own:
        return own
    rules = language("details")["money"]
    if pattern(rules["spending"]).search(text[start : span[0]]):
        return {"cost"} if pattern(rules["building"]).search(text[start : span[0]]) else set()
    return {name for name, words in _purposes().items() if words.search(text[above:start])}


@cache
def _purposes() -> dict[str, re.Pattern[str]]:
    rules: dict[str, str] = language("details")["money"]["purposes"]
    return {name: re.compile(words) for name, words in rules.items()}


def spells_out(question: str, sentence: str) -> bool:
    """Whether a folded ``sentence`` lists what a folded ``question`` calls by number alone and asks for (“三化”是哪三化: 美化绿化亮化):
    so many words close together that share the character.
    """
    asked = pattern(language("details")["asking"]["spelt"]).search(question)
    if asked is None:
        return False
    count, kind = numeral(asked["count"]), asked["kind"]
    places = [match.start() for match in pattern(f"(?<!{asked['count']}){kind}").finditer(sentence)]
    return any(
        all(1 < other - one <= _APART for one, other in pairwise(places[at : at + count]))
        for at in range(len(places) - count + 1)
    )
