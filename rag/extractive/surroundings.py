"""What stands before and behind a quote that answers, where the quote leans on it: the sentence that it refers back to (这样做了两年…),
and both where, as read, it hardly answers by itself (村里没有路灯。).
"""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from index.records import Span
from rag.answering import Draft, Task
from rag.data import language, pattern
from rag.drafts import Line, evidence
from rag.extractive.quotations import told_at
from rag.extractive.wording import quoting, sentences_beside
from rag.relevance import read
from rag.reranking import CERTAIN, passage

HARDLY, LIKELY = 0.0, -1.0
"""The logit below which a quote hardly answers by itself, and the one from which the sentence beside it may be what answers. Of 599
answers to the development questions they were chosen on, 54 of them without what was asked for, these and what refers back or announces
gave it to 11, and added 0.26 sentences, 7 characters, to each of the others."""
_QUOTES = 3
"""How many quotes need nothing more beside them."""


def with_surroundings(task: Task, draft: Draft) -> Draft:
    """``draft``, where it is sentences of one paragraph that answer a fact or who-question, with those beside the first of them that it
    leans on.
    """
    spans = evidence(draft.lines)
    if task.understood.plan.kind not in ("fact", "who") or not 0 < len(spans) < _QUOTES:
        return draft
    if draft.lines != told_at(task, spans):
        return draft
    before, behind = sentences_beside(task.corpus, spans[0])
    lines: list[Line] = []
    for beside, lead in ((before, "前一句是："), (behind, "后一句是：")):
        if (
            beside is not None
            and not _is_shown(beside, spans)
            and _leans(task, spans[0], beside, back=beside is before)
        ):
            lines.append(quoting(task.corpus, beside, lead=lead))
    return replace(draft, lines=[*draft.lines, *lines])


def _leans(task: Task, shown: Span, beside: Span, *, back: bool) -> bool:
    """Whether what is ``shown`` needs the sentence ``beside`` it, which stands before it (``back``) or behind."""
    opening = shown if back else beside
    text, rules = fold(task.corpus.stretch(shown)), language("surroundings")
    if back and pattern(rules["refers_back"]).match(text):
        return True
    if not back and pattern(rules["announces"]).search(text):
        return True
    if pattern(language("details")["asking"]["opens"]).match(fold(task.corpus.stretch(opening))):
        return False  # another point
    asked = task.understood.folded
    readings = read(task.index, asked, [passage(task.corpus, shown)])
    if not readings or readings[0] >= CERTAIN:
        return False
    if readings[0] < HARDLY:
        return True
    found = read(task.index, asked, [passage(task.corpus, beside)])
    return found is not None and found[0] > LIKELY


def _is_shown(beside: Span, spans: list[Span]) -> bool:
    return any(one.start < beside.end and beside.start < one.end for one in spans)
