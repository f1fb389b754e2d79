"""How likely a paragraph speaks of what is asked: one logistic regression over what words and vectors observe.

Words alone refuse a question put in other words than the source's; vectors alone take any near paragraph for the answer.
The coefficients stand in ``rag/data/relevance.toml``; ``python -m eval bench relevance`` fits and measures them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from index.records import Hit
from rag.data import language


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of a paragraph beside a question.

    ``coverage``: the weighted share of the topic's words that it holds (0 to 1). ``similarity``: how much nearer its
    best chunk is to the question than chunks are on average. ``behind``: by how much another paragraph, whoever's, is
    nearer still (0: none is).
    """

    coverage: float
    similarity: float
    behind: float


def observed(coverage: float, hit: Hit | None, *, nearest: float) -> Observed:
    """What is known of the paragraph of ``hit`` (None: retrieval did not find it); ``nearest``: the best similarity."""
    similarity = 0.0 if hit is None else hit.similarity
    return Observed(coverage, similarity, nearest - similarity)


def probability(seen: Observed, *, named: bool) -> float:
    """The logistic regression (Cox 1958): how likely the paragraph speaks of what is asked, 0 to 1.

    ``named``: whether the question names who speaks, so that only few paragraphs can be mistaken for one another.
    """
    model = language("relevance")["named" if named else "anybody"]
    logit = (
        model["intercept"]
        + model["coverage"] * seen.coverage
        + model["similarity"] * seen.similarity
        + model["behind"] * seen.behind
    )
    return float(1 / (1 + math.exp(-logit)))


def is_relevant(seen: Observed, *, named: bool, compared: bool = False) -> bool:
    """Whether the paragraph counts as speaking of what is asked; ``compared``: the question says that its speaker does."""
    return bool(probability(seen, named=named) >= language("relevance")["least_compared" if compared else "least"])
