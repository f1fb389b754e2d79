"""Refusals: one sentence that names what is missing, and the nearest real items to look at instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from index.records import Place, Span
from rag.answering import Refusal, Task
from rag.data import language
from rag.evidence import terms_of
from rag.extractive.wording import clause_around
from rag.matching import Term
from rag.premises import Contradiction
from rag.records import Reason
from rag.reranking import scored

_NEAREST = 3
_MARKS = re.compile(r"[\s，,、。；;：:！!？?“”‘’\"'※]+")
_SENTENCE = re.compile(r"[。！？!?]+")
_ENDS = re.compile(r"[。！？!?；;\s]+")


def refuse(
    task: Task,
    reason: Reason,
    *,
    found: Sequence[Span] = (),
    lacking: Sequence[Term] = (),
    told: Contradiction | None = None,
    together: bool = False,
    alike: bool = False,
) -> Refusal:
    """The refusal of ``task`` for ``reason``; its sentence comes from ``rag/data/refusals.toml``. ``together``: what the topic names is
    there, but nobody speaks of all of it. ``alike``: what two speakers say of it answers equally well.
    """
    plan = task.understood.plan
    sentences = language("refusals")[reason]
    values = {
        "topic": "、".join(dict.fromkeys(f"“{_run(task, term.word)}”" for term in lacking[:2])) or topic_shown(task),
        "speaker": "、".join(plan.speakers) or "、".join(plan.unknown),
        "unknown": "、".join(_as_asked(task, name) for name in plan.unknown),
        "detail": task.understood.detail.label if task.understood.detail else "细节",
        "said": _as_asked(task, told.said) if told else "",
        "source": _as_printed(task, told) if told else "",
    }
    filtered = task.filtered is not None and not plan.speakers
    form = "shown" if task.understood.resumes and plan.speakers else "filtered" if filtered else "text"
    if reason == "false_premise" and told is None:
        form = "unsaid"
    if together:
        form = "together"
    if alike:
        form = "alike"
    text = str(sentences.get(form, sentences["text"])).format(**values)
    spans = [told.span, *found] if told else list(found)
    kept: dict[Place, Span] = {}  # one of a paragraph
    for span in spans:
        if task.passes_filters(span.place) and span.place not in kept:
            kept[span.place] = clause_around(task.corpus, span) if span.place.paragraph else span
    denied = told is not None and next(iter(kept), None) == told.span.place
    return Refusal(reason=reason, text=text, nearest=tuple(kept.values())[:_NEAREST], denied=denied, alike=alike)


def topic_shown(task: Task) -> str:
    """The asked topic between quotation marks, in the question's own characters."""
    understood = task.understood
    if understood.plan.sentence:
        return f"“{understood.plan.sentence}”"
    asked = (understood.question[phrase.start : phrase.end] for phrase in understood.topic.phrases)
    phrases = [kept for text in asked if (kept := _ENDS.sub(" ", text).strip())]  # a refusal is one sentence
    return "、".join(f"“{phrase}”" for phrase in phrases[:3]) or "所问的内容"


def _run(task: Task, word: str) -> str:
    """A word that is lacking, in the question's own characters; where it is a character or is quoted, the whole phrase that has it."""
    phrase = next((one for one in task.understood.topic.phrases if word in one.words), None)
    whole = phrase is not None and (phrase.quoted or len(word) == 1)
    return _as_asked(task, phrase.text if phrase is not None and whole else word)


def _as_asked(task: Task, folded: str) -> str:
    """A stretch of the folded question in the question's own characters, for showing."""
    at = task.understood.folded.find(folded)
    return task.understood.question[at : at + len(folded)] if at >= 0 else folded


def _as_printed(task: Task, told: Contradiction) -> str:
    """What the source says instead, in its own characters, for showing: one stretch of it as printed, each sentence between marks of
    its own; who says it, or his office, where that is what differs.
    """
    speech, text = task.corpus.speech(told.span.place), task.corpus.text(told.span.place)
    words = f"{_MARKS.pattern}?".join(re.escape(one) for one in _MARKS.split(told.source) if one)
    found = re.compile(f"{re.escape(told.source)}|{words or '(?!)'}").search(fold(text), told.span.start)
    if found is None and told.source in (speech.speaker, fold(speech.role)):
        return told.source
    start, end = found.span() if found is not None else (told.span.start, told.span.end)
    return "”“".join(one.strip() for one in _SENTENCE.split(text[start:end]) if one.strip())


def nearest(task: Task, terms: Sequence[Term]) -> list[Span]:
    """The sentences nearest to the topic whoever says them, within the user's filters."""
    free = replace(task, allowed=task.filtered)
    found = scored(free, terms or terms_of(task.understood.plan.terms, task.corpus))
    if not found:
        return []
    return [one.span for one in found if one.score >= 0.6 * found[0].score][:_NEAREST]
