"""An embedder without a model, for runs in which only the index is on trial: pairs of characters, hashed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


class PairEmbedder:
    """Implements ``index.embedding.Embedder``: each pair of characters adds to one of ``dimension`` places."""

    def __init__(self, *, dimension: int = 64, name: str = "pairs") -> None:
        self.name = name
        self.dimension = dimension
        self.embedded = 0

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors (n, dimension)."""
        self.embedded += len(texts)
        if progress:
            progress(len(texts), len(texts))
        return np.array([self._embed(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector (dimension,)."""
        return self._embed(text)

    def _embed(self, text: str) -> NDArray[np.float32]:
        places = [zlib.crc32(text[at : at + 2].encode()) % self.dimension for at in range(max(1, len(text) - 1))]
        counts = np.bincount(places, minlength=self.dimension).astype(np.float32)
        unit: NDArray[np.float32] = counts / np.linalg.norm(counts)
        return unit
