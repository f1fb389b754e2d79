"""The last question asked of another: 不是他，是张三; 那位医生又怎么看; 城管局同意开到几点."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates
from rag.understanding.called import called
from rag.understanding.kinds import asks, detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.strangers import named_body, unknown_speaker
from rag.understanding.topics import Tokenise, weak_words
from rag.understanding.turns import (
    Turn,
    adds_nothing,
    mentions_thing,
    shown_speakers,
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
        rest = pattern(language("questions")["followup"]["not_he"]).sub("", match["rest"])
        named = [name for mention in lexicon.mentions(rest) for name in mention.speakers]
        if named:
            return _corrected(rest, named, previous, lexicon, tokenise)
        trade = pattern(language("questions")["followup"]["trade"]).match(match["rest"])
        holder = _by_trade(match["rest"], lexicon, tokenise)
        if trade is not None and holder is not None:
            return _corrected(holder + match["rest"][trade.end() :], [holder], previous, lexicon, tokenise)
        who = match["rest"].strip(_END)
        if asks("".join(pattern("[,，]").split(who)[1:])):
            return None  # 换成出钱那头，是哪位说的: something else is asked
        other = called(who, previous, lexicon, tokenise, pointed=True) or named_body(who)
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
        if topic.words and (asks or pattern(language("questions")["interrogative"]).search(behind)):
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
    rest, about = question[mentions[-1].end :].lstrip("的,，"), told(previous).replace(" ", "")
    folded = fold(rest)
    kind = kind_of(folded)
    if kind not in ("fact", "summary") or pattern(f"{rules['of_all_he_said']}|{rules['more_he_said']}").search(folded):
        return None
    if not folded.strip(f"{_END}呢") or mentions_thing(folded, rules["pronouns"]):
        return None
    own = topic_in(folded, (), tokenise).words
    again = [word for word in own if len(word) > 1 and word in about and word not in weak_words()]
    if again or not all(adds_nothing(word, previous) for word in own):
        return None  # something else, or the matter told again in words of its own
    if all(named & {*lexicon.affiliated(word)} for word in previous.topic.words):
        return None  # who of that body speaks was asked
    name, detail = next(iter(named)), detail_of(folded)
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


def pointed_back(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """``question`` with the name of who is pointed back at by what he is (刚才那位骑手); None where none, or more than one,
    of those spoken of is that; as it is where nobody is pointed at.
    """
    match = pattern(language("questions")["followup"]["pointed_back"]).search(fold(question))
    if match is None:
        return question
    over = [one for one in lexicon.mentions(fold(question)) if one.start < match.end() and match.start() < one.end]
    named = {name for mention in over for name in mention.speakers}
    if named:  # 前面那位农商行行长, 交通部门那位副局长 are no matter of place
        start, end = min(match.start(), over[0].start), over[-1].end
        return question if len(named) > 1 else question[:start] + min(named) + question[end:]
    what, people = match["who"] or match["what"], language("people")["generic"]
    if what in people["addresses"] or pattern(people["everyday_address"]).search(what):
        return question
    spoken_of = dict.fromkeys((*shown_speakers(previous, lexicon), *previous.cast.spoken_of))
    meant = [name for name in spoken_of if _is_held(what, name, lexicon, tokenise)]
    if len(meant) == 1:
        return question[: match.start()] + meant[0] + question[match.end() :]
    is_person = "位" in match.group() and what.endswith((*lexicon.titles, *language("people")["short_titles"]))
    return None if is_person else question


def _is_held(what: str, name: str, lexicon: Lexicon, tokenise: Tokenise) -> bool:
    """Whether the offices of a speaker hold each word of ``what``, a short title (老总) as the long ones it stands for."""
    offices = "、".join(fold(role) for role in lexicon.roles(name))
    titles: dict[str, list[str]] = language("people")["short_titles"]
    short = next((title for title in sorted(titles, key=len, reverse=True) if what.endswith(title)), "")
    if short and any(title in offices for title in titles[short]):
        what = what.removesuffix(short)
    what = pattern(language("questions")["followup"]["occupied"]).sub("", what)
    telling = [word for word, *_ in tokenise(what) if len(word) > 1]
    if abbreviates(what, fold(name)) or any(abbreviates(what, one) for one in offices.split("、") if len(what) > 3):
        return True  # 这家委员会, 这位业委会主任
    return what in offices or (bool(telling) and all(word in offices for word in telling))


def stranger_in(text: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The person or body that a folded text names and the index does not hold: 那李四委员呢, 那某市某局呢."""
    text = re.sub("的(意见|看法|建议|主张|观点|态度|说法|想法)$", "", text)
    text = re.sub("(那|这)(边|头|里|儿)$|(又|也|对此|对这个?)$", "", text.strip("那么,，"))
    if pattern(language("questions")["called"]["held"]["points"]).match(f"那{text}"):
        return None  # 那位具体怎么讲: who is pointed at is not called so
    asked_of = f"{text}怎么说"
    verbs: list[str] = language("questions")["speech_verbs"]
    found = unknown_speaker(lexicon, asked_of, (), verbs, list(tokenise(asked_of)))
    before = text[: found.start].removesuffix("的") if found is not None else ""
    whole = found is not None and len(text) - found.end <= 1 and (not before or named_body(before) == before)
    return text if whole or named_body(text) == text else None


def _by_trade(rest: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one speaker whose office holds a word by which somebody is called: 开民宿那位."""
    match = pattern(language("questions")["followup"]["trade"]).match(rest)
    return _holder(match["what"], lexicon, tokenise) if match else None


def _holder(called: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one speaker whose office holds a word of ``called``, or its first half (家政公司: 家政服务公司)."""
    words = [word for word, *_ in tokenise(called) if len(word) > 1]
    for word in (*words, *(word[:2] for word in words if len(word) == 4)):
        holders = lexicon.affiliated(word)
        if len(holders) == 1:
            return holders[0]
    return None


def without_shown(question: str, previous: Turn, lexicon: Lexicon) -> str:
    """``question`` with the name of whoever was shown, where it leaves him out by what he is (除消防部门外，还有谁…)."""
    match = pattern(language("questions")["followup"]["without_body"]).match(fold(question))
    shown = shown_speakers(previous, lexicon)[:1]
    if match is None or not shown or lexicon.mentions(match["who"]):
        return question
    meant = any(match["who"][:2] in fold(role) for role in (*lexicon.roles(shown[0]), shown[0]))
    return f"除了{shown[0]}，{question[match.end() :].lstrip('，,')}" if meant else question
