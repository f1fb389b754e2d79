"""Follow-ups are completed from the history alone, and the answer shows how they were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Answer, Assistant


def talk(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of ``questions``, asked one after another."""
    history: list[dict[str, str]] = []
    for question in questions:
        answer = assistant.answer(question, history=history)
        history += [{"role": "user", "content": question}, {"role": "assistant", "content": answer.text}]
    return answer


SPEAKERS = (
    # pronouns
    (("谁建议用订单作抵押？", "他还提了哪些建议？"), {"庄可为"}),
    (("谁建议办周末学堂？", "她们还有什么建议？"), {"江岚县妇联"}),
    (("庄可为提出了哪些建议？", "这位对担保费率怎么说？"), {"庄可为"}),
    # 那X呢: another speaker, another topic
    (("庄可为提出了哪些建议？", "那麦青禾呢？"), {"麦青禾"}),
    (("康雨石的第二条建议是什么？", "庄可为呢？"), {"庄可为"}),
    (("庄可为提出了哪些建议？", "妇联呢？"), {"江岚县妇联"}),
    (("庄可为提出了哪些建议？", "工商联呢？"), {"江岚县工商联"}),
    (("庄可为对担保费率怎么说？", "移动柜台呢？"), {"庄可为"}),
    # correction
    (("庄可为提出了哪些建议？", "不是他，是麦青禾"), {"麦青禾"}),
    (("庄可为的第二条建议是什么？", "我问的是康雨石"), {"康雨石"}),
    (("谁建议用订单作抵押？", "不是这位，我问的是麦青禾，她说的培训班每年培训多少人？"), {"麦青禾"}),
    (("“粮权贷”是康雨石提出来的吗？", "那到底是谁提出来的？"), {"庄可为", "麦青禾"}),
    # a short one that names nobody is about the last speaker
    (("康雨石对村医有什么建议？", "每月多少钱？"), {"康雨石"}),
    (("庄可为对担保费率怎么说？", "除了这条，还提了哪些建议？"), {"庄可为"}),
    # the shown list
    (("哪些人提到了“粮权贷”？", "第二位还提了什么？"), {"麦青禾"}),
    (("哪些人提到了“粮权贷”？", "第一位提出了哪些建议？"), {"庄可为"}),
    (("庄可为提出了哪些建议？", "第二条展开说说"), {"庄可为"}),
    (("庄可为提出了哪些建议？", "最后一条呢？"), {"庄可为"}),
)


@pytest.mark.parametrize(("questions", "speakers"), SPEAKERS)
def test_who_is_meant(county: Assistant, questions: tuple[str, ...], speakers: set[str]) -> None:
    answer = talk(county, *questions)
    assert not answer.refused, answer.text
    assert {one.speaker for one in answer.citations} == speakers
    assert answer.understood != questions[-1] and answer.question == questions[-1]


ANSWERS = (
    (("庄可为提出了哪些建议？", "第二条展开说说"), "0.8%"),
    (("庄可为提出了哪些建议？", "最后一条呢？"), "移动柜台"),
    (("康雨石建议每个卫生室补助多少钱？", "由谁承担？"), "县财政"),
    (("康雨石建议每个卫生室补助多少钱？", "村医的养老补贴呢？"), "260元"),
    (("谁提到农机维修？", "每年培训多少人？"), "80人"),
    (("康雨石对村卫生室有什么建议？", "那费用呢？"), "6万元"),
    (("康雨石的第二条建议是什么？", "不是他，是庄可为，额度最多给多少？"), "50万元"),
    (("谁主张把烘干塔都建到县城？", "那谁提的反对意见？"), "我反对"),
    (("江岚县妇联提出了哪些建议？", "费用由谁承担？"), "县妇联承担"),
)


@pytest.mark.parametrize(("questions", "words"), ANSWERS)
def test_what_is_left_out_comes_from_the_last_turn(county: Assistant, questions: tuple[str, ...], words: str) -> None:
    assert words in talk(county, *questions).text


def test_who_else_leaves_out_whoever_was_shown(county: Assistant) -> None:
    answer = talk(county, "庄可为提到粮权贷了吗？", "还有谁？")
    assert {one.speaker for one in answer.citations} == {"麦青禾"}


def test_two_that_were_asked_about_in_turn_are_these_two(county: Assistant) -> None:
    answer = talk(county, "江岚县妇联提出了哪些建议？", "江岚县工商联呢？", "这两家有什么不同？")
    assert answer.kind == "compare" and {one.speaker for one in answer.citations} == {"江岚县妇联", "江岚县工商联"}


COMPLETE = ("哪些人提到了志愿者？", "庄可为提出了哪些建议？", "农机维修培训班每年培训多少人？", "你好")


@pytest.mark.parametrize("question", COMPLETE)
def test_a_whole_question_is_left_as_it_is(county: Assistant, question: str) -> None:
    answer = talk(county, "康雨石对望川镇怎么说？", question)
    assert answer.understood == question
    assert {**answer.to_dict(), "timings": None} == {**county.answer(question).to_dict(), "timings": None}


def test_a_change_of_topic_carries_nothing_over(county: Assistant) -> None:
    answer = talk(county, "庄可为提出了哪些建议？", "谁反对把烘干塔建到县城？")
    assert {one.speaker for one in answer.citations} == {"麦青禾"}


def test_a_refused_turn_does_not_give_its_name_on(county: Assistant) -> None:
    answer = talk(county, "王建国提出了哪些建议？", "他对贷款怎么看？")
    assert answer.refused or {one.speaker for one in answer.citations} <= {"庄可为", "麦青禾"}


def test_only_the_history_given_counts(county: Assistant) -> None:
    talk(county, "庄可为提出了哪些建议？", "他还说了什么？")
    assert county.answer("他还说了什么？").understood == "他还说了什么？"


def test_a_history_in_the_page_s_form_is_read(county: Assistant) -> None:
    history = [{"role": "user", "content": "庄可为提出了哪些建议？"}, {"role": "assistant", "content": "……"}]
    assert "庄可为" in county.answer("他的第二条呢？", history=history).understood
