"""Who attended, in the head of minutes: labels with spaces inside, rows of names over several lines."""

from __future__ import annotations

import pytest

from index.reading import read_text
from index.reading.attendance import attends_by_name, names_in
from index.records import Document

SPEECHES = """
王小明（某县代表、某局局长）：甲项还有短板，要尽快补上。
一是补短板。

李静（某县代表、某校校长）：乙项也有短板，要尽快补上。
"""


def read(head: str) -> Document:
    return read_text(f"某县某次代表会议\n某小组讨论记录\n\n{head}\n{SPEECHES}", source="page.txt").document


def assert_only_speeches(document: Document) -> None:
    assert [(s.speaker, s.role, s.title, len(s.paragraphs)) for s in document.speeches] == [
        ("王小明", "某县代表、某局局长", "", 2),
        ("李静", "某县代表、某校校长", "", 1),
    ]
    assert not document.warnings


@pytest.mark.parametrize(
    "attended",
    [
        "出席代表：王小明　李静　粟　明　赵大年",
        "出 席 代 表：王小明　李静　赵大年　钱多多",
        "出席 委员：王小明、李静、赵大年、钱多多",
        "参会人员：王小明、李静等12人",
        "与会人员（按姓氏笔画）：王小明　李静　赵大年",
        "列席人员：赵大年（某局）　钱多多（某院）",
        "列席讨论的人员：赵大年、钱多多",
        "缺　　席：赵大年（请假）",
        "出席人员：某局、某院、各乡镇负责同志",
        "**出席代表：** 王小明　李静　赵大年",
        "出席代表：王小明　李静　赵大年　钱多多\n　　　　　孙小美　粟　明　周大福\n　　　　　吴用",
        "出席代表：王小明、李静、赵大年、\n钱多多、孙小美",
        "出席人员：某局局长赵大年，某院院长钱多多，\n某校校长李静",
        "出席代表：\n王小明　李静　赵大年\n钱多多　孙小美",
        "出席代表：\n王小明\n李静\n赵大年",
    ],
)
def test_those_who_attended_are_no_speech(attended: str) -> None:
    spread = "时　　间：2025年1月14日14:30—17:20\n地　　点：某楼二楼会议室\n主 持 人：王小明"
    head = f"{spread}\n{attended}\n会 议 记 录 人：孙小美\n议　　题：审议某报告\n"
    document = read(head)
    assert_only_speeches(document)
    assert (document.date, document.title) == ("2025-01-14", "某县某次代表会议 某小组讨论记录")


def test_a_list_of_persons_is_nobodys_below_an_introduction_too() -> None:
    head = "某小组于某日讨论了某报告，各位代表踊跃发言。现将讨论情况整理如下。\n\n出席代表：王小明　李静\n　　　　　赵大年　钱多多\n"
    assert_only_speeches(read(head))


def test_a_speaker_right_below_the_list_still_speaks() -> None:
    first, second = "王小明（某局局长）\n甲项还有短板，要尽快补上。", "李静（某校校长）\n乙项也有短板，要尽快补上。"
    page = f"某次代表会议发言\n出席代表：王小明　李静　赵大年\n{first}\n\n{second}"
    assert [s.speaker for s in read_text(page, source="page.txt").document.speeches] == ["王小明", "李静"]


def test_bold_labels_of_a_head_give_the_date() -> None:
    page = f"# 某论坛发言摘编\n\n**时间：** 2025年5月15日　**地点：** 某镇某中心\n\n{SPEECHES}"
    document = read_text(page, source="page.md").document
    assert_only_speeches(document)
    assert document.date == "2025-05-15"


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("王小明　李静　粟　明", ["王小明", "李静", "粟明"]),
        ("粟　明　李　静", ["粟明", "李静"]),
        ("妫小明、李静（某局）等5人", ["妫小明", "李静"]),
        ("甲项工作、乙项服务", []),
        ("王小明要补短板", []),
    ],
)
def test_a_row_of_names_holds_nothing_else(row: str, names: list[str]) -> None:
    assert names_in(row) == names


@pytest.mark.parametrize("line", ["参加人员：素质、能力", "出席：我们都去了", "参与：王小明", "王小明、李静"])
def test_what_lists_no_persons_behind_a_label_may_be_said(line: str) -> None:
    assert not attends_by_name(line)
