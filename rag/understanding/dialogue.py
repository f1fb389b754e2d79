"""What a follow-up leaves out, completed from the history alone, by the rules of ``rag/data/questions.toml``.

A follow-up is completed to a question that stands on its own; a question that already does is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.kinds import detail_of, kind_of, numeral
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.shown import speaker_of_words
from rag.understanding.strangers import named_body
from rag.understanding.topics import Tokenise, Topic, topic_of

_TURNS = 6
_ITEM = re.compile(r"^\s*(?:[-*•]|(?P<number>[0-9]+)[.、．)）])\s*(?P<text>.+)$", re.MULTILINE)
_END = "?？。.!！ "
_OF_ITEM = "里面中当说讲谈提到的关于,，:：建议是"
"""What stands between 第二条 and what is asked of it."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A past turn: the completed question, what it names, its topic, and the answer shown."""

    question: str
    mentions: tuple[Mention, ...]
    topic: Topic
    answer: str


def complete(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with what it leaves out taken from ``history`` (role and content a message), or as it is."""
    return _completed(question, _last_turn(history, lexicon, tokenise), lexicon, tokenise)


def carried(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> list[str]:
    """``question`` with what the last question named put before it, where it leaves that out, the fullest first:
    the speaker and the topic, then the speaker alone.

    For a follow-up that found nothing by itself (那政府拿到这笔钱干什么用).
    """
    previous = _last_turn(history, lexicon, tokenise)
    if previous is None:
        return []
    folded = fold(question)
    of_all = kind_of(folded) in ("list", "count")  # of everybody, not of the last speaker
    people = "" if of_all or lexicon.mentions(folded) else "".join(_speakers(previous, lexicon)[:1])
    topic = "".join(phrase.text for phrase in previous.topic.phrases if phrase.text not in folded)
    forms = [
        f"{people}{'关于' if people and topic else ''}{topic}，{question}" if topic else "",
        people and f"{people}，{question}",
    ]
    return [form for form in forms if form]


def _last_turn(history: Sequence[Mapping[str, str]], lexicon: Lexicon, tokenise: Tokenise) -> _Turn | None:
    """The last turn of the history, its question completed from the turns before."""
    previous: _Turn | None = None
    pending = ""
    for message in [*list(history)[-2 * _TURNS :], {"role": "user", "content": ""}]:
        content = str(message.get("content") or "")
        if pending and message.get("role") in ("user", "assistant"):
            answer = content if message.get("role") == "assistant" else ""
            previous = _turn(_completed(pending, previous, lexicon, tokenise), answer, lexicon, tokenise)
            pending = ""
        if message.get("role") == "user":
            pending = content
    return previous


def _turn(question: str, answer: str, lexicon: Lexicon, tokenise: Tokenise) -> _Turn:
    folded = fold(question)
    mentions = tuple(lexicon.mentions(folded))
    return _Turn(question, mentions, _topic(folded, mentions, tokenise), answer)


def _topic(folded: str, mentions: Sequence[Mention], tokenise: Tokenise) -> Topic:
    taken = [(mention.start, mention.end) for mention in mentions]
    detail = detail_of(folded)
    return topic_of(folded, [*taken, detail[1]] if detail else taken, tokenise)


def _completed(question: str, previous: _Turn | None, lexicon: Lexicon, tokenise: Tokenise) -> str:
    if previous is None or not question.strip():
        return question
    rules = language("questions")["followup"]
    doubted = pattern(rules["doubt"]).sub("", question.strip())
    if doubted != question.strip() and not lexicon.mentions(fold(question)):
        return doubted  # not he; who it was is told by what follows
    folded = fold(question.strip())
    mentions = lexicon.mentions(folded)
    named = [name for mention in mentions for name in mention.speakers]
    for rule in rules["correction"]:
        match = pattern(rule).match(folded)
        if match and named:
            return _corrected(match["rest"], named, previous, lexicon, tokenise)
        body = named_body(match["rest"]) if match else None
        if body is not None:
            return _with_speaker(previous, body)
        holder = _by_trade(match["rest"], lexicon, tokenise) if match else None
        if holder is not None:
            return _with_speaker(previous, holder)
    if any(pattern(rule).match(folded) for rule in rules["more_people"]) and not named:
        return f"除了{'、'.join(_shown_speakers(previous, lexicon)[:3]) or '以上的人'}，还有谁{_asked(previous)}"
    if any(pattern(rule).match(folded) for rule in rules["more"]):
        return previous.question
    people = _speakers(previous, lexicon)
    if people and not named and pattern(rules["besides"]).match(folded):
        return f"{people[0]}还提出了哪些建议？"
    if len(set(named)) == 1 and people and people[0] not in named and pattern(rules["against"]).search(folded):
        about = f"关于{previous.topic.text}" if previous.topic.words else ""
        return f"{people[0]}和{named[0]}{about}的建议有什么不同？"
    topic = _without_light(_topic(folded, mentions, tokenise))
    against = [word for word in topic.words if not pattern(rules["opponent"]).search(f"谁{word}") and word != "意见"]
    if previous.topic.words and not named and not against and pattern(rules["opponent"]).search(folded):
        return f"谁反对{_told(previous).replace(' ', '')}？"
    if previous.topic.words and not topic.words and kind_of(folded) == "who" and pattern(rules["whose"]).search(folded):
        return f"{_told(previous)}是谁提出的？"  # not of the last speaker: that is what is asked
    others = pattern(rules["others"]).search(folded)
    if others and previous.topic.words and not topic.words:
        shown = named or _shown_speakers(previous, lexicon)[:3] or _speakers(previous, lexicon)
        if pattern(rules["also_proposes"]).search(folded):
            return f"除了{'、'.join(shown) or '以上的人'}，还有谁也主张{_told(previous)}？"
        return f"除了{'、'.join(shown) or '以上的人'}，还有谁{_asked(previous)}"
    item = _shown_item(folded, previous, lexicon, tokenise)
    if item is not None:
        return item
    aspect = _asked_aspect(folded, topic, previous, people) if not named else None
    if aspect is not None:
        return aspect
    for rule in rules["ellipsis"]:
        match = pattern(rule).match(folded)
        if not match or kind_of(folded) not in ("fact", "summary"):
            continue
        if named and not topic.words:
            return _with_speaker(previous, named[0])
        if topic.phrases and not named and not _mentions_thing(folded, rules["pronouns"]):
            return _with_topic(previous, topic, question.strip())
    return _with_pronouns(question.strip(), folded, mentions, topic, previous, lexicon)


def _by_trade(rest: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one speaker whose office holds a word by which somebody is called: 开民宿那位."""
    match = pattern(language("questions")["followup"]["trade"]).match(rest)
    if match is None:
        return None
    for word, *_ in tokenise(match["what"]):
        holders = lexicon.affiliated(word) if len(word) > 1 else ()
        if len(holders) == 1:
            return holders[0]
    return None


def _without_light(topic: Topic) -> Topic:
    """A topic without the verbs that say nothing of what is meant (投, 花, 附和): a follow-up of them alone has no topic."""
    light: list[str] = language("questions")["followup"]["light"]
    return Topic((), ()) if all(word in light for word in topic.words) else topic


def _asked_aspect(folded: str, topic: Topic, previous: _Turn, people: Sequence[str]) -> str | None:
    """那费用呢: what was spoken of, with one more thing asked of it."""
    for aspect in language("questions")["followup"]["aspects"]:
        if detail_of(folded) or not (previous.topic.words and topic.words and set(topic.words) <= {*aspect["words"]}):
            continue
        about = f"{people[0]}提出的" if people else ""
        return f"{about}{previous.topic.text.replace(' ', '')}，{aspect['ask']}？"
    return None


def _corrected(rest: str, named: Sequence[str], previous: _Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """不是他，是张三: the last question asked of 张三; or what is asked of 张三 behind the name, where that is a question."""
    mentions = lexicon.mentions(rest)
    if mentions:
        end = mentions[-1].end
        behind = re.sub("^[,，]?(他|她|它|这位|他们)?", "", rest[end:])
        topic = _without_light(_topic(behind, (), tokenise))
        asks = detail_of(behind) is not None or kind_of(behind) != "fact"
        if asks and topic.words:
            return f"{rest[:end]}{behind}"
        if asks and behind.strip(_END) and previous.topic.words:
            return f"{rest[:end]}关于{previous.topic.text.replace(' ', '')}，{behind}"
    return _with_speaker(previous, named[-1])


def _with_pronouns(
    question: str, folded: str, mentions: Sequence[Mention], topic: Topic, previous: _Turn, lexicon: Lexicon
) -> str:
    rules = language("questions")["followup"]
    people = _speakers(previous, lexicon)
    proposal = pattern(rules["proposal"]).search(folded)
    stances = {*language("premises")["stances"], *language("premises")["favouring"].split("|")}
    light = {*rules["light"], *(name for mention in mentions for name in mention.speakers)}
    if proposal is not None and previous.topic.words and (stances | light).issuperset(topic.words):
        told = question[: proposal.start()] + _told(previous).replace(" ", "") + question[proposal.end() :]
        shown = [] if mentions else _speakers(previous, lexicon)
        return (
            f"除了{'、'.join(shown[:3])}，{told.lstrip('那')}"
            if pattern(rules["others"]).search(folded) and shown
            else told
        )
    words = [*rules["pronouns"], *(["它们", "它"] if people and people[0] in lexicon.organisations else [])]
    pronouns = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    match = re.search(f"(?<!其)(?:{pronouns})(?!人)", folded)
    if match and mentions and previous.topic.words:  # a question that names who speaks means the others by 他们
        return question[: match.start()] + previous.topic.text.replace(" ", "") + question[match.end() :]
    if match and people and not mentions:
        several = match.group().endswith("们")
        names = "和".join(people[:4] if several else people[:1])
        return question[: match.start()] + names + question[match.end() :]
    detail = detail_of(folded)
    if not mentions and not topic.words and detail and previous.topic.words:
        return f"{people[0] if people else ''}{previous.topic.text}{question}"
    if mentions or (people and not topic.words and _bare(folded)):
        if not mentions:
            return (
                f"{people[0]}{question}"
                if not _mentions_thing(folded, rules["things"])
                else _of_things(question, folded, people)
            )
        return (
            question
            if topic.words or not previous.topic.words or not _needs_topic(folded)
            else f"{question.rstrip(_END)}（关于{previous.topic.text}）"
        )
    pointed = pattern(rules["pointed"]).search(folded)
    if pointed and people and not mentions and detail and pointed["thing"] in fold(previous.question + previous.answer):
        return f"{people[0]}，{question}"  # 这个基金 is the one spoken of, and nobody else's
    things = "|".join(map(re.escape, sorted(rules["things"], key=len, reverse=True)))
    match = re.search(f"^(?:那么?|那)?(?:{things})", folded)
    if match and not topic.words and previous.topic.words:
        rest = question[match.end() :]
        subject = previous.topic.text if not people else f"{people[0]}提出的{previous.topic.text}"
        return f"{subject}{rest}"
    detail = detail_of(folded)
    if not topic.words and detail and (previous.topic.words or people):
        return f"{people[0] if people else ''}{previous.topic.text}{question}"
    return question


def _bare(folded: str) -> bool:
    """Whether a question that names nobody can only be about the last speaker: 具体有哪些措施, 是什么职务."""
    return kind_of(folded) in ("summary", "fact") and len(folded) <= 16


def _needs_topic(folded: str) -> bool:
    return re.search("怎么(看|说|讲)|呢[?？]?$|也(提|说|谈|讲)", folded) is not None


def _mentions_thing(folded: str, words: Sequence[str]) -> bool:
    return any(word in folded for word in words)


def _of_things(question: str, folded: str, people: Sequence[str]) -> str:
    things = "|".join(map(re.escape, sorted(language("questions")["followup"]["things"], key=len, reverse=True)))
    match = re.search(things, folded)
    assert match is not None  # the caller has seen one of them
    return f"{question[: match.start()]}{people[0]}的{question[match.end() :].lstrip('的')}"


def _speakers(previous: _Turn, lexicon: Lexicon) -> list[str]:
    """Whom 他 can be: who the last question named, else who the last answer named first."""
    named = list(dict.fromkeys(name for mention in previous.mentions for name in mention.speakers))
    return named or _shown_speakers(previous, lexicon)


def _shown_speakers(previous: _Turn, lexicon: Lexicon) -> list[str]:
    mentions = lexicon.mentions(fold(previous.answer))
    named = list(dict.fromkeys(mention.speakers[0] for mention in mentions if mention.how == "name"))
    said = None if named else speaker_of_words(previous.answer, lexicon.corpus)
    return [said] if said is not None else named


def _asked(previous: _Turn) -> str:
    return f"提到了{_told(previous)}？" if previous.topic.words else "提出了建议？"


def _told(previous: _Turn) -> str:
    """The last topic; where it has a term between quotation marks, that term as it was marked."""
    quoted = [phrase.text for phrase in previous.topic.phrases if phrase.quoted]
    return "".join(f"“{text}”" for text in quoted) or previous.topic.text


def _with_speaker(previous: _Turn, name: str) -> str:
    """The last question, asked of ``name``."""
    if previous.mentions:
        first, last = previous.mentions[0], previous.mentions[-1]
        return f"{previous.question[: first.start]}{name}{previous.question[last.end :]}"
    if previous.topic.words:
        return f"{name}关于{previous.topic.text}提出了什么建议？"
    return f"{name}提出了哪些建议？"


def _with_topic(previous: _Turn, topic: Topic, question: str) -> str:
    """The last question, asked about another topic."""
    if previous.topic.phrases:
        start, end = previous.topic.phrases[0].start, previous.topic.phrases[-1].end
        return f"{previous.question[:start]}{topic.text.replace(' ', '')}{previous.question[end:]}"
    if previous.mentions:
        return f"{previous.mentions[0].speakers[0]}关于{topic.text}提出了什么建议？"
    return question


def _shown_item(folded: str, previous: _Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """第二条展开: the item of the list shown last, as a question of its own."""
    rules = language("questions")["ordinals"]
    person = pattern(rules["person"]).search(folded)
    counted = person or pattern(rules["point"]).search(folded)
    if (counted is None and pattern(rules["last"]).search(folded) is None) or lexicon.mentions(folded):
        return None
    items = [found["text"] for found in _ITEM.finditer(previous.answer)]
    number = numeral(counted[1]) if counted is not None else len(items)
    people = list(dict.fromkeys(name for mention in previous.mentions for name in mention.speakers))
    if counted is not None and person is None:
        rest = folded[counted.end() :].lstrip(_OF_ITEM)
        asked = detail_of(rest)
        who = people or _shown_speakers(previous, lexicon)
        if len(who) == 1 and asked and topic_of(rest, [asked[1]], tokenise).words:
            return f"{who[0]}{rest}"  # what is asked of the item says by itself where it stands
    if len(people) == 1 and person is None:
        which = f"第{number}条" if counted is not None else "最后一条"
        return f"{people[0]}的{which}建议是什么？" if number else None
    if 1 <= number <= len(items):
        named = [mention for mention in lexicon.mentions(fold(items[number - 1])) if mention.how == "name"]
        if named:
            about = f"关于“{previous.topic.text}”" if previous.topic.words else ""
            return f"{named[0].speakers[0]}{about}提出了什么建议？"
    shown = _shown_speakers(previous, lexicon)
    return f"{shown[0]}的第{number}条建议是什么？" if len(shown) == 1 and number else None
