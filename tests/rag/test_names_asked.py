"""Names that a question asks for: of one thing, of a body or a place by its kind, of several by their number."""

from __future__ import annotations

import pytest

from rag.understanding.details import holds_detail
from rag.understanding.kinds import details_of

HELD = [
    ("工坊合作的那个饮料品牌叫什么名字？", "工坊与饮料品牌“山泉里”合作。"),
    ("他们学的是哪座城市的经验？", "建议学习合肥的做法,设立基金。"),
    ("他们学的是哪座城市的经验？", "建议学习竹溪市的做法。"),
    ("分院放在哪一所大学？", "在竹溪师范学院设分院。"),
    ("这笔货款是哪个单位欠的？", "货款一直由市城投公司拖着。"),
    ("哪四个站要停？", "停靠甲山、乙水、丙桥和丁湾四个站。"),
    ("那4座水库分别叫什么名字？", "四座水库是青龙、白石、柳湾和大坪。"),
    ("能把这五个语种列全吗？", "学校开设英语、俄语、法语、泰语和缅语。"),
]
"""Folded questions with sentences that tell the name."""
NOT_HELD = [
    ("工坊合作的那个饮料品牌叫什么名字？", "工坊与饮料品牌合作,去年收入六百万元。"),
    ("给他们供货的企业叫什么名字？", "企业供货,学校按月付款。"),
    ("他们学的是哪座城市的经验？", "建议借鉴先进经验,设立基金。"),
    ("仓库选在哪座城市？", "在德国、墨西哥、马来西亚各建一个仓库。"),
    ("分院放在哪一所大学？", "在环大学一带建实验室。"),
    ("这笔货款是哪个单位欠的？", "国有企业欠款占五成。"),
    ("那4座水库分别叫什么名字？", "4座水库缺少管护、巡查人员。"),
    ("能把这五个语种列全吗？", "学校开设五个语种,比别处多。"),
]
"""The same with sentences that only mention the thing."""


@pytest.mark.parametrize(("question", "sentence"), HELD)
def test_a_sentence_with_the_name_answers(question: str, sentence: str) -> None:
    assert _holds(question, sentence)


@pytest.mark.parametrize(("question", "sentence"), NOT_HELD)
def test_a_sentence_that_only_mentions_the_thing_does_not(question: str, sentence: str) -> None:
    assert not _holds(question, sentence)


def test_who_asks_for_a_body_that_speaks_asks_no_name() -> None:
    assert not details_of("哪一所大学的校长提出要办分院？")


def _holds(question: str, sentence: str) -> bool:
    detail, _ = details_of(question)[0]
    return holds_detail(detail, sentence, question=question)
