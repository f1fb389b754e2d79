"""Two rankings made one: a weighted sum of their scores, each on a scale of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ranking:
    """Items best first with their scores, and what they weigh in the sum.

    ``usual``: the score of an item that has nothing to do with the query. ``cut``: whether there may be further items,
    which then count as much as the last one does; else an item that is absent counts as a usual one.
    """

    items: Sequence[int]
    scores: Sequence[float]
    weight: float
    usual: float = 0.0
    cut: bool = True

    def relative(self) -> dict[int, float]:
        """Each item's score on a scale from 1, the best, to 0, the usual; 0 for all where the best is no better."""
        best = (self.scores[0] if self.scores else 0.0) - self.usual
        if best <= 0:
            return dict.fromkeys(self.items, 0.0)
        return {item: (score - self.usual) / best for item, score in zip(self.items, self.scores, strict=True)}


def fused_order(rankings: Iterable[Ranking]) -> list[tuple[int, float]]:
    """All items with their fused scores, best first; equal ones in ascending order.

    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023 (a convex
    combination of scores normalised by their theoretical minimum; above reciprocal rank fusion there and here).
    """
    fused: dict[int, float] = {}
    relative = [(ranking, ranking.relative()) for ranking in rankings]
    for item in sorted({item for ranking, _ in relative for item in ranking.items}):
        fused[item] = sum(
            ranking.weight * own.get(item, own[ranking.items[-1]] if ranking.cut and ranking.items else 0.0)
            for ranking, own in relative
        )
    return sorted(fused.items(), key=lambda found: (-found[1], found[0]))
