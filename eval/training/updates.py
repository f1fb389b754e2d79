"""Low-rank updates of a BERT's matrices in torch (Hu et al. 2021, LoRA, arXiv:2106.09685), under the names that
``index.embedding.adaptation`` reads.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LAYERS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
"""The matrices that get an update, with the names of the wheel."""

Arrays = dict[str, npt.NDArray[Any]]


def put_updates(model: Any, *, rank: int) -> dict[str, Any]:
    """Puts an update of ``rank`` around each matrix of ``LAYERS``; all by their names (l0.q …)."""
    updates: dict[str, Any] = {}
    for number, layer in enumerate(model.encoder.layer):
        for path, name in LAYERS.items():
            holder, attribute = layer.get_submodule(path.rpartition(".")[0]), path.rpartition(".")[2]
            updated = _updated(getattr(holder, attribute), rank)
            setattr(holder, attribute, updated)
            updates[f"l{number}.{name}"] = updated
    return updates


def opened(folder: Path, *, rank: int, layers: int | None = None) -> tuple[Any, Any, dict[str, Any]]:
    """The tokenizer and the model of a ``folder`` of sentence-transformers, of its lower ``layers`` only (None: of all), and the
    updates of ``rank`` around its matrices: nothing else of it learns.
    """
    from transformers import AutoModel, AutoTokenizer

    model: Any = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    model.encoder.layer = model.encoder.layer[:layers]
    model.requires_grad_(False)
    updates = put_updates(model, rank=rank)
    return AutoTokenizer.from_pretrained(folder), model, updates


def precision(device: str) -> Any:
    """What matrices are multiplied in: bfloat16 on a GPU and on a processor that multiplies it, else float32."""
    import torch

    able = torch.cpu.get_capabilities() if device == "cpu" else {"amx_bf16": True}
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else torch.float32


def exported(updates: dict[str, Any], *, strength: float = 1.0) -> Arrays:
    """The updates in 16 bits, ``strength`` of what was learned."""
    tensors = {}
    for name, updated in updates.items():
        tensors[f"{name}.a"] = updated.a.detach().cpu().numpy().astype(np.float16)
        tensors[f"{name}.b"] = (updated.b.detach() * strength).cpu().numpy().astype(np.float16)
    return tensors


def _updated(linear: Any, rank: int) -> Any:
    import torch

    class Updated(torch.nn.Module):
        """A matrix W as W + b a, summed once a step and not once a row; b starts at 0."""

        def __init__(self) -> None:
            super().__init__()
            self.linear = linear
            self.whole = linear.weight.detach()
            self.a = torch.nn.Parameter(torch.randn(rank, linear.in_features) / math.sqrt(linear.in_features))
            self.b = torch.nn.Parameter(torch.zeros(linear.out_features, rank))

        def keep(self, device: str) -> None:
            """Keeps what is summed and learned in 32 bits, whatever the rest is read in."""
            self.whole = self.whole.to(device)
            self.a.data, self.b.data = self.a.data.float(), self.b.data.float()

        def merge(self) -> None:
            self.merged = (self.whole + self.b @ self.a).to(self.linear.weight.dtype)

        def forward(self, values: Any) -> Any:
            return torch.nn.functional.linear(values, self.merged, self.linear.bias)

    return Updated()
