"""Lists of several conditions, however they are put: offices with others left out, documents, words, persons beside somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 青萝湾市政协大会发言摘登（虚构）
date: 2033-03-11
newspaper: 青萝湾日报
page: 6
---

# 青萝湾市政协大会发言摘登（虚构）

## 桑柏年 市政协委员、市人大代表、青萝湾水产学院院长

### 让渔港里有课堂

建议开办“码头夜课”，每年招收渔工二百名，请老船长讲避风和修网。

## 尉迟岚 市政协委员、海味鲜食品有限公司董事长

### 把冰鲜卖到山里去

建议由市商务局补贴冷链车，每辆补三万元，公司愿意跟着“码头夜课”招人。

## 青萝湾市工商业联合会

### 关于办好渔市的建议

建议把早市的摊位费减半，减掉的部分由市财政贴补。
"""
MEETING = """---
title: 青萝湾市渔港经济座谈会发言记录（虚构）
date: 2033-04-02
---

# 青萝湾市渔港经济座谈会发言记录（虚构）

## 桑柏年 市政协委员、市人大代表、青萝湾水产学院院长

座谈会上我再说一遍，渔工上课的误工补贴不能拖，每人每天八十元。

## 郎月明 市人大代表、市人民医院急诊科主任

建议给六个小岛各配一艘急救艇，油钱由卫生健康部门列支。“码头夜课”也要加一节急救。

## 慕容秋 市政协委员、沙蟹镇卫生院院长

小岛卫生室缺药，建议每月随渔政船送一次。
"""


@pytest.fixture(scope="module")
def papers(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("conditioned")
    (folder / "青萝湾日报.md").write_text(PAPER, encoding="utf-8")
    (folder / "座谈会.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


MEMBERS = {"桑柏年", "尉迟岚", "慕容秋"}
DEPUTIES = {"桑柏年", "郎月明"}
LISTS = [
    ("我要建个分类表，麻烦把署名是市政协委员的全列给我", MEMBERS),
    ("请把市政协委员列出来，里面兼着市人大代表的去掉", MEMBERS - DEPUTIES),
    ("市政协委员也行市人大代表也行，发过言的都给我", MEMBERS | DEPUTIES),
    ("发过言的市人大代表有谁，市政协委员又有谁？一起给我", MEMBERS | DEPUTIES),
    ("我在比对两份名单：4月2日的座谈会上发了言、3月11日那版里没有的，都是谁", {"郎月明", "慕容秋"}),
    ("有谁在不止一份材料里发过言？", {"桑柏年"}),
    ("尉迟岚说过码头夜课我知道了，别的还有谁也说了", {"桑柏年", "郎月明"}),
    ("不算桑柏年，其他人里面说到码头夜课的有哪些", {"尉迟岚", "郎月明"}),
    ("从3月11日那版里挑一挑，凡是市政协委员发了言的都列出来", {"桑柏年", "尉迟岚"}),
    ("市人大代表里头，谁讲过码头夜课", {"桑柏年", "郎月明"}),
]


@pytest.mark.parametrize(("question", "speakers"), LISTS)
def test_a_list_fulfils_all_its_conditions(question: str, speakers: set[str], papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is None and answer.kind in ("list", "count"), answer.text
    assert {citation.speaker for citation in answer.citations} == speakers, answer.text


def test_the_conditions_are_told_with_the_list(papers: Assistant) -> None:
    answer = papers.answer("请把市政协委员列出来，里面兼着市人大代表的去掉")
    assert "市政协委员" in answer.understood and "市人大代表" in answer.understood and "不" in answer.understood
    assert "不含" in answer.text.splitlines()[0]


def test_nobody_left_is_told(papers: Assistant) -> None:
    answer = papers.answer("3月11日那版里发了言的市政协委员，兼着市政协委员的去掉，还剩谁")
    assert answer.refused and not answer.citations
