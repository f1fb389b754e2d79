"""Reciprocal rank fusion, its arithmetic by hand; the best of many scores against a plain sort."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.fusion import fuse, reciprocal_rank
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


@given(st.lists(st.integers(-3, 3), max_size=60), st.integers(-1, 70))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_best_are_those_of_a_stable_sort(scores: list[int], k: int) -> None:
    expected = sorted(range(len(scores)), key=lambda position: (-scores[position], position))[: max(0, k)]
    assert best(np.array(scores, dtype=np.float32), k).tolist() == expected
