"""Vectors and the search for the nearest: exact by FAISS over the mapped file, or approximate and then rescored.

A score is the inner product of unit vectors. Whatever found a candidate, its score is computed again from the full
vectors in one way, so that it depends neither on the index type nor on where in a file the vector stands.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.ranking import best

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]

EXACT_UP_TO = 30_000  # vectors; searching so many exactly takes about 5 ms, and nothing is lost
_FILE, _APPROXIMATE = "vectors.npy", "vectors.faiss"
_PROBES = 48  # lists searched
_RESCORED = 400  # candidates of the approximate search that are scored again from the full vectors
_DECIMALS = 7  # a float32 product is no more exact than this; equal texts are equal in score
_BLOCK = 65_536


def scores_of(vectors: Vectors, query: Vectors) -> NDArray[np.float64]:
    """The inner products of ``vectors`` (n, d) with ``query`` (d,), each independent of the others, rounded."""
    products: NDArray[np.float64] = np.einsum("ij,j->i", vectors.astype(np.float64), query.astype(np.float64))
    return products.round(_DECIMALS)


class VectorIndex:
    """Unit vectors (n, d) and, for many, an approximate index over them."""

    def __init__(self, vectors: Vectors, approximate: Any = None) -> None:
        self.vectors = vectors
        self._approximate = approximate

    @classmethod
    def of(cls, vectors: Vectors, *, exact_up_to: int = EXACT_UP_TO) -> VectorIndex:
        """Chooses the kind of index by the number of vectors."""
        return cls(vectors, _train(vectors) if len(vectors) > exact_up_to else None)

    @property
    def kind(self) -> str:
        """How the nearest are found."""
        return "flat" if self._approximate is None else f"ivf{self._approximate.nlist}-sq8"

    def search(self, query: Vectors, *, k: int, subset: Numbers | None = None) -> tuple[Numbers, NDArray[np.float64]]:
        """The ``k`` nearest to ``query`` (d,): their numbers and scores, best first, equal scores in source order.

        ``subset``: ascending numbers of the only vectors that count; then the search is always exact.
        """
        if subset is not None:
            found = self._nearest_among(query, subset, k=k)
        elif self._approximate is not None and k < len(self.vectors):
            found = self._nearest_approximately(query, k=k)
        else:
            found = self._nearest(query, k=k)
        scores = scores_of(self.vectors[found], query)
        order = best(scores, k)
        return found[order], scores[order]

    def _nearest(self, query: Vectors, *, k: int) -> Numbers:
        import faiss

        wanted = min(k + 8, len(self.vectors))  # a few more, for equal scores at the edge
        if not wanted:
            return np.empty(0, dtype=np.int64)
        # one thread: a question takes milliseconds, and on a busy machine waiting for the other threads takes longer
        faiss.omp_set_num_threads(1)
        metric = faiss.METRIC_INNER_PRODUCT
        _, numbers = faiss.knn(query[np.newaxis], np.asarray(self.vectors), wanted, metric=metric)
        return np.sort(numbers[0])

    def _nearest_among(self, query: Vectors, subset: Numbers, *, k: int) -> Numbers:
        blocks = [self.vectors[subset[at : at + _BLOCK]] @ query for at in range(0, len(subset), _BLOCK)]
        if not blocks:
            return subset
        return np.sort(subset[best(np.concatenate(blocks), k + 8)])

    def _nearest_approximately(self, query: Vectors, *, k: int) -> Numbers:
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = min(_PROBES, self._approximate.nlist)
        faiss.omp_set_num_threads(1)
        _, numbers = self._approximate.search(query[np.newaxis], max(k, _RESCORED), params=parameters)
        found: Numbers = np.sort(numbers[0][numbers[0] >= 0])
        return found if len(found) >= k else self._nearest(query, k=k)

    def save(self, folder: Path) -> None:
        """Writes the vectors and the approximate index into ``folder``."""
        save_array(folder / _FILE, self.vectors)
        if self._approximate is not None:
            import faiss

            (folder / _APPROXIMATE).write_bytes(faiss.serialize_index(self._approximate).data)

    @classmethod
    def load(cls, folder: Path) -> VectorIndex:
        """The vectors of ``folder``, mapped from their files."""
        path = folder / _APPROXIMATE
        approximate = None
        if path.exists():
            import faiss

            approximate = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        return cls(load_array(folder / _FILE), approximate)


def _train(vectors: Vectors) -> Any:
    """An inverted file of 8-bit vectors: about four times the square root of the number of vectors as lists."""
    import faiss

    count, dimension = vectors.shape
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    lists = 2 ** round(np.log2(4 * np.sqrt(count)))
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.seed, index.cp.max_points_per_centroid, index.cp.min_points_per_centroid = 1, 64, 1
    index.cp.niter = 10  # of 25: more does not change recall, and a million vectors wait minutes for it
    step = max(1, count // (64 * lists))
    index.train(np.ascontiguousarray(vectors[::step]))
    for start in range(0, count, _BLOCK):
        index.add(np.ascontiguousarray(vectors[start : start + _BLOCK]))
    return index
