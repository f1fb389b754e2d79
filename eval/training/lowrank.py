"""A network of which only low-rank updates of its matrices and the head learn (Hu et al. 2021, LoRA, arXiv:2106.09685): the second
reader, under the names that ``index.embedding.adaptation`` reads.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.network import HEAD_SCALE, Network
from eval.training.updates import Arrays, precision

RANK = 64


class Updated(Network):
    """``whole`` with the updates ``learned``: W + b a for each matrix W of its layers, and a head."""

    def __init__(self, whole: Network, learned: Mapping[str, Any]) -> None:
        self._whole = {name: one.detach() for name, one in whole.weights.items() if not name.startswith("head.")}
        super().__init__(whole.base, learned)

    def update(self) -> None:
        """Sums the updates and what they are of, once a step."""
        kind, learned = precision(self.base.device), self.weights
        self._used = {name: one for name, one in learned.items() if name.startswith("head.")}
        for name, one in self._whole.items():
            matrix = name.removesuffix(".w")
            changed = name.endswith(".w") and f"{matrix}.a" in learned
            self._used[name] = (one + learned[f"{matrix}.b"] @ learned[f"{matrix}.a"] if changed else one).to(kind)

    def export(self) -> Arrays:
        """The updates in 16 bits, and the head."""
        tensors: Arrays = {}
        for name, one in self.weights.items():
            values = one.detach().float().cpu().numpy()
            is_head = name.startswith("head.")
            tensors[name] = values.reshape(-1) * np.float32(HEAD_SCALE) if is_head else values.astype(np.float16)
        return tensors


def fresh(whole: Network, *, rank: int = RANK, seed: int = 0) -> Updated:
    """``whole`` with updates that change nothing yet, and its own head."""
    import torch

    chance = torch.Generator().manual_seed(seed)
    learned = {name: one for name, one in whole.weights.items() if name.startswith("head.")}
    for name, one in whole.weights.items():
        if name.startswith("l") and name.endswith(".w") and one.ndim == 2:
            given, taken = one.shape
            learned[name.removesuffix("w") + "a"] = torch.randn(rank, taken, generator=chance) / math.sqrt(taken)
            learned[name.removesuffix("w") + "b"] = torch.zeros(given, rank)
    return Updated(whole, learned)


def restored_updates(file: Path, whole: Network) -> Updated:
    """``whole`` with the updates that ``export`` gave, from a file of safetensors."""
    import torch
    from safetensors.numpy import load_file

    learned = {name: torch.from_numpy(values).float() for name, values in load_file(file).items()}
    learned["head.w"] = learned["head.w"].reshape(1, -1)
    heads = {name: one / HEAD_SCALE for name, one in learned.items() if name.startswith("head.")}
    return Updated(whole, learned | heads)
