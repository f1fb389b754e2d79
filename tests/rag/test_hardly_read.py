"""What reading must tell: a reason, a name or a doer that the nearest sentence does not give is not taken from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 老桥新渡（虚构）
date: 2035-05-06
newspaper: 汀桥晚报
page: 2
---

# 老桥新渡（虚构）

## 谢寒江 汀桥市交通局局长

### 让摆渡船准点

摆渡船去年晚点了四成，船老大只有九位，都过了六十岁。

建议摆渡船每二十分钟一班，夜里十点收班，票价两元不变。

## 虞一帆 汀桥学院教授

### 老桥慢行

老桥只许行人和自行车走，因为桥拱裂了三道缝，经不起车压。

桥头的茶馆留给老人，每月请一位老艺人来说书，请人的钱由街道出。
"""


@pytest.fixture(scope="module")
def bridge(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("bridge")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    "question",
    (
        "谢寒江为什么主张摆渡船整夜都开？",
        "那九位船老大都叫什么名字？",
        "说书的老艺人叫什么名字？",
        "虞一帆为什么主张老桥让汽车走？",
    ),
)
def test_what_nobody_states_is_refused(bridge: Assistant, question: str) -> None:
    answer = bridge.answer(question)
    assert answer.reason in ("detail_absent", "false_premise"), answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    (
        ("老桥为什么只许行人和自行车走？", "桥拱裂了三道缝"),
        ("请老艺人说书的钱由谁出？", "街道"),
        ("摆渡船建议多久一班？", "每二十分钟"),
    ),
)
def test_what_is_stated_is_answered(bridge: Assistant, question: str, told: str) -> None:
    assert told in bridge.answer(question).text


def test_a_premise_that_nothing_shows_is_said_to_be_unproved(bridge: Assistant) -> None:
    answer = bridge.answer("谢寒江为什么主张摆渡船整夜都开？")
    assert answer.text and "“”" not in answer.text


def test_a_long_follow_up_that_points_back_stays_with_who_was_shown(bridge: Assistant) -> None:
    first = bridge.answer("谢寒江说摆渡船多久一班？")
    history = [
        {"role": "user", "content": "谢寒江说摆渡船多久一班？"},
        {"role": "assistant", "content": first.text},
    ]
    answer = bridge.answer("那这班船夜里最晚是几点钟收班，老人坐船的票价要不要涨？", history=history)
    assert {one.speaker for one in answer.citations} <= {"谢寒江"}


@pytest.mark.parametrize(
    "question",
    ("谢寒江把摆渡船的票价提到五元，他是怎么考虑的？", "虞一帆赞成拆掉老桥，他说拆桥的钱谁出？"),
)
def test_a_view_that_nothing_shows_is_no_premise(bridge: Assistant, question: str) -> None:
    assert bridge.answer(question).reason in ("false_premise", "detail_absent")
