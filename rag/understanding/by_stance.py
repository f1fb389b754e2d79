"""Whom a follow-up tells by the side he takes in what was spoken of: 反对的那位呢, 那谁赞成, 跟他意见相反的是谁.

It is asked as a question of its own, for another than whoever was asked about, since he is told by the side he takes and not by
who was spoken of last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.topics import Tokenise, topic_of
from rag.understanding.turns import Turn, shows_nothing


def by_stance(question: str, previous: Turn, tokenise: Tokenise) -> str | None:
    """Who takes the side that ``question`` tells somebody by; None where it tells nobody so, or nothing is known to be for or against."""
    rules, folded = language("questions")["called"]["stance"], fold(question)
    match = next((found for form in rules["forms"] if (found := pattern(form).match(folded))), None)
    if match is None:
        return None
    side, told = match["side"], match.groupdict().get("what") or ""
    verb = next((verb for verb, form in rules["sides"].items() if pattern(form).fullmatch(side)), None)
    if verb is None or _takes_it(verb, previous):
        return None
    matter = pattern(rules["side_taken"]).sub("", previous.matter)
    opposed = _opposed(previous, rules) if verb == "反对" and pattern(rules["otherwise"]).search(side) else ""
    if opposed:
        verb, matter = "赞成", opposed
    words = topic_of(told, (), tokenise).words
    if told:  # 主张定的: of what was spoken of
        matter = told if any(len(word) > 1 for word in words) else f"{told}{matter}" if matter else ""
    who = _left_out(previous)
    if not matter:
        return f"谁{verb}{who}的意见？" if who and verb == "反对" else None
    return f"除了{who}，谁{verb}{matter}？" if who else f"谁{verb}{matter}？"


def _left_out(previous: Turn) -> str:
    """The one who is spoken of, and is not who is asked for; "" where that is nobody or several."""
    if len(previous.cast.focus) != 1:
        return ""
    name = previous.cast.focus[0]
    return name if not shows_nothing(previous) or any(name in one.speakers for one in previous.mentions) else ""


def _opposed(previous: Turn, rules: Mapping[str, Any]) -> str:
    """What whoever is spoken of was named as being against: another view is then for it. "" where he was not."""
    match = pattern(f"({rules['sides']['反对']}){rules['opposed']}").search(fold(previous.question))
    return match["opposed"] if match is not None and previous.mentions else ""


def _takes_it(verb: str, previous: Turn) -> bool:
    """Whether whoever is spoken of was asked for as one who takes that side: 谁反对, then 反对的那位怎么说."""
    taken = pattern(language("questions")["called"]["stance"]["sides"][verb])
    return (
        previous.asks_for_people and len(previous.cast.focus) == 1 and taken.search(fold(previous.question)) is not None
    )
