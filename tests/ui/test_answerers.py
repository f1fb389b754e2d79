"""Who answers: the choice in the browser over a local endpoint, its faults, and a key that must be nowhere."""

from __future__ import annotations

import io
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.bench.local_endpoint import Endpoint, delta, event, serving, spoken
from eval.bench.stand_in import PairEmbedder
from index.building import build_index
from index.retrieval import Index, open_index
from index.settings import Settings
from rag.assistant import Assistant
from rag.generative import opening

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

CANARY = "sk-canary-5b20e6c4"
LEAK = json.dumps({"error": {"message": f"Incorrect API key provided: {CANARY}"}}).encode()
PAGE = f"<!doctype html><html><body>Internal error, key {CANARY}</body></html>".encode()
QUESTION = "苏见微建议修复多少处渡口？"
GOOD = "苏见微建议三年内修复26处渡口[1]。先修石梁渡和柳湾渡，资金由航道养护费列支[2]。"
CORPUS = """---
title: 河运座谈会发言（虚构）
date: 2029-05-12
about: An invented document for tests. The river, the people and every figure are made up.
---

# 河运座谈会发言

### 让渡口重新开起来

苏见微 航道管理站站长

沿河原有渡口41处，还在开船的只有15处。

建议三年内修复26处渡口，先修石梁渡和柳湾渡，资金由航道养护费列支。

### 给渡船装上定位

纪南舟 渡工协会会长

渡船雾天相撞，今年已有3起。

建议给每条渡船装上定位器，雾天一律停航。
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: Any) -> Index:
    folder: Path = tmp_path_factory.mktemp("river")
    (folder / "river.md").write_text(CORPUS, encoding="utf-8")
    build_index([folder / "river.md"], folder / "index", settings=Settings(), embedder=PairEmbedder())
    return open_index(folder / "index", settings=Settings(), embedder=PairEmbedder())


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving() as one:
        yield one


def settings_of(base_url: str | None, *, model: str | None = "openai:alpha", seconds: str = "5") -> Settings:
    """The settings of a user whose environment holds the canary as the key."""
    environment = {"OPENAI_API_KEY": CANARY, "RAG_DEADLINE": seconds}
    environment |= {"OPENAI_BASE_URL": base_url} if base_url else {}
    return Settings.from_environment(environment | ({"RAG_MODEL": model} if model else {}))


def assistant_of(index: Index, settings: Settings) -> Assistant:
    answerer = opening.answerer_for(settings) if settings.model else None
    return Assistant(index, settings=settings, answerer=answerer)


@pytest.fixture(autouse=True)
def unworn(request: Any) -> Iterator[None]:
    """Answerers are kept for a process; a breaker that one test opened must not rest the next one's model."""
    opening._set.cache_clear()
    if "endpoint" in request.fixturenames:
        one = request.getfixturevalue("endpoint")
        one.plays.clear()
        one.requests.clear()
        one.models = {"data": [{"id": "beta"}, {"id": "alpha"}, {"id": "extractive"}, {"id": f"x{CANARY}"}]}
    yield


@pytest.fixture
def page_over(index: Index, running: Any, visit: Any) -> Callable[..., Any]:
    """Opens a visitor's tab over a page with these settings."""

    def opened(settings: Settings, **options: Any) -> Any:
        return visit(running(assistant_of(index, settings), settings, **options).url)

    return opened


def open_choice(page: Any) -> None:
    page.locator("#answerer input").blur()
    page.locator("#answerer [role=option]").first.wait_for(state="detached")
    page.locator("#answerer input").click()
    page.locator("#answerer [role=option]").first.wait_for()


def offered(page: Any) -> list[str]:
    open_choice(page)
    shown = [text.replace("✓", "").strip() for text in page.locator("#answerer [role=option]").all_inner_texts()]
    page.locator("#answerer input").blur()
    return shown


def choose(page: Any, name: str) -> None:
    open_choice(page)
    page.locator("#answerer [role=option]", has_text=name).click()
    page.locator("#answerer [role=option]").first.wait_for(state="detached")


def wait_for_models(page: Any) -> None:
    """Until the list of the endpoint has come: before, the set model is the only one offered."""
    until = time.monotonic() + 15
    while "beta" not in offered(page):
        assert time.monotonic() < until, "the models of the endpoint were not offered"


