"""The page's parts without a browser: sources, turns, examples, running a question, users, port, command."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.corpus import Corpus
from index.errors import IndexMissing
from index.records import Document, Speech
from rag.drafts import cite
from rag.records import Answer, Plan
from ui.asking import Failure, explanation, objection, states
from ui.examples import examples
from ui.passwords import UsersError, checker, hashed, read_users
from ui.serving import POLICY, Guarded, PortError, listen
from ui.sources import catalogue, locate
from ui.turns import Turn, find, history, stopped
from ui.views import plain, turn_html

ROOT = Path(__file__).resolve().parents[2]
EMPTY = Answer(question="问", understood="问", plan=Plan("fact"), kind="fact", text="答")


# Sources


def test_catalogue_counts_and_names(fake: Any) -> None:
    found = catalogue(fake.held)
    assert found.speakers == ("林未央", "贺兰舟", "海州港务集团")
    assert found.documents[0] == ("春季座谈（会议/第一次.txt）", "会议/第一次.txt")
    assert (found.speeches, found.paragraphs) == (5, 2 + 2 + 1 + 1 + 2)


def test_every_citation_is_located_in_its_own_speech(fake: Any) -> None:
    """One name speaks in two documents and one sentence stands twice: place and offsets tell them apart."""
    ordinals = catalogue(fake.held).ordinals
    for span in fake.held.find("改造资金"):
        source = locate(fake.held, ordinals, cite(fake.held, span))
        assert source.speech == fake.held.speech(span.place)
        assert source.text == fake.held.text(span.place)


def test_two_speeches_of_one_name_and_title_are_told_apart_by_the_quoted_characters() -> None:
    speeches = [Speech("甲", "", "题", "甲", (text,)) for text in ("先修路。", "先架桥。")]
    held = Corpus.of([Document("一.txt", "会", None, None, None, tuple(speeches))])
    (span,) = held.find("架桥")
    assert locate(held, {"一.txt": 0}, cite(held, span)).speech == speeches[1]


@pytest.mark.parametrize("change", [{"document": "无.txt"}, {"speaker": "某人"}, {"quote": "别的"}, {"paragraph": 9}])
def test_what_the_index_does_not_hold_is_not_located(fake: Any, change: dict[str, Any]) -> None:
    citation = replace(cite(fake.held, fake.held.find("补贴三成")[0]), **change)
    assert locate(fake.held, catalogue(fake.held).ordinals, citation).text is None


# Turns


def test_history_holds_whole_answers_only() -> None:
    done = Turn("一", state="done", answer=EMPTY)
    chat = (done, replace(done, state="stopped"), Turn("三", state="failed", message="坏了。"), Turn("四"))
    assert history(chat) == [{"role": "user", "content": "一"}, {"role": "assistant", "content": "答"}]
    assert [turn.state for turn in stopped(chat)] == ["done", "stopped", "failed", "stopped"]


@pytest.mark.parametrize(
    "target", ["", "0", "0:c", "0:c:2", "0:c:0", "1:c:1", "0:x:1", "-1:c:1", "0:c:1:1", "a:c:1", "²:c:1"]
)
def test_nonsense_from_the_browser_opens_nothing(fake: Any, target: str) -> None:
    source = locate(fake.held, catalogue(fake.held).ordinals, cite(fake.held, fake.held.find("补贴三成")[0], marker=1))
    chat = (Turn("问", state="done", answer=EMPTY, citations=(source,)),)
    assert find(chat, target) is None
    assert find(chat, "0:c:1") == (chat[0], 0, "c", 0)


def test_a_copied_answer_carries_its_sources_and_notes(fake: Any) -> None:
    citation = cite(fake.held, fake.held.find("补贴三成")[0], marker=1)
    turn = Turn("问", state="done", answer=replace(EMPTY, text="答[1]", citations=(citation,)))
    assert plain(turn) == "答[1]\n[1] 贺兰舟，给老渔船换上电动机，会议/第一次.txt，第 1 段，摘编，非原文"


def test_a_running_answer_shows_no_sources_yet_and_a_model_is_named() -> None:
    turn = Turn("问", answer=replace(EMPTY, answered_by="qwen"))
    assert "模型 qwen" not in turn_html(turn, 0, last=True)
    assert "模型 qwen" in turn_html(replace(turn, state="done"), 0, last=True)


# Examples


def test_examples_come_from_the_index(fake: Any) -> None:
    asked = examples(fake.held, fake.index.words)
    assert asked == (
        "林未央提出了哪些建议？",
        "谁提到了小水电？",
        "哪些人提到了充电桩？",
        "贺兰舟和海州港务集团的建议有什么不同？",
    )


def test_an_index_without_speakers_gives_no_examples() -> None:
    held = Corpus.of([Document("一.txt", "", None, None, None, (Speech(None, "", "", "", ("字。",)),))])
    assert examples(held, lambda text: (text,)) == ()


# Running a question


def collect(stream: Any) -> list[Answer]:
    async def run() -> list[Answer]:
        return [
            answer async for answer in states(stream, "问", history=[], speaker=None, document=None, secret="sk-canary")
        ]

    return asyncio.run(run())


def stream_of(stream: Any) -> Any:
    return lambda question, **_: stream()


def test_fast_states_are_skipped_but_never_the_last() -> None:
    def stream() -> Iterator[Answer]:
        for number in range(500):
            yield replace(EMPTY, text=str(number))

    seen = [answer.text for answer in collect(stream_of(stream))]
    assert seen[-1] == "499"
    assert len(seen) < 100


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (IndexMissing("data/index"), "这里没有索引：data/index"),
        (ValueError("问题太长。\n第二行"), "问题太长。"),
        (ValueError("bad key sk-canary"), "程序内部出错（ValueError）"),
        (ValueError("钥匙 sk-canary 不对。"), "程序内部出错（ValueError）"),
        (KeyError("sk-canary"), "程序内部出错（KeyError）"),
    ],
)
def test_errors_become_one_sentence_without_secrets(error: Exception, told: str, caplog: Any) -> None:
    def stream() -> Iterator[Answer]:
        yield EMPTY
        raise error

    with pytest.raises(Failure, match=r"^[^\n]*$") as failure:
        collect(stream_of(stream))
    assert told in str(failure.value)
    assert "sk-canary" not in str(failure.value) + caplog.text
    assert "question failed" in caplog.text
    assert explanation(error, secret="sk-canary") == str(failure.value)


def test_closing_ends_the_stream() -> None:
    ended, proceed = threading.Event(), threading.Event()

    def stream() -> Iterator[Answer]:
        try:
            yield EMPTY
            proceed.wait(10)
            yield EMPTY
            raise AssertionError("read on after it was closed")
        finally:
            ended.set()

    async def run() -> None:
        growing = states(stream_of(stream), "问", history=[], speaker=None, document=None, secret=None)
        await anext(growing)
        await growing.aclose()

    asyncio.run(run())
    proceed.set()
    assert ended.wait(5)


@pytest.mark.parametrize("question", ["", " \n\t\u3000", "长" * 100_000])
def test_questions_that_cannot_be_asked(question: str) -> None:
    problem = objection(question)
    assert problem is not None and problem.endswith("。") and len(problem) < 80
    assert objection("谁谈到充电桩？") is None


# Users and port


def test_users_file(tmp_path: Path) -> None:
    path = tmp_path / "users"
    path.write_text(f"\ufeff# 用户\n\n甲:开:门\n乙:{hashed('芝麻')}\n", encoding="utf-8")
    check = checker(read_users(path))
    assert check("甲", "开:门") and check("乙", "芝麻")
    for name, password in (("甲", "开"), ("甲", ""), ("乙", hashed("芝麻")), ("乙", "开:门"), ("丙", ""), ("", "")):
        assert not check(name, password)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "没有用户"),
        ("# 无\n", "没有用户"),
        ("甲\n", "第 1 行不对"),
        ("\n:密\n", "第 2 行不对"),
        ("甲:\n", "第 1 行不对"),
        ("甲:一\n甲:二\n", "第 2 行的用户名重复"),
        ("甲:scrypt$00$zz\n", "散列不完整"),
    ],
)
def test_bad_users_files_say_where_without_the_password(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "users"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsersError, match=told) as error:
        read_users(path)
    assert "密\n" not in str(error.value) and "zz" not in str(error.value)
    with pytest.raises(UsersError, match="不存在"):
        read_users(tmp_path / "无")


def test_salts_differ() -> None:
    assert hashed("芝麻") != hashed("芝麻")


def test_a_taken_port_and_a_wrong_address_are_told() -> None:
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        with pytest.raises(PortError, match=f"端口 {port} .*已被占用.*--port {port + 1}。$"):
            listen("127.0.0.1", port)
    with pytest.raises(PortError, match="端口 70000 不对"):
        listen("127.0.0.1", 70000)


def test_every_response_forbids_outside_requests() -> None:
    sent: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"a", b"b")]})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guarded(application)({"type": "http"}, None, send))
    headers = dict(sent[0]["headers"])
    assert headers[b"content-security-policy"] == POLICY.encode()
    assert headers[b"a"] == b"b"
    assert "http:" not in POLICY and "https:" not in POLICY and "*" not in POLICY


# The command


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_command_says_what_is_wrong_in_one_sentence(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as bound:
        taken = str(bound.getsockname()[1])
        for arguments, told in (
            (["--port", taken], f"端口 {taken}"),
            (["--port", "0", "--index", str(tmp_path / "无")], "这里没有索引"),
            (["--port", "0", "--auth", str(tmp_path / "无")], "用户文件不存在"),
        ):
            ended = run(*arguments)
            assert ended.returncode == 2
            assert told in ended.stderr and len(ended.stderr.strip().splitlines()) == 1
            assert ended.stdout == ""


def test_the_command_serves_until_it_is_interrupted() -> None:
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "ui", "--port", str(port)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as started:
        assert started.stdout is not None and started.stderr is not None
        assert f"http://127.0.0.1:{port}" in started.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as response:
            assert response.headers["content-security-policy"] == POLICY
            page = response.read().decode()
        assert "建言问答" in page
        # Nothing that the page loads at its start comes from elsewhere (what stands in its metadata is not loaded).
        assert re.findall(r"""(?:src|href)=["'](?:https?:)?//[^"']*""", page) == []
        started.send_signal(signal.SIGINT)
        assert started.wait(60) == 0
        assert started.stderr.read() == ""
