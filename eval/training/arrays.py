"""Training pairs as arrays, read from one file. Imports nothing of the program, so that it runs wherever numpy does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

PAIRS, NETWORK, SHAPE = "pairs.npz", "network.npz", "shape.json"
UNKNOWN = -1
OWN, SPEAKER, CORPUS, MATTER, TWIN = "own", "speaker", "corpus", "matter", "twin"
SOURCES = (OWN, SPEAKER, CORPUS, MATTER, TWIN)
FEATURES = ("coverage", "similarity", "lead", "first")

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """One row a candidate, n in all.

    The tokens of row i are those of the question ``asked[i]``, then those of the passage ``said[i]``: numbers of the network's
    own small word table, question q's from ``question_starts[q]`` to ``question_starts[q + 1]``, passages alike.
    ``label``: 1 answers, 0 does not, -1 is not to be learned from. ``example``, ``question``: whose candidate it is; ``rank``:
    its place among them, from 0; ``source``: number in ``SOURCES``; ``held``: whether no network may learn from it.
    ``named``, ``answerable``, ``reworded``, ``unanswered``, ``gold``: as in the example. ``features`` (n, 4) as ``FEATURES``;
    ``score``: as weighed.
    """

    question_tokens: Integers
    question_starts: Integers
    passage_tokens: Integers
    passage_starts: Integers
    asked: Integers
    said: Integers
    label: Integers
    example: Integers
    question: Integers
    rank: Integers
    source: Integers
    held: Integers
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
        asked, said = self.asked[number], self.said[number]
        question = self.question_tokens[self.question_starts[asked] : self.question_starts[asked + 1]]
        passage = self.passage_tokens[self.passage_starts[said] : self.passage_starts[said + 1]]
        return np.concatenate([question, passage])

    @property
    def lengths(self) -> Integers:
        """The number of tokens of every row."""
        lengths: Integers = np.diff(self.question_starts)[self.asked] + np.diff(self.passage_starts)[self.said]
        return lengths


def load_pairs(folder: Path) -> Pairs:
    """What ``write_pairs`` wrote."""
    with np.load(folder / PAIRS, allow_pickle=False) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    return Pairs(**{name: one.astype(np.int64) if one.dtype.kind in "iu" else one for name, one in stored.items()})
