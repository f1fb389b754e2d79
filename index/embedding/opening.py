"""One door to every embedder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.embedding.cross_encoder import Passage
from index.embedding.fast import FastEmbedder
from index.embedding.tagger import Tagged
from index.embedding.transformer import TransformerEmbedder
from index.settings import DEFAULT_EMBEDDING


class Embedder(Protocol):
    """Turns texts into unit vectors. A vector depends on the text and the model alone."""

    @property
    def name(self) -> str:
        """The identity: equal names give equal vectors. Carries precision and a fingerprint of the weights."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """float32 (len(texts), dimension), rows of length 1; ``progress`` is called with (done, all)."""

    def embed_query(self, text: str) -> npt.NDArray[np.float32]:
        """float32 (dimension,), of length 1."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """What an embedder is besides that shows the tokens of a text."""

    def token_states(self, text: str, *, kind: str) -> npt.NDArray[np.float32]:
        """Unit vectors float32 (tokens, dimension) of a text of ``kind`` "query" or "passage"."""


@runtime_checkable
class QuestionEmbedder(Protocol):
    """What an embedder is besides that was trained to find what answers a question."""

    def embed_question(self, text: str) -> npt.NDArray[np.float32]:
        """float32 (dimension,), of length 1: near the passages that answer, among the vectors of ``embed_passages``."""


@runtime_checkable
class PairEmbedder(Protocol):
    """What an embedder is besides that reads a question and a passage together."""

    def pair_scores(self, question: str, passages: Sequence[Passage], *, again: bool = False) -> list[float]:
        """For each passage the logit of its answering the question; ``again``: as a second reader finds, trained apart."""


@runtime_checkable
class TaggingEmbedder(Protocol):
    """What an embedder is besides that tells the parts of a question."""

    def question_parts(self, text: str) -> Tagged:
        """What each character of a folded question is part of, and what kind of question it is."""


def open_embedder(name: str = DEFAULT_EMBEDDING, *, cache: Path) -> Embedder:
    """The embedder of that name; nothing is loaded before its first use.

    The default name is multilingual-e5-small in int8, unpacked into ``cache`` where it is not yet there; any other
    is a sentence-transformers model by folder or by the name of a copy on this machine.
    The first use raises ModelMissing or ModelDamaged, in Chinese, where the model cannot be had.
    """
    return FastEmbedder(cache) if name == DEFAULT_EMBEDDING else TransformerEmbedder(name)
