"""One training: low-rank updates of the network's matrices and a head, from pairs that do and do not answer.

The loss is that of a listwise softmax over all sentences seen beside one question, the answering ones together against
the rest, plus the binary cross-entropy of each pair: the one gives the order, the other a reading that means the same
for every question. Needs torch and transformers only, and what ``pairs`` wrote. Matrices are multiplied in 16 bits (bfloat16)
where the processor can, what is learned is kept in 32: two seconds a step, without it about 17.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.training.arrays import HELD, MATTER, NETWORK, OWN, SHAPE, SOURCES, UNKNOWN, Integers, Pairs
from eval.training.mining import mined
from eval.training.updates import exported, precision, put_updates

Readings = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Plan:
    """``rank`` of the updates, passes over the questions, questions a step, learning rates; ``most``: how many rows of each
    source are among those to draw from, best first; how many rows that answer, that are near (of the question's own corpus
    or matter) and that are far (of other speakers or corpora) are drawn each time; and how often one that answers counts.
    """

    rank: int = 64
    passes: float = 2.0
    batch: int = 16
    rate: float = 2.5e-4
    head_rate: float = 6e-4
    most: tuple[int, ...] = (60, 4, 3, 14)
    answers: int = 2
    near: int = 6
    far: int = 3
    answering: float = 3.0
    warm_up: float = 0.03
    decay: float = 0.01
    head_scale: float = 8.0


class Network:
    """The cross-encoder in torch on ``device``, with its updates: new ones, or those of the file ``start``."""

    def __init__(self, folder: Path, plan: Plan, *, device: str, seed: int, start: Path | None = None) -> None:
        import torch
        from transformers import BertConfig, BertModel

        torch.manual_seed(seed)
        shape = json.loads((folder / SHAPE).read_text("utf-8"))
        config = BertConfig(**shape, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        if device == "cpu":
            config._attn_implementation = "eager"  # the fused one goes back three times slower there
        self.padding = int(config.pad_token_id or 0)
        self.plan, self.device = plan, device
        model: Any = BertModel(config, add_pooling_layer=False)
        self.model = model
        with np.load(folder / NETWORK, allow_pickle=False) as arrays:
            weights = {name: torch.from_numpy(arrays[name]).float() for name in arrays.files}
        self.model.load_state_dict(weights)
        self.model.requires_grad_(False)
        self.updates = put_updates(model, rank=plan.rank)
        self.head: Any = torch.nn.Linear(config.hidden_size, 1)
        torch.nn.init.zeros_(self.head.weight)
        torch.nn.init.zeros_(self.head.bias)
        if start is not None:
            self._start_from(start)
        self.model.to(device, precision(device))
        self.head.to(device)
        for updated in self.updates.values():
            updated.keep(device)

    def _start_from(self, file: Path) -> None:
        import torch
        from safetensors.torch import load_file

        values = {name: one.float() for name, one in load_file(file).items()}
        with torch.no_grad():
            for name, updated in self.updates.items():
                updated.a.copy_(values[f"{name}.a"])
                updated.b.copy_(values[f"{name}.b"])
            self.head.weight.copy_(values["head.w"].reshape(1, -1) / self.plan.head_scale)
            self.head.bias.copy_(values["head.b"].reshape(-1) / self.plan.head_scale)

    def parameters(self) -> list[dict[str, Any]]:
        """The trained parameters in two groups, each with its rate."""
        own = [one for one in self.model.parameters() if one.requires_grad]
        head = list(self.head.parameters())
        return [{"params": own, "lr": self.plan.rate}, {"params": head, "lr": self.plan.head_rate}]

    def update(self) -> None:
        """Puts the updates as they are now into the matrices that ``read`` uses."""
        for updated in self.updates.values():
            updated.merge()

    def read(self, tokens: Any) -> Any:
        """The logits (n,) of padded pairs (n, length)."""
        mask = tokens != self.padding
        states = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(mean)[:, 0] * self.plan.head_scale

    def export(self) -> dict[str, npt.NDArray[Any]]:
        """The updates and the head as ``index.embedding.adaptation`` reads them."""
        tensors = exported(self.updates)
        for name, values in (("head.w", self.head.weight), ("head.b", self.head.bias)):
            tensors[name] = (values.detach() * self.plan.head_scale).cpu().numpy().reshape(-1).astype(np.float32)
        return tensors


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
    start: Path | None = None,
    hard: bool = False,
) -> tuple[Network, Rows]:
    """Trains on all pairs but those of the fold ``without``, from the updates of ``start`` or from none; ``hard``: on the
    questions that those do not answer surely.
    """
    import torch

    network = Network(folder, plan, device=device, seed=seed, start=start)
    rows = Rows(pairs, network)
    chance = np.random.default_rng(seed)
    asked = learned_from(pairs, plan, without=without)
    if hard:
        asked = mined(asked, pairs, _read_all(network, rows, asked, device=device), chance)
        report(f"{len(asked)} 题")
    steps = max(1, int(plan.passes * len(asked) / plan.batch))
    groups = network.parameters()
    rates = [group["lr"] for group in groups]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay)
    order: list[int] = []
    network.model.train()
    for step in range(steps):
        if len(order) < plan.batch:
            order = list(chance.permutation(len(asked)))
        taken = [_drawn(asked[order.pop()], pairs, plan, chance) for _ in range(min(plan.batch, len(asked)))]
        chosen = np.concatenate(taken)
        question = torch.tensor(np.repeat(np.arange(len(taken)), [len(one) for one in taken]), device=device)
        network.update()
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
    with torch.no_grad():
        network.update()
    return network, rows


def readings(rows: Rows, chosen: Integers, *, device: str) -> Readings:
    """The logits of ``chosen`` rows by a trained network."""
    import torch

    read = []
    order = chosen[np.argsort(rows.lengths[chosen], kind="stable")]
    with torch.no_grad():
        for start in range(0, len(order), 1024):
            read.append(rows.read(order[start : start + 1024], parts=1).float().cpu().numpy())
    found = np.empty(len(chosen), np.float32)
    found[np.argsort(rows.lengths[chosen], kind="stable")] = np.concatenate(read)
    return found


def _read_all(network: Network, rows: Rows, asked: Sequence[Integers], *, device: str) -> Readings:
    """The logits of the rows of ``asked``, nan for the others."""
    chosen = np.unique(np.concatenate(asked))
    network.update()
    read = np.full(len(rows.lengths), np.nan, np.float32)
    read[chosen] = readings(rows, chosen, device=device)
    return read


def learned_from(pairs: Pairs, plan: Plan, *, without: int | None) -> list[Integers]:
    """The rows to learn from, by question."""
    most = np.array(plan.most)
    learned = (pairs.label != UNKNOWN) & (pairs.fold != HELD) & (pairs.fold != without)
    used = learned & (pairs.rank < most[pairs.source])
    chosen = np.flatnonzero(used)
    order = chosen[np.argsort(pairs.question[chosen], kind="stable")]
    return list(np.split(order, np.flatnonzero(np.diff(pairs.question[order])) + 1))


def _drawn(rows: Integers, pairs: Pairs, plan: Plan, chance: np.random.Generator) -> Integers:
    """Of the rows of a question those of this step: as many of each kind as the plan has room for."""
    answering = pairs.label[rows] == 1
    near = np.isin(pairs.source[rows], [SOURCES.index(OWN), SOURCES.index(MATTER)])
    kinds = ((answering, plan.answers), (~answering & near, plan.near), (~answering & ~near, plan.far))
    return np.concatenate([chance.permutation(rows[kind])[:room] for kind, room in kinds])


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
    """The folds that networks are trained without, one each."""
    return [int(one) for one in np.unique(pairs.fold) if one < HELD]
