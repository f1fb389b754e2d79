"""Whom a question means though it names nobody by name or title, and whose it is what somebody is said to have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.described import described

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 白芦县政协大会发言摘登（虚构）
date: 2034-02-19
newspaper: 白芦日报
page: 3
---

# 白芦县政协大会发言摘登（虚构）

## 祝青禾 县人大代表、芦汀灌区管理处副主任

### 水要流到田头

建议两年内衬砌支渠五十二公里，需要三千九百万元。

斗渠塌了没有人修，每年要漏掉三成的水。

## 邹石林 县政协委员、双桥乡永丰村党支部书记

### 末级渠道要有人管

建议每三公里支渠聘一名管水员，每月报酬一千二百元。

村里的“芦笛香”大米卖不出县，缺的是牌子。

## 骆望川 县农业科学研究所研究员

### 种子要自己育

建议县财政每年安排育种经费八十万元，建三百亩试验田。

“芦笛香”要有自己的种子，种子站的仓库可以先用着、收了粮再付租金。

## 卞晚晴 白芦师范学院教授

### 让学生下乡

建议每年派六十名师范生到村小顶岗，住处由乡里解决。

老粮仓可以先用着、收了粮再付租金，改成村里的阅览室。

## 温若谷 县政协委员，柳北区政协党组书记、主席

### 把议政厅搬到村口

建议每月在村口开一次协商会，由乡里记账。

## 褚望亭 柳南县政协主席

### 协商要有回音

建议每件提案三十天内答复一次。

## 庞景行 县自来水公司总经理

### 管网也要修

全县水管平均用了二十六年，跑水的地方每年多出四百处，建议三年换掉八十公里。
"""


@pytest.fixture(scope="module")
def papers(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("described")
    (folder / "白芦日报.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker", "told"),
    [
        ("衬砌支渠这件事，管灌区的那位女代表说要花多少钱？", "祝青禾", "三千九百万元"),
        ("农科所研究员想让县里每年掏多少育种的钱？", "骆望川", "八十万元"),
        ("自来水公司的老总说水管平均用了多少年？", "庞景行", "二十六年"),
    ],
)
def test_who_is_described_is_asked(question: str, speaker: str, told: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is None, answer.text
    assert {citation.speaker for citation in answer.citations} == {speaker}, answer.text
    assert told in answer.text


def test_an_office_alone_points_at_nobody_whom_the_rest_does_not_fit(papers: Assistant) -> None:
    answer = papers.answer("柳北那位政协主席想把协商会开到哪里？")
    assert {one.speaker for one in answer.citations} == {"温若谷"}, answer.text
    answer = papers.answer("博物馆的田馆长对管水员怎么看？")
    assert answer.refused and "田馆长" in answer.text, answer.text


@pytest.mark.parametrize(
    "question",
    ["修支渠要多少钱？", "那位女代表报的长度是多少？", "畜牧站站长说每年要多少钱？"],
    ids=["nobody", "nobody told apart", "nobody of the corpus"],
)
def test_nobody_is_described_by_words_that_fit_nobody_or_anybody(question: str, papers: Assistant) -> None:
    tagged = papers.index.question_parts(fold(question))
    assert tagged is not None
    assert described(tagged, papers.lexicon) is None


def test_what_another_said_is_told_of_him(papers: Assistant) -> None:
    answer = papers.answer("祝青禾是不是说过，每三公里渠要聘一个管水的人？")
    assert answer.kind == "verify" and answer.reason is None, answer.text
    assert answer.citations[0].speaker == "邹石林"
    assert answer.text.startswith("没有查到祝青禾这样说")


def test_what_nobody_said_is_told_of_nobody(papers: Assistant) -> None:
    answer = papers.answer("祝青禾是不是说过，要给村里修一座游泳馆？")
    assert answer.refused, answer.text


@pytest.mark.parametrize("question", ["谁也这么说？", "另外还有人讲这个办法没有？是哪位？"])
def test_whoever_was_shown_is_nobody_else(question: str, papers: Assistant) -> None:
    history = [
        {"role": "user", "content": "谁说老房子可以先用后付租金？"},
        {
            "role": "assistant",
            "content": "卞晚晴（白芦师范学院教授）在《让学生下乡》第2段提出：“老粮仓可以先用着、收了粮再付租金”[1]",
        },
    ]
    answer = papers.answer(question, history=history)
    assert "卞晚晴" not in {citation.speaker for citation in answer.citations}, answer.text
    assert answer.refused or answer.citations[0].speaker == "骆望川", answer.text


def test_what_a_quoted_term_is_belongs_to_no_term(papers: Assistant) -> None:
    answer = papers.answer("“芦笛香”这个牌子，有哪些人提到过？")
    assert {citation.speaker for citation in answer.citations} == {"邹石林", "骆望川"}, answer.text
    assert "“牌子”" not in answer.text.splitlines()[0]


def test_teaching_somewhere_is_a_matter_of_office(papers: Assistant) -> None:
    answer = papers.answer("在大学任教的发言人有几个？")
    assert {citation.speaker for citation in answer.citations} == {"卞晚晴"}, answer.text
