"""What texts are cut into and searched by: sentences and literal occurrences."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.folding import occurrences
from index.sentences import clauses, sentences

TEXTS = st.text(alphabet="甲乙丙，。！？；.;!?”’）》\"' \n\t\u3000ab", max_size=80)


@given(TEXTS)
@settings(derandomize=True, max_examples=400, deadline=None)
def test_sentences_cover_a_text_and_end_behind_its_stops(text: str) -> None:
    for cut, stops in ((sentences, "。！？!?"), (clauses, "。！？!?；;")):
        spans = cut(text)
        assert [*(start for start, _ in spans), len(text)] == [0, *(end for _, end in spans)]
        for start, end in spans:
            kept = text[start:end].rstrip("”’）》\"' \n\t\u3000" + stops)
            assert not set(kept) & set(stops)
            assert end == len(text) or len(kept) < end - start


def test_closing_marks_and_space_belong_to_the_sentence_before() -> None:
    text = "他说：“好。” 再看！？）下一句"
    assert [text[start:end] for start, end in sentences(text)] == ["他说：“好。” ", "再看！？）", "下一句"]
    assert sentences("") == []


@given(st.text(alphabet="甲乙.(", min_size=1, max_size=3), st.text(alphabet="甲乙.(", max_size=30))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_occurrences_are_those_of_a_literal_search(word: str, text: str) -> None:
    assert list(occurrences(word, text)) == [found.span() for found in re.finditer(re.escape(word), text)]


def test_an_empty_word_occurs_nowhere() -> None:
    assert not list(occurrences("", "甲乙"))
