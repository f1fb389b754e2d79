"""Whether a sentence has what is asked: in another form, of the asked kind, and of the asked thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.details import asks_wanted, holds_detail, is_wanted, told_alike
from rag.understanding.kinds import detail_of, details_of

if TYPE_CHECKING:
    from rag import Assistant


def holds(question: str, sentence: str) -> bool:
    """Whether ``sentence`` has the first detail that ``question`` asks for."""
    found = detail_of(fold(question))
    assert found is not None
    return holds_detail(found[0], fold(sentence), question=fold(question))


ANOTHER_FORM = (
    ("运费政府补多少？", "运费由财政补一半。"),
    ("一单最多掏多少？", "每单不超过6分钱。"),
    ("门票收入怎么分，村里占几成？", "门票收入按四六分，村里得六。"),
    ("多久能修好？", "年底前全部修好。"),
    ("墙歪了几公分？", "西墙外倾9厘米。"),
    ("虾沟面积控制在多少以内才有补贴？", "虾沟面积控制在一成以内。"),
    ("从多少涨到多少？", "由每人120元提高到180元。"),
    ("多长时间考核一次？", "试行 3 至 5 年长周期考核。"),
    ("这笔钱谁掏？", "费用由养殖企业和区财政各担一半。"),
    ("为什么改种高粱？", "年轻人租不起大棚。"),
    ("为什么不修隧道？", "隧道要花九亿元，每天过车还不到三百辆。"),
    ("老茶路途经哪些地方？", "修复老茶路（青石镇—落霞关—平安渡）。"),
    ("要多付多少工资？", "超时的加付五成工资。"),
    ("总共要投入多大？", "投资约5600万元。"),
    ("一年白白弃掉多少度电？", "每年弃风弃光折合三亿千瓦时。"),
    ("每天漏掉多少方水？", "管网每天漏损4200立方米。"),
    ("毕业了不回乡怎么罚？", "违约的退还学费并加收三成。"),
    ("换炉子的钱谁来掏？", "每间1.2万元，省里补一半、县里补一半。"),
    ("电价要降到多少钱一度？", "到户价控制在0.4元以内。"),
    ("米粉铺去年赔了多少钱？", "来了三十个客人，一年亏了两万六千元。"),
    ("一头牛死了赔多少钱？", "每头补偿三千元。"),
    ("换一回门锁花了多少钱？", "物业赔了一百元，换锁花了四百元。"),
    ("添一台扫街用的车得花多少钱？", "请镇上添两辆洒水车，每车约十八万元。"),
    ("头一年得花多少钱？", "算下来头一年拢共要四十万，镇上出一半。"),
    ("病房留多少床位合适？", "病房留七八张床。"),
    ("一共查出多少毛病？", "查出裂缝、渗水二十七处。"),
    ("一条船一个秋天只剩多少收入？", "从前一个秋汛能做三十多万，这两年掉到十八九万。"),
    ("坐一趟直升机多贵？", "一趟直升机一万六，谁坐得起？"),
    ("占了消防通道怎么罚？", "谁占了通道，就停他五天装卸。"),
)


@pytest.mark.parametrize(("question", "sentence"), ANOTHER_FORM)
def test_a_detail_is_told_in_many_forms(question: str, sentence: str) -> None:
    assert holds(question, sentence)


OF_SOMETHING_ELSE = (
    ("是哪四个码头？", "选4个码头先改。"),
    ("那6个小区叫什么名字？", "由镇上挑6个小区，两种办法各试一半。"),
    ("十个县具体是哪几个？", "在10个产粮大县设烘干站。"),
    ("巡诊车买一辆要花多少钱？", "巡诊车油费每年约四万元。"),
    ("志愿者值一晚给多少补贴？", "由志愿者轮值，每处一年运行费十二万元。"),
    ("建十处乐园要花多少钱？", "不清理粪便的罚款50元。"),
    ("换一回门锁花了多少钱？", "物业赔了一百元，门锁是去年装的。"),
    ("买一台扫街用的车要花多少钱？", "每车每天耗油八十元。"),
    ("票据贷的年利率定在什么水平？", "票据贷去年放了二十七户、三亿六千万元。"),
    ("头一年得花多少钱？", "头一年要收四十万斤粮。"),
    ("调度平台建起来要投多少钱？", "发放服务券，每家每年最高30万元。"),
    ("一架要花多少钱？", "市财政出资1200万元，配一艘救护艇。"),
    ("引进哪家公司？", "引进一家果酒企业。"),
    ("船是哪家船厂造的？", "船由公司自购12条。"),
    ("由哪家公司施工？", "在河湾区扩建处理厂。"),
    ("先放在哪个县试点？", "在县城汽车站设服务台。"),
    ("中心建在哪个区？", "在自贸试验区和高新园区设中心。"),
    ("大桥是双向几车道？", "大桥全长11.3公里。"),
    ("老人有多少？", "我办养老院十一年，最懂他们。"),
    ("名单在哪个网站公布？", "对中介罚款，并公布黑名单。"),
    ("纪念墙由哪位设计师设计？", "在公园建一面纪念墙。"),
    ("工作组的组长是谁？", "设立联合工作组，由部门联动。"),
)


@pytest.mark.parametrize(("question", "sentence"), OF_SOMETHING_ELSE)
def test_a_figure_or_name_of_something_else_is_no_answer(question: str, sentence: str) -> None:
    assert not holds(question, sentence)


OF_THE_ASKED = (
    ("哪三个县先试？", "先在石河、白坪、柳口三县试行。"),
    ("这两个码头叫什么名字？", "南沙码头和北沙码头各停一条船。"),
    ("几个钟头内要上门？", "水表不走的，两小时内上门。"),
    ("巡诊车买一辆要花多少钱？", "购置费每辆38万元，油费另算。"),
    ("志愿者值一晚给多少补贴？", "志愿者每晚补贴60元，运行费十二万元。"),
    ("引进哪家公司？", "引进清禾食品公司。"),
    ("先放在哪个县试点？", "今年先在石涧县试办。"),
    ("中心建在哪个区？", "中心设在江北区。"),
    ("一年能省下多少钱？", "每年可节约运行费用410万元。"),
    ("一张票几块钱？", "票价2元，一小时内免费换乘。"),
    ("一年的保费要多少？", "统一投保，每年保费4800万元。"),
)


@pytest.mark.parametrize(("question", "sentence"), OF_THE_ASKED)
def test_the_asked_kind_is_an_answer(question: str, sentence: str) -> None:
    assert holds(question, sentence)


def test_each_detail_of_several_knows_its_own_clause() -> None:
    asked = details_of(fold("一共要几台、一台多少钱，谁来出钱？"))
    assert [(one.name, one.clause) for one, _ in asked][1:] == [("money", "一台多少钱"), ("payer", "谁来出钱")]


def test_an_amount_is_given_or_taken_as_the_question_asks() -> None:
    question = fold("认证的钱政府报多少？")
    found = detail_of(question)
    assert found is not None
    assert told_alike(found[0], "认证费用政府补一半", question)
    assert not told_alike(found[0], "一张证书动辄二十几万元", question)


def test_what_should_be_is_known_from_what_is() -> None:
    assert asks_wanted(fold("夜班一次补多少合适？")) and not asks_wanted(fold("现有多少床位？"))
    assert is_wanted("夜班补贴提高到每次150元") and not is_wanted("夜班一次补贴只有40元")


TOWN = """---
title: 云渡镇座谈会记录（虚构）
---

