"""The connection to Milvus: a ``.db`` file (Milvus Lite, one process at a time) or the address of a server."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from index.errors import IndexBusy, IndexMissing, IndexProblem

_PATIENCE = 10.0  # seconds to wait for a server to answer at all


class MilvusUnavailable(IndexProblem):
    """The server or file cannot be used now; the index in it is as it was."""


def shown(location: str) -> str:
    """``location`` as it may be shown: without a user's name and password."""
    parts = urlsplit(location)
    return location if parts.username is None else parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def connect(location: str | Path, *, create: bool = False) -> Any:
    """A ``pymilvus.MilvusClient`` for ``location``; only ``create`` makes a file that is not there.

    Raises IndexMissing (no such file), IndexBusy (another process has the file), MilvusUnavailable.
    """
    location = str(location)
    lite = location.endswith(".db")
    try:
        from pymilvus import MilvusClient, MilvusException
    except ImportError as error:
        raise MilvusUnavailable(
            f"用 Milvus 需要 pymilvus，这里没有安装（{error}）。"
            "请运行 pip install -r requirements.txt，或改用文件夹作索引。"
        ) from error
    for name in ("pymilvus", "milvus_lite"):  # what they log, they also raise
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    if lite:
        _check_file(Path(location), create=create)
    try:
        # the server of a file runs inside this process: no proxy stands before it, and nobody need ask if it lives
        options = {"grpc_options": {"grpc.enable_http_proxy": 0, "grpc.keepalive_time_ms": 2**31 - 1}} if lite else {}
        return MilvusClient(location, timeout=_PATIENCE, **options)
    except (MilvusException, OSError, ValueError) as error:
        if not lite:
            raise MilvusUnavailable(
                f"连不上 Milvus 服务器：{shown(location)}（{_told(error)}）。"
                "请检查地址、网络和用户名密码，并确认服务器已启动。"
            ) from error
        if _is_held(Path(location)):
            raise IndexBusy(f"{location}（Milvus 的文件同一时间只能由一个程序打开）") from error
        raise MilvusUnavailable(
            f"打不开 Milvus 的文件：{location}（{_told(error)}）。请检查权限，或换一个文件名重新建立。"
        ) from error


@contextmanager
def speaking(location: str | Path) -> Iterator[None]:
    """Around calls of the client: what goes wrong there is raised as MilvusUnavailable."""
    import grpc
    from pymilvus import MilvusException

    try:
        yield
    except (MilvusException, grpc.RpcError) as error:
        raise MilvusUnavailable(
            f"Milvus 没有完成操作：{shown(str(location))}（{_told(error)}）。原来的索引没有变；请检查服务器后重试。"
        ) from error


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_file():
        raise MilvusUnavailable(f"这个文件不是 Milvus Lite 的库：{path}。请换一个以 .db 结尾的名字。")
    if not path.exists():
        if not create:
            raise IndexMissing(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MilvusUnavailable(f"不能建立文件夹 {path.parent}（{error.strerror}）。请检查路径和权限。") from error


def _is_held(path: Path) -> bool:
    try:
        with (path / "LOCK").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _told(error: Exception) -> str:
    message = getattr(error, "message", "") or str(error) or type(error).__name__
    return " ".join(str(message).split())[:200]
