"""What the growth benchmark is made of."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from eval.bench.growth import MEASURED, SIZES, dense_recall, generate, growth, table
from eval.bench.plots import line_chart
from index.chunking import chunk_paragraph
from index.vectors import VectorIndex


def test_generated_paragraphs_are_as_many_as_asked_for_and_one_chunk_each() -> None:
    documents = list(generate(230, seed=1))
    texts = [text for one in documents for speech in one.speeches for text in speech.paragraphs]
    assert len(documents) == 3
    assert len(texts) == len({*texts}) == 230
    assert all(len(chunk_paragraph(text)) == 1 for text in texts)
    assert documents == list(generate(230, seed=1))


def test_recall_counts_what_the_exact_search_finds_too() -> None:
    vectors = np.eye(20, dtype=np.float32) + np.arange(20, dtype=np.float32)[:, np.newaxis] / 100
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert dense_recall(VectorIndex(vectors), vectors[:4])[0] == 1.0

    class Half(VectorIndex):
        def search(self, query, *, k, subset=None):  # type: ignore[no-untyped-def]
            numbers, scores = super().search(query, k=k, subset=subset)
            return numbers[: k // 2], scores[: k // 2]

    assert dense_recall(Half(vectors), vectors[:4])[0] == 0.5


def test_growth_is_the_exponent_of_the_last_step() -> None:
    assert growth([1, 10, 100], [5, 7, 70]) == pytest.approx(1)
    assert growth([10, 1000], [3, 3]) == 0
    assert growth([1, 100], [2, 20]) == pytest.approx(0.5)


def test_the_table_and_the_drawing_show_every_size() -> None:
    measured = tuple(MEASURED)
    rows = [{"chunks": size, **dict.fromkeys(measured, 1.0 * size)} for size in SIZES]
    assert "1,000,000 块" in table({"rows": rows})
    assert table({"rows": rows}).count("n^1.00") == len(measured)
    drawing = ElementTree.fromstring(line_chart([(size, size / 7) for size in SIZES], title="<搜索>", across="块"))
    assert len(drawing.findall("{http://www.w3.org/2000/svg}circle")) == len(SIZES)
