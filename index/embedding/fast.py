"""The default embedder: int8 on ONNX Runtime, one text at a time, without torch."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces, load_pieces
from index.embedding.preparation import FAST, RECIPE, Layout, ModelDamaged, layout, prepare, read_manifest, verify
from index.embedding.session import open_session
from index.embedding.words import Words, load_words

logger = logging.getLogger(__name__)

_PORTION = 8
"""Texts a thread takes at once."""

Vectors = npt.NDArray[np.float32]


class FastEmbedder:
    """multilingual-e5-small in int8. Loads when first used; safe to share between threads.

    A vector depends on its own text alone: each runs by itself on one thread, so that one text, many texts and any
    number of ``threads`` (how many texts run side by side) give the same bits.
    """

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        self.cache = cache
        self.threads = threads or _processors()
        self._opening = threading.RLock()

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        with self._opening:
            try:
                return read_manifest(layout(self.cache))
            except ModelDamaged:
                prepare(self.cache)
                return read_manifest(layout(self.cache))

    @property
    def name(self) -> str:
        """Model, precision, recipe and the weights' fingerprint."""
        return f"multilingual-e5-small:int8-{RECIPE}:{self._manifest['fingerprint'][:16]}"

    @property
    def dimension(self) -> int:
        return int(self._manifest["dimension"])

    @cached_property
    def _model(self) -> _Model:
        with self._opening:
            if "_model" in self.__dict__:
                return self.__dict__["_model"]  # type: ignore[no-any-return]
            assert self._manifest
            place = layout(self.cache)
            try:
                verify(place, below=FAST)
            except ModelDamaged as error:
                logger.warning("%s", error)
                prepare(self.cache)
            return _Model(place)

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, float32 (dimension,)."""
        return self._model.embed(PROMPTS["query"] + text)

    def embed_passages(self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None) -> Vectors:
        """The unit vectors of passages, float32 (len(texts), dimension); ``progress`` gets (done, all)."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        if not texts:
            return vectors
        model = self._model

        def embed(positions: Sequence[int]) -> int:
            for position in positions:
                vectors[position] = model.embed(PROMPTS["passage"] + texts[position])
            return len(positions)

        # Longest first, so that no thread is left with a long text while the others have ended.
        order = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        portions = [order[start : start + _PORTION] for start in range(0, len(order), _PORTION)]
        done = 0
        with ThreadPoolExecutor(self.threads, thread_name_prefix="embedding") as pool:
            for count in pool.map(embed, portions):
                done += count
                if progress:
                    progress(done, len(texts))
        return vectors


class _Model:
    """The loaded files: pieces, the mapped word table, and the session."""

    def __init__(self, place: Layout) -> None:
        self.session = open_session(place.graph)
        self.pieces: Pieces = load_pieces(place.pieces)
        self.words: Words = load_words(place.fast)

    def embed(self, text: str) -> Vectors:
        """The unit vector of one text that has its prefix."""
        vector: Vectors = self.session.run(None, {"rows": self.words.rows(self.pieces.encode(text))})[0][0]
        unit: Vectors = vector / np.sqrt(np.square(vector).sum())
        return unit


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
