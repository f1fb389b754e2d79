"""One reply of a model, piece by piece, read by a thread of its own so that a stalled model holds nobody up."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.data import language
from rag.endpoint.faults import Fault, fault_of
from rag.endpoint.opening import Model

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_REASONS = ("finish_reason", "stop_reason", "done_reason")
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply's text and the tokens (input, output) it reports, None where it reports none."""

    text: str
    tokens: tuple[int, int] | None = None


def reply(model: Model, messages: Sequence[BaseMessage], *, until: float) -> Generator[Piece, None, None]:
    """The pieces of one reply; ends only where the model said that it had finished.

    ``until``: monotonic seconds. Raises Fault: at the deadline, where the reply breaks off, is cut or is empty.
    Closing the iterator stops the reading.
    """
    box: queue.Queue[Piece | Fault | None] = queue.Queue(maxsize=64)
    stopped = threading.Event()
    threading.Thread(
        target=_read, args=(model, list(messages), until, box, stopped), name="model-reply", daemon=True
    ).start()
    said = False
    try:
        while True:
            left = until - time.monotonic()
            try:
                found = box.get(timeout=max(left, 0.0))
            except queue.Empty:
                raise Fault("deadline") from None
            if isinstance(found, Fault):
                raise found
            if found is None:
                if not said:
                    raise Fault("empty")
                return
            said = said or bool(found.text.strip())
            yield found
            if time.monotonic() > until:
                raise Fault("deadline")
    finally:
        stopped.set()


def _read(
    model: Model,
    messages: list[BaseMessage],
    until: float,
    box: queue.Queue[Piece | Fault | None],
    stopped: threading.Event,
) -> None:
    """The reading thread: whatever happens becomes a piece, a fault, or None for the end."""

    def put(value: Piece | Fault | None) -> bool:
        while not stopped.is_set():
            try:
                box.put(value, timeout=_POLL)
                return True
            except queue.Full:
                continue
        return False

    try:
        options: dict[str, Any] = {"timeout": max(until - time.monotonic(), 0.001)} if model.timed else {}
        stream = model.chat.stream(messages, **options)
        reason = None
        for chunk in stream:
            metadata = chunk.response_metadata or {}
            reason = next((str(metadata[key]) for key in _REASONS if metadata.get(key)), reason)
            usage = getattr(chunk, "usage_metadata", None)
            tokens = (int(usage["input_tokens"]), int(usage["output_tokens"])) if usage else None
            if (chunk.text or tokens) and not put(Piece(str(chunk.text), tokens)):
                close = getattr(stream, "close", None)
                if close is not None:
                    close()
                return
        put(_ended(reason, model))
    except Exception as error:  # noqa: BLE001 - told to the asker as a fault, without a server's own words
        put(fault_of(error, where=model.where))


def _ended(reason: str | None, model: Model) -> Fault | None:
    """None for a finished reply, or why it is not one."""
    if reason is None:
        return Fault("unfinished") if model.reasons else None
    name = reason.lower()
    if name in language("endpoint")["finished"]["reasons"]:
        return None
    if "filter" in name or "safety" in name or "refus" in name:
        return Fault("filtered")
    return Fault("length" if "length" in name or "max" in name else "unfinished")
