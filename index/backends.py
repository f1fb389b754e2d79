"""Where the vectors and words of an index are kept, as retrieval sees it: the seam, and a folder of local files behind it."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.corpus import Corpus
from index.generation import Generation
from index.store import Held, current
from index.vectors import Numbers, Vectors


class Stages(Protocol):
    """What retrieval needs of a place where vectors and words are kept; the local files here, Milvus elsewhere.

    Numbers are ascending in source order; results are best first, equal scores in source order.
    """

    corpus: Corpus
    manifest: dict[str, Any]
    generation: str
    chunks: NDArray[np.int32]
    paragraph_chunks: Numbers

    def nearest(self, query: Vectors, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float64]]:
        """The ``k`` chunks nearest to a query vector (d,), with their inner products."""
        ...

    def matching(self, text: str, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float32]]:
        """The ``k`` paragraphs that match the words of ``text`` best, with their BM25 scores."""
        ...

    def chunk_vectors(self, numbers: Numbers) -> Vectors:
        """The unit vectors (n, d) of chunks."""
        ...

    def words(self, text: str) -> list[str]:
        """The words of ``text``."""
        ...

    def newest(self) -> str:
        """The identifier of the newest generation at the location."""
        ...


class LocalStages:
    """A verified generation in a folder, its files mapped."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._content = Generation.load(held.folder)
        self.corpus = self._content.corpus
        self.manifest = held.manifest
        self.generation = held.identifier
        self.chunks = self._content.chunks
        self.paragraph_chunks = self._content.paragraph_chunks

    def nearest(self, query: Vectors, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float64]]:
        return self._content.vectors.search(query, k=k, subset=subset)

    def matching(self, text: str, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float32]]:
        return self._content.word_index.search(self._content.words.terms(text), k=k, subset=subset)

    def chunk_vectors(self, numbers: Numbers) -> Vectors:
        return self._content.vectors.vectors[numbers]

    def words(self, text: str) -> list[str]:
        return self._content.words.cut(text)

    def newest(self) -> str:
        return current(self._held.location)
