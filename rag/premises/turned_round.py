"""What a question has the other way round than a source: who gives to whom, who does what, which comes first, which is more; all where
there are only some; a limit of one thing that is one of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.records import Span
from rag.claims.numbers import numbers
from rag.data import language, pattern
from rag.premises.figures import unit_of
from rag.premises.records import Contradiction

_LABEL = 5
"""Characters right before a figure that, being the same, say whose figure it is."""
_GAP = 5
"""Characters that may stand between them and the figure."""


def turned_round(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """The first thing that a folded ``question``, names masked, has the other way round than the best sentence at ``spans``."""
    text = texts[0]
    found = (
        _given(question, text)
        or _crossed(question, text)
        or _ordered(question, text)
        or _more(question, text)
        or _all(question, text)
        or _nothing(question, text)
        or _labelled(question, text)
    )
    return None if found is None else Contradiction(*found, spans[0])


def _given(question: str, text: str) -> tuple[str, str] | None:
    """甲给乙让利 against 乙向甲让利."""
    rules = language("premises")["turned_round"]
    for asked in pattern(rules["gives"]).finditer(question):
        for told in pattern(rules["given_to"]).finditer(text):
            same = asked["does"][:1] == told["does"][:1]
            if same and told["to"].startswith(asked["giver"][-2:]) and asked["to"][-2:] not in told["to"]:
                return asked.group(), told.group()
    return None


def _crossed(question: str, text: str) -> tuple[str, str] | None:
    """甲出题、乙立项 against 乙出题、甲立项; 前高后低 against 前低后高."""
    for asked in pattern(language("premises")["turned_round"]["two_acts"]).finditer(question):
        one, other = asked["one"], asked["other"]
        for act, deed in ((asked["act"], asked["deed"]), (asked["act"][:1], asked["deed"][:1])):
            crossed = f"{one}{deed}" in text and f"{other}{act}" in text and f"{one}{act}" not in text
            if one != other and act != deed and crossed:
                places = sorted((text.index(f"{one}{deed}"), text.index(f"{other}{act}")))
                return asked.group(), text[places[0] : places[1] + len(f"{other}{act}")]
    return None


def _ordered(question: str, text: str) -> tuple[str, str] | None:
    """从甲开始、最后到乙 against 先乙后甲."""
    rules = language("premises")["turned_round"]
    told = pattern(rules["first_then"]).search(text)
    if told is None:
        return None
    first, then = (re.escape(told[name]) for name in ("first", "then"))
    begins = pattern(rules["begins"].replace("THEN", then)).search(question)
    ends = pattern(rules["ends"].replace("FIRST", first)).search(question)
    return None if begins is None or ends is None else (begins.group(), told.group())


def _more(question: str, text: str) -> tuple[str, str] | None:
    """甲比乙多 against 乙高于甲."""
    rules = language("premises")["turned_round"]
    for asked in pattern(rules["more_than"]).finditer(question):
        for told in pattern(rules["over"]).finditer(text):
            if told["one"].endswith(asked["other"][:2]) and told["other"].startswith(asked["one"][-2:]):
                return asked.group(), told.group()
    return None


def _all(question: str, text: str) -> tuple[str, str] | None:
    """八十七个全都做了 against 八十七个中只有二十九个做了."""
    rules = language("premises")["turned_round"]
    asked, told = pattern(rules["all_of"]).search(question), pattern(rules["only_some"]).search(text)
    if asked is None or told is None:
        return None
    whole = [one.value for one in numbers(question[: asked.end()])]
    return (asked.group(), told.group()) if any(one.value in whole for one in numbers(text[: told.end()])) else None


def _nothing(question: str, text: str) -> tuple[str, str] | None:
    """要多少补偿 against 不要一分补偿."""
    rules = language("premises")["turned_round"]
    asked = pattern(rules["how_much"]).search(question)
    told = None if asked is None else pattern(rules["none_of"].replace("WHAT", asked["what"])).search(text)
    return None if asked is None or told is None else (asked.group(), told.group())


def _labelled(question: str, text: str) -> tuple[str, str] | None:
    """单次事故最高赔四百八十万 against 每年拿出四百八十万, 单次事故最高赔一百万."""
    leads = pattern(language("premises")["turned_round"]["leads_to_figure"])
    times = {*language("premises")["turned_round"]["times"]}
    for one in numbers(question):
        before = question[: one.start]
        for other in numbers(text):
            label, units = text[: other.start], (unit_of(question, one), unit_of(text, other))
            comparable = len({*units} - {""}) <= 1 or times.issuperset(units)
            agree = one.value == other.value and not (times.issuperset(units) and units[0] != units[1])
            if agree or not comparable:
                continue
            for gap in range(_GAP + 1):
                run = before[len(before) - gap - _LABEL : len(before) - gap]
                if len(run) < _LABEL or re.search(r"[^一-鿿]", run):
                    continue
                at = label.rfind(run)
                between = before[len(before) - gap :] if gap else ""
                alike = leads.fullmatch(between) and leads.fullmatch(label[at + _LABEL :])
                if at >= 0 and alike and text.count(run) == 1:
                    asked, told = one.end + len(units[0]), other.end + len(units[1])
                    return question[one.start - gap - _LABEL : asked], text[at:told]
    return None
