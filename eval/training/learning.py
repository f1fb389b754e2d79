"""One training: low-rank updates of the network's matrices and a head, from pairs that do and do not answer.

The loss is that of a listwise softmax over all sentences seen beside one question, the answering ones together against
the rest, plus the binary cross-entropy of each pair: the one gives the order, the other a reading that means the same
for every question. Needs torch and transformers only, and what ``pairs`` wrote.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.training.arrays import NETWORK, SHAPE, UNKNOWN, Integers, Pairs

LAYERS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
"""The matrices that get an update, with the names of the wheel."""

Readings = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Plan:
    """``rank`` of the updates, passes over the questions, questions a step, learning rates, most rows of other speakers
    and other corpora that a question brings, and how often a pair that answers counts.
    """

    rank: int = 16
    passes: float = 3.0
    batch: int = 16
    rate: float = 3e-4
    head_rate: float = 1e-3
    of_speakers: int = 4
    of_corpora: int = 3
    answering: float = 3.0
    warm_up: float = 0.1
    decay: float = 0.01
    head_scale: float = 8.0
    update_scale: float = 2.0


class Network:
    """The cross-encoder in torch on ``device``, with its updates."""

    def __init__(self, folder: Path, plan: Plan, *, device: str, seed: int) -> None:
        import torch
        from transformers import BertConfig, BertModel

        torch.manual_seed(seed)
        config = BertConfig(**json.loads((folder / SHAPE).read_text("utf-8")))
        self.padding = int(config.pad_token_id or 0)
        self.plan, self.device = plan, device
        model: Any = BertModel(config, add_pooling_layer=False)
        self.model = model
        with np.load(folder / NETWORK, allow_pickle=False) as arrays:
            weights = {name: torch.from_numpy(arrays[name]).float() for name in arrays.files}
        self.model.load_state_dict(weights)
        self.model.requires_grad_(False)
        self.updates: dict[str, Any] = {}
        for number, layer in enumerate(self.model.encoder.layer):
            for path, name in LAYERS.items():
                holder, attribute = layer.get_submodule(path.rpartition(".")[0]), path.rpartition(".")[2]
                updated = _updated(getattr(holder, attribute), plan)
                setattr(holder, attribute, updated)
                self.updates[f"l{number}.{name}"] = updated
        self.head: Any = torch.nn.Linear(config.hidden_size, 1)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)
        for part in (self.model, self.head):
            part.to(device)

    def parameters(self) -> list[dict[str, Any]]:
        """The trained parameters in two groups, each with its rate."""
        own = [one for one in self.model.parameters() if one.requires_grad]
        head = list(self.head.parameters())
        return [{"params": own, "lr": self.plan.rate}, {"params": head, "lr": self.plan.head_rate}]

    def read(self, tokens: Any) -> Any:
        """The logits (n,) of padded pairs (n, length)."""
        mask = tokens != self.padding
        states = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(mean)[:, 0] * self.plan.head_scale

    def export(self) -> dict[str, npt.NDArray[Any]]:
        """The updates and the head as ``index.embedding.adaptation`` reads them."""
        tensors = {}
        for name, updated in self.updates.items():
            tensors[f"{name}.a"] = updated.a.detach().cpu().numpy().astype(np.float16)
            tensors[f"{name}.b"] = (updated.b.detach() * self.plan.update_scale).cpu().numpy().astype(np.float16)
        for name, values in (("head.w", self.head.weight), ("head.b", self.head.bias)):
            tensors[name] = (values.detach() * self.plan.head_scale).cpu().numpy().reshape(-1).astype(np.float32)
        return tensors


def _updated(linear: Any, plan: Plan) -> Any:
    import torch

    class Updated(torch.nn.Module):
        """A matrix W as W + scale b a; b starts at 0."""

        def __init__(self) -> None:
            super().__init__()
            self.linear = linear
            self.a = torch.nn.Parameter(torch.randn(plan.rank, linear.in_features) / math.sqrt(linear.in_features))
            self.b = torch.nn.Parameter(torch.zeros(linear.out_features, plan.rank))

        def forward(self, values: Any) -> Any:
            return self.linear(values) + plan.update_scale * (values @ self.a.T) @ self.b.T

    return Updated()


class Rows:
    """The pairs' tokens on the device, given in parts of like length."""

    def __init__(self, pairs: Pairs, network: Network) -> None:
        import torch

        self.lengths = np.diff(pairs.starts)
        padded = np.full((len(pairs), int(self.lengths.max()) + 8), network.padding, np.int16)
        for number in range(len(pairs)):
            padded[number, : self.lengths[number]] = pairs.row(number)
        self._network = network
        self._tokens = torch.from_numpy(padded).to(network.device)

    def read(self, rows: Integers, *, parts: int) -> Any:
        """The logits of ``rows``, in their order."""
        import torch

        order = np.argsort(self.lengths[rows], kind="stable")
        read = []
        for part in np.array_split(rows[order], parts):
            length = int(-(-self.lengths[part].max() // 8) * 8)
            numbers = torch.from_numpy(part).to(self._network.device)
            read.append(self._network.read(self._tokens[numbers][:, :length].long()))
        back = torch.from_numpy(np.argsort(order)).to(self._network.device)
        return torch.cat(read)[back]


def train(
    folder: Path,
    pairs: Pairs,
    plan: Plan,
    *,
    without: int | None,
    device: str,
    seed: int,
    report: Callable[[str], None],
) -> tuple[Network, Rows]:
    """Trains on all pairs but those of the fold ``without``."""
    import torch

    network = Network(folder, plan, device=device, seed=seed)
    rows = Rows(pairs, network)
    chance = np.random.default_rng(seed)
    asked = _by_question(pairs, plan, without=without)
    steps = max(1, int(plan.passes * len(asked) / plan.batch))
    groups = network.parameters()
    rates = [group["lr"] for group in groups]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay)
    order: list[int] = []
    network.model.train()
    for step in range(steps):
        if len(order) < plan.batch:
            order = list(chance.permutation(len(asked)))
        taken = [asked[order.pop()] for _ in range(min(plan.batch, len(asked)))]
        chosen = np.concatenate(taken)
        question = torch.tensor(np.repeat(np.arange(len(taken)), [len(one) for one in taken]), device=device)
        with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
            logits = rows.read(chosen, parts=3)
        loss = _loss(logits, torch.tensor(pairs.label[chosen], device=device), question, plan)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1.0, step / (plan.warm_up * steps + 1)) * (1 - step / steps)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(groups[0]["params"], 1.0)
        optimizer.step()
        if step % 100 == 0:
            report(f"{step}/{steps} {float(loss.detach()):.3f}")
    network.model.eval()
    return network, rows


