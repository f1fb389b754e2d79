"""A reply that goes round in circles, or never comes to a stop."""

from __future__ import annotations

from collections import Counter

from index.folding import fold
from rag.data import language
from rag.endpoint.faults import Fault

_LONGEST_RUN = 40
_TAIL = 400


class Watch:
    """Watches one reply; raises Fault ``repeats`` or ``length`` as soon as it is no answer any more."""

    def __init__(self) -> None:
        self._limits: dict[str, int] = language("generative")["limits"]
        self._seen: Counter[str] = Counter()
        self._length = 0

    def piece(self, text: str, waiting: str) -> None:
        """A piece of the reply came; ``waiting`` is the sentence that it belongs to, so far."""
        self._length += len(text)
        if circling(waiting, times=self._limits["same_run"]):
            raise Fault("repeats")
        if self._length > self._limits["answer"] or len(waiting) > self._limits["sentence"]:
            raise Fault("length")

    def sentence(self, text: str) -> bool:
        """A sentence is complete; whether it came before."""
        form = "".join(character for character in fold(text) if character.isalnum() and not character.isdigit())
        self._seen[form] += 1
        if form and self._seen[form] >= self._limits["same_sentence"]:
            raise Fault("repeats")
        return self._seen[form] > 1 and len(form) > 1


def circling(text: str, *, times: int) -> bool:
    """Whether ``text`` ends in one run repeated ``times`` times (short runs: over 24 characters of them)."""
    tail = text[-_TAIL:]
    for length in range(1, min(_LONGEST_RUN, len(tail) // times) + 1):
        needed = max(times, -(-24 // length))
        run = tail[-length:]
        if not run.strip():
            continue
        if len(tail) >= needed * length and tail.endswith(run * needed):
            return True
    return False