# 云渡镇座谈会记录（虚构）

闻小满（镇卫生院院长）：

一是善待夜班护士。现在夜班一次补贴只有40元，留不住人。夜班补贴提高到每次150元。

二是把渡口打捞交给专业队伍。建议组建一支24人的常年打捞队。

三是在每个村建一座微型消防站，配一辆窄身消防车。一座站加一辆车约七十二万元，由镇财政承担。

乐远山（渡口公司经理）：

水上公交先设9个站点，票价2元。每天开18班，由渡口公司运营。
"""


@pytest.fixture(scope="module")
def town(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("town")
    (folder / "town.md").write_text(TOWN, encoding="utf-8")
    return assistant_over([folder])


SHOWN = (
    ("夜班护士一次补多少合适？", ("150元",)),
    ("每个村建消防站要多少钱，谁出钱？", ("七十二万元", "镇财政")),
    ("水上公交票价多少、一天几班？", ("2元", "18班")),
    ("渡口打捞交给专业队伍，要多少人？", ("24人",)),
)


@pytest.mark.parametrize(("question", "words"), SHOWN)
def test_the_answer_shows_every_asked_detail(town: Assistant, question: str, words: tuple[str, ...]) -> None:
    answer = town.answer(question)
    assert not answer.refused and all(word in answer.text for word in words), answer.text


def test_a_thing_pointed_at_is_the_last_speakers_though_the_answer_named_nobody(town: Assistant) -> None:
    history = [
        {"role": "user", "content": "消防站怎么建？"},
        {"role": "assistant", "content": "在每个村建一座微型消防站，配一辆窄身消防车。[1]"},
    ]
    answer = town.answer("这座消防站多少钱？", history=history)
    assert "七十二万元" in answer.text and {one.speaker for one in answer.citations} == {"闻小满"}


def test_a_detail_of_what_was_shown_that_nobody_tells_is_absent(town: Assistant) -> None:
    history = [
        {"role": "user", "content": "闻小满对打捞有什么建议？"},
        {"role": "assistant", "content": "建议组建一支24人的常年打捞队。[1]"},
    ]
    answer = town.answer("哪天成立？", history=history)
    assert answer.reason == "detail_absent" and "闻小满" in answer.text