def readings(rows: Rows, chosen: Integers, *, device: str) -> Readings:
    """The logits of ``chosen`` rows by a trained network."""
    import torch

    read = []
    order = chosen[np.argsort(rows.lengths[chosen], kind="stable")]
    with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
        for start in range(0, len(order), 1024):
            read.append(rows.read(order[start : start + 1024], parts=1).float().cpu().numpy())
    found = np.empty(len(chosen), np.float32)
    found[np.argsort(rows.lengths[chosen], kind="stable")] = np.concatenate(read)
    return found


def _by_question(pairs: Pairs, plan: Plan, *, without: int | None) -> list[Integers]:
    """The rows to learn from, by question."""
    most = np.array([len(pairs), plan.of_speakers, plan.of_corpora])
    used = (pairs.label != UNKNOWN) & (pairs.rank < most[pairs.source]) & (pairs.fold != without)
    chosen = np.flatnonzero(used)
    order = chosen[np.argsort(pairs.question[chosen], kind="stable")]
    return list(np.split(order, np.flatnonzero(np.diff(pairs.question[order])) + 1))


def _loss(logits: Any, label: Any, question: Any, plan: Plan) -> Any:
    import torch

    answering = label > 0
    weight = torch.tensor(plan.answering, device=logits.device)
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, label.float(), pos_weight=weight)
    lowest = torch.finfo(logits.dtype).min / 2
    mine = question[None] == torch.arange(int(question.max()) + 1, device=logits.device)[:, None]
    answered = (mine & answering[None]).any(1)
    if not bool(answered.any()):
        return each
    whole = torch.logsumexp(logits[None].masked_fill(~mine, lowest), 1)
    right = torch.logsumexp(logits[None].masked_fill(~(mine & answering[None]), lowest), 1)
    return each + (whole - right)[answered].mean()


def folds_of(pairs: Pairs) -> Sequence[int]:
    """The folds there are."""
    return [int(one) for one in np.unique(pairs.fold)]
