"""The regression that tells whether a speaker speaks of a matter, fitted on the development questions of ``eval/topical``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from eval.bench.topical import Asked, read_asked
from eval.sets import find_documents, load_set
from index.building import build_index
from index.retrieval import open_index
from index.settings import Settings
from rag.asked import Asked as Question
from rag.asked import Opened
from rag.extractive.speaking import FEATURES, matter_asked, speaking
from rag.stages import retrieved, understood

STRENGTH = 1.0
"""The inverse of the regularisation."""


def known_speakers(asked: Asked, opened: Opened) -> Iterator[tuple[tuple[float, ...], bool]]:
    """What is known of every speaker beside the matter asked of, and whether he speaks of it; without those who can be counted or not."""
    task = retrieved(understood(Question(asked.question, opened))).task
    assert task is not None
    for one in speaking(task, matter_asked(task) or asked.question) or ():
        if one.speaker not in asked.also:
            yield one.features, one.speaker in asked.speakers


def fit(folder: Path, *, settings: Settings) -> str:
    """The coefficients as they go into ``rag/data/topical.toml``; the indexes are built into ``folder``."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    asked = list(read_asked("development"))
    known: list[tuple[tuple[float, ...], bool]] = []
    for name in dict.fromkeys(one.set for one in asked):
        if not (folder / name).exists():
            build_index(find_documents(load_set(name)), folder / name, settings=settings)
        opened = Opened.of(open_index(folder / name, settings=settings))
        for one in asked:
            known += known_speakers(one, opened) if one.set == name else ()
    scaler = StandardScaler()
    features = scaler.fit_transform(np.array([one for one, _ in known]))
    model = LogisticRegression(C=STRENGTH, max_iter=10_000).fit(features, [member for _, member in known])
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return "\n".join(
        f"{key} = {value:.2f}" for key, value in zip(("intercept", *FEATURES), (intercept, *weights), strict=True)
    )
