"""Comparisons: a table with a column for each speaker (or document) and a row for each aspect; every cell a literal quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.drafts import Line, Statement
from rag.evidence import scored, terms_of
from rag.extractive.facts import SPOKEN_OF
from rag.extractive.summaries import point_span
from rag.extractive.wording import clause_around, quoted
from rag.matching import Term, weigh
from rag.refusal import nearest, refuse
from rag.speeches import points_of, problem_of

_EMPTY = "（未谈到）"
_ALIKE = 0.3


def draft_comparison(task: Task) -> Draft | Refusal:
    """The table; refused where not a single cell could be filled."""
    plan = task.understood.plan
    columns = _columns(task)
    if len(columns) < 2:
        return refuse(task, "speaker_unknown" if plan.unknown else "out_of_scope")
    rows = _by_topic(task, columns) if plan.terms else _by_points(task, columns)
    if not any(span for _, cells in rows for span in cells):
        return refuse(task, "speaker_silent", found=nearest(task, ()))
    return Draft(lines=list(_table(task, [name for name, _ in columns], rows)))


def _columns(task: Task) -> list[tuple[str, list[Place]]]:
    plan = task.understood.plan
    if len(plan.speakers) > 1 or not plan.documents:
        return [
            (name, [one.place for one in task.lexicon.appearances.get(name, ()) if task.passes_filters(one.place)])
            for name in plan.speakers
        ]
    corpus = task.corpus
    return [
        (source, [place for place, _ in corpus.speeches() if corpus.heading(place).source == source]) for source in plan.documents
    ]


def _by_topic(task: Task, columns: Sequence[tuple[str, list[Place]]]) -> list[tuple[str, list[Span | None]]]:
    terms = terms_of(task.understood.plan.terms, task.corpus)
    cells: list[Span | None] = []
    for _, places in columns:
        own = replace(task, allowed=frozenset((place.document, place.speech) for place in places))
        found = scored(own, terms, task.understood.topic.phrases)
        cells.append(found[0].span if found and found[0].whole >= SPOKEN_OF else None)
    return [(task.understood.plan.topic.replace(" ", ""), cells)]


def _by_points(task: Task, columns: Sequence[tuple[str, list[Place]]]) -> list[tuple[str, list[Span | None]]]:
    """The stated problem, then the points: alike ones of different columns in one row."""
    corpus = task.corpus
    problems = [next((span for place in places if (span := problem_of(place, corpus.speech(place)))), None) for _, places in columns]
    rows: list[tuple[str, list[Span | None]]] = [("针对的问题", problems)] if any(problems) else []
    points = [[point_span(task, place, point, brief=True) for place in places for point in points_of(corpus.speech(place))] for _, places in columns]
    texts = {span: fold(corpus.text(span.place)) for column in points for span in column}
    left = [list(column) for column in points]
    for number, column in enumerate(left):
        while column:
            span = column.pop(0)
            cells: list[Span | None] = [None] * len(columns)
            cells[number] = span
            for other in range(number + 1, len(columns)):
                best = max(left[other], key=lambda one: _alike(task, texts[span], texts[one]), default=None)
                if best is not None and _alike(task, texts[span], texts[best]) >= _ALIKE:
                    cells[other] = best
                    left[other].remove(best)
            rows.append((f"建议 {sum(label.startswith('建议') for label, _ in rows) + 1}", cells))
    return rows


def _alike(task: Task, a: str, b: str) -> float:
    """Weighted share of the words of the shorter text that the other holds."""
    words = set(task.index.words(a if len(a) <= len(b) else b))
    terms = [Term(word, weigh(word, speeches=0, of=10), 0) for word in words if len(word) > 1]
    total = sum(term.weight for term in terms)
    other = b if len(a) <= len(b) else a
    return sum(term.weight for term in terms if term.word in other) / total if total else 0.0


def _table(task: Task, names: Sequence[str], rows: Sequence[tuple[str, list[Span | None]]]) -> list[Line]:
    corpus = task.corpus
    lines = [Line((f"| 方面 | {' | '.join(names)} |",)), Line((f"| --- |{' --- |' * len(names)}",))]
    for label, cells in rows:
        parts: list[str | Statement] = [f"| {label} |"]
        for span in cells:
            if span is None:
                parts.append(f" {_EMPTY} |")
            else:
                short = clause_around(corpus, span, longest=160)
                parts += [" ", Statement(quoted(corpus, short), (short,)), " |"]
        lines.append(Line(tuple(parts)))
    return lines
