"""Several who were spoken of, asked about as several; turning back to somebody; the points of one by their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.understanding.cast import NOBODY
from tests.rag.test_dialogue import talk

if TYPE_CHECKING:
    from rag import Assistant

UNDERSTOOD = (
    # several by their number, or each of them
    (("庄可为提出了哪些建议？", "康雨石呢？", "他俩的主张一样吗？"), "庄可为和康雨石分别提出了哪些建议？"),
    (("庄可为对粮权贷怎么看？", "康雨石呢？", "两位的看法一致吗？"), "庄可为和康雨石关于粮权贷的建议有什么不同？"),
    (("哪些人提到了“粮权贷”？", "都是怎么说的？"), "庄可为和麦青禾关于“粮权贷”的建议有什么不同？"),
    # the points of one
    (("庄可为提出了哪些建议？", "一共几条？"), "庄可为一共提了几条建议？"),
    (("庄可为提出了哪些建议？", "最后一条是什么？"), "庄可为的最后一条建议是什么？"),
    (("庄可为提出了哪些建议？", "倒数第一条呢？"), "庄可为的最后一条建议是什么？"),
    (("庄可为提出了哪些建议？", "头一条讲啥？"), "庄可为的第1条建议是什么？"),
    # nothing but a name
    (("庄可为对粮权贷怎么看？", "康雨石？"), "康雨石对粮权贷怎么看？"),
    # turning back
    (("庄可为对粮权贷怎么看？", "康雨石呢？", "回到庄可为，他对担保费率怎么说？"), "庄可为，对担保费率怎么说？"),
    (("庄可为对粮权贷怎么看？", "康雨石一共提了哪些建议？", "说回粮权贷，利息多少？"), "庄可为关于粮权贷，利息多少？"),
    # a list, looked for again, and without one of those who were shown
    (("谁提到了粮权贷？", "就这两位？"), "都有谁提到了粮权贷？"),
    (("谁提到了粮权贷？", "除了庄可为呢？"), "除了庄可为，还有谁提到了粮权贷？"),
)


@pytest.mark.parametrize(("questions", "understood"), UNDERSTOOD)
def test_the_follow_up_is_completed(questions: tuple[str, ...], understood: str, county: Assistant) -> None:
    assert talk(county, *questions).understood == understood


def test_a_second_correction_is_one_as_well(county: Assistant) -> None:
    asked = ("麦青禾对粮权贷怎么看？", "不是他，是庄可为", "也不是他，我说的是院长")
    assert "康雨石" in talk(county, *asked).understood


def test_a_thing_nobody_spoke_of_is_not_gone_back_to(county: Assistant) -> None:
    assert talk(county, "庄可为对粮权贷怎么看？", "回到赛马场，门票多少钱？").refused


def test_the_other_is_not_who_was_told_of_two() -> None:
    cast = NOBODY.after(focus=["乙", "甲"], named=["甲", "乙"], told=True)
    assert cast.placed("other") == "甲"
    assert NOBODY.after(focus=["乙", "甲"], named=["甲", "乙"]).placed("other") is None
