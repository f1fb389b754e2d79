"""What a question takes for granted by asking for its reason or means."""

from __future__ import annotations

from itertools import pairwise

import pytest

from index.folding import fold
from index.records import Place, Span
from rag.matching import Term
from rag.premises import presumed, presumes
from rag.premises.figures import figure
from rag.understanding.kinds import details_of

OTHERWISE = (
    ("灯塔湾没被列入首批试点，原因是什么？", "灯塔湾 试点", "灯塔湾去年成功入选首批试点。"),
    ("装机的利用率升上去了，靠的是什么？", "装机 利用率", "装机的利用率从96%掉到89%。"),
    ("为什么要求把渡船一次性换完？", "渡船", "渡船建议用五年时间换完。"),
    ("凭什么说渔船大多数都上了保险？", "渔船 保险", "渔船上保险的不足一成。"),
    ("渔业保险连年盈利，靠的什么办法？", "渔业保险", "渔业保险去年亏了一千多万元。"),
    ("为啥要把师生比放宽？", "师生比", "师生比的这条线不能松。"),
    ("为啥要把渔民代表请出理事会？", "渔民代表 理事会", "理事会要吸纳渔民代表参与。"),
    ("凭啥不让渔村搞试点？", "渔村 试点", "三是在渔村建立试点制度。"),
    ("为什么催着马上加长防波堤？", "防波堤", "防波堤要不要加长，建议再论证。"),
    ("为什么主张把基本水价往上提？", "基本水价", "基本水价不动，超出的加价。"),
)
LIKEWISE = (
    ("灯塔湾为什么能入选首批试点？", "灯塔湾 试点", "灯塔湾去年成功入选首批试点。"),
    ("利用率为什么掉了下来？", "利用率", "利用率从96%掉到89%。"),
    ("为什么不让渔村烧煤？", "渔村 煤", "禁止渔村烧煤，建立巡查制度。"),
    ("为什么渡船要分批换？", "渡船", "渡船建议用五年时间换完。"),
    ("渔业保险为什么会亏？", "渔业保险", "渔业保险去年亏了一千多万元。"),
    ("为什么要修栈桥？", "栈桥", "栈桥的木板大面积朽坏。"),
)


def contradicts(question: str, topic: str, sentence: str) -> bool:
    """Whether the only sentence speaks against what ``question`` takes for granted."""
    terms = [Term(word, 1.0, 1) for word in topic.split()]
    span = Span(Place(0, 0, 1), 0, len(sentence))
    return presumed(fold(question), fold(question), [fold(sentence)], [span], terms) is not None


@pytest.mark.parametrize(("question", "topic", "sentence"), OTHERWISE)
def test_the_opposite_of_what_is_taken_for_granted_is_found(question: str, topic: str, sentence: str) -> None:
    assert presumes(fold(question))
    assert contradicts(question, topic, sentence)


@pytest.mark.parametrize(("question", "topic", "sentence"), LIKEWISE)
def test_what_agrees_or_says_neither_is_no_contradiction(question: str, topic: str, sentence: str) -> None:
    assert not contradicts(question, topic, sentence)


def test_one_sentence_that_agrees_speaks_for_the_premise() -> None:
    question, texts = fold("渡船为什么要一次性换完？"), ["渡船分批换太慢。", "渡船要一次性换完。"]
    starts = [0, *(len(text) for text in texts)]
    spans = [Span(Place(0, 0, 1), start, end) for start, end in pairwise(starts)]
    assert presumed(question, question, texts, spans, [Term("渡船", 1.0, 1)]) is None


def test_what_is_told_is_the_question_s_own_clause_with_its_names() -> None:
    question = fold("何平说渔船大多数都上了保险，凭什么？")
    masked = question.replace("何平", "〇〇")
    found = presumed(
        question, masked, ["渔船上保险的不足一成。"], [Span(Place(0, 0, 1), 0, 11)], [Term("渔船", 1.0, 1)]
    )
    assert found is not None
    assert (found.said, found.source) == ("何平说渔船大多数都上了保险", "渔船上保险的不足一成")


def test_a_question_for_a_fact_presumes_nothing() -> None:
    assert not presumes(fold("渡船几年换完？"))


@pytest.mark.parametrize(
    ("question", "sentence", "against"),
    [
        ("谁说船票要便宜四成？", "船票按原价的六折卖。", False),
        ("谁说船票要便宜四成？", "船票要便宜两成。", True),
        ("谁说船票要便宜三成？", "船票按原价的六折卖，便宜四成。", True),
    ],
)
def test_what_comes_off_is_what_is_left(question: str, sentence: str, against: bool) -> None:
    found = figure(fold(question), [fold(sentence)], [Span(Place(0, 0, 1), 0, len(sentence))])
    assert (found is not None) == against


@pytest.mark.parametrize(
    ("question", "sentence", "against"),
    [
        ("去年收治灼伤四十一例,其中冲洗不足的有多少?", "去年收治灼伤十四例,其中九例没有冲洗。", True),
        ("去年收治灼伤十四例,其中冲洗不足的有多少?", "去年收治灼伤十四例,其中九例没有冲洗。", False),
        ("去年收治灼伤四十一例,其中冲洗不足的有多少?", "去年转走十四例,其中九例没有冲洗。", False),
        ("首批30个“渔光互补”试点县是哪年定的?", "前年定了首批20个渔光互补试点县。", True),
    ],
)
def test_a_figure_behind_the_same_words_is_of_the_same_thing(question: str, sentence: str, against: bool) -> None:
    found = figure(fold(question), [fold(sentence)], [Span(Place(0, 0, 1), 0, len(sentence))])
    assert (found is not None) is against


def test_what_shares_are_asked_for_in_one_clause_is_one_detail() -> None:
    assert [one.name for one, *_ in details_of(fold("机械化的百分比到底是多少？"))] == ["percent"]


def test_what_somebody_thinks_of_a_thing_is_asked_whichever_way_he_sees_it() -> None:
    assert not presumes(fold("港务局怎么看先修堤后清淤？说个理由"))
    assert presumes(fold("为什么说先修堤后清淤，大家怎么看？"))


def test_a_form_at_school_is_no_span_of_time() -> None:
    span = Span(Place(0, 0, 1), 0, 10)
    assert figure(fold("岛上小学的一、二年级怎么上课？"), [fold("岛上小学办满六年，一天没停过课。")], [span]) is None
