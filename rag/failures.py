"""A search that fails in the middle of a session is an answer too: a refusal that names what failed and the remedy."""

from __future__ import annotations

import logging

from index.errors import IndexProblem
from index.store import reason
from rag.answering import Refusal

log = logging.getLogger(__name__)

FAILURES = (IndexProblem, OSError)
"""What an index raises when it cannot be read any more: its own errors, and the system's."""


def search_failed(error: Exception) -> Refusal:
    """The refusal for ``error``: one Chinese sentence, no suggestions. The log gets the rest."""
    text = f"这次检索没有成功：{_told(error)}。"
    log.warning("%s", text)
    log.debug("search failed", exc_info=error)
    return Refusal(reason="search_failed", text=text)


def _told(error: Exception) -> str:
    """What failed and what to do, as a clause."""
    message = " ".join(str(error).split()).rstrip("。")
    if isinstance(error, IndexProblem) or (isinstance(error, OSError | ValueError) and _is_chinese(message)):
        return message.replace("。", "；")  # the project's own errors name place and remedy
    if isinstance(error, OSError):
        place = f"索引的文件 {error.filename}" if error.filename else "索引"
        return f"{place}读不出来（{reason(error)}），请检查磁盘、路径和权限后再问，仍不行请运行 python -m index check"
    return f"索引没有给出结果（{type(error).__name__}），请再问一次，仍不行请运行 python -m index check 并重新启动"


def _is_chinese(message: str) -> bool:
    return "\u4e00" <= message[:1] <= "\u9fff"
