"""The web server of the page: its port, its users, and headers that forbid the browser every outside request."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr
    import uvicorn

# Gradio compiles its templates in the browser ('unsafe-eval') and writes scripts and styles into the page.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-dns-prefetch-control", b"off"),
)


class PortError(OSError):
    """The address cannot be listened on; the message says why and what to do."""


class Guarded:
    """An ASGI application with our headers on every response. (Streams pass through unbuffered.)"""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def guarded_send(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS]}
            await send(message)

        await self._application(scope, receive, guarded_send)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a taken port is known before anything else starts. Raises PortError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except OverflowError as error:
        bound.close()
        raise PortError(f"端口 {port} 不对，请用 0 到 65535 之间的数。") from error
    except PermissionError as error:
        bound.close()
        raise PortError(f"没有权限使用端口 {port}，请换一个 1024 以上的端口，例如 --port 7861。") from error
    except socket.gaierror as error:
        bound.close()
        remedy = "请用 --host 127.0.0.1（只限本机）或 --host 0.0.0.0（所有网卡）"
        raise PortError(f"地址 {host} 不存在，{remedy}。") from error
    except OSError as error:
        bound.close()
        remedy = f"请关掉占用它的程序，或换一个端口，例如 --port {port + 1}"
        raise PortError(f"端口 {port} 在 {host} 上已被占用或不可用，{remedy}。") from error
    return bound


def server(page: gr.Blocks, *, users: Callable[[str, str], bool] | None = None) -> uvicorn.Server:
    """A server for ``page``; run it with ``server.run(sockets=[listen(host, port)])``."""
    import gradio
    import uvicorn
    from fastapi import FastAPI

    from ui.page import launch_options

    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    message = "请用管理员给的用户名和密码登录。" if users else None
    gradio.mount_gradio_app(application, page, path="/", auth=users, auth_message=message, **launch_options())
    config = uvicorn.Config(Guarded(application), log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    return uvicorn.Server(config)
