"""Whose it is what somebody is said to have said: where he does not, and another surely does (是不是甲说过…，是乙说的)."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.relevance import read
from rag.reranking import passage
from rag.stages import drafted_as
from rag.understanding.kinds import asks

_MARKS = '[“”「」『』"]'
_SURELY = 2.0
"""The logit of the cross-encoder from which a sentence says what is given to somebody else; below it, it may only speak of it."""


def attributed(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question whether somebody said something with whoever did, where he does not; None where it asks something else, he
    does, it stands between quotation marks, or nobody surely does.
    """
    assert asked.understood is not None
    plan = asked.understood.plan
    denied = isinstance(result, Refusal) or (isinstance(result, Draft) and result.kind == "verify")
    if plan.kind != "verify" or len(plan.speakers) != 1 or not plan.sentence or not denied:
        return None
    if asked.speaker is not None or pattern(_MARKS).search(asked.understood.question) or asks(fold(plan.sentence)):
        return None
    question = language("questions")["who_proposed"].format(sentence=plan.sentence)
    again = drafted_as(asked, question, answerer)
    if again is None or not isinstance(again.result, Draft) or not isinstance(again.result.lines, list):
        return None
    first = next((part for line in again.result.lines for part in line.parts if isinstance(part, Statement)), None)
    if first is None:
        return None
    corpus, span = again.opened.index.corpus, first.evidence[0]
    speaker = corpus.speech(span.place).speaker
    if speaker is None or speaker in plan.speakers:
        return None
    readings = read(again.opened.index, fold(question), [passage(corpus, span)])
    if not readings or readings[0] < _SURELY:
        return None
    told = language("questions")["said_by_another"].format(speaker=plan.speakers[0])
    lines = [Line((told,)), Line((first,))]
    return replace(again, understood=asked.understood, task=asked.task, result=Draft(lines=lines, kind="verify"))
