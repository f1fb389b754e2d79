"""Who mentions a topic: complete, no one extra, and the rule told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

LISTS = (
    ("哪些人提到了“粮权贷”？", {"庄可为", "麦青禾"}),
    ("哪些人提到了望川镇？", {"庄可为"}),
    ("都有谁谈到志愿者？", {"江岚县妇联", "康雨石"}),
    ("有哪些人提到了补贴", {"康雨石"}),
    ("哪些人提到了縣財政？", {"康雨石"}),
    ("有几位发言人提到银行？", {"庄可为"}),
    ("哪些人提到“周末学堂”或者“夜市一条街”？", {"江岚县妇联", "江岚县工商联"}),
    ("谁和谁都提到了抵押？", {"庄可为", "麦青禾"}),
)


@pytest.mark.parametrize(("question", "speakers"), LISTS)
def test_lists_are_exact(county: Assistant, question: str, speakers: set[str]) -> None:
    answer = county.answer(question)
    assert {one.speaker for one in answer.citations} == speakers
    assert f"共 {len(speakers)} 位" in answer.text


@pytest.mark.parametrize("question", ["谁提到志愿者？", "谁谈到了粮权贷？", "谁说到抵押", "哪位提到志愿者？"])
def test_who_mentions_a_word_is_everyone_who_does(county: Assistant, question: str) -> None:
    assert len({one.speaker for one in county.answer(question).citations}) == 2


def test_the_rule_of_membership_is_told(county: Assistant) -> None:
    text = county.answer("哪些人提到了“粮权贷”？").text
    assert "计入" in text and "“粮权贷”" in text and "已检查全部发言" in text


def test_a_word_cut_in_two_by_the_tokeniser_is_still_one_word(proceedings: Assistant) -> None:
    answer = proceedings.answer("哪些人提到了适老化改造？")
    assert {one.speaker for one in answer.citations} == {"罗桂芳"}


def test_a_quoted_word_without_substance_is_no_list_of_everyone(county: Assistant) -> None:
    assert {one.speaker for one in county.answer("哪些人提到了“者每周”？").citations} == {"康雨石"}


@pytest.mark.parametrize("question", ["车企提了什么建议？"])
def test_a_subject_that_nobody_is_does_not_list_everything(county: Assistant, question: str) -> None:
    answer = county.answer(question)
    assert len({one.speaker for one in answer.citations}) < len(county.lexicon.appearances)


METADATA = (
    ("来自企业的发言人有哪些？", {"庄可为", "麦青禾"}),
    ("来自银行的发言人有谁？", {"庄可为"}),
    ("以单位名义发言的有哪些？", {"江岚县妇联", "江岚县工商联"}),
    ("县政协委员有几位？", {"康雨石"}),
    ("哪位是行长？", {"庄可为"}),
    ("人大代表有哪些人？", {"康雨石", "麦青禾"}),
    ("2024年9月10日有几位发言？", {"康雨石", "麦青禾"}),
    ("江岚报上有几位发言人？", {"康雨石", "庄可为", "江岚县妇联", "江岚县工商联"}),
    ("一共有几位发言人？", {"康雨石", "庄可为", "江岚县妇联", "江岚县工商联", "麦青禾"}),
)


@pytest.mark.parametrize(("question", "speakers"), METADATA)
def test_questions_about_who_the_speakers_are_cite_their_lines(
    county: Assistant, question: str, speakers: set[str]
) -> None:
    answer = county.answer(question)
    assert {one.speaker for one in answer.citations} == speakers
    assert {one.paragraph for one in answer.citations} == {0}
    assert f"{len(speakers)} 位" in answer.text


def test_the_figures_of_a_term_do_not_go_on(assistant_over: Callable[..., Assistant], tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text(
        "# 收费座谈会（虚构）\n\n"
        "贺兰山（镇长）：\n\n建议每份15元。\n\n"
        "苗木森（店主）：\n\n建议每箱补150元。\n\n"
        "石泉清（司机）：\n\n大数据要用起来，数据不要锁在柜子里。\n\n"
        "林间雪（教师）：\n\n数据要公开。\n",
        encoding="utf-8",
    )
    assistant = assistant_over([tmp_path])
    assert {one.speaker for one in assistant.answer("哪些人提到15元？").citations} == {"贺兰山"}
    assert {one.speaker for one in assistant.answer("哪些人提到大数据？").citations} == {"石泉清"}
    assert {one.speaker for one in assistant.answer("哪些人提到数据？").citations} == {"石泉清", "林间雪"}
