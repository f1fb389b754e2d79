"""At most two attempts at a reply within one deadline, and none once something of the first was used."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from rag.endpoint.faults import Fault
from rag.endpoint.opening import Model
from rag.endpoint.streaming import Piece, reply

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_PAUSE = 0.5
"""Seconds before the second attempt where the server names none."""
_WORTH = 0.2
"""Share of the time that must be left for a second attempt to be worth it."""


def replies(
    model: Model,
    messages: Sequence[BaseMessage],
    *,
    seconds: float,
    used: Callable[[], bool],
    sleep: Callable[[float], None] = time.sleep,
) -> Generator[Piece | None, None, None]:
    """The pieces of a finished reply. ``seconds``: for everything together; ``used``: whether anything was shown.

    None between two attempts: what came before it is void. Raises Fault where both fail, or the first did and a
    second cannot help.
    """
    until = time.monotonic() + seconds
    for attempt in (1, 2):
        try:
            # generators are closed at once, so that a reply nobody reads any more ends
            with closing(reply(model, messages, until=until)) as pieces:
                yield from pieces
            return
        except Fault as fault:
            if fault.kind == "deadline":
                raise Fault("deadline", seconds=round(seconds, 1)) from None
            pause = _PAUSE if fault.pause is None else fault.pause
            left = until - time.monotonic() - pause
            if attempt == 2 or used() or not fault.again or left < _WORTH * seconds:
                raise
            sleep(pause)
        yield None
