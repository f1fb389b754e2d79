"""What is asked of one recommendation by its number: the sentences of that paragraph which tell it."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.evidence import terms_of
from rag.extractive.facts import draft_fact
from rag.extractive.quotations import introduce
from rag.extractive.summaries import asked_speeches, draft_summary, item_places
from rag.extractive.wording import quoting
from rag.matching import coverage
from rag.refusal import refuse
from rag.understanding.details import answers_softly, holds_detail

_SPEAKS = 0.3
"""Coverage of the asked topic below which the paragraph is taken for another than was meant."""
_SHOWN = 3


def draft_item(task: Task) -> Draft | Refusal:
    """The sentences of the item that hold the asked details; the whole of it where it is asked no such detail; the refusal
    where they are not told there. A question that speaks of something else than the item is asked of the whole speech.
    """
    understood, corpus = task.understood, task.corpus
    places = item_places(task, asked_speeches(task))
    terms = terms_of(understood.plan.terms, corpus, understood.topic.phrases)
    text = fold(" ".join(corpus.text(place) for place in places))
    if not places or (terms and coverage(terms, text) < _SPEAKS):
        elsewhere = replace(understood, plan=replace(understood.plan, point=None, paragraph=None))
        found = draft_fact(replace(task, understood=elsewhere)) if terms else None
        if isinstance(found, Draft) or not places:
            return found or refuse(task, "detail_absent")
    detail = understood.detail
    if detail is None or answers_softly(detail):
        return draft_summary(task)
    spans = [
        Span(place, start, start + len(sentence.rstrip()))
        for place in places
        for start, end in sentences(corpus.text(place))
        for sentence in (corpus.text(place)[start:end],)
        if any(holds_detail(one, fold(sentence), question=understood.folded) for one in (detail, *understood.further))
    ]
    if not spans:
        return refuse(task, "detail_absent", found=[Span(place, 0, len(corpus.text(place))) for place in places[:1]])
    return Draft(
        lines=[
            quoting(corpus, span, lead=introduce(task, span.place, first=number == 0, same=number > 0))
            for number, span in enumerate(spans[:_SHOWN])
        ]
    )
