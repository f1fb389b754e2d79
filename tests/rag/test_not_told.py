"""What the source does not tell, or tells otherwise: plans taken for done, places and owners mistaken, sources of money."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.data import language
from rag.instructions import greets
from rag.premises.realised import realised
from rag.premises.sites import side
from rag.understanding.details import holds_detail
from rag.understanding.kinds import details_of

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Answer, Assistant

RECORD = """竹溪市政协“渡口与老街”专题协商会发言记录

时间：2034年9月2日

沈丹青（市交通局副局长）：

各位委员：

西渡口码头已经修好，东渡口码头改造将于今年十月开工。

建议在渡口北侧建游客中心，选址青石镇，占地二十亩。

建议设立渡船更新专项基金，三年换完旧船。

温知夏（市政协委员、竹溪市轮渡有限公司总经理）：

渡船票价三年没有变过，一天只跑六班。

建议给七十岁以上老人每趟补2元，给学生每趟补1元，费用由市财政承担。

请乘客提意见，一条好意见换一张船票；另请二十名老船工当安全员，每人每月补贴900元。

罗秋水（老街商会会长）：

有人要把老街全部封起来收门票，我不赞成，街是大家的。

建议办“灯火夜市”，每周两晚，摊位费每晚15元。
"""


@pytest.fixture(scope="module")
def ferry(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("ferry")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("东渡口码头改造已经完工，完工后一天能停几条船？", "将于今年十月开工"),
        ("沈丹青主张游客中心建在柳湾镇，占地多大？", "选址青石镇"),
        ("沈丹青为什么要在渡口南侧建游客中心？", "渡口北侧"),
        ("温知夏提出给七十岁以上老人每趟补5元，这笔钱由谁出？", "2元"),
        ("温知夏提出办“灯火夜市”，摊位费要收多少？", "罗秋水"),
        ("罗秋水赞成把老街封起来收门票，一张票卖多少钱？", "不赞成"),
    ],
)
def test_a_false_premise_names_both_sides(question: str, source: str, ferry: Assistant) -> None:
    answer = ferry.answer(question)
    assert answer.reason == "false_premise", answer.text
    assert source in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "渡船更新专项基金的钱从哪儿来？",
        "乘客提一条好意见，能给多少钱？",
        "渡船票价三年没有变过，是什么原因？",
        "那二十名老船工都叫什么名字？",
        "青石镇的游客中心设在哪几条街上？",
        "温知夏想请的二十名老船工具体叫什么名字？",
    ],
)
def test_a_detail_that_is_not_told_is_refused(question: str, ferry: Assistant) -> None:
    answer = ferry.answer(question)
    assert answer.reason == "detail_absent", answer.text


def test_what_nobody_proposed_has_no_rule_to_rest_on(ferry: Assistant) -> None:
    answer = ferry.answer("温知夏主张把船票全部免掉，依据是哪条规定？")
    assert answer.reason == "false_premise", answer.text


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("西渡口码头修好了，东渡口码头什么时候开工？", "今年十月开工"),
        ("给七十岁以上老人每趟补2元，这笔钱从哪里来？", "市财政承担"),
        ("老船工当安全员，每月补贴多少钱？", "900元"),
        ("游客中心要占多少地？", "二十亩"),
        ("罗秋水提出办“灯火夜市”，摊位费收多少？", "15元"),
    ],
)
def test_what_is_told_is_answered(question: str, quote: str, ferry: Assistant) -> None:
    answer: Answer = ferry.answer(question)
    assert answer.reason is None, answer.text
    assert any(quote in citation.quote for citation in answer.citations)


@pytest.mark.parametrize("question", ["市财政局局长怎样回应码头改造的问题？", "想看市文旅局局长对夜市的答复"])
def test_an_office_that_does_not_speak_is_unknown(question: str, ferry: Assistant) -> None:
    assert ferry.answer(question).reason == "speaker_unknown"


def test_a_salutation_answers_nothing(ferry: Assistant) -> None:
    answer = ferry.answer("鼓励生育的政策，哪位委员谈到了？")
    assert answer.reason == "topic_absent", answer.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("各位委员：", True), ("主席、各位委员，同志们：", True), ("各位委员都提到渡船。", False), ("同意。", False)],
)
def test_greetings_are_told_from_sentences(text: str, wanted: bool) -> None:
    assert greets(text) is wanted


def test_what_is_done_elsewhere_speaks_for_nothing() -> None:
    said = "二号桥已经建成,三号桥争取明年建成"
    assert realised("三号桥已经建成,桥长多少", [said], [None], ["三号桥"]) is not None  # type: ignore[list-item]
    assert realised("二号桥已经建成,桥长多少", [said], [None], ["二号桥"]) is None  # type: ignore[list-item]
    assert realised("三号桥已经建成了吗", [said], [None], ["三号桥"]) is None  # type: ignore[list-item]


def test_every_act_that_can_be_done_is_of_a_family() -> None:
    rules = language("premises")["realised"]
    for act in rules["act"].split("|"):
        assert any(re.search(family, act) for family in rules["acts"]), act


def test_the_other_side_of_a_place_contradicts_only_where_the_asked_one_is_not_there() -> None:
    assert side("港区东侧建什么", ["在港区西侧建厂"], [None]) is not None  # type: ignore[list-item]
    assert side("港区东侧建什么", ["港区东侧建库,港区西侧建厂"], [None]) is None  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("新船的钱从哪里来?", "建议设立新船基金", True),
        ("新船基金的钱从哪里来?", "建议设立新船基金,三年用完", False),
        ("新船基金的钱从哪里来?", "新船基金以企业捐赠为主,资金由商会管理", True),
        ("为什么票价三年没涨?", "票价三年没涨,一天六班", False),
        ("为什么票价三年没涨?", "因为怕没人坐,票价三年没涨", True),
        ("基地占地多大?", "基地占地约二百亩", True),
        ("基地占地多大?", "基地提前两小时开门", False),
    ],
)
def test_a_sentence_holds_the_asked_detail_beside_what_is_asked(question: str, text: str, wanted: bool) -> None:
    detail = details_of(question)[0][0]
    assert holds_detail(detail, text, question=question) is wanted
