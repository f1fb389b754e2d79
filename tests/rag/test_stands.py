"""Where speakers stand: opposite ways with one thing, negations, what is only reported, and who is asked for by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from index.records import Place, Span
from rag.premises import position, same_way
from rag.premises.stances import forbidden
from rag.understanding.topics import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Assistant

MEETING = """---
title: 青石区老街更新协商会记录（虚构）
date: 2024-11-06
---

# 青石区老街更新协商会记录（虚构）

葛望秋（区商务局副局长）：

建议关停南桥旧货市场，明年六月底前摊位全部迁出，腾出的地建停车楼。

停车楼每小时收费4元，头半小时免费。

闵秋河（区人大代表、旧货市场商户联合会会长）：

有人提出把旧货市场全部关掉，我认为可以分时段经营，白天停车，傍晚摆摊。

摊位费要由每月300元降到200元。

贺一舟（区政协委员、社区卫生服务中心主任）：

渣土车公会提出夜间施工放开到凌晨两点，我不赞成，工地边上住着六百多位老人，睡不好觉。

建议每周二下午开设血压门诊，由家庭医生轮流坐诊。

农见山（区政协委员、青石中学校长）：

我赞成给中学配心理老师，但不赞成按班级数摊派，小学校养不起。

老校舍三栋楼应留尽留，它们见证了几代人的求学路。

俞慕云（区住房和建设局总工程师）：

老校舍保留一栋就够了，另外两栋测绘以后可以拆除。

无人机只能作巡检的补充，不能代替值班员。

温岭南（区教育局副局长）：

老街小学的教师轮岗一律不少于三年，由区教育局统一调配。

邱十里（青石小学校长）：

老街小学的教师轮岗不如定为两年，三年太长，年轻教师不敢来。
"""


@pytest.fixture(scope="module")
def street(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a meeting whose speakers contradict one another."""
    folder: Path = tmp_path_factory.mktemp("street")
    (folder / "meeting.md").write_text(MEETING, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "sentence", "side"),
    [
        ("谁主张戏台一座都不能拆？", "三座戏台应留尽留。", 1),
        ("谁主张戏台一座都不能拆？", "戏台保留一座就够了。", -1),
        ("谁主张把凉亭撤掉？", "凉亭不能撤。", -1),
        ("谁主张把凉亭撤掉？", "凉亭撤了就没处歇脚，要保留。", -1),
        ("谁说凉亭不能说撤就撤？", "凉亭不必搬走。", 1),
        ("他为什么主张票价涨到十元？", "票价由十元降到六元。", -1),
        ("他为什么主张票价涨到十元？", "票价由六元提到十元。", 1),
        ("他为什么说渡口年年盈利？", "渡口去年亏了八十万元。", -1),
        ("他为什么主张机器代替船工？", "机器只是船工的补充。", -1),
        ("谁提议取消早班船？", "有代表提出取消早班船，我看不妥。", -1),
        ("谁提议取消早班船？", "有代表提出取消早班船，我赞成。", 1),
        ("谁主张保留渡口？", "渡口要不要撤，先听村民的。", 0),
        ("谁主张办夜校？", "夜校由社区来办。", 0),
        ("谁说停车可以收费？", "停车头两年免费。", -1),
        ("谁说停车可以收费？", "停车应收取一点费用，用来养护。", 1),
        ("谁主张停车不收费？", "停车要按小时收费。", -1),
    ],
)
def test_sentences_go_the_same_way_or_the_other(question: str, sentence: str, side: int) -> None:
    assert same_way(position(fold(question)), position(fold(sentence)))[0] == side


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("我不赞成在河湾建码头。", -1),
        ("码头的事要慎重。", -1),
        ("有人想在河湾建码头，我认为先疏浚河道更要紧。", -1),
        ("有人想在河湾建码头，我也觉得有道理。", 1),
        ("码头我们支持，但要分步走。", 1),
        ("建议把码头修好，方便村民乘船。", 0),
    ],
)
def test_a_sentence_takes_a_stance_or_none(sentence: str, stance: int) -> None:
    assert position(fold(sentence)).stance == stance


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("葛望秋为什么反对关停旧货市场？", "建议关停南桥旧货市场"),
        ("闵秋河凭什么同意把旧货市场关掉？", "有人提出把旧货市场全部关掉"),
        ("闵秋河主张摊位费从200元提高到300元，理由是什么？", "降到200元"),
        ("贺一舟为什么支持夜间施工放开到凌晨两点？", "我不赞成"),
        ("农见山为什么主张拆掉老校舍？", "应留尽留"),
        ("农见山为什么反对给中学配心理老师？", "我赞成给中学配心理老师"),
        ("俞慕云为什么要把老校舍三栋全部保留？", "保留一栋就够了"),
        ("俞慕云为什么主张用无人机代替值班员？", "只能作巡检的补充"),
    ],
)
def test_both_sides_of_a_false_premise_are_named(
    street: Assistant, faults: Callable[..., list[str]], question: str, words: str
) -> None:
    answer = street.answer(question)
    assert answer.reason == "false_premise", answer.text
    assert words in answer.text and "问的是" in answer.text and faults(answer, street) == []


