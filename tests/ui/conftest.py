"""A made-up corpus, a fake assistant over it, and a browser that records every request it makes."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from index.corpus import Corpus
from index.records import Document, Hit, Place, Span, Speech
from rag.drafts import Line, Statement, cite, composing, say
from rag.records import EXTRACTIVE, Answer, Plan, Suggestion

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
HOSTILE = (
    '开头<script>alert("x")</script><img src="http://evil.example/a.png" onerror="alert(1)">'
    "![图](http://evil.example/b.png)[点我](http://evil.example/c)[甲](javascript:alert(2))"
    "<style>@import url(http://evil.example/d.css)</style>\u202e倒写\u202c\u200b零宽 {{constructor}} ${alert(3)} "
    "http://evil.example/e **粗** `code` <a href='http://evil.example/f'>g</a> &lt;b&gt; [1]结尾。"
)


def corpus() -> Corpus:
    """Two documents: one speaker speaks in both, one paragraph is hostile, one sentence stands twice in a paragraph."""
    first = Document(
        source="会议/第一次.txt",
        title="春季座谈",
        newspaper="样报",
        date="2031-03-05",
        page=4,
        speeches=(
            Speech("林未央", "青石县县长", "让小水电重新转起来", "林未央 青石县县长", (
                "山区的小水电站年久失修。建议设立改造资金。建议设立改造资金。",
                "改造以后，每年可多发电三千万度，够两万户使用。建议由县里统一调度。",
            )),
            Speech("贺兰舟", "海州船厂总工程师", "给老渔船换上电动机", "贺兰舟 海州船厂总工程师", (
                "近海渔船大多超过十五年。建议对更换电动机的渔船补贴三成费用。",
                "港口要先建充电桩，再谈换船。建议三年内建成二百个充电桩。",
            )),
            Speech("海州港务集团", "", "充电桩要有统一标准", "海州港务集团", (
                "各码头的充电桩接口不一，船开到别处就充不上。建议先定接口标准，再建充电桩。",
            )),
        ),
        notes=("摘编，非原文",),
    )  # fmt: skip
    second = Document(
        source="会议/第二次.txt",
        title="秋季座谈",
        newspaper=None,
        date=None,
        page=None,
        speeches=(
            Speech(
                "林未央",
                "青石县县委书记",
                "小水电的第二年",
                "林未央 青石县县委书记",
                ("改造资金已到位一半，还要加快。",),
            ),
            Speech(None, "", "来信一则", "", ("路灯太暗，盼早日修好。", HOSTILE)),
        ),
    )
    return Corpus.of([first, second])


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in ("小水电", "充电桩", "电动机", "改造", "港口") if word in text)


@dataclass
class FakeAssistant:
    """Implements what the page uses of an assistant; what a question holds decides what comes back."""

    held: Corpus = field(default_factory=corpus)
    release: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered_by(self) -> str:
        return EXTRACTIVE

    def models(self) -> tuple[str, ...]:
        return ()

    def choose(self, model: str | None) -> FakeAssistant:
        return self

    @property
    def index(self) -> Any:
        return SimpleNamespace(corpus=self.held, words=_words, generation=str(id(self.held)))

    def stream(
        self, question: str, *, history: Any = (), speaker: str | None = None, document: str | None = None
    ) -> Iterator[Answer]:
        self.asked.append({"question": question, "history": list(history), "speaker": speaker, "document": document})
        if "出错" in question:
            raise RuntimeError("cannot reach https://user:sk-canary@host/v1")
        empty = Answer(
            question=question, understood=question, plan=Plan("fact", terms=_words(question)), kind="fact", text=""
        )
        if "火星" in question:
            near = cite(self.held, self.held.find("充电桩")[0])
            yield replace(
                empty,
                text="资料里没有谈到火星。",
                refused=True,
                reason="topic_absent",
                suggestions=(Suggestion("贺兰舟怎样谈充电桩？", near),),
            )
            return
        lines = self._lines(question)
        state = empty
        for number, (text, citations) in enumerate(composing(lines, self.held)):
            state = replace(empty, text=text, citations=citations)
            yield state
            if "慢" in question and number == 1:
                try:
                    self.release.wait(20)
                except GeneratorExit:
                    break
                finally:
                    self.closed.set()
        place = self.held.find("充电桩")[0].place
        yield replace(
            state,
            understood="关于充电桩，" + question if "他" in question else question,
            related=(cite(self.held, self.held.find("统一调度")[0]),),
            passages=(self._hit(place),),
            timings={"retrieval": 0.012, "answering": 0.003},
            warnings=("第二处引文与问题只部分相符。",) if "提醒" in question else (),
        )

    def _lines(self, question: str) -> list[Line]:
        if "敌意" in question:
            place = self.held.find("开头")[0].place
            return [say(f"原文写道：“{HOSTILE}”。", Span(place, 0, len(HOSTILE)))]
        if "比较" in question:
            return [
                Line(("| 方面 | 林未央 | 贺兰舟 |\n| --- | --- | --- |",)),
                Line(("| 做法 | ", self._quote("设立改造资金", 1), " | ", self._quote("先建充电桩", 0), " |")),
                Line(("| 比例 | 没有谈到 | ", self._quote("补贴三成费用", 0), " |")),
            ]
        if "小水电" in question:
            # The second of two equal sentences: only offsets can tell them apart.
            return [
                Line(("林未央在《让小水电重新转起来》中提出：",)),
                Line((self._quote("建议设立改造资金。", 1),), "- "),
                Line((self._quote("建议由县里统一调度。", 0),), "- "),
            ]
        return [
            Line((Statement("**贺兰舟**和海州港务集团谈到充电桩（共 2 位）：", (self.held.find("充电桩")[0],)),)),
            Line((self._quote("建议三年内建成二百个充电桩。", 0),), "- "),
            Line((self._quote("建议先定接口标准，再建充电桩。", 0),), "- "),
        ]

    def _quote(self, text: str, occurrence: int) -> Statement:
        return Statement(f"“{text}”", (self.held.find(text)[occurrence],))

    def _hit(self, place: Place) -> Hit:
        document, speech = self.held.document(place), self.held.speech(place)
        text = speech.text(place.paragraph)
        return Hit(
            place=place, start=0, end=len(text), score=0.0325, source=document.source, newspaper=document.newspaper,
            date=document.date, page=document.page, speaker=speech.speaker, role=speech.role, title=speech.title,
            paragraph=place.paragraph, text=text, ranks=(("words", 1), ("vectors", 3)),
        )  # fmt: skip


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
