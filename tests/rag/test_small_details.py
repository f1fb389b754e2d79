"""Small details asked in everyday words: of which sort they are, what tells them, and what only looks like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.details import holds_detail
from rag.understanding.kinds import details_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

RECORD = """栖霞湾镇码头与学校座谈会发言记录

时间：2036年4月12日

宁采薇（市交通运输局副局长）：

渡口的候船室在石榴街十八号，开了二十年。

我们每月到船上免费查一次救生衣，第一站定在北岸。

我不赞成把候船室搬到镇外。搬到镇外，老人要多走三里路，赶不上早班船。

陆鸣谦（栖霞湾小学校长）：

操场南墙外三十米就是堆场，铲车一响，老师讲课要喊。

我主张游泳课从三年级起步，由县体育馆派教练。

骆听荷（渔业合作社理事长）：

这三年回来了二百一十个跑船的年轻人，修船的、卖网的都有。

我坐的渡船还是老式样，建议由担保公司帮社员换新船，六家船厂可以拢到一处。

建议提高柴油补贴比例，延长补贴期限。
"""


@pytest.fixture(scope="module")
def bay(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting about a harbour."""
    folder: Path = tmp_path_factory.mktemp("bay")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


SORTS = [
    ("饲养员的津贴涨到多少？", "money", "把饲养员的津贴从每月四百提到七百。", True),
    ("饲养员的津贴涨到多少？", "money", "领津贴的饲养员从三人增到五人。", False),
    ("过街的绿灯要亮多长？", "duration", "绿灯亮二十五秒才够老人走过去。", True),
    ("过街的绿灯要亮多长？", "duration", "绿灯装了二十五盏。", False),
    ("今年给多少户换窗？", "number", "先给临河的四百户换窗。", True),
    ("一共清出几块地？", "number", "清出九处闲置地块。", True),
    ("几块钱一张？", "money", "每张收五块钱。", True),
    ("坡道的宽度是多少？", "measure", "坡道宽度不少于一米三。", True),
    ("他坐过了几站？", "number", "有一回坐过了三站。", True),
    ("主张几年级开课？", "grade", "游泳课从三年级起步。", True),
    ("主张几年级开课？", "grade", "游泳课明年开。", False),
    ("回来了多少人？", "number", "回来了三百个创业的年轻人。", True),
    ("回来了多少人？", "number", "回来以后盖了三百个章。", False),
    ("老秦多大岁数了？", "measure", "村医老秦七十二了。", True),
    ("冰柜是谁出钱？", "payer", "县财政给每个站配一台冰柜。", True),
    ("学费谁出？", "payer", "学费县里出，毕业回来干满五年。", True),
    ("渡船是什么牌子的？", "brand", "我坐的渡船还是老式样。", False),
    ("六家船厂是哪六家？", "names", "六家船厂可以拢到一处。", False),
    ("担保公司是哪家？", "body", "由担保公司帮社员换新船。", False),
    ("条例写到第几稿了？", "ordinal", "加快制定条例。", False),
    ("条例写到第几稿了？", "ordinal", "条例已经写到第三稿。", True),
    ("专项基金从哪出钱？", "source", "设立专项基金。", False),
    ("操场有多大？", "measure", "操场南墙外三十米就是堆场。", False),
    ("操场有多大？", "measure", "操场只有四亩。", True),
    ("那响声有多大？", "measure", "窗外读数是七十八分贝。", True),
]


@pytest.mark.parametrize(("question", "sort", "sentence", "held"), SORTS)
def test_of_which_sort_a_detail_is_and_what_tells_it(question: str, sort: str, sentence: str, held: bool) -> None:
    detail, _ = details_of(fold(question))[0]
    assert detail.name == sort
    assert holds_detail(detail, fold(sentence), question=fold(question)) is held


@pytest.mark.parametrize("question", ["传感器用在什么地方？", "新规哪里不好用？"])
def test_what_for_and_what_is_wrong_are_no_places(question: str) -> None:
    assert not details_of(fold(question))


@pytest.mark.parametrize(
    ("question", "speaker", "paragraph"),
    [
        ("宁采薇说的候船室在哪儿？", "宁采薇", 1),
        ("宁采薇说救生衣多久查一次？", "宁采薇", 2),
        ("宁采薇为什么不赞成把候船室搬到镇外？", "宁采薇", 3),
        ("陆鸣谦主张几年级上游泳课？", "陆鸣谦", 2),
        ("骆听荷说回来多少人？", "骆听荷", 1),
        ("骆听荷主张提高还是降低补贴比例？", "骆听荷", 3),
    ],
)
def test_what_is_told_is_found(question: str, speaker: str, paragraph: int, bay: Assistant) -> None:
    answer = bay.answer(question)
    assert answer.reason is None, answer.text
    assert (answer.citations[0].speaker, answer.citations[0].paragraph) == (speaker, paragraph)


@pytest.mark.parametrize(
    "question",
    [
        "陆鸣谦的操场有多大？",
        "骆听荷坐的渡船是什么牌子的？",
        "骆听荷说的担保公司是哪家？",
        "宁采薇是哪年当上副局长的？",
        "陆鸣谦什么时候当上校长的？",
    ],
)
def test_what_is_not_told_is_said_to_be_lacking(question: str, bay: Assistant) -> None:
    answer = bay.answer(question)
    assert answer.reason == "detail_absent", answer.text


def test_nothing_beside_it_is_the_reason_of_what_somebody_refuses(bay: Assistant) -> None:
    assert bay.answer("宁采薇为什么主张把候船室搬到镇外？").reason in ("false_premise", "detail_absent")


@pytest.mark.parametrize("question", ["宁采薇对幼儿园午餐有什么建议？", "骆听荷对博物馆夜场有什么建议？"])
def test_a_summary_of_what_nobody_hears_of_is_refused(question: str, bay: Assistant) -> None:
    assert bay.answer(question).reason == "speaker_silent"


def test_a_reason_stands_beside_what_is_held(bay: Assistant) -> None:
    answer = bay.answer("宁采薇为什么不赞成把候船室搬到镇外？")
    assert "赶不上早班船" in answer.text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("学徒工资一个月三千八，比去年多。", True),
        ("钱不算多，二百七十万。", True),
        ("今年船队交了三万公里的航程记录", False),
    ],
)
def test_a_sum_without_its_unit_is_one_beside_a_word_for_money(text: str, held: bool) -> None:
    asked = details_of(fold("要多少钱？"))[0][0]
    assert holds_detail(asked, fold(text), question=fold("要多少钱？")) is held
