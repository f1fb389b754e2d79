"""The last training of the small network: on questions that differ in a single point from one that a sentence answers.

By labels alone, and of the sentences that do not answer only those that it takes for the answer now (hard negatives: Karpukhin
et al. 2020, arXiv:2004.04906); beside them it sees again what it has learned before, so that it keeps it. Needs torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from eval.training.arrays import MATTER, OWN, SOURCES, TWIN, UNKNOWN, Integers, Pairs
from eval.training.learning import MOST, TOKENS, descend, labelled_loss, readings
from eval.training.network import Network, Rows


@dataclass(frozen=True, slots=True)
class Refining:
    """``passes`` over the questions of twins; the learning ``rate``; how many questions of twins, of other matters, of corpora
    and of questions put to others (``drawn``) make one step; how many rows that do not answer are drawn of a question, of those
    of twins the ones that were read over ``doubtful`` and so many at most (``hard``); the share of the weights as they were that is
    ``kept`` at the end, so that less is lost of what was learned before (Wortsman et al. 2022, arXiv:2109.01903).
    """

    passes: float = 2.0
    rate: float = 1e-4
    drawn: tuple[int, int, int, int] = (12, 6, 7, 7)
    wrong: int = 4
    hard: int = 3
    doubtful: float = -4.0
    answers: int = 2
    answering: float = 3.0
    warm_up: float = 0.05
    decay: float = 0.01
    kept: float = 0.5


def refine(
    network: Network, rows: Rows, pairs: Pairs, plan: Refining, *, seed: int, report: Callable[[str], None]
) -> None:
    """Lets a trained ``network`` go on learning on all pairs that are not held."""
    import torch

    device = network.base.device
    chance = np.random.default_rng(seed)
    before = {name: one.detach().clone() for name, one in network.weights.items()}
    pools = _pools(network, rows, pairs, plan)
    steps = max(1, int(plan.passes * len(pools[0]) / plan.drawn[0]))
    groups = network.groups(plan.rate, plan.rate)
    rates = [plan.rate] * len(groups)
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay, betas=(0.9, 0.98))
    orders: list[list[int]] = [[] for _ in pools]
    for step in range(steps):
        taken = []
        for pool, order, count in zip(pools, orders, plan.drawn, strict=True):
            for _ in range(count if pool else 0):
                if not order:
                    order += map(int, chance.permutation(len(pool)))
                taken.append(_of_both(pool[order.pop()], pairs, plan, chance))
        chosen = np.concatenate(taken)
        question = torch.tensor(np.repeat(np.arange(len(taken)), [len(one) for one in taken]), device=device)
        label = torch.from_numpy(pairs.label[chosen].astype(np.int64)).to(device)
        network.update()
        logits, places = [], []
        for part, tokens in rows.parts(chosen, tokens=TOKENS[device]):
            logits.append(network.read(tokens)[0])
            places.append(part)
        found = torch.cat(logits)[torch.from_numpy(np.argsort(np.concatenate(places))).to(device)]
        mine = question[None] == torch.arange(len(taken), device=device)[:, None]
        loss = labelled_loss(found, label, mine, answering=plan.answering)
        descend(optimizer, loss, rates, step, steps, warm_up=plan.warm_up)
        if step % 100 == 0:
            report(f"{step}/{steps} {float(loss.detach()):.3f}")
    with torch.no_grad():
        for name, one in network.weights.items():
            one.lerp_(before[name], plan.kept)
        network.update()


def _pools(network: Network, rows: Rows, pairs: Pairs, plan: Refining) -> list[list[Integers]]:
    """The rows of each question of twins (of those that do not answer only the ones read as if they did), of other matters, of
    corpora, and of questions put to others than they are asked of.
    """
    known = (pairs.held == 0) & (pairs.label != UNKNOWN) & (pairs.rank < np.array(MOST)[pairs.source])
    twin, matter, own = (SOURCES.index(one) for one in (TWIN, MATTER, OWN))
    of = [pairs.source == twin, pairs.source == matter, pairs.source == own]
    of.append(~(of[0] | of[1] | of[2]))
    pools = [_by_question(np.flatnonzero(known & one), pairs) for one in of]
    if pools[0]:
        every = np.concatenate(pools[0])
        read = dict(zip(every.tolist(), readings(network, rows, every).tolist(), strict=True))
        pools[0] = [_doubtful(one, pairs, read, plan) for one in pools[0]]
    return pools


def _doubtful(rows: Integers, pairs: Pairs, read: Mapping[int, float], plan: Refining) -> Integers:
    right = [row for row in rows.tolist() if pairs.label[row] == 1]
    wrong = sorted((row for row in rows.tolist() if pairs.label[row] != 1), key=lambda row: -read[row])[: plan.hard]
    return np.array([*right, *([row for row in wrong if read[row] > plan.doubtful] or wrong[:1])], np.int64)


def _by_question(rows: Integers, pairs: Pairs) -> list[Integers]:
    order = rows[np.argsort(pairs.question[rows], kind="stable")]
    return [one for one in np.split(order, np.flatnonzero(np.diff(pairs.question[order])) + 1) if len(one)]


def _of_both(rows: Integers, pairs: Pairs, plan: Refining, chance: np.random.Generator) -> Integers:
    """Of a question's rows some that answer and some that do not."""
    right, wrong = rows[pairs.label[rows] == 1], rows[pairs.label[rows] != 1]
    return np.concatenate([right[: plan.answers], chance.permutation(wrong)[: plan.wrong]])
