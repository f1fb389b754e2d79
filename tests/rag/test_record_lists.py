"""Lists by the record: who stands in two documents, whose title holds a word, a page told by its subject; nobody listed for a
condition that is not read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 把茶山变成聚宝盆（虚构）
date: 2034-04-09
newspaper: 柏溪日报
page: 4
---

# 把茶山变成聚宝盆（虚构）

## 闻一舟 市政协委员、柏溪学院副院长

### 办好茶叶课堂

建议每个茶村开一间课堂，由学院派老师轮流上课。

## 柏溪市茶业协会

### 统一茶叶等级

建议全市统一茶叶等级，一村一码，由协会每季度抽检。

## 祝怀瑾 柏溪农商银行行长

### 让贷款跟上采茶季

建议在清明之前放款，贷款期限与采茶季一致。
"""
MEETING = """柏溪市政协“老城停车”座谈会发言记录

闻一舟（市政协委员、柏溪学院副院长）：

老城停车难，建议错时开放机关车位。

盛可园（柏溪租赁公司总经理）：

2033年机关车位和小区车位的周转率分别为九成和六成，共享车位应当向夜班工人开放。

试了两年错时停车，没有发生一起纠纷。
"""
LISTED = (
    ("先后两期都发了言的有哪些人？", ["闻一舟"]),
    ("同时出现在两份材料里的发言人名单", ["闻一舟"]),
    ("题目里有“茶叶”两个字的都是谁的发言？", ["闻一舟", "柏溪市茶业协会"]),
    ("标题带采茶季的是哪几位？", ["祝怀瑾"]),
    ("没有日期的那份材料里，都有哪些人发言？", ["闻一舟", "盛可园"]),
    ("讲茶山变成聚宝盆的那一版上有几个人发言？", ["闻一舟", "柏溪市茶业协会", "祝怀瑾"]),
    ("银行和租赁公司的老总有哪几位？", ["祝怀瑾", "盛可园"]),
    ("从事金融工作的有谁？", ["祝怀瑾"]),
    ("这两份材料里都有哪些发言人？", ["闻一舟", "柏溪市茶业协会", "祝怀瑾", "盛可园"]),
    ("稿子里出现轮流这两个字的有谁？", ["闻一舟"]),
    ("谁没有提到“茶”？", ["盛可园"]),
    ("标题以“让”开头的有哪几篇？", ["祝怀瑾"]),
    ("题目以“等级”结尾的是哪一篇，谁的？", ["柏溪市茶业协会"]),
    ("姓祝的发言人有几位？", ["祝怀瑾"]),
    ("哪些发言人没有写职务？", ["柏溪市茶业协会"]),
    ("报纸上发言的单位有哪些？", ["柏溪市茶业协会"]),
    ("报纸上有几位发言？", ["闻一舟", "柏溪市茶业协会", "祝怀瑾"]),
    ("会上一共有几个人发言？", ["闻一舟", "盛可园"]),
    ("会上最后一个发言的是哪位？", ["盛可园"]),
    ("只在会上发言、没上过报纸的有谁？", ["盛可园"]),
    ("座谈会的发言人里，市政协委员有几位？", ["闻一舟"]),
    ("谁以市政协委员身份在座谈会上发言？", ["闻一舟"]),
    ("4月9日那版上，署名市政协委员的都有谁？", ["闻一舟"]),
    ("《柏溪市政协“老城停车”座谈会》上的发言人名单", ["闻一舟", "盛可园"]),
    ("列出座谈会上的全部发言者", ["闻一舟", "盛可园"]),
    ("柏溪学院副院长——总经理除外——有几位？", ["闻一舟"]),
    ("行长有几位？市政协委员不算", ["祝怀瑾"]),
    ("除去行长，总经理还有几位？", ["盛可园"]),
    ("发言人里当院长的有哪些？副院长也算上", ["闻一舟"]),
    ("“建议”这个词，报纸上有几位用了？", ["闻一舟", "柏溪市茶业协会", "祝怀瑾"]),
    ("哪些人同时谈到“贷款”和“茶”？", ["祝怀瑾"]),
    ("闻一舟之外，谁还提到“建议”？", ["柏溪市茶业协会", "祝怀瑾"]),
    ("2034-04-09那版一共登了几篇？", ["闻一舟", "柏溪市茶业协会", "祝怀瑾"]),
)
OF_ONE = (
    "题目以“等级”结尾的是哪一篇，谁的？",
    "会上最后一个发言的是哪位？",
    "闻一舟之外，谁还提到“建议”？",
)
REFUSED = (
    "题目里有“高铁”的发言是谁的？",
    "哪些稿子是半夜交来的？",
    "会上第五个发言的是谁？",
    "姓欧阳的发言人有谁？",
    "闻一舟之外，还有谁在两份材料里都发过言？",
)


@pytest.fixture(scope="module")
def records(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("records")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    (folder / "meeting.txt").write_text(MEETING, "utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(("question", "names"), LISTED)
def test_they_are_listed_and_nobody_else(records: Assistant, question: str, names: list[str]) -> None:
    answer = records.answer(question)
    assert answer.kind in (("list", "count", "who") if question in OF_ONE else ("list", "count"))
    assert sorted({one.speaker or "" for one in answer.citations}) == sorted(names)


@pytest.mark.parametrize("question", REFUSED)
def test_a_condition_that_nobody_is_read_to_fulfil_lists_nobody(records: Assistant, question: str) -> None:
    assert records.answer(question).refused


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("盛可园说小区车位的周转率是九成，原因是什么？", "六成"),
        ("盛可园说机关车位周转率只有六成，为什么？", "九成"),
    ],
)
def test_figures_side_by_side_are_each_of_their_own_thing(records: Assistant, question: str, right: str) -> None:
    answer = records.answer(question)
    assert (answer.reason, right in answer.text) == ("false_premise", True)


def test_the_figures_in_their_order_contradict_nothing(records: Assistant) -> None:
    answer = records.answer("盛可园说机关车位周转率九成，小区车位周转率六成，是哪一年的数？")
    assert answer.reason != "false_premise"


def test_what_the_source_says_never_happened_is_not_taken_for_granted(records: Assistant) -> None:
    answer = records.answer("盛可园说错时停车出现了三起纠纷，最后怎么处理的？")
    assert answer.reason == "false_premise"


def test_which_speech_has_such_a_title_is_answered_by_its_speaker_line(records: Assistant) -> None:
    answer = records.answer("题目以“让”开头的是哪一篇？")
    assert [(one.speaker, one.paragraph) for one in answer.citations] == [("祝怀瑾", 0)]


@pytest.mark.parametrize(
    "question", ("座谈会上，署名行长的都有谁？", "座谈会里以单位名义发言的有哪些？", "4月9日那版上的总经理有哪几位？")
)
def test_whoever_fits_only_elsewhere_is_not_listed(records: Assistant, question: str) -> None:
    answer = records.answer(question)
    assert answer.refused, answer.text
    assert not answer.citations
