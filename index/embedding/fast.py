"""The default embedder: int8 on ONNX Runtime, one text at a time, without torch."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.embedding.cross_encoder import CrossEncoder, Passage
from index.embedding.encoder import Encoder, load_usual
from index.embedding.preparation import (
    FAST,
    VECTORS,
    Layout,
    ModelDamaged,
    layout,
    open_cross_encoder,
    open_encoder,
    open_question_encoder,
    open_second_reader,
    open_tagger,
    prepare,
    read_manifest,
    verify,
)
from index.embedding.tagger import Tagged, Tagger
from index.remembering import Remembered

logger = logging.getLogger(__name__)

_PORTION = 8
"""Texts a thread takes at once."""

_READ = 64
_FEW = 8
"""Texts up to which their tokens are remembered with their vectors: those of an answer, not those of an index."""
_SMALL = np.float32(1e-9)

Vectors = npt.NDArray[np.float32]
T = TypeVar("T")


class FastEmbedder:
    """multilingual-e5-small in int8. Loads when first used; safe to share between threads.

    A vector depends on its own text alone: each runs by itself on one thread, so that one text, many texts and any
    number of ``threads`` (how many texts run side by side) give the same bits.
    """

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        self.cache = cache
        self.threads = threads or _processors()
        self._opening = threading.RLock()
        # a text's vector and its tokens are asked for one after the other
        self._read = {kind: Remembered(partial(self._both, kind), most=_READ) for kind in ("query", "passage")}

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
        """Model, precision, how vectors are made, and the weights' fingerprint."""
        return f"multilingual-e5-small:int8-{VECTORS}:{self._manifest['fingerprint'][:16]}"

    @property
    def dimension(self) -> int:
        return int(self._manifest["dimension"])

    @cached_property
    def _encoder(self) -> Encoder:
        with self._opening:
            if "_encoder" in self.__dict__:
                return self.__dict__["_encoder"]  # type: ignore[no-any-return]
            assert self._manifest
            place = layout(self.cache)
            try:
                verify(place, below=FAST)
            except ModelDamaged as error:
                logger.warning("%s", error)
                prepare(self.cache)
            return open_encoder(place)

    @cached_property
    def _cross_encoder(self) -> CrossEncoder:
        return self._once("_cross_encoder", open_cross_encoder)

    @cached_property
    def _second_reader(self) -> CrossEncoder:
        return self._once("_second_reader", open_second_reader)

    @cached_property
    def _question_encoder(self) -> Encoder:
        return self._once("_question_encoder", open_question_encoder)

    @cached_property
    def _tagger(self) -> Tagger:
        return self._once("_tagger", open_tagger)

    def _once(self, name: str, opening: Callable[[Layout, Encoder], T]) -> T:
        """What ``opening`` loads, loaded by one thread and kept under ``name``."""
        with self._opening:
            if name not in self.__dict__:
                self.__dict__[name] = opening(layout(self.cache), self._encoder)
            kept: T = self.__dict__[name]
            return kept

    @cached_property
    def _usual(self) -> dict[str, Vectors]:
        assert self._encoder
        return load_usual(layout(self.cache).fast)

    def _both(self, kind: str, texts: Sequence[str]) -> list[tuple[Vectors, Vectors]]:
        return [self._encoder.both(text, kind=kind) for text in texts]

    def embed_query(self, text: str) -> Vectors:
        """The unit vector of a question, float32 (dimension,), as the model was published."""
        return self._read["query"]([text])[0][0]

    def embed_question(self, text: str) -> Vectors:
        """The unit vector of a question, float32 (dimension,), turned to where passages lie that answer it."""
        return self._question_encoder.vector(text, kind="query")

    def token_states(self, text: str, *, kind: str) -> Vectors:
        """The states of a text's tokens as unit vectors, float32 (tokens, dimension), less what all tokens share.

        ``kind`` is "query" or "passage". States of one kind compare with those of the other by their inner product.
        """
        states = self._read[kind]([text])[0][1] - self._usual[kind]
        unit: Vectors = states / np.maximum(np.sqrt(np.square(states).sum(axis=1, keepdims=True)), _SMALL)
        return unit

    def pair_scores(self, question: str, passages: Sequence[Passage], *, again: bool = False) -> list[float]:
        """For each passage the logit of its answering the question, by the cross-encoder, or by the second reader (``again``):
        larger, slower and trained apart; each by itself alone.
        """
        reads = self._second_reader if again else self._cross_encoder
        asked = reads.question_ids(question)
        with ThreadPoolExecutor(self.threads, thread_name_prefix="reading") as pool:
            return list(pool.map(partial(reads.score, asked), passages))

    def question_parts(self, text: str) -> Tagged:
        """What each character of a folded question is part of, and what kind of question it is."""
        return self._tagger.tagged(text)

    def embed_passages(self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None) -> Vectors:
        """The unit vectors of passages, float32 (len(texts), dimension); ``progress`` gets (done, all)."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        if len(texts) <= _FEW:
            for position, (vector, _) in enumerate(self._read["passage"](texts)):
                vectors[position] = vector
            if progress and texts:
                progress(len(texts), len(texts))
            return vectors
        encoder = self._encoder

        def embed(positions: Sequence[int]) -> int:
            for position in positions:
                vectors[position] = encoder.vector(texts[position], kind="passage")
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


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
