"""Lists and counts asked in other forms, pages named by who is on them, everyday words of a region, and what follows up on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.understanding.rewording import common

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 松江水市政协大会发言摘登（虚构）
date: 2033-02-16
newspaper: 松江水日报
page: 5
---

# 松江水市政协大会发言摘登（虚构）

## 沈砚农 市政协常委、松江水农业职业技术学院院长

### 让学员把课上到田里

建议开设“稻田夜校”，首批招收八十名学员，请种稻能手当老师。

塔溪县的做法值得看一看，那里把晒场改成了教室。

## 庾春生 市政协委员、江畔粮油有限公司总经理

### 粮食要卖出好价钱

建议在渔梁产业园建一座共享烘干中心，二〇三四年九月启用，配三台烘干塔，每吨收费不超过四十元。

首批放开检测数据，更新周期最长不超过十天。

## 民建松江水市委会

### 关于办好稻米节的建议

推广“稻田夜校”，农闲时在村里放电影。

近三年稻草焚烧引发火灾十二起，应把秸秆收起来造纸。
"""
RECORD = """松江水市政协“冬闲与烘干”专题协商会发言记录

时间：2033年5月8日

甘若愚（塔溪县农业农村局局长）：

我们塔溪县办过三十个晒场课堂。

与一些同志主张的一律补贴不同，我认为烘干费应当先补大户、后补散户。

古丽（渔梁产业园管理办公室主任）：

渔梁产业园愿意出地，烘干中心建成后先试一年。
"""


@pytest.fixture(scope="module")
def papers(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """A page and the record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("papers")
    (folder / "松江水日报.md").write_text(PAPER, encoding="utf-8")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


LISTS = [
    ("哪几家的发言里有“稻田夜校”？请列全。", {"沈砚农", "民建松江水市委会"}),
    ("提“稻田夜校”的有好多个人？", {"沈砚农", "民建松江水市委会"}),
    ("麻烦列一下提到“稻田夜校”的有哪些人或单位。", {"沈砚农", "民建松江水市委会"}),
    ("哪些建议里有稻田夜校？", {"沈砚农", "民建松江水市委会"}),
    ("提及稻田夜校者为谁？", {"沈砚农", "民建松江水市委会"}),
    ("哪几位的建议与稻田夜校有关？", {"沈砚农", "民建松江水市委会"}),
    ("是不是只有沈砚农提到稻田夜校？", {"沈砚农", "民建松江水市委会"}),
    ("谁举过塔溪县的例子？", {"沈砚农", "甘若愚"}),
    ("哪些人拿塔溪县的做法举过例子？", {"沈砚农", "甘若愚"}),
    ("我在写渔梁产业园的稿子，麻烦找出所有提到这个园区的人或单位。", {"庾春生", "古丽"}),
    ("沈砚农登出来的那一版，上面总共有哪些人和单位发了言？", {"沈砚农", "庾春生", "民建松江水市委会"}),
    ("整理名册用：以单位名义而不是个人名义提建议的有哪些？", {"民建松江水市委会"}),
    ("会议记录里的发言者合计多少人？", {"甘若愚", "古丽"}),
    ("有哪几位发言人、提出人来自中职或者高职？", {"沈砚农"}),
    ("职务写明市政协常委的发言人一共几位？", {"沈砚农"}),
]


@pytest.mark.parametrize(("question", "speakers"), LISTS)
def test_everybody_who_is_asked_for_is_listed_and_nobody_else(
    question: str, speakers: set[str], papers: Assistant
) -> None:
    answer = papers.answer(question)
    assert answer.kind in ("list", "count", "who")
    assert {citation.speaker for citation in answer.citations} == speakers, answer.text


@pytest.mark.parametrize(
    ("question", "speaker", "stated"),
    [
        ("渔梁产业园的共享烘干中心什么时候启用，里面配几台烘干塔？", "庾春生", "九月启用"),
        ("庾春生说的检测数据，最慢多久必须更新一回？", "庾春生", "不超过十天"),
        ("近三年稻草一共着过多少次火？", "民建松江水市委会", "十二起"),
        ("谁认为烘干费应当先补大户、后补散户？", "甘若愚", "先补大户"),
        ("沈砚农讲稻田夜校的那篇，你帮我拣要紧的建议说一说。", "沈砚农", "稻田夜校"),
    ],
)
def test_what_is_asked_in_other_words_is_answered(question: str, speaker: str, stated: str, papers: Assistant) -> None:
    answer = papers.answer(question)
    assert answer.reason is None, answer.text
    assert answer.citations[0].speaker == speaker
    assert stated in answer.text


SHOWN = [
    {"role": "user", "content": "谁说要办“稻田夜校”？"},
    {"role": "assistant", "content": "民建松江水市委会在《关于办好稻米节的建议》第1段说：“推广“稻田夜校””[1]"},
]


@pytest.mark.parametrize(
    ("question", "speakers", "reason"),
    [
        ("这个组织总共提出了哪几条建议？", {"民建松江水市委会"}, None),
        ("此外还有谁想办“稻田夜校”？", {"沈砚农"}, None),
        ("那王建北呢？他对稻田夜校怎么说？", set(), "speaker_unknown"),
        ("算了不说这个了，回锅肉咋个炒才香？", set(), "out_of_scope"),
    ],
)
def test_follow_ups_name_whom_they_mean(
    question: str, speakers: set[str], reason: str | None, papers: Assistant
) -> None:
    answer = papers.answer(question, history=SHOWN)
    assert answer.reason == reason, answer.text
    assert {citation.speaker for citation in answer.citations} == speakers


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("哪个说的供应链咋个建？", "谁说的供应链怎么建？"),
        ("有人提过夜校没得？", "有人提过夜校没有？"),
        ("“咋个办”是谁的原话？", "“咋个办”是谁的原话？"),
        ("哪个部门来管？", "哪个部门来管？"),
        ("他们跑了好多单位", "他们跑了好多单位"),
        ("买一台机器补贴好多钱？", "买一台机器补贴多少钱？"),
        ("他谈没谈夜校的事？", "他有没有谈夜校的事？"),
        ("建议夜校办在厂里的是温局长吗？", "夜校办在厂里是温局长建议的吗？"),
        ("学徒每月津贴几何，留下多少人？", "学徒每月津贴多少，留下多少人？"),
    ],
)
def test_everyday_words_of_a_region_are_put_commonly_outside_quotation_marks(question: str, put: str) -> None:
    assert common(question) == put
