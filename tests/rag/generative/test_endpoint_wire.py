"""Every fault of the wire ends within the deadline in a labelled extractive answer, and shows no key."""

from __future__ import annotations

import io
import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from eval.bench.local_endpoint import CANARY, Endpoint, delta, event, serving, spoken, usage
from index.retrieval import Index
from index.settings import Settings
from rag import Answer
from rag.assistant import Assistant
from rag.endpoint import Breaker, Fault, ModelNotUsable, list_models, open_model
from rag.endpoint.faults import retry_after, shown_address
from rag.generative import GenerativeAnswerer
from rag.generative.answerer import Options
from rag.rendering import plain

QUESTION = "岳明朗建议关停多少眼自备井？"
GOOD = "岳明朗建议两年内关停120眼自备井，先关南郊的漏斗区[1]。"
SECONDS = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    with serving() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(server: Endpoint) -> Endpoint:
    server.plays.clear()
    server.requests.clear()
    return server


def settings_for(base_url: str) -> Settings:
    return Settings(model="openai:local", base_url=base_url, api_key=CANARY)


def assistant_for(
    index: Index,
    base_url: str,
    *,
    seconds: float = SECONDS,
    breaker: Breaker | None = None,
    sleep: Callable[[float], None] = lambda _: time.sleep(0.02),
) -> Assistant:
    model = open_model(settings_for(base_url))
    answerer = GenerativeAnswerer(model, options=Options(seconds=seconds), breaker=breaker, sleep=sleep)
    return Assistant(index, settings=settings_for(base_url), answerer=answerer)


class Heard:
    """Everything that any library logs, at every level."""

    def __init__(self) -> None:
        self.text = io.StringIO()
        self.handler = logging.StreamHandler(self.text)

    def __enter__(self) -> Heard:
        root = logging.getLogger()
        self.level = root.level
        root.addHandler(self.handler)
        root.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self.handler)
        logging.getLogger().setLevel(self.level)


