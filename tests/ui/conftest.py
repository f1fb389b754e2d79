"""A browser that records every request it makes, and the page over the fake assistant."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.ui.fakes import HOSTILE, FakeAssistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Everything the tests need from a browser, nothing it would do on its own.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


# Playwright keeps an event loop running in the thread that started it; it must be gone before other modules are tested.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for a module's tests. Without it they are skipped loudly, or fail where a browser is required."""
    required = os.environ.get("CI", "").lower() in ("1", "true") or bool(os.environ.get("REQUIRE_BROWSER"))
    if CHROMIUM is None:
        message = "没有找到 Chromium，页面没有在浏览器里测试；请安装 chromium 后再运行。"
        if required:
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Site:
    """A running page: its address, and the assistant behind it."""

    url: str
    assistant: Any


def serve(assistant: Any, settings: Any, *, users: Any = None, around: Any = None) -> Iterator[Site]:
    """Runs the page of ``assistant`` on a free port until the generator is closed; ``around`` wraps the application."""
    from ui.page import build_page
    from ui.serving import listen, server

    bound = listen("127.0.0.1", 0)
    running = server(build_page(assistant, settings=settings), users=users)
    if around is not None:
        running.config.app = around(running.config.app)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started:
        assert time.monotonic() < deadline, "the page did not start"
        time.sleep(0.02)
    try:
        yield Site(f"http://127.0.0.1:{bound.getsockname()[1]}/", assistant)
    finally:
        running.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The page over the fake assistant."""
    from index.settings import Settings

    yield from serve(FakeAssistant(), Settings(api_key="sk-canary"))


@dataclass
class Visit:
    """An open tab, with what it asked for outside its host and the dialogs it opened."""

    page: Any
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str, *, wait: bool = True) -> None:
        """Types a question, sends it with Enter, and waits for the answer."""
        turns = self.page.locator(".turn").count()
        self.page.locator("#question textarea").fill(question)
        self.page.locator("#send:enabled").wait_for()
        self.page.locator("#question textarea").press("Enter")
        if wait:
            self.page.locator(f"#turn-{turns}.done, #turn-{turns}.failed").wait_for()


def open_tab(context: Any, url: str) -> Visit:
    """A new tab of ``context`` (its own session of the page) at ``url``, ready to type."""
    opened = Visit(context.new_page())
    opened.page.set_default_timeout(30_000)
    host = urlsplit(url).netloc

    def watch(request: Any) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).netloc != host:
            opened.outside.append(request.url)

    def refuse(dialog: Any) -> None:
        opened.dialogs.append(dialog.message)
        dialog.dismiss()

    def listen(message: Any) -> None:
        # What the page's policy blocks is not a request, but an attempt at one.
        if "Content Security Policy" in message.text:
            opened.outside.append(message.text)

    opened.page.on("request", watch)
    opened.page.on("console", listen)
    opened.page.on("dialog", refuse)
    opened.page.on("websocket", lambda socket: None if host in socket.url else opened.outside.append(socket.url))
    opened.page.on("popup", lambda popup: opened.outside.append(popup.url))
    opened.page.goto(url)
    opened.page.locator("#question textarea").wait_for()
    return opened


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Opens pages as separate users (own cookies and cache); whatever they did, they must not have called out."""
    visits: list[Visit] = []

    def opening(url: str, **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, "locale": "en-US", **options})
        visits.append(open_tab(context, url))
        return visits[-1]

    yield opening
    for one in visits:
        one.page.context.close()
        assert one.outside == []
        assert one.dialogs == []


@pytest.fixture(scope="module")
def desk(browser: Any) -> Iterator[Any]:
    """One user's browser for most tests: tabs are sessions of their own and share only the cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def tabs(desk: Any) -> Iterator[Callable[[str], Visit]]:
    """Opens tabs of one user's browser; whatever they did, they must not have called out."""
    visits: list[Visit] = []

    def opening(url: str) -> Visit:
        visits.append(open_tab(desk, url))
        return visits[-1]

    yield opening
    for one in visits:
        one.page.close()
        assert one.outside == []
        assert one.dialogs == []


@pytest.fixture
def tab(tabs: Callable[[str], Visit], site: Site) -> Visit:
    """A tab at the page over the fake assistant."""
    return tabs(site.url)


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[..., Site]]:
    """Runs further pages: ``running(assistant, settings, users=…, around=…)``."""
    sites: list[Iterator[Site]] = []

    def start(assistant: Any, settings: Any, *, users: Any = None, around: Any = None) -> Site:
        sites.append(serve(assistant, settings, users=users, around=around))
        return next(sites[-1])

    yield start
    for one in sites:
        next(one, None)


@pytest.fixture
def fake() -> FakeAssistant:
    """A fake assistant of one's own."""
    return FakeAssistant()


@pytest.fixture
def hostile() -> str:
    """The hostile paragraph of the corpus."""
    return HOSTILE
