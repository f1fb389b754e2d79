"""Whose it is what somebody is said to have said: where he does not, and another surely does (是不是甲说过…，是乙说的)."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from index.records import Span
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import Line, Statement, evidence
from rag.relevance import read
from rag.reranking import passage
from rag.stages import drafted_as
from rag.understanding import Understood
from rag.understanding.kinds import asks
from rag.understanding.topics import without_names

_MARKS = '[“”「」『』"]'
_CLEARLY = 3.0
"""The logits by which another's sentence must say it better than what is shown of him."""
_SURELY = 2.0
"""The logit of the cross-encoder from which a sentence says what is given to somebody else; below it, it may only speak of it."""


def attributed(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question whether somebody said something with whoever did, where he does not; None where it asks something else, he
    does, it stands between quotation marks, or nobody surely does.
    """
    assert asked.understood is not None
    plan = asked.understood.plan
    denied = isinstance(result, Refusal) or (isinstance(result, Draft) and result.kind == "verify")
    sentence = plan.sentence if plan.kind == "verify" else _claim(asked.understood)
    if len(plan.speakers) != 1 or not sentence or not (denied or plan.kind != "verify"):
        return None
    if asked.speaker is not None or pattern(_MARKS).search(asked.understood.question) or asks(fold(sentence)):
        return None
    question = language("questions")["who_proposed"].format(sentence=sentence)
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
    shown = [span for span in _shown(result) if corpus.speech(span.place).speaker in plan.speakers]
    his = read(again.opened.index, fold(question), [passage(corpus, one) for one in shown]) if shown else None
    if not denied and his and max(his) > readings[0] - _CLEARLY:
        return None
    told = language("questions")["said_by_another"].format(speaker=plan.speakers[0])
    lines = [Line((told,)), Line((first,))]
    return replace(again, understood=asked.understood, task=asked.task, result=Draft(lines=lines, kind="verify"))


def _claim(understood: Understood) -> str | None:
    """What a question asks whether one speaker proposed (是不是甲提出了某事), or None."""
    if understood.plan.kind not in ("fact", "summary") or understood.plan.detail is not None:
        return None
    masked = without_names(understood.folded, understood.naming)
    found = pattern(language("questions")["his_claim"]).match(masked)
    claim = (found["what"] or found["claim"]) if found is not None else None
    return claim if claim and "〇" not in claim else None


def _shown(result: object) -> list[Span]:
    return evidence(result.lines) if isinstance(result, Draft) and isinstance(result.lines, list) else []
