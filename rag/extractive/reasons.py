"""Why somebody holds something, where no word says that it is the reason: what stands beside it in the same paragraph.

Speakers seldom write 因为: they say what they want, and in the sentence before or behind it what is wrong now.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import Sentence, proposes
from rag.extractive.second_reading import ANSWERS, again
from rag.premises.stances import stance
from rag.relevance import probability
from rag.understanding.details import says_again
from rag.understanding.topics import without_names

SURELY_HELD = 0.9
"""The probability of being on the topic from which the best sentence says what somebody is taken to hold: where that is not sure,
nothing beside it is a reason for it."""
_CLAUSE = 5
"""Characters from which a clause may give a reason."""
_BESIDE = 2
"""How many sentences from the best one a reason for it stands."""


def told_beside(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence, which says what somebody named holds, with that beside it which the second reader finds to give the reason;
    the best one alone where it reads so by itself and says more than what the question has him want. [] where neither does.
    """
    best = ranked[0]
    held = best.seen.reading is not None and probability(best.seen, named=True) >= SURELY_HELD
    if not task.understood.plan.speakers or not held:
        return []
    asked = task.understood.folded
    around = _around(ranked, best)
    if any(_the_other_way(task, fold(one.text)) for one in (best, *around)):
        return []
    near = [one for one in around if not proposes(fold(one.text)) and not says_again(fold(one.text), asked)]
    found = again(task, [best.span, *(one.span for one in near)])
    if not found:
        return []
    enough = float(language("details")["least_reading"]["reason"])
    telling = [one for one, logit in zip(near, found[1:], strict=True) if logit >= enough]
    if telling:
        return [best, max(telling, key=lambda one: found[1 + near.index(one)])]
    return [best] if found[0] >= ANSWERS and _wants(task) and _says_more(task, best) else []


def _the_other_way(task: Task, text: str) -> bool:
    """Whether a clause of folded ``text`` that has a word of the topic refuses what the question has somebody want, or the sentence
    backs what it has him refuse. (…, 但我不赞成 refuses what stands before.)
    """
    rules = language("premises")
    refusing = pattern("|".join((rules["opposing"], rules["refusal"], *map(re.escape, rules["negations"]))))
    asked = pattern(rules["no_refusal"]).sub("", _masked(task))
    if refusing.search(asked) or pattern(rules["negating"]).search(asked):
        return stance(text)[0] > 0
    words = task.understood.plan.terms
    turned = pattern(rules["turned_against"]).search(text) is not None
    return (
        turned
        or stance(text)[0] < 0
        or any(refusing.search(part) for part in _clauses(text) if any(word in part for word in words))
    )


def _wants(task: Task) -> bool:
    """Whether the question has somebody want or refuse something, and does not ask why something is as it is."""
    rules = language("premises")
    return pattern(f"{rules['favouring']}|{rules['negating']}").search(_masked(task)) is not None


def _masked(task: Task) -> str:
    return without_names(task.understood.folded, [(one.start, one.end) for one in task.understood.mentions])


def _clauses(text: str) -> list[str]:
    return re.split("[,，。；;：:！!？?]", text)


def _around(ranked: Sequence[Sentence], best: Sentence) -> list[Sentence]:
    """The sentences of the best one's paragraph that stand right before or behind it."""
    own = sorted((one for one in ranked if one.span.place == best.span.place), key=lambda one: one.span.start)
    at = own.index(best)
    return [one for one in own[max(0, at - _BESIDE) : at + _BESIDE + 1] if one is not best]


def _says_more(task: Task, one: Sentence) -> bool:
    """Whether a sentence has a clause without a word of the topic: then it says more than what is asked."""
    words = task.understood.plan.terms
    return any(len(part) >= _CLAUSE and not any(word in part for word in words) for part in _clauses(fold(one.text)))
