"""The things that a follow-up points at or asks more of: 这种病, 这车, 那费用呢."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.words import frequency, part_of_speech
from rag.data import language, pattern
from rag.understanding.kinds import detail_of
from rag.understanding.topics import Tokenise, Topic, topic_of
from rag.understanding.turns import Turn


def this_kind(question: str, folded: str, previous: Turn, tokenise: Tokenise) -> str:
    """这种病, 这类资本: the thing of the last topic whose name ends so, put in its place; 这车: the one that was shown."""
    for match in pattern(language("questions")["followup"]["this_kind"]).finditer(folded):
        if match["short"]:
            thing = _shown_thing(match["short"], previous, tokenise)
            if thing is not None:
                return question[: match.start()] + thing + question[match.end() :]
            continue
        whole = max((end for end in range(1, len(match["noun"]) + 1) if frequency(match["noun"][:end])), default=1)
        for length in range(len(match["noun"]), 0, -1):
            noun = match["noun"][:length]
            meant = _named_so(noun, previous)
            if meant is not None:
                start = match.start()
                while start and meant.startswith(question[start - 1 : match.start()]):
                    start -= 1  # 发这种券: 发消费券
                return question[:start] + meant + question[match.start("noun") + max(length, whole) :]
    return question


def _named_so(noun: str, previous: Turn) -> str | None:
    """The thing spoken of last whose name ends in ``noun``; by one character also what it ends a part of (尘肺病 of 尘肺病人)."""
    turn: Turn | None = previous
    while turn is not None:
        known = [*(phrase.text for phrase in turn.topic.phrases), *turn.topic.words]
        for one in known:
            if one.endswith(noun) and one != noun:
                return one
        if turn is not previous:
            part = next((one[: at + 1] for one in known if len(noun) == 1 and (at := one.rfind(noun)) > 1), None)
            if part is not None:
                return part
        turn = turn.before
    return None


def _shown_thing(noun: str, previous: Turn, tokenise: Tokenise) -> str | None:
    """The thing in the last quotes whose name ends in ``noun`` (车: 流动公证车)."""
    for quote in map(fold, re.findall("“([^”]+)”", previous.answer)):
        for phrase in topic_of(quote, (), tokenise).phrases:
            words = list(phrase.words)
            if len(words) > 1 and len(words[0]) == 1 and part_of_speech(words[0]) == "v":
                words = words[1:]  # 设流动公证车
            if quote.startswith(noun, phrase.end):
                words.append(noun)
            if len(words) > 1 and words[-1].endswith(noun):
                return "".join(words)
    return None


def asked_aspect(folded: str, topic: Topic, previous: Turn, people: Sequence[str]) -> str | None:
    """那费用呢: what was spoken of, with one more thing asked of it."""
    for aspect in language("questions")["followup"]["aspects"]:
        if detail_of(folded) or not (previous.topic.words and topic.words and set(topic.words) <= {*aspect["words"]}):
            continue
        about = f"{people[0]}提出的" if people else ""
        return f"{about}{previous.topic.text.replace(' ', '')}，{aspect['ask']}？"
    return None
