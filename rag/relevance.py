"""How likely a paragraph speaks of what is asked: one logistic regression over what words and vectors observe.

Words alone refuse a question put in other words than the source's; vectors alone take any near paragraph for the answer.
The coefficients stand in ``rag/data/relevance.toml``; ``python -m eval bench relevance`` fits and measures them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import Hit, Place
from rag.data import language


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of a paragraph beside a question.

    ``coverage``: the weighted share of the topic's words that it holds (0 to 1). ``similarity``: how much nearer its
    best chunk is to the question than chunks are on average, in standard deviations (as ``Hit.similarity``).
    ``lead``: how much nearer it is than the nearest other paragraph, whoever's (negative: another is nearer).
    """

    coverage: float
    similarity: float
    lead: float


class Nearness:
    """The similarities of the paragraphs that retrieval found, each beside the best of the others."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._by_place = {hit.place: hit.similarity for hit in hits}
        self._best = sorted(self._by_place.values(), reverse=True)[:2]

    def similarity(self, place: Place) -> float:
        """How near the paragraph is; 0, as far as chunks on average, where retrieval did not find it."""
        return self._by_place.get(place, 0.0)

    def lead(self, place: Place) -> float:
        """By how much the paragraph is nearer than the nearest other one."""
        own, best = self.similarity(place), [*self._best, 0.0, 0.0]
        return own - (best[1] if place in self._by_place and own == best[0] else best[0])

    def observed(self, place: Place, *, coverage: float) -> Observed:
        """What is known of the paragraph at ``place``."""
        return Observed(coverage, self.similarity(place), self.lead(place))


def probability(seen: Observed, *, named: bool) -> float:
    """The logistic regression (Cox 1958): how likely the paragraph speaks of what is asked, 0 to 1.

    ``named``: whether the question names who speaks, so that only few paragraphs can be mistaken for one another.
    """
    model = _model(named)
    logit = (
        model["intercept"]
        + model["coverage"] * seen.coverage
        + model["similarity"] * seen.similarity
        + model["lead"] * seen.lead
    )
    return float(1 / (1 + math.exp(-logit)))


def least(*, named: bool) -> float:
    """The probability from which a paragraph counts as speaking of what is asked."""
    return _model(named)["least"]


def is_relevant(seen: Observed, *, named: bool, compared: bool = False) -> bool:
    """Whether the paragraph counts as speaking of what is asked; ``compared``: the question says that its speaker does."""
    enough = _model(True)["least_compared"] if compared and named else least(named=named)
    return probability(seen, named=named) >= enough


def _model(named: bool) -> dict[str, float]:
    model: dict[str, float] = language("relevance")["named" if named else "anybody"]
    return model
