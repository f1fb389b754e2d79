"""A local HTTP endpoint that answers as it is told, for the faults of the wire."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CANARY = "sk-canary-7f3a91d2"


def event(value: Any) -> bytes:
    """One server-sent event."""
    return f"data: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}\n\n".encode()


def delta(text: str | None = None, *, reason: str | None = None) -> dict[str, Any]:
    """A chunk of a streamed chat completion."""
    content = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": {"role": "assistant", **content}, "finish_reason": reason}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "local", "choices": [choice]}


def usage(sent: int, said: int) -> dict[str, Any]:
    """The last chunk, which counts tokens."""
    counted = {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "local",
        "choices": [],
        "usage": counted,
    }


def spoken(text: str, *, reason: str | None = "stop") -> list[Any]:
    """The whole stream of a good reply."""
    return [
        *(event(delta(text[at : at + 6])) for at in range(0, len(text), 6)),
        event(delta(reason=reason)),
        event("[DONE]"),
    ]


class Endpoint:
    """``plays``: one play a request, the last one for all later ones; ``requests``: what came, ``open``: replies under way.

    A play is (status, headers, parts); a part is bytes to send, a number of seconds to wait, or "reset" to break off.
    """

    def __init__(self) -> None:
        self.plays: list[tuple[int, dict[str, str], list[Any]]] = []
        self.requests: list[dict[str, Any]] = []
        self.base_url = ""
        self.models: Any = {"data": [{"id": "beta"}, {"id": "alpha"}, {"id": "bad\nname"}, {"no": 1}]}

    def play(self, *parts: Any, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.plays.append((status, {"Content-Type": kind, **named}, list(parts)))

    def next_play(self) -> tuple[int, dict[str, str], list[Any]]:
        return self.plays[min(len(self.requests), len(self.plays)) - 1]


@contextmanager
def serving() -> Iterator[Endpoint]:
    """The endpoint on a free port of this machine."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            body = endpoint.models if isinstance(endpoint.models, bytes) else json.dumps(endpoint.models).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length))
            endpoint.requests.append(
                {"path": self.path, "headers": dict(self.headers), "body": body, "at": time.monotonic()}
            )
            status, headers, parts = endpoint.next_play()
            self.close_connection = True
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Connection", "close")
                whole = "Content-Length" in headers
                if not whole:
                    self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                for part in parts:
                    if isinstance(part, int | float):
                        time.sleep(part)
                    elif part == "reset":
                        return
                    else:
                        self.wfile.write(part if whole else b"%x\r\n%s\r\n" % (len(part), part))
                        self.wfile.flush()
                if not whole:
                    self.wfile.write(b"0\r\n\r\n")
            except OSError:
                return  # the program hung up, as it should

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    endpoint.base_url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
