"""Whose words are meant: nobody is named where two speakers' words answer alike; who mentions a term is who has it as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """---
title: 湖畔新集（虚构）
date: 2036-03-08
newspaper: 莲汀日报
page: 3
---

# 湖畔新集（虚构）

## 厉霜华 莲汀市旅游协会会长

### 给湖边减负

建议进湖区的游客提前三天在网上预约，没有约的不放行。

湖边民宿的用地先租后让，满五年验收合格的再办手续。

## 晏北川 莲汀市公园管理处主任

### 让湖清静些

建议来湖区游玩的人提前五天网上预约，未预约的不得入内。

让社会资本进来，引进T基金管码头，另立一个基金管清淤。

## 苗云舒 莲汀大学教授

### 产业要成链

莲汀的莲子产业体系还没有成形，产业链条太短。

## 庄默 莲汀市商会

### 做强产业

建议莲子产业每年办一次展销，产业工人优先落户。

## 殷小满 莲汀大堤护堤人

### 大堤要有人看

大堤上的树每年补种一百棵，工具房要修。

## 井望舒 莲汀市林业和草原局局长

### 护林先分级

护林员按年限分三级考：见习护林员、正式护林员、首席护林员，各级补助不同。
"""


@pytest.fixture(scope="module")
def lake(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("lake")
    (folder / "paper.md").write_text(PAPER, "utf-8")
    return assistant_over([folder])


def test_neither_of_two_who_say_it_alike_is_named(lake: Assistant) -> None:
    answer = lake.answer("有人说去湖区要先在网上约，得提前几天约？")
    assert answer.reason == "detail_absent", answer.text
    assert not answer.citations
    assert {one.citation.speaker for one in answer.suggestions} == {"厉霜华", "晏北川"}


def test_whoever_is_named_is_answered(lake: Assistant) -> None:
    answer = lake.answer("晏北川说去湖区要先在网上约，得提前几天约？")
    assert [one.speaker for one in answer.citations] == ["晏北川"], answer.text
    assert "五天" in answer.text


@pytest.mark.parametrize(
    ("question", "speaker", "term"),
    (
        ("谁提到先租后让？", "厉霜华", "先租后让"),
        ("谁提到T基金？", "晏北川", "T基金"),
        ("谁提到“T基金”？", "晏北川", "T基金"),
        ("谁谈到莲子产业体系？", "苗云舒", "莲子产业体系"),
    ),
)
def test_who_mentions_a_term_is_who_has_it_as_it_is(lake: Assistant, question: str, speaker: str, term: str) -> None:
    answer = lake.answer(question)
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text
    assert all(term in one.quote for one in answer.citations)


def test_a_system_of_a_thing_is_no_mention_of_the_thing(lake: Assistant) -> None:
    assert [one.speaker for one in lake.answer("哪些人提到产业体系？").citations] == ["苗云舒"]
    assert len(lake.answer("哪些人提到产业？").citations) == 2


def test_a_term_that_nobody_has_is_named_whole(lake: Assistant) -> None:
    answer = lake.answer("谁提到“租让结合”？")
    assert answer.reason == "topic_absent"
    assert "租让结合" in answer.text


def test_the_questions_own_words_tell_whose_they_are(lake: Assistant) -> None:
    answer = lake.answer("我想问一下，来湖区游玩的人提前五天网上预约，这话谁讲的？")
    assert {one.speaker for one in answer.citations} == {"晏北川"}, answer.text


def test_an_office_that_no_title_ends_is_known_by_its_wording(lake: Assistant) -> None:
    answer = lake.answer("莲汀大堤护堤人是谁？")
    assert [(one.speaker, one.paragraph) for one in answer.citations] == [("殷小满", 0)], answer.text


def test_a_bureau_named_in_short_is_known_by_its_head(lake: Assistant) -> None:
    answer = lake.answer("林草局长要把护林员分成哪几级来考？")
    assert {one.speaker for one in answer.citations} == {"井望舒"}, answer.text


def test_what_is_counted_may_be_told_by_name(lake: Assistant) -> None:
    answer = lake.answer("护林员按年限考的那几级叫什么，一共分几级？")
    assert "见习护林员" in answer.text


def test_of_somebody_or_of_another_is_asked_of_everybody(lake: Assistant) -> None:
    history = [
        {"role": "user", "content": "谁主张民宿的用地先租后让？"},
        {
            "role": "assistant",
            "content": "厉霜华（莲汀市旅游协会会长）在《给湖边减负》第2段提出：“湖边民宿的用地先租后让”[1]",
        },
    ]
    answer = lake.answer("那让社会资本进来管码头呢？也是这位提的，还是别人？", history=history)
    assert {one.speaker for one in answer.citations} == {"晏北川"}, answer.text


TALK = [
    {"role": "user", "content": "谁提到先租后让？"},
    {
        "role": "assistant",
        "content": "厉霜华（莲汀市旅游协会会长）在《给湖边减负》第2段提出：“湖边民宿的用地先租后让”[1]",
    },
]


@pytest.mark.parametrize(
    ("question", "reason"),
    (
        ("关于中小学食堂的卫生监管，大家有什么建议？", "topic_absent"),
        ("有人说去湖区要先在网上约，得提前几天约？", "detail_absent"),
        ("3月8日那版上的院士有哪几位？", "topic_absent"),
        ("请问霍启明委员关于湿地是怎么讲的？我印象里有他。", "speaker_unknown"),
    ),
)
def test_what_stands_by_itself_is_refused_in_a_talk_as_it_is_alone(lake: Assistant, question: str, reason: str) -> None:
    for history in ([], TALK):
        answer = lake.answer(question, history=history)
        assert answer.reason == reason, answer.text
        assert answer.understood == question


def test_what_goes_on_is_still_asked_of_the_talk(lake: Assistant) -> None:
    answer = lake.answer("那要满几年再办手续？", history=TALK)
    assert "满五年" in answer.text, answer.text
