"""An HTTP client for one endpoint: one deadline for a whole reply, a limit of bytes, no web pages, no redirects."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from rag.endpoint.faults import Fault, shown_address

LONGEST_REPLY = 8 << 20
"""Bytes of one reply; more is no answer."""


@cache
def _transport() -> type[Any]:
    """The transport's class, made on first use: importing this module loads no client library."""
    import httpx

    class _Timed(httpx.SyncByteStream):
        """The bytes of a reply, until the deadline (monotonic seconds) and the limit."""

        def __init__(self, stream: Any, until: float | None) -> None:
            self._stream, self._until = stream, until

        def __iter__(self) -> Iterator[bytes]:
            left = LONGEST_REPLY
            for block in self._stream:
                left -= len(block)
                if self._until is not None and time.monotonic() > self._until:
                    raise Fault("deadline")
                if left < 0:
                    raise Fault("garbled")
                yield block

        def close(self) -> None:
            self._stream.close()

    class DeadlineTransport(httpx.BaseTransport):
        """httpx applies a read timeout to each read; here it is the deadline of the whole reply as well."""

        def __init__(self, inner: httpx.BaseTransport) -> None:
            self._inner = inner

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            seconds = (request.extensions.get("timeout") or {}).get("read")
            until = time.monotonic() + seconds if seconds is not None else None
            response = self._inner.handle_request(request)
            if response.status_code == 200 and "html" in response.headers.get("content-type", "").lower():
                response.close()
                raise Fault("page", where=shown_address(str(request.url.copy_with(path=""))))
            response.stream = _Timed(response.stream, until)
            return response

        def close(self) -> None:
            self._inner.close()

    return DeadlineTransport


def client() -> Any:
    """An ``httpx.Client`` whose replies keep their deadline. Proxies of the environment are used as usual."""
    import httpx

    timed = _transport()
    own = httpx.Client(follow_redirects=False)
    # httpx has built transports for the environment's proxies; each keeps the deadline too
    own._transport = timed(own._transport)
    own._mounts = {
        pattern: timed(transport) if transport is not None else None for pattern, transport in own._mounts.items()
    }
    return own
