"""Fusion, its arithmetic by hand; the best of many scores against a plain sort."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fusion import Ranking, fused_order
from index.ranking import best


def test_scores_become_relative_to_the_best_and_the_usual() -> None:
    assert Ranking([7, 3], [8.0, 5.0], 0.5, usual=4.0).relative() == {7: 1.0, 3: 0.25}
    assert Ranking([7, 3], [8.0, 2.0], 0.5, usual=4.0).relative() == {7: 1.0, 3: -0.5}
    # nothing is better than usual: nothing is told apart
    assert Ranking([7, 3], [4.0, 1.0], 0.5, usual=4.0).relative() == {7: 0.0, 3: 0.0}
    assert Ranking([], [], 0.5).relative() == {}


def test_weighted_scores_are_added() -> None:
    dense = Ranking([1, 2, 3], [0.9, 0.8, 0.7], 0.5, usual=0.5)
    words = Ranking([2, 4], [10.0, 5.0], 0.5)
    order = fused_order([dense, words])
    # 2: 0.5 * 0.75 + 0.5; 1: 0.5 + 0.5 * 0.5 (as good as the last of the words); 4: 0.5 * 0.5 twice
    assert [(item, round(score, 9)) for item, score in order] == [(2, 0.875), (1, 0.75), (3, 0.5), (4, 0.5)]
    # a ranking that is whole: who is not in it has nothing of it
    assert [item for item, _ in fused_order([dense, replace(words, cut=False)])] == [2, 1, 4, 3]
    assert fused_order([Ranking([], [], 0.5), Ranking([], [], 0.5)]) == []


@given(st.lists(st.lists(st.integers(0, 30), unique=True, max_size=12), min_size=1, max_size=3))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_every_item_is_ranked_once_and_equal_ones_ascend(items: list[list[int]]) -> None:
    rankings = [Ranking(own, [1.0 / (1 + at // 3) for at in range(len(own))], 0.5) for own in items]
    order = fused_order(rankings)
    assert {item for item, _ in order} == {item for own in items for item in own} and len(order) == len(dict(order))
    assert [(-score, item) for item, score in order] == sorted((-score, item) for item, score in order)


@given(st.lists(st.integers(-3, 3), max_size=60), st.integers(-1, 70))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_best_are_those_of_a_stable_sort(scores: list[int], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda position: (-scores[position], position))[: max(0, k)]
    assert best(np.array(scores, dtype=np.float32), k).tolist() == expected
