"""The corpus gives back what it was made of, and finds what a plain search finds."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus, columns_of
from index.folding import fold
from index.generation import searchable_text
from index.records import Document, Place, Span, Speech
from index.word_index import WordIndex
from index.words import Words

TEXT = st.text(alphabet="产業业大Ａa,，。1 \n", max_size=12)
SPEECH = st.builds(
    Speech,
    speaker=st.none() | TEXT,
    role=TEXT,
    title=TEXT,
    line=TEXT,
    paragraphs=st.lists(TEXT, max_size=4).map(tuple),
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Document]:
    """Documents of differing sources, some without speeches."""
    speeches = draw(st.lists(st.lists(SPEECH, max_size=3), max_size=4))
    return [
        Document(f"{n}.txt", "题", None, "2025-01-02", n, tuple(own), notes=("摘编",), fingerprint=f"{n:064x}")
        for n, own in enumerate(speeches)
    ]


def plain_find(documents: list[Document], term: str) -> list[Span]:
    """Every non-overlapping occurrence, the slow and simple way."""
    spans = []
    for d, document in enumerate(documents):
        for s, speech in enumerate(document.speeches):
            for number, text in enumerate(speech.paragraphs, start=1):
                at = fold(text).find(fold(term))
                while term and at >= 0:
                    spans.append(Span(Place(d, s, number), at, at + len(term)))
                    at = fold(text).find(fold(term), at + len(term))
    return spans


@given(corpora(), TEXT)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_a_corpus_is_what_it_was_made_of(documents: list[Document], term: str) -> None:
    corpus = Corpus.of(documents)
    assert list(corpus.documents) == documents
    assert corpus.find(term) == plain_find(documents, term)
    for place, speech in corpus.speeches():
        assert speech == documents[place.document].speeches[place.speech]
        assert [corpus.text(place._replace(paragraph=n)) for n in range(len(speech.paragraphs) + 1)] == [
            speech.line,
            *speech.paragraphs,
        ]
    assert [corpus.row(corpus.place(row)) for row in range(corpus.rows)] == list(range(corpus.rows))


@given(corpora(), TEXT)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_what_words_narrow_is_found_as_without_them(documents: list[Document], term: str) -> None:
    words = Words({})
    held = WordIndex.of(
        words.terms(searchable_text(speech, text))
        for document in documents
        for speech in document.speeches
        for text in speech.paragraphs
    )
    with mock.patch("index.corpus._MANY", 0):  # however many rows are left
        assert Corpus(columns_of(documents), may_hold=held.may_hold).find(term) == plain_find(documents, term)


def test_found_text_is_the_sources_own() -> None:
    speech = Speech("甲", "委员", "题", "委员 甲", ("發展ＡＢＣ产业。", "再说abc"))
    corpus = Corpus.of([Document("a.txt", "题", None, None, None, (speech,))])
    spans = corpus.find("发展abc")
    assert [(corpus.text(span.place)[span.start : span.end], span.place) for span in spans] == [
        ("發展ＡＢＣ", Place(0, 0, 1))
    ]
    assert corpus.find("甲") == []  # speaker lines are not searched


@pytest.mark.parametrize("place", [Place(1, 0, 0), Place(-1, 0, 0), Place(0, 1, 0), Place(0, -1, 0), Place(0, 0, 2)])
def test_a_place_that_does_not_exist_is_refused(place: Place) -> None:
    corpus = Corpus.of([Document("a.txt", "题", None, None, None, (Speech("甲", "", "题", "甲", ("文",)),))])
    with pytest.raises(IndexError):
        corpus.text(place)


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="名字相同"):
        Corpus.of([Document("a.txt", "题", None, None, None, ())] * 2)


def test_finding_in_twenty_thousand_paragraphs_takes_milliseconds() -> None:
    paragraphs = tuple(f"第{n}段谈的是农村道路与水利设施的养护，提出分类施策。" * 4 for n in range(2000))
    documents = [
        Document(f"{n}.txt", "题", None, None, None, (Speech("甲", "", "题", "甲", paragraphs),)) for n in range(10)
    ]
    corpus = Corpus.of(documents)
    corpus.find("x")  # the folding table
    best = min(_timed(corpus, "第1999段谈") for _ in range(5))
    assert len(corpus.find("第1999段谈")) == 40
    assert best < 0.1, best


def _timed(corpus: Corpus, term: str) -> float:
    began = time.perf_counter()
    corpus.find(term)
    return time.perf_counter() - began
