"""Indexes that the real embedder makes once a run, assistants over them, and what every answer is held against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from index.settings import Settings
    from rag import Answer, Assistant, Citation

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
REASONS = {
    "speaker_unknown",
    "speaker_silent",
    "topic_absent",
    "detail_absent",
    "false_premise",
    "out_of_scope",
    "search_failed",
}


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def plain_settings() -> Settings:
    """The settings of a user who has set nothing but, perhaps, where the cache is."""
    from index.settings import Settings

    return Settings(cache=Settings.from_environment().cache)


@pytest.fixture(scope="session")
def embedder(plain_settings: Settings) -> Any:
    """The default model, opened once."""
    from index.embedding import open_embedder

    return open_embedder(plain_settings.embedding, cache=plain_settings.cache)


@pytest.fixture(scope="session")
def assistant_over(
    plain_settings: Settings, embedder: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Assistant]:
    """``assistant_over(paths)`` indexes files and folders by the real embedder and opens an assistant over them."""
    from index.building import build_index
    from index.retrieval import open_index
    from rag.assistant import Assistant

    def opened(paths: Iterable[Path]) -> Assistant:
        location = tmp_path_factory.mktemp("built") / "index"
        build_index(list(paths), location, settings=plain_settings, embedder=embedder)
        index = open_index(location, settings=plain_settings, embedder=embedder)
        return Assistant(index, settings=replace(plain_settings, index=str(location)), location=location)

    return opened


@pytest.fixture(scope="session")
def assistant_of(
    assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Assistant]:
    """``assistant_of(text)`` opens an assistant over that text alone, as the file ``paper.md``."""

    def opened(text: str) -> Assistant:
        folder = tmp_path_factory.mktemp("paper")
        (folder / "paper.md").write_text(text, encoding="utf-8")
        return assistant_over([folder])

    return opened


@pytest.fixture(scope="session")
def sample(assistant_over: Callable[..., Assistant]) -> Assistant:
    """An assistant over the sample corpus."""
    from index.settings import SAMPLE

    return assistant_over([SAMPLE])


@pytest.fixture(scope="session")
def proceedings(assistant_over: Callable[..., Assistant]) -> Assistant:
    """An assistant over the invented proceedings of the evaluation sets."""
    return assistant_over([ROOT / "eval" / "sets" / "proceedings" / "documents"])


@pytest.fixture(scope="session")
def pages(assistant_over: Callable[..., Assistant]) -> Assistant:
    """An assistant over ../shared/corpus; the test is skipped where that folder is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the folder ../shared/corpus is absent")
    return assistant_over([CORPUS])


@pytest.fixture(scope="session")
def faults() -> Callable[..., list[str]]:
    """What of invariants 1, 2, 4 and 5 an answer breaks; written apart from rag.guarantees, so that two ways agree."""
    return _faults


def _faults(answer: Answer, assistant: Assistant) -> list[str]:
    found = []
    for one in (*answer.citations, *answer.related, *(item.citation for item in answer.suggestions)):
        if not any(text[one.start : one.end] == one.quote for text in _texts(assistant, one)):
            found.append(f"not literal: {one}")
        if not one.quote.strip():
            found.append(f"an empty quote: {one}")
    bare = _without_quotes(answer.text, answer.citations)
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", bare)]
    if list(dict.fromkeys(marks)) != [one.marker for one in answer.citations]:
        found.append(f"marks {marks} beside citations {[one.marker for one in answer.citations]}")
    if answer.refused:
        if answer.citations or marks:
            found.append("a refusal with citations")
        if answer.reason not in REASONS:
            found.append(f"a refusal for {answer.reason}")
        if len(re.findall("[。！？]", bare)) > 1:
            found.append(f"a refusal of several sentences: {answer.text}")
    elif answer.reason is not None:
        found.append("a reason without a refusal")
    elif answer.kind != "smalltalk":
        found += [f"a line without a mark: {line}" for line in bare.splitlines() if _states(line) and "[" not in line]
    if not answer.text.strip():
        found.append("no text")
    counted = re.search(r"共 (\d+) 位", answer.text)
    if counted and len({one.speaker for one in answer.citations}) != int(counted[1]):
        found.append(f"{counted[0]}, but {len({one.speaker for one in answer.citations})} speakers are cited")
    return found


def _texts(assistant: Assistant, citation: Citation) -> list[str]:
    """The texts of the index that a citation's own words can mean."""
    return [
        speech.text(citation.paragraph)
        for place, speech in assistant.index.corpus.speeches()
        if assistant.index.corpus.document(place).source == citation.document
        and (speech.speaker, speech.role, speech.title) == (citation.speaker, citation.role, citation.title)
        and citation.paragraph <= len(speech.paragraphs)
    ]


def _without_quotes(text: str, citations: Iterable[Citation]) -> str:
    for one in sorted(citations, key=lambda one: -len(one.quote)):
        text = text.replace(one.quote, "")
    return text


def _states(line: str) -> bool:
    """Whether a line says something: not blank, not a border or the head of a table, no bare heading."""
    return (
        bool(line.strip()) and not line.startswith(("| ---", "| 方面", "#")) and "（未谈到） | （未谈到）" not in line
    )
