"""Whom a question means by a department's field, a name that is not the office's, a doing before a comma; what it leaves aside; and the
words that say how it is to be counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """# 秋浦县乡村发展座谈会发言记录（虚构）

时间：2027年3月8日

地点：县会议中心

县教育局：我们主张六个村小留四个，并掉的两个改成老年食堂，校车每天接送。

晏清河（柳坝小学校长）：并校以后有孩子一天要走十四里，我不赞成并掉柳坝村小。建议先修路，后并校。

栾小苗（望溪客栈店主）：河边的夜市九点就收，客人只好回屋看电视。建议夜市延到十一点，装十二盏路灯。

单守义（县水利局局长）：闸门用了三十年，去年漏水两回。建议今年冬天换掉三扇闸门，预算九十万元。
"""


@pytest.fixture(scope="module")
def paper(assistant_of: Callable[[str], Assistant]) -> Assistant:
    return assistant_of(PAPER)


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("教育部门打算让几个村小留下来？", "县教育局"),
        ("教育部门说并掉的村小改成什么？", "县教育局"),
        ("水利部门想换掉几扇闸门？", "单守义"),
    ],
)
def test_a_department_is_told_by_its_field(paper: Assistant, question: str, speaker: str) -> None:
    answer = paper.answer(question)
    assert not answer.refused and answer.citations[0].speaker == speaker


def test_a_name_that_is_not_the_one_of_who_holds_the_office_is_nobody_here(paper: Assistant) -> None:
    answer = paper.answer("柳坝小学校长赵启明怎么看并校？")
    assert answer.refused and answer.reason == "speaker_unknown" and "赵启明" in answer.text
    assert paper.answer("柳坝小学校长晏清河怎么看并校？").citations[0].speaker == "晏清河"


@pytest.mark.parametrize("question", ["那位开客栈的，对并校是怎么说的？", "那位开客栈的对并校怎么看？"])
def test_nobody_else_answers_for_whoever_is_told_by_what_he_does(paper: Assistant, question: str) -> None:
    answer = paper.answer(question)
    assert answer.refused and answer.reason == "speaker_silent" and "栾小苗" in answer.text


def test_whether_somebody_of_an_office_is_for_it_is_asked_of_him(paper: Assistant) -> None:
    answer = paper.answer("柳坝小学那位校长赞不赞成夜市延时？")
    assert answer.refused and answer.reason == "speaker_silent"


def test_what_is_left_aside_is_not_compared(paper: Assistant) -> None:
    history = [
        {"role": "user", "content": "晏清河怎么看并校？"},
        {"role": "assistant", "content": paper.answer("晏清河怎么看并校？").text},
        {"role": "user", "content": "教育局的方案呢？"},
        {"role": "assistant", "content": paper.answer("县教育局主张留几个村小？").text},
    ]
    answer = paper.answer("先不说教育局了，回到前面那位校长，他说孩子一天要走多少里？", history=history)
    assert answer.kind == "fact" and {one.speaker for one in answer.citations} == {"晏清河"}


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("有几位赞成夜市延时，带条件的也算？", "有几位赞成夜市延时"),
        ("赞成夜市延时的，包括有条件赞成的，都有谁？", "赞成夜市延时的，都有谁"),
    ],
)
def test_how_it_is_counted_is_no_part_of_what_is_asked(paper: Assistant, question: str, understood: str) -> None:
    assert understood in (paper.answer(question).understood or "")


def test_a_word_asked_for_by_its_characters_is_listed_by_the_word_alone(paper: Assistant) -> None:
    answer = paper.answer("村小两个字，哪些人说过？一个别漏。")
    assert {one.speaker for one in answer.citations} == {"县教育局", "晏清河"} and "没有这样写" not in answer.text


def test_early_rather_than_late_refuses_nothing() -> None:
    from rag.extractive.positions import refuses

    assert not refuses("换闸宜早不宜迟") and refuses("现在换闸不宜")
