"""Training pairs as arrays, read from one file. Imports nothing of the program, so that it runs wherever numpy does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PAIRS, NETWORK, SHAPE = "pairs.npz", "network.npz", "shape.json"
UNKNOWN = -1
OWN, SPEAKER, CORPUS, MATTER = "own", "speaker", "corpus", "matter"
SOURCES = (OWN, SPEAKER, CORPUS, MATTER)
HELD, ALWAYS = 100, 101
"""Folds that are none: sets no network learns from, and examples that every network learns from."""
FEATURES = ("coverage", "similarity", "lead", "first")

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """One row a candidate, n in all.

    ``tokens``: those of all rows, numbers of the network's own small word table, row i from ``starts[i]`` to
    ``starts[i + 1]``. ``label``: 1 answers, 0 does not, -1 is not to be learned from. ``example``, ``question``: whose
    candidate it is; ``rank``: its place among them, from 0; ``source``: number in ``SOURCES``. ``fold`` (or ``HELD``,
    ``ALWAYS``), ``named``, ``answerable``, ``reworded``, ``unanswered``, ``gold``: as in the example.
    ``features`` (n, 4) as ``FEATURES``; ``score``: as weighed.
    """

    tokens: Integers
    starts: Integers
    label: Integers
    example: Integers
    question: Integers
    rank: Integers
    source: Integers
    fold: Integers
    named: Integers
    answerable: Integers
    reworded: Integers
    unanswered: Integers
    gold: Integers
    features: Numbers
    score: Numbers

    def __len__(self) -> int:
        return len(self.label)

    def row(self, number: int) -> Integers:
        """The tokens of one row."""
        return self.tokens[self.starts[number] : self.starts[number + 1]]


def load_pairs(folder: Path) -> Pairs:
    """What ``write_pairs`` wrote."""
    with np.load(folder / PAIRS, allow_pickle=False) as arrays:
        return Pairs(**arrays)
