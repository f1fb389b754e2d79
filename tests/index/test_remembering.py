"""Vectors that are remembered are those that would be computed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.remembering import Remembered
from index.vectors import Vectors


class Lengths:
    """Embeds a text as its length; tells which texts it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


@settings(derandomize=True, max_examples=100)
@given(st.lists(st.lists(st.text(max_size=3), min_size=1, max_size=6), max_size=8), st.integers(1, 5))
def test_the_vectors_are_those_of_the_embedder_however_few_are_kept(calls: list[list[str]], most: int) -> None:
    remembered = Remembered[str, Any](Lengths(), most=most)
    for texts in calls:
        assert [one.tolist() for one in remembered(texts)] == [[len(text), 1] for text in texts]


def test_a_text_is_embedded_once_while_it_is_kept() -> None:
    embedder = Lengths()
    remembered = Remembered[str, Any](embedder, most=2)
    remembered(["一", "二二"])
    remembered(["二二", "一", "一"])
    assert embedder.asked == ["一", "二二"]
    remembered(["三三三"])  # the oldest, 二二, is forgotten
    remembered(["一", "二二"])
    assert embedder.asked == ["一", "二二", "三三三", "二二"]


def test_threads_share_it() -> None:
    remembered = Remembered[str, Any](Lengths(), most=3)
    texts = ["字" * length for length in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: remembered([texts[number % 8]])[0][0], range(400)))
    assert found == [number % 8 + 1 for number in range(400)]
