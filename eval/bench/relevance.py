"""The regression that decides whether a paragraph speaks of a question, as it is in use: what it lets through, what it stops.

What can be answered is a fact or who-question whose best sentence stands in a gold paragraph; what cannot is such a
question asked of the index of another set, or of another speaker of its own. The cross-encoder reads the sets that it
was trained on (``trained_on``) better than others, so the sets it has not seen are counted apart, with the same limits.
``python -m eval.training fit`` fits the coefficients, from readings by networks that saw nothing of the set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.training.arrays import OWN
from eval.training.examples import Corpora, build_corpora, cases_of, open_corpora
from index.embedding.distilled import trained_on
from index.settings import Settings
from rag.evidence import terms_of
from rag.relevance import is_relevant
from rag.reranking import scored

_LEAST_RIGHT = 0.95
_MOST_FALSE = 0.08


@dataclass(frozen=True, slots=True)
class Judged:
    """One question beside one index: whether it names a speaker, whether its set was ``seen`` in training, whether its best
    paragraph answers, and whether that counts as speaking of it.
    """

    named: bool
    seen: bool
    answers: bool
    counts: bool


def measure() -> dict[str, Any]:
    """Measures on every set whose documents are here: by whether a speaker is named, and whether the model has seen the set."""
    settings = Settings()
    with TemporaryDirectory(prefix="relevance-") as folder:
        names = build_corpora(Path(folder), settings=settings)
        corpora = open_corpora(Path(folder), names, settings=settings)
        judged = [one for name in names for one in _judged(name, corpora)]
    groups = {
        f"{name}{behind}": [one for one in judged if one.named == named and (seen is None or one.seen == seen)]
        for named, name in ((True, "named"), (False, "anybody"))
        for seen, behind in ((None, ""), (True, ", seen"), (False, ", unseen"))
    }
    rows = [_row(group, own) for group, own in groups.items()]
    checks = [
        {"name": f"{row['group']}: {what}", "value": row[key], "limit": limit, "passed": passed(row[key], limit)}
        for row in rows
        if row["answerable"] and not row["group"].endswith(", seen")
        for what, key, limit, passed in (
            ("answerable taken for such", "right", _LEAST_RIGHT, float.__ge__),
            ("unanswerable taken for answerable", "false", _MOST_FALSE, float.__le__),
        )
    ]
    return {"rows": rows, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The shares as Markdown."""
    lines = ["| 问题 | 能答 | 认出 | 不能答 | 误认 |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {row['group']} | {row['answerable']} | {row['right']:.1%} | {row['unanswerable']} | {row['false']:.1%} |"
        for row in result["rows"]
    ]
    return "\n".join(lines)


def _judged(name: str, corpora: Corpora) -> list[Judged]:
    seen = name in trained_on()
    found = []
    for case in cases_of(name, corpora, trained=False):
        task = case.task
        if case.source == OWN and not case.answerable:
            continue
        topic = task.understood.topic
        ranked = scored(task, terms_of(task.understood.plan.terms, task.corpus, topic.phrases), topic.phrases)
        if not ranked or (case.answerable and not case.is_gold(ranked[0])):
            continue
        named = bool(task.understood.plan.speakers)
        found.append(Judged(named, seen, case.answerable, is_relevant(ranked[0].seen, named=named)))
    return found


def _row(group: str, judged: Sequence[Judged]) -> dict[str, Any]:
    answerable = [one.counts for one in judged if one.answers]
    others = [one.counts for one in judged if not one.answers]
    return {
        "group": group,
        "answerable": len(answerable),
        "unanswerable": len(others),
        "right": sum(answerable) / len(answerable) if answerable else 0.0,
        "false": sum(others) / len(others) if others else 0.0,
    }
