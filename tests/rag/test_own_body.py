"""A question of a body that one speaker alone belongs to is asked of him; of others', and of what he does not tell, it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.own_body import asked_of_its_own

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag import Assistant

MEETING = """---
title: 芦苇镇座谈会发言（虚构）
date: 2026-03-02
---

# 芦苇镇座谈会发言（虚构）

## 单小鸥 芦苇镇“观潮小院”经营者

### 民宿这两年

头一年赔了六万，去年净赚十九万元，旺季要请四个帮工。

## 蔺大川 白鹭水产加工公司总经理

### 留住工人

厂里把旧仓库改成了夫妻房，四十六间，每间月租九十元。

## 甘棠 芦苇镇中心小学校长

### 班额

最挤的班坐了五十七人。

## 苗青 芦苇镇中心小学教师

### 课后

课后服务每天到五点半。
"""


@pytest.fixture(scope="module")
def meeting(assistant_of: Callable[[str], Assistant]) -> Assistant:
    """An assistant over a meeting whose speakers keep an inn, run a firm and work at one school."""
    return assistant_of(MEETING)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("观潮小院去年赚了多少钱？", "单小鸥去年赚了多少钱?"),
        ("白鹭水产给成家的工人准备了多少间房？", "蔺大川给成家的工人准备了多少间房?"),
        ("芦苇镇中心小学最挤的班坐了多少人？", None),  # two speakers are of it
        ("白鹭水产的总经理准备了多少间房？", None),  # told by his office
        ("芦苇镇的民宿有多少家？", None),
        ("去年赚了多少钱？", None),
    ],
)
def test_whoever_alone_belongs_to_the_body_stands_in_its_place(
    meeting: Assistant, question: str, asked: str | None
) -> None:
    assert asked_of_its_own(fold(question), meeting.lexicon) == asked


def test_what_he_tells_of_it_is_the_answer_and_how_it_was_understood_is_told(meeting: Assistant) -> None:
    answer = meeting.answer("观潮小院去年赚了多少钱？")
    assert [one.speaker for one in answer.citations] == ["单小鸥"] and "十九万元" in answer.text


def test_what_he_does_not_tell_is_not_answered(meeting: Assistant) -> None:
    answer = meeting.answer("白鹭水产是哪一年成立的？")
    assert answer.refused and not answer.citations
