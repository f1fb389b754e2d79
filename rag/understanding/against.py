"""Who is against what somebody wants, asked in one question and put plainly: 甲想做某事，有人不同意吗; 谁和甲意见相反."""

from __future__ import annotations

import re
from functools import cache

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import Tokenise, topic_of

_END = "?？。.!！ ,，"


def asked_against(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` as 谁反对…, leaving out whoever wants it; as it is where it asks no such thing, or does so plainly."""
    folded = fold(question)
    if len(folded) != len(question) or not _asks(folded):
        return question
    mentions = [one for one in lexicon.mentions(folded) if one.speakers]
    names = {name for mention in mentions for name in mention.speakers}
    if len(names) > 1:
        return question
    if not mentions:
        return _of_anybody(folded, tokenise) or question
    return _of_his_matter(folded, mentions[0], tokenise) or _of_him(folded, mentions[0]) or question


def _asks(folded: str) -> bool:
    rules = language("against")
    asks = pattern(f"{rules['who']}|{rules['anybody']}").search(folded) is not None
    return asks and pattern(f"{rules['against']}|{rules['differing']}").search(folded) is not None


@cache
def _asking() -> re.Pattern[str]:
    """The stretch that asks for opponents: 谁不同意, 有没有人有不同看法."""
    rules = language("against")
    who = f"(?:{rules['anybody']}|{rules['who']})"
    stand = f"(?:{rules['against']})"
    return re.compile(
        f"{who}(也|都|对(此|这个?|它)|明确|表示|是|会)*{stand}|{stand}的(人)?(是|有)?{who}|遭到?(了)?{who}(的)?{stand}"
    )


def _of_anybody(folded: str, tokenise: Tokenise) -> str | None:
    """有没有人反对某事吗: who is."""
    rules = language("against")
    if pattern(rules["anybody"]).search(folded) is None:
        return None
    match = re.search(
        f"^(?P<before>.*?)(?:{rules['anybody']})(明确|公开|会|表示)*(?:{rules['against']})(?P<what>[^,，?？]*?)(吗|么|没有|呢)?(?=[,，?？。]|$)",
        folded,
    )
    if match is None:
        return None
    for what in (match["what"], match["before"]):
        what = _matter(what)
        if topic_of(what, (), tokenise).words:
            return str(rules["form_of_anybody"].format(what=what))
    return None


def _of_his_matter(folded: str, mention: Mention, tokenise: Tokenise) -> str | None:
    """甲想做某事，有人不同意吗; 甲的某事，谁有不同看法."""
    rules = language("against")
    asking = _asking().search(folded)
    if asking is None or mention.end > asking.start():
        return None
    told, rest = folded[mention.end : asking.start()], folded[asking.end() :]
    if pattern("^(和|跟|与|同|像)$").search(folded[: mention.start]) or topic_of(_emptied(rest), (), tokenise).words:
        return None
    wants = pattern(rules["wants"]).match(told)
    what = _matter(told[wants.end() :] if wants else "")
    if not topic_of(what, (), tokenise).words or topic_of(_emptied(folded[: mention.start]), (), tokenise).words:
        return None
    return str(rules["form"].format(name=mention.speakers[0], what=what))


def _of_him(folded: str, mention: Mention) -> str | None:
    """谁和甲意见相反, 谁不同意甲的说法: nothing is named but he."""
    rules, whose = language("against"), language("against")["whose"]
    if pattern(whose).search(folded, mention.end):
        return None  # 甲不同意谁的说法: whose he is against is asked
    rest = folded[: mention.start] + folded[mention.end :]
    stand = pattern(f"{rules['against']}|{rules['differing']}").search(rest)
    if stand is None:
        return None
    rest = rest[: stand.start()] + rest[stand.end() :]
    rest = pattern(f"{rules['anybody']}|{rules['who']}|{rules['opinion']}|和|跟|与|同|对").sub("", rest)
    return str(rules["form_of_him"].format(name=mention.speakers[0])) if not _emptied(rest) else None


def _matter(told: str) -> str:
    told = pattern(language("against")["behind"]).sub("", told.strip(_END))
    return pattern(f"(的)?{language('against')['opinion']}$").sub("", told).strip(_END)


def _emptied(text: str) -> str:
    return pattern(language("against")["empty"]).sub("", text).strip(_END)
