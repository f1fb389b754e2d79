"""An invented corpus, an index of it without a model, and models that follow a script."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from eval.bench.stand_in import PairEmbedder
from index.building import build_index
from index.retrieval import Index, open_index
from index.settings import Settings
from rag.assistant import Assistant
from rag.endpoint import Breaker, Model, named
from rag.generative import GenerativeAnswerer
from rag.generative.answerer import Options
from rag.generative.proving import Judged

CORPUS = """---
title: 云桥市水务座谈会发言（虚构）
date: 2024-04-18
note: 虚构材料
about: An invented document for tests. The city, the people and every figure are made up.
---

# 云桥市水务座谈会发言

### 管好地下水

岳明朗 云桥市水文站站长

全市现有自备井412眼，三成没有装计量表。地下水位十年下降了6米，南郊已经出现漏斗。

建议两年内关停120眼自备井，先关南郊的漏斗区。

建议给保留的自备井全部装上计量表，每月公布一次读数。费用由水资源费列支，不向农户收取。

### 让雨水有去处

孟秋白 云桥市建筑设计院总工程师

老城区的雨水管多是上世纪修的，一小时下30毫米就会积水。

建议把老城区的雨水管分三年换新，先换“七里街—鼓楼”一线。

建议新建小区一律建下沉式绿地，面积不低于绿地的四成。

### 把污水厂管起来

云桥市环保协会

全市9座污水厂中有4座进水浓度偏低，雨水混进了污水管。

建议每年排查混接点500处，查到一处改一处。

建议污水厂的运行数据向社会公开，每周更新。
"""


class Scripted(BaseChatModel):
    """Says what its script says: one reply a call, in pieces; an exception in the script is raised."""

    replies: list[Any]
    reason: str | None = "stop"
    size: int = 5
    pause: float = 0.0
    asked: list[Any]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: Sequence[BaseMessage]) -> list[Any]:
        self.asked.append(list(messages))
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        return reply if isinstance(reply, list) else [reply]

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        text = "".join(part for part in self._next(messages) if isinstance(part, str))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        for part in self._next(messages):
            if isinstance(part, Exception):
                raise part
            if callable(part):
                part()
                continue
            for at in range(0, len(part), self.size):
                time.sleep(self.pause)
                yield ChatGenerationChunk(message=AIMessageChunk(content=part[at : at + self.size]))
        if self.reason is not None:
            yield ChatGenerationChunk(
                message=AIMessageChunk(content="", response_metadata={"finish_reason": self.reason})
            )


class Bench:
    """An assistant with a scripted model, what it was told of each sentence, and the model."""

    def __init__(
        self, index: Index, model: BaseChatModel | Model, *, seconds: float = 20.0, breaker: Breaker | None = None
    ) -> None:
        self.judged: list[tuple[str, Judged]] = []
        self.slept: list[float] = []
        self.model = model
        self.answerer = GenerativeAnswerer(
            model if isinstance(model, Model) else named(model),
            options=Options(seconds=seconds),
            breaker=breaker,
            observe=lambda text, judged: self.judged.append((text, judged)),
            sleep=self.slept.append,
        )
        self.assistant = Assistant(index, settings=Settings(), answerer=self.answerer)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(tmp_path_factory.mktemp("water"), CORPUS)


def index_of(folder: Path, text: str) -> Index:
    document = folder / "water.md"
    document.write_text(text, encoding="utf-8")
    embedder = PairEmbedder()
    build_index([document], folder / "index", settings=Settings(), embedder=embedder)
    return open_index(folder / "index", settings=Settings(), embedder=embedder)


@pytest.fixture
def bench(index: Index) -> Callable[..., Bench]:
    def make(*replies: Any, seconds: float = 20.0, breaker: Breaker | None = None, **script: Any) -> Bench:
        return Bench(index, Scripted(replies=list(replies), asked=[], **script), seconds=seconds, breaker=breaker)

    return make


@pytest.fixture
def threads() -> Iterator[None]:
    """No reading thread of a model outlives its test by more than a moment."""
    yield
    until = time.monotonic() + 3
    while any(one.name == "model-reply" for one in threading.enumerate()):
        assert time.monotonic() < until, "a reading thread is still alive"
        time.sleep(0.02)
