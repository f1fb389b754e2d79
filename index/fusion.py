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
