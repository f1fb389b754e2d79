"""The sentences of one answer as lines: who says it and where, what else belongs to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Task
from rag.data import language, pattern
from rag.drafts import Line, evidence
from rag.evidence import Sentence, spoken_of
from rag.extractive.wording import quoting, where, who
from rag.understanding.details import holds_detail
from rag.understanding.kinds import Detail

MORE = 0.8
"""Further sentences of the same speech are shown from this share of the best score."""
ALIKE = 0.5
"""Logits by which another sentence may answer less than the best, as read, to be shown beside it in whatever words."""
_IN_FIGURES = ("number", "money", "grant", "percent", "measure", "duration", "rate")
_SHOWN = 3
_HEADLINE = 12
"""Characters up to which a sentence is a point's headline (二是办夜校。)."""


def fact_lines(
    task: Task, ranked: Sequence[Sentence], *, further: Sequence[Detail] = (), wanted: Sentence | None = None
) -> list[Line]:
    """The best sentence, introduced by who says it and where, and further good ones of the same speech.

    Each of the ``further`` details that none of them holds adds a sentence that does; ``wanted`` is added as it is.
    """
    corpus, best = task.corpus, ranked[0]
    speech = (best.span.place.document, best.span.place.speech)
    chosen = [
        one
        for one in ranked
        if (one.span.place.document, one.span.place.speech) == speech
        and one.score >= MORE * best.score
        and (one.own >= 0.6 * best.own or _reads_alike(task, one, best))
    ][:_SHOWN]
    if len(best.text) <= _HEADLINE:  # it names the point, what is proposed stands behind it
        behind = [one for one in ranked if one.span.place == best.span.place and one.span.start > best.span.start]
        chosen += [one for one in behind if one not in chosen][: _SHOWN - len(chosen)]
    spans = [one.span for one in chosen]
    for detail in further:
        spans += _holding(task, best, detail, spans, ranked)
    if further and task.understood.detail is not None and task.understood.detail.name in _IN_FIGURES:
        spans += [one for one in _figures(task, best.span.place) if one not in spans][: max(0, _SHOWN - len(spans))]
    if wanted is not None:
        spans.append(wanted.span)
    lines: list[Line] = []
    for place, group in groupby(sorted(dict.fromkeys(spans)), key=lambda span: span.place):
        lines += [
            quoting(corpus, span, lead=introduce(task, place, first=not lines, same=number > 0))
            for number, span in enumerate(group)
        ]
    return lines


def told_together(task: Task, sentences_: Sequence[Sentence]) -> list[Line]:
    """Sentences of one paragraph, in its order, introduced by who says them and where."""
    return told_at(task, sorted({one.span for one in sentences_}))


def told_at(task: Task, spans: Sequence[Span]) -> list[Line]:
    """The stretches of one paragraph, introduced by who says them and where."""
    return [
        quoting(task.corpus, span, lead=introduce(task, span.place, first=not number, same=number > 0))
        for number, span in enumerate(spans)
    ]


def introduced_once(task: Task, lines: Sequence[Line]) -> list[Line]:
    """``lines`` of which those that follow a quote of the same speech introduce its speaker no second time."""
    found: list[Line] = []
    before: Place | None = None
    for line in lines:
        spans = evidence([line])
        place = spans[0].place if len(spans) == 1 else None
        if place is not None and before is not None and place[:2] == before[:2]:
            whole = quoting(task.corpus, spans[0], lead=introduce(task, place, first=True, same=False))
            if line == whole:
                line = quoting(task.corpus, spans[0], lead=introduce(task, place, first=False, same=place == before))
        found.append(line)
        before = place
    return found


def _reads_alike(task: Task, one: Sentence, best: Sentence) -> bool:
    """Whether a sentence, read beside the question, answers it about as well as the best one does."""
    mine, other = one.seen.reading, best.seen.reading
    return mine is not None and other is not None and mine >= other - ALIKE and spoken_of(task, one)


def _holding(
    task: Task, best: Sentence, detail: Detail, chosen: Sequence[Span], ranked: Sequence[Sentence]
) -> list[Span]:
    """The sentence that holds a detail which no chosen one holds: of the best one's paragraph, else of the paragraph
    beside it where that speaks of the topic; [] where there is none. Words of the detail's own clause decide among several.
    """
    corpus, question, place = task.corpus, task.understood.folded, best.span.place
    if any(holds_detail(detail, fold(corpus.stretch(one)), question=question) for one in chosen):
        return []
    text = corpus.text(place)
    own = [
        Span(place, start, start + len(text[start:end].rstrip()))
        for start, end in sentences(text)
        if holds_detail(detail, fold(text[start:end]), question=question)
    ]
    beside = [
        one.span
        for one in ranked
        if one.span.place[:2] == place[:2]
        and abs(one.span.place.paragraph - place.paragraph) == 1
        and spoken_of(task, one)
        and holds_detail(detail, fold(one.text), question=question)
    ]
    pairs = {detail.clause[at : at + 2] for at in range(len(detail.clause) - 1)}
    found = own or beside[:2]
    return sorted(found, key=lambda one: -_shared(pairs, fold(corpus.stretch(one))))[:1]


def _shared(pairs: Collection[str], text: str) -> int:
    """How many of the pairs of characters stand in folded ``text``."""
    return sum(pair in text for pair in pairs)


def _figures(task: Task, place: Place) -> list[Span]:
    """The sentences at ``place`` that hold a figure: a question for several is answered by all of them."""
    text, number = task.corpus.text(place), pattern(language("details")["numbers"]["pattern"])
    return [
        Span(place, start, start + len(text[start:end].rstrip()))
        for start, end in sentences(text)
        if number.search(fold(text[start:end]))
    ]


def introduce(task: Task, place: Place, *, first: bool, same: bool) -> str:
    """What stands before a quote at ``place``: who says it and where, or only where, or that it goes on there."""
    if first:
        return f"{who(task.corpus, place)}在{where(task.corpus, place)}提出："
    return "同一段还提出：" if same else f"{where(task.corpus, place)}还提出："
