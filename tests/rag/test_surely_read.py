"""What a sentence read beside the question answers is not refused for words it lacks, and common nouns are no speakers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.kinds import kind_of

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 政协棠溪市委员会大会发言摘编（虚构）
date: 2032-02-19
newspaper: 棠溪政协报
page: 3
---

# 政协棠溪市委员会大会发言摘编（虚构）

## 牧青禾 市总工会副主席

### 让骑手慢一点

配送平台应取消超时扣款，雨雪大风天自动延长送餐时限二十分钟。

骑手每月至少休息四天，由平台企业安排轮休。

## 宗以恒 棠溪农商银行行长

### 让贷款等得起茶树

茶园头四年没有收成，给种茶户发放六年期贷款，不再一年一还。

茶叶加工厂暂时亏损的，头两年只付利息。

## 民建棠溪市委会

### 关于善待手艺人的提案

建议竹编作品一律写明制作者姓名，售价的三成付给本人。

建议作坊的木工师傅与学院教授互相代课，每年不少于三十天。

## 戚若兰 棠溪学院教授

### 把古戏台修起来

全市二百座古戏台先修三十座，每座补助八万元。
"""


@pytest.fixture(scope="module")
def paper(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("paper")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    return assistant_over([Path(folder)])


def test_a_word_of_daily_life_does_not_leave_the_corpus_where_a_sentence_answers(paper: Assistant) -> None:
    answer = paper.answer("碰上刮风下雨，外卖送达的时间能多给多久？")
    assert not answer.refused and {one.speaker for one in answer.citations} == {"牧青禾"}
    assert paper.answer("附近哪家外卖好吃？").reason == "out_of_scope"


def test_whether_anybody_speaks_of_it_may_be_answered_in_other_words(paper: Assistant) -> None:
    answer = paper.answer("种茶要好几年才见钱，银行借的却是短钱，有没有人说拿什么样的贷款来顶？")
    assert not answer.refused and {one.speaker for one in answer.citations} == {"宗以恒"}
    assert paper.answer("有没有人提过海水淡化？").refused


def test_the_last_clause_asks_whose_words_the_rest_is(paper: Assistant) -> None:
    answer = paper.answer("竹编手艺人的东西，名字归谁、卖的钱怎么分得讲清楚，这是哪家说的？")
    assert answer.kind == "who" and {one.speaker for one in answer.citations} == {"民建棠溪市委会"}


@pytest.mark.parametrize(
    "question",
    [
        "有的小茶叶公司眼下不挣钱，头两年的债怎么还才合适？",
        "作坊的木工头头和大学教授互相代课，一年不少于多少天？",
    ],
)
def test_common_nouns_are_no_unknown_speakers(paper: Assistant, question: str) -> None:
    assert paper.answer(question).reason != "speaker_unknown"


def test_an_office_only_spoken_of_is_not_who_is_asked(paper: Assistant) -> None:
    answer = paper.answer("作坊里管木工的跟大学教授互相代课，一年至少多少天？")
    assert {one.speaker for one in answer.citations} == {"民建棠溪市委会"}
    assert paper.answer("棠溪学院教授对骑手的休息怎么看？").reason == "speaker_silent"


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("2月19号那天的政协报上，都有谁、哪些单位发了言？", {"牧青禾", "宗以恒", "民建棠溪市委会", "戚若兰"}),
        ("发言的人里头，哪些是在大学里上班的？", {"戚若兰"}),
        ("拿党派的名头来讲的，有哪些？", {"民建棠溪市委会"}),
        ("哪些是以党派的名义发言，没有落个人名字的？", {"民建棠溪市委会"}),
    ],
)
def test_speakers_are_asked_for_in_everyday_words(paper: Assistant, question: str, speakers: set[str]) -> None:
    assert {one.speaker for one in paper.answer(question).citations} == speakers


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("他说开发区该咋弄？帮我归拢归拢", "summary"),
        ("他就古戏台提了哪几方面的办法？", "summary"),
        ("还有没有别人也这么想？", "similar"),
        ("还有跟他想到一块儿去的人吗？", "similar"),
        ("两个人的说法有什么不一样？", "compare"),
    ],
)
def test_kinds_in_everyday_words(question: str, kind: str) -> None:
    assert kind_of(fold(question)) == kind


@pytest.mark.parametrize(
    "question",
    [
        "民建棠溪市委会的建议概括一下，我要写进综述",
        "民建棠溪市委会都给了些什么建议，挑要紧的说说",
        "民建棠溪市委会都说了该怎么办？给我来个简明版",
    ],
)
def test_what_the_asker_needs_it_for_is_no_topic(paper: Assistant, question: str) -> None:
    answer = paper.answer(question)
    assert answer.kind == "summary" and len(answer.citations) == 2


def test_a_column_quotes_what_is_said_of_it_in_other_words(paper: Assistant) -> None:
    answer = paper.answer("借钱给种茶的和让送饭的歇一歇，宗以恒跟牧青禾分别怎么说？")
    assert answer.kind == "compare" and {one.speaker for one in answer.citations} == {"宗以恒", "牧青禾"}
