"""Who is told of before, or beside, the question for another is not asked for: 甲说了某事，那另一事是谁提的; 不是甲，是谁提的."""

from __future__ import annotations

import re
from functools import cache

from index.folding import fold
from rag.data import language
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Tokenise, topic_of

_BREAK = re.compile("[,，。;；?？]")
_END = "?？。.!！ ,，"


def without_foil(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` by itself, leaving out whom it tells of only to ask for another; as it is where it does no such thing."""
    folded = fold(question)
    if len(folded) != len(question) or not _rule("who").search(folded):
        return question
    return _denied(folded, lexicon) or _told_first(question, folded, lexicon, tokenise) or question


@cache
def _rule(name: str, *names: str) -> re.Pattern[str]:
    """A rule of ``foils.toml``; ``names``: those for whom WHO stands in it."""
    rules = language("foils")
    whom = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return re.compile(str(rules[name]).replace("WHICH", rules["who"]).replace("WHO", f"(?:{whom})"))


def _denied(folded: str, lexicon: Lexicon) -> str | None:
    """The question without whom it says that it was not, or was taken for."""
    mentions = lexicon.mentions(folded)
    if len({mention.speakers for mention in mentions}) != 1 or len(mentions[0].speakers) != 1:
        return None
    name, called = mentions[0].speakers[0], tuple(sorted({mention.text for mention in mentions}))
    forms = (_rule(form, *called).match(folded) for form in ("denied_what", "denied_matter", "denied_behind"))
    what = next((one for one in forms if one is not None), None)
    if what is not None:
        return _leaving_out(name, language("foils")["denied_form"].format(what=what["what"]))
    denied = _rule("denied", *called).match(folded)
    if denied is not None:
        return _leaving_out(name, denied["rest"])
    mistaken = _rule("mistaken", *called).match(folded)
    if mistaken is not None and (mistaken["what"] or mistaken["also"]):
        return str(language("foils")["denied_form"].format(what=mistaken["what"] + mistaken["also"]))
    guess = _rule("guess", *called).match(folded)
    return guess["rest"] + "？" if guess is not None else None


def _told_first(question: str, folded: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The question behind what is told of one speaker, who is left out; None where nothing is told, or it asks of the same."""
    breaks = [match.end() for match in _BREAK.finditer(folded) if match.end() < len(folded)]
    at = next((end for end in breaks if _rule("asks").search(_BREAK.split(folded[end:])[0])), None)
    if at is None or _rule("who").search(folded[:at]) or _rule("too").search(folded[at:]):
        return None
    at = _where_set_against(folded, breaks, at)
    told, rest = folded[:at].strip(_END), _rule("leading").sub("", folded[at:])
    mentions = lexicon.mentions(told)
    names = {name for mention in mentions for name in mention.speakers}
    if len(names) > 1 or lexicon.mentions(rest):
        return None
    rest = _rule("turned").sub(lambda match: language("foils")["turned_form"].format(**match.groupdict()), rest)
    if _rule("pointing").search(rest):
        stand_on = _rule("stand_on").match(told)
        pointed = stand_on is not None and not [
            word for word in topic_of(_rule("pointing").sub("", rest), (), tokenise).words if len(word) > 1
        ]
        return str(language("foils")["pointed_form"].format(what=stand_on["what"])) if stand_on and pointed else None
    if not topic_of(rest, (), tokenise).words:
        return None
    if names:
        first = mentions[0]
        tells = _rule("telling").search(told[first.end :]) is not None
        return _leaving_out(min(names), rest) if tells and _rule("before").match(told[: first.start]) else None
    return rest.strip(_END) + "？" if _rule("anybody").match(told) else None


def _where_set_against(folded: str, breaks: list[int], at: int) -> int:
    """Where the question begins that asks at ``at``: with the clauses before it, where it only asks for the speaker of what they set
    against what is told (那拿某物做某事，又是谁提的).
    """
    if _rule("only_asks").match(folded[at:].strip()) is None:
        return at
    return next((start for start in breaks if start < at and _rule("contrasts").match(folded[start:at])), at)


def _leaving_out(name: str, rest: str) -> str:
    return str(language("foils")["form"].format(name=name, rest=rest.strip(_END).removeprefix("是")))
