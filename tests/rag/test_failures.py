"""A search that fails in mid-session is told as a refusal: what failed and what to do, and nothing else."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.retrieval import Index

if TYPE_CHECKING:
    from rag import Answer, Assistant

QUESTION = "谁建议降低担保费率？"


class Failing:
    """The stages of an index, of which one raises ``error`` from the moment it is told to."""

    def __init__(self, stages: Any, stage: str, error: Exception) -> None:
        self._stages, self._stage, self._error = stages, stage, error
        self.fails = False

    def __getattr__(self, name: str) -> Any:
        if name == self._stage and self.fails:
            return self._raise
        return getattr(self._stages, name)

    def _raise(self, *arguments: Any, **options: Any) -> Any:
        raise self._error


def is_told(answer: Answer, *words: str) -> None:
    assert (answer.refused, answer.reason) == (True, "search_failed")
    assert (answer.citations, answer.suggestions, answer.related) == ((), (), ())
    assert re.fullmatch(r"[\u4e00-\u9fff][^。\n]+。", answer.text) and "请" in answer.text, answer.text
    assert "Traceback" not in answer.text
    assert all(word in answer.text for word in words), answer.text


ERRORS = (
    (OSError(errno.EIO, "Input/output error", "vectors.npy"), ("vectors.npy", "python -m index check")),
    (PermissionError(errno.EACCES, "Permission denied"), ("没有权限", "python -m index check")),
    (IndexDamaged("texts.npy", "长度是 3 字节，应为 4 字节"), ("texts.npy", "python -m index build")),
    (RuntimeError("Error in faiss::Index: a long English story"), ("RuntimeError", "python -m index check")),
)


@pytest.mark.parametrize("stage", ["nearest", "matching", "chunk_vectors"])
@pytest.mark.parametrize(("error", "words"), ERRORS)
def test_a_failing_index_is_told(
    county: Assistant, embedder: Any, stage: str, error: Exception, words: tuple[str, ...]
) -> None:
    from rag.assistant import Assistant

    stages = Failing(county.index._stages, stage, error)
    assistant = Assistant(Index(stages, embedder), settings=county.settings)
    assert not assistant.answer(QUESTION).refused
    stages.fails = True
    is_told(assistant.answer(QUESTION), *words)
    (only,) = assistant.stream(QUESTION)
    is_told(only, *words)
    stages.fails = False  # the session goes on
    assert not assistant.answer(QUESTION).refused


def test_an_index_that_fails_while_an_answer_is_drafted_is_told(county: Assistant) -> None:
    from rag.assistant import Assistant

    class Stumbles:
        name = "stumbles"

        def draft(self, task: Any) -> Any:
            raise OSError(errno.EIO, "Input/output error", "texts.npy")

    is_told(Assistant(county.index, settings=county.settings, answerer=Stumbles()).answer(QUESTION), "texts.npy")


def test_a_milvus_that_dies_in_mid_session_is_told(county_files: Path, tmp_path: Path) -> None:
    server_manager = pytest.importorskip("milvus_lite.server_manager")
    from eval.bench.stand_in import PairEmbedder
    from index.building import build_index
    from index.retrieval import open_index
    from index.settings import Settings
    from rag.assistant import Assistant

    location, settings = str(tmp_path / "county.db"), Settings(cache=tmp_path / "cache")
    try:
        build_index([county_files], location, settings=settings, embedder=PairEmbedder())
        index = open_index(location, settings=settings, embedder=PairEmbedder())
        assistant = Assistant(index, settings=settings, location=location)
        assert not assistant.answer(QUESTION).refused
    finally:
        server_manager.server_manager_instance.release_server(location)
    is_told(assistant.answer(QUESTION), "county.db", "请检查服务器")


def test_a_newer_generation_that_cannot_be_read_leaves_the_open_one(
    assistant_over: Callable[..., Assistant], county_files: Path, embedder: Any, plain_settings: Any
) -> None:
    from index.building import add_to_index
    from index.store import GENERATIONS

    assistant = assistant_over([county_files / "council.md"])
    location = Path(str(assistant.settings.index))
    before = assistant.index
    add_to_index([county_files / "meeting.md"], location, settings=plain_settings, embedder=embedder)
    newest = max((location / GENERATIONS).iterdir(), key=lambda folder: folder.name)
    content = np.fromfile(newest / "texts.npy", dtype=np.uint8)
    (newest / "texts.npy").write_bytes(content[:-1].tobytes())
    assert not assistant.answer(QUESTION).refused
    assert assistant.index is before