def chosen(page: Any) -> str:
    return str(page.locator("#answerer input").input_value())


def signed(page: Any, number: int = 0) -> str:
    return " ".join(page.locator(f"#turn-{number} .signed").inner_text().split())


# In the browser


def test_pick_a_model_and_see_its_sentences_come_and_who_answered(endpoint: Endpoint, page_over: Any) -> None:
    first, second = GOOD.index("。") + 1, len(GOOD)
    pieces = [event(delta(GOOD[at : min(at + 6, first)])) for at in range(0, first, 6)]
    rest = [event(delta(GOOD[first:second])), event(delta(reason="stop")), event("[DONE]")]
    endpoint.play(*pieces, event(delta("先")), 1.5, *[event(delta(GOOD[first + 1 : second])), *rest[1:]])
    tab = page_over(settings_of(endpoint.base_url))
    page = tab.page
    wait_for_models(page)
    assert offered(page) == ["摘句（不用模型）", "alpha", "beta"]
    assert chosen(page) == "alpha"
    choose(page, "beta")
    tab.ask(QUESTION, wait=False)
    page.locator("#turn-0.running .answer-text", has_text="修复26处渡口").wait_for()
    # The second sentence is still unsaid: what is shown was streamed, and nobody has signed it yet.
    assert "石梁渡" not in page.locator("#turn-0 .answer-text").inner_text()
    assert page.locator("#turn-0 .signed").count() == 0
    page.locator("#turn-0.done").wait_for()
    assert "石梁渡" in page.locator("#turn-0 .answer-text").inner_text()
    assert page.locator("#turn-0 .signed.model").count() == 1
    assert signed(page) == "回答者 模型 beta 每句都与原文核对过"
    assert endpoint.requests[0]["body"]["model"] == "beta"
    # A list is the extractive answerer's, whoever was chosen; so is everything once no model is wanted.
    tab.ask("哪些人提到了渡船？")
    assert signed(page, 1) == "回答者 摘句 这类回答不用模型"
    choose(page, "摘句")
    tab.ask(QUESTION)
    assert signed(page, 2) == "回答者 摘句 没有用模型"
    assert len(endpoint.requests) == 1


def test_two_visitors_do_not_change_each_others_answerer(endpoint: Endpoint, page_over: Any, visit: Any) -> None:
    endpoint.play(*spoken(GOOD))
    one = page_over(settings_of(endpoint.base_url))
    two, three = visit(one.page.url), visit(one.page.url)
    for tab, name in ((one, "beta"), (two, "摘句")):
        wait_for_models(tab.page)
        choose(tab.page, name)
    for tab in (one, two, three):
        tab.ask(QUESTION)
    assert [signed(tab.page).split(" ")[1:3] for tab in (one, three)] == [["模型", "beta"], ["模型", "alpha"]]
    assert signed(two.page) == "回答者 摘句 没有用模型"
    assert [request["body"]["model"] for request in endpoint.requests] == ["beta", "alpha"]
    assert [chosen(tab.page) for tab in (one, two, three)] == ["beta", "摘句（不用模型）", "alpha"]


def test_without_an_endpoint_only_the_extractive_answerer_and_how_to_connect_one(page_over: Any) -> None:
    tab = page_over(settings_of(None, model=None))
    page = tab.page
    assert offered(page) == ["摘句（不用模型）"]
    assert page.locator("#offer-note").inner_text() == "要用模型，启动前设好 RAG_MODEL 和 OPENAI_BASE_URL。"
    assert page.locator("#again").filter(visible=True).count() == 0
    tab.ask(QUESTION)
    assert signed(page) == "回答者 摘句 没有用模型"


