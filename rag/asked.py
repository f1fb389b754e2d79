"""A question on its way through the chain, and the open index that it is asked of."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from index.corpus import Heading
from index.records import Place
from index.retrieval import Index
from rag.answering import Draft, Refusal, Task
from rag.understanding import Lexicon, Understood

LONGEST_QUESTION = 2000
"""Characters of a question; longer input is no question but a document."""


class QuestionError(ValueError):
    """A question that cannot be asked; the message is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One generation of the index with what is derived from it; replaced as a whole."""

    index: Index
    lexicon: Lexicon

    @classmethod
    def of(cls, index: Index) -> Opened:
        """An open index with its names."""
        return cls(index, Lexicon(index.corpus))

    def headings(self) -> list[Heading]:
        """The documents without their texts, in source order."""
        return [self.index.corpus.heading(Place(number, 0, 0)) for number in range(len(self.index.corpus.documents))]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a question so far; every stage of the chain gives one with more of it.

    ``speaker`` and ``document`` are the user's filters; ``usage`` are tokens, ``timings`` seconds, by stage.
    """

    question: str
    opened: Opened
    history: tuple[Mapping[str, str], ...] = ()
    speaker: str | None = None
    document: str | None = None
    started: float = field(default_factory=time.perf_counter)
    understood: Understood | None = None
    task: Task | None = None
    result: Draft | Refusal | None = None
    timings: tuple[tuple[str, float], ...] = ()
    usage: tuple[tuple[str, dict[str, int]], ...] = ()

    def took(self, stage: str, began: float) -> dict[str, Any]:
        """The field that notes how long a stage took which began at ``began``."""
        return {"timings": (*self.timings, (stage, time.perf_counter() - began))}

    def seconds(self) -> dict[str, float]:
        """The seconds of each stage, and ``total`` since the question was asked."""
        return {**dict(self.timings), "total": time.perf_counter() - self.started}


def checked_question(question: str) -> str:
    """``question`` without white space around it. Raises QuestionError where it cannot be asked."""
    if not question.strip():
        raise QuestionError("问题是空的，请输入要问的内容。")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(f"问题有 {len(question)} 字，超过了 {LONGEST_QUESTION} 字，请缩短后再问。")
    return question.strip()


def check_filters(opened: Opened, *, speaker: str | None, document: str | None) -> None:
    """Raises QuestionError for a filter that the index does not hold."""
    if speaker is not None and speaker not in opened.lexicon.appearances:
        raise QuestionError(f"索引里没有发言人“{speaker}”，请从名单中选择或去掉这个条件。")
    if document is not None and document not in {one.source for one in opened.headings()}:
        raise QuestionError(f"索引里没有文件“{document}”，请从名单中选择或去掉这个条件。")
