"""The training of the tagger: low-rank updates of the default model's lower layers, with two heads.

One loss over the tokens and, at a third, one over the whole (Chen et al. 2019, arXiv:1902.10909).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.learning import descend
from eval.training.tagged import UNKNOWN, Example, Marked, Varied
from eval.training.updates import Arrays, exported, opened
from index.embedding.folder import PROMPTS
from index.embedding.graph import KINDS as KINDS_HEAD
from index.embedding.graph import RELATIONS as RELATIONS_HEAD
from index.embedding.graph import TAGS as TAGS_HEAD
from index.embedding.tagger import KINDS, LEFT_OUT, RELATIONS

_PARTS = LEFT_OUT + 1
_SCALES = {TAGS_HEAD: 4.0, KINDS_HEAD: 8.0, RELATIONS_HEAD: 8.0}
"""A logit is the head's value times this, so that the head learns as fast as it must."""
_IGNORED = -100


@dataclass(frozen=True, slots=True)
class TaggingPlan:
    """``layers`` of the default model, ``rank`` of the updates, ``steps`` of ``batch`` questions, learning rates of updates and
    heads, the shares of the sets' questions among them as the rules read them and as they are asked, and what the kind of the
    whole question counts in the loss.
    """

    layers: int = 6
    rank: int = 16
    steps: int = 1400
    batch: int = 64
    rate: float = 1e-3
    head_rate: float = 2e-3
    warm_up: float = 0.03
    of_sets: float = 0.3
    of_asked: float = 0.25
    whole: float = 0.5
    decay: float = 0.01
    longest: int = 110


def train_tagger(
    folder: Path,
    marked: Sequence[Marked],
    of_sets: Sequence[Example],
    of_asked: Sequence[Example],
    plan: TaggingPlan,
    *,
    seed: int,
    report: Callable[[str], None],
    begun: Arrays | None = None,
) -> Arrays:
    """The updates and heads of the model in ``folder`` (of sentence-transformers), as ``index.embedding`` reads them.

    ``begun``: those of an earlier training, which goes on from them; a head that has grown since begins with nothing in its new
    rows. Needs torch and transformers; about a second a step on two cores.
    """
    import torch
    from torch.nn.functional import cross_entropy

    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    varied = Varied(marked, chance)
    tokenizer, model, updates = opened(folder, rank=plan.rank, layers=plan.layers)
    for updated in updates.values():
        updated.keep("cpu")
    width = model.config.hidden_size
    heads = {
        name: (torch.nn.Parameter(torch.zeros(size, width)), torch.nn.Parameter(torch.zeros(size)))
        for name, size in ((TAGS_HEAD, _PARTS), (KINDS_HEAD, len(KINDS)), (RELATIONS_HEAD, len(RELATIONS)))
    }
    if begun is not None:
        _go_on_from(begun, updates, heads)
    learned = [one for one in model.parameters() if one.requires_grad]
    groups = [
        {"params": learned, "lr": plan.rate},
        {"params": [one for head in heads.values() for one in head], "lr": plan.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.decay)

    def draw() -> Example:
        share = chance.random()
        if of_sets and share < plan.of_sets:
            return of_sets[int(chance.integers(len(of_sets)))]
        if of_asked and share > 1 - plan.of_asked:
            return of_asked[int(chance.integers(len(of_asked)))]
        return varied.draw()

    for step in range(plan.steps):
        drawn = [draw() for _ in range(plan.batch)]
        tokens = tokenizer(
            [PROMPTS["query"] + one.text for one in drawn],
            padding=True,
            truncation=True,
            max_length=plan.longest,
            return_tensors="pt",
            return_offsets_mapping=True,
        )
        wanted = torch.from_numpy(_wanted(drawn, tokens.pop("offset_mapping").numpy()))
        kinds = torch.tensor([KINDS.index(one.kind) if one.kind else _IGNORED for one in drawn])
        relations = torch.tensor([RELATIONS.index(one.relation) if one.relation else _IGNORED for one in drawn])
        for updated in updates.values():
            updated.merge()
        states = model(**tokens).last_hidden_state
        mask = tokens["attention_mask"][..., None]
        mean = (states * mask).sum(1) / mask.sum(1)
        seen = {TAGS_HEAD: states, KINDS_HEAD: mean, RELATIONS_HEAD: mean}
        logits = {name: seen[name] @ heads[name][0].T * _SCALES[name] + heads[name][1] for name in heads}
        each = cross_entropy(logits[TAGS_HEAD].reshape(-1, _PARTS), wanted.reshape(-1), ignore_index=_IGNORED)
        loss: Any = each
        for name, whole in ((KINDS_HEAD, kinds), (RELATIONS_HEAD, relations)):
            if bool((whole != _IGNORED).any()):
                loss = loss + plan.whole * cross_entropy(logits[name], whole, ignore_index=_IGNORED)
        descend(optimizer, loss, (plan.rate, plan.head_rate), step, plan.steps, warm_up=plan.warm_up)
        if step % 20 == 0:
            report(f"{step}/{plan.steps} {float(loss.detach()):.3f}")
    arrays = exported(updates)
    for name, (weight, bias) in heads.items():
        arrays[f"{name}.w"] = (weight.detach() * _SCALES[name]).numpy().astype(np.float16)
        arrays[f"{name}.b"] = bias.detach().numpy().astype(np.float16)
    return arrays


def _go_on_from(begun: Arrays, updates: dict[str, Any], heads: dict[str, tuple[Any, Any]]) -> None:
    import torch

    for name, updated in updates.items():
        for side in ("a", "b"):
            getattr(updated, side).data = torch.from_numpy(begun[f"{name}.{side}"].astype(np.float32))
    for name, (weight, bias) in heads.items():
        if f"{name}.w" in begun:
            rows = len(begun[f"{name}.b"])
            weight.data[:rows] = torch.from_numpy(begun[f"{name}.w"].astype(np.float32)) / _SCALES[name]
            bias.data[:rows] = torch.from_numpy(begun[f"{name}.b"].astype(np.float32))


def _wanted(drawn: Sequence[Example], places: Any) -> Any:
    """The part of each token (n, length): that of most of its characters."""
    before = len(PROMPTS["query"])
    wanted = np.full(places.shape[:2], _IGNORED, np.int64)
    for row, one in enumerate(drawn):
        for number, (start, end) in enumerate(places[row]):
            known = one.parts[max(0, start - before) : max(0, end - before)]
            known = known[known != UNKNOWN]
            if len(known):
                wanted[row, number] = np.bincount(known).argmax()
    return wanted
