"""The training of the cross-encoder: the default model learns to read pairs, then a small network learns to read as it does.

The loss of the first is that of a listwise softmax over all sentences seen beside one question, the answering ones together
against the rest, plus the binary cross-entropy of each pair: the one gives the order, the other a reading that means the same
for every question. The small network learns the same of the first one's readings (distillation: Hinton et al. 2015,
arXiv:1503.02531), half as much of the labels, and at first of the states after its layers (Jiao et al. 2020, TinyBERT,
arXiv:1909.10351). Needs torch, and what ``pairs`` wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.training.arrays import MATTER, OWN, SOURCES, TWIN, UNKNOWN, Integers, Pairs
from eval.training.network import Network, Rows

Readings = npt.NDArray[np.float32]

LAYERS, AFTER, INNER = (0, 2, 4, 7, 9, 11), (1, 3, 5, 7, 9, 11), 768
"""The layers of the large network that the small one begins with, the layers of the large one after which its states are to be
like its own, and the inner units it keeps of each layer.
"""
MOST = (60, 12, 12, 20, 20)
"""How many rows of each source are among those to draw from, best first."""
_LOWEST = -1e9
_SAMPLE = 2000
_LABELS, _LOGITS = 0.5, 0.02
"""What the labels, and the squared difference of logits, count in the small network's loss."""
TOKENS = {"cpu": 6_000, "cuda": 26_000}
"""Tokens read at once, by device."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``passes`` over the questions, questions a step (``batch``), learning rates; how many rows that answer, that are near (of
    the question's own corpus or matter) and that are far (of other speakers or corpora) are drawn each time; how often a
    question asked of a corpus is seen in one pass; how often a pair that answers counts.
    """

    passes: float
    rate: float
    answers: int = 2
    near: int = 7
    far: int = 3
    batch: int = 64
    head_rate: float = 4e-4
    asked: int = 2
    answering: float = 3.0
    warm_up: float = 0.04
    decay: float = 0.01


LARGE = Plan(passes=1.0, rate=1e-4)
SMALL = Plan(passes=2.0, rate=3e-4, near=10, far=4)
SECOND = Plan(passes=1.0, rate=2.5e-4, batch=16, head_rate=6e-4)


@dataclass(frozen=True, slots=True)
class Question:
    """The rows of a question to draw from, and whether it is one of a matter."""

    answers: Integers
    near: Integers
    far: Integers
    matter: bool


def train(
    network: Network,
    rows: Rows,
    pairs: Pairs,
    plan: Plan,
    *,
    seed: int,
    report: Callable[[str], None],
    like: Network | None = None,
) -> None:
    """Trains ``network`` on all pairs that are not held: by their labels, or to read as the network ``like`` does."""
    import torch

    device = network.base.device
    chance = np.random.default_rng(seed)
    questions = learned_from(pairs, unlabelled=like is not None)
    pool = np.repeat(np.arange(len(questions)), [1 if one.matter else plan.asked for one in questions])
    batch = min(plan.batch, len(pool))
    steps = max(1, int(plan.passes * len(pool) / batch))
    groups = network.groups(plan.rate, plan.head_rate)
    rates = [group["lr"] for group in groups]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay, betas=(0.9, 0.98))
    order: list[int] = []
    for step in range(steps):
        if len(order) < batch:
            order = list(chance.permutation(pool))
        taken = [_drawn(questions[order.pop()], plan, chance) for _ in range(batch)]
        chosen = np.concatenate(taken)
        question = torch.tensor(np.repeat(np.arange(batch), [len(one) for one in taken]), device=device)
        label = torch.from_numpy(pairs.label[chosen].astype(np.int64)).to(device)
        network.update()
        loss = _loss(network, rows, chosen, label, question, plan, like=like, states=1 - step / steps)
        descend(optimizer, loss, rates, step, steps, warm_up=plan.warm_up)
        if step % 100 == 0:
            report(f"{step}/{steps} {float(loss.detach()):.3f}")
    with torch.no_grad():
        network.update()


def descend(optimizer: Any, loss: Any, rates: Sequence[float], step: int, steps: int, *, warm_up: float) -> None:
    """One step down the gradient of ``loss``, clipped; the ``rates`` of the groups rise over a share ``warm_up`` of the steps,
    then fall to nothing.
    """
    import torch

    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate * min(1.0, (step + 1) / (warm_up * steps + 1)) * (1 - step / steps)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(optimizer.param_groups[0]["params"], 1.0)
    optimizer.step()


def smaller(network: Network, rows: Rows, pairs: Pairs, *, seed: int) -> Network:
    """Of a trained ``network`` the ``LAYERS``, with the ``INNER`` units that carry most: the norm of what a unit gives on a
    sample of pairs, times that of the weights it is multiplied by.
    """
    import torch

    learned = np.flatnonzero(pairs.held == 0)
    sample = np.random.default_rng(seed).choice(learned, min(_SAMPLE, len(learned)), replace=False)
    carried: list[Any] = [0.0] * network.layers
    with torch.no_grad():
        for _, tokens in rows.parts(sample, tokens=TOKENS[network.base.device]):
            mask = (tokens != network.base.padding)[..., None]
            for layer, active in enumerate(network.active(tokens)):
                carried[layer] = carried[layer] + (active.float().square() * mask).sum((0, 1))
        inner = []
        for layer, one in enumerate(carried):
            worth = one.sqrt() * network.weights[f"l{layer}.fo.w"].norm(dim=0)
            inner.append(worth.topk(INNER).indices.sort().values)
        return network.part(LAYERS, inner=inner)


