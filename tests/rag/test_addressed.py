"""Whose words a question wants that tells him by what he is, and that nobody else answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 柳汀日报第4版（虚构）
date: 2035-03-02
newspaper: 柳汀日报
page: 4
---

# 柳汀日报第4版（虚构）

## 章见山 柳汀理工大学校长

### 把课堂搬到船上

建议每年选派四十名学生到航运公司顶岗，补贴每人三千元。

## 温若水 柳汀交通大学副校长

### 航道要有电子图

建议三年内测绘航道六十公里，由交通部门出钱。

## 陆采薇 柳汀农商银行行长

### 渔船也能抵押

我们试办渔船抵押贷款，去年放了八十笔，坏账只有两笔。
"""

MEETING = """---
title: 柳汀县渔业座谈会发言记录（虚构）
date: 2035-04-08
---

# 柳汀县渔业座谈会发言记录（虚构）

## 柯望舒 县政协主席

### 禁渔期要有补助

建议禁渔期给每户补助两千元。

## 田伯牙 柳汀交通大学航运学院院长

### 码头要有检测站

建议在东码头建水质检测站，一个月测两次。

## 谷风 白鹭滩村党支部书记

### 兑换点办得起来

我们村办了旧渔网兑换点，一年收了九吨，全村有二百一十户。
"""


@pytest.fixture(scope="module")
def assistant(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("addressed")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("理工大的校长对水质检测站怎么看？", "章见山"),
        ("交大那位副校长谈没谈渔船抵押", "温若水"),
        ("农商银行那位对禁渔期补助有什么建议？", "陆采薇"),
        ("哪位行长谈到了水质检测站？", "陆采薇"),
        ("村支书怎么看渔船抵押贷款", "谷风"),
    ],
)
def test_who_is_told_by_his_office_and_says_nothing_of_it_is_silent_and_nobody_else_answers(
    assistant: Assistant, question: str, speaker: str
) -> None:
    answer = assistant.answer(question)
    assert answer.refused
    assert answer.reason == "speaker_silent"
    assert answer.plan.speakers == (speaker,)


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("交大的院长对水质检测站怎么看？", "田伯牙"),
        ("银行那边对渔船抵押怎么说", "陆采薇"),
        ("办兑换点的村子有多少户？", "谷风"),
        ("不是温若水，而是交大的另一位，他对水质检测站怎么说？", "田伯牙"),
    ],
)
def test_who_is_told_so_answers_with_his_own_words(assistant: Assistant, question: str, speaker: str) -> None:
    answer = assistant.answer(question)
    assert answer.plan.speakers == (speaker,)
    assert {one.speaker for one in answer.citations} <= {speaker}


@pytest.mark.parametrize(
    "question",
    [
        "船厂怎么看渔船抵押？",
        "律师对禁渔期补助怎么看？",
        "渔民怎么看水质检测站？",
        "典当行的经理对渔船抵押怎么看？",
        "人社局的同志对禁渔期补助有什么看法？",
    ],
)
def test_who_never_speaks_is_unknown(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).reason == "speaker_unknown"


def test_a_body_spoken_of_is_no_speaker(assistant: Assistant) -> None:
    assert assistant.answer("大家对农商银行有什么意见？").plan.speakers == ()


def test_who_is_left_out_by_his_office_is_not_listed(assistant: Assistant) -> None:
    assert assistant.answer("除了那位行长，还有谁提到水质检测站？").plan.excluded == ("陆采薇",)


def test_a_list_of_one_sort_of_document_holds_nothing_of_another(assistant: Assistant) -> None:
    assert assistant.answer("会上有几个人提到水质检测站？").plan.documents == ("meeting.md",)
    assert assistant.answer("报纸上除了那位行长，还有谁提到航道？").plan.documents == ("paper.md",)


def test_a_follow_up_asks_by_office(assistant: Assistant) -> None:
    first = assistant.answer("陆采薇怎么看渔船抵押？")
    history = [{"role": "user", "content": "陆采薇怎么看渔船抵押？"}, {"role": "assistant", "content": first.text}]
    assert assistant.answer("那位副校长呢？", history=history).plan.speakers == ("温若水",)
