"""A figure told in one clause of a long sentence that, read as a whole, hardly answers: a few clauses of it read by themselves.

A row of measures in one sentence (摊位画线编号；清洁费不超过百分之一；两家合用一只桶) speaks of so much else that a cross-encoder takes it
for no answer; the clause alone reads as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.answering import Task
from rag.data import language
from rag.evidence import Sentence
from rag.extractive.second_reading import again
from rag.relevance import read
from rag.reranking import passage
from rag.understanding.details import holds_detail
from rag.understanding.kinds import Detail

LEAST = -1.0
"""The average logit of both readers from which a stretch answers. Of 200 development questions for a figure that nobody states, 7 have
such a stretch; of 33 refused ones that somebody answers, 7, each of them the right one."""
_CANDIDATES, _CLAUSES = 4, 3
"""How many sentences are looked into, and of how many clauses a stretch is."""
_ENDS = "，,；;：:。！？!?"


def told_in_a_stretch(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The sentence of the first of ``ranked`` or of its paragraph, a stretch of which is read to give the asked figure; [] where none is,
    or something else than a figure is asked for.
    """
    detail = task.understood.detail
    if detail is None or detail.name not in language("details")["numbers"]["in_a_stretch"] or not ranked:
        return []
    asked, place = task.understood.folded, ranked[0].span.place
    stretches = [
        (one, span) for one in ranked[:_CANDIDATES] if one.span.place == place for span in _stretches(task, one, detail)
    ]
    first = read(task.index, asked, [passage(task.corpus, span) for _, span in stretches])
    second = again(task, [span for _, span in stretches])
    if not first or not second:
        return []
    means = [(one + other) / 2 for one, other in zip(first, second, strict=True)]
    best = max(range(len(means)), key=lambda at: means[at])
    return [stretches[best][0]] if means[best] >= LEAST else []


def _stretches(task: Task, one: Sentence, detail: Detail) -> list[Span]:
    """The stretches of a sentence, of few clauses each, that hold the asked detail."""
    if not holds_detail(detail, fold(one.text), question=task.understood.folded):
        return []
    ends = sentences(one.text, ends=_ENDS)
    runs = [(ends[at][0], end) for at in range(len(ends)) for _, end in ends[at : at + _CLAUSES]]
    return [
        Span(one.span.place, one.span.start + start, one.span.start + end)
        for start, end in runs
        if holds_detail(detail, fold(one.text[start:end]), question=task.understood.folded)
    ]
