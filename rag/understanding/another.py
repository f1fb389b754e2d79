"""The last question asked of another: 不是他，是张三; 那位医生又怎么看; 城管局同意开到几点."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.called import called
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.strangers import named_body, unknown_speaker
from rag.understanding.topics import Tokenise
from rag.understanding.turns import (
    Turn,
    adds_nothing,
    mentions_thing,
    speakers_of,
    told,
    topic_in,
    with_speaker,
    without_light,
)

_END = "?？。.!！ "


def correction(folded: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """不是他，是张三 (某局, 开民宿那位): the last question, asked of who is meant; None where nobody is."""
    for rule in language("questions")["followup"]["correction"]:
        match = pattern(rule).match(folded)
        if match is None:
            continue
        named = [name for mention in lexicon.mentions(match["rest"]) for name in mention.speakers]
        if named:
            return _corrected(match["rest"], named, previous, lexicon, tokenise)
        who = match["rest"].strip(_END)
        other = called(who, previous, lexicon, tokenise, pointed=True) or named_body(who)
        other = other or _by_trade(match["rest"], lexicon, tokenise)
        if other is not None:
            return with_speaker(previous, other)
    return None


def _corrected(rest: str, named: Sequence[str], previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """不是他，是张三: the last question asked of 张三; or what is asked of 张三 behind the name, where that is a question."""
    mentions = lexicon.mentions(rest)
    if mentions:
        end = mentions[-1].end
        if mentions[0].speakers == mentions[-1].speakers:  # 是妇联，妇联提了什么
            rest, end = rest[mentions[-1].start :], end - mentions[-1].start
        behind = re.sub("^[,，]?(他|她|它|这位|他们)?", "", rest[end:])
        topic = without_light(topic_in(behind, (), tokenise))
        asks = detail_of(behind) is not None or kind_of(behind) != "fact"
        if asks and topic.words:
            return f"{rest[:end]}{behind}"
        if asks and pattern(language("questions")["followup"]["of_all_he_said"]).search(behind):
            return f"{rest[:end]}{behind}"
        if asks and behind.strip(_END) and previous.topic.words:
            return f"{rest[:end]}关于{previous.topic.text.replace(' ', '')}，{behind}"
    return with_speaker(previous, named[-1])


def of_another(
    question: str, mentions: Sequence[Mention], previous: Turn, lexicon: Lexicon, tokenise: Tokenise
) -> str | None:
    """城管局同意开到几点, 妇联主张的上限是多少: what another is asked about is what was spoken of, where nothing else is named."""
    rules = language("questions")["followup"]
    named = {name for mention in mentions for name in mention.speakers}
    if len(named) != 1 or named == {*speakers_of(previous, lexicon)} or not previous.topic.words:
        return None
    before = topic_in(fold(question[: mentions[0].start]), (), tokenise).words
    if any(not named & {*lexicon.affiliated(word)} for word in before):
        return None  # what is asked stands before the name, and is no office of his
    rest = question[mentions[-1].end :].lstrip("的,，")
    folded = fold(rest)
    kind = kind_of(folded)
    if kind not in ("fact", "summary") or pattern(f"{rules['of_all_he_said']}|{rules['more_he_said']}").search(folded):
        return None
    if not folded.strip(f"{_END}呢") or mentions_thing(folded, rules["pronouns"]):
        return None
    if not all(adds_nothing(word, previous) for word in topic_in(folded, (), tokenise).words):
        return None
    name, about = next(iter(named)), told(previous).replace(" ", "")
    detail = detail_of(folded)
    if (detail is None and not pattern("[几多少最]").search(folded)) or (detail and detail[0].name == "reason"):
        return f"{name}对{about}怎么看？"
    return f"{name}关于{about}，{rest}"


def named_again(folded: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """那张三呢，他怎么讲的; 那位医生又怎么看: he is who stands before, not the last speaker; None where nobody does."""
    rules = language("questions")["followup"]
    match = pattern(rules["he_too"]).match(folded) or pattern(rules["that_one"]).match(folded)
    if match is None or match["who"] in (*lexicon.titles, *language("people")["generic"]["subjects"]):
        return None  # 这位科长 is the last speaker
    named = [name for mention in lexicon.mentions(match["who"]) for name in mention.speakers]
    pointed = match.re.pattern == rules["that_one"]
    who = next(iter(named), None) or (_holder(match["who"], lexicon, tokenise) if pointed else None)
    who = who or stranger_in(match["who"], lexicon, tokenise)
    if who is None:
        return None
    asks = match["asks"]
    if topic_in(asks, (), tokenise).words or pattern(rules["of_all_he_said"]).search(asks):
        return f"{who}{asks}"
    return with_speaker(previous, who)


def stranger_in(text: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The person or body that a folded text names and the index does not hold: 那李四委员呢, 那某市某局呢."""
    text = re.sub("(那|这)(边|头|里|儿)$|(又|也|对此|对这个?)$", "", text.strip("那么,，"))
    asked_of = f"{text}怎么说"
    verbs: list[str] = language("questions")["speech_verbs"]
    found = unknown_speaker(lexicon, asked_of, (), verbs, list(tokenise(asked_of)))
    whole = found is not None and found.start == 0 and len(text) - found.end <= 1
    return text if whole or named_body(text) == text else None


def _by_trade(rest: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one speaker whose office holds a word by which somebody is called: 开民宿那位."""
    match = pattern(language("questions")["followup"]["trade"]).match(rest)
    return _holder(match["what"], lexicon, tokenise) if match else None


def _holder(called: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one speaker whose office holds a word of ``called``."""
    for word, *_ in tokenise(called):
        holders = lexicon.affiliated(word) if len(word) > 1 else ()
        if len(holders) == 1:
            return holders[0]
    return None
