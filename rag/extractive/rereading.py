"""The lines of a fact read once more beside the question: whether they answer it, and each clause of it that asks."""

from __future__ import annotations

from index.records import Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.data import pattern
from rag.drafts import Line, evidence
from rag.extractive.quotations import introduce
from rag.extractive.wording import quoting
from rag.refusal import refuse
from rag.relevance import read
from rag.reranking import passage
from rag.understanding.kinds import asks

DOUBTFUL = -2.5
"""The logit below which a sentence that has a detail of the asked type, or is by whoever is named, is not taken for the answer. Of
1,757 questions for a detail that were answered, this left 14 of 28 wrongly answered ones out, and 3 of 1,714 rightly answered
ones; of 75 unanswerable development questions that were answered, 16, and 3 of 4,050 rightly answered facts."""
_SEVERAL, _CLAUSE = 2, 6
"""How many clauses must ask for each to be looked for by itself, and of how many characters."""
_TOLD, _ASKED = 0.0, 1.0
"""The logit from which a line answers a clause, and that from which a sentence beside it is shown for it."""


def each_asked(task: Task, lines: list[Line]) -> Draft:
    """``lines`` with the sentence of the same paragraph that answers what another clause of the question asks (首届留下多少人), read beside
    that clause, where none of the lines does.
    """
    asking = [
        one for one in pattern("[,，;；?？。]").split(task.understood.folded) if len(one) >= _CLAUSE and asks(one)
    ]
    shown = evidence(lines)
    if task.understood.plan.kind != "fact" or len(asking) < _SEVERAL or not shown:
        return Draft(lines=lines)
    place = shown[0].place
    text = task.corpus.text(place)
    whole = [Span(place, start, start + len(text[start:end].rstrip())) for start, end in sentences(text)]
    others = [one for one in whole if not any(one.start < span.end and span.start < one.end for span in shown)]
    for clause in asking:
        told = read(task.index, clause, [passage(task.corpus, one) for one in (*shown, *others)])
        if not told or not others or max(told[: len(shown)]) >= _TOLD:
            continue
        best = max(range(len(others)), key=lambda at: told[len(shown) + at])
        if told[len(shown) + best] >= _ASKED:
            lead = introduce(task, place, first=False, same=True)
            return Draft(lines=[*lines, quoting(task.corpus, others[best], lead=lead)])
    return Draft(lines=lines)


def read_over(task: Task, draft: Draft) -> Draft | Refusal:
    """``draft`` of what somebody named says, or the refusal where none of its sentences, read beside a question that stands as it
    was asked, hardly answers: the topic is there, not what is asked of it.
    """
    understood = task.understood
    asks_of_fact = understood.plan.kind == "fact" and asks(understood.folded)  # 请核实甲的表述 asks for no sentence
    if not understood.plan.speakers or not asks_of_fact or understood.completed:
        return draft
    spans = evidence(draft.lines)
    readings = read(task.index, understood.folded, [passage(task.corpus, span) for span in spans])
    if not readings or max(readings) >= DOUBTFUL:
        return draft
    return refuse(task, "detail_absent", found=spans[:3])
