"""The lines of a fact read once more beside the question: whether they answer it, and each clause of it that asks."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, evidence
from rag.evidence import terms_of
from rag.extractive.quotations import introduce
from rag.extractive.second_reading import ANSWERS, again
from rag.extractive.wording import quoting
from rag.matching import coverage
from rag.premises.stances import asked_stance
from rag.refusal import refuse
from rag.relevance import read
from rag.reranking import passage
from rag.understanding.kinds import asks
from rag.understanding.topics import without_names

DOUBTFUL = -2.5
"""The logit below which a sentence that has a detail of the asked type, or is by whoever is named, is not taken for the answer. Of
1,757 questions for a detail that were answered, this left 14 of 28 wrongly answered ones out, and 3 of 1,714 rightly answered
ones; of 75 unanswerable development questions that were answered, 16, and 3 of 4,050 rightly answered facts."""
_SEVERAL, _CLAUSE = 2, 6
"""How many clauses must ask for each to be looked for by itself, and of how many characters."""
_PROPOSED = 0.6
"""The coverage from which a paragraph says what a question takes somebody to hold."""
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
    """``draft``, or the refusal where none of its sentences, read beside a question that stands as it was asked, answers what
    somebody named is asked, or gives the asked detail where that is read best: the topic is there, not what is asked of it.
    """
    understood = task.understood
    least: dict[str, float] = language("details")["least_reading"]
    detail = understood.detail
    whether = pattern(language("premises")["asks_whether"]).search(understood.folded) is not None
    open_ = "" if whether else "nothing"  # 赞成某事吗 is answered by a stand on it, not by what is near it
    asked = "reason" if _explains(task) else open_ if detail is None else detail.name if not detail.unit else ""
    told_by_reading = asked in least and detail is not None
    asks_of_fact = understood.plan.kind == "fact" and asks(understood.folded)  # 请核实甲的表述 asks for no sentence
    if not (understood.plan.speakers or told_by_reading) or not asks_of_fact or understood.completed:
        return draft
    spans = evidence(draft.lines)
    readings = read(task.index, understood.folded, [passage(task.corpus, span) for span in spans])
    takes_side = asked == "reason" and (_explains(task) or asked_stance(_masked(task))[0] != 0)
    stated = asked == "reason" and not takes_side and _gives_cause(task, spans)
    enough = DOUBTFUL if stated else least.get(asked, DOUBTFUL)
    if not readings or max(readings) >= enough:
        return draft
    if asked != "reason" and max(again(task, spans), default=DOUBTFUL) >= ANSWERS:
        return draft
    if takes_side and understood.plan.speakers and not _proposed(task, spans):
        return refuse(task, "false_premise", found=spans[:3])
    return refuse(task, "detail_absent", found=spans[:3])


def _explains(task: Task) -> bool:
    """Whether a question tells what somebody named holds and asks how he explains it, however it is put."""
    understood, masked = task.understood, _masked(task)
    told = pattern(language("premises")["told_stance"]).search(masked)
    explained = pattern(language("details")["asking"]["explained"]).search(masked)
    return understood.detail is None and bool(understood.plan.speakers) and (told is not None or explained is not None)


def _proposed(task: Task, spans: Sequence[Span]) -> bool:
    """Whether most of what the question says of the topic stands in the paragraphs of ``spans``: then only the reason is missing."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    return coverage(terms, fold(" ".join(task.corpus.text(one.place) for one in spans))) >= _PROPOSED


def _gives_cause(task: Task, spans: Sequence[Span]) -> bool:
    """Whether one of ``spans`` has a word for a cause or a purpose."""
    rule = next(one for one in language("details")["types"] if one["name"] == "reason")
    causes = pattern("|".join(rule["causes"]))
    texts = (fold(task.corpus.stretch(one)) for one in spans)
    return any(causes.search(text) for text in texts)


def _masked(task: Task) -> str:
    return without_names(task.understood.folded, [(one.start, one.end) for one in task.understood.mentions])
