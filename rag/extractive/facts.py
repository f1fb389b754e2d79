"""Facts and who-questions: the sentences that answer, or the reason why none does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from index.folding import fold
from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.premises import contradiction
from rag.evidence import Sentence, missing, scored, terms_of
from rag.extractive.wording import quoted, quoting, who, where
from rag.drafts import Line
from rag.matching import Term
from rag.refusal import nearest, refuse
from rag.understanding.kinds import holds_detail

SPOKEN_OF = 0.52
"""Coverage from which a paragraph counts as speaking of the topic; calibrated on development questions (eval bench refusal)."""
CLOSE = 0.86
"""A second speaker is named too where the score is at least this share of the best."""
MORE = 0.8
"""Further sentences of the same paragraph are shown from this share of the best score."""
_SHOWN = 3


def draft_fact(task: Task) -> Draft | Refusal:
    """The answer to a fact or who-question."""
    understood = task.understood
    terms = terms_of(understood.plan.terms, task.corpus)
    ranked = scored(task, terms, understood.topic.phrases)
    if not terms:
        return refuse(task, "topic_absent" if understood.mentions else "out_of_scope")
    if not ranked or not _spoken_of(ranked[0], terms):
        return _not_found(task, terms, ranked)
    best = ranked[0]
    detail = understood.detail
    if detail is not None:
        with_detail = [one for one in ranked if one.score >= 0.72 * best.score and _spoken_of(one, terms) and holds_detail(detail, fold(one.text))]
        if not with_detail:
            return refuse(task, "detail_absent", found=[one.span for one in ranked[:3]])
        ranked = with_detail
        best = ranked[0]
    false = contradiction(understood.folded, task.corpus, [one.span for one in ranked if one.score >= 0.8 * best.score][:4], taken=understood.mentions)
    if false is not None:
        return refuse(task, "false_premise", found=[best.span], told=false)
    return Draft(lines=_lines(task, ranked, best), related=())


def _spoken_of(sentence: Sentence, terms: Sequence[Term]) -> bool:
    return sentence.whole >= SPOKEN_OF


def _not_found(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence]) -> Refusal:
    found = [one.span for one in ranked[:3]]
    if task.understood.plan.speakers:
        return refuse(task, "speaker_silent", found=nearest(task, terms))
    return refuse(task, "topic_absent", found=found, lacking=missing(terms, fold(" ".join(task.corpus.text(span.place) for span in found))))


def _lines(task: Task, ranked: Sequence[Sentence], best: Sentence) -> list[Line]:
    corpus = task.corpus
    chosen = [one for one in ranked if one.score >= MORE * best.score and one.own >= 0.6 * best.own]
    speech = (best.span.place.document, best.span.place.speech)
    mine = [one for one in chosen if (one.span.place.document, one.span.place.speech) == speech][:_SHOWN]
    mine.sort(key=lambda one: one.span)
    lines = []
    for number, (place, group) in enumerate(groupby(mine, key=lambda one: one.span.place)):
        for one in group:
            lead = f"{who(corpus, place)}在{where(corpus, place)}提出：" if number == 0 and not lines else ("同一段还说：" if place == mine[0].span.place else f"{where(corpus, place)}：")
            lines.append(quoting(corpus, one.span, lead=lead))
    return lines


__all__ = ["draft_fact", "quoted", "Place", "Span"]
