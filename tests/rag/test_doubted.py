"""Whether it is so: what somebody is said to have said, put in doubt in whatever words, and held against the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.extractive.doubted import statement_of
from rag.understanding.rewording import common
from rag.verification.candidates import short_anchors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

RECORD = """芦湾县“渡船与冷库”座谈会发言记录

时间：2035年4月12日

贺云岫（芦湾县渔业局局长）：

全县登记渔船四百一十二艘，去年修理补贴发了八百六十万元，收回旧船六成二。

建议在北汊口建一座两百吨的冷库，由县供销社代管，鱼贩按吨付费。

岑晚照（市政协委员、北汊渔业合作社理事长）：

社里推出“船网贷”，五户联保，一户最多借九万元。

渔网的钱渔民先垫，卖了鱼再还，银行不敢多借。

我主张办一所“渔家学堂”，冬天教修机器，学费由合作社出。

窗外的柴油机夜里响到七十六分贝，关了窗还有五十一分贝。

滕守拙（芦湾县交通局副局长）：

渡船是全县老人的命根子，票价三年不能涨。

坐船的有三成人付现钱，多半是赶早市的。
"""


@pytest.fixture(scope="module")
def landing(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a meeting of boatmen and officials."""
    path: Path = tmp_path_factory.mktemp("landing") / "会议.txt"
    path.write_text(RECORD, encoding="utf-8")
    return assistant_over([path])


@pytest.mark.parametrize(
    "tail",
    [
        "属实吗？",
        "对吗",
        "对不对？",
        "是这样吗？",
        "是他说的吗？",
        "没记错吧？",
        "是否准确？",
        "是真的吗",
        "有这回事吗？",
    ],
)
def test_doubt_in_any_words_asks_the_same(tail: str) -> None:
    assert common(f"贺云岫说收回旧船六成二，{tail}") == "贺云岫说收回旧船六成二吗？"


@pytest.mark.parametrize(
    "question",
    ["贺云岫说收回旧船多少，对吗？", "“收回旧船六成二”，对吗？", "贺云岫说得对吗？", "谁说收回旧船六成二，是他吗？"],
    ids=["asks how many", "between marks", "of his being right", "asks who"],
)
def test_what_asks_something_else_stays_as_it_is(question: str) -> None:
    assert common(question) == question


def test_a_statement_stands_without_what_asks() -> None:
    assert statement_of("贺云岫有没有提出建冷库？") == "贺云岫提出建冷库？"
    assert statement_of("贺云岫说建冷库，对吗？") == "贺云岫说建冷库"


def test_what_was_said_is_told_whatever_the_doubt(landing: Assistant) -> None:
    answer = landing.answer("贺云岫说收回旧船六成二，属实吗？")
    assert [one.quote for one in answer.citations] == ["收回旧船六成二"], answer.text
    assert "应为" not in answer.text


def test_other_words_for_the_same_are_no_fault(landing: Assistant) -> None:
    answer = landing.answer("贺云岫有没有提出建两百吨的冷库？")
    assert answer.reason is None and "不是这样说的" not in answer.text, answer.text
    assert [(one.speaker, one.paragraph) for one in answer.citations] == [("贺云岫", 2)]


def test_it_is_somebody_else_who_is_to_do_it(landing: Assistant) -> None:
    answer = landing.answer("贺云岫建议冷库由银行代管，对吗？")
    assert answer.text.startswith("不是这样说的") and "供销社代管" in answer.text, answer.text


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [("渡船是全市老人的命根子", "渡船是全县老人的命根子"), ("银行敢多借", "银行不敢多借")],
    ids=["a letter in each stretch", "a short one without its not"],
)
def test_a_brief_sentence_is_found_though_altered(sentence: str, quote: str, landing: Assistant) -> None:
    verdict = landing.verify(sentence)
    assert verdict.status == "altered", verdict
    assert [one.quote for one in verdict.citations] == [quote]


def test_what_nobody_said_is_not_found_by_its_short_stretches(landing: Assistant) -> None:
    assert landing.verify("票价明年就要涨一倍").status == "absent"
    assert short_anchors(fold("渡船。三年")) == []
    assert short_anchors("字" * 30) == []


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("船网贷是贺云岫搞的吗？", "岑晚照"),
        ("贺云岫说过要办渔家学堂吗？", "岑晚照"),
        ("听说滕守拙说要建一座两百吨的冷库，对吗？", "贺云岫"),
    ],
)
def test_whose_it_is_is_told_where_it_is_not_his(question: str, speaker: str, landing: Assistant) -> None:
    answer = landing.answer(question)
    assert answer.kind == "verify", answer.text
    assert answer.text.startswith(("没有查到", "这句话不是")), answer.text
    assert {one.speaker for one in answer.citations} == {speaker}


def test_who_hardly_speaks_of_it_has_not_said_it(landing: Assistant) -> None:
    assert landing.answer("滕守拙说到潜水旅游了吗？").refused


def test_a_figure_told_wrongly_before_the_question_is_denied(landing: Assistant) -> None:
    answer = landing.answer("岑晚照说窗外测得六十七分贝，关了窗是多少？")
    assert answer.reason == "false_premise" and "七十六分贝" in answer.text, answer.text
    assert landing.answer("岑晚照说窗外测得七十六分贝，关了窗是多少？").reason is None


def test_whoever_alone_has_the_very_name_proposes_it(landing: Assistant) -> None:
    answer = landing.answer("谁提出船网贷？")
    assert {one.speaker for one in answer.citations} == {"岑晚照"}, answer.text
