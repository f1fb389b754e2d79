"""Chunks cover a paragraph exactly and end where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunking import chunk_paragraph
from index.sentences import sentences

TEXTS = st.text(alphabet="一二三，。；！？”, a1\n", max_size=400)


@given(TEXTS, st.integers(1, 60))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_chunks_cover_the_paragraph_in_order(text: str, size: int) -> None:
    chunks = chunk_paragraph(text, size=size)
    assert "".join(text[start:end] for start, end in chunks) == text
    assert all(start < end for start, end in chunks)
    assert [start for start, _ in chunks] == [0, *(end for _, end in chunks[:-1])][: len(chunks)]
    # nothing is longer than one sentence cut at four times the size, or sentences gathered up to the size and a crumb
    assert all(end - start <= max(4 * size, size * 5 // 4) for start, end in chunks)


@given(TEXTS)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_chunks_end_where_sentences_end(text: str) -> None:
    ends = {end for _, end in sentences(text)}
    if all(end - start <= 4 * 120 for start, end in sentences(text)):
        assert {end for _, end in chunk_paragraph(text, size=120)} <= ends


def test_sentences_are_gathered_up_to_the_size() -> None:
    text = "一二三。" * 5  # sentences of 4 characters
    assert chunk_paragraph(text, size=8) == [(0, 8), (8, 16), (16, 20)]
    assert chunk_paragraph(text, size=10) == [(0, 8), (8, 20)]  # the last 4 are a crumb: 12 is within a quarter of 10
    assert chunk_paragraph("", size=8) == []


def test_a_very_long_sentence_is_cut_at_semicolons_then_commas() -> None:
    text = "一" * 10 + "；" + "二" * 10 + "，" + "三" * 10 + "。"
    assert [text[start:end] for start, end in chunk_paragraph(text, size=4)] == [
        "一" * 10 + "；",
        "二" * 10 + "，",
        "三" * 10 + "。",
    ]


def test_a_size_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="size"):
        chunk_paragraph("一。", size=0)
