"""Which texts hold which terms, and how much they count: BM25 by bm25s, read from plain mapped arrays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.ranking import best
from index.words import pairs_of

if TYPE_CHECKING:
    from bm25s import BM25

K1, B = 1.2, 0.6  # chosen by recall@1 on the four public sets
_VOCABULARY = ("terms", "term_starts", "term_numbers")
_WEIGHTS = ("weights", "weight_texts", "weight_starts", "weight_counts")


@dataclass(frozen=True, slots=True)
class Weights:
    """What bm25s made, term after term: the ``weights`` (float32) of a term and the numbers of their ``texts`` stand
    from ``starts[term]`` to ``starts[term + 1]``; ``counts`` holds the number of texts.

    Plain arrays, so that a question reads only the terms it has, from mapped files, and need not load the library
    (nor scipy, which comes with it).
    """

    weights: NDArray[np.float32]
    texts: NDArray[np.int32]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, bm25: BM25) -> Weights:
        """The arrays of a bm25s index."""
        made = bm25.scores
        counts = np.array([made["num_docs"]], dtype=np.int64)
        return cls(made["data"], made["indices"], np.asarray(made["indptr"], dtype=np.int64), counts)

    def scores(self, terms: Iterable[int]) -> NDArray[np.float32]:
        """The BM25 score of every text, (texts,): the sum of its weights for ``terms``, in their order."""
        scores = np.zeros(int(self.counts[0]), dtype=np.float32)
        for term in terms:
            start, end = int(self.starts[term]), int(self.starts[term + 1])
            scores[self.texts[start:end]] += self.weights[start:end]  # a text stands once under a term
        return scores

    def texts_of(self, term: int) -> NDArray[np.int32]:
        """The numbers of the texts that hold a term."""
        return self.texts[int(self.starts[term]) : int(self.starts[term + 1])]


class WordIndex:
    """BM25 over numbered texts (the paragraphs of an index)."""

    def __init__(self, weights: Weights | None, vocabulary: Mapping[str, int]) -> None:
        self._weights = weights
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> WordIndex:
        """The index of texts given as terms. Texts without any term at all give an index that finds nothing."""
        from bm25s import BM25

        vocabulary: dict[str, int] = {}
        # setdefault returns the one integer object kept in the vocabulary, so a million texts share their numbers
        numbers = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in texts]
        if not vocabulary:
            return cls(None, {})
        bm25 = BM25(k1=K1, b=B)
        bm25.index((numbers, dict(vocabulary)), show_progress=False, create_empty_token=False)
        return cls(Weights.of(bm25), vocabulary)

    def search(
        self, terms: Iterable[str], *, k: int, subset: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ``k`` best texts (numbers and scores > 0, best first, equal scores in source order).

        ``subset``: ascending numbers of the only texts that count.
        """
        known = (self._vocabulary.get(term) for term in terms)
        numbers = [number for number in known if number is not None]
        if self._weights is None or not numbers:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        scores = self._weights.scores(numbers)
        found = np.flatnonzero(scores) if subset is None else subset[scores[subset] > 0]
        order = best(scores[found], k)
        return found[order], scores[found[order]]

    def may_hold(self, folded: str) -> NDArray[np.int32] | None:
        """The ascending numbers of the texts that hold every pair of ideographs of a folded term, wherever they stand:
        none that holds the term is left out. None for a term without such a pair.
        """
        pairs = dict.fromkeys(pairs_of(folded))
        if not pairs:
            return None
        numbers = [self._vocabulary.get(pair) for pair in pairs]
        if self._weights is None or None in numbers:
            return np.empty(0, dtype=np.int32)
        held = sorted((self._weights.texts_of(number) for number in numbers if number is not None), key=len)
        return reduce(partial(np.intersect1d, assume_unique=True), held[1:], np.sort(held[0]))

    def save(self, folder: Path) -> None:
        """Writes plain files into ``folder``; an index that finds nothing writes none."""
        if self._weights is not None:
            for name, field in zip(_WEIGHTS, fields(Weights), strict=True):
                save_array(folder / f"{name}.npy", getattr(self._weights, field.name))
            terms = sorted((term.encode(), number) for term, number in self._vocabulary.items())
            ends = np.cumsum([0, *(len(term) for term, _ in terms)], dtype=np.int64)
            save_array(folder / "terms.npy", np.frombuffer(b"".join(term for term, _ in terms), dtype=np.uint8))
            save_array(folder / "term_starts.npy", ends)
            save_array(folder / "term_numbers.npy", np.array([number for _, number in terms], dtype=np.int32))

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """The index saved in ``folder``, its arrays mapped from their files."""
        if not any(folder.glob("*.npy")):
            return cls(None, {})
        weights = Weights(*(load_array(folder / f"{name}.npy") for name in _WEIGHTS))
        return cls(weights, _Vocabulary(*(load_array(folder / f"{name}.npy") for name in _VOCABULARY)))


class _Vocabulary(Mapping[str, int]):
    """Terms and their numbers, mapped: ``terms`` end to end in order, where each starts, and its number."""

    def __init__(self, terms: NDArray[np.uint8], starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        self._terms, self._starts, self._numbers = terms.data, starts, numbers

    def _term(self, position: int) -> bytes:
        return bytes(self._terms[self._starts[position] : self._starts[position + 1]])

    def __getitem__(self, term: str) -> int:
        wanted = term.encode()
        position = bisect_left(range(len(self)), wanted, key=self._term)
        if position == len(self) or self._term(position) != wanted:
            raise KeyError(term)
        return int(self._numbers[position])

    def __iter__(self) -> Iterator[str]:
        return (self._term(position).decode() for position in range(len(self)))

    def __len__(self) -> int:
        return len(self._numbers)
