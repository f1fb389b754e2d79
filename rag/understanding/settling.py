"""The kind of answer that a whole question wants, where the words that ask are not all that decides it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.words import part_of_speech
from rag.data import language, pattern
from rag.records import Kind, Plan
from rag.understanding.kinds import Detail, kind_of, matches, without_tail
from rag.understanding.lexicon import Mention
from rag.understanding.topics import Topic
from rag.verification.questions import Claimed, between_marks

SHORTEST_SENTENCE = 6
"""Characters from which words between quotation marks are a sentence to be checked rather than a topic."""


def asked_kind(
    plain: str, folded: str, mentions: Sequence[Mention], detail: tuple[Detail, tuple[int, int]] | None
) -> Kind:
    rules = language("questions")
    if pattern(rules["some"]).search(plain):
        plain = re.sub("几(?=个|位|家|名|所)", "数", plain)  # 谁主张几个县联合…: some, not how many
    plain = re.sub("(?<=[好十])几(?=个|位|家|名|所)", "数", plain)
    plain = pattern(rules["engaged"]).sub(lambda match: match[0].replace("几", "数").replace("多少", "若干"), plain)
    kind = kind_of(plain)
    names = {name for mention in mentions for name in mention.speakers}
    if kind in ("who", "fact", "summary", "list") and len(names) > 1 and pattern(rules["by_degree"]).search(plain):
        return "compare"
    if kind == "compare" and len(names) < 2 and (body := without_tail(plain)) != plain:
        kind = kind_of(body)  # 署名我得区别处理 behind a question compares nobody
    if kind == "compare" and len(names) < 2:
        plain = pattern(rules["of_its_own"]).sub("某", plain)
        kind = kind_of(plain)
    if kind == "compare" and len(names) < 2 and not matches("compare", re.sub("分别|各自|各", "", plain)):
        kind = kind_of(re.sub("分别|各自|各(?=讲|说|提|谈|是|有|指|写)", "", plain))
    if kind == "count" and mentions and pattern(rules["counts_and_names"]).search(plain):
        kind = "summary"
    return kind


def settled(plan: Plan, topic: Topic, folded: str, named: Sequence[Mention]) -> Plan:
    """What a kind needs beyond its words: a summary without a speaker but with a topic is a list, and so on.

    ``named``: whoever is asked for.
    """
    several, either = len(named) > 1, _either(folded, named)
    too = pattern(language("questions")["proposes_too"]).search(folded)
    asks_plainly = plan.kind in ("fact", "summary") or pattern(language("questions")["other_few"]).search(folded)
    if asks_plainly and plan.excluded and not plan.speakers and not plan.detail and topic.words:
        plan = replace(plan, kind=_of_others(folded) or plan.kind)
    foil = pattern(language("foils")["put"]).match(folded) is not None
    if plan.kind in ("list", "who") and plan.excluded and too is not None and not foil:
        return replace(plan, kind="similar")  # who else proposes it, not who mentions a word
    if plan.kind in ("list", "who") and pattern(language("premises")["who_is_against"]).search(folded):
        # who is named has the opinion that another is against
        return replace(plan, kind="who", speakers=(), roles=(), excluded=(*plan.excluded, *plan.speakers))
    if plan.kind == "summary" and not plan.speakers and not plan.unknown and topic.words and not plan.documents:
        asks_first = pattern(language("questions")["asks_first"]).search(folded)
        return replace(plan, kind="list" if asks_first is None else "fact")
    if plan.kind == "similar" and len(plan.speakers) > 1 and pattern(language("questions")["alike"]).search(folded):
        return replace(plan, kind="compare")
    among = pattern(language("questions")["among"]).search(folded)
    if plan.kind == "compare" and several and among is not None:
        return replace(plan, kind="who")
    which = pattern(language("questions")["which_of_them"]).search(folded) is not None and len(plan.speakers) == 2
    if plan.kind in ("compare", "fact", "summary") and several and (either or which):
        return replace(plan, kind="who")
    if plan.kind in ("fact", "summary") and several and len(plan.speakers) > 1:
        return replace(plan, kind="compare")
    if plan.kind == "list" and plan.speakers and not pattern(language("questions")["people"]).search(folded):
        return replace(plan, kind="summary")
    if plan.kind == "fact" and plan.speakers and not topic.words and not plan.detail:
        return replace(plan, kind="summary")
    return plan


def _either(folded: str, named: Sequence[Mention]) -> bool:
    """Whether one of two speakers is asked for, the other named behind 还是 (是甲还是乙提的)."""
    found = pattern(language("questions")["either"]).search(folded)
    return found is not None and any(found.start() < mention.start < found.end() for mention in named)


def _of_others(folded: str) -> Kind | None:
    """A list where a question that leaves speakers out asks whether others mention a topic (还有别人也谈到某事吗)."""
    rules = language("questions")
    asks_others = pattern(f"{rules['followup']['others']}|{rules['existence']}|{rules['whether_others']}").search(
        folded
    )
    return "list" if asks_others is not None else None


def degrees(words: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """比较 before an adjective (比较合适) says how much so; it compares nothing."""
    return [
        (start, end)
        for (word, start, end), (following, *_) in pairwise(words)
        if word == "比较" and part_of_speech(following).startswith("a")
    ]


def asks_for_speaker(folded: str, detail: Detail, stretch: tuple[int, int]) -> bool:
    """由谁提出, 谁当校长: the person who speaks, or who holds an office, not who is to do something."""
    if detail.name not in ("actor", "recipient", "payer"):
        return False
    rules = language("questions")
    if pattern(rules["whose_words"]).search(folded, stretch[1]):
        return True
    behind = folded[stretch[0] : stretch[1] + 4]
    return any(verb in behind for verb in rules["speech_verbs"] if len(verb) > 1) or any(
        title in behind for title in language("people")["titles"]["words"]
    )


def claim_between_marks(question: str, mentions: Sequence[Mention]) -> Claimed | None:
    """The longest sentence between quotation marks, and the one speaker whom the question names beside it; None without one."""
    quoted = between_marks(question, shortest=SHORTEST_SENTENCE)
    if quoted is None:
        return None
    beside = [one for one in mentions if one.speakers and not quoted.start() <= one.start < quoted.end()]
    names = {one.speakers for one in beside}
    return Claimed(quoted["text"], question[beside[0].start : beside[0].end] if len(names) == 1 else None)
