"""Who is told by a description and then asked of something else, by name; in which document a question asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.understanding.denied import without_denied
from rag.understanding.told_first import asked_by_name

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

每年夏天我都带学生上岛认潮间带的贝类。

有人主张把航校迁到省城，我不赞成。建议每年选派四十名学生顶岗，补贴每人三千元。

## 柳汀渔具协会

### 工人也是股东

我们让三十六名工人入了股，渔网订单翻了一番。

厂房占地十二亩，租期还剩五年。
"""

MEETING = """---
title: 柳汀县渔业座谈会发言记录（虚构）
date: 2035-04-08
---

# 柳汀县渔业座谈会发言记录（虚构）

## 谷风 白鹭滩村党支部书记

### 航校要近

我主张把航校迁到省城的分校去，订单不愁。

村里的水窖能存八百吨水。
"""


@pytest.fixture(scope="module")
def assistant(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("told_first")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("年年夏天领学生上岛认贝类的那位，对顶岗补贴怎么说？", "章见山对顶岗补贴怎么说？"),
        ("有家协会让三十六名工人入了股，它的厂房占了多少亩？", "柳汀渔具协会说的厂房占了多少亩？"),
        ("主张把航校迁到省城的那位书记，他们村水窖能存多少水？", "谷风说的水窖能存多少水？"),
        ("姓章的校长怎么看顶岗？", "章见山怎么看顶岗？"),
        # who is asked for, an office, a description of nobody, of somebody named: as it is
        ("主张把航校迁到省城的那位是谁？", "主张把航校迁到省城的那位是谁？"),
        ("柳汀船厂的厂长对顶岗怎么看？", "柳汀船厂的厂长对顶岗怎么看？"),
        ("反对围垦海湾的那位，对顶岗怎么看？", "反对围垦海湾的那位，对顶岗怎么看？"),
        ("跟章见山一样的那位，对顶岗怎么看？", "跟章见山一样的那位，对顶岗怎么看？"),
    ],
)
def test_who_is_described_is_asked_by_name(assistant: Assistant, question: str, asked: str) -> None:
    assert asked_by_name(question, assistant.lexicon, plain_words().spans) == asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("不是章见山，是谷风，对航校怎么说？", "谷风对航校怎么说?"),
        ("不是这个意思，是另一回事，对航校怎么说？", "不是这个意思，是另一回事，对航校怎么说？"),
    ],
)
def test_who_is_denied_is_not_asked(assistant: Assistant, question: str, asked: str) -> None:
    assert without_denied(question, assistant.lexicon, plain_words().spans) == asked


def test_what_is_asked_is_answered_and_not_the_description(assistant: Assistant) -> None:
    answer = assistant.answer("有家协会让三十六名工人入了股，它的厂房占了多少亩？")
    assert {(one.speaker, one.paragraph) for one in answer.citations} == {("柳汀渔具协会", 2)}


def test_the_document_is_told_in_a_way_of_its_own(assistant: Assistant) -> None:
    assert assistant.answer("报纸那一版上，提到订单的是哪位？").plan.documents == ("paper.md",)
    assert assistant.answer("不算报纸，单说座谈会，提到订单的有哪些人").plan.documents == ("meeting.md",)
    assert assistant.answer("报纸上除了以单位名义提的那份，还有谁提到订单？").plan.excluded == ("柳汀渔具协会",)


def test_only_the_document_that_is_told_is_asked(assistant: Assistant) -> None:
    for question in ("只看报纸，哪些人提到航校？", "报纸上提到航校的都有谁，座谈会上说的不算"):
        answer = assistant.answer(question)
        assert {one.document for one in answer.citations} == {"paper.md"}, answer.understood
