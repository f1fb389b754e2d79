"""Which questions to go on learning from: those that a network does not yet answer surely, each with the sentences that it
takes most for the answer (online hard example mining: Shrivastava et al. 2016, arXiv:1604.03540).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eval.training.arrays import Integers, Pairs

Logits = npt.NDArray[np.float32]

ANSWERS, OTHERS = 2, 4
"""Rows kept of a question: as many that answer, and as many of the others, the likeliest first."""
SURE, QUIET = 0.5, -1.5
"""Logits: what answers has at least the one, and what does not answer at most 0; beside a question that none answers, at
most the other. Then nothing is left to learn from it.
"""
CLEAR = 0.15
"""Nor is the share lost to others in the softmax, as its negative logarithm, above this."""
KEPT = 6
"""One question that is answered surely, and one that was not read, for as many that are not: lest they be forgotten."""


def mined(asked: Sequence[Integers], pairs: Pairs, read: Logits, chance: np.random.Generator) -> list[Integers]:
    """Of ``asked``, the rows of each question, those to learn from: all hard questions and some others.

    ``read`` (n,): the logits of all rows, nan where one was not read; a question is judged by the rows that were.
    """
    hard: list[Integers] = []
    sure: list[Integers] = []
    unread: list[Integers] = []
    for rows in asked:
        seen = rows[np.isfinite(read[rows])]
        if len(seen) < 2:
            unread.append(rows)
            continue
        answering, others = seen[pairs.label[seen] == 1], seen[pairs.label[seen] != 1]
        others = others[np.argsort(-read[others], kind="stable")]
        kept = np.concatenate([answering[:ANSWERS], others[:OTHERS]])
        (sure if _is_sure(read[answering], read[others]) else hard).append(kept)
    beside = len(hard) // KEPT
    for one in (sure, unread):
        hard += [one[number] for number in chance.permutation(len(one))[:beside]]
    return hard


def _is_sure(answering: Logits, others: Logits) -> bool:
    if not len(answering):
        return bool(others.max() <= QUIET)
    if not len(others):
        return True
    lost = np.logaddexp.reduce([*answering, *others]) - np.logaddexp.reduce(answering)
    return bool(lost <= CLEAR and answering.max() >= SURE and others.max() <= 0)
