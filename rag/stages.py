"""The stages of the chain before an answerer: what is asked, and which speeches and paragraphs may answer it; and all of it
with the answerer behind, for a question in another form.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from index.folding import fold
from index.records import Hit, Place
from index.words import plain_words
from rag.answering import Answerer, Refusal, Task
from rag.asked import Asked, Opened
from rag.failures import search_failed
from rag.understanding import Understood, understand
from rag.understanding.intents import about, intended, of_all, of_identity, only_a_topic
from rag.understanding.literal import marked
from rag.understanding.parts import Parts
from rag.understanding.renamed import asked_of_another
from rag.verification import verify

_SEARCHED = 50


def understood(asked: Asked, *, usual: bool = False) -> Asked:
    """The question with its plan; ``usual``: it is put in a form that the rules are sure to read rightly."""
    began = time.perf_counter()
    instead = None if usual else _of_another(asked)
    read = partial(
        understand,
        instead or asked.question,
        lexicon=asked.opened.lexicon,
        tokenise=plain_words().spans,
        history=() if instead else asked.history,
        speaker=asked.speaker,
        document=asked.document,
    )
    found = read()
    if instead is not None:
        found = replace(found, completed=True)
    parts = None if usual else parts_of(asked, found)
    if parts is not None:
        if only_a_topic(found, parts):
            read = partial(read, strangers=False)
            found = read()
        kind = intended(found, parts)
        found = _intended(asked, found, read(intended=kind)) if kind is not None else of_all(found, parts) or found
        found = of_identity(found, parts, asked.opened.lexicon) or found
        found = _checked(asked, found, parts) or found
    return replace(asked, understood=found, **asked.took("understand", began))


def _of_another(asked: Asked) -> str | None:
    """The last question as a follow-up asks it of another speaker; None where it does more than name him."""
    parts = parts_read(asked.opened, fold(asked.question)) if asked.history else None
    if parts is None:
        return None
    lexicon = asked.opened.lexicon
    return asked_of_another(parts, asked.history, lexicon=lexicon, tokenise=plain_words().spans)


def _checked(asked: Asked, found: Understood, parts: Parts) -> Understood | None:
    """The question as one that wants a sentence checked which it holds without marks; None where the rules have it, or there is none."""
    corpus = asked.opened.index.corpus
    known = found.plan.kind == "verify" and verify(found.plan.sentence or "", corpus=corpus).status != "absent"
    question = None if known or found.completed else marked(asked.question, parts, corpus)
    if question is None:
        return None
    return understand(
        question,
        lexicon=asked.opened.lexicon,
        tokenise=plain_words().spans,
        speaker=asked.speaker,
        document=asked.document,
        intended="verify",
    )


def _intended(asked: Asked, by_rules: Understood, found: Understood) -> Understood:
    """``found``, a question of the kind that it surely is, without the words that only put it; ``by_rules`` where it wants a
    sentence checked that the corpus does not hold: something of it may be said all the same.
    """
    corpus = asked.opened.index.corpus
    if found.plan.kind == "verify" and verify(found.plan.sentence or "", corpus=corpus).status == "absent":
        return by_rules
    own = parts_read(asked.opened, found.folded)
    return found if own is None else about(found, own)


def parts_of(asked: Asked, understood: Understood) -> Parts | None:
    """The parts of a question, completed if it was; None where the model does not tell them."""
    return parts_read(asked.opened, understood.folded if understood.completed else fold(asked.question))


def parts_read(opened: Opened, text: str) -> Parts | None:
    """The parts of a folded question; None where the model does not tell them."""
    tagged = opened.index.question_parts(text)
    return None if tagged is None else Parts.of(tagged)


def retrieved(asked: Asked) -> Asked:
    """The understood question with its task; where the search fails, with the refusal that tells so."""
    began = time.perf_counter()
    assert asked.understood is not None
    index, plan = asked.opened.index, asked.understood.plan
    filtered = _filtered(asked)
    hits: list[Hit] = []
    failed = None
    if plan.kind != "smalltalk":
        try:
            hits = index.search(_topical(asked.understood), k=_SEARCHED, speaker=asked.speaker, document=asked.document)
        except Exception as error:  # noqa: BLE001 - whatever a search raises is a failed search, and is told as one
            failed = search_failed(error)
    task = Task(asked.understood, index, asked.opened.lexicon, tuple(hits), _allowed(asked, filtered), filtered)
    return replace(asked, task=task, result=failed, **asked.took("retrieve", began))


def drafted_as(asked: Asked, question: str, answerer: Answerer, *, usual: bool = True) -> Asked | None:
    """The question with the draft that it gets in the form ``question``, which stands by itself; None where that gets none.

    ``usual``: as for :func:`understood`.
    """
    again = retrieved(understood(replace(asked, question=question, history=()), usual=usual))
    assert again.task is not None
    result = again.result or answerer.draft(again.task)
    return None if isinstance(result, Refusal) else replace(again, question=asked.question, result=result)


def _topical(understood: Understood) -> str:
    """What is searched for: the question without the names in it, so that a rank tells of the topic and not of the name.

    Folded, since the vectors of 繁 and 简 are apart.
    """
    text = understood.folded
    if not understood.topic.words:
        return text
    for start, end in sorted(understood.naming, reverse=True):
        text = text[:start] + text[end:]
    return text if text.strip() else understood.folded


def _filtered(asked: Asked) -> frozenset[tuple[int, int]] | None:
    """The speeches that the user's filters leave; None without one."""
    return _speeches(asked.opened, [asked.speaker] if asked.speaker else [], [asked.document] if asked.document else [])


def _allowed(asked: Asked, filtered: frozenset[tuple[int, int]] | None) -> frozenset[tuple[int, int]] | None:
    """The speeches that the question's names and the user's filters leave; None for all."""
    assert asked.understood is not None
    plan, corpus = asked.understood.plan, asked.opened.index.corpus
    compared = plan.kind == "compare"
    allowed = _speeches(asked.opened, plan.speakers, [] if compared else [*plan.documents])
    if plan.roles and not compared and allowed is not None:
        fitting = {
            one
            for one in allowed
            if any(word in fold(corpus.heading(Place(*one, 0)).speeches[one[1]][1]) for word in plan.roles)
        }
        allowed = frozenset(fitting) or allowed
    if filtered is not None:
        allowed = filtered if allowed is None else allowed & filtered
    return allowed


def _speeches(opened: Opened, speakers: Sequence[str], documents: Sequence[str]) -> frozenset[tuple[int, int]] | None:
    """The (document, speech) ordinals of the speakers and documents; None where neither is given."""
    if not speakers and not documents:
        return None
    by_speaker = {
        (one.place.document, one.place.speech) for name in speakers for one in opened.lexicon.appearances.get(name, ())
    }
    by_document = {
        (number, speech)
        for number, heading in enumerate(opened.headings() if documents else ())
        if heading.source in documents
        for speech in range(len(heading.speeches))
    }
    if speakers and documents:
        return frozenset(by_speaker & by_document)
    return frozenset(by_speaker or by_document)
