"""What a model makes of texts, or pairs of them, that are asked for again and again within one answer, computed once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Remembered(Generic[K, T]):
    """A function of texts that remembers the last ones; a result is the same whether remembered or not.

    Safe to share between threads: two that ask for the same new text may both compute it.
    """

    def __init__(self, compute: Callable[[Sequence[K]], Iterable[T]], *, most: int) -> None:
        self._compute = compute
        self._most = most
        self._known: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, texts: Sequence[K]) -> list[T]:
        """What ``compute`` gives for ``texts``, in their order."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            found |= dict(zip(new, self._compute(new), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [found[text] for text in texts]
