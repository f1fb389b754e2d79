"""The retriever passes LangChain's own tests, and loses nothing of a hit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_tests.integration_tests import RetrieversIntegrationTests

from index.building import index_documents
from index.records import Document, Speech
from index.retrieval import Index, open_index
from index.settings import Settings
from rag.retriever import IndexRetriever, document_of, hit_of

SUBJECTS = ("乡村道路", "社区食堂", "水库清淤", "职业教育", "公共充电桩", "老旧小区电梯")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    location: Path = tmp_path_factory.mktemp("retriever") / "index"
    settings = Settings()
    speeches = tuple(
        Speech(f"发言人{number}", "委员", f"关于{subject}", f"委员 发言人{number}", (f"建议加快{subject}建设。",))
        for number, subject in enumerate(SUBJECTS)
    )
    index_documents([Document("页.txt", "题", "某报", "2025-01-02", 3, speeches)], location, settings=settings)
    return open_index(location, settings=settings)


class TestStandard(RetrieversIntegrationTests):
    """LangChain's standard retriever tests."""

    @pytest.fixture(autouse=True)
    def _opened(self, index: Index) -> None:
        self._index = index

    @property
    def retriever_constructor(self) -> type[IndexRetriever]:
        return IndexRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"index": self._index}

    @property
    def retriever_query_example(self) -> str:
        return "谁说到社区食堂？"


def test_a_hit_survives_as_a_document(index: Index) -> None:
    hits = index.search("社区食堂", k=3)
    assert hits[0].speaker == "发言人1"
    assert [hit_of(document_of(hit)) for hit in hits] == hits


def test_filters_are_passed_on(index: Index) -> None:
    retriever = IndexRetriever(index=index, speaker="发言人2")
    assert {document.metadata["speaker"] for document in retriever.invoke("社区食堂")} == {"发言人2"}
    assert {document.metadata["speaker"] for document in retriever.invoke("道路", speaker="发言人3")} == {"发言人3"}
