"""Whose words an answer may be where the question tells whose it wants by what he is: his alone, however the question is put again."""

from __future__ import annotations

from dataclasses import replace

from index.corpus import Corpus
from index.folding import fold
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import evidence
from rag.dwelling import cited
from rag.refusal import nearest, refuse
from rag.stages import retrieved
from rag.understanding.topics import Topic


def keeps_to(asked: Asked, again: Asked) -> bool:
    """Whether ``again``, the question in another form with its draft, is still asked of the speakers of whom alone it wants to know."""
    assert asked.understood is not None
    bound, excluded = {*asked.understood.bound}, {*asked.understood.plan.excluded}
    if excluded and isinstance(again.result, Draft) and _speakers(asked.opened.index.corpus, again.result) & excluded:
        return False
    named = asked.understood.plan.documents
    if named and not asked.history and isinstance(again.result, Draft):
        corpus = asked.opened.index.corpus
        if not {corpus.heading(place).source for place in cited(again.result)} <= {*named}:
            return False
    if not bound:
        return True
    if isinstance(again.result, Draft):
        speakers = _speakers(asked.opened.index.corpus, again.result)
        return bool(speakers) and speakers <= bound
    return (
        again.understood is not None
        and bool(again.understood.plan.speakers)
        and {*again.understood.plan.speakers} <= bound
    )


def beside_another(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question what somebody says of what another wants, as one of both, where it finds nothing of him alone: he may speak of it in
    words that only the other's explain. None where that does not find his words either.
    """
    understood = asked.understood
    if understood is None or not isinstance(result, Refusal) or not understood.bound or not understood.told_before:
        return None
    plan = replace(understood.plan, kind="compare", speakers=(*understood.told_before, *understood.bound))
    again = retrieved(replace(asked, understood=replace(understood, plan=plan, detail=None, bound=())))
    if again.task is None or again.result is not None:
        return None
    draft = answerer.draft(again.task)
    if not isinstance(draft, Draft) or not isinstance(draft.lines, list):
        return None
    corpus = asked.opened.index.corpus
    own = [one for one in evidence(draft.lines) if corpus.speech(one.place).speaker in understood.bound]
    quotes = "".join(fold(corpus.stretch(one)) for one in own)
    if not any(len(term) > 1 and term in quotes for term in plan.terms):
        return None
    return replace(again, result=draft)


def of_its_body(asked: Asked) -> Asked:
    """``asked``, with its draft, or with the refusal that the body which is its subject says nothing of what is asked
    (某协会的回收率是多少): where others answer, in words that do not so much as name that body.
    """
    assert asked.understood is not None
    subject, result = asked.understood.subject, asked.result
    if subject is None or asked.task is None or not isinstance(result, Draft):
        return asked
    corpus = asked.opened.index.corpus
    speakers = _speakers(corpus, result)
    quotes = [fold(corpus.stretch(one)) for one in evidence(result.lines)]
    if not speakers or speakers & {*subject.speakers} or any(subject.text in quote for quote in quotes):
        return asked
    of_it = replace(asked.understood.plan, speakers=subject.speakers)
    topic = _behind(asked.understood.topic, asked.understood.folded, subject.end)
    task = replace(asked.task, understood=replace(asked.understood, plan=of_it, topic=topic))
    refusal = refuse(task, "speaker_silent", found=nearest(task, ()))
    return replace(asked, understood=task.understood, task=task, result=refusal)


def not_likened(asked: Asked) -> Asked:
    """``asked``, with its draft, or with the refusal where who is of the other mind is asked for and those of one mind are shown."""
    assert asked.understood is not None
    result, rules = asked.result, language("against")
    likened = isinstance(result, Draft) and (result.kind or asked.understood.plan.kind) == "similar"
    if not likened or asked.task is None:
        return asked
    other = pattern(f"(?:{rules['who']})[^,，。?？]*(?:{rules['differing']})").search(fold(asked.question))
    if other is None:
        return asked
    return replace(asked, result=refuse(asked.task, "detail_absent", found=nearest(asked.task, ())))


def _behind(topic: Topic, folded: str, at: int) -> Topic:
    """A topic without what of it stands before ``at``, as it is to be shown."""
    phrases = tuple(
        one if one.start >= at else replace(one, text=folded[at : one.end].lstrip("的在"), start=at)
        for one in topic.phrases
        if one.end > at
    )
    return replace(topic, phrases=tuple(one for one in phrases if one.text))


def _speakers(corpus: Corpus, draft: Draft) -> set[str | None]:
    return {corpus.speech(place).speaker for place in cited(draft)}
