"""From a question to its plan: kind, names, type of detail, ordinals, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.asked import LONGEST_QUESTION
from rag.understanding.details import holds_detail
from rag.understanding.kinds import detail_of, details_of, kind_of, numeral

if TYPE_CHECKING:
    from rag import Assistant

KINDS = (
    ("谁提出建设周末学堂？", "who"),
    ("是哪位委员提出的", "who"),
    ("哪个单位主张减租", "who"),
    ("哪些人提到了志愿者？", "list"),
    ("都有谁谈到贷款", "list"),
    ("列出所有提到校车的人", "list"),
    ("有几位发言人提到贷款？", "count"),
    ("一共多少人说过", "count"),
    ("提了几条建议", "count"),
    ("康雨石提出了哪些建议？", "summary"),
    ("概括一下这篇发言", "summary"),
    ("他的主要观点是什么", "summary"),
    ("比较这两位的建议", "compare"),
    ("两者有什么区别", "compare"),
    ("有什么异同", "compare"),
    ("还有谁的建议与此类似？", "similar"),
    ("相近的建议有哪些", "similar"),
    ("你好", "smalltalk"),
    ("谢谢", "smalltalk"),
    ("你能做什么？", "smalltalk"),
    ("担保费率降到多少？", "fact"),
    ("校车为什么开不进来", "fact"),
    ("补助标准如何确定", "fact"),
)


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_kinds(question: str, kind: str) -> None:
    assert kind_of(fold(question)) == kind


DETAILS = (
    ("每个补助多少钱？", "money", "每个补助6万元", "每个都有补助"),
    ("占比是多少？", "percent", "下降了三成", "下降了不少"),
    ("要多长时间？", "duration", "三年内完成", "尽快完成"),
    ("是哪一年开始的？", "date", "2023年开始", "已经开始"),
    ("一共多少个村？", "number", "31个村", "许多村"),
    ("为什么关门？", "reason", "因为租金太高", "门店关了"),
    ("连着干多少天要歇？", "duration", "满60天轮休", "船龄18年"),
    ("隔多长时间普查一遍？", "frequency", "两年一轮", "全面普查"),
    ("总共要投多少钱？", "money", "投资300万元", "提高两成"),
    ("一公里成本多高？", "money", "每公里9万元", "高12米"),
    ("上面盖多厚的土？", "measure", "覆土30厘米", "有土堆12座"),
    ("分别在哪几个乡镇？", "place", "设在望川镇", "设在果园里"),
    ("准备引进哪家公司？", "body", "引进清禾食品公司", "引进一家企业"),
    ("逾期不还会受什么处罚？", "penalty", "逾期的停用三年", "逾期的有八家"),
    ("是哪几路公交？", "route", "12路和30路", "两条公交长线"),
)


@pytest.mark.parametrize(("question", "name", "holds", "lacks"), DETAILS)
def test_the_type_of_an_answer_is_known_and_looked_for(question: str, name: str, holds: str, lacks: str) -> None:
    found = detail_of(fold(question))
    assert found is not None and found[0].name == name
    assert holds_detail(found[0], fold(holds)) and not holds_detail(found[0], fold(lacks))


def test_every_detail_is_known_in_the_order_of_asking() -> None:
    asked = details_of(fold("改造多少公里，几年改完，一共多少钱？"))
    assert [detail.name for detail, _ in asked] == ["number", "duration", "money"]


@pytest.mark.parametrize("question", ["谁主张几个县联合买书？", "靠什么制度让几个部门坐到一起？"])
def test_some_beside_a_question_word_asks_for_no_number(question: str) -> None:
    assert all(detail.name != "number" for detail, _ in details_of(fold(question)))


def test_counting_words_of_one_group_answer_one_another_and_others_do_not() -> None:
    (detail, _), *_ = details_of(fold("配几名师傅？"))
    assert holds_detail(detail, "请3位师傅") and not holds_detail(detail, "五家工厂合用")
    assert not holds_detail(detail, "沿线五个村")


def test_what_follows_how_many_is_a_unit_only_where_it_is_a_thing() -> None:
    assert [detail.unit for detail, _ in details_of(fold("有多少学生？"))] == ["学生"]
    assert [detail.unit for detail, _ in details_of(fold("价钱去年多少，今年掉到多少？"))] == ["", ""]
    assert [detail.unit for detail, _ in details_of(fold("丢了多少只羊？"))] == ["只"]


@pytest.mark.parametrize(
    ("text", "value"), [("2", 2), ("二", 2), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31)]
)
def test_ordinals(text: str, value: int) -> None:
    assert numeral(text) == value


def test_what_is_no_ordinal_raises() -> None:
    with pytest.raises(ValueError, match="不是序数"):
        numeral("百")


NAMES = (
    ("康雨石提了什么建议？", ("康雨石",)),
    ("康雨石委員提了什麼建議？", ("康雨石",)),
    ("庄行长怎么说？", ("庄可为",)),
    ("江岚农商银行行长怎么说？", ("庄可为",)),
    ("麦理事长提了什么", ("麦青禾",)),
    ("县妇联提了什么建议？", ("江岚县妇联",)),
    ("江岚县工商联提了什么建议？", ("江岚县工商联",)),
    ("比较庄可为和麦青禾的建议", ("庄可为", "麦青禾")),
    ("总结一下县妇联的建议", ("江岚县妇联",)),
    ("请概括江岚农商银行行长的建议", ("庄可为",)),
    ("哪些人提到贷款？", ()),
)


@pytest.mark.parametrize(("question", "speakers"), NAMES)
def test_names_titles_and_bodies_are_resolved(county: Assistant, question: str, speakers: tuple[str, ...]) -> None:
    plan = county.answer(question).plan
    assert plan.speakers == speakers and plan.unknown == ()


@pytest.mark.parametrize("question", ["江岚县有哪些关于贷款的建议？", "江岚的校车有什么建议？", "望川镇有什么建议"])
def test_a_place_is_no_body_that_is_called_after_it(county: Assistant, question: str) -> None:
    assert county.answer(question).plan.speakers == ()


@pytest.mark.parametrize("name", ["江岚县残联", "民革江岚县委会", "江岚县总工会", "望川镇商会"])
def test_a_body_that_does_not_speak_is_not_another_of_its_place(county: Assistant, name: str) -> None:
    answer = county.answer(f"{name}提了什么建议？")
    assert (answer.refused, answer.reason) == (True, "speaker_unknown")


ASKED = (
    ("康雨石的第二条建议是什么？", {"point": 2}),
    ("庄可为发言的第3段说了什么", {"paragraph": 3}),
    ("妇联的最后一条建议", {"point": -1}),
    ("2024年9月10日的座谈会说了什么？", {"documents": ("meeting.md",)}),
    ("council里谁提到银行", {"documents": ("council.md",)}),
    ("除了康雨石还有谁提到望川镇", {"excluded": ("康雨石",)}),
    ("康雨石提到望川镇，还有谁也提到？", {"excluded": ("康雨石",)}),
    # the meeting of a document, by a part of its title or by its month
    ("在乡村振兴座谈会上谁提到校车？", {"documents": ("meeting.md",)}),
    ("九月那次座谈会上谁提到校车？", {"documents": ("meeting.md",)}),
    ("9月10日那场座谈会上都有谁发言？", {"documents": ("meeting.md",), "terms": ()}),
    # the body before a name tells who is meant and is no topic
    ("江岚农商银行庄可为提出了哪些建议？", {"speakers": ("庄可为",), "terms": ()}),
    ("农机合作社的理事长提了什么建议？", {"speakers": ("麦青禾",), "terms": ()}),
    # named only as the one whose proposal another is asked about
    ("麦青禾为什么赞成庄可为提出的粮权贷？", {"speakers": ("麦青禾",)}),
    # what is frame whatever the tokeniser makes of it
    ("志愿者这件事，哪些人（或单位）提过？请列全", {"terms": ("志愿者",)}),
    ("提到过抵押的都有谁？", {"terms": ("抵押",)}),
)


@pytest.mark.parametrize(("question", "wanted"), ASKED)
def test_ordinals_documents_and_exclusions_are_in_the_plan(
    county: Assistant, question: str, wanted: dict[str, object]
) -> None:
    plan = county.answer(question).plan
    assert {name: getattr(plan, name) for name in wanted} == wanted


def test_the_plan_is_shown_with_the_answer(county: Assistant) -> None:
    shown = county.answer("康雨石建议每个卫生室补助多少钱？").to_dict()["plan"]
    assert (shown["kind"], shown["speakers"], shown["detail"]) == ("fact", ("康雨石",), "money")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["说过", "提出", "“说”", "这个想法他有，", "，还有谁也", "除了他，", "是不是", "再回到刚才那位", "（", "1"]
)
def test_the_longest_question_of_one_piece_is_read_in_moments(county: Assistant, piece: str) -> None:
    answer = county.answer((piece * LONGEST_QUESTION)[:LONGEST_QUESTION])
    assert answer.text
