"""Whether something is so: a statement that is put in doubt, held against the sentence that speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from index.folding import fold
from index.records import Place, Span
from index.words import frequency
from rag.answering import Task
from rag.claims import Disagreement, Evidence, check
from rag.claims.numbers import numbers
from rag.data import language, pattern
from rag.evidence import missing
from rag.matching import Term
from rag.premises import CLAUSE, Contradiction

_TOLD = ("number", "date", "negation", "direction", "unit")
"""The disagreements that deny a statement, whatever the rest of it says."""
_NOUN = 0.5
"""The weight from which a word of a statement is a thing that the source must name."""


_UNIT = 2
"""Characters of a unit that may stand behind a figure as it is shown."""


def statement_of(question: str) -> str:
    """What a question takes for possible, without the words by which it asks (甲有没有提出某事？: 甲提出某事)."""
    for asking in ("question_tail", "question_middle"):
        question = pattern(language("premises")[asking]).sub("", question)
    return question


def faults_in(task: Task, statement: str, place: Place, *, close: bool = False) -> list[Disagreement]:
    """Where ``statement`` and the paragraph at ``place`` deny each other: figures, dates, units, negation, direction; who or what
    it is too where they are ``close`` otherwise.

    A figure that stands in the paragraph as well denies nothing: what it is said of is left to whoever reads the quote.
    """
    corpus = task.corpus
    text, speech, heading = corpus.text(place), corpus.speech(place), corpus.heading(place)
    context = (speech.title, heading.title, heading.newspaper or "", heading.date or "")
    evidence = Evidence(text, speech.speaker, speech.role, context)
    found = check(statement, [evidence], speakers=tuple(task.lexicon.appearances))
    there = {one.value for one in numbers(fold(text))}
    return [
        one
        for one in found
        if (one.kind in _TOLD or (close and _of_another(one, fold(f"{speech.role} {speech.title} {text}"))))
        and not (one.kind in ("number", "unit") and {value.value for value in numbers(fold(one.said))} & there)
    ]


def _of_another(fault: Disagreement, around: str) -> bool:
    """Whether a disagreement gives what is said to somebody or something else, whom nothing ``around`` names."""
    said = fold(fault.said)
    named = [said[at : at + 2] for at in range(len(said) - 1)]
    return fault.kind == "name" and bool(fault.source) and bool(named) and not any(one in around for one in named)


def told_wrongly(task: Task, masked: str, span: Span) -> Contradiction | None:
    """The figure or date that a question tells of somebody before it asks on (甲说占八成，都…), where his sentence at ``span`` has
    another; ``masked``: the folded question without names. None where it tells none, or rightly.
    """
    told = pattern(language("premises")["told_before"]).match(masked)
    if told is None:
        return None
    found = [one for one in faults_in(task, told["told"], span.place) if one.kind in ("number", "date") and one.source]
    if not found:
        return None
    text, said = fold(task.corpus.text(span.place)), fold(found[0].said)
    clause = max(CLAUSE.findall(text), key=lambda one: _in_common(told["told"], one) if numbers(one) else -1)
    asked = {one.value for one in numbers(told["told"])}
    other = (clause[one.start : one.end] for one in numbers(clause) if one.value not in asked)
    source = next(other, fold(found[0].source))
    mine = next((said[one.start : one.end] for one in numbers(said)), said)
    return Contradiction(*_with_unit(mine, told["told"], source, clause), span)


def _in_common(told: str, clause: str) -> int:
    """How many pairs of characters of what is told stand in a clause."""
    return sum(told[at : at + 2] in clause for at in range(len(told) - 1))


def _with_unit(said: str, question: str, source: str, text: str) -> tuple[str, str]:
    """Both figures with what stands behind both of them alike (分贝 of 七十八分|贝)."""
    mine, theirs = (whole.partition(figure)[2] for whole, figure in ((question, fold(said)), (text, fold(source))))
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(mine[:_UNIT], theirs, strict=False))
    unit = "".join(one for one, _ in alike)
    return said + unit, source + unit


def unnamed(terms: Sequence[Term], around: str) -> list[Term]:
    """The things of a statement that folded ``around`` names in no form; no pieces of two words that stand side by side
    (市缺 of 全市缺三人).
    """
    lacking = [term for term in missing(terms, around) if term.weight >= _NOUN]
    return [term for term in lacking if frequency(term.word) or not set(term.word) <= set(around)]
