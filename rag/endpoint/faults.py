"""What can go wrong between this program and a model."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from rag.data import language

_AGAIN = frozenset({"refused", "busy", "server", "empty", "broken", "unfinished", "garbled", "unknown"})
_STATUSES = {
    400: "request",
    401: "key",
    402: "key",
    403: "key",
    404: "missing",
    408: "server",
    422: "request",
    429: "busy",
}


class Fault(Exception):
    """A failed reply. ``kind`` names it (the keys of ``rag/data/endpoint.toml``), ``str()`` tells a user in Chinese.

    ``pause``: seconds that the server asks to wait, None where it does not say. Never holds a server's own words.
    """

    def __init__(
        self,
        kind: str,
        *,
        where: str = "",
        status: int | None = None,
        seconds: float | None = None,
        pause: float | None = None,
    ) -> None:
        values = {"where": where, "status": status or "", "seconds": f"{seconds:g}" if seconds is not None else ""}
        super().__init__(str(language("endpoint")["faults"][kind]).format(**values).replace("（）", ""))
        self.kind = kind
        self.pause = pause

    @property
    def again(self) -> bool:
        """Whether a second attempt can help."""
        return self.kind in _AGAIN


def shown_address(address: str | None) -> str:
    """``address`` without user, password, query and fragment, which may be secret."""
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}" if host else ""


def fault_of(error: BaseException, *, where: str = "") -> Fault:
    """The fault that an exception of a client library stands for; only its type, status and headers are read."""
    import httpx

    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, Fault):
            return one
    for one in chain:
        status = getattr(one, "status_code", None)
        if isinstance(status, int):
            headers = getattr(getattr(one, "response", None), "headers", None) or {}
            kind = _STATUSES.get(status, "server" if status >= 500 else "request")
            return Fault(kind, where=where, status=status, pause=retry_after(headers.get("retry-after")))
    if any(isinstance(one, socket.gaierror) for one in chain) or any(
        "name resolution" in str(one).lower() for one in chain if isinstance(one, httpx.ConnectError)
    ):
        return Fault("name", where=where)
    if any(
        isinstance(one, httpx.TimeoutException | TimeoutError) or type(one).__name__ == "APITimeoutError"
        for one in chain
    ):
        return Fault("deadline")
    if any(isinstance(one, httpx.ConnectError | ConnectionRefusedError) for one in chain):
        return Fault("refused", where=where)
    if any(isinstance(one, httpx.TransportError | ConnectionError) for one in chain):
        return Fault("broken")
    if any(type(one).__name__ == "APIError" for one in chain):
        return Fault("server")
    if any("No generation" in str(one) for one in chain if isinstance(one, ValueError)):
        return Fault("empty")
    if any(isinstance(one, ValueError | TypeError | KeyError | AttributeError | IndexError) for one in chain):
        return Fault("garbled")
    return Fault("unknown")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and its causes, each once."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and all(current is not one for one in seen):
        seen.append(current)
        yield current
        current = current.__cause__ or current.__context__


def retry_after(value: str | None, *, now: float | None = None) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3: seconds or a date); None for nonsense."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - (time.time() if now is None else now))
    except (TypeError, ValueError, OverflowError):
        return None
