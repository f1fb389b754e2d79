"""What a follow-up leaves out, completed from the history alone, by the rules of ``rag/data/questions.toml``.

A follow-up is completed to a question that stands on its own; a question that already does is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.understanding.called import called, named_in_full
from rag.understanding.items import shown_item
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.opponents import opponent
from rag.understanding.strangers import named_body, unknown_speaker
from rag.understanding.topics import Tokenise, Topic, topic_of
from rag.understanding.turns import Turn, asked, shown_speakers, speakers_of, told, with_speaker, with_topic

_TURNS = 6
_END = "?？。.!！ "


def complete(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with what it leaves out taken from ``history`` (role and content a message), or as it is."""
    return _completed(question, last_turn(history, lexicon=lexicon, tokenise=tokenise), lexicon, tokenise)


def carried(question: str, history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> list[str]:
    """``question`` with what the last question named put before it, where it leaves that out, the fullest first:
    the speaker and the topic, then the speaker alone.

    For a follow-up that found nothing by itself (那政府拿到这笔钱干什么用).
    """
    previous = last_turn(history, lexicon=lexicon, tokenise=tokenise)
    if previous is None:
        return []
    folded = fold(question)
    kind = kind_of(folded)  # of everybody, not of the last speaker
    anybody = pattern(language("questions")["existence"]).search(folded) is not None
    of_all = anybody or kind in ("list", "count") or (kind == "who" and detail_of(folded) is None)
    people = "" if of_all or lexicon.mentions(folded) else "".join(speakers_of(previous, lexicon)[:1])
    topic = "".join(phrase.text for phrase in previous.topic.phrases if phrase.text not in folded)
    forms = [
        f"{people}{'关于' if people and topic else ''}{topic}，{question}" if topic else "",
        people and f"{people}，{question}",
    ]
    return [form for form in forms if form]


def last_turn(history: Sequence[Mapping[str, str]], *, lexicon: Lexicon, tokenise: Tokenise) -> Turn | None:
    """The last turn of the history, its question completed from the turns before."""
    previous: Turn | None = None
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


def _turn(question: str, answer: str, lexicon: Lexicon, tokenise: Tokenise) -> Turn:
    folded = fold(question)
    mentions = tuple(lexicon.mentions(folded))
    return Turn(question, mentions, _topic(folded, mentions, tokenise), answer)


def _topic(folded: str, mentions: Sequence[Mention], tokenise: Tokenise) -> Topic:
    taken = [(mention.start, mention.end) for mention in mentions]
    detail = detail_of(folded)
    return topic_of(folded, [*taken, detail[1]] if detail else taken, tokenise)


def _completed(question: str, previous: Turn | None, lexicon: Lexicon, tokenise: Tokenise) -> str:
    if previous is None or not question.strip():
        return question
    rules = language("questions")["followup"]
    question = _this_kind(question.strip(), fold(question.strip()), previous)
    question = named_in_full(question, previous, lexicon, tokenise)
    folded = fold(question)
    mentions = lexicon.mentions(folded)
    named = [name for mention in mentions for name in mention.speakers]
    corrected = _correction(folded, previous, lexicon, tokenise)
    if corrected is not None:
        return corrected
    doubted = pattern(rules["doubt"]).sub("", question.strip())
    if doubted != question.strip() and not named:
        return doubted  # not he; who it was is told by what follows
    again = _named_again(folded, previous, lexicon, tokenise)
    if again is not None:
        return again
    people = speakers_of(previous, lexicon)
    if any(pattern(rule).match(folded) for rule in rules["more_people"]) and not named:
        shown = shown_speakers(previous, lexicon)[:3] or people
        return f"除了{'、'.join(shown) or '以上的人'}，还有谁{asked(previous)}"
    if previous.topic.words and not named and pattern(rules["who_are_they"]).match(folded):
        return f"都有谁{asked(previous)}"
    if any(pattern(rule).match(folded) for rule in rules["more"]):
        return previous.question
    if people and not named and pattern(rules["besides"]).match(folded):
        return f"{people[0]}还提出了哪些建议？"
    if len(set(named)) == 1 and people and people[0] not in named and pattern(rules["against"]).search(folded):
        compared = _topic(folded, mentions, tokenise)
        spoken = [topic.text.replace(" ", "") for topic in (previous.topic, compared) if topic.words]
        about = f"关于{'、'.join(spoken)}" if spoken else ""
        return f"{people[0]}和{named[0]}{about}的建议有什么不同？"
    other = _of_another(question, mentions, previous, lexicon, tokenise)
    if other is not None:
        return other
    topic = _without_light(_topic(folded, mentions, tokenise))
    opposed = opponent(question, mentions, previous, lexicon, tokenise)
    if opposed is not None:
        return opposed
    if previous.topic.words and not topic.words and kind_of(folded) == "who" and pattern(rules["whose"]).search(folded):
        return f"{told(previous)}是谁提出的？"  # not of the last speaker: that is what is asked
    others = pattern(rules["others"]).search(folded)
    too = others and pattern(rules["too"]).search(folded)
    if others and topic.words and not named and (too or set(topic.words) <= {*previous.topic.words}):
        shown = list(dict.fromkeys((*speakers_of(previous, lexicon), *shown_speakers(previous, lexicon))))[:3]
        return f"除了{'、'.join(shown)}，{question.strip()}" if shown else question
    if others and previous.topic.words and not topic.words:
        shown = named or shown_speakers(previous, lexicon)[:3] or speakers_of(previous, lexicon)
        if pattern(rules["also_proposes"]).search(folded):
            return f"除了{'、'.join(shown) or '以上的人'}，还有谁也主张{told(previous)}？"
        return f"除了{'、'.join(shown) or '以上的人'}，还有谁{asked(previous)}"
    item = shown_item(folded, previous, lexicon)
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
            return with_speaker(previous, named[0])
        stranger = None if named else _stranger(match["rest"], lexicon, tokenise)
        if stranger is not None:
            return with_speaker(previous, stranger)
        if topic.phrases and not named and not _mentions_thing(folded, rules["pronouns"]):
            return with_topic(previous, topic, question.strip())
    return _with_pronouns(question.strip(), folded, mentions, topic, previous, lexicon)


def _correction(folded: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
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


def _of_another(
    question: str, mentions: Sequence[Mention], previous: Turn, lexicon: Lexicon, tokenise: Tokenise
) -> str | None:
    """城管局同意开到几点, 妇联主张的上限是多少: what another is asked about is what was spoken of, where nothing else is named."""
    rules = language("questions")["followup"]
    named = {name for mention in mentions for name in mention.speakers}
    if len(named) != 1 or named == {*speakers_of(previous, lexicon)} or not previous.topic.words:
        return None
    if _topic(fold(question[: mentions[0].start]), (), tokenise).words:
        return None
    rest = question[mentions[-1].end :].lstrip("的,，")
    folded = fold(rest)
    kind = kind_of(folded)
    if kind not in ("fact", "summary") or pattern(f"{rules['of_all_he_said']}|{rules['more_he_said']}").search(folded):
        return None
    if not folded.strip(f"{_END}呢") or _mentions_thing(folded, rules["pronouns"]):
        return None
    if not all(adds_nothing(word, previous) for word in _topic(folded, (), tokenise).words):
        return None
    name, about = next(iter(named)), told(previous).replace(" ", "")
    if detail_of(folded) is None and not pattern("[几多少最]").search(folded):
        return f"{name}对{about}怎么看？"
    return f"{name}关于{about}，{rest}"


def adds_nothing(word: str, previous: Turn) -> bool:
    """Whether a word of a follow-up says nothing of what is meant beside what was spoken of: 上限, 同意, 开到."""
    rules = language("questions")["followup"]
    known = {*rules["light"], *rules["measured"], *language("premises")["stances"]}
    known.update(one for aspect in rules["aspects"] for one in aspect["words"])
    moving = part_of_speech(word[0]).startswith("v") and (
        len(word) == 1 or (len(word) == 2 and word[1] in "到成为在至给")
    )
    return word in known or word in previous.topic.text or moving


def _named_again(folded: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """那张三呢，他怎么讲的; 那位医生又怎么看: he is who stands before, not the last speaker; None where nobody does."""
    rules = language("questions")["followup"]
    match = pattern(rules["he_too"]).match(folded) or pattern(rules["that_one"]).match(folded)
    if match is None or match["who"] in (*lexicon.titles, *language("people")["generic"]["subjects"]):
        return None  # 这位科长 is the last speaker
    named = [name for mention in lexicon.mentions(match["who"]) for name in mention.speakers]
    pointed = match.re.pattern == rules["that_one"]
    who = next(iter(named), None) or (_holder(match["who"], lexicon, tokenise) if pointed else None)
    who = who or _stranger(match["who"], lexicon, tokenise)
    if who is None:
        return None
    asks = match["asks"]
    if _topic(asks, (), tokenise).words or pattern(rules["of_all_he_said"]).search(asks):
        return f"{who}{asks}"
    return with_speaker(previous, who)


def _stranger(text: str, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The person or body that a folded text names and the index does not hold: 那李四委员呢, 那某市某局呢."""
    text = re.sub("(那|这)(边|头|里|儿)$|(又|也|对此|对这个?)$", "", text.strip("那么,，"))
    asked_of = f"{text}怎么说"
    verbs: list[str] = language("questions")["speech_verbs"]
    found = unknown_speaker(lexicon, asked_of, (), verbs, list(tokenise(asked_of)))
    whole = found is not None and found.start == 0 and len(text) - found.end <= 1
    return text if whole or named_body(text) == text else None


def _this_kind(question: str, folded: str, previous: Turn) -> str:
    """这种病, 这类资本: the thing of the last topic whose name ends so, put in its place."""
    for match in pattern(language("questions")["followup"]["this_kind"]).finditer(folded):
        for length in range(len(match["noun"]), 0, -1):
            noun = match["noun"][:length]
            known = [*(phrase.text for phrase in previous.topic.phrases), *previous.topic.words]
            meant = next((one for one in known if one.endswith(noun) and one != noun), None)
            if meant is not None:
                start = match.start()
                while start and meant.startswith(question[start - 1 : match.start()]):
                    start -= 1  # 发这种券: 发消费券
                return question[:start] + meant + question[match.start("noun") + length :]
    return question


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


def _without_light(topic: Topic) -> Topic:
    """A topic without the verbs that say nothing of what is meant (投, 花, 附和): a follow-up of them alone has no topic."""
    light: list[str] = language("questions")["followup"]["light"]
    return Topic((), ()) if all(word in light for word in topic.words) else topic


def _asked_aspect(folded: str, topic: Topic, previous: Turn, people: Sequence[str]) -> str | None:
    """那费用呢: what was spoken of, with one more thing asked of it."""
    for aspect in language("questions")["followup"]["aspects"]:
        if detail_of(folded) or not (previous.topic.words and topic.words and set(topic.words) <= {*aspect["words"]}):
            continue
        about = f"{people[0]}提出的" if people else ""
        return f"{about}{previous.topic.text.replace(' ', '')}，{aspect['ask']}？"
    return None


def _corrected(rest: str, named: Sequence[str], previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """不是他，是张三: the last question asked of 张三; or what is asked of 张三 behind the name, where that is a question."""
    mentions = lexicon.mentions(rest)
    if mentions:
        end = mentions[-1].end
        if mentions[0].speakers == mentions[-1].speakers:  # 是妇联，妇联提了什么
            rest, end = rest[mentions[-1].start :], end - mentions[-1].start
        behind = re.sub("^[,，]?(他|她|它|这位|他们)?", "", rest[end:])
        topic = _without_light(_topic(behind, (), tokenise))
        asks = detail_of(behind) is not None or kind_of(behind) != "fact"
        if asks and topic.words:
            return f"{rest[:end]}{behind}"
        if asks and pattern(language("questions")["followup"]["of_all_he_said"]).search(behind):
            return f"{rest[:end]}{behind}"
        if asks and behind.strip(_END) and previous.topic.words:
            return f"{rest[:end]}关于{previous.topic.text.replace(' ', '')}，{behind}"
    return with_speaker(previous, named[-1])


def _with_pronouns(
    question: str, folded: str, mentions: Sequence[Mention], topic: Topic, previous: Turn, lexicon: Lexicon
) -> str:
    rules = language("questions")["followup"]
    people = speakers_of(previous, lexicon)
    proposal = pattern(rules["proposal"]).search(folded)
    stances = {*language("premises")["stances"], *language("premises")["favouring"].split("|")}
    light = {*rules["light"], *(name for mention in mentions for name in mention.speakers)}
    if proposal is not None and previous.topic.words and (stances | light).issuperset(topic.words):
        put = question[: proposal.start()] + told(previous).replace(" ", "") + question[proposal.end() :]
        shown = [] if mentions else speakers_of(previous, lexicon)
        return (
            f"除了{'、'.join(shown[:3])}，{put.lstrip('那')}"
            if pattern(rules["others"]).search(folded) and shown
            else put
        )
    words = [*rules["pronouns"], *(["它们", "它"] if people and people[0] in lexicon.organisations else [])]
    pronouns = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    match = re.search(f"(?<!其)(?:{pronouns})(?!人)", folded)
    before = [mention for mention in mentions if match and mention.end <= match.start()]
    if match and before and not match.group().endswith("们") and match.group() != "它":
        beside = folded[: match.start()].endswith(("跟", "和", "与", "同", "比")) and people
        if beside and people[0] not in before[-1].speakers:
            return question[: match.start()] + people[0] + question[match.end() :]  # 张三的意见跟他有什么分歧
        return question  # he is who is named before
    others = match is not None and (match.group().endswith("们") or match.group() == "它")
    if (
        match and others and mentions and previous.topic.words
    ):  # a question that names who speaks means the others by 他们
        return question[: match.start()] + previous.topic.text.replace(" ", "") + question[match.end() :]
    if match and people and not (mentions and others):
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
