"""Search finds what is asked for, quotes exactly, and keeps to its filters."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.building import index_documents
from index.fusion import Ranking, fused_order
from index.generation import embedded_text, searchable_text
from index.records import Document, Hit, Speech
from index.retrieval import Index, open_index
from index.settings import Settings
from index.word_index import WordIndex

SETTINGS = Settings()
PROPOSALS = {
    "沈一": ("修缮老水塔，保障山村夏季供水。", "给村口的石桥加装护栏。"),
    "韩二": ("在地铁站外增设共享单车停放区。", "夜间公交延长到零点。"),
    "杨三": ("为独居老人安装一键呼叫设备。", "社区食堂试行送餐上门。", "水塔旁边建一座小公园。"),
    None: ("没有署名的一段话，说的是垃圾分类。",),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two documents indexed with the real model."""
    location: Path = tmp_path_factory.mktemp("retrieval") / "index"
    speeches = [
        Speech(name, "委员" if name else "", f"关于{texts[0][:4]}", f"委员 {name}", texts)
        for name, texts in PROPOSALS.items()
    ]
    documents = [
        Document("上.txt", "上版", "某报", "2025-01-02", 1, tuple(speeches[:2])),
        Document("下.txt", "下版", None, None, None, tuple(speeches[2:])),
    ]
    index_documents(documents, location, settings=SETTINGS)
    return open_index(location, settings=SETTINGS)


@pytest.mark.parametrize(
    ("query", "speaker", "paragraph"),
    [
        ("山里夏天缺水怎么办", "沈一", 1),
        ("自行车停在哪里", "韩二", 1),
        ("一个人住的老人出了事怎么求助", "杨三", 1),
        ("垃圾分类", None, 1),
        ("末班公交车到几点", "韩二", 2),
    ],
)
def test_questions_find_their_paragraph(index: Index, query: str, speaker: str | None, paragraph: int) -> None:
    hit = index.search(query)[0]
    assert (hit.speaker, hit.paragraph) == (speaker, paragraph)


def test_hits_are_paragraphs_of_the_corpus(index: Index) -> None:
    hits = index.search("水塔和公园", k=50)
    assert len({hit.place for hit in hits}) == len(hits) == 8
    for hit in hits:
        assert hit.text == index.corpus.text(hit.place)
        assert 0 <= hit.start < hit.end <= len(hit.text)
        document, speech = index.corpus.document(hit.place), index.corpus.speech(hit.place)
        assert (hit.source, hit.newspaper, hit.date, hit.page) == (
            document.source, document.newspaper, document.date, document.page
        )  # fmt: skip
        assert (hit.speaker, hit.role, hit.title) == (speech.speaker, speech.role, speech.title)
        assert hit.to_dict()["place"] == list(hit.place)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert index.search("水塔和公园", k=2) == hits[:2]


def test_the_ranking_is_that_of_its_parts(index: Index, embedder: Any) -> None:
    """Dense and word rankings, made anew in the slow and simple way, fuse to the same order."""
    query = "给水塔装护栏"
    paragraphs = [(speech, text) for _, speech in index.corpus.speeches() for text in speech.paragraphs]
    texts = [embedded_text(speech, text, 0, len(text)) for speech, text in paragraphs]
    asked = embedder.embed_question(query)
    products = embedder.embed_passages(texts).astype(np.float64) @ asked.astype(np.float64)
    dense = sorted(range(len(texts)), key=lambda number: -products[number])
    terms = index._stages._content.words.terms  # type: ignore[attr-defined]
    words, scores = WordIndex.of(terms(searchable_text(*one)) for one in paragraphs).search(terms(query), k=100)
    usual = float(embedder.embed_passages(texts).mean(axis=0).astype(np.float64) @ asked)
    expected = fused_order([
        Ranking(dense, products[dense].tolist(), 0.6, usual=usual, cut=False),
        Ranking(words.tolist(), scores.tolist(), 0.4, cut=False),
    ])  # fmt: skip
    hits = index.search(query, k=50)
    assert [hit.text for hit in hits] == [paragraphs[number][1] for number, _ in expected]
    assert np.allclose([hit.score for hit in hits], [score for _, score in expected], atol=1e-5)
    first, texts_of = expected[0][0], [text for _, text in paragraphs]
    stages = index.stages(query, k=3)
    assert [index.corpus.text(place) for place in stages["dense"]] == [texts_of[number] for number in dense[:3]]
    assert [index.corpus.text(place) for place in stages["words"]] == [texts_of[number] for number in words[:3]]
    assert index.stages("  ") == {} == index.stages(query, k=0)
    assert dict(hits[0].ranks) == {"dense": dense.index(first) + 1, "words": words.tolist().index(first) + 1}


def places(hits: list[Hit]) -> set[tuple[str, str | None]]:
    return {(hit.source, hit.speaker) for hit in hits}


def test_words_alone_rank_as_their_stage_does(index: Index) -> None:
    for query in ("烘干塔的电费", "农机维修培训班", " "):
        assert index.matching(query, k=6) == index.stages(query, k=6).get("words", [])


def test_filters_let_through_all_that_is_theirs_and_nothing_else(index: Index) -> None:
    assert places(index.search("水塔", speaker="杨三")) == {("下.txt", "杨三")}
    assert len(index.search("水塔", speaker="杨三")) == 3
    assert places(index.search("水塔", document="上.txt")) == {("上.txt", "沈一"), ("上.txt", "韩二")}
    assert places(index.search("水塔", document="上.txt", speaker="韩二")) == {("上.txt", "韩二")}
    assert index.search("水塔", document="下.txt", speaker="韩二") == []
    assert index.search("水塔", speaker="无此人") == [] == index.search("水塔", document="无此文件")


def test_odd_questions_are_answered_too(index: Index) -> None:
    assert index.search("   ") == [] == index.search("") == index.search("水塔", k=0)
    assert len(index.search("？！…")) == 8
    began = time.perf_counter()
    assert index.search("水塔" * 50_000)
    assert time.perf_counter() - began < 20


def test_speaker_and_title_are_searched_but_never_quoted(index: Index) -> None:
    assert {hit.speaker for hit in index.search("杨三说了什么", k=3)} == {"杨三"}
    assert all("杨三" not in hit.text for hit in index.search("杨三"))
    assert index.words("杨三委员谈水塔")[0] == "杨三"


def test_an_index_knows_whether_it_is_the_latest(tmp_path: Path) -> None:
    from eval.bench.stand_in import PairEmbedder

    def write() -> None:
        speech = Speech("沈一", "", "题", "沈一", ("一段。",))
        documents = [Document("甲.txt", "题", None, None, None, (speech,))]
        index_documents(documents, tmp_path, settings=SETTINGS, embedder=PairEmbedder())

    write()
    index = open_index(tmp_path, settings=SETTINGS, embedder=PairEmbedder())
    assert index.latest()
    write()
    assert not index.latest()
    assert index.search("一段")[0].text == "一段。"  # the old generation goes on answering
