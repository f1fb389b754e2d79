"""Questions put in other words: keywords, things told first, the class somebody comes from, the head of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.understanding.rewording import common, reworded

if TYPE_CHECKING:
    from rag import Assistant


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("潮汐电站 提及者 名单", "哪些人提到潮汐电站？"),
        ("“夜间公交” 发言人 名单", "哪些人提到“夜间公交”？"),
        ("高校任职 发言人 名单", "来自高校的发言人有哪些？"),
        ("民主党派 单位 名单", "以民主党派名义发言的单位有哪些？"),
        ("提到夜间公交的人 名单", "提到夜间公交的人有哪些？"),
        ("有几位是从高等院校出来的？", "有几位是来自高等院校的？"),
        ("在区县担任领导职务的都有谁？", "在区县任职的都有谁？"),
        ("某委员 湿地公园 建议 要点", "某委员 湿地公园 有哪些建议？"),
        ("海堤加固 总投资 亿元", "海堤加固 总投资是多少亿元？"),
        ("海堤加固 牵头单位", "海堤加固 由谁牵头？"),
        ("海堤加固 开工时间", "海堤加固 什么时候开工？"),
        ("海堤加固 财政 比例", "海堤加固 财政 比例是多少？"),
        ("都有谁把夜间公交写进了提案里", "都有谁提到夜间公交"),
        ("收费要走公示，哪几位提过公示？", "哪几位提过公示？"),
        ("停车按时段收费这件事，都有谁说过？", "都有谁说过停车按时段收费？"),
        ("从银行、信托这类金融单位来的是哪几个？", "来自金融单位的发言人是哪几个？"),
        ("麻烦把工会关于高温津贴的各条主张归拢归拢。", "总结工会关于高温津贴的各条主张"),
        ("对夜间公交，明确表示赞成或反对的有谁？", "对夜间公交，哪些人表过态？"),
        ("会上对夜间公交表示支持或不赞成的有几位？", "会上对夜间公交，几位表过态？"),
        ("请列出对夜间公交表过态的各方。", "对夜间公交，哪些人表过态？"),
        ("说要给站台装座椅的，一共有几位？", "有几位说过给站台装座椅？"),
        ("那反对的呢？", "那反对的是谁？"),
        ("那反对的那位呢？", "那反对的那位呢？"),
    ],
)
def test_is_put_plainly(question: str, plain: str, county: Assistant) -> None:
    assert reworded(question, county.lexicon) == plain


@pytest.mark.parametrize(
    "question",
    [
        "谁建议把科技政策整合起来？",
        "海堤加固 谁出钱",
        "低空 无人机 起降场",
        "城市更新，哪几位提过海绵设施？",
        "从外地来的老人怎么看病？",
        "村里的负责人要做什么？",
        "签约费要从多少涨到多少？多出来的谁掏？",
    ],
)
def test_what_is_plain_stays(question: str, county: Assistant) -> None:
    assert reworded(question, county.lexicon) == question


def test_the_head_of_a_body_is_whoever_holds_its_first_office(county: Assistant) -> None:
    assert reworded("望川镇卫生院的一把手是谁？", county.lexicon) == "望川镇卫生院院长是谁？"
    assert "康雨石" in county.answer("望川镇卫生院的当家人是哪位？").text
    assert reworded("望川镇中学的一把手是谁？", county.lexicon) == "望川镇中学的一把手是谁？"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("一共几个发言的点到了村医", "count"),
        ("提到村医的发言者有多少，单位也算", "count"),
        ("康雨石围绕村卫生室讲了几方面的建议，分别是什么？", "summary"),
        ("康雨石对村卫生室出了些啥主意", "summary"),
        ("领导让我写个简报，麻烦把康雨石的各条主张归拢归拢。", "summary"),
        ("好几个村子合用一个卫生室，这是谁的意见", "who"),
        ("给种粮大户分成几档，每档配不同的贷款，哪位这么讲的？", "who"),
        ("康雨石和庄可为对养老补贴有什么不同看法？", "compare"),
        ("几个人提到村医，分别是谁？", "count"),
    ],
)
def test_words_of_another_kind_do_not_decide_it(county: Assistant, question: str, kind: str) -> None:
    assert county.answer(question).plan.kind == kind


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("康雨石围绕村卫生室讲了几方面的建议，分别是什么？", "卫生室"),
        ("一共几个发言的点到了县卫生健康委员会", "卫生健康委员会"),
        ("康雨石2023年5月6日登报的那篇又建议了什么？", ""),
    ],
)
def test_what_only_asks_is_no_topic(county: Assistant, question: str, topic: str) -> None:
    assert county.answer(question).plan.topic == topic


def test_bodies_are_listed_by_the_kind_in_whose_name_they_speak(county: Assistant) -> None:
    named = county.answer("请列出以单位名义、而非个人名义提出建议的发言主体。").text
    assert "江岚县妇联" in named and "康雨石" not in named
    assert "江岚县妇联" not in county.answer("不是个人、以党派组织名义交建议的有哪些？").text


def test_persons_are_listed_where_bodies_are_left_out(county: Assistant) -> None:
    named = county.answer("请列出以个人身份而非单位名义发言的人。").text
    assert "康雨石" in named and "江岚县妇联" not in named


def test_what_is_not_stated_of_keywords_is_not_answered(county: Assistant) -> None:
    assert county.answer("移动柜台 总投资 亿元").reason == "detail_absent"


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("食堂的补贴该不该给下去，一共有几方摆明了态度？", "食堂的补贴该不该给下去，一共有几位表过态？"),
        ("村里该不该建冷库，哪些个人或单位表明了态度？", "村里该不该建冷库，哪些人和单位表过态？"),
        ("公交要不要延时，有几家（人）提到？", "公交要不要延时，有几家提到？"),
        ("废铁路拿来干什么好，谁出过意见？", "废铁路拿来干什么好，谁发表过意见？"),
        ("一共有几方土方？", "一共有几方土方？"),
    ],
)
def test_whoever_has_said_what_he_thinks_is_asked_for_in_one_way(question: str, plain: str) -> None:
    assert common(question) == plain
