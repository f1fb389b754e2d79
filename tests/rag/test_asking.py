"""What is asked in a long question, what is only told before it, and what it takes for granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from index.words import plain_words
from rag.understanding.background import without_background
from rag.understanding.details import holds_detail, may_hold
from rag.understanding.kinds import details_of

if TYPE_CHECKING:
    from rag import Assistant

HARBOUR = """---
title: 青屿港座谈会记录（虚构）
---

# 青屿港座谈会记录（虚构）

柏向晨（港务公司总经理）：

一是简化集装箱出港的审批流程，把材料压到三份。

二是让渡船公司拿出30%左右的利润，充实海岛医疗基金。

三是推行“潮汐岗”用工模式，忙时从渔村请人。

鲁见青（海岛卫生院院长）：

一是给海岛医生评职称开绿灯。

二是每两个岛合用一艘救护艇。现有维修经费每年只有90万元。建议从明年起增到200万元。

三是岛上的老师也要有职称名额，和医生一样待遇。

苗竹君（职业学校校长）：

一是开设“潮汐岗”培训班，由学校发证。

二是教师评职称要看带徒弟的成绩。
"""


@pytest.fixture(scope="module")
def harbour(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "harbour.md").write_text(HARBOUR, encoding="utf-8")
    return assistant_over([folder])


SOME = (
    "修船一修好几年，旧船等不起，能换成哪种船？",
    "码头拖了几个月没批下来，现在走什么通道？",
    "老渔民一去就是十几天，船坏了找谁修？",
    "这几年亏了本，往后改养什么？",
    "几家船厂抢着要人，学校该开什么课？",
    "凭什么要再多加几道手续？",
    "那其他几位有说到码头的吗？",
)
NUMBERS = (
    ("一共要几台吊机，一台多少钱，谁来出钱？", "number"),
    ("要建几座码头，建在哪里？", "number"),
    ("租约最长能签几年，头几年房租怎么算？", "duration"),
    ("总共要挑几家船厂？", "number"),
    ("每隔几年检修一次，由谁来修？", "frequency"),
)


@pytest.mark.parametrize("question", SOME)
def test_some_of_them_ask_for_no_number(question: str) -> None:
    assert not {detail.name for detail, _ in details_of(fold(question))} & {"number", "duration", "money", "measure"}


@pytest.mark.parametrize(("question", "name"), NUMBERS)
def test_how_many_are_asked_stays_asked(question: str, name: str) -> None:
    assert details_of(fold(question))[0][0].name == name


def test_what_the_asker_is_unsure_of_is_no_part_of_the_question() -> None:
    told = "我们公司最近在看几条旧渡船，拿不准该不该收，记得有人讲过检验旧船要从哪几个方面打分，是哪几个？"
    assert without_background(told, plain_words().spans) == "检验旧船要从哪几个方面打分，是哪几个？"
    kept = "我在码头上班，还在犹豫要不要考证，先从哪类证开始？"  # what is asked has no topic of its own
    assert without_background(kept, plain_words().spans) == "我在码头上班，考证，先从哪类证开始？"
    for plain in ("渡口拿不准开几班，谁来定？", "我想知道渡口开几班？"):
        assert without_background(plain, plain_words().spans) == plain


@pytest.mark.parametrize(
    "question",
    [
        "柏总的几条建议，简要列出来",
        "柏向晨的几点意见，给我拉个清单",
        "柏向晨提了几条，一条条列给我",
        "把柏向晨说的那几条建议列个表",
    ],
)
def test_points_to_be_listed_are_a_summary(harbour: Assistant, question: str) -> None:
    answer = harbour.answer(question)
    assert answer.kind == "summary" and {one.paragraph for one in answer.citations} == {1, 2, 3}, answer.text


def test_points_to_be_counted_are_a_count(harbour: Assistant) -> None:
    assert harbour.answer("柏向晨一共提了几条建议？").plan.kind == "count"


@pytest.mark.parametrize(
    "question",
    ["还有别人也谈到职称吗", "别的发言人提过职称吗", "还有没有人讲职称", "那其他几位有说职称的吗", "另外有谁提职称"],
)
def test_others_are_listed_without_who_was_shown(harbour: Assistant, question: str) -> None:
    history = [
        {"role": "user", "content": "鲁见青对职称怎么说"},
        {"role": "assistant", "content": "鲁见青建议给海岛医生评职称开绿灯。[1]"},
    ]
    answer = harbour.answer(question, history=history)
    assert {one.speaker for one in answer.citations} == {"苗竹君"}, answer.text


@pytest.mark.parametrize(
    "question",
    ["“潮汐岗”用工是鲁见青提出来的吗", "“潮汐岗”的主意是不是鲁院长想出来的？", "是鲁见青提出“潮汐岗”这种用工的吗？"],
)
def test_a_term_of_others_is_told_to_be_theirs(harbour: Assistant, question: str) -> None:
    answer = harbour.answer(question)
    assert (answer.kind, answer.refused) == ("verify", False), answer.text
    assert {one.speaker for one in answer.citations} == {"柏向晨", "苗竹君"} and "不是鲁见青说的" in answer.text


def test_a_term_of_who_is_asked_about_is_his(harbour: Assistant) -> None:
    assert "不是" not in harbour.answer("“潮汐岗”用工是柏向晨提出来的吗").text.partition("“")[0]


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("综合机械化率具体是多少？", "2023年以来，机械化率低于全国。", False),
        ("综合机械化率具体是多少？", "机械化率达到56.3%。", True),
        ("坏账率目前压到多少了？", "坏账率千分之三。", True),
        ("外地学生占全校多少？", "第三次普查显示，外地学生不少。", False),
        ("外地学生占全校几分之几？", "外地学生占到四分之一。", True),
        ("机械化率比全国低多少？", "2023年低于全国平均水平。", False),
        ("要挑几家船厂？", "第三家船厂下月开工。", False),
        ("要建几个加油点？", "每处由18名护工轮值。", False),
        ("要建几个加油点？", "沿岸设6处加油点。", True),
        ("收了几个学徒？", "去年收徒6名。", True),
    ],
)
def test_a_share_is_told_by_no_year_and_no_ordinal(question: str, sentence: str, held: bool) -> None:
    detail = details_of(fold(question))[0][0]
    assert holds_detail(detail, fold(sentence), question=fold(question)) is held


@pytest.mark.parametrize(
    ("question", "sentence", "held"),
    [
        ("夜里烧电取暖，一度电补多少？", "每千瓦时给予一角二分的补贴。", True),
        ("夜里烧电取暖，一度电补多少？", "对夜间电采暖给予补贴。", False),
        ("坑水的酸碱值是多少？", "坑水的酸碱值是4.6，偏酸。", True),
        ("三号坑的酸碱值是多少？", "三号坑的水偏酸。", False),
        ("寄一单要花多少钱？", "揽收加中转要六块八。", True),
        ("一年至少练多久急救？", "每年接受不少于16学时的训练。", True),
        ("由谁来管这16处泵房？", "16处泵房没有人管。", False),
    ],
)
def test_any_figure_of_the_sort_will_do_where_a_sentence_surely_answers(
    question: str, sentence: str, held: bool
) -> None:
    detail = details_of(fold(question))[0][0]
    assert may_hold(detail, fold(sentence), question=fold(question)) is held


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("柏向晨为什么要渡船公司拿出一半的利润？", "30%"),
        ("柏向晨为何主张渡船公司让出五成利润？", "30%"),
        ("柏向晨凭什么主张集装箱出港的审批再多加几道？", "简化"),
        ("柏向晨为什么要增加出港的审批材料？", "简化"),
        ("鲁院长为什么主张把维修经费砍掉一半？", "增到200万元"),
    ],
)
def test_a_wrong_amount_or_direction_is_told(harbour: Assistant, question: str, words: str) -> None:
    answer = harbour.answer(question)
    assert answer.reason == "false_premise" and words in answer.text and "“”" not in answer.text, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "柏向晨为什么要渡船公司拿出三成利润？",
        "柏向晨为什么要渡船公司拿出近三分之一的利润？",
        "柏向晨为什么主张简化出港的审批流程？",
        "鲁院长为什么主张增加维修经费？",
    ],
)
def test_a_right_premise_is_not_denied(harbour: Assistant, question: str) -> None:
    assert harbour.answer(question).reason != "false_premise"
