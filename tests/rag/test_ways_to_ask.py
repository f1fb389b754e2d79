"""Ways to ask that name persons, bodies and terms in everyday words, over an invented meeting; details of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.records import Place, Span
from rag.premises.figures import figure
from rag.understanding.details import holds_detail
from rag.understanding.kinds import details_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

SPAN = Span(Place(0, 0, 1), 0, 10)

MEETING = """---
title: 荻浦市救护与乡路座谈会发言（虚构）
date: 2025-03-06
---

# 荻浦市救护与乡路座谈会发言（虚构）

## 秦望舒 市卫生健康委员会副主任

### 让救护车开得进山

雾天用救护船，晴天用直升机，南屿市去年这样转运病人163人。

建议在五个乡设急救点，每点配两辆车，由市财政出七成。

## 鲍春山 市人大代表、柳溪县石坝村村委会主任

### 路修好了还要有人管

建议每公里村道一年安排养护费三千元，县里出六成，村里出四成。

南屿市的路长办法可以学，让年轻人当巡路员。

## 凌若谷 市政协委员、衡正律师事务所主任

### 山里的官司就近了结

建议在三个乡设巡回法庭，每月开庭四次。

## 桂明远 荻浦律师协会会长

### 先调解，再上庭

如今各乡人手都紧，再设巡回法庭只会摊薄力量，与其设庭，倒不如四家轮流坐班。

## 荻浦市工商业联合会

### 让企业出题，让学校答题

建议由企业出题、学校答题、财政出钱办攻关项目，每年二十个。

推广月湖科创园的做法，先用后付。
"""


@pytest.fixture(scope="module")
def meeting(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over one meeting: an official, a village head, two lawyers, a body."""
    folder: Path = tmp_path_factory.mktemp("rescue")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("卫健委怎么看直升机？", "秦望舒"),
        ("柳溪那个村主任主张养护费安排多少？", "鲍春山"),
        ("柳溪那位村主任主张养护费安排多少？", "鲍春山"),
        ("按律师协会会长的意见，该不该再设巡回法庭？", "桂明远"),
    ],
)
def test_somebody_is_meant_by_his_body_or_office(meeting: Assistant, question: str, speaker: str) -> None:
    plan = meeting.answer(question).plan
    assert (list(plan.speakers), list(plan.unknown)) == ([speaker], [])


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("发言人当中有哪些是律师界的？", {"凌若谷", "桂明远"}),
        ("都有谁引用过南屿的例子？请列全。", {"秦望舒", "鲍春山"}),
        ("哪些单位或个人提到了“巡回法庭”？", {"凌若谷", "桂明远"}),
        ("由企业来出题、学校来答题，这种思路有谁提？", {"荻浦市工商业联合会"}),
        ("拿南屿做例子或参考的有哪几位？", {"秦望舒", "鲍春山"}),
        ("建议里点到南屿的有哪些人", {"秦望舒", "鲍春山"}),
        ("哪几份建议是以单位名义提出的？", {"荻浦市工商业联合会"}),
        ("这几份材料里，哪些建议是由单位而不是个人提出的？", {"荻浦市工商业联合会"}),
        ("每公里村道安排养护费的建议出自何人？", {"鲍春山"}),
    ],
)
def test_a_list_is_asked_for(meeting: Assistant, question: str, speakers: set[str]) -> None:
    assert {citation.speaker for citation in meeting.answer(question).citations} == speakers


@pytest.mark.parametrize(
    "question",
    [
        "给卫健口写参阅件，麻烦综述秦望舒的全部建议。",
        "秦望舒整篇文章的建议归纳起来是哪几条？",
        "秦望舒在两个版面上各提了些什么建议，请一并归纳。",
    ],
)
def test_a_summary_is_of_nothing_that_only_frames_it(meeting: Assistant, question: str) -> None:
    answer = meeting.answer(question)
    assert answer.kind == "summary" and not answer.plan.terms
    assert ("秦望舒", 2) in {(one.speaker, one.paragraph) for one in answer.citations}


