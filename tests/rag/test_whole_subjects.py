"""Over invented speeches: a topic that is that of a whole speech, who proposes the same, who speaks, what was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.extractive.subject import Likeness, heading_of, probability
from rag.speeches import points_of

if TYPE_CHECKING:
    from rag import Assistant

SPEECHES = """---
title: 苇塘市政协全会发言（虚构）
date: 2025-02-18
---

# 苇塘市政协全会发言（虚构）

## 项青禾 市政协委员、苇塘市第二小学校长

### 让孩子在校吃上热乎的午饭

全市42所小学里，只有9所有自己的厨房，其余靠配送，饭菜送到时常常凉了。

为此，建议：

一是三年内新建20个学校厨房，每个补助60万元，由市财政承担。

二是家长轮流陪餐，每周不少于两次，意见当天公布。

三是食材统一招标，供货商名单上墙，不合格的两年内不得再投标。

四是给困难家庭的学生免餐费，每人每天9元。

## 晏若谷 市政协常委、苇塘港务公司总经理

### 让苇塘港活起来

港口去年吞吐量下降一成，岸线空着，码头工人走了三百多。

为此，建议：

一是疏浚进港航道，水深由6米挖到9米，投资3.2亿元。

二是开通到南岸市的集装箱班轮，每周两班，头两年每班补助8万元。

三是把闲置的三号仓库改成冷库，容量1.5万吨，租给水产商户。

四是招收本地青年当学徒，每年80人，包住宿。

## 鲍春晓 市政协委员、苇塘水产合作社理事长

### 鱼出塘以后怎么办

合作社一年出鱼4000吨，夏天有一成烂在路上。

为此，建议：

一是在镇上建一座能冻鲜鱼的保鲜库，容量2000吨，社员按天付租。

二是给冷藏车发夜间通行证，进城不限行。
"""

SEMINAR = """---
title: “河湖共治”研讨会综述（虚构）
date: 2025-06-20
---

# “河湖共治”研讨会综述（虚构）

由苇塘发展研究院主办。

## 卫知秋 苇塘大学水利系教授

河道要分段认领，每段立牌公示，由沿岸单位轮流巡查，每月不少于四次。

建议退出沿湖800亩鱼塘，改成湿地，三年内完成。

## 骆闻笛 市湿地保护协会会长

候鸟一年比一年少，湖滩上的芦苇不能再割了。

建议冬天停止捕捞，渔民每户补偿3600元，由市财政列支。
"""


@pytest.fixture(scope="module")
def port(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("port")
    (folder / "council.md").write_text(SPEECHES, encoding="utf-8")
    (folder / "seminar.md").write_text(SEMINAR, encoding="utf-8")
    return assistant_over([folder])


def cited(assistant: Assistant, question: str, *turns: str) -> set[tuple[str | None, int]]:
    roles = ("user", "assistant")
    history = [{"role": roles[number % 2], "content": text} for number, text in enumerate(turns)]
    return {(one.speaker, one.paragraph) for one in assistant.answer(question, history=history).citations}


@pytest.mark.parametrize(
    "question",
    (
        "请归纳项青禾委员在校园伙食方面的全部建议",
        "项校长关于学生中午吃饭都提了哪些建议？",
        "总结一下项青禾关于学校食堂的建议",
    ),
)
def test_a_topic_that_is_the_whole_speech_leaves_nothing_out(port: Assistant, question: str) -> None:
    assert {("项青禾", number) for number in (3, 4, 5, 6)} <= cited(port, question)


@pytest.mark.parametrize(
    ("question", "paragraph"), (("晏若谷关于航道疏浚提了哪些建议？", 3), ("晏总对冷库有什么建议？", 5))
)
def test_a_topic_of_one_recommendation_stays_limited(port: Assistant, question: str, paragraph: int) -> None:
    answer = port.answer(question)
    first = answer.text.split("同一发言还有")[0]
    assert f"第 {paragraph} 段" in first and first.count("段") == 1, answer.text


def test_a_topic_of_nobody_s_speech_is_refused(port: Assistant) -> None:
    assert port.answer("项青禾对养老金有什么建议？").refused


def test_the_logistic_regression_weighs_heading_against_recommendations() -> None:
    under_the_title = Likeness(shared=1.0, nearer=2.0, spread=0.5, opening=2.0, best=2.0, second=1.5)
    of_one_point = Likeness(shared=0.0, nearer=-4.0, spread=3.0, opening=-3.0, best=2.4, second=-3.0)
    assert probability(under_the_title) > 0.9
    assert probability(of_one_point) < 0.05


def test_a_speech_without_a_title_is_headed_by_what_opens_it(port: Assistant) -> None:
    corpus = port.index.corpus
    by_name = {corpus.speech(place).speaker: corpus.speech(place) for place, _ in corpus.speeches()}
    assert heading_of(by_name["晏若谷"], points_of(by_name["晏若谷"])) == "让苇塘港活起来"


def test_beside_one_thing_the_rest_is_shown(port: Assistant) -> None:
    shown = cited(
        port,
        "除了家长陪餐这一条，她还提了哪些建议？",
        "项青禾对陪餐有什么建议？",
        "家长轮流陪餐，每周不少于两次，意见当天公布。[1]",
    )
    assert {("项青禾", 3), ("项青禾", 5), ("项青禾", 6)} <= shown and ("项青禾", 4) not in shown


def test_who_else_proposes_the_same_in_other_words(port: Assistant) -> None:
    assert ("鲍春晓", 3) in cited(port, "除了晏若谷，还有谁也主张盖冷库存鱼？")


@pytest.mark.parametrize("question", ("除了晏若谷，还有谁主张取消高考？", "还有谁跟项青禾一样，主张禁止燃放烟花？"))
def test_nobody_else_is_named_for_what_nobody_proposes(port: Assistant, question: str) -> None:
    assert port.answer(question).refused


@pytest.mark.parametrize(
    "question",
    (
        "苇塘发展研究院办的那场研讨会，综述里收了几位专家的观点？",
        "研讨会综述一共收录了几位学者的看法？",
        "苇塘发展研究院的研讨会上有几位专家发言？",
    ),
)
def test_the_experts_of_a_document_are_its_speakers(port: Assistant, question: str) -> None:
    answer = port.answer(question)
    assert {one.speaker for one in answer.citations} == {"卫知秋", "骆闻笛"}, answer.text
    assert "共 2 位" in answer.text


def test_experts_are_no_part_of_what_they_speak_of(port: Assistant) -> None:
    assert {one.speaker for one in port.answer("哪几位专家谈到了候鸟？").citations} == {"骆闻笛"}


LINER = ("晏若谷对集装箱班轮有什么建议？", "开通到南岸市的集装箱班轮，每周两班。[1]")


def test_one_more_figure_of_what_was_shown(port: Assistant) -> None:
    assert cited(port, "那要补多少钱？", *LINER) == {("晏若谷", 4)}


def test_what_was_shown_does_not_tell_is_not_taken_from_others(port: Assistant) -> None:
    assert {speaker for speaker, _ in cited(port, "那票价定的是多少？", *LINER)} <= {"晏若谷"}


def test_another_thing_is_asked_of_all(port: Assistant) -> None:
    assert {speaker for speaker, _ in cited(port, "免餐费每天多少钱？", *LINER)} == {"项青禾"}
