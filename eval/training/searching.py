"""The training of the question encoder: what a question's vector is turned by so that it lies near what answers it.

Only the questions are read by the trained network; the passages keep the vectors of the published model, so that an index
needs nothing new and no second reading (query-side fine-tuning: Lee et al. 2021, arXiv:2012.12624). Learned from the
matters, each question against the sentences of all of them; of what was learned a part is kept, so that texts of another
kind are found as before (between published and trained weights: Wortsman et al. 2022, arXiv:2109.01903).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.matters import Matter
from eval.training.updates import Arrays, exported, opened, precision
from index.embedding.folder import PROMPTS
from index.embedding.opening import Embedder
from index.folding import fold


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """``rank`` of the updates, passes over the questions, questions a step, learning rate, the temperature that cosines are
    divided by, and how much of what was learned is kept.
    """

    rank: int = 16
    passes: float = 1.0
    batch: int = 64
    rate: float = 3e-4
    warm_up: int = 20
    decay: float = 0.01
    temperature: float = 0.02
    strength: float = 0.6
    longest: int = 96


def passages_of(matters: Sequence[Matter]) -> tuple[list[str], list[tuple[str, int]]]:
    """All sentences as an index embeds them, title first, and every answered question with the number of its sentence."""
    texts: list[str] = []
    asked: list[tuple[str, int]] = []
    for matter in matters:
        asked += [(fold(question), len(texts) + answers) for question, answers in matter.questions]
        texts += [f"{matter.title}\n{one}" if matter.title else one for one in matter.sentences]
    return texts, asked


def train_questions(
    folder: Path,
    matters: Sequence[Matter],
    embedder: Embedder,
    plan: SearchPlan,
    *,
    seed: int,
    report: Callable[[str], None],
) -> Arrays:
    """The updates of the model in ``folder`` (of sentence-transformers) for questions, as ``index.embedding`` reads them.

    ``embedder`` gives the passages' vectors. Needs torch and transformers; about a quarter of an hour on two cores.
    """
    import torch

    torch.manual_seed(seed)
    texts, asked = passages_of(matters)
    passages = torch.from_numpy(embedder.embed_passages(texts))
    tokenizer, model, updates = opened(folder, rank=plan.rank)
    model.to(precision("cpu"))
    for updated in updates.values():
        updated.keep("cpu")
    learned = [one for one in model.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=plan.decay)
    chance = np.random.default_rng(seed)
    steps = max(1, int(plan.passes * len(asked) / plan.batch))
    order: list[int] = []
    for step in range(steps):
        if len(order) < min(plan.batch, len(asked)):
            order = list(chance.permutation(len(asked)))
        taken = [asked[order.pop()] for _ in range(min(plan.batch, len(asked)))]
        for updated in updates.values():
            updated.merge()
        vectors = _read(model, tokenizer, [question for question, _ in taken], plan)
        answering = torch.tensor([number for _, number in taken])
        loss: Any = torch.nn.functional.cross_entropy(vectors @ passages.T / plan.temperature, answering)
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * min(1.0, (step + 1) / plan.warm_up) * (1 - step / steps)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        if step % 20 == 0:
            report(f"{step}/{steps} {float(loss.detach()):.3f}")
    return exported(updates, strength=plan.strength)


def _read(model: Any, tokenizer: Any, questions: Sequence[str], plan: SearchPlan) -> Any:
    """The unit vectors of questions, as the encoder makes them: the mean over all tokens."""
    import torch

    prompted = [PROMPTS["query"] + question for question in questions]
    tokens = tokenizer(prompted, padding=True, truncation=True, max_length=plan.longest, return_tensors="pt")
    states = model(**tokens).last_hidden_state.float()
    mask = tokens["attention_mask"][..., None]
    return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
