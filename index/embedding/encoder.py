"""The files of the int8 form, loaded: texts to vectors, and to the states of their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces
from index.embedding.session import open_session
from index.embedding.words import Words

USUAL = "usual.npy"

Vectors = npt.NDArray[np.float32]


class Encoder:
    """Pieces, the mapped word table, and the session."""

    def __init__(self, graph: Path, pieces: Pieces, words: Words) -> None:
        self._session = open_session(graph)
        self.pieces = pieces
        self.words = words
        self._before = {kind: len(pieces.encode(prompt.rstrip())) - 1 for kind, prompt in PROMPTS.items()}

    def vector(self, text: str, *, kind: str) -> Vectors:
        """The unit vector (d,) of one text with the prompt of its ``kind`` ("query" or "passage")."""
        return self.both(text, kind=kind)[0]

    def both(self, text: str, *, kind: str) -> tuple[Vectors, Vectors]:
        """The unit vector (d,) and, from an inner layer, the states of the text's own tokens (n, d)."""
        ids = self.pieces.encode(PROMPTS[kind] + text)
        mean, states = self._session.run(None, {"rows": self.words.rows(ids)})
        vector: Vectors = mean[0] / np.sqrt(np.square(mean[0]).sum())
        own: Vectors = states[0, self._before[kind] : -1]
        return vector, own


def write_usual(encoder: Encoder, folder: Path, texts: Sequence[str]) -> None:
    """Writes what a token's state is on average, float32 (2, d): in questions, in passages.

    All states share most of their direction (Ethayarajh 2019, arXiv:1909.00512); without it they tell words apart.
    """
    means = [
        np.concatenate([encoder.both(text, kind=kind)[1] for text in texts]).mean(axis=0)
        for kind in ("query", "passage")
    ]
    np.save(folder / USUAL, np.stack(means).astype(np.float32), allow_pickle=False)


def load_usual(folder: Path) -> dict[str, Vectors]:
    """What ``write_usual`` wrote, by kind."""
    means: Vectors = np.load(folder / USUAL, allow_pickle=False)
    return {"query": means[0], "passage": means[1]}
