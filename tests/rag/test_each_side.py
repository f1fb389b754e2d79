"""Where everybody stands on a matter: who is for it, who is against it, and what all of them think of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.extractive.positions import matter_of

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Answer, Assistant

RECORD = """枫桥镇老码头议事会发言记录

时间：2031年5月8日

乔砚秋（镇文旅办主任）：

我主张老码头开夜市，周五到周日晚上六点到十一点，先划四十个摊位。

建议试办水上巴士，一天跑六个来回。

苗若溪（码头街居民代表）：

有人提议老码头开夜市，我不赞成，油烟和音响一闹，孩子没法写作业。

夏长庚（小商户联合会会长）：

老码头开夜市我举双手赞成，商户愿意自己出钱装油烟净化器。

闻人素（镇消防站站长）：

老码头开夜市先要把消防通道让出来，通道净宽不少于四米。

水上巴士听着好，其实一年有五个月水位不够。
"""


@pytest.fixture(scope="module")
def quay(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a meeting that is divided over one matter."""
    path: Path = tmp_path_factory.mktemp("quay") / "会议.txt"
    path.write_text(RECORD, encoding="utf-8")
    return assistant_over([path])


def _speakers(answer: Answer) -> set[str | None]:
    return {one.speaker for one in answer.citations} if not answer.refused else set()


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("赞成老码头开夜市的有哪些人？", {"乔砚秋", "夏长庚"}),
        ("有几个人支持老码头开夜市？", {"乔砚秋", "夏长庚"}),
        ("反对老码头开夜市的有哪些人？", {"苗若溪"}),
        ("哪几位不赞成老码头开夜市？", {"苗若溪"}),
        ("谁反对水上巴士？", {"闻人素"}),
        ("谁支持水上巴士？", {"乔砚秋"}),
    ],
)
def test_the_people_of_one_side_are_those_who_take_it(quay: Assistant, question: str, speakers: set[str]) -> None:
    assert _speakers(quay.answer(question)) == speakers


@pytest.mark.parametrize(
    "question",
    ["老码头开夜市，谁赞成谁反对？", "各方对老码头开夜市有什么分歧？", "关于老码头开夜市有哪几种意见？"],
)
def test_everybody_who_takes_a_side_is_shown_where_both_are_asked_for(quay: Assistant, question: str) -> None:
    assert _speakers(quay.answer(question)) >= {"乔砚秋", "苗若溪", "夏长庚"}


def test_a_list_of_one_side_tells_how_it_counts(quay: Assistant) -> None:
    text = quay.answer("反对老码头开夜市的有哪些人？").text
    assert text.startswith("共 1 位对“老码头开夜市”表示反对或有保留（计入规则：")


def test_who_mentions_the_word_of_a_stand_is_listed_whatever_side_he_takes(quay: Assistant) -> None:
    assert _speakers(quay.answer("哪些人提到“赞成”？")) == {"苗若溪", "夏长庚"}


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("大家对河道清淤有哪些不同意见?", "河道清淤"),
        ("赞成夜里施工的是谁?", "夜里施工"),
        ("除了老段,还有谁对拆墙持保留意见?", "拆墙"),
        ("支持保留老戏台的都有谁", "保留老戏台"),
        ("加装电梯,谁赞成谁反对?", "加装电梯"),
        ("没有谁反对合并站点吗", "合并站点"),
    ],
)
def test_the_matter_is_the_question_without_what_asks(question: str, matter: str) -> None:
    assert matter_of(question) == matter
