"""Where two speakers' sentences answer a question alike, as read, or two readers differ, and it names neither: then nobody is named."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from index.folding import closed_up, fold
from index.records import Span
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import evidence
from rag.evidence import Sentence, terms_of
from rag.extractive.quotations import fact_lines
from rag.extractive.second_reading import certain_again, reads_better
from rag.extractive.sides import speaks_against, without_stand
from rag.extractive.standing import denies
from rag.refusal import refuse
from rag.reranking import CERTAIN, scored
from rag.understanding.topics import without_names

APART, AHEAD = 0.25, 0.4
"""The logits by which the shown speaker's sentence must answer better than any other speaker's, or the score by which words, ranks
and reading together must put it ahead. Of the answers to 24,253 development questions this leaves out 5 of 21 by the wrong
speaker, and 10 of some 19,800 by the right one."""
SURER = 1.0
"""The logits by which another speaker's sentence must read better than all of the one whom a rule named. Of 2,820 questions of looks,
who said it and facts, this changes none; of another look's one, where the rule was wrong."""
_LETTERED = re.compile("[a-z]+[一-鿿]{2}")
"""Letters with the word behind them (t基金): no chance either."""
_LONG = 5
"""Characters from which a phrase of the question that stands as it is in a sentence is no chance."""


def told_apart(task: Task, draft: Draft, ranked: Sequence[Sentence]) -> Draft | Refusal:
    """``draft``, or the refusal that shows both where another speaker's sentence among the ``ranked`` answers as well, or surely where
    what is shown was not read at all.
    """
    shown = evidence(draft.lines)
    if task.understood.plan.speakers or not shown:
        return draft
    mine = task.corpus.speech(shown[0].place).speaker
    read = [one for one in ranked if one.seen.reading is not None]
    own = [one for one in read if any(_overlap(one.span, span) for span in shown)]
    others = [one for one in read if task.corpus.speech(one.span.place).speaker != mine]
    best = max(others, key=_reading, default=None)
    if best is None:
        return draft
    ahead = max(map(_reading, own), default=CERTAIN) - _reading(best)
    if ahead >= APART or (own and max(one.score for one in own) - best.score >= AHEAD):
        # what is refused reads as well as its refusal: there the rules tell the two apart
        question, excluded = task.understood.folded, task.understood.plan.excluded
        refuses = pattern(language("premises")["against_it"]).search(question) is not None
        meant = [
            one
            for one in others
            if not (task.corpus.speech(one.span.place).speaker in excluded or denies(task, one, question))
        ]
        better = None if refuses else reads_better(task, shown, meant, ahead=ahead)
        if better is None:
            return draft
        best = better
    phrases = [closed_up(phrase.text) for phrase in task.understood.topic.phrases if len(phrase.text) >= _LONG]
    phrases += _LETTERED.findall(task.understood.folded)
    said = [[phrase in closed_up(fold(text)) for phrase in phrases] for text in (_text(task, shown), best.text)]
    if sum(said[0]) > sum(said[1]):
        return draft  # the question's own words, one after another, tell whose they are
    return refuse(task, "detail_absent", found=[shown[0], best.span], alike=True)


def by_the_surer(task: Task, draft: Draft) -> Draft:
    """``draft``, or where it names by rule, of whomever a question asks for, one speaker whose sentences read worse by ``SURER``
    than one of another that both readers are certain of: that one.
    """
    plan = task.understood.plan
    shown = evidence(draft.lines)
    if plan.kind not in ("who", "fact") or plan.speakers or not shown or shown[0].place.paragraph == 0:
        return draft
    told = {task.corpus.speech(span.place).speaker for span in shown} | {*plan.excluded}
    terms = terms_of(plan.terms, task.corpus, task.understood.topic.phrases)
    read = [one for one in scored(task, terms, task.understood.topic.phrases) if one.seen.reading is not None]
    others = [one for one in read if task.corpus.speech(one.span.place).speaker not in told]
    masked = without_names(task.understood.folded, [(one.start, one.end) for one in task.understood.mentions])
    others = [one for one in others if not speaks_against(task, without_stand(terms, masked), one, masked)]
    surest = max(others, key=_reading, default=None)
    mine = task.corpus.speech(shown[0].place).speaker
    own = [_reading(one) for one in read if task.corpus.speech(one.span.place).speaker == mine]
    if surest is None or _reading(surest) < CERTAIN or max(own, default=-math.inf) > _reading(surest) - SURER:
        return draft
    return replace(draft, lines=fact_lines(task, [surest])) if certain_again(task, surest) else draft


def _text(task: Task, shown: Sequence[Span]) -> str:
    return " ".join(task.corpus.stretch(one) for one in shown)


def _reading(one: Sentence) -> float:
    assert one.seen.reading is not None
    return one.seen.reading


def _overlap(one: Span, other: Span) -> bool:
    return one.place == other.place and one.start < other.end and other.start < one.end
