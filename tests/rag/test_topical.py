"""Who spoke of a matter in whatever words: the list, its rule, and that nobody is named where nobody speaks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.kinds import kind_of

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 河湾县议事录（虚构）
newspaper: 河湾报
date: 2024-05-06
page: 3
---

# 河湾县议事录（虚构）

## 单秋白 河湾县中心小学校长

### 食堂该有人管

午餐的菜价连涨两年，家长每月多掏八十元。建议县财政给每个学生每天补贴两元。

校门口的斑马线褪了色，请交警补画。

## 闻一航 县政协委员、县蔬菜合作社理事长

### 让菜直接进学校

学生吃的菜经过三道贩子，价格翻了一番。建议合作社与各校食堂直接签约，把菜价降下来。

大棚怕雪压，请保险公司开办雪灾险。

## 祁素 县文化馆馆长

### 把戏台搬到村口

老戏台漏雨，去年只演了四场。建议修好六座戏台，每月请剧团下乡一次。

## 路鸣山 县交通局副局长

### 末班车晚一点

晚上六点半以后没有公交，上夜班的人只能骑车。建议末班车推迟到九点。
"""


HARBOUR = """---
title: 石埠岛座谈会（虚构）
date: 2024-06-07
---

# 石埠岛座谈会（虚构）

## 柯岩 县交通局局长

### 跨海的事要算账

石埠大桥的图纸画过两版，桥要跨两道深槽，钻探还差一半，现在谈开工太早。

码头的候船室今年翻修，添两百个座位。

## 蓝小舟 石埠岛客栈店主

### 岛上的人怎么想

要是真把大桥修到我们石埠岛来，游客的车全开上岛，巷子窄得停不下，我宁可多等一班船。

客栈的被单要送到县城去洗，一床八元。

## 翁青禾 岛小学校长

### 老师留不住

全岛四个老师，三个是代课的，工资两千八百元。建议把海岛补贴提到每月一千元。

## 田石 渔业合作社理事长

### 虾贩子压价

一斤虾在码头卖十八元，到了县城卖三十二元。建议合作社自己开店。
"""


@pytest.fixture(scope="module")
def paper(assistant_of: Callable[[str], Assistant]) -> Assistant:
    return assistant_of(PAPER)


def test_everybody_who_speaks_of_it_in_other_words_is_listed_and_the_rule_is_told(paper: Assistant) -> None:
    answer = paper.answer("孩子在学校吃饭的开销太大，都有哪些人谈到？")
    assert answer.kind == "list" and [one.speaker for one in answer.citations] == ["单秋白", "闻一航"]
    assert answer.text.startswith("共 2 位谈到“孩子在学校吃饭的开销太大") and "说法不同的也计入" in answer.text


def test_whoever_is_left_out_by_the_question_is_not_listed(paper: Assistant) -> None:
    answer = paper.answer("除了单秋白，孩子在学校吃饭的开销太大，还有哪些人谈到？")
    assert [one.speaker for one in answer.citations] == ["闻一航"]


@pytest.mark.parametrize(
    "question",
    ["河里挖沙把堤岸掏空的事，哪些人讲过？", "请专家给果树剪枝，都有谁谈到？", "哪几位说过要给退役军人找工作？"],
)
def test_nobody_is_named_where_nobody_speaks_of_it(paper: Assistant, question: str) -> None:
    answer = paper.answer(question)
    assert answer.refused and answer.reason == "topic_absent" and not answer.citations


def test_a_term_that_stands_there_is_listed_by_the_term(paper: Assistant) -> None:
    answer = paper.answer("哪些人提到戏台？")
    assert [one.speaker for one in answer.citations] == ["祁素"] and "段落中出现“戏台”" in answer.text


@pytest.fixture(scope="module")
def harbour(assistant_of: Callable[[str], Assistant]) -> Assistant:
    return assistant_of(HARBOUR)


@pytest.mark.parametrize("verb", ["谈到", "讲过", "说到"])
def test_whoever_means_the_term_is_listed_beside_whoever_says_it_and_the_rule_tells(
    harbour: Assistant, verb: str
) -> None:
    answer = harbour.answer(f"哪些人{verb}石埠大桥？")
    assert [one.speaker for one in answer.citations] == ["柯岩", "蓝小舟"]
    assert "段落中出现“石埠大桥”" in answer.text and "另有 1 位没有这样写" in answer.text


@pytest.mark.parametrize("asked", ["哪些人提到石埠大桥？", "“石埠大桥”这个词，哪些人用过？"])
def test_a_term_asked_for_as_a_word_is_listed_by_the_word_alone(harbour: Assistant, asked: str) -> None:
    answer = harbour.answer(asked)
    assert [one.speaker for one in answer.citations] == ["柯岩"] and "没有这样写" not in answer.text


def test_who_says_it_in_other_words_is_found(paper: Assistant) -> None:
    answer = paper.answer("晚上下班坐不上公交车，这是谁讲的？")
    assert answer.citations[0].speaker == "路鸣山"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("食堂的账该由谁来查，一共有几方表过态？", "count"),
        ("菜该卖多少钱，哪几方发表过意见？", "list"),
        ("水库每秒放多少方？", "fact"),
        ("出资方是哪几方？", "fact"),
    ],
)
def test_parties_that_have_their_say_are_asked_for(question: str, kind: str) -> None:
    assert kind_of(fold(question)) == kind
