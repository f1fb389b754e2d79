"""Who is named in a question and who is not: surnames, titles, heads of bodies, kinds of bodies, remarks on the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.background import without_remark
from rag.understanding.heads import led_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

MEETING = """---
title: 临浦市供水座谈会发言（虚构）
date: 2024-09-12
---

# 临浦市供水座谈会发言（虚构）

## 康守一 临浦城市水务集团总经理

### 让老管子退役

建议三年内换完老城区的六十公里水管，水价先不动。

卫生健康委员会要每月公布一次水质。

## 屠万青 第二造船厂退休职工代表

### 老楼的水压

六楼晚上没有水，请加两台泵。

## 祝小满 临浦理工大学校刊编辑部主任

### 让学生学会修管子

建议开一门修管子的课。

## 石怀远 云上实验室主任

### 漏点要靠数据找

建议用数据找漏点，国有企业要有容错机制。
"""


@pytest.fixture(scope="module")
def meeting(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one meeting: a firm, a worker, an editor at a university, a laboratory."""
    folder: Path = tmp_path_factory.mktemp("water")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("云上实验室的负责人说要靠什么找漏点？", ["石怀远"]),
        ("云上实验室怎么看漏点？", ["石怀远"]),
        ("水务公司的康总怎么看水管？", ["康守一"]),
        ("水务公司的老总怎么看水管？", ["康守一"]),
        ("屠老师傅觉得老楼的水压怎么样？", ["屠万青"]),
        ("老屠觉得老楼的水压怎么样？", ["屠万青"]),
        ("谁提到卫生健康委员会？", []),
        ("谁提到修管子的时候总要停水？", []),
        ("请查明换水管的建议由何人提出。", []),
        ("哪位建议为国有企业建立容错机制？", []),
    ],
)
def test_who_is_called_by_surname_office_or_body(meeting: Assistant, question: str, speakers: list[str]) -> None:
    plan = meeting.answer(question).plan
    assert (list(plan.speakers), list(plan.unknown)) == (speakers, [])


@pytest.mark.parametrize(
    "question",
    [
        "申屠江对老城区换水管有什么建议？",
        "上官燕对水管有什么看法？",
        "独孤明宇在会上说了什么？",
        "洪启明对水价怎么看？",
        "石师傅和缪师傅怎么看水管？",
        "理工大学的负责人怎么看修管子？",  # the editor of its paper is not its head
    ],
)
def test_whom_nobody_knows_is_unknown(meeting: Assistant, question: str) -> None:
    assert meeting.answer(question).plan.unknown


@pytest.mark.parametrize("question", ["扶持年轻的农民企业家进村任职，是哪个组织提出来的", "培育青年企业家这条是谁提的"])
def test_people_of_a_kind_are_no_unknown_speaker(meeting: Assistant, question: str) -> None:
    assert not meeting.answer(question).plan.unknown


def test_two_heads_asked_each_are_compared(meeting: Assistant) -> None:
    plan = meeting.answer("换水管的事，康总和石主任各是怎么讲的").plan
    assert (plan.kind, set(plan.speakers)) == ("compare", {"康守一", "石怀远"})


def test_a_choice_told_before_asks_for_neither_of_two(meeting: Assistant) -> None:
    question = "水管是修还是换，水价动不动？康守一和石怀远说的有什么不一样？"
    assert meeting.answer(question).plan.kind == "compare"


def test_a_head_in_everyday_words_is_told_from_the_line(meeting: Assistant) -> None:
    answer = meeting.answer("那个叫康守一的，是哪家单位的一把手？")
    assert not answer.refused and answer.citations[0].paragraph == 0


def test_of_a_firm_the_own_name_is_no_topic(meeting: Assistant) -> None:
    assert meeting.answer("水务公司康总的意见是什么？").plan.terms == ()


def test_the_head_of_a_body_holds_its_first_office() -> None:
    offices = {
        "甲": ("南河热力集团董事长",),
        "乙": ("南河大学期刊社社长", "市政协委员"),
        "丙": ("青石村谷子种植专业合作社理事长",),
        "丁": ("南河大学副校长",),
    }
    found = {
        question: [names for *_, names in led_by(question, offices)]
        for question in (
            "热力公司的负责人怎么看热价",
            "南河大学的负责人怎么看科研",
            "谷子合作社的带头人说了什么",
            "热力公司的负责人是哪位",
            "让企业的技术负责人对口帮扶",
        )
    }
    assert list(found.values()) == [[("甲",)], [], [("丙",)], [], []]


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("他是哪家公司的董事长？两篇写的好像不一样", "他是哪家公司的董事长？"),
        ("两份材料的署名对不上，他在哪家医院工作？", "他在哪家医院工作？"),
        ("她是什么身份？我记不清了。", "她是什么身份？"),
        ("两篇写的有什么不一样？", "两篇写的有什么不一样？"),
    ],
)
def test_a_remark_on_the_record_is_not_asked(question: str, rest: str) -> None:
    assert without_remark(question) == rest


NURSES = """# 临浦市护理座谈会发言（虚构）

## 临浦市护理行业工会

### 夜里也有人

工会每晚留两个值班的人。

## 燕长庚 陪护工

### 谁来雇我们

我们盼着由工会直接雇用，不再交中介费。
"""


@pytest.fixture(scope="module")
def nurses(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one meeting: a union of nurses and somebody who wants to be employed by one."""
    folder: Path = tmp_path_factory.mktemp("nurses")
    (folder / "meeting.md").write_text(NURSES, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("工会每晚留几个人值班？", True),
        ("工会怎么说夜里的护理？", True),
        ("谁盼着由工会雇陪护工？", False),
        ("要工会直接雇用陪护工，谁提的？", False),
        ("让工会多派人的是谁？", False),
    ],
)
def test_a_kind_of_body_that_is_to_do_a_thing_is_none_in_the_index(
    nurses: Assistant, question: str, named: bool
) -> None:
    assert [one.speakers for one in nurses.lexicon.mentions(fold(question))] == (
        [("临浦市护理行业工会",)] if named else []
    )
