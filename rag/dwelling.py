"""One more figure of what was just shown, asked for in a few words that name nothing else (那要花多少钱)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.corpus import Corpus
from index.folding import closed_up, fold
from index.records import Place, Span
from index.sentences import sentences
from index.words import plain_words
from rag.answering import Draft, Refusal, Task, shown
from rag.asked import Asked
from rag.data import language, pattern
from rag.extractive.quotations import introduce
from rag.extractive.wording import quoting, trimmed
from rag.matching import strength
from rag.relevance import read
from rag.reranking import passage
from rag.stages import retrieved, understood
from rag.understanding.details import answers_softly, holds_detail
from rag.understanding.dialogue import last_turn
from rag.understanding.kinds import Detail
from rag.understanding.shown import place_of_words
from rag.understanding.turns import Turn, adds_nothing, speakers_of, topic_in

_SHORT = 20
"""Characters up to which a follow-up may be about nothing but what was shown."""
_LEAST = -2.0
"""The logit of the cross-encoder from which a sentence of the shown paragraph may answer what points at what was shown."""
_NUMBER = re.compile(r"[0-9][0-9.]*")


def dwelling(asked: Asked, result: object) -> Asked | None:
    """The follow-up with what the shown paragraph tells of it beyond what was shown; None where it asks of something else,
    is answered from there, or is told nothing more there.
    """
    assert asked.understood is not None
    detail = asked.understood.detail
    if not asked.history or detail is None or answers_softly(detail) or len(asked.question) > _SHORT:
        return None
    rules, folded, lexicon = language("questions"), fold(asked.question), asked.opened.lexicon
    if lexicon.mentions(folded) or pattern(
        f"{rules['preamble']}|{rules['existence']}|{rules['followup']['others']}"
    ).search(folded):
        return None
    tokenise = plain_words().spans
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=tokenise)
    people = speakers_of(previous, lexicon) if previous is not None else []
    if previous is None or len(people) != 1:
        return None
    if asked.understood.plan.speakers and people[0] not in asked.understood.plan.speakers:
        return None  # 不是他，另外那位呢: another is asked
    place = place_of_words(previous.answer, people, lexicon)
    if place is None or (isinstance(result, Draft) and (not cited(result) or place in cited(result))):
        return None  # told from there, or by a model that is still to write it
    own = [word for word in topic_in(folded, (), tokenise).words if not adds_nothing(word, previous)]
    spans = _told(asked.opened.index.corpus, place, detail, previous, folded)
    again = retrieved(understood(replace(asked, question=f"{people[0]}，{asked.question}", history=())))
    if again.task is None or not again.task.allows(place) or not spans:
        return None
    if pattern(rules["followup"]["pointing"]).match(folded) and isinstance(result, Refusal):
        if not _answers(again.task, spans):  # its words call what was shown by another name
            return None
    elif len(own) > 1 or (own and not (_say(again.task, spans, own) or _better_read(again.task, spans, result))):
        return None
    lines = [
        quoting(again.task.corpus, span, lead=introduce(again.task, span.place, first=number == 0, same=number > 0))
        for number, span in enumerate(spans[:2])
    ]
    return replace(again, question=asked.question, result=Draft(lines=lines))


def cited(result: object) -> set[Place]:
    """The paragraphs that a draft cites; none of a refusal, and where it is still to be written."""
    return {span.place for span in shown(result)}


def _told(corpus: Corpus, place: Place, detail: Detail, previous: Turn, question: str) -> list[Span]:
    """The sentences of the paragraph at ``place`` that hold the asked detail, the figures of the last answer apart."""
    shown, text = {*_NUMBER.findall(fold(previous.answer))}, corpus.text(place)
    return [
        trimmed(corpus, Span(place, start, end))
        for start, end in sentences(text)
        if holds_detail(
            detail,
            _NUMBER.sub(lambda match: "〇" if match[0] in shown else match[0], fold(text[start:end])),
            question=question,
        )
    ]


def _say(task: Task, spans: Sequence[Span], words: Sequence[str]) -> bool:
    text = closed_up(fold(" ".join(task.corpus.text(span.place) for span in spans[:1])))
    return all(strength(word, text) for word in words)


def _answers(task: Task, spans: Sequence[Span]) -> bool:
    """Whether one of the sentences at ``spans``, read beside the completed question, may answer it."""
    readings = read(task.index, task.understood.folded, [passage(task.corpus, span) for span in spans])
    return readings is not None and max(readings) >= _LEAST


def _better_read(task: Task, spans: Sequence[Span], result: object) -> bool:
    """Whether the shown paragraph answers better than what the same speaker's draft cites instead, read beside the question."""
    speaker = task.corpus.speech(spans[0].place).speaker
    other = shown(result)
    if not other or any(task.corpus.speech(span.place).speaker != speaker for span in other):
        return False
    readings = read(task.index, task.understood.folded, [passage(task.corpus, span) for span in (*spans, *other)])
    return readings is not None and max(readings[: len(spans)]) > max(readings[len(spans) :])
