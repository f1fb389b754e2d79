"""Figures of a question in another notation than the corpus's, short questions of somebody named, and what somebody thinks of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.claims.numbers import numbers
from rag.matching import strength
from rag.understanding.notation import as_written, in_characters

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

RECORD = """槐溪县政协“山货出村”协商会发言记录

时间：2034年9月8日

纪南星（县供销社主任）：

我们走访了240户核桃户，烘干棚平均一座花1.6万元，多数人家掏不出来。

建议县里每座补4000元，先补给合作社，再补给散户。

快递站往山里走，一件多收三角，这笔钱由供销社垫。

包装箱不必追求好看，能防潮就行。

阮知秋（槐溪农商银行副行长）：

核桃压仓的时候最缺周转金，我行准备放“山货贷”，一户最高十二万元。

逾期的先展期，不忙着起诉。
"""


@pytest.fixture(scope="module")
def record(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("record")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_chinese_figures_are_read_back_as_the_number_they_were_written_for(value: int) -> None:
    assert [one.value for one in numbers(f"共{in_characters(value)}户")] == [str(value)] or value < 10


@pytest.mark.parametrize(
    ("question", "put"),
    [
        ("谁说烘干棚一座要一万六？", "谁说烘干棚一座要1.6万？"),
        ("谁要每座补四千块钱？", "谁要每座补4000元？"),
        ("谁走访了二百四十户？", "谁走访了240户？"),
        ("最高贷12万是谁说的？", "最高贷十二万是谁说的？"),
        ("谁说过“一万六”？", "谁说过“一万六”？"),
        ("谁说要补五千块？", "谁说要补五千块？"),
        ("谁提到三角？", "谁提到三角？"),
    ],
)
def test_a_figure_is_put_as_the_corpus_writes_its_value(record: Assistant, question: str, put: str) -> None:
    assert as_written(question, record.index.corpus) == put


def test_a_word_that_is_a_figure_stands_where_its_value_does() -> None:
    assert strength("一万六", "一座花1.6万元") == 1
    assert strength("一万六", "一座花1.8万元") == 0


@pytest.mark.parametrize(
    ("question", "paragraph", "told"),
    [
        ("纪南星走访了多少户？", 1, "240户"),
        ("阮知秋的山货贷多少？", 1, "十二万元"),
        ("纪南星对包装箱怎么看？", 4, "能防潮就行"),
    ],
)
def test_what_somebody_named_is_shortly_asked_is_told(
    record: Assistant, question: str, paragraph: int, told: str
) -> None:
    answer = record.answer(question)
    assert not answer.refused
    assert {one.paragraph for one in answer.citations} == {paragraph}
    assert told in answer.text


def test_a_figure_nobody_tells_is_still_not_told(record: Assistant) -> None:
    assert record.answer("阮知秋的山货贷利率多少？").reason == "detail_absent"


def test_a_verb_of_one_character_is_not_what_is_asked_of_somebody_named(record: Assistant) -> None:
    answer = record.answer("阮知秋放山货贷最多给多少钱？")
    assert not answer.refused and "十二万元" in answer.text, answer.text
