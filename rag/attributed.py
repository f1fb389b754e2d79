"""Whose it is what somebody is said to have said: where he does not, and another surely does (是不是甲说过…，是乙说的)."""

from __future__ import annotations

from dataclasses import replace

from index.folding import closed_up, fold
from index.records import Span
from rag.answering import Answerer, Draft, Refusal, shown
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.relevance import read
from rag.reranking import passage
from rag.stages import drafted_as
from rag.understanding import Understood
from rag.understanding.kinds import asks
from rag.understanding.topics import without_names
from rag.verification import verify

_MARKS = '[“”「」『』"]'
_CLEARLY = 3.0
"""The logits by which another's sentence must say it better than what is shown of him."""
_COMPOUND = 4
"""Characters from which words that stand side by side as they were asked are the thing itself (科技保险)."""
_SHORTEST = 3
"""The same of a claim that is no longer itself."""
_SURELY = 2.0
"""The logit of the cross-encoder from which a sentence says what is given to somebody else; below it, it may only speak of it."""


def attributed(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question whether somebody said something with whoever did, where he does not; None where it asks something else, he
    does, it stands between quotation marks, or nobody surely does.
    """
    assert asked.understood is not None
    plan = asked.understood.plan
    denied = isinstance(result, Refusal) or (isinstance(result, Draft) and result.kind == "verify")
    claimed = plan.sentence if plan.kind == "verify" else _claim(asked.understood)
    if len(plan.speakers) != 1 or not claimed or _literally(asked, claimed, result):
        return None
    if asked.speaker is not None or pattern(_MARKS).search(asked.understood.question) or asks(fold(claimed)):
        return None
    sentence = pattern(language("questions")["only_wanting"]).sub("", claimed) or claimed
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
    if not readings or (readings[0] < _SURELY and not _word_for_word(asked, sentence, span)):
        return None
    own = [span for span in shown(result) if corpus.speech(span.place).speaker in plan.speakers]
    his = read(again.opened.index, fold(question), [passage(corpus, one) for one in own]) if own else None
    if not denied and his and max(his) > readings[0] - _CLEARLY:
        return None
    told = language("questions")["said_by_another"].format(speaker=plan.speakers[0])
    lines = [Line((told,)), Line((first,))]
    return replace(again, understood=asked.understood, task=asked.task, result=Draft(lines=lines, kind="verify"))


def _literally(asked: Asked, sentence: str, result: object) -> bool:
    """Whether ``result`` shows the very words of a sentence to be checked, altered or as they are."""
    if not isinstance(result, Draft) or asked.understood is None or asked.understood.plan.kind != "verify":
        return False
    speaker = asked.understood.plan.speakers[0]
    return verify(sentence, corpus=asked.opened.index.corpus, speaker=speaker).status != "absent"


def _word_for_word(asked: Asked, claimed: str, span: Span) -> bool:
    """Whether the paragraph of ``span`` has a compound of what is claimed as it is that none of the paragraphs of the one asked has."""
    assert asked.understood is not None
    corpus, own = asked.opened.index.corpus, asked.understood.plan.speakers
    theirs = closed_up(fold(corpus.text(span.place)))
    speeches = [corpus.speech(one.place) for name in own for one in asked.opened.lexicon.appearances.get(name, ())]
    his = "\n".join(closed_up(fold(text)) for speech in speeches for text in speech.paragraphs)
    text = closed_up(fold(claimed))
    length = min(_COMPOUND, max(len(text), _SHORTEST))
    pieces = (text[start : start + length] for start in range(len(text) - length + 1))
    return any(piece in theirs and piece not in his for piece in pieces)


def _claim(understood: Understood) -> str | None:
    """What a question asks whether one speaker proposed (是不是甲提出了某事), or None."""
    if understood.plan.kind not in ("fact", "summary", "who", "verify") or understood.plan.detail is not None:
        return None
    masked = without_names(understood.folded, understood.naming)
    found = pattern(language("questions")["his_claim"]).match(masked)
    claim = (found["what"] or found["claim"] or found["told"]) if found is not None else None
    return claim if claim and "〇" not in claim else None