Play = Callable[[Endpoint], None]
PAGE = b"<!doctype html><html><body>Welcome</body></html>"
LEAK = json.dumps({"error": {"message": f"Incorrect API key provided: {CANARY}", "type": "auth"}}).encode()
ENDLESS = "".join(chr(0x4E00 + 7 * n) for n in range(2400))
FAULTS: dict[str, tuple[str, int, Play]] = {
    # name: (a word of the warning, most requests, what the endpoint plays)
    "401": ("密钥", 1, lambda e: e.play(LEAK, status=401, kind="application/json")),
    "404": ("没有这个模型", 1, lambda e: e.play(LEAK, status=404, kind="application/json")),
    "429, 7 s": ("繁忙", 1, lambda e: e.play(LEAK, status=429, kind="application/json", Retry_After="7")),
    "429, 120 s": ("繁忙", 1, lambda e: e.play(LEAK, status=429, kind="application/json", Retry_After="120")),
    "429, nonsense": ("繁忙", 2, lambda e: e.play(LEAK, status=429, kind="application/json", Retry_After="soon")),
    "500": ("出错", 2, lambda e: e.play(LEAK, status=500, kind="application/json")),
    "HTML with 200": ("网页", 1, lambda e: e.play(PAGE, kind="text/html; charset=utf-8")),
    "empty": ("没有给出", 2, lambda e: e.play(Content_Length="0")),
    "no words": ("没有给出", 2, lambda e: e.play(event(delta(reason="stop")), event("[DONE]"))),
    "half a stream": ("没有说完", 2, lambda e: e.play(event(delta("岳明朗建议")), "reset")),
    "no finish_reason": ("没有说完", 2, lambda e: e.play(event(delta("岳明朗建议两年内")), event("[DONE]"))),
    "length": ("截断", 1, lambda e: e.play(*spoken(GOOD, reason="length"))),
    "filtered": ("拦下", 1, lambda e: e.play(*spoken(GOOD, reason="content_filter"))),
    "keep-alive drip": ("没有答完", 1, lambda e: e.play(*[part for _ in range(60) for part in (b": keep-alive\n\n", 0.1)])),
    "silence": ("没有答完", 1, lambda e: e.play(6.0)),
    "wrong JSON": ("无法识别", 2, lambda e: e.play(event("{not json"), event("[DONE]"))),
    "another JSON": ("", 2, lambda e: e.play(event({"weather": "fine"}), event("[DONE]"))),
    "an error in the stream": ("出错", 2, lambda e: e.play(event(json.loads(LEAK)))),
    "a redirect": ("", 1, lambda e: e.play(b"", status=302, Location="http://127.0.0.1:9/v1", Content_Length="0")),
    "repeats a run": ("重复", 1, lambda e: e.play(*[event(delta("水井水井")) for _ in range(400)])),
    "repeats a sentence": ("重复", 1, lambda e: e.play(*spoken("岳明朗建议管好自备井。" * 40))),
    "never ends": ("截断", 1, lambda e: e.play(*[event(delta(ENDLESS[40 * n :][:40])) for n in range(60)])),
    "another language": ("中文", 1, lambda e: e.play(*spoken("He proposes to close 120 wells. It is urgent. Water is scarce. [1]"))),
    "echoes the key": ("", 1, lambda e: e.play(*spoken(f"岳明朗的密钥是{CANARY}[1]。"))),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_ends_in_the_labelled_extractive_answer_within_the_deadline(index, endpoint, threads, name) -> None:
    word, most, play = FAULTS[name]
    play(endpoint)
    assistant = assistant_for(index, endpoint.base_url)
    expected = assistant.choose(None).answer(QUESTION)
    with Heard() as heard:
        began = time.monotonic()
        answers = list(assistant.stream(QUESTION))
        took = time.monotonic() - began
    answer = answers[-1]
    assert took < SECONDS + 1.0
    assert answer.answered_by == "extractive"
    assert (answer.text, answer.citations) == (expected.text, expected.citations)
    assert any(word in warning and "原文摘录" in warning for warning in answer.warnings), answer.warnings
    assert 1 <= len(endpoint.requests) <= most
    for shown in (
        heard.text.getvalue(),
        json.dumps(answer.to_dict(), ensure_ascii=False),
        plain(answer),
        repr(assistant.__dict__),
        repr(answers),
    ):
        assert CANARY not in shown


@pytest.mark.parametrize(
    ("address", "word"),
    [("http://127.0.0.1:9/v1", "连不上"), ("http://no-such-host.invalid/v1", "")],
    ids=["refused", "name not found"],
)
def test_an_endpoint_that_is_not_there(index, threads, address, word) -> None:
    began = time.monotonic()
    answer = assistant_for(index, address).answer(QUESTION)
    assert time.monotonic() - began < SECONDS + 1.0
    assert answer.answered_by == "extractive" and any(word in warning for warning in answer.warnings)
    assert CANARY not in json.dumps(answer.to_dict(), ensure_ascii=False)


def test_a_cut_answer_is_never_shown_as_finished(index, endpoint) -> None:
    endpoint.play(
        *[event(delta(GOOD[at : at + 6])) for at in range(0, len(GOOD), 6)], event(delta("岳明朗建议")), "reset"
    )
    answers = list(assistant_for(index, endpoint.base_url).stream(QUESTION))
    assert any(one.answered_by == "local" for one in answers[:-1])  # the proved sentence was shown
    assert answers[-1].answered_by == "extractive" and any("没有说完" in one for one in answers[-1].warnings)
    assert len(endpoint.requests) == 1  # no second attempt after a shown sentence


def test_a_second_attempt_answers(index, endpoint) -> None:
    endpoint.play(LEAK, status=500, kind="application/json")
    endpoint.play(*spoken(GOOD)[:-1], event(usage(321, 17)), event("[DONE]"))
    answer = assistant_for(index, endpoint.base_url, seconds=5).answer(QUESTION)
    assert (answer.answered_by, answer.text) == ("local", GOOD)
    assert answer.usage == {"answer": {"input": 321, "output": 17}} and not answer.warnings


def test_retry_after_is_kept_where_there_is_time(index, endpoint) -> None:
    endpoint.play(LEAK, status=429, kind="application/json", Retry_After="1")
    endpoint.play(*spoken(GOOD))
    answer = assistant_for(index, endpoint.base_url, seconds=6, sleep=time.sleep).answer(QUESTION)
    assert answer.answered_by == "local"
    assert endpoint.requests[1]["at"] - endpoint.requests[0]["at"] >= 1.0


def test_what_is_sent(index, endpoint) -> None:
    endpoint.play(*spoken(GOOD))
    assistant_for(index, endpoint.base_url).answer(QUESTION)
    request = endpoint.requests[0]
    assert request["path"] == "/v1/chat/completions"
    headers = {name.lower(): value for name, value in request["headers"].items()}
    assert headers["authorization"] == f"Bearer {CANARY}"
    assert request["body"]["stream"] is True and request["body"]["max_tokens"] > 0
    assert [one["role"] for one in request["body"]["messages"]] == ["system", "user"]


def test_hanging_up_ends_the_reply(index, endpoint, threads) -> None:
    endpoint.play(*spoken(GOOD)[:-2], *[part for _ in range(40) for part in (event(delta("，")), 0.05)])
    stream = assistant_for(index, endpoint.base_url, seconds=20).stream(QUESTION)
    next(stream)
    stream.close()


def test_the_breaker_rests_a_failing_endpoint_and_probes_it(index, endpoint) -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest=30, clock=lambda: now[0])
    assistant = assistant_for(index, endpoint.base_url, breaker=breaker)
    endpoint.play(LEAK, status=401, kind="application/json")
    for _ in range(2):
        assistant.answer(QUESTION)
    assert len(endpoint.requests) == 2
    resting = assistant.answer(QUESTION)
    assert len(endpoint.requests) == 2 and any("暂停使用" in one for one in resting.warnings)
    now[0] = 31
    assert any("密钥" in one for one in assistant.answer(QUESTION).warnings)  # the probe fails: it rests twice as long
    assert len(endpoint.requests) == 3
    now[0] = 31 + 59
    assistant.answer(QUESTION)
    assert len(endpoint.requests) == 3
    now[0] = 31 + 61
    endpoint.plays[:] = []
    endpoint.play(*spoken(GOOD))
    assert assistant.answer(QUESTION).answered_by == "local"
    assert assistant.answer(QUESTION).answered_by == "local"


