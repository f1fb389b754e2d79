"""Why no sentence answers a fact or who-question: whether the best one is too far off, and what is then told to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.folding import closed_up, fold
from rag.answering import Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, missing
from rag.matching import Term, coverage, strength
from rag.refusal import nearest, refuse
from rag.relevance import UNSAID, is_far, probability, share_of_least

TOPICAL = 0.5
"""The probability, without reading, from which a topic is there though the asked detail is not."""
_TOGETHER = 3
"""Characters of two words of the topic from which a sentence that has them side by side is not far from it."""


def hardly_there(task: Task, best: Sentence) -> bool:
    """Whether the best sentence of whoever speaks, with hardly a word of the topic, none of its compounds and no asked detail to
    know it by, is too unlikely the answer.
    """
    understood = task.understood
    if understood.plan.speakers or understood.detail or not is_far(best.seen):
        return False
    folded = closed_up(fold(best.text))
    return not any(len(text) >= _TOGETHER and text in folded for text in _pairs(task))


def unsaid(task: Task, best: Sentence) -> bool:
    """Whether a speaker who is named has not a word of the topic, and hardly speaks of it as read."""
    understood = task.understood
    if not understood.plan.speakers or understood.detail is not None or best.whole > 0:
        return False
    return share_of_least(best.seen, named=True) < UNSAID


def mentioned_by_others(task: Task, terms: Sequence[Term], masked: str) -> bool:
    """Whether the question asks who mentions a word (谁提到…) that the corpus holds, but none of the speeches asked."""
    if pattern(language("questions")["names_word"]).search(masked) is None:
        return False
    places = [span.place for term in terms for span in task.corpus.find(term.word)]
    return bool(places) and not any(task.allows(place) for place in places)


def not_found(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence]) -> Refusal:
    if task.understood.resumes and task.understood.detail is not None and task.understood.plan.speakers:
        return refuse(task, "detail_absent", found=nearest(task, terms))  # of what was shown of the speaker
    if task.understood.plan.speakers:
        return refuse(task, "speaker_silent", found=nearest(task, terms))
    found = [one.span for one in ranked[:3]]
    if (
        task.understood.detail is not None
        and ranked
        and (_head_found(task, terms, ranked[0]) or _topic_there(ranked[0]))
    ):
        return refuse(task, "detail_absent", found=found)
    around = fold(" ".join(task.corpus.text(span.place) for span in found))
    if not coverage(terms, around) and not task.understood.asks_of_speech:
        return refuse(task, "out_of_scope")
    return refuse(task, "topic_absent", found=found, lacking=missing(terms, around))


def _topic_there(sentence: Sentence) -> bool:
    """Whether words and vectors find the topic in the sentence's paragraph, whatever reading says of the asked detail."""
    return probability(replace(sentence.seen, reading=None), named=False) >= TOPICAL


def _head_found(task: Task, terms: Sequence[Term], sentence: Sentence) -> bool:
    """Whether the sentence holds a rare, long word of the topic as it is, or two words of it together: the topic is
    there, only not what is asked.
    """
    folded = closed_up(fold(sentence.text))
    if any(len(text) >= 4 and text in folded for text in _pairs(task)):
        return True
    return any(term.weight >= 0.5 and len(term.word) >= 3 and strength(term.word, folded) == 1.0 for term in terms)


def _pairs(task: Task) -> list[str]:
    """Each word of the topic with the one behind it, as one text."""
    return [
        one + other for phrase in task.understood.topic.phrases for one, other in pairwise(phrase.words) if len(one) > 1
    ]
