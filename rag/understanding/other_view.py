"""What somebody wants, told in one clause, and who stands how to it, asked in another: 甲要做某事，谁举双手赞成; …，谁觉得等不了.

It is never he himself who is asked for, so that he is left out.
"""

from __future__ import annotations

import re
from functools import cache

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.held import holders
from rag.understanding.lexicon import Lexicon

_LONGEST = 14
"""Characters in which somebody is told by office or body."""
_LEAST = 2
"""Characters of a matter that can be asked of."""
_END = "?？。.!！ ,，"


def asked_of_others(question: str, lexicon: Lexicon) -> str:
    """``question`` asked of everybody but him who is told to want a thing, where its last clause asks who stands how to that; as it is
    where it asks no such thing.
    """
    folded = fold(question)
    told, comma, asking = folded.rstrip(_END).rpartition(",")
    if not comma or len(folded) != len(question):
        return question
    stands = ((name, _stand(name).fullmatch(asking)) for name in ("against", "favouring", "view"))
    name, stand = next((one for one in stands if one[1] is not None), ("", None))
    if stand is None:
        return question
    rules = language("other_view")
    start = _found(pattern(rules["lead"]).match(told))
    who, end = _whose(told, start, lexicon)
    wants = pattern(rules["wants"]).match(told, end) if who else None
    what = told[wants.end() :].strip(_END) if wants is not None else ""
    if len(what) < _LEAST or any(one.speakers for one in lexicon.mentions(what)):
        return question
    parts = {
        "name": who,
        "who": stand["who"] or stand["whose"],
        "what": what,
        "view": stand.groupdict().get("view", ""),
    }
    return str(rules[f"{name}_form"].format(**parts))


def _found(match: re.Match[str] | None) -> int:
    return match.end() if match is not None else 0


def _whose(told: str, start: int, lexicon: Lexicon) -> tuple[str, int]:
    """The one speaker who is told at ``start``, by name, office or body, and where that ends; "" for nobody."""
    for one in lexicon.mentions(told[start:]):
        if one.start == 0 and len(one.speakers) == 1:
            return one.speakers[0], start + one.end
    wants = pattern(language("other_view")["wants"])
    for stop in range(start + 2, min(len(told), start + _LONGEST)):
        if wants.match(told, stop) is not None and len(names := holders(told[start:stop], lexicon)) == 1:
            return names[0], stop
    return "", start


@cache
def _stand(name: str) -> re.Pattern[str]:
    """The whole clause that asks who stands so: 谁跟它唱反调, 站出来唱反调的是谁."""
    rules = language("other_view")
    who, between, stand = rules["who"], rules["between"], rules[name]
    asks = f"(?P<who>{who}){between}{stand}(?:的)?"
    asked = rf"{between}{stand}的(?:人)?(?:又)?(?:是|有)(?P<whose>{who})".replace("(?P<view>", "(?:")
    both = f"(?:{asks}|{asked})" if name != "view" else f"(?:{asks})(?P<whose>)"
    return re.compile(f"{rules['opens']}{both}(?:呢|啊)?")
