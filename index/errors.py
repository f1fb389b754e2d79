"""What can go wrong with an index: each error is one or two Chinese sentences with the remedy in them."""

from __future__ import annotations

from pathlib import Path


class IndexProblem(Exception):
    """Base of all; ``status`` is the exit status of a command that meets it (1 a check failed, 2 wrong use)."""

    status = 1


class IndexMissing(IndexProblem):
    """There is no index at the location."""

    status = 2

    def __init__(self, location: str | Path) -> None:
        super().__init__(f"这里没有索引：{location}。请先运行 python -m index build 文件或文件夹 --index {location}")


class IndexDamaged(IndexProblem):
    """A file of the index is not what was written; ``file`` names it."""

    def __init__(self, file: str | Path, why: str) -> None:
        self.file = str(file)
        super().__init__(f"索引文件已损坏：{file}（{why}）。请用原文件重新运行 python -m index build。")


class IndexMismatch(IndexProblem):
    """The index was made by another model, dictionary or format version than those in use."""

    def __init__(self, what: str, *, index: object, here: object, remedy: str = "") -> None:
        remedy = remedy or "请用原文件重新运行 python -m index build，或改回原来的设置。"
        super().__init__(f"索引与当前程序不一致：{what}在索引里是 {index}，这里是 {here}。{remedy}")


class IndexBusy(IndexProblem):
    """Another process is writing to the index."""

    def __init__(self, location: str | Path) -> None:
        super().__init__(f"另一个程序正在写这个索引：{location}。请等它写完再试。")


class StorageFailed(IndexProblem):
    """The index could not be written; what was there before is still there."""

    def __init__(self, location: str | Path, why: str) -> None:
        super().__init__(f"索引写不进去：{location}（{why}）。原来的索引没有变；请检查磁盘空间和权限后重试。")


class NothingReadable(IndexProblem):
    """None of the files given could be read."""

    status = 2

    def __init__(self, reasons: tuple[str, ...]) -> None:
        told = "；".join(reasons[:5]) + (f"；另有 {len(reasons) - 5} 个" if len(reasons) > 5 else "")
        super().__init__(f"没有读到任何可用的文件（{told or '没有找到文件'}）。请给出 .txt 或 .md 的文件或文件夹。")


class WrongUse(IndexProblem):
    """The command was given something it cannot work with."""

    status = 2
