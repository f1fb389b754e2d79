"""The cross-encoder's network: half the layers of the default model and half their inner width.

The default model was first trained whole to read a question and a sentence together (with a head); the small network began
as every second of its layers with the inner units that carry most, and was trained to read as it does (distillation: Hinton
et al. 2015, arXiv:1503.02531; from its layers too: Jiao et al. 2020, TinyBERT, arXiv:1909.10351), and last by labels alone,
on questions that differ in a single point from one that is answered. Both learned from questions and corpora written for
this project, by ``python -m eval.training``. Words and positions are the default model's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import Shape

NETWORK = Path(__file__).parent.parent / "data" / "cross_encoder.safetensors"
SCALES = ".scales"
SETS = "sets"
"""Under this the file names the sets it was trained on, parted by spaces."""

Array = npt.NDArray[np.float32]


def trained_on(path: Path = NETWORK) -> frozenset[str]:
    """The names of the evaluation sets that the network of ``path`` was trained on, as the file says."""
    from safetensors import safe_open

    with safe_open(path, framework="numpy") as file:
        return frozenset(file.metadata()[SETS].split())


@dataclass(frozen=True)
class Distilled:
    """The weights of ``path``: 8-bit matrices (out, in) with a scale a row under their name and ``.scales``, the rest as
    float32; ``whole``: the shape of the default model.
    """

    whole: Shape
    path: Path = NETWORK

    @property
    def shape(self) -> Shape:
        """The sizes of the small network, as its matrices have them."""
        layers = {name.partition(".")[0] for name in self._tensors if name.endswith(".fi.b")}
        return replace(self.whole, layers=len(layers), inner=len(self._tensors["l0.fi.b"]))

    @cached_property
    def _tensors(self) -> dict[str, Array]:
        from safetensors.numpy import load_file

        stored = load_file(self.path)
        scales = {name: values for name, values in stored.items() if name.endswith(SCALES)}
        return {
            name: values * scales[name + SCALES][:, None] if name + SCALES in scales else values
            for name, values in stored.items()
            if name not in scales
        }

    def tensor(self, name: str) -> Array:
        """A tensor's values as float32, flat. Raises KeyError for an unknown name."""
        return self._tensors[name].astype(np.float32).reshape(-1)
