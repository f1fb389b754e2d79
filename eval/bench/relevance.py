"""The regression that decides whether a paragraph speaks of a question: fitted on the development questions, and measured.

What can be answered is a fact or who-question whose best sentence stands in a gold paragraph; what cannot is such a
question asked of the index of another set, or of another speaker of its own. Coefficients and thresholds go by hand
from the table into ``rag/data/relevance.toml``, so that a fit is looked at before it is used. Questions are divided into
five folds, and each is judged by the fit of the other four.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.sets import Question, SetError, available, find_documents, load_set
from index.building import build_index
from index.retrieval import open_index
from index.settings import Settings
from rag.answering import Task
from rag.asked import Asked, Opened
from rag.evidence import Sentence, scored, terms_of
from rag.relevance import Observed, is_relevant
from rag.stages import retrieved, understood

_SAME_TEXT = frozenset({"pages", "sample"})  # the sample is a digest of the pages: each answers the other's questions
_OTHER_SPEAKERS = 2
_OTHER_SETS = 4
_FALSE = (0.01, 0.02, 0.03, 0.05)  # shares of unanswerable questions taken for answerable, at which the fit is read off
_LEAST_RIGHT = 0.95
_MOST_FALSE = 0.08


@dataclass(frozen=True, slots=True)
class Example:
    """One question beside one index: what is known of its best paragraph, and whether that paragraph answers."""

    question: str
    named: bool
    seen: Observed
    answers: bool


def measure(*, seed: int = 5) -> dict[str, Any]:
    """Fits and measures on every set whose documents are here; ``seed`` chooses the other speakers."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="relevance-")))
        examples = [one for one in _examples(_opened(folder), random.Random(seed)) if one.seen.reading is not None]
    parts = {name: [one for one in examples if one.named == (name == "named")] for name in ("named", "anybody")}
    fits = {name: _fitted(own) for name, own in parts.items()}
    checks = [
        check
        for name, fit in fits.items()
        for check in (
            {
                "name": f"{name}: answerable taken for such, coefficients in use",
                "value": fit["in_use"]["right"],
                "limit": _LEAST_RIGHT,
                "passed": fit["in_use"]["right"] >= _LEAST_RIGHT,
            },
            {
                "name": f"{name}: unanswerable taken for answerable, coefficients in use",
                "value": fit["in_use"]["false"],
                "limit": _MOST_FALSE,
                "passed": fit["in_use"]["false"] <= _MOST_FALSE,
            },
        )
    ]
    return {"fits": fits, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The coefficients, and what share is answered at each share of false answers, as Markdown."""
    lines = []
    for name, fit in result["fits"].items():
        values = "、".join(f"{key} = {value:.2f}" for key, value in fit["coefficients"].items())
        lines += [f"## {name}", "", f"能答 {fit['answerable']} 例，不能答 {fit['unanswerable']} 例；{values}。", ""]
        lines += [f"AUC（五折交叉验证）{fit['auc']:.4f}；现用系数：认出能答的 {fit['in_use']['right']:.1%}，"]
        lines += [
            f"把不能答的当成能答的 {fit['in_use']['false']:.1%}。",
            "",
            "| 误认 | 门槛 | 认出能答的 |",
            "| --- | --- | --- |",
        ]
        lines += [f"| {row['false']:.0%} | {row['least']:.2f} | {row['right']:.1%} |" for row in fit["curve"]]
        lines.append("")
    return "\n".join(lines)


def _opened(folder: Path) -> dict[str, tuple[Opened, tuple[Question, ...]]]:
    """The sets whose documents are here, each with an open index of them."""
    found: dict[str, tuple[Opened, tuple[Question, ...]]] = {}
    settings = Settings()
    for name in available():
        questions = load_set(name)
        try:
            documents = find_documents(questions)
        except SetError:
            continue
        build_index(documents, folder / name, settings=settings)
        opened = Opened.of(open_index(folder / name, settings=settings))
        found[name] = (opened, questions.of_part("development"))
    return found


def _examples(sets: dict[str, tuple[Opened, tuple[Question, ...]]], chance: random.Random) -> Iterator[Example]:
    for name, (opened, questions) in sets.items():
        for question in questions:
            if question.reason is not None or question.kind not in ("fact", "who") or not question.gold:
                continue
            best = _best(opened, question)
            if best is not None and _is_gold(*best, question):
                yield _example(*best, question, answers=True)
            others = sorted(set(opened.lexicon.appearances) - {gold.speaker for gold in question.gold})
            for speaker in chance.sample(others, min(_OTHER_SPEAKERS, len(others))):
                best = _best(opened, question, speaker=speaker)
                if best is not None:
                    yield _example(*best, question, answers=False)
            foreign = [other for other in sets if other != name and {name, other} != _SAME_TEXT]
            for other in chance.sample(foreign, min(_OTHER_SETS, len(foreign))) if not question.history else ():
                best = _best(sets[other][0], question)
                if best is not None:
                    yield _example(*best, question, answers=False)


def _best(opened: Opened, question: Question, *, speaker: str | None = None) -> tuple[Task, Sentence] | None:
    """The best sentence for a question, asked of ``speaker`` where one is given; None where none is scored."""
    asked = understood(Asked(question.question, opened, tuple(question.turns)))
    assert asked.understood is not None
    if asked.understood.plan.kind not in ("fact", "who"):
        return None
    if speaker is not None:
        plan = replace(asked.understood.plan, speakers=(speaker,))
        asked = replace(asked, understood=replace(asked.understood, plan=plan))
    task = retrieved(asked).task
    assert task is not None
    topic = task.understood.topic
    ranked = scored(task, terms_of(task.understood.plan.terms, task.corpus, topic.phrases), topic.phrases)
    return (task, ranked[0]) if ranked else None


def _is_gold(task: Task, sentence: Sentence, question: Question) -> bool:
    place = sentence.span.place
    source, speaker = task.corpus.heading(place).source, task.corpus.speech(place).speaker
    return any(gold == (source, speaker, place.paragraph) for gold in question.gold)


def _example(task: Task, sentence: Sentence, question: Question, *, answers: bool) -> Example:
    return Example(question.id, bool(task.understood.plan.speakers), sentence.seen, answers)


def _fitted(examples: Sequence[Example]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.preprocessing import StandardScaler

    features = np.array([
        [seen.coverage, seen.similarity, seen.lead, seen.reading.closeness, seen.reading.alignment, 1 / seen.rank if seen.rank else 0]
        for seen in (one.seen for one in examples) if seen.reading is not None
    ])  # fmt: skip
    scaler = StandardScaler()
    features = scaler.fit_transform(features)
    answers = np.array([one.answers for one in examples])
    folds = np.array([zlib.crc32(one.question.encode()) % 5 for one in examples])
    judged: NDArray[np.float64] = np.zeros(len(examples))
    for fold in range(5):
        model = LogisticRegression(C=3.0, max_iter=10_000).fit(features[folds != fold], answers[folds != fold])
        judged[folds == fold] = model.predict_proba(features[folds == fold])[:, 1]
    whole = LogisticRegression(C=3.0, max_iter=10_000).fit(features, answers)
    used = np.array([is_relevant(one.seen, named=one.named) for one in examples])
    false = np.sort(judged[~answers])[::-1]
    curve = []
    for share in _FALSE:
        least = float(false[int(share * len(false))])
        curve.append({"false": share, "least": least, "right": float((judged[answers] > least).mean())})
    weights = whole.coef_[0] / scaler.scale_
    intercept = float(whole.intercept_[0] - weights @ scaler.mean_)
    names = ("intercept", "coverage", "similarity", "lead", "closeness", "alignment", "first")
    return {
        "answerable": int(answers.sum()),
        "unanswerable": int((~answers).sum()),
        "coefficients": dict(zip(names, (intercept, *map(float, weights)), strict=True)),
        "auc": float(roc_auc_score(answers, judged)),
        "curve": curve,
        "in_use": {"right": float(used[answers].mean()), "false": float(used[~answers].mean())},
    }
