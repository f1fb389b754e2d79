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
    folded = _joined(folded, lexicon)
    mentions = [one for one in lexicon.mentions(folded) if one.speakers]
    names = {name for mention in mentions for name in mention.speakers}
    if len(names) > 1:
        return question
    if not mentions:
        return _of_anybody(folded, tokenise) or question
    first = mentions[0]
    if len(mentions) == 2 and (plainly := _of_what_he_says(folded, *mentions)):
        return plainly
    if len(mentions) == 2 and (plainly := _of_him(folded, mentions[1])):
        return plainly  # the matter is called by his village
    return _whom(folded, first) or _of_his_matter(folded, first, tokenise) or _of_him(folded, first) or question


def _joined(folded: str, lexicon: Lexicon) -> str:
    """A question for who is of the other mind with what belongs together side by side, and the name in the place of 他."""
    rules = language("against")
    folded = pattern(rules["apart"]).sub(lambda match: match["with"] + match["just"], folded)
    he = pattern(rules["he"]).search(folded)
    named = [one for one in lexicon.mentions(folded[: he.start()]) if one.speakers] if he is not None else []
    if he is None or len({one.speakers for one in named}) != 1:
        return folded
    return folded[: he.start()] + named[0].speakers[0] + folded[he.end() :]


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


@cache
def _rule(form: str) -> re.Pattern[str]:
    rules = language("against")
    names = {"AGAINST": "against", "DIFFERING": "differing", "OPINION": "opinion", "WHO": "who"}
    for name, key in names.items():
        form = form.replace(name, str(rules[key]))
    return re.compile(form)


def _whom(folded: str, mention: Mention) -> str | None:
    """甲不赞成的是谁的主张: who is of the other mind; 甲反对某事，是针对谁: who wants that."""
    rules, name = language("against"), mention.speakers[0]
    if folded[: mention.start].strip(_END):
        return None
    told = folded[mention.end :]
    if any(_rule(form).match(told) for form in rules["whom"]):
        return str(rules["form_of_him"].format(name=name))
    match = _rule(rules["whose_matter"]).match(told)
    return None if match is None else str(rules["form_of_matter"].format(name=name, what=match["what"]))


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


def _of_what_he_says(folded: str, first: Mention, again: Mention) -> str | None:
    """甲说某事，谁的意见跟甲正好相反: who is against that."""
    rules = language("against")
    told, comma, asks = folded[first.end : again.start].rpartition(",")
    stand = pattern(rules["differing"]).match(folded, again.end)
    wants = pattern(rules["wants"]).match(told)
    if stand is None or wants is None or _rule(rules["asks_other"]).match(comma + asks) is None:
        return None
    what = _matter(told[wants.end() :])
    return str(rules["form"].format(name=first.speakers[0], what=what)) if len(what) > 1 else None


def _of_him(folded: str, mention: Mention) -> str | None:
    """谁和甲意见相反, 谁不同意甲的说法: nothing is named but he."""
    rules, whose = language("against"), language("against")["whose"]
    if pattern(whose).search(folded, mention.end):
        return None  # 甲不同意谁的说法: whose he is against is asked
    rest = folded[: mention.start] + folded[mention.end :]
    matter = pattern(rules["on_matter"]).match(rest)
    if matter is not None:
        rest = rest[matter.end() :]
    stand = pattern(f"{rules['against']}|{rules['differing']}").search(rest)
    if stand is None:
        return None
    rest = rest[: stand.start()] + rest[stand.end() :]
    rest = pattern(f"{rules['anybody']}|{rules['who']}|{rules['opinion']}|和|跟|与|同|对").sub("", rest)
    if _emptied(rest):
        return None
    form = rules["form" if matter is not None else "form_of_him"]
    return str(form.format(name=mention.speakers[0], what=matter["what"] if matter is not None else ""))


def _matter(told: str) -> str:
    told = pattern(language("against")["behind"]).sub("", told.strip(_END))
    return pattern(f"(的)?{language('against')['opinion']}$").sub("", told).strip(_END)


def _emptied(text: str) -> str:
    return pattern(language("against")["empty"]).sub("", text).strip(_END)
