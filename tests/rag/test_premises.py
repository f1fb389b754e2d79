"""Why there is no answer: each of the reasons, with one sentence that names what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.records import Place, Span
from rag.premises.figures import figure

if TYPE_CHECKING:
    from rag import Assistant

REFUSED = (
    # nobody of that name or office
    ("王建国提出了哪些建议？", "speaker_unknown", "王建国"),
    ("农业银行行长说了什么？", "speaker_unknown", "农业银行"),
    ("江岚县残联提了什么建议？", "speaker_unknown", "残联"),  # a county that begins with a surname
    # in the corpus, says nothing of it
    ("庄可为对留守儿童怎么看？", "speaker_silent", "庄可为"),
    ("江岚县妇联谈到贷款了吗？", "speaker_silent", "江岚县妇联"),
    ("麦青禾说过夜市吗？", "speaker_silent", "麦青禾"),
    # nobody speaks of it
    ("谁建议修地铁？", "topic_absent", "地铁"),
    ("哪些人提到了滑雪场？", "topic_absent", "滑雪场"),
    ("有没有人谈到垃圾分类？", "topic_absent", "垃圾"),
    # the topic is there, the detail is not
    ("周末学堂要花多少钱？", "detail_absent", "金额"),
    ("农机维修培训班是哪一年开办的？", "detail_absent", "时间"),
    ("移动柜台每辆造价多少元？", "detail_absent", "金额"),
    ("夜市一条街占地多少亩？", "detail_absent", "数量"),
    ("庄可为为什么提议移动柜台每月下乡四次？", "detail_absent", "原因"),
    # the corpus says otherwise
    ("庄可为建议把担保费率提高到多少？", "false_premise", "降"),
    ("康雨石建议每个卫生室补助8万元，由谁承担？", "false_premise", "6万元"),
    ("为什么康雨石反对补齐村卫生室？", "false_premise", "反对"),
    # somebody is given a stand that he does not take
    ("麦青禾为什么支持把烘干塔都建到县城？", "false_premise", "反对"),
    # whether anybody speaks of it is answered by near words no more than by none
    ("有没有人建议给独居老人办食堂？", "topic_absent", "食堂"),
    # about no corpus at all
    ("明天出门要不要带伞？", "out_of_scope", "无关"),
    ("明天天气怎么样？", "out_of_scope", "无关"),
    ("写一首关于春天的诗", "out_of_scope", "无关"),
    ("帮我给本地的农机写一段直播用的广告词", "out_of_scope", "无关"),
    ("明天会不会刮大风？帮我查一下天气预报。", "out_of_scope", "无关"),
    ("今天的空气质量指数实时是多少？", "out_of_scope", "无关"),
    ("帮我把这段话翻译成英文", "out_of_scope", "无关"),
    ("1加1等于几？", "out_of_scope", "无关"),
)


@pytest.mark.parametrize(("question", "reason", "words"), REFUSED)
def test_reasons(county: Assistant, faults: Callable[..., list[str]], question: str, reason: str, words: str) -> None:
    answer = county.answer(question)
    assert (answer.refused, answer.reason) == (True, reason), answer.text
    assert words in answer.text and faults(answer, county) == []


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("谁反对把烘干塔建到县城？", "麦青禾", "反对"),
        ("庄可为建议把担保费率降到多少？", "庄可为", "0.8%"),
        ("三年内要补齐什么？", "康雨石", "村卫生室"),
        ("粮权贷的额度不超过多少？", "庄可为", "50万元"),
        ("国有门面减租几个月？", "江岚县工商联", "三个月"),
        ("县里的小店关了几成？", "江岚县工商联", "两成"),
        ("进村的路要加宽到多少米？", "康雨石", "4.5米"),
        ("亲情电话的费用由谁承担？", "江岚县妇联", "县妇联"),
    ],
)
def test_what_can_be_answered_is_not_refused(county: Assistant, question: str, speaker: str, words: str) -> None:
    answer = county.answer(question)
    assert not answer.refused, answer.text
    assert {one.speaker for one in answer.citations} == {speaker} and words in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "谁赞成把烘干塔都建到县城？",  # 反对 is what the corpus says
        "麦青禾支持把烘干塔建到县城吗？",
        "庄可为建议降低担保费率到0.5%，对吗？",
        "麦青禾建议每年培训90人，是吗？",
        "康雨石建议县医院的医生每周坐诊三次，是吗？",
    ],
)
def test_a_contrary_premise_is_not_passed_over_in_silence(county: Assistant, question: str) -> None:
    answer = county.answer(question)
    assert answer.reason == "false_premise" or "不是" in answer.text.partition("“")[0], answer.text


def test_suggestions_are_real_and_few(county: Assistant) -> None:
    answer = county.answer("周末学堂要花多少钱？")
    assert 1 <= len(answer.suggestions) <= 3
    assert answer.suggestions[0].citation.speaker == "江岚县妇联" and "周末学堂" in answer.suggestions[0].citation.quote


def test_no_refusal_names_a_placeholder(county: Assistant, proceedings: Assistant) -> None:
    for assistant, question in (
        (county, "每月给多少？"),
        (proceedings, "罗桂芳建议每餐补贴多少？"),
        (county, "要多少钱"),
    ):
        assert "这个话题" not in assistant.answer(question).text


def test_suggestions_are_of_different_paragraphs(county: Assistant) -> None:
    for question, *_ in (one.values if hasattr(one, "values") else one for one in REFUSED):
        near = [one.citation for one in county.answer(question).suggestions]
        shown = [(one.document, one.speaker, one.paragraph) for one in near]
        assert len(shown) == len(set(shown)), question


def test_what_a_figure_names_is_not_set_against_a_time() -> None:
    text = "一年生的幼苗由每公顷三百株降到八十株"
    span = Span(Place(0, 0, 1), 0, len(text))
    assert figure("幼苗的密度四年里从多少掉到多少", [text], [span]) is None
    assert figure("幼苗三年里从多少掉到多少", ["幼苗五年里由三百株降到八十株"], [span]) is not None
