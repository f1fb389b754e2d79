"""What stands beside a question, what it is put together of, and what it takes for granted in passing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from rag.understanding.details import holds_detail
from rag.understanding.kinds import detail_of

if TYPE_CHECKING:
    from pathlib import Path

    from rag import Answer, Assistant

RECORD = """政协竹溪市委员会“水与田”专题协商会发言记录

时间：2033年5月6日

沈丹青（市水务局局长）：

全市九座山塘漏水，今年先修四座。

建议今年十月开工修引水渠，2035年建成通水，总投资三亿元。

建议给下游的村子修蓄水池，水费每吨一角。

温知夏（竹溪市青禾节水科技有限公司总经理）：

我市节水灌溉的比例低于邻市平均水平，走访了14家有代表性的种粮大户，都说买不起设备。

建议滴灌设备由财政补四成，农户出六成。

能不能允许几户农民合用一套滴灌设备、一个水表？

建议办“机手+技师+农户”的田间课堂，每月一次。

罗秋水（市农业农村局副局长）：

建议下游先缓一缓，不急着修蓄水池。

建议“机手—技师—农户”结对子，一个技师带十户，边干边教。

建议滴灌设备统一招标，价格再压一成。

邢云飞（市政协委员）：

滴灌好是好，老人不会用。

有人提出几户农民合用一套滴灌设备，我不赞成，坏了说不清是谁的责任。

