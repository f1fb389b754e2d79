"""A breaker (Nygard, Release It!): a failing endpoint is left alone for a while, then probed by a single question."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from rag.endpoint.faults import Fault


class Breaker:
    """Opens after ``failures`` in a row, lets one question through after ``rest`` seconds (doubled up to ``longest``)."""

    def __init__(
        self,
        *,
        failures: int = 3,
        rest: float = 30.0,
        longest: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures, self._first, self._longest, self._clock = failures, rest, longest, clock
        self._lock = threading.Lock()
        self._count = 0
        self._rest = rest
        self._until: float | None = None
        self._probing = False

    def enter(self) -> None:
        """Before asking; raises Fault ``resting`` while open. A question let through must end in one of the others."""
        with self._lock:
            if self._until is None:
                return
            left = self._until - self._clock()
            if left > 0 or self._probing:
                raise Fault("resting", seconds=max(1, round(left)))
            self._probing = True

    def succeeded(self) -> None:
        """The endpoint answered."""
        with self._lock:
            self._count, self._rest, self._until, self._probing = 0, self._first, None, False

    def failed(self) -> None:
        """The endpoint did not answer."""
        with self._lock:
            self._count += 1
            if self._probing:
                self._rest = min(2 * self._rest, self._longest)
            if self._probing or self._count >= self._failures:
                self._until = self._clock() + self._rest
            self._probing = False

    def left(self) -> None:
        """The question was given up by its asker: it says nothing about the endpoint."""
        with self._lock:
            self._probing = False
