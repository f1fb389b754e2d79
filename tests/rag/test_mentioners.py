"""Lists of who mentions a thing, or who speaks as what, among what the asker tells of himself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.understanding.mentioners import mentioners

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Assistant

RECORD = """竹溪市政协“山货进城”专题协商会发言记录

时间：2034年4月9日

沈丹青（市供销社副主任）：

冷链车只有六辆，山货走到半路就蔫了。

建议市里建村集体冷库二十座，先修好西山农村公路。

温知夏（市政协委员、竹溪市青禾果业有限公司总经理）：

冷链贵，果农用不起，盼着贷款贴息。

建议村集体出地、公司出钱，合办分拣点。

罗秋水（市政协委员、竹溪职业学院院长）：

建议学院开直播课，教果农卖货。

贷款手续太繁，建议一张表办到底。

民盟竹溪市委会：

建议农村公路每年养护两次，费用由市财政承担。

建议给返乡青年贷款贴息三年。
"""


@pytest.fixture(scope="module")
def goods(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("goods")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


def _speakers(assistant: Assistant, question: str) -> list[str | None]:
    answer = assistant.answer(question)
    assert answer.reason is None, answer.text
    return list(dict.fromkeys(citation.speaker for citation in answer.citations))


@pytest.mark.parametrize(
    "question",
    [
        "领导要一份名单：凡是说到贴息的，姓名都报上来。",
        "我是跑山货口的记者，想找人采访——贴息是哪几位提到的？",
        "请完整列出涉及贴息的发言者，供财政口比对。",
        "信用社想回访一下，谈到贴息的人数是多少？名字也附上。",
        "为了摸清关注度，请统计提及贴息的发言人共有几位。",
        "贴息这个问题，都有谁说过？",
        "是不是只有温知夏一个人讲了贴息？",
    ],
)
def test_a_list_goes_by_what_is_mentioned_not_by_what_the_asker_tells_of_himself(
    question: str, goods: Assistant
) -> None:
    assert _speakers(goods, question) == ["温知夏", "民盟竹溪市委会"]


def test_a_term_that_words_alone_would_cut_is_taken_whole(goods: Assistant) -> None:
    answer = goods.answer("哪些人谈到村集体")
    assert "“村集体”" in answer.text.split("。")[0]
    assert _speakers(goods, "哪些人谈到村集体") == ["沈丹青", "温知夏"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("提到贷款但没提贴息的有谁？", ["罗秋水"]),
        ("谈到冷链却没有谈到贷款的，是哪些人？", ["沈丹青"]),
        ("贷款、贴息两样都提到的是哪几位？", ["温知夏", "民盟竹溪市委会"]),
    ],
)
def test_of_two_terms_both_or_one_without_the_other(question: str, wanted: list[str], goods: Assistant) -> None:
    assert _speakers(goods, question) == wanted


def test_the_rule_says_what_nobody_of_them_mentions(goods: Assistant) -> None:
    text = goods.answer("提到贷款但没提贴息的有谁？").text
    assert text.startswith("共 1 位谈到“贷款”而没有谈到“贴息”")
    assert "其全部段落中都没有“贴息”" in text


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("哪些人来自企业？工商联想对接一下。", ["温知夏"]),
        ("担任副职的（副主任、副院长之类）都是哪几位？", ["沈丹青"]),
        ("市政协委员占几位？", ["温知夏", "罗秋水"]),
        ("身份标注为“市政协委员”的发言人有多少？", ["温知夏", "罗秋水"]),
        ("民主党派这边是谁发的言？", ["民盟竹溪市委会"]),
        ("在学校上班的发言人有谁，小学大学都算。", ["罗秋水"]),
        ("4月9日专题协商那天，谁谁谁开口了？", ["沈丹青", "温知夏", "罗秋水", "民盟竹溪市委会"]),
    ],
)
def test_who_speaks_as_what(question: str, wanted: list[str], goods: Assistant) -> None:
    assert _speakers(goods, question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "谁提到了冷链？",
        "哪些人提到冷链？",
        "除了温知夏，还有谁提到贴息？",
        "“给返乡青年贷款贴息三年”，这句话是谁说的？",
        "温知夏提到了哪些办法？",
        "冷链车有几辆？",
        "哪些人提到无人机配送？",
        "把冷库交给村里去管、合办分拣点，哪位提过这类点子？",
    ],
)
def test_what_is_plain_or_asks_something_else_stays_as_it_is(question: str, goods: Assistant) -> None:
    assert mentioners(question, goods.lexicon, plain_words().spans) == question


def test_how_many_they_are_is_asked_behind_whether_anybody_mentions_it(goods: Assistant) -> None:
    history = [
        {"role": "user", "content": "有人提到贴息吗？"},
        {"role": "assistant", "content": "温知夏（总经理）第1段说：“盼着贷款贴息”[1]。"},
    ]
    answer = goods.answer("一共几个？", history=history)
    assert answer.reason is None
    assert {citation.speaker for citation in answer.citations} == {"温知夏", "民盟竹溪市委会"}


def test_a_term_between_marks_is_no_claim_by_itself(goods: Assistant) -> None:
    answer = goods.answer("罗秋水是不是说过学院要开“直播课”教渔民卖货？")
    assert answer.kind == "verify" and answer.plan.sentence == "学院要开直播课教渔民卖货"
    assert not answer.text.startswith("这句话是")
    assert goods.answer("罗秋水是不是说过“直播课”？").plan.sentence == "直播课"
