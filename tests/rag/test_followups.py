"""Follow-ups over an invented hearing: who is meant, who is against, which item, and what stays with whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from index.words import plain_words
from rag.understanding.called import stands_for

if TYPE_CHECKING:
    from rag import Answer, Assistant

HEARING = """# 柳埠县渡口和夜市听证会记录（虚构）

钱亦舟（县人大代表、柳埠轮渡公司总经理）：

老渡口一天只有六班船，客人等得心焦，船工一个月也只排得上十二天班。

一是渡口票价由2元涨到3元，学生和老人不变，多收的钱全部用于换船。

二是三年内换六条电动渡船，每条约180万元，由公司出四成、县财政出六成。

三是夜市码头的摊位延到夜里一点收摊，方便晚班的客人。

县消费者协会：

去年收到渡口投诉31件，一半是说船晚点。

一、票价不宜马上涨，账本先公开，公开满一个月再议。

二、船票上印投诉电话，晚点半小时退一半票钱。

温若兰（县文化广电和旅游局副局长）：

去年渡口接待游客9万人次，多数当天就走。

第一，夜市摊位最晚到夜里十一点半，不能再晚，住户投诉太多。

第二，办月光诗会，每月一场，每场补助4000元，由县文化馆承办。

第三，渡口老牌坊修缮要请本地石匠，工钱每天260元。

邰小满（柳埠镇第三中学校长）：

我校有住校生410人，周末一半靠渡船回家。

建议轮渡公司周五加开两班学生船，票价不变，安排两名老师跟船。

建议在渡口办水上安全课，每学期四节，由船工来教。

竺大娘合作社（虚构）没有代表到会。

佟桂香（夜市摊主）：

摆摊的人只有晚上那几个钟头，最怕下雨。

希望夜市搭统一的雨棚，每个摊位自己出300元，其余由镇里出。

希望船工教大家救生，一年教两回，救生圈由镇里发。
"""


@pytest.fixture(scope="module")
def ferry(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "hearing.md").write_text(HEARING, encoding="utf-8")
    return assistant_over([folder])


def after(assistant: Assistant, question: str, shown: str, then: str) -> Answer:
    history = [{"role": "user", "content": question}, {"role": "assistant", "content": shown}]
    return assistant.answer(then, history=history)


NIGHT = ("钱亦舟主张夜市几点收摊？", "夜市码头的摊位延到夜里一点收摊。[1]")
FARE = ("钱亦舟主张票价涨到多少？", "渡口票价由2元涨到3元。[1]")
BOATS = ("钱亦舟打算换几条船？", "三年内换六条电动渡船，每条约180万元。[1]")
POEMS = ("温若兰想办什么诗会？", "办月光诗会，每月一场。[1]")
BOTH = (
    "钱亦舟和温若兰对夜市收摊时间的看法有什么不同？",
    "钱亦舟主张延到夜里一点[1]；温若兰主张最晚到夜里十一点半[2]。",
)
POINTS = ("温若兰提了哪几条？", "1. 夜市摊位最晚到夜里十一点半。[1]\n2. 办月光诗会。[2]\n3. 牌坊修缮请本地石匠。[3]")

MEANT = (
    # by a short name, an office, a body alone
    (NIGHT, "那文旅局怎么看", "温若兰", "十一点半"),
    (NIGHT, "文旅局那边同意吗", "温若兰", "十一点半"),
    (NIGHT, "那县文旅局的副局长主张最晚几点？", "温若兰", "十一点半"),
    (NIGHT, "不是他，是文旅局那位副局长", "温若兰", "十一点半"),
    (FARE, "消协反对吗？", "县消费者协会", "不宜马上涨"),
    (FARE, "那消协那边什么态度", "县消费者协会", "不宜马上涨"),
    # by a place in what was shown
    (BOTH, "后者主张最晚到几点？", "温若兰", "十一点半"),
    (BOTH, "前面那位怎么说的", "钱亦舟", "一点"),
    # against what was shown
    (FARE, "谁不赞成？", "县消费者协会", "不宜马上涨"),
    (FARE, "谁跟他意见相反？", "县消费者协会", "不宜马上涨"),
    (FARE, "那觉得先别涨的又是谁？", "县消费者协会", "不宜马上涨"),
    (NIGHT, "明确表示不能再晚的是哪位？", "温若兰", "不能再晚"),
    # an item of the shown list, with what is asked of it
    (POINTS, "第二条展开讲讲，一场补多少", "温若兰", "4000元"),
    (POINTS, "第三条里工钱多少？", "温若兰", "260元"),
    (POINTS, "最后一条要请谁来修？", "温若兰", "石匠"),
    # a few words that name nobody stay with the last speaker
    (BOATS, "那钱从哪来？", "钱亦舟", "县财政出六成"),
    (POEMS, "由谁承办？", "温若兰", "文化馆"),
    # others are asked for
    (("邰小满想请谁教水上安全课？", "由船工来教，每学期四节。[1]"), "还有谁提过类似的？", "佟桂香", "救生"),
)


@pytest.mark.parametrize(("turn", "then", "speaker", "words"), MEANT)
def test_who_is_meant_and_what(ferry: Assistant, turn: tuple[str, str], then: str, speaker: str, words: str) -> None:
    answer = after(ferry, *turn, then)
    assert not answer.refused, answer.text
    assert speaker in {one.speaker for one in answer.citations}, (answer.understood, answer.text)
    assert words in answer.text


@pytest.mark.parametrize(
    ("turn", "then", "speaker"),
    (
        (POEMS, "要来多少观众？", "温若兰"),
        (("邰小满对学生船有什么建议？", "周五加开两班学生船。[1]"), "要花多少钱？", "邰小满"),
        (POINTS, "第一条要罚多少钱？", "温若兰"),
    ),
)
def test_nobody_else_answers_what_the_last_speaker_does_not_tell(
    ferry: Assistant, turn: tuple[str, str], then: str, speaker: str
) -> None:
    answer = after(ferry, *turn, then)
    assert answer.refused or {one.speaker for one in answer.citations} == {speaker}, answer.text


@pytest.mark.parametrize(
    ("then", "speaker"),
    (
        ("夜市的雨棚每个摊位自己出多少钱？", "佟桂香"),  # another matter
        ("渡口投诉去年有多少件？", "县消费者协会"),
        ("谁希望搭雨棚？", "佟桂香"),
        ("他还提了什么？", "温若兰"),
    ),
)
def test_another_matter_is_asked_of_all(ferry: Assistant, then: str, speaker: str) -> None:
    answer = after(ferry, *POEMS, then)
    assert {one.speaker for one in answer.citations} == {speaker}, answer.text


SHORT = (
    ("文旅局", "县文化广电和旅游局", True),
    ("消协", "县消费者协会", True),
    ("三中", "柳埠镇第三中学", True),
    ("城管局", "市城市管理局", True),
    ("县医院", "县中医院", False),
    ("文旅局", "县文化馆", False),
)


@pytest.mark.parametrize(("short", "full", "stands"), SHORT)
def test_a_short_name_leaves_out_what_people_leave_out(short: str, full: str, stands: bool) -> None:
    assert stands_for(short, full, plain_words().spans) is stands
