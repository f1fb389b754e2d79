"""FAISS against brute force, saved against fresh, few against many."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.vectors import VectorIndex


def unit(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def brute(vectors: NDArray[np.float32], query: NDArray[np.float32], k: int) -> list[int]:
    """All products in double precision, sorted; equal ones in order."""
    scores = (vectors.astype(np.float64) @ query.astype(np.float64)).round(7)
    return sorted(range(len(vectors)), key=lambda number: (-scores[number], number))[:k]


@given(st.integers(0, 60), st.integers(1, 80), st.integers(0, 1000))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_the_nearest_are_those_of_brute_force(count: int, k: int, seed: int) -> None:
    vectors = unit(count, 16, seed)
    vectors[count // 2 :] = vectors[: count - count // 2]  # equal vectors, so equal scores
    query = unit(1, 16, seed + 1)[0]
    index = VectorIndex.of(vectors)
    assert index.search(query, k=k)[0].tolist() == brute(vectors, query, k)
    subset = np.arange(0, count, 3)
    expected = subset[brute(vectors[subset], query, k)].tolist() if len(subset) else []
    assert index.search(query, k=k, subset=subset)[0].tolist() == expected


@pytest.fixture(scope="module")
def many() -> NDArray[np.float32]:
    """Vectors that lie in clusters, as those of texts do."""
    centres = unit(300, 48, 1)
    vectors = centres[np.arange(9000) % 300] + 0.35 * unit(9000, 48, 2)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_many_vectors_are_searched_approximately_and_scored_exactly(many: NDArray[np.float32], tmp_path: Path) -> None:
    index = VectorIndex.of(many, exact_up_to=1000)
    index.save(tmp_path)
    loaded = VectorIndex.load(tmp_path)
    assert index.kind == loaded.kind == "ivf512-sq8"
    exact = VectorIndex.of(many)
    found = 0
    for query in many[:200] + 0.2 * unit(200, 48, 3):
        numbers, scores = index.search(query, k=10)
        again, scores_again = loaded.search(query, k=10)
        assert numbers.tolist() == again.tolist() and scores.tolist() == scores_again.tolist()
        expected, expected_scores = exact.search(query, k=10)
        found += len(set(numbers.tolist()) & set(expected.tolist()))
        scored = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
        same = dict(zip(expected.tolist(), expected_scores.tolist(), strict=True))
        assert all(scored[number] == same[number] for number in scored.keys() & same.keys())
    assert found / 2000 >= 0.97


def test_two_trainings_are_one(many: NDArray[np.float32]) -> None:
    one, other = (VectorIndex.of(many, exact_up_to=1000) for _ in range(2))
    for query in unit(20, 48, 4):
        assert one.search(query, k=20)[0].tolist() == other.search(query, k=20)[0].tolist()


def test_a_filter_is_exact_even_where_the_search_is_not(many: NDArray[np.float32]) -> None:
    index = VectorIndex.of(many, exact_up_to=1000)
    subset = np.arange(0, len(many), 90)
    for query in unit(20, 48, 5):
        assert index.search(query, k=10, subset=subset)[0].tolist() == subset[brute(many[subset], query, 10)].tolist()


def test_no_vectors_give_nothing(tmp_path: Path) -> None:
    VectorIndex.of(np.empty((0, 8), dtype=np.float32)).save(tmp_path)
    assert len(VectorIndex.load(tmp_path).search(unit(1, 8, 1)[0], k=3)[0]) == 0
