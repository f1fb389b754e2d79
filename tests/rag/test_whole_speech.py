"""All that somebody says is asked of whom the question tells by what he is: he answers, or nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

PAPER = """---
title: 榆湾晚报第6版（虚构）
date: 2036-05-11
newspaper: 榆湾晚报
page: 6
---

# 榆湾晚报第6版（虚构）

## 乔问渠 榆湾皮影剧团团长

### 幕布后面要有人

我带徒弟挨家收了三百张旧影人，仓库漏雨，去年烂掉了四十张。

建议县里拨十二万元修仓库，今年汛期前完工。

## 多吉才让 榆湾文化馆馆长

### 场地夜里也开门

建议文化馆每晚开到九点，聘两名夜班管理员，鼓也借给大家用。

## 乔望岳 榆湾工业大学教授

### 皮影进课堂

建议每学期开八节皮影课，由剧团派人来教。
"""

MEETING = """---
title: 榆湾县文化工作座谈会发言记录（虚构）
date: 2036-06-02
---

# 榆湾县文化工作座谈会发言记录（虚构）

## 乔问渠 榆湾皮影剧团团长

建议把送戏下乡的补贴提到每场两千元，戏台和灯箱由乡里管。

## 宁知微 榆湾县文旅局副局长

### 补贴要看场次

建议按实际演出场次发补贴，摩卓影业的演出另算，年底公开。

## 舒河 榆湾图书馆馆长

### 流动书车

我们的难处是司机不够，三辆书车停了两辆。

建议把书车排进公交时刻表，每周两趟。
"""


@pytest.fixture(scope="module")
def assistant(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("whole_speech")
    (folder / "paper.md").write_text(PAPER, encoding="utf-8")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("姓舒的馆长提了什么建议？", {"舒河"}),
        ("挨家收旧影人的那位讲了什么？", {"乔问渠"}),
        ("多吉馆长的建议有哪些？", {"多吉才让"}),
        ("图书馆有什么诉求？", {"舒河"}),
        ("馆长们都提了什么建议？", {"多吉才让", "舒河"}),
        ("姓乔的几位都讲了什么？", {"乔问渠", "乔望岳"}),
        ("团长是谁？他提了几条建议？", {"乔问渠"}),
        ("皮影剧团团长有哪些主张？", {"乔问渠"}),
    ],
)
def test_whoever_is_told_by_what_he_is_answers_with_all_that_he_says(
    assistant: Assistant, question: str, speakers: set[str]
) -> None:
    answer = assistant.answer(question)
    assert not answer.refused
    assert {one.speaker for one in answer.citations} == speakers
    assert any(one.paragraph for one in answer.citations)  # not by his speaker line alone


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("书车那篇都提了哪些办法？大概说说", "舒河"),
        ("讲场地的那篇主要内容是什么？", "多吉才让"),
        ("《补贴要看场次》讲了什么？", "宁知微"),
    ],
)
def test_a_speech_told_by_what_it_is_about_or_by_its_title_is_told_as_a_whole(
    assistant: Assistant, question: str, speaker: str
) -> None:
    answer = assistant.answer(question)
    assert answer.kind == "summary" and {one.speaker for one in answer.citations} == {speaker}


@pytest.mark.parametrize("question", ["皮影那篇提了哪些建议？", "最后那篇讲了什么？", "《流动书》讲了什么？"])
def test_no_speech_is_meant_where_several_or_none_can_be(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert "里提了哪些建议" not in (answer.understood or "")


@pytest.mark.parametrize(
    "question",
    [
        "文旅局局长谈了什么？",
        "榆湾县文旅局的局长讲了些什么？",
        "管理组组长谈了什么？",
        "摩卓影业提了什么建议？",
    ],
)
def test_nobody_else_answers_for_who_does_not_speak(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused
    assert answer.reason == "speaker_unknown"


@pytest.mark.parametrize("question", ["舒河反映了哪些困难？", "舒河一共反映了几个问题？", "舒河碰到什么难处？"])
def test_the_troubles_are_asked_for_and_are_no_topic(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert ("舒河", 1) in {(one.speaker, one.paragraph) for one in answer.citations}


@pytest.mark.parametrize(
    ("first", "then", "speakers"),
    [
        ("哪几位是馆长？", "分别提了什么？", {"多吉才让", "舒河"}),
        ("哪些人提到补贴？", "他们分别说了什么？", {"乔问渠", "宁知微"}),
    ],
)
def test_each_of_those_listed_is_asked(assistant: Assistant, first: str, then: str, speakers: set[str]) -> None:
    history = [{"role": "user", "content": first}, {"role": "assistant", "content": assistant.answer(first).text}]
    answer = assistant.answer(then, history=history)
    assert speakers == {one.speaker for one in answer.citations}


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("有个管书车的馆长提了公交的事你找找", "舒河"),
        ("六月二日会上图书馆馆长表了什么态？", "舒河"),
    ],
)
def test_whoever_is_told_in_passing_is_asked(assistant: Assistant, question: str, speaker: str) -> None:
    answer = assistant.answer(question)
    assert {one.speaker for one in answer.citations} == {speaker}


def test_a_day_in_chinese_numerals_tells_a_document(assistant: Assistant) -> None:
    assert assistant.answer("五月十一号的报纸上谈到仓库的有谁？").plan.documents == ("paper.md",)


def test_all_that_everybody_proposes_there_is_summed_up(assistant: Assistant) -> None:
    found = {one.speaker for one in assistant.answer("列出座谈会上所有人的建议").citations}
    assert found == {"乔问渠", "宁知微", "舒河"}


def test_a_row_of_things_asks_for_whoever_speaks_of_one(assistant: Assistant) -> None:
    found = {one.speaker for one in assistant.answer("哪些人提到仓库、书车？").citations}
    assert found == {"乔问渠", "舒河"}


def test_a_thing_of_one_character_is_listed_as_it_stands(assistant: Assistant) -> None:
    assert {one.speaker for one in assistant.answer("哪些人说到灯？").citations} == {"乔问渠"}


def test_who_speaks_on_a_page_and_in_both_documents_is_told_by_the_record(assistant: Assistant) -> None:
    assert assistant.answer("第6版都有谁？").plan.documents == ("paper.md",)
    assert {one.speaker for one in assistant.answer("报上和会上都发过言的是谁？").citations} == {"乔问渠"}


def test_who_did_not_speak_there_is_silent_there(assistant: Assistant) -> None:
    assert assistant.answer("报纸上舒河怎么说？").refused