def test_only_one_question_probes() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, rest=10, clock=lambda: now[0])
    breaker.enter()
    breaker.failed()
    now[0] = 11
    breaker.enter()
    with pytest.raises(Fault, match="暂停"):
        breaker.enter()
    breaker.left()
    breaker.enter()
    breaker.succeeded()
    breaker.enter()
    breaker.enter()


def test_the_list_of_models(endpoint) -> None:
    assert list_models(settings_for(endpoint.base_url)) == ("local", "alpha", "beta")
    endpoint.models = b"<html>"
    try:
        with pytest.raises(Fault) as raised:
            list_models(settings_for(endpoint.base_url))
    finally:
        endpoint.models = {"data": []}
    assert CANARY not in "".join(traceback.format_exception(raised.value))
    with pytest.raises(Fault, match="连不上"):
        list_models(settings_for("http://127.0.0.1:9/v1"))
    assert list_models(Settings()) == ()


def test_another_model_of_the_endpoint_can_be_chosen(index, endpoint) -> None:
    endpoint.play(*spoken(GOOD))
    assistant = assistant_for(index, endpoint.base_url)
    answer: Answer = assistant.choose("alpha").answer(QUESTION)
    assert answer.answered_by == "alpha" and endpoint.requests[-1]["body"]["model"] == "alpha"
    assert assistant.choose(None).answer(QUESTION).answered_by == "extractive"
    assert assistant.choose("local").answered_by == "local"


BAD = {
    "no provider": Settings(model="qwen", api_key=CANARY),
    "no name": Settings(model="openai:", api_key=CANARY),
    "no key and no address": Settings(model="openai:x"),
    "no address": Settings(model="openai:x", base_url="127.0.0.1:8000", api_key=CANARY),
    "password in the address": Settings(model="openai:x", base_url=f"http://me:{CANARY}@127.0.0.1/v1"),
    "unknown provider": Settings(model="nobody:x", api_key=CANARY),
}


@pytest.mark.parametrize("name", BAD)
def test_a_setting_that_cannot_work_is_told_with_its_cure_and_without_the_key(name) -> None:
    with pytest.raises(ModelNotUsable) as raised:
        open_model(BAD[name])
    assert CANARY not in "".join(traceback.format_exception(raised.value))


def test_reprs_hold_no_key() -> None:
    settings = settings_for("http://127.0.0.1:9/v1")
    model = open_model(settings)
    for shown in (
        repr(settings),
        repr(model),
        repr(model.chat),
        str(model.chat),
        repr(GenerativeAnswerer(model).__dict__),
    ):
        assert CANARY not in shown
    assert CANARY not in repr(replace(settings, deadline=3))


def test_addresses_are_shown_without_secrets() -> None:
    assert shown_address(f"http://user:{CANARY}@host:8000/v1?key={CANARY}#x") == "http://host:8000/v1"
    assert shown_address(None) == "" and shown_address("nonsense") == ""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("120", 120.0), ("0", 0.0), ("soon", None), ("", None), (None, None), ("-3", None), ("1e9", None), ("٣", None),
     ("Thu, 01 Jan 1970 00:00:30 GMT", 30.0), ("Thu, 99 Nox 1970", None)],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(value: Any, seconds: float | None) -> None:
    assert retry_after(value, now=0.0) == seconds