建议镇上设滴灌维修点，设备坏了当天修好。
"""


@pytest.fixture(scope="module")
def water(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder = tmp_path_factory.mktemp("water")
    (folder / "record.md").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


def speakers(answer: Answer) -> set[str | None]:
    return {one.speaker for one in answer.citations}


ASIDES = (
    ("谁提到了蓄水池？我们准备请他参加下次座谈。", {"沈丹青", "罗秋水"}),
    ("提到滴灌的有几个人？统计履职用。", {"温知夏", "罗秋水", "邢云飞"}),
    ("蓄水池建设上，沈丹青和罗秋水分别怎么主张？答复函里要并列写。", {"沈丹青", "罗秋水"}),
    ("这种设施（蓄水池）都有谁提到？", {"沈丹青", "罗秋水"}),
    ("提到“蓄水池”的发言人名单", {"沈丹青", "罗秋水"}),
    ("统计一下，一共有几个人提到蓄水池？", {"沈丹青", "罗秋水"}),
    ("市水务局有谁发言了？", {"沈丹青"}),
)


@pytest.mark.parametrize(("question", "wanted"), ASIDES)
def test_what_the_asker_wants_it_for_is_no_topic(water: Assistant, question: str, wanted: set[str]) -> None:
    answer = water.answer(question)
    assert not answer.refused, answer.text
    assert speakers(answer) == wanted


SUMMARIES = (
    "温知夏的建议，能简要梳理一下吗？",
    "温知夏一共开了哪几条药方？",
    "温知夏从哪几个方面提了建议？",
    "温知夏的建议一共几个方面，各讲什么？",
    "青禾节水的负责人提了哪些建议？",
    "温知夏的意见，帮忙梳理个提纲，主任会上要汇报。",
    "温知夏的节水建议，要点。",
    "温知夏说了那么多滴灌的事，能用大白话给我归纳一下吗？",
)


@pytest.mark.parametrize("question", SUMMARIES)
def test_a_summary_in_many_wordings(water: Assistant, question: str) -> None:
    answer = water.answer(question)
    assert answer.kind in ("summary", "count") and not answer.refused, answer.text
    assert {one.paragraph for one in answer.citations if one.speaker == "温知夏"} >= {2, 3}


def test_either_is_a_choice_of_speakers_alone(water: Assistant) -> None:
    assert water.answer("修蓄水池是沈丹青还是罗秋水提的？").kind == "who"
    both = water.answer("沈局长跟罗局长在先修蓄水池还是缓一缓上怎么说的，对比一下")
    assert both.kind == "compare" and speakers(both) == {"沈丹青", "罗秋水"}
    behind = water.answer("蓄水池该先修还是该缓一缓，沈丹青和罗秋水的主张有什么不同？")
    assert behind.kind == "compare" and speakers(behind) == {"沈丹青", "罗秋水"}
    own = water.answer("温知夏要办的田间课堂，和罗秋水说的结对子，区别在哪？")
    assert own.kind == "compare" and speakers(own) == {"温知夏", "罗秋水"}


def test_two_are_who_was_shown_and_who_is_named(water: Assistant) -> None:
    history = [
        {"role": "user", "content": "沈丹青对蓄水池怎么说？"},
        {"role": "assistant", "content": "沈丹青（市水务局局长）提出：“建议给下游的村子修蓄水池，水费每吨一角。”[1]"},
    ]
    answer = water.answer("罗秋水也提到蓄水池吗？两人的提法有什么不同？", history=history)
    assert answer.kind == "compare" and answer.understood == "沈丹青和罗秋水关于蓄水池的建议有什么不同？"
    assert speakers(answer) == {"沈丹青", "罗秋水"}
    others = water.answer("都有哪些人提到过它？", history=history)
    assert speakers(others) == {"沈丹青", "罗秋水"}


def test_what_only_one_has_in_these_words_others_have_in_their_own(water: Assistant) -> None:
    for question in (
        "谁的设想跟温知夏的“机手+技师+农户”路子差不多？",
        "温知夏要办机手、技师和农户的课堂，还有谁的建议跟他沾边？",
    ):
        answer = water.answer(question)
        assert answer.kind == "similar" and "罗秋水" in speakers(answer), answer.text


def test_of_two_terms_the_quote_has_both(water: Assistant) -> None:
    answer = water.answer("谁提到了滴灌设备和财政？")
    assert speakers(answer) == {"温知夏"}
    assert all("滴灌" in one.quote and "财政" in one.quote for one in answer.citations)
    assert "同一人的段落中都出现" in answer.text
    assert "段落中出现“滴灌设备”" in water.answer("谁提到了滴灌设备或者蓄水池？").text


def test_who_takes_a_proposal_up_to_reject_it_has_not_made_it(water: Assistant) -> None:
    assert speakers(water.answer("几户人家合用一套滴灌设备，这主意谁出的？")) == {"温知夏"}
    assert speakers(water.answer("谁不赞成几户人家合用一套滴灌设备？")) == {"邢云飞"}


def test_a_university_is_called_by_its_first_characters(
    assistant_over: Callable[..., Assistant], tmp_path: Path
) -> None:
    (tmp_path / "record.md").write_text(
        "座谈会发言记录\n\n卜知秋（南江师范大学副校长）：\n\n建议师范生下乡实习一年。\n\n"
        "穆春山（北原交通大学教授）：\n\n建议公交车改用电车。\n",
        encoding="utf-8",
    )
    found = assistant_over([tmp_path])
    assert speakers(found.answer("师大副校长提了什么建议？")) == {"卜知秋"}
    assert speakers(found.answer("交大教授提了什么建议？")) == {"穆春山"}


PREMISES = (
    ("温知夏说节水灌溉已经走在邻市前面，依据是什么？", "低于邻市"),
    ("温知夏走访的30家大户是怎么挑出来的？", "14家"),
    ("罗秋水提议的滴灌维修点，打算设在哪里？", "邢云飞"),
)


@pytest.mark.parametrize(("question", "told"), PREMISES)
def test_a_premise_in_passing_is_checked(water: Assistant, question: str, told: str) -> None:
    answer = water.answer(question)
    assert answer.reason == "false_premise", answer.text
    assert told in answer.text.replace(" ", "")


def test_a_stranger_is_one_in_a_request_too(water: Assistant) -> None:
    answer = water.answer("请介绍陈雪梅关于滴灌设备的主张。")
    assert answer.reason == "speaker_unknown", answer.text


DETAILS = (
    # when it begins is not when it is done
    ("引水渠哪年建成？", "争取明年十月开工", False),
    ("引水渠哪年建成？", "明年十月开工，2035年建成", True),
    ("引水渠什么时候开工？", "力争2035年通车", False),
    ("引水渠哪一年用上？", "明年十月开工", True),
    # what it costs as a whole is no sum by the ton
    ("冷库总造价多少钱？", "按每吨每天2.8元租用", False),
    ("修这条支线总共要花多少钱？", "每箱比公路贵420元", False),
    ("修这条支线总共要花多少钱？", "修支线要投资3亿元", True),
    ("每户总共补多少钱？", "每户补助6000元", True),
    ("手续跑下来平均得花多少天？", "平均用时74天", True),
    ("手续跑下来平均得花多少天？", "平均要花三千元", False),
    ("改造的总投资估算是多少？", "到2028年集聚企业150家", False),
    ("集控中心由哪家单位设计施工？", "投资由集团自筹", False),
    ("集控中心由哪家单位设计施工？", "由市水利设计院设计", True),
    ("停车位缺口有多大？", "登记的停车位只有2.1万个", True),
    ("一年里总共要花多少经费？", "经费每年45万元列入预算", True),
    ("多出来的造价是多少？", "增加的造价每瓦约4分钱", True),
)


@pytest.mark.parametrize(("question", "sentence", "told"), DETAILS)
def test_the_other_end_or_another_measure_is_no_answer(question: str, sentence: str, told: bool) -> None:
    detail = detail_of(question)
    assert detail is not None
    assert holds_detail(detail[0], sentence, question=question) is told
