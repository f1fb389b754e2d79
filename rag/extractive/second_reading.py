"""A second reader's opinion where the first one is in doubt: whose sentence answers, and whether one does that lacks the asked detail.

Two readers trained apart seldom err on the same question (ensembles: Dietterich 2000, doi:10.1007/3-540-45014-9_1). The second
one is larger and takes twice as long, so it reads a few sentences only, where the first does not decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from rag.answering import Task
from rag.claims.numbers import numbers
from rag.data import language
from rag.evidence import Sentence
from rag.relevance import read
from rag.reranking import CERTAIN, passage
from rag.understanding.kinds import Detail

IN_DOUBT = 3.5
"""The logits by which the first reader must find the shown sentence better than any other speaker's for the second not to be asked."""
BETTER, ANSWERS = 0.5, 1.0
"""By how many logits the second reader must find another speaker's sentence better, and from which that answers. Of the answers to
2,826 questions of looks, who said it and facts without a name, this leaves out 2 of 4 by the wrong speaker and 1 by the right."""
BOTH = 1.5
"""The logit from which a sentence answers that both read so. Of 77 questions that were refused for an asked figure, none of which
either reader learned from, 10 of the 25 that can be answered have such a sentence, the right one, and none of the other 52."""
LIKELY, NOTHING = 0.0, -2.5
"""The logit from which a sentence likelier answers than not, and that below which it hardly does."""
HARDLY = 0.2
"""The coverage by a sentence, its paragraph and title below which hardly a word of the topic is there."""
_SHOWN, _OTHERS, _READ = 4, 2, 3


def reads_better(task: Task, shown: Sequence[Span], others: Sequence[Sentence], *, ahead: float) -> Sentence | None:
    """That of the ``others``, of other speakers, which the second reader finds to answer better than what is ``shown``; None where the
    first is not in doubt: it finds what is shown better by ``ahead``.
    """
    if ahead >= IN_DOUBT:
        return None
    first = sorted(others, key=lambda one: (-(one.seen.reading or 0.0), one.span))[:_OTHERS]
    found = again(task, [*shown[:_SHOWN], *(one.span for one in first)])
    own, theirs = found[: len(shown[:_SHOWN])], found[len(shown[:_SHOWN]) :]
    if not own or not theirs:
        return None
    best = max(range(len(theirs)), key=lambda at: theirs[at])
    return first[best] if theirs[best] >= max(ANSWERS, max(own) + BETTER) else None


def read_by_both(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of somebody named that both find to answer, whatever words of the question they lack (免三年房租, where 免租 is asked
    of), best first.
    """
    if not task.understood.plan.speakers:
        return []
    first = [one for one in ranked if one.seen.reading is not None and one.seen.reading >= LIKELY][:_READ]
    found = again(task, [one.span for one in first])
    return [one for one, reading in zip(first, found, strict=False) if reading >= ANSWERS]


def read_by_neither(task: Task, ranked: Sequence[Sentence]) -> bool:
    """Whether hardly a word of the topic stands in anything found, and neither finds an answer in the best of it."""
    read_ = [one for one in ranked if one.seen.reading is not None]
    if (
        not read_
        or max(one.whole for one in read_) >= HARDLY
        or max(one.seen.reading or 0.0 for one in read_) >= NOTHING
    ):
        return False
    return max(again(task, [one.span for one in read_[:_SHOWN]]), default=LIKELY) < LIKELY


def certain_again(task: Task, one: Sentence) -> bool:
    """Whether the second reader too is certain that a sentence answers."""
    found = again(task, [one.span])
    return bool(found) and found[0] >= CERTAIN


def told_to_both(task: Task, ranked: Sequence[Sentence], detail: Detail) -> list[Sentence]:
    """The sentence that both find to answer a question for a figure, however the figure is put; none without another number than the
    question has.
    """
    plan, asked = task.understood.plan, _values(task.understood.folded)
    rules = language("details")["numbers"]
    if plan.kind != "fact" or detail.name not in (*rules["told_by_any"], *rules["told_if_certain"]):
        return []
    enough = CERTAIN if detail.name in rules["told_if_certain"] else BOTH
    first = sorted(
        (
            one
            for one in ranked
            if one.seen.reading is not None and one.seen.reading >= enough and _values(fold(one.text)) - asked
        ),
        key=lambda one: (-(one.seen.reading or 0.0), one.span),
    )[:_READ]
    found = again(task, [one.span for one in first])
    return [one for one, reading in zip(first, found, strict=False) if reading >= enough][:1]


def _values(text: str) -> set[str]:
    return {one.value for one in numbers(text) if one.strong}


def again(task: Task, spans: Sequence[Span]) -> list[float]:
    """The second reader's logits of what stands at ``spans`` answering the question; [] without one."""
    passages = [passage(task.corpus, span) for span in spans]
    return read(task.index, task.understood.folded, passages, again=True) or []
