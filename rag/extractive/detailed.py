"""Which of the sentences found for a question have the detail that it asks for: an amount, a time, a name, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import Sentence, coverage, proposes, spoken_of, terms_of
from rag.extractive.rereading import DOUBTFUL
from rag.extractive.second_reading import again
from rag.extractive.wording import sentences_beside
from rag.relevance import WHOLE, probability
from rag.reranking import CERTAIN
from rag.speeches import parts_of
from rag.understanding.details import asks_wanted, holds_detail, is_wanted, may_hold, says_again, told_alike
from rag.understanding.kinds import Detail

DETAILED = 0.72
"""The asked detail must stand in a sentence of at least this share of the best score."""
WANTED = 0.4
"""Of that share of the best sentence's score, one that says what should be is shown beside one that says what is."""
BESIDE = 0.01
"""Or, in the best sentence's own paragraph, in one that holds at least so much of the topic itself."""
_FIGURES = ("number", "money", "grant", "duration", "measure")
_SHORT = 20
"""Characters of a question up to which the words alone may tell that a sentence answers it."""
PLAINLY = 0.75
"""The probability from which a sentence is so surely on the topic that only the second reader may find no answer in it."""
SURELY = 0.5
"""The probability of being on the topic from which what a background states counts as the reason."""


def detailed(task: Task, ranked: Sequence[Sentence], detail: Detail) -> list[Sentence]:
    """The sentences that have the asked detail: good ones, else those of the best one's paragraph that speak of the topic,
    else the one right behind the best, which goes on speaking of it.
    """
    folded, best = task.understood.folded, ranked[0]
    holding = [one for one in ranked if holds_detail(detail, fold(one.text), question=folded)]
    beside = [one for one in holding if one.span.place == best.span.place]
    found = (
        [one for one in holding if one.score >= DETAILED * best.score and spoken_of(task, one)]
        or [one for one in beside if one.own >= BESIDE or (one.seen.reading is not None and spoken_of(task, one))]
        or [one for one in holding if detail.name == "change" and _near(task, best, one)]
        or [one for one in _going_on(task, best) if holds_detail(detail, fold(one.text), question=folded)]
    )
    found = [one for one in found if not _is_doubtful(task, one)]
    return [one for one in found if told_alike(detail, fold(one.text), folded)] or found


def surely_told(ranked: Sequence[Sentence], detail: Detail, question: str) -> list[Sentence]:
    """The sentences read to answer so surely that any figure of the asked sort will do, whatever its form: of 13 refused
    development questions with such a sentence, 12 were answerable. For how many of a kind (分几级，哪八个字) what is counted may
    be told without any figure: of 9 such, 8 were.
    """
    listed_alone = detail.name == "number" and bool(detail.unit)
    return [
        one
        for one in ranked
        if one.seen.reading is not None
        and one.seen.reading >= CERTAIN
        and (listed_alone or may_hold(detail, fold(one.text), question=question))
    ]


def _is_doubtful(task: Task, one: Sentence) -> bool:
    """Whether the sentence, read beside a question that stands as it was asked, hardly answers: then the detail it has is one
    of something else.
    """
    reading = one.seen.reading
    return not task.understood.completed and reading is not None and reading < DOUBTFUL and not says_all(task, one)


def says_all(task: Task, one: Sentence) -> bool:
    """Whether a sentence of whoever is named has, by itself, every word of a short question, and a figure of the asked sort where one is
    asked for (甲抽了多少样品): the reader has too little to go by there, and takes most of such for no answer.
    """
    understood, detail = task.understood, task.understood.detail
    if not understood.plan.speakers or len(understood.folded) > _SHORT:
        return False
    if one.own < WHOLE and (detail is None or understood.completed or not _says_what(task, one)):
        return _told_again(task, one)
    if detail is None:
        return True
    if detail.name not in _FIGURES:
        return _told_again(task, one)
    return holds_detail(detail, fold(one.text), question=understood.folded)


def _told_again(task: Task, one: Sentence) -> bool:
    """Whether a sentence surely on the topic has the asked detail, of a sort told in few forms, and the second reader does not find
    that it hardly answers.
    """
    detail = task.understood.detail
    if detail is None or detail.name not in language("details")["told_plainly"] or task.understood.completed:
        return False
    if probability(one.seen, named=True) < PLAINLY or not holds_detail(
        detail, fold(one.text), question=task.understood.folded
    ):
        return False
    found = again(task, [one.span])
    return bool(found) and found[0] >= DOUBTFUL


def _says_what(task: Task, one: Sentence) -> bool:
    """Whether a sentence has every word of the topic but verbs of one character, which say nothing of what is asked (收, 打, 交)."""
    words = [word for word in task.understood.plan.terms if len(word) > 1]
    terms = terms_of(words, task.corpus, task.understood.topic.phrases)
    return bool(terms) and coverage(terms, fold(one.text)) >= WHOLE


def _near(task: Task, best: Sentence, other: Sentence) -> bool:
    """Whether another paragraph of the best sentence's speech says what should become of the topic."""
    same = other.span.place[:2] == best.span.place[:2] and other.score >= WANTED * best.score
    return same and is_wanted(fold(other.text)) and spoken_of(task, other)


def _going_on(task: Task, best: Sentence) -> list[Sentence]:
    """The sentence right behind the best one, where it opens nothing new; [] at the end of the paragraph."""
    _, behind = sentences_beside(task.corpus, best.span)
    if behind is None:
        return []
    text = task.corpus.stretch(behind)
    opens = pattern(language("details")["asking"]["opens"]).match(fold(text))
    return [] if opens else [replace(best, span=behind, text=text, own=0.0)]


def wanted(task: Task, ranked: Sequence[Sentence], best: Sentence) -> Sentence | None:
    """Where the question asks what should be and the best sentence says what is: the sentence of its speech that says so."""
    detail, folded = task.understood.detail, task.understood.folded
    if detail is None or not asks_wanted(folded) or is_wanted(fold(best.text)):
        return None
    found = [one for one in ranked if _near(task, best, one) and holds_detail(detail, fold(one.text), question=folded)]
    return found[0] if found else None


def troubles(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """What the background that speaks of the topic states: why something goes badly is told there without any because.

    [] where the best sentence recommends: a proposal gives no reason for itself.
    """
    best = ranked[0].span.place
    part = parts_of(task.corpus.speech(best))[best.paragraph - 1]
    if part == "recommendation" or probability(ranked[0].seen, named=bool(task.understood.plan.speakers)) < SURELY:
        return []
    asked = task.understood.folded
    return [
        one
        for one in ranked
        if one.span.place == best and not proposes(fold(one.text)) and not says_again(fold(one.text), asked)
    ]
