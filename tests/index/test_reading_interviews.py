"""Interviews: whose the answers are, what of a page is the reporter's, and who is asked but cannot be read."""

from __future__ import annotations

import pytest

from index.reading import read_text
from tests.index.pages import ONE, THREE, TWO, told


@pytest.mark.parametrize(
    ("line", "asks", "answers"),
    [
        ("——访{}{}", "问", "答"),
        ("—— 专访{} {}", "问", "答"),
        ("（访{}{}）", "问", "答"),
        ("本报记者对话{}{}", "Q", "A"),
        ("——访{}{}", "晚报记者", "{}"),
        ("▶ {}　{}", "记者", "{}"),
    ],
)
def test_the_answers_of_each_guest_are_one_speech_under_its_headline(line: str, asks: str, answers: str) -> None:
    guests = ("县人大代表、甲村党支部书记", "云绮"), ("县人大代表、渡口管理站站长", "谈大海")
    text = "甲城晚报　2024年3月5日　第7版\n\n"
    for title, (role, name), said in zip(("把井盖补上", "渡口要添船"), guests, ((ONE, TWO), (THREE,)), strict=True):
        text += f"{title}\n{line.format(role, name)}\n"
        text += "".join(f"{asks}：怎么办？\n{answers.format(name)}：{each}\n" for each in said) + "\n"
    assert told(text) == [
        ("云绮", "县人大代表、甲村党支部书记", "把井盖补上", (ONE, TWO)),
        ("谈大海", "县人大代表、渡口管理站站长", "渡口要添船", (THREE,)),
    ]


def test_what_the_reporter_says_before_the_first_question_is_not_the_guests() -> None:
    lead = "近日，记者就老街的井盖采访了他。"
    text = f"老街的井盖要补上\n——访县人大代表、甲村党支部书记王小明\n{lead}\n问：缺多少？\n答：{ONE}\n{TWO}\n"
    assert {(name, role, paragraphs) for name, role, _, paragraphs in told(text)} == {
        ("王小明", "县人大代表、甲村党支部书记", (ONE, TWO)),
        (None, "", (lead,)),
    }


def test_answers_of_one_whom_no_rule_can_read_are_not_those_of_the_guest_before() -> None:
    text = (
        f"把井盖补上\n——访县人大代表、甲村党支部书记王小明\n问：缺多少？\n答：{ONE}\n问：还有呢？\n答：{TWO}\n\n"
        f"渡口要添船\n——访一位不愿透露姓名的摆渡人\n问：等多久？\n答：{THREE}\n"
    )
    assert {name for name, _, _, paragraphs in told(text) if THREE in paragraphs} == {None}


def test_an_article_about_somebody_and_a_talk_between_several_stay_as_they_are() -> None:
    about = f"老街的井盖\n——访县人大代表、甲村党支部书记王小明\n\n走进老街，{ONE}\n{THREE}\n"
    assert all(name is None for name, *_ in told(about))
    talk = "对话嘉宾\n王小明　甲村党支部书记\n李大海　渡口管理站站长\n\n"
    talk += f"主持人：怎么办？\n王小明：{ONE}\n李大海：{THREE}\n主持人：还有呢？\n王小明：{TWO}\n"
    assert [name for name, *_ in told(talk) if name] == ["王小明", "李大海", "王小明"]


def test_questions_between_answers_are_kept_as_headings_and_name_no_page() -> None:
    text = f"青渡新闻\n\n嘉宾：王小明，县人大代表、甲村党支部书记\n记者：缺多少？\n王小明：{ONE}\n记者：怎么补？\n王小明：{TWO}\n"
    reading = read_text(text, source="page.txt")
    assert [speech.paragraphs for speech in reading.document.speeches] == [(ONE, TWO)]
    headings = [text[region.start : region.end] for region in reading.regions if region.kind == "heading"]
    assert "记者：缺多少？" in headings and "缺多少" not in reading.document.title


def test_the_byline_of_a_reporter_is_no_speech() -> None:
    text = f"云访谈：两位代表这样说\n甲台记者　唐小雨\n\n▶ 王小明　甲村党支部书记\n{ONE}\n\n▶ 李大海　渡口管理站站长\n{THREE}\n"
    assert [name for name, *_ in told(text)] == ["王小明", "李大海"]
