"""Vectors of texts that are asked for again and again within one answer, computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from index.vectors import Vectors

_MOST = 2048  # 3 MB at 384 dimensions


class RememberedVectors:
    """An embedder of texts that remembers the last ones; a vector is the same whether remembered or not.

    Safe to share between threads: two that ask for the same new text may both compute it.
    """

    def __init__(self, embed: Callable[[Sequence[str]], Vectors], *, most: int = _MOST) -> None:
        self._embed = embed
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors (n, d) of ``texts``, in their order; at least one text."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found |= dict(zip(new, self._embed(new), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.stack([found[text] for text in texts])
