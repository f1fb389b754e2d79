"""Late interaction: how well the tokens of a passage match those of a question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.alignment import HARD, alignment
from index.building import index_documents
from index.records import Document, Speech
from index.retrieval import open_index
from index.settings import Settings

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**31))


def units(count: int, *, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, 8))
    rows: NDArray[np.float32] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return rows


def test_the_worse_matched_tokens_of_the_question_decide() -> None:
    question = np.eye(3, dtype=np.float32)
    passage = np.array([[1, 0, 0], [0, 0.6, 0.8]], dtype=np.float32)
    # matches 1, .6 and .8; round(3 * .65) = 2 of them count, the lowest
    assert round(3 * HARD) == 2
    assert alignment(question, passage) == pytest.approx((0.6 + 0.8) / 2)
    assert alignment(question[:1], passage) == pytest.approx(1.0)
    assert alignment(question[:0], passage) == alignment(question, passage[:0]) == 0.0


@settings(derandomize=True, max_examples=60)
@given(SIZES)
def test_it_lies_between_both_ends_and_never_falls_with_more_text(sizes: tuple[int, int, int]) -> None:
    asked, told, seed = sizes
    question, passage = units(asked, seed=seed), units(told, seed=seed + 1)
    value = alignment(question, passage)
    assert -1 <= value <= 1
    assert alignment(question, np.concatenate([passage, units(3, seed=seed + 2)])) >= value
    assert alignment(question[::-1], passage[::-1]) == pytest.approx(value)


def test_tokens_are_unit_vectors_of_the_text_alone(embedder: Any) -> None:
    for kind in ("query", "passage"):
        states = embedder.token_states("给水塔装上护栏", kind=kind)
        assert states.shape[1] == embedder.dimension and 3 <= len(states) <= 9
        assert np.linalg.norm(states, axis=1) == pytest.approx(1.0, abs=1e-5)
    texts = [f"第{number}座水塔要装护栏" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: embedder.token_states(text, kind="passage"), texts))
    for text, states in zip(texts, together, strict=True):
        assert np.array_equal(states, embedder.token_states(text, kind="passage"))


def test_a_question_s_vector_is_the_same_whether_its_tokens_were_asked_for(embedder: Any) -> None:
    before = embedder.embed_query("谁说水塔要装护栏？")
    embedder.token_states("谁说水塔要装护栏？", kind="query")
    assert np.array_equal(before, embedder.embed_query("谁说水塔要装护栏？"))


def test_an_index_aligns_by_its_model_and_by_none_that_shows_no_tokens(
    tmp_path: Path, embedder: Any, plain_settings: Settings
) -> None:
    class Silent:
        """The default model without its tokens."""

        name, dimension = embedder.name, embedder.dimension
        embed_query, embed_passages = staticmethod(embedder.embed_query), staticmethod(embedder.embed_passages)

    document = Document("甲.txt", "题", None, None, None, (Speech("沈一", "", "题", "沈一", ("给水塔装护栏。",)),))
    index_documents([document], tmp_path / "index", settings=plain_settings, embedder=embedder)
    texts = ["给水塔装上一圈护栏。", "小学的午饭要热。"]
    found = open_index(tmp_path / "index", settings=plain_settings, embedder=embedder).alignments(
        "谁想把水塔围起来？", texts
    )
    assert found is not None and found[0] > found[1]
    silent = open_index(tmp_path / "index", settings=plain_settings, embedder=Silent())
    assert silent.alignments("谁想把水塔围起来？", texts) is None
