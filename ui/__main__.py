"""``python -m ui --index DIR [--host --port --auth FILE]``: the chat page."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket

    from index import Settings


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ui", description="打开问答页面。")
    parser.add_argument(
        "--index", metavar="DIR", help="索引文件夹或 Milvus 地址；默认取 RAG_INDEX，其次 data/index，再次为自带样例"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址，默认只限本机（127.0.0.1）")
    parser.add_argument("--port", type=int, default=7860, help="端口，默认 7860")
    parser.add_argument("--auth", type=Path, metavar="FILE", help="用户文件，每行“用户名:密码”或 --hash 生成的一行")
    parser.add_argument("--hash", metavar="用户名", help="读入密码，打印可写进用户文件的一行，然后退出")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the page until it is interrupted. Exit status 1: the index is damaged or does not fit; 2: wrong use."""
    options = _arguments().parse_args(arguments)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from index import IndexProblem, Settings
    from ui.passwords import checker, hashed, read_users
    from ui.serving import listen

    try:
        if options.hash:
            print(f"{options.hash}:{hashed(getpass.getpass('密码：'))}")
            return 0
        users = checker(read_users(options.auth)) if options.auth else None
        settings = Settings.from_environment()
        if options.index:
            settings = replace(settings, index=options.index)
        with listen(options.host, options.port) as bound:
            return _serve(settings, users, bound)
    except KeyboardInterrupt:
        return 0
    except IndexProblem as error:
        print(error, file=sys.stderr)
        return error.status
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


_WARMING = 20.0
"""Seconds that an interrupted start waits for the model, which takes one or two."""


def _serve(settings: Settings, users: Callable[[str, str], bool] | None, bound: socket) -> int:
    from rag import Assistant

    assistant = Assistant.open(settings.index, settings=settings)
    from ui.page import build_page
    from ui.serving import server

    # The first question would otherwise wait for the model and the dictionary.
    warming = Thread(target=assistant.search, args=("建议",), kwargs={"k": 1}, daemon=True)
    warming.start()
    running = server(build_page(assistant, settings=settings), users=users)
    host, port = bound.getsockname()[:2]
    if users is None and not host.startswith("127.") and host != "::1":
        print("注意：页面对网络上的其他机器开放而没有登录，可用 --auth 设置用户。", file=sys.stderr)
    print(f"页面已打开：http://{f'[{host}]' if ':' in host else host}:{port}  （按 Ctrl+C 结束）", flush=True)
    try:
        running.run(sockets=[bound])
    finally:
        # A thread that Python's end meets inside the model aborts the process; a server that hangs must not hold it up.
        warming.join(_WARMING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
