"""Who can answer: the extractive answerer always, and the models that the set endpoint offers.

The list is fetched by a thread of its own, so that an endpoint that does not answer holds up neither the page nor a
question. What a visitor chose is kept by the visitor's own tab; nothing of it is kept here.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from index import Settings
from rag.endpoint import Fault
from rag.records import EXTRACTIVE, Answer

UNAIDED = ""
"""The choice of the extractive answerer."""
_FRESH = 60.0  # seconds that a fetched list is good for
_AGAIN = 3.0  # seconds after which a list that could not be had is asked for again
_HOW = "要用模型，启动前设好 RAG_MODEL 和 OPENAI_BASE_URL。"


class UnknownAnswerer(ValueError):
    """A choice that is not offered; the message is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen besides the extractive answerer, and one Chinese sentence where there is something to say."""

    models: tuple[str, ...] = ()
    note: str = ""
    failed: bool = False

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(label, value) of everything that can be chosen."""
        return [("摘句（不用模型）", UNAIDED), *((name, name) for name in self.models)]


class Answerers:
    """The answerers of one assistant. Safe to share between threads and visitors."""

    def __init__(self, assistant: Any, *, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant, self._clock = assistant, clock
        self._secret = settings.api_key
        self._own = UNAIDED if assistant.answered_by == EXTRACTIVE else str(assistant.answered_by)
        self.connected = settings.model is not None
        own = (self._own,) if self._own else ()
        self._offer = Offer(own, "" if own or self.connected else _HOW)
        self._lock = threading.Lock()
        self._fetched: float | None = None
        self._fetching: Future[Offer] | None = None

    @property
    def usual(self) -> str:
        """Who answers a visitor that has chosen nothing."""
        return self._own

    def known(self) -> Offer:
        """What is offered as far as it is known now; never waits."""
        return self._offer

    async def offer(self, *, anew: bool = False) -> Offer:
        """What the endpoint offers now; ``anew``: asked again even where the last list is still good."""
        if not self.connected:
            return self._offer
        with self._lock:
            age = None if self._fetched is None else self._clock() - self._fetched
            good = age is not None and age < (_AGAIN if self._offer.failed else _FRESH)
            if self._fetching is None and (anew or not good):
                self._fetching = Future()
                threading.Thread(target=self._fetch, args=(self._fetching,), name="model-list", daemon=True).start()
            waiting = self._fetching
        # a visitor who leaves must not take the list away from the others who wait for it
        return self._offer if waiting is None else await asyncio.shield(asyncio.wrap_future(waiting))

    def stream(self, choice: str, question: str, **asked: Any) -> Iterator[Answer]:
        """The answers of the chosen answerer. Raises UnknownAnswerer, and what the assistant raises."""
        yield from self._chosen(choice).stream(question, **asked)

    def _chosen(self, choice: str) -> Any:
        if choice == self._own:
            return self._assistant
        if choice != UNAIDED and choice not in self._offer.models:
            raise UnknownAnswerer("所选的模型已不在列表里，请重新选择回答方式。")
        if not self._assistant.index.latest():
            # the newer generation is opened once, by the assistant that the page shows, and not by every choice
            self._assistant.search("建议", k=1)
        return self._assistant.choose(choice or None)

    def _fetch(self, waiting: Future[Offer]) -> None:
        own = (self._own,) if self._own else ()
        try:
            names = [name for name in self._assistant.models() if self._presentable(name)]
            offer = Offer(tuple(dict.fromkeys((*own, *names))))
            if not offer.models:
                offer = Offer(note="模型服务没有列出任何模型。", failed=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the choice stays what it was and the reader is told
            # only a Fault's own words are known to hold nothing of the server's
            why = str(error) if isinstance(error, Fault) else f"出现了意外的错误（{type(error).__name__}）"
            offer = Offer(self._offer.models or own, f"没有取到模型列表：{why}。摘句照常可用。", failed=True)
        with self._lock:
            self._offer, self._fetched, self._fetching = offer, self._clock(), None
        waiting.set_result(offer)

    def _presentable(self, name: str) -> bool:
        """Not a name that would pass for the extractive answerer, or that holds the key."""
        return name != EXTRACTIVE and bool(name.strip()) and not (self._secret and self._secret in name)
