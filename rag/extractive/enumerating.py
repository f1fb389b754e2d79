"""Who all, and how many: by the term itself, by what somebody means in other words, or by what one sentence states."""

from __future__ import annotations

from dataclasses import replace

from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import surely_spoken_of, terms_of
from rag.extractive.facts import draft_fact
from rag.extractive.listing import draft_list, listed, only_verbs, takes_either
from rag.extractive.quotations import fact_lines
from rag.extractive.similarity import draft_similar
from rag.extractive.topical import draft_likely, draft_topical, in_other_words, is_fragment, is_literal, wants_several
from rag.membership import members
from rag.refusal import nearest, refuse
from rag.reranking import scored
from rag.understanding.kinds import Detail

_COUNTED = Detail("number", "数量")
_STATED = 0.6
"""Coverage from which a sentence states what the list question says in other words, if reading does not say so."""


def draft_enumeration(task: Task) -> Draft | Refusal:
    """The answer to a list or a count: of things that the corpus counts, of speakers, or of what they name."""
    plan, people = task.understood.plan, asks_for_people(task)
    counted = _draft_counted(task)
    if counted is not None:
        return counted
    of_everybody = people and not plan.speakers
    complete = draft_list(task, also=in_other_words(task) if of_everybody and is_literal(task) else None)
    if of_everybody and not is_literal(task):
        complete = draft_topical(task) or (_nobody(task) if is_fragment(task) else complete)
    if not isinstance(complete, Refusal) or complete.reason != "topic_absent":
        return complete
    if plan.excluded and not plan.documents:
        likened = draft_similar(task)  # nobody else says the words; who proposes the same in others?
        if isinstance(likened, Draft):
            return replace(likened, kind="similar")
    if not people:
        detail = _COUNTED if plan.kind == "count" else None
        return draft_fact(replace(task, understood=replace(task.understood, detail=detail)))
    return (_stated(task) if plan.kind == "list" else None) or complete


def _nobody(task: Task) -> Refusal:
    """That nobody speaks of what is asked."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    return refuse(task, "topic_absent", found=nearest(task, terms))


def draft_who(task: Task) -> Draft | Refusal:
    """The answer to a who-question: all whom it can mean where it asks for all, else whoever says it, or surely speaks of it."""
    if several(task):
        return draft_list(task)
    if wants_several(task) and not is_literal(task) and (found := draft_topical(task)) is not None:
        return replace(found, kind="list")
    fact = draft_fact(task)
    absent = isinstance(fact, Refusal) and fact.reason == "topic_absent" and not task.understood.plan.speakers
    return (draft_likely(task) if absent else None) or fact


def _draft_counted(task: Task) -> Draft | Refusal | None:
    """How many there are of what the corpus counts, where that is asked for and not who speaks of it."""
    plan, folded = task.understood.plan, task.understood.folded
    counted = pattern(language("details")["asking"]["counted"]).search(folded)
    if plan.kind != "count" or not plan.terms or not counted or _counts_speech(task):
        return None
    unit = Detail("number", "数量", counted["unit"])
    fact = draft_fact(replace(task, understood=replace(task.understood, detail=unit)))
    if isinstance(fact, Draft):
        return replace(fact, kind="fact")
    persons = pattern(language("questions")["people"]).search(folded)
    return fact if fact.reason == "detail_absent" and not persons else None


def _stated(task: Task) -> Draft | None:
    """What one sentence states plainly where no term could be listed (还有谁建议把某物用来做某事)."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    ranked = [
        one
        for one in scored(task, terms, task.understood.topic.phrases)
        if task.corpus.speech(one.span.place).speaker not in task.understood.plan.excluded
    ]
    if not ranked or not (ranked[0].whole >= _STATED or surely_spoken_of(task, ranked[0])):
        return None
    return Draft(lines=fact_lines(task, ranked))


def _counts_speech(task: Task) -> bool:
    return pattern(language("questions")["counts_speech"]).search(task.understood.folded) is not None


def asks_for_people(task: Task) -> bool:
    """Whether a list question asks for speakers, not for things or persons that speakers name."""
    rules, folded = language("questions"), task.understood.folded
    if task.understood.plan.kind == "count" and not _counts_speech(task):
        return False
    return pattern(rules["people"]).search(folded) is not None and not pattern(rules["spoken_of"]).search(folded)


def several(task: Task) -> bool:
    """Whether a who-question quotes words, or asks who mentions a topic, that several speakers have: all are the answer.

    Of several things that nobody has all of, only where the question says that all are to be mentioned, or that one suffices.
    """
    phrases = listed(task.understood.topic.phrases)
    mentioned = pattern(language("questions")["mentions"]).search(task.understood.folded)
    whole = task.understood.topic.phrases
    quoted = any(one.quoted for one in whole) and all(one.quoted or only_verbs(one) for one in whole)
    if not phrases or not (mentioned or quoted):
        return False
    having = [{task.corpus.speech(span.place).speaker for span in members(task, phrase).spans} for phrase in phrases]
    told = takes_either(task.understood.folded) or pattern(language("questions")["all_terms"]).search(
        task.understood.folded
    )
    return all(having) and len(set.union(*having)) > 1 and bool(told or set.intersection(*having))
