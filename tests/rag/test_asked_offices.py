"""Holders of offices asked for in one expression: with deputies, of bodies in general, several side by side, one and not the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.asked_offices import asked_offices

if TYPE_CHECKING:
    from rag import Assistant

ROLES = {
    "安": "市政协委员、柳溪大学校长",
    "白": "市政协常委、柳溪职业学院副院长",
    "岑": "云岭区政协党组书记、主席",
    "戴": "石桥县委常委、副县长",
    "樊": "市政协委员，长风船舶集团董事长",
    "葛": "市政协常委、提案委副主任，青禾商业银行行长",
    "霍": "省科学院研究员",
    "简": "晨光小学副校长",
}
FOUND = [
    ("哪些人是大学的正副校长？", "安"),
    ("学校的正副校长有哪几位？", "安简"),
    ("在高校任职的发言人有谁？", "安白"),
    ("哪几位是区县政协的主席？", "岑"),
    ("发言人里在区县党委或者政府任职的有几位？", "戴"),
    ("担任市政协专门委员会副主任的有几位？", "葛"),
    ("公司董事长、行长各有哪些？", "樊葛"),
    ("既是市政协委员又是董事长的有谁？", "樊"),
    ("谁既是市政协常委又是银行行长？", "葛"),
    ("来自企业而不是银行的发言人有哪几位？", "樊"),
    ("来自高校和企业的发言人一共几位？", "安白樊葛"),
    ("发言人当中有没有银行行长？", "葛"),
    ("有哪些副县长、副市长发了言？", "戴"),
    ("职务里写着“大学”的有谁？", "安"),
    ("头衔写的是“市政协委员”的一共几人？常委都不算", "安樊"),
    ("行长——市政协委员除外——有几位？", "葛"),
    ("除去行长，市政协常委还有几位？", "白"),
    ("同时担任市政协委员和董事长的有谁？", "樊"),
    ("区县党委、政府或者政协的领导有哪些？", "岑戴"),
]
"""A question and the holders of what it asks for."""
NONE = [
    "哪些人提到了大学校长？",
    "董事长们有什么建议？",
    "有几位委员赞成停办夜市？",
    "哪些委员发了言？",
    "哪些人主张给银行行长减薪？",
    "樊先生是董事长吗？",
]
"""Questions that ask for something else, or for anybody who speaks."""


@pytest.mark.parametrize(("question", "names"), FOUND)
def test_holders_are_found_by_what_their_roles_say(question: str, names: str) -> None:
    asked = asked_offices(fold(question), [fold(role) for role in ROLES.values()])
    assert asked is not None
    assert [name for name, role in ROLES.items() if asked.held_in(fold(role))] == list(names)


@pytest.mark.parametrize("question", NONE)
def test_a_question_with_anything_else_in_it_is_not_read_so(question: str) -> None:
    assert asked_offices(fold(question), [fold(role) for role in ROLES.values()]) is None


def test_the_words_by_which_a_kind_was_counted_are_told() -> None:
    asked = asked_offices("在高校任职的有谁？", [fold(role) for role in ROLES.values()])
    assert asked is not None
    assert asked.counted == ("大学", "学院", "高等专科学校")


PAPER = """---
title: 政协柳溪市委员会大会发言摘编（虚构）
date: 2031-03-04
newspaper: 柳溪政协报
page: 2
---

# 政协柳溪市委员会大会发言摘编（虚构）

## 安可期 市政协委员、柳溪大学校长

### 把夜校办到厂里

建议每个工业园办一所夜校，场地由园区免费提供，学费用职工教育经费支付。

## 樊若谷 市政协委员，长风船舶集团董事长

### 造船要有自己的钢

建议发行专项债券八亿元，用于扩建船板厂。

## 葛清源 青禾商业银行行长

### 给老船换新

老船更新的缺口，通过申报专项债券解决，银行另给贴息贷款。

## 霍一鸣 省科学院研究员

### 江豚要有回家的路

公示栏旧了，写着专项债券四个大字的那块木板该拆下来当柴烧。
"""


@pytest.fixture(scope="module")
def paper(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("offices")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([folder])


def test_the_answer_cites_the_speaker_lines_and_tells_the_rule(paper: Assistant) -> None:
    answer = paper.answer("发言人里大学校长或者企业董事长有哪些？")
    assert [(one.speaker, one.paragraph) for one in answer.citations] == [("安可期", 0), ("樊若谷", 0)]
    assert answer.kind == "list"
    assert "共 2 位" in answer.text and "按职务中含大学" in answer.text


def test_a_quoted_term_that_nobody_has_is_not_looked_for_by_its_parts(paper: Assistant) -> None:
    assert paper.answer("哪些人提到“专项债券筹钱”？").reason == "topic_absent"


def test_a_topic_that_shares_a_word_with_another_is_absent(paper: Assistant) -> None:
    assert paper.answer("哪些人提到夜校食堂卫生？").reason == "topic_absent"
