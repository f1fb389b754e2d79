"""Whether whoever is told by what he is says nothing of what is asked, though another does."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from index.records import Place
from rag.answering import Refusal, Task
from rag.evidence import surely_spoken_of, terms_of
from rag.membership import members
from rag.refusal import nearest, refuse
from rag.reranking import scored
from rag.understanding.vocabulary import substance

_TELLING = 0.5
"""The substance from which a word tells what is spoken of."""
_ASKED = ("fact", "who", "summary")


def draft_silence(task: Task) -> Refusal | None:
    """The refusal of a question whose speaker is told by his office, body or doings, where only others speak of each of the things it is
    about; None where he speaks of one, nobody does, or what he says surely answers in other words.
    """
    understood = task.understood
    if not understood.bound or understood.plan.kind not in _ASKED or task.allowed is None:
        return None
    free = replace(task, allowed=task.filtered)
    titles = "".join(fold(task.corpus.speech(Place(*one, 0)).title) for one in task.allowed)
    if any(len(word) > 1 and word in titles for word in understood.topic.words):
        return None
    elsewhere = False
    for phrase in understood.topic.phrases:
        if not phrase.words:
            continue
        if members(task, phrase).spans:
            return None
        telling = any(substance(word) >= _TELLING for word in phrase.words)
        elsewhere = elsewhere or (telling and bool(members(free, phrase).spans))
    if not elsewhere:
        return None
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    ranked = scored(task, terms, understood.topic.phrases)
    if ranked and surely_spoken_of(task, ranked[0]):
        return None
    return refuse(task, "speaker_silent", found=nearest(task, terms))
