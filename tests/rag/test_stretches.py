"""A figure that one clause of a row of measures tells is found, though the sentence as a whole reads as no answer; none is made up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.asked import Asked, Opened
from rag.evidence import terms_of
from rag.extractive import stretches
from rag.reranking import scored
from rag.stages import retrieved, understood

if TYPE_CHECKING:
    from rag import Assistant
    from rag.answering import Task
    from rag.evidence import Sentence

PAPER = """---
title: 乌篷渡集市座谈（虚构）
date: 2024-10-11
---

# 乌篷渡集市座谈（虚构）

## 樊霁 乌篷渡市场管理员

### 把摆摊的规矩写明白

逢集的日子摊子挤成一团，人散了满地菜叶。我想了四个法子：摊位画线编号，三个月抽一回签；清洁费不得超过当天卖货款的百分之一，由摊主推一个人来收；垃圾桶由镇上统一配，两家合用一只；谁走的时候不扫地，停摆七天。

## 宗晚棠 渡口小学校长

### 船上的孩子

随船的孩子三十二个，一学期要换两三处学堂。建议在渡口设一间流动教室，配两名老师。
"""


@pytest.fixture(scope="module")
def paper(assistant_of: Callable[[str], Assistant]) -> Assistant:
    return assistant_of(PAPER)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("樊霁主张摊主交的清洁费最多收多少？", "百分之一"),
        ("樊霁说走的时候不扫地的摊主要停摆多少天？", "七天"),
    ],
)
def test_a_figure_in_one_clause_of_a_row_of_measures_is_found(paper: Assistant, question: str, figure: str) -> None:
    answer = paper.answer(question)
    assert not answer.refused and figure in answer.text and answer.citations[0].speaker == "樊霁"


@pytest.mark.parametrize("question", ["宗晚棠说流动教室的老师每月工资多少钱？", "樊霁说集市去年一共来了多少位客人？"])
def test_a_figure_that_nobody_states_is_still_refused(paper: Assistant, question: str) -> None:
    answer = paper.answer(question)
    assert answer.refused and not answer.citations


def _found(paper: Assistant, question: str) -> tuple[Task, list[Sentence]]:
    task = retrieved(understood(Asked(question, Opened.of(paper.index)))).task
    return task, scored(task, terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases))


def test_stretches_are_of_few_clauses_inside_the_sentence_and_hold_the_detail(paper: Assistant) -> None:
    task, ranked = _found(paper, "樊霁说清洁费最多收百分之几？")
    assert task.understood.detail is not None
    long = next(one for one in ranked if "清洁费" in one.text)
    found = stretches._stretches(task, long, task.understood.detail)
    assert found
    for one in found:
        assert long.span.start <= one.start < one.end <= long.span.end
        told = task.corpus.stretch(one)
        assert "百分之一" in told and sum(told.count(mark) for mark in "，；：。") <= 3


def test_the_sentence_is_found_by_its_stretch_and_only_for_a_figure(paper: Assistant) -> None:
    task, ranked = _found(paper, "樊霁主张摊主交的清洁费最多收多少？")
    assert ["清洁费" in one.text for one in stretches.told_in_a_stretch(task, ranked)] == [True]
    task, ranked = _found(paper, "樊霁为什么要给摆摊的立规矩？")
    assert stretches.told_in_a_stretch(task, ranked) == []
