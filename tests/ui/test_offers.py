"""The list of answerers without a browser: fetched once for all, kept when it fails, and only what is in it chosen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from index.settings import Settings
from ui.answerers import UNAIDED, Answerers, UnknownAnswerer

CANARY = "sk-canary-5b20e6c4"


class Listing:
    """An assistant that lists models as it is told, and counts how often it is asked."""

    answered_by = "own"
    index = SimpleNamespace(latest=lambda: True)

    def __init__(self, *lists: Any) -> None:
        self.lists, self.asked, self.taken = list(lists), 0, []
        self.release = threading.Event()
        self.release.set()

    def models(self) -> tuple[str, ...]:
        self.asked += 1
        self.release.wait(5)
        found = self.lists.pop(0) if len(self.lists) > 1 else self.lists[0]
        if isinstance(found, Exception):
            raise found
        return tuple(found)

    def choose(self, name: str | None) -> Any:
        self.taken.append(name)
        return self

    def stream(self, question: str, **_: Any) -> Iterator[str]:
        yield question


CONNECTED = Settings(model="openai:own", base_url="http://127.0.0.1:9/v1", api_key=CANARY)


def test_the_list_is_asked_for_once_for_all_who_wait_and_again_when_old() -> None:
    now = [0.0]
    listing = Listing(("own", "a"), ("own", "b"))
    answerers = Answerers(listing, settings=CONNECTED, clock=lambda: now[0])
    listing.release.clear()

    async def run() -> None:
        waiting = [asyncio.create_task(answerers.offer()) for _ in range(5)]
        await asyncio.sleep(0.05)
        waiting[0].cancel()  # a visitor who left
        assert answerers.known().models == ("own",)
        listing.release.set()
        assert {(await one).models for one in waiting[1:]} == {("own", "a")}
        assert (await answerers.offer()).models == ("own", "a") and listing.asked == 1
        assert (await answerers.offer(anew=True)).models == ("own", "b") and listing.asked == 2
        now[0] = 61.0
        await answerers.offer()
        assert listing.asked == 3

    asyncio.run(run())


def test_a_list_that_fails_keeps_what_was_offered_and_tells_nothing_of_the_server() -> None:
    listing = Listing(("own", "a"), RuntimeError(f"cannot reach https://user:{CANARY}@host/v1"))
    answerers = Answerers(listing, settings=CONNECTED)
    asyncio.run(answerers.offer())
    failed = asyncio.run(answerers.offer(anew=True))
    assert failed.failed and failed.models == ("own", "a")
    assert failed.note == "没有取到模型列表：出现了意外的错误（RuntimeError）。摘句照常可用。"


def test_only_what_is_offered_can_be_chosen() -> None:
    listing = Listing(("own",))
    answerers = Answerers(listing, settings=CONNECTED)
    assert list(answerers.stream("own", "问")) == ["问"] and listing.taken == []
    assert list(answerers.stream(UNAIDED, "问")) == ["问"] and listing.taken == [None]
    with pytest.raises(UnknownAnswerer, match="重新选择"):
        list(answerers.stream("elsewhere", "问"))
