"""Where two speakers' sentences answer a question alike, as read, or two readers differ, and it names neither: then nobody is named."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import closed_up, fold
from index.records import Span
from rag.answering import Draft, Refusal, Task
from rag.drafts import evidence
from rag.evidence import Sentence
from rag.extractive.second_reading import reads_better
from rag.refusal import refuse
from rag.reranking import CERTAIN

APART, AHEAD = 0.25, 0.4
"""The logits by which the shown speaker's sentence must answer better than any other speaker's, or the score by which words, ranks
and reading together must put it ahead. Of the answers to 24,253 development questions this leaves out 5 of 21 by the wrong
speaker, and 10 of some 19,800 by the right one."""

_LONG = 5
"""Characters from which a phrase of the question that stands as it is in a sentence is no chance."""


def told_apart(task: Task, draft: Draft, ranked: Sequence[Sentence]) -> Draft | Refusal:
    """``draft``, or the refusal that shows both where another speaker's sentence among the ``ranked`` answers as well, or surely where
    what is shown was not read at all.
    """
    shown = evidence(draft.lines)
    if task.understood.plan.speakers or not shown:
        return draft
    mine = task.corpus.speech(shown[0].place).speaker
    read = [one for one in ranked if one.seen.reading is not None]
    own = [one for one in read if any(_overlap(one.span, span) for span in shown)]
    others = [one for one in read if task.corpus.speech(one.span.place).speaker != mine]
    best = max(others, key=_reading, default=None)
    if best is None:
        return draft
    ahead = max(map(_reading, own), default=CERTAIN) - _reading(best)
    if ahead >= APART or (own and max(one.score for one in own) - best.score >= AHEAD):
        meant = [
            one for one in others if task.corpus.speech(one.span.place).speaker not in task.understood.plan.excluded
        ]
        better = reads_better(task, shown, meant, ahead=ahead)
        if better is None:
            return draft
        best = better
    phrases = [closed_up(phrase.text) for phrase in task.understood.topic.phrases if len(phrase.text) >= _LONG]
    said = [[phrase in closed_up(fold(text)) for phrase in phrases] for text in (_text(task, shown), best.text)]
    if sum(said[0]) > sum(said[1]):
        return draft  # the question's own words, one after another, tell whose they are
    return refuse(task, "detail_absent", found=[shown[0], best.span], alike=True)


def _text(task: Task, shown: Sequence[Span]) -> str:
    return " ".join(task.corpus.text(one.place)[one.start : one.end] for one in shown)


def _reading(one: Sentence) -> float:
    assert one.seen.reading is not None
    return one.seen.reading


def _overlap(one: Span, other: Span) -> bool:
    return one.place == other.place and one.start < other.end and other.start < one.end