def readings(network: Network, rows: Rows, chosen: Integers) -> Readings:
    """The logits of ``chosen`` rows by a trained network."""
    import torch

    found = np.empty(len(chosen), np.float32)
    with torch.no_grad():
        for part, tokens in rows.parts(chosen, tokens=4 * TOKENS[network.base.device]):
            found[part] = network.read(tokens)[0].float().cpu().numpy()
    return found


def learned_from(pairs: Pairs, *, unlabelled: bool) -> list[Question]:
    """The questions to learn from; ``unlabelled``: with the rows of which nobody knows whether they answer."""
    used = (pairs.held == 0) & (pairs.rank < np.array(MOST)[pairs.source])
    if not unlabelled:
        used &= pairs.label != UNKNOWN
    chosen = np.flatnonzero(used)
    order = chosen[np.argsort(pairs.question[chosen], kind="stable")]
    near_by = [SOURCES.index(one) for one in (OWN, MATTER, TWIN)]
    questions = []
    for rows in np.split(order, np.flatnonzero(np.diff(pairs.question[order])) + 1):
        answers, near = pairs.label[rows] == 1, np.isin(pairs.source[rows], near_by)
        matter = SOURCES[pairs.source[rows[0]]] in (MATTER, TWIN)
        questions.append(Question(rows[answers], rows[~answers & near], rows[~answers & ~near], matter))
    return questions


def _drawn(question: Question, plan: Plan, chance: np.random.Generator) -> Integers:
    """Of the rows of a question those of this step: as many of each kind as the plan has room for."""
    kinds = ((question.answers, plan.answers), (question.near, plan.near), (question.far, plan.far))
    return np.concatenate([chance.permutation(rows)[:room] for rows, room in kinds])


def _loss(
    network: Network,
    rows: Rows,
    chosen: Integers,
    label: Any,
    question: Any,
    plan: Plan,
    *,
    like: Network | None,
    states: float,
) -> Any:
    """The loss of the ``chosen`` rows; ``states``: what the likeness of the states counts."""
    import torch

    logits, wanted, places, apart = [], [], [], torch.zeros((), device=network.base.device)
    for part, tokens in rows.parts(chosen, tokens=TOKENS[network.base.device]):
        read, own = network.read(tokens)
        logits.append(read)
        places.append(part)
        if like is not None:
            with torch.no_grad():
                right, theirs = like.read(tokens)
            wanted.append(right)
            mask = (tokens != network.base.padding)[..., None]
            for mine, layer in zip(own, AFTER, strict=True):
                difference = ((mine - theirs[layer]).float().square() * mask).sum()
                size = (theirs[layer].float().square() * mask).sum()
                apart = apart + difference / size * (len(part) / len(chosen))
    back = torch.from_numpy(np.argsort(np.concatenate(places))).to(network.base.device)
    found = torch.cat(logits)[back]
    mine = question[None] == torch.arange(int(question.max()) + 1, device=question.device)[:, None]
    if like is None:
        return labelled_loss(found, label, mine, answering=plan.answering)
    told = labelled_loss(found, label, mine, answering=plan.answering)
    return likeness_loss(found, torch.cat(wanted)[back], mine) + _LABELS * told + states * apart


def labelled_loss(logits: Any, label: Any, mine: Any, *, answering: float) -> Any:
    """Listwise softmax and binary cross-entropy of ``logits`` (n,) with ``label`` (n,); ``mine`` (questions, n): whose rows."""
    import torch

    known, right = label != UNKNOWN, label == 1
    if not bool(known.any()):
        return logits.sum() * 0.0
    weight = torch.tensor(answering, device=logits.device)
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits[known], right[known].float(), pos_weight=weight)
    mine = mine & known[None]
    answered = (mine & right[None]).any(1)
    if not bool(answered.any()):
        return each
    whole = torch.logsumexp(logits[None].masked_fill(~mine, _LOWEST), 1)
    best = torch.logsumexp(logits[None].masked_fill(~(mine & right[None]), _LOWEST), 1)
    return each + (whole - best)[answered].mean()


def likeness_loss(logits: Any, wanted: Any, mine: Any) -> Any:
    """How far ``logits`` (n,) are from those ``wanted``: as orders of each question's rows, as probabilities, as they are."""
    import torch

    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.sigmoid(wanted))
    found, right = (one[None].masked_fill(~mine, _LOWEST).log_softmax(1) for one in (logits, wanted))
    order = (right.exp() * (right - found) * mine).sum(1).mean()
    return each + order + _LOGITS * torch.nn.functional.mse_loss(logits, wanted)


def held_rows(pairs: Pairs) -> Integers:
    """The rows of the sets that no network learns from."""
    return np.flatnonzero(pairs.held == 1)


__all__ = [
    "INNER",
    "LARGE",
    "LAYERS",
    "SECOND",
    "SMALL",
    "TOKENS",
    "Plan",
    "Question",
    "descend",
    "held_rows",
    "labelled_loss",
    "learned_from",
    "likeness_loss",
    "readings",
    "smaller",
    "train",
]