@pytest.mark.parametrize(
    "question",
    ["葛望秋为什么建议关停旧货市场？", "贺一舟为什么建议每周二开血压门诊？", "闵秋河为什么主张摊位费降到200元？"],
)
def test_a_true_premise_without_a_reason_stays_one(street: Assistant, question: str) -> None:
    answer = street.answer(question)
    assert answer.reason in (None, "detail_absent"), answer.text


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("谁主张把旧货市场关掉？", "葛望秋"),
        ("谁反对关停旧货市场？", "闵秋河"),
        ("谁不赞成夜间施工放开到凌晨两点？", "贺一舟"),
        ("谁主张老校舍三栋楼都留下来？", "农见山"),
        ("谁说老校舍留一栋就行？", "俞慕云"),
        ("谁赞成给中学配心理老师？", "农见山"),
        ("谁反对按班级数摊派？", "农见山"),
        ("谁说无人机不能代替值班员？", "俞慕云"),
    ],
)
def test_who_takes_the_asked_stand_answers(street: Assistant, question: str, speaker: str) -> None:
    answer = street.answer(question)
    assert not answer.refused, answer.text
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text


def test_who_goes_neither_way_with_the_thing_does_not_answer_for_it(street: Assistant) -> None:
    """The stall fees are to fall; nobody wants them raised, and the car park's price is another thing."""
    assert street.answer("谁主张提高摊位费？").refused


def test_what_is_to_be_replaced_is_not_taken_for_wanted() -> None:
    words, asked = fold("取消超时罚款，改记积分。"), fold("谁提出把超时罚款改成积分？")
    phrases = [Phrase("超时罚款改成积分", ("超时", "罚款", "改成", "积分"), asked.index("超时"), len(asked) - 1)]
    span = Span(Place(0, 0, 1), 0, len(words))
    assert forbidden(asked, [words], [span], phrases) is None
    plain = fold("谁主张超时罚款？")
    phrases = [Phrase("超时罚款", ("超时", "罚款"), plain.index("超时"), len(plain) - 1)]
    assert forbidden(plain, [words], [span], phrases) is not None


@pytest.mark.parametrize("question", ["谁提出夜间施工放开到凌晨两点？", "谁反对开设血压门诊？"])
def test_nobody_is_named_for_a_stand_that_nobody_takes(street: Assistant, question: str) -> None:
    assert street.answer(question).refused


def test_who_has_the_asked_figure_is_found_where_others_have_another(street: Assistant) -> None:
    answer = street.answer("谁觉得老街小学的教师轮岗两年就够了？")
    assert not answer.refused, answer.text
    assert {one.speaker for one in answer.citations} == {"邱十里"}
    refused = street.answer("谁觉得老街小学的教师轮岗五年才够？")
    assert refused.refused, refused.text