def test_a_park_is_told_by_a_name_that_ends_in_its_kind(meeting: Assistant) -> None:
    answer = meeting.answer("市工商联主张推广哪个园区的做法？")
    assert [citation.paragraph for citation in answer.citations] == [2]


def asked_after(meeting: Assistant, first: str, then: str) -> str:
    shown = meeting.answer(first)
    turns = [{"role": "user", "content": first}, {"role": "assistant", "content": shown.text}]
    answer = meeting.answer(then, history=turns)
    return (
        answer.understood
        if answer.kind == "compare"
        else "、".join(dict.fromkeys(one.speaker for one in answer.citations))
    )


def test_he_is_the_last_speaker_where_another_is_named_to_compare_with(meeting: Assistant) -> None:
    understood = asked_after(meeting, "凌若谷对巡回法庭有什么建议？", "和桂明远相比，他在设庭上的讲法有什么不同？")
    assert "凌若谷和桂明远" in understood and "相比" not in understood


def test_who_surely_says_otherwise_is_against_it(meeting: Assistant) -> None:
    assert asked_after(meeting, "谁建议设巡回法庭？", "哪一位不同意这样设庭？") == "桂明远"


@pytest.mark.parametrize(
    "question",
    ["请摘录邹晓梅关于急救点的发言。", "邹晓梅谈急救点说了什么？"],
)
def test_a_person_who_does_not_speak_is_unknown_however_his_words_are_asked_for(
    meeting: Assistant, question: str
) -> None:
    assert meeting.answer(question).reason == "speaker_unknown"


def test_a_stranger_behind_a_speaker_is_not_that_speaker(meeting: Assistant) -> None:
    first = "秦望舒怎么看急救点？"
    turns = [{"role": "user", "content": first}, {"role": "assistant", "content": meeting.answer(first).text}]
    assert meeting.answer("邹晓梅怎么看急救点？", history=turns).reason == "speaker_unknown"


def test_a_figure_whose_thing_stands_before_it_contradicts_another(meeting: Assistant) -> None:
    answer = meeting.answer("桂明远为什么说急救点要设八个？")
    assert answer.refused
    told = figure("为什么要建200处起降点?", ["全市统一规划起降点,三年内控制在80处左右。"], [SPAN])
    assert told is not None and (told.said, told.source) == ("200处", "80处")
    assert figure("为什么要建200处起降点?", ["全市统一规划起降点,每座渡口设80处灯杆。"], [SPAN]) is None


def test_whom_a_body_wants_for_a_task_is_no_list_of_who_speaks(meeting: Assistant) -> None:
    answer = meeting.answer("鲍春山希望让哪些人当巡路员？")
    assert answer.kind == "fact"
    assert {citation.speaker for citation in answer.citations} == {"鲍春山"}


def test_a_question_before_that_for_proposals_is_answered(meeting: Assistant) -> None:
    answer = meeting.answer("五个乡的急救点能不能多配几辆车？有什么建议？")
    assert {citation.speaker for citation in answer.citations} == {"秦望舒"}


def test_by_which_bodies_it_is_paid_asks_for_payers(meeting: Assistant) -> None:
    answer = meeting.answer("巡回法庭由哪几家单位出资？")
    assert answer.reason == "detail_absent", answer.text


def test_when_a_thing_was_built_is_not_when_something_is_done_to_it() -> None:
    detail, _ = details_of("三百栋住宅哪一年改造完？")[0]
    assert not holds_detail(detail, "对2005年以前建成的三百栋住宅做改造。", question="三百栋住宅哪一年改造完？")
    assert holds_detail(detail, "三百栋住宅2031年以前改造完。", question="三百栋住宅哪一年改造完？")


def test_a_detail_of_something_else_is_no_answer(meeting: Assistant) -> None:
    answer = meeting.answer("直升机一架要多少钱？")
    assert answer.reason == "detail_absent"
