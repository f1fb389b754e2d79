"""Persons who speak for bodies, lists of bodies and of a column, and follow-ups that point at what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PLENARY = """---
title: 青澜市政协全会大会发言（虚构）
date: 2025-01-12
---

# 青澜市政协全会大会发言（虚构）

让渡船更新不再等钱
栾青禾代表民建青澜市委会发言

全市渡船平均船龄十九年。

建议四年内换掉十八条旧渡船，资金由省里出四成、市里出三成、船公司出三成。

让旧厂房变书屋
市妇女联合会书面发言

建议把码头的旧厂房改成儿童书屋，由街道派人看管。
"""
PAGE = """---
title: 委员建言（虚构）
newspaper: 青澜日报（虚构）
date: 2025-03-08
page: 4
---

# 委员建言（虚构）

栾青禾（市政协委员、青澜渡运公司经理）：

建议渡口夜里加一班船，船员的加班费由公司和市里各出一半。

市渔业协会：

渔港的岸电接口要统一，建议今年改造六个泊位。

祝小满（市政协委员、望浦小学校长）：

学校宿舍有五间漏雨，热水每天只供一小时。请市里暑假前修好，估算三十六万元。

老师轮岗定为两年就够了，三年太长。
"""


@pytest.fixture(scope="module")
def ferries(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a plenary and a page; one speaks for a party there and for himself here."""
    folder: Path = tmp_path_factory.mktemp("ferries")
    (folder / "plenary.md").write_text(PLENARY, encoding="utf-8")
    (folder / "page.md").write_text(PAGE, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize("question", ["民建提了哪些建议？", "民建青澜市委会对渡船更新怎么说？"])
def test_a_body_is_asked_for_by_whoever_speaks_for_it_and_nowhere_else(ferries: Assistant, question: str) -> None:
    answer = ferries.answer(question)
    assert {(one.speaker, one.document) for one in answer.citations} == {("栾青禾", "plenary.md")}, answer.text


def test_who_spoke_for_a_body_is_followed_up_as_that_body(ferries: Assistant) -> None:
    history = [
        {"role": "user", "content": "民建对渡船更新怎么建议的"},
        {"role": "assistant", "content": "四年内换掉十八条旧渡船。[1]"},
    ]
    answer = ferries.answer("这笔钱省里、市里和船公司各摊多少", history=history)
    assert answer.citations and "四成" in answer.citations[0].quote, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "没有署个人名字、直接以单位或组织名义发言的有哪些？",
        "哪几份意见是以单位名义提的，没写个人名字？",
        "不署名、以集体名义发声的有哪些",
    ],
)
def test_bodies_that_speak_as_such_are_listed(ferries: Assistant, question: str) -> None:
    assert {one.speaker for one in ferries.answer(question).citations} == {"市妇女联合会", "市渔业协会"}


def test_bodies_of_a_kind_that_speak_as_such_are_listed(
    assistant_over: Callable[..., Assistant], tmp_path: Path
) -> None:
    party = "\n民盟青澜市委会：\n\n候船室要装暖气，建议十一月前装好。\n"
    (tmp_path / "page.md").write_text(PAGE + party, encoding="utf-8")
    answer = assistant_over([tmp_path]).answer("有哪些民主党派组织以单位名义提了建议")
    assert {one.speaker for one in answer.citations} == {"民盟青澜市委会"}, answer.text


@pytest.mark.parametrize("question", ["发言的人里，哪些是学校的正副校长？", "当正副校长的有谁发言？"])
def test_either_of_two_offices_is_asked_for(ferries: Assistant, question: str) -> None:
    assert {one.speaker for one in ferries.answer(question).citations} == {"祝小满"}


def test_a_column_called_after_deputies_lists_all_who_speak_in_it(ferries: Assistant) -> None:
    answer = ferries.answer("2025年3月8日青澜日报委员建言版上发声的都有谁")
    assert {one.speaker for one in answer.citations} == {"栾青禾", "市渔业协会", "祝小满"}, answer.text


def test_whoever_was_shown_can_be_counted_in(ferries: Assistant) -> None:
    history = [
        {"role": "user", "content": "栾青禾对渡船有什么建议？"},
        {"role": "assistant", "content": "栾青禾建议四年内换掉十八条旧渡船。[1]"},
    ]
    answer = ferries.answer("还有哪些人也提到船员，请都列出来（包括刚才那位）", history=history)
    assert {one.speaker for one in answer.citations} == {"栾青禾"}, answer.text


def test_a_mistake_is_owned_up_to_before_the_correction(ferries: Assistant) -> None:
    history = [
        {"role": "user", "content": "祝小满说渡口夜里要加几班船？"},
        {"role": "assistant", "content": "没有找到祝小满关于渡口的建议。"},
    ]
    answer = ferries.answer("记错了，不是他，是栾青禾", history=history)
    assert answer.citations and answer.citations[0].speaker == "栾青禾" and "加一班" in answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪些建议里想到了用书屋", "list"),
        ("谁在建言内容里提到过岸电？名单给我", "list"),
        ("妇联为孩子提的几点要求，写材料用，请逐条列出", "summary"),
        ("多少个发言提到岸电", "count"),
        ("有人建议渡口夜里加船，这个人是谁？", "who"),
        ("是哪个村干部表示愿意派人看管", "who"),
        ("有人反映网上买的东西收到跟说的不一样，谁讲的", "who"),
    ],
)
def test_what_kind_of_answer_is_asked_for(question: str, kind: str) -> None:
    assert kind_of(fold(question)) == kind


def test_tickets_are_not_booked_here(ferries: Assistant) -> None:
    assert ferries.answer("明天早上去望浦的头班船几点开，帮我订两张票").reason == "out_of_scope"


def test_a_deputy_who_speaks_for_a_body_is_addressed_as_one(ferries: Assistant) -> None:
    answer = ferries.answer("栾委员说渡船更新的钱怎么分担？")
    assert {one.speaker for one in answer.citations} == {"栾青禾"}, answer.text


def test_a_problem_named_as_such_is_listed_by_its_name(ferries: Assistant) -> None:
    answer = ferries.answer("一共有几位讲到了漏雨的问题？")
    assert {one.speaker for one in answer.citations} == {"祝小满"}, answer.text


def test_for_whom_somebody_spoke_is_told_from_his_line(ferries: Assistant) -> None:
    answer = ferries.answer("栾青禾是替哪个组织发的言？")
    assert not answer.refused and "民建青澜市委会" in answer.text and answer.citations[0].paragraph == 0


@pytest.mark.parametrize("question", ["那笔翻新的开销都由谁来承担？", "这笔钱由谁来凑？"])
def test_what_points_at_the_shown_thing_may_call_it_otherwise(ferries: Assistant, question: str) -> None:
    history = [
        {"role": "user", "content": "栾青禾代表民建对渡船有什么建议？"},
        {"role": "assistant", "content": "建议四年内换掉十八条旧渡船。[1]"},
    ]
    answer = ferries.answer(question, history=history)
    assert not answer.refused, answer.text
    assert any("船公司出三成" in one.quote for one in answer.citations)
