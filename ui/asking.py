"""Running one question beside the page: a thread reads the answerer's stream, the page takes the newest state."""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence

from index import IndexProblem
from rag.assistant import QuestionError, checked_question
from rag.records import Answer

_PAUSE = 0.04  # seconds between two states of the page: smooth to read, cheap to send
_LONGEST_MESSAGE = 300

log = logging.getLogger(__name__)


class Failure(Exception):
    """What the reader is told instead of an answer: one Chinese sentence."""


def objection(question: str) -> str | None:
    """Why ``question`` cannot be asked, in one sentence; None where it can."""
    try:
        checked_question(question)
    except QuestionError as error:
        return str(error)
    return None


def explanation(error: BaseException, *, secret: str | None) -> str:
    """One Chinese sentence about ``error``. Only the project's own messages, all Chinese, are shown as they are."""
    lines = str(error).strip().splitlines()
    message = lines[0] if lines else ""
    ours = isinstance(error, IndexProblem | ValueError) and "\u4e00" <= message[:1] <= "\u9fff"
    if ours and len(message) <= _LONGEST_MESSAGE and not (secret and secret in message):
        return message
    return f"这个问题没能回答：程序内部出错（{type(error).__name__}），请稍后再试，详情见服务端日志。"


class Run:
    """One question that is being answered. ``halt`` may be called from any thread; what was shown till then stays."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = threading.Event()
        self.arrived: asyncio.Queue[Answer | Failure | None] = asyncio.Queue()
        self.halted = False

    @property
    def ended(self) -> bool:
        """Whether nobody waits for further states."""
        return self._ended.is_set()

    def deliver(self, item: Answer | Failure | None) -> None:
        """Passes on a newer state, a failure, or None for the end; nothing once the run has ended."""
        if not self.ended:
            self._loop.call_soon_threadsafe(self.arrived.put_nowait, item)

    def halt(self) -> None:
        """Ends the run at the reader's wish."""
        self.halted = True
        self.deliver(None)

    def end(self) -> None:
        """Lets the answerer's stream end at its next state."""
        self._ended.set()


async def states(
    stream: Callable[..., Iterator[Answer]],
    question: str,
    *,
    history: Sequence[Mapping[str, str]],
    speaker: str | None,
    document: str | None,
    secret: str | None,
    run: Run | None = None,
) -> AsyncIterator[Answer]:
    """The growing answer of ``stream`` (an assistant's); states that come faster than the page shows them are skipped, never the last.

    Halting ``run`` (a pressed stop button) or closing the iterator (a closed page) ends the stream at its next state.
    Raises Failure.
    """
    running = run or Run()

    def read() -> None:
        try:
            for answer in stream(question, history=history, speaker=speaker, document=document):
                if running.ended:
                    return
                running.deliver(answer)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a sentence and the log the rest
            text = traceback.format_exc()
            log.error("question failed\n%s", text.replace(secret, "***") if secret else text)
            running.deliver(Failure(explanation(error, secret=secret)))
        running.deliver(None)

    threading.Thread(target=read, name="question", daemon=True).start()
    try:
        ended = False
        while not ended:
            newest: Answer | None = None
            items = [await running.arrived.get()]
            while not running.arrived.empty():
                items.append(running.arrived.get_nowait())
            for item in items:
                if isinstance(item, Failure):
                    raise item
                newest, ended = (newest, True) if item is None else (item, ended)
            if newest is not None:
                yield newest
                if not ended:
                    await asyncio.sleep(_PAUSE)
    finally:
        running.end()
