"""What needs a mark, what is a quotation: a table of shapes that answers come in."""

from __future__ import annotations

import pytest

from eval.statements import marks, plain, quotations, sentences_of


def unmarked(text):
    return [sentence.text for sentence in sentences_of(text) if sentence.needs_mark and not sentence.marks]


@pytest.mark.parametrize(
    "text",
    [
        "林晓建议延长开放[1]。",
        "林晓建议延长开放。[1]",
        "林晓说：“先做甲。再做乙。”[1]。",
        "林晓说：“先做“甲”。再做乙。”[1]",
        "### 林晓的建议\n共 2 条：\n- “甲。”[1]\n- “乙。”[2]",
        "1. “甲；乙。”[1]\n2. 乙[2][3]；丙[4]。",
        "| 方面 | 林晓 | 河务站 |\n| --- | :-: | --- |\n| 时间 | “甲。”[1] | 未谈及 |\n| 钱 | — | 乙[2] |",
        "> 问题理解为：林晓怎么说。\n\n林晓建议甲[1]。",
        "语料中没有提到“航天”。",
        "按“公交”一词及其写法统计。",
        "---",
        "",
        "**林晓**（图书馆馆长）在第 1 段建议：",
    ],
)
def test_these_need_no_further_mark(text):
    assert unmarked(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("林晓建议延长开放。", ["林晓建议延长开放。"]),
        ("甲[1]。乙。", ["乙。"]),
        ("甲。乙。[1]", ["甲。"]),
        ("甲！[1]乙？丙", ["乙？", "丙"]),
        ("- 甲[1]\n- 乙", ["乙"]),
        ("甲；乙。丙；丁[1]。", ["甲；乙。"]),
        ("| 方面 | 林晓 |\n|---|---|\n| 时间 | 晚上十点 |", ["晚上十点"]),
        (
            "林晓说：“没有人提到过发言。”",
            ["林晓说：“没有人提到过发言。”"],
        ),  # quoted: excuses nothing
        ("看这里[1](x)。", ["看这里[1](x)。"]),  # a link, not a mark
        ("原文写着\\[1\\]。", ["原文写着[1]。"]),
        (
            "林晓说：“先做甲。再做乙。",
            ["林晓说：“先做甲。", "再做乙。"],
        ),  # unpaired: no quotation
    ],
)
def test_these_do(text, expected):
    assert unmarked(text) == expected


def test_marks_in_order():
    assert marks("甲[2]乙[1][2]。[10]") == (2, 1, 2, 10)
    assert marks("甲【1】[一]（1）[ 1 ]") == ()


def test_plain():
    assert plain("**甲**乙[1]\\|丙\\[2\\]") == "甲乙|丙[2]"


def test_quotations():
    assert quotations("他说：“甲“乙”丙”[1]，“丁[2]戊”。\n「己」") == ["甲“乙”丙", "丁戊", "己"]
    assert quotations("他说：“甲”，“乙") == ["甲"]
    assert quotations("他说：“甲“乙”，丙") == ["甲“乙"]
    assert quotations("没有引号，只有“……”") == []
