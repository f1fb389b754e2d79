"""Refusals: one sentence that names what is missing, and the nearest real items to look at instead."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Span
from rag.answering import Refusal, Task
from rag.data import language
from rag.evidence import scored, terms_of
from rag.extractive.wording import clause_around
from rag.matching import Term
from rag.premises import Contradiction
from rag.records import Reason

_NEAREST = 3


def refuse(
    task: Task,
    reason: Reason,
    *,
    found: Sequence[Span] = (),
    lacking: Sequence[Term] = (),
    told: Contradiction | None = None,
) -> Refusal:
    """The refusal of ``task`` for ``reason``; its sentence comes from ``rag/data/refusals.toml``."""
    plan = task.understood.plan
    sentences = language("refusals")[reason]
    topic = "、".join(term.word for term in lacking[:2]) or plan.topic.replace(" ", "") or "这个话题"
    values = {
        "topic": topic,
        "speaker": "、".join(plan.speakers) or "、".join(plan.unknown),
        "unknown": "、".join(plan.unknown),
        "detail": task.understood.detail.label if task.understood.detail else "所问的细节",
        "said": told.said if told else "",
        "source": told.source if told else "",
    }
    filtered = task.filtered is not None and not plan.speakers
    text = str(sentences["filtered"] if filtered and "filtered" in sentences else sentences["text"]).format(**values)
    spans = [told.span, *found] if told else list(found)
    kept: dict[Span, None] = {}
    for span in spans:
        if task.passes_filters(span.place):
            kept[clause_around(task.corpus, span) if span.place.paragraph else span] = None
    return Refusal(reason=reason, text=text, nearest=tuple(kept)[:_NEAREST])


def nearest(task: Task, terms: Sequence[Term]) -> list[Span]:
    """The sentences nearest to the topic whoever says them, within the user's filters."""
    from dataclasses import replace

    free = replace(task, allowed=task.filtered)
    found = scored(free, terms or terms_of(task.understood.plan.terms, task.corpus))
    if not found:
        return []
    return [one.span for one in found if one.score >= 0.6 * found[0].score][:_NEAREST]