def test_an_endpoint_that_says_nothing_holds_up_neither_page_nor_question(page_over: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never says a word
        tab = page_over(settings_of(f"http://127.0.0.1:{silent.getsockname()[1]}/v1"))
        page = tab.page
        choose(page, "摘句")
        began = time.monotonic()
        tab.ask(QUESTION)
        assert time.monotonic() - began < 3
        assert signed(page) == "回答者 摘句 没有用模型"
        assert page.locator("#offer-note .failed").count() == 0  # the list is still being waited for
        note = page.locator("#offer-note .failed")
        note.wait_for()
        assert note.inner_text().startswith("没有取到模型列表：") and note.inner_text().endswith("。摘句照常可用。")
        assert chosen(page) == "摘句（不用模型）"


def test_a_dead_endpoint_is_told_and_its_return_found(endpoint: Endpoint, page_over: Any) -> None:
    endpoint.models = b"<html>"
    tab = page_over(settings_of(endpoint.base_url))
    page = tab.page
    page.locator("#offer-note .failed", has_text="无法识别").wait_for()
    assert offered(page) == ["摘句（不用模型）", "alpha"]
    endpoint.play(event(delta("苏见微建议")), "reset")
    tab.ask(QUESTION)
    assert page.locator("#turn-0 .signed.fallback").count() == 1
    assert signed(page) == "回答者 摘句 因为与模型服务的连接中断，回答没有说完（所选模型：alpha）"
    assert page.locator("#turn-0 .warnings").count() == 0  # the reason is told once
    assert "26处" in page.locator("#turn-0 .answer-text").inner_text()
    endpoint.models = {"data": [{"id": "beta"}]}
    endpoint.plays.clear()
    endpoint.play(*spoken(GOOD))
    page.locator("#again").click()
    wait_for_models(page)
    assert page.locator("#offer-note").inner_text().strip() == ""
    assert chosen(page) == "alpha"
    page.locator("#turn-0 [data-again]").click()
    page.locator("#turn-0 .signed.model").wait_for()


# The key


class Recorder:
    """An application that keeps all that it sends to browsers, uncompressed."""

    def __init__(self, application: Any) -> None:
        self._application, self.sent = application, bytearray()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if "headers" in scope:
            scope = {**scope, "headers": [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]}

        async def recorded(message: Any) -> None:
            self.sent += (
                repr(message.get("headers", "")).encode() + message.get("body", b"") + message.get("bytes", b"")
            )
            self.sent += message.get("text", "").encode()
            await send(message)

        await self._application(scope, receive, recorded)


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """Everything that any library logs, at every level."""
    text = io.StringIO()
    handler, root = logging.StreamHandler(text), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


Play = Callable[[Endpoint], None]
PLAYS: dict[str, tuple[str, Play]] = {
    "refused": ("因为连不上模型地址", lambda e: None),
    "401": ("不接受现在的密钥（401）", lambda e: e.play(LEAK, status=401, kind="application/json")),
    "500, HTML": ("因为模型服务出错（500）", lambda e: e.play(PAGE, status=500, kind="text/html")),
    "good": ("模型 alpha", lambda e: e.play(*spoken(GOOD))),
}


def test_the_key_is_nowhere(
    index: Index,
    endpoint: Endpoint,
    running: Any,
    visit: Any,
    heard: io.StringIO,
    capfd: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    sites, recorders = {}, []

    def around(application: Any) -> Recorder:
        recorders.append(Recorder(application))
        return recorders[-1]

    for address in ("http://127.0.0.1:9/v1", endpoint.base_url):
        settings = settings_of(address)
        sites[address] = running(assistant_of(index, settings), settings, around=around).url
    said = []
    for name, (word, play) in PLAYS.items():
        endpoint.plays.clear()
        endpoint.requests.clear()
        play(endpoint)
        tab = visit(sites["http://127.0.0.1:9/v1" if name == "refused" else endpoint.base_url])
        tab.ask(QUESTION)
        tab.page.locator("#again").click()
        tab.page.locator("#turn-0 .debug summary").click()
        assert word in signed(tab.page), name
        if name != "refused":
            sent = {key.lower(): value for key, value in endpoint.requests[0]["headers"].items()}
            assert sent["authorization"] == f"Bearer {CANARY}"  # the key is in use: it could have come back
        said += [tab.page.content(), tab.page.locator("body").inner_text()]
        said.append(tab.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"))
    captured = capfd.readouterr()
    said += [heard.getvalue(), captured.out, captured.err]
    said += [recorder.sent.decode("utf-8", "replace") for recorder in recorders]
    for text in said:
        assert CANARY not in text
    # What was looked through is what it claims to be: the pages, the streams of both sites, and a log.
    assert all("重新回答" in recorder.sent.decode("utf-8", "replace") for recorder in recorders)
    assert "修复26处渡口" in "".join(said) and heard.getvalue()
