"""The first sentences read beside the question by the cross-encoder, and put in the order of what the reading adds.

Words and vectors choose what is read (``rag.evidence``); what is read tells a sentence that answers from one that only
speaks of the same things (reranking: Nogueira and Cho 2019, arXiv:1901.04085).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.corpus import Corpus
from index.embedding import Passage
from index.folding import fold
from index.records import Place, Span
from rag.answering import Task
from rag.evidence import LOOKED_AT, Sentence, weighed
from rag.instructions import commands, greets
from rag.matching import Term
from rag.relevance import closeness, probability, read
from rag.understanding.details import holds_detail
from rag.understanding.topics import Phrase

ANSWERING = 0.25
"""What a logit of 1 above the average of the sentences read is worth, by the cross-encoder."""
CLOSE = 6.0
"""The same of a cosine, where the model reads no pairs; they lie within a few hundredths."""
READ = 4
"""How many sentences are read first: the best ones,"""
FIRST = 8
"""the best one of each of so many paragraphs that retrieval put first,"""
HOLDING = 3
"""and the best ones that hold the asked detail."""
CERTAIN = 3.5
"""The logit from which a sentence answers so surely that no more is read. Below it all sentences are read"""
WHOLE_READ = 6
"""of the paragraphs that retrieval put first: which sentence of a paragraph answers, words tell badly where the question
has others."""
READS_BETTER, NEARLY = 0.5, 0.3
"""By how many logits another speaker's sentence must answer better to come before one of a score so little higher. Of 3,688
development answers to questions that name nobody, this put 4 of 20 wrong speakers right, and none wrong."""
CERTAINLY = 0.95
"""The probability from which the best sentence stays first: one of 2,835 such answers named the wrong speaker."""
_STANDS_ALONE, _ANSWERED = 8, 0.0
"""Characters from which what a question asks first can be read beside a sentence without the rest, and the logit from which
it need not be."""
LEVEL = 0.1
"""By how much less a sentence may score to be level with the best: only its paragraph or its rank set them apart."""


def scored(task: Task, terms: Sequence[Term], phrases: Sequence[Phrase] = ()) -> list[Sentence]:
    """The sentences of the candidates, best first; the first of them read beside the question."""
    found = _read(task, [one for one in weighed(task, terms, phrases) if not greets(one.text)])
    # what speaks to a program is no answer; nobody looks further down the list than this
    return [one for rank, one in enumerate(found) if rank >= LOOKED_AT or not commands(one.text)]


def passage(corpus: Corpus, span: Span) -> Passage:
    """The text at ``span`` as it is read beside a question: with its speech's title and what stands before it."""
    paragraph = corpus.text(span.place)
    return Passage(paragraph[span.start : span.end], corpus.speech(span.place).title or "", paragraph[: span.start])


def to_read(task: Task, found: Sequence[Sentence]) -> list[Sentence]:
    """Which of the weighed sentences are read beside the question, best first."""
    first = {hit.place for hit in task.hits[:FIRST]}
    asked, question, holding = task.understood.detail, task.understood.folded, 0
    chosen = []
    for rank, one in enumerate(found[:LOOKED_AT]):
        told = asked is not None and holding < HOLDING and holds_detail(asked, fold(one.text), question=question)
        if rank < READ or told or one.span.place in first:
            chosen.append(one)
            holding += told
            first.discard(one.span.place)
    return [one for one in chosen if not commands(one.text)]


def rest_to_read(task: Task, found: Sequence[Sentence], chosen: Sequence[Sentence]) -> list[Sentence]:
    """What is read beside ``chosen`` where none of those surely answers: the other sentences of the first paragraphs."""
    places = {hit.place for hit in task.hits[:WHOLE_READ]}
    return [one for one in found if one.span.place in places and one not in chosen and not commands(one.text)]


def between_speakers(ranked: Sequence[Sentence], speaker_of: Callable[[Place], str | None]) -> list[Sentence]:
    """``ranked``, best first, with that sentence of another speaker before all that reads ``READS_BETTER`` than the best one and
    scores ``NEARLY`` as much, or is ``LEVEL`` with it and both reads better and holds more of the topic: where nothing else
    tells two speakers apart, reading decides whom to name. A best one that is ``CERTAINLY`` the answer stays first.
    """
    if not ranked or ranked[0].seen.reading is None:
        return list(ranked)
    best, reads = ranked[0], ranked[0].seen.reading
    if probability(best.seen, named=False) >= CERTAINLY:
        return list(ranked)
    others = [
        (one.seen.reading, -number)
        for number, one in enumerate(ranked)
        if one.seen.reading is not None
        and speaker_of(one.span.place) != speaker_of(best.span.place)
        and (
            (one.score >= best.score - NEARLY and one.seen.reading >= reads + READS_BETTER)
            or (one.score >= best.score - LEVEL and one.seen.reading > reads and one.own > best.own)
        )
    ]
    if not others:
        return list(ranked)
    first = ranked[-max(others)[1]]
    return [first, *(one for one in ranked if one is not first)]


def _read(task: Task, found: Sequence[Sentence]) -> list[Sentence]:
    """``found`` with the first ones read one by one: what answers better than their average rises, what does so worse falls."""
    first = to_read(task, found)
    if not first:
        return list(found)
    readings = _readings(task, first)
    if readings is None:
        gains = [CLOSE * near for near in closeness(task.index, task.understood.folded, [one.text for one in first])]
    else:
        if max(readings) < CERTAIN:
            rest = rest_to_read(task, found, first)
            first, readings = [*first, *rest], [*readings, *(_readings(task, rest) or ())]
        gains = [ANSWERING * one for one in readings]
    average = sum(gains) / len(gains)
    logits: Sequence[float | None] = readings or [None] * len(first)
    judged = [
        replace(one, score=one.score + gain - average, seen=replace(one.seen, reading=reading))
        for one, gain, reading in zip(first, gains, logits, strict=True)
    ]
    others = [one for one in found if one not in first]
    return sorted([*judged, *others], key=lambda one: (-one.score, one.span))


def _readings(task: Task, sentences: Sequence[Sentence]) -> list[float] | None:
    """The logits of ``sentences``, by the default model; None with any other. Where none answers all that a question asks for
    (某基地什么时候启用，配几台), as well as they answer what it asks first.
    """
    understood = task.understood
    passages = [passage(task.corpus, one.span) for one in sentences]
    found = read(task.index, understood.folded, passages)
    if not found or not understood.further or understood.detail is None or max(found) >= _ANSWERED:
        return found
    end = understood.folded.find(understood.detail.clause) + len(understood.detail.clause)
    first = read(task.index, understood.folded[:end], passages) if end >= _STANDS_ALONE else None
    return [max(each) for each in zip(found, first, strict=True)] if first else found
