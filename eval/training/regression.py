"""The regression over readings, and what they are worth: from readings by a network that saw none of the sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.training.arrays import FEATURES, Numbers, Pairs
from eval.training.learning import Readings
from rag.reranking import ANSWERING

FALSE = (0.01, 0.02, 0.03, 0.05, 0.08, 0.11)
"""Shares of unanswerable questions taken for answerable, at which the fit is read off."""
_OTHERS = (1, 2)  # of another speaker, of another corpus


@dataclass(frozen=True, slots=True)
class Best:
    """The first sentence of each example by ``score``: its row, and the share of answerable ones of which it is right."""

    rows: np.ndarray[Any, np.dtype[np.int64]]
    right: float


def best_of(pairs: Pairs, score: Numbers, readings: Readings) -> Best:
    """The row of the highest score of each example that was read."""
    order = np.lexsort((pairs.rank, -score, pairs.example))
    order = order[~np.isnan(readings[order])]
    first = order[np.concatenate([[True], np.diff(pairs.example[order]) > 0])]
    answerable = first[pairs.answerable[first] == 1]
    return Best(first, float(pairs.gold[answerable].mean()))


def fit(pairs: Pairs, readings: Readings) -> dict[str, Any]:
    """How often the first sentence is right as weighed and as read, and per kind of question the fitted regression.

    ``readings`` (n,): the logits, nan where an example was not read. An example counts as answerable where its best sentence
    is of a gold paragraph, as not where it is asked of another speaker or corpus, or where it names nobody and nobody in
    its own corpus answers it; the rest is left out. What is read off at a share of false ones counts the questions of others alone.
    """
    plain, read = best_of(pairs, pairs.score, readings), best_of(pairs, pairs.score + ANSWERING * readings, readings)
    return {
        "right": {"weighed": plain.right, "read": read.right, "questions": int(pairs.answerable[plain.rows].sum())},
        "fits": {
            name: _fitted(pairs, readings, read.rows, named=named) for named, name in ((1, "named"), (0, "anybody"))
        },
    }


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown, the coefficients as they go into ``rag/data/relevance.toml``."""
    right = result["right"]
    lines = [
        f"第一句就答对的（{right['questions']} 题）：未细读 {right['weighed']:.4f}，细读后 {right['read']:.4f}。",
        "",
    ]
    for name, one in result["fits"].items():
        lines += [
            f"## {name}_read",
            "",
            f"能答 {one['answerable']}，不能答 {one['unanswerable']}，AUC {one['auc']:.4f}。",
            "",
        ]
        lines += [f"{key} = {value:.2f}" for key, value in one["coefficients"].items()]
        lines += ["", "| 误认 | 门槛 | 认出能答的 |", "| --- | --- | --- |"]
        lines += [f"| {row['false']:.0%} | {row['least']:.3f} | {row['right']:.4f} |" for row in one["curve"]] + [""]
    return "\n".join(lines)


def _fitted(pairs: Pairs, readings: Readings, best: np.ndarray[Any, Any], *, named: int) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.preprocessing import StandardScaler

    answered = (pairs.answerable[best] == 1) & (pairs.gold[best] == 1)
    unanswered = (pairs.unanswered[best] == 1) & (not named)  # too few that name somebody
    rows = best[(answered | unanswered | np.isin(pairs.source[best], _OTHERS)) & (pairs.named[best] == named)]
    answers = (pairs.answerable[rows] == 1) & (pairs.gold[rows] == 1)
    scaler = StandardScaler()
    features = scaler.fit_transform(np.column_stack([pairs.features[rows], readings[rows]]))
    judged: Numbers = np.zeros(len(rows))
    for fold in range(5):
        held = pairs.question[rows] % 5 == fold
        model = LogisticRegression(C=3.0, max_iter=10_000).fit(features[~held], answers[~held])
        judged[held] = model.predict_proba(features[held])[:, 1]
    whole = LogisticRegression(C=3.0, max_iter=10_000).fit(features, answers)
    weights = whole.coef_[0] / scaler.scale_
    false = np.sort(judged[np.isin(pairs.source[rows], _OTHERS)])[::-1]
    curve = []
    for share in FALSE:
        least = float(false[int(share * len(false))])
        curve.append({"false": share, "least": least, "right": float((judged[answers] > least).mean())})
    values = (float(whole.intercept_[0] - weights @ scaler.mean_), *map(float, weights))
    return {
        "answerable": int(answers.sum()),
        "unanswerable": int((~answers).sum()),
        "auc": float(roc_auc_score(answers, judged)),
        "coefficients": dict(zip(("intercept", *FEATURES, "reading"), values, strict=True)),
        "curve": curve,
    }
