"""Reciprocal rank fusion, its arithmetic by hand; the best of many scores against a plain sort."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fusion import fuse, fused_order, reciprocal_rank, relative_scores
from index.ranking import best


def test_a_rank_gives_one_over_sixty_and_the_rank() -> None:
    assert reciprocal_rank(1) == 1 / 61
    assert reciprocal_rank(3, k=0) == 1 / 3


def test_rankings_are_added() -> None:
    assert fuse([["甲", "乙", "丙"], ["丙", "甲"]]) == {
        "甲": 1 / (60 + 1) + 1 / (60 + 2),
        "乙": 1 / (60 + 2),
        "丙": 1 / (60 + 3) + 1 / (60 + 1),
    }
    assert fuse([[], []]) == {}


def test_scores_become_relative_to_their_ranking() -> None:
    assert relative_scores([8.0, 5.0, 4.0]) == [1.0, 0.25, 0.0]
    assert relative_scores([2.0, 2.0]) == [1.0, 1.0]
    assert relative_scores([]) == []


def test_equal_ranks_are_decided_by_relative_scores() -> None:
    # 7 and 3 change places; 3 is far ahead in one ranking, 7 only a little in the other
    order = fused_order([([7, 3, 5], [0.90, 0.89, 0.10]), ([3, 7], [30.0, 2.0])])
    assert order == [(3, 1 / 61 + 1 / 62), (7, 1 / 61 + 1 / 62), (5, 1 / 63)]
    # nothing decides: ascending
    assert [item for item, _ in fused_order([([9, 4], [1.0, 1.0]), ([4, 9], [1.0, 1.0])])] == [4, 9]


@given(st.lists(st.integers(-3, 3), max_size=60), st.integers(-1, 70))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_best_are_those_of_a_stable_sort(scores: list[int], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda position: (-scores[position], position))[: max(0, k)]
    assert best(np.array(scores, dtype=np.float32), k).tolist() == expected
