"""Whom and what the pronouns of a follow-up mean: 他, 这些, 这个基金, 这条线."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.kinds import asks, detail_of, kind_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import Topic
from rag.understanding.turns import Turn, mentions_thing, speakers_of, told

_END = "?？。.!！ "


def with_pronouns(
    question: str, folded: str, mentions: Sequence[Mention], topic: Topic, previous: Turn, lexicon: Lexicon
) -> str:
    """``question`` with whom and what it points at in the place of what points there; as it is where it points at nothing known."""
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
    match = re.search(f"(?<!其)(?:{pronouns})(?![人们])(?!(?<=人){rules['of_people']})", folded)
    if match and match[0] == "那位" and pattern(rules["told_before"]).search(folded[: match.start()]):
        return question  # 折中的那位: told by that, and not the last speaker
    before = [mention for mention in mentions if match and mention.end <= match.start()]
    behind = [one for one in mentions if match and re.search("[,，。]", folded[match.end() : one.start])]
    if match and behind and not asks(folded[: behind[0].start]):
        return question  # 这位的清楚了，再看李四怎么说: he is left
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
                if not mentions_thing(folded, rules["things"])
                else _of_things(question, folded, people)
            )
        return (
            question
            if topic.words or not previous.topic.words or not _needs_topic(folded)
            else f"{question.rstrip(_END)}（关于{previous.topic.text}）"
        )
    pointed = pattern(rules["pointed"]).search(folded)
    line = pattern(rules["pointed_short"]).search(folded)
    if line and not mentions and detail and not people and line["thing"] in fold(previous.question):
        return f"{previous.topic.text.replace(' ', '')}，{question}"  # 这条线 is that of the last question
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


def _of_things(question: str, folded: str, people: Sequence[str]) -> str:
    things = "|".join(map(re.escape, sorted(language("questions")["followup"]["things"], key=len, reverse=True)))
    match = re.search(things, folded)
    assert match is not None  # the caller has seen one of them
    return f"{question[: match.start()]}{people[0]}的{question[match.end() :].lstrip('的')}"
