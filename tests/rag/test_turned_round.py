"""Premises that a source turns round: another unit, the other way, the other order, another place; and what it does not tell of the
rest of a list.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rag import Assistant

RECORD = """沙溪县政协“稻谷与山林”协商会发言记录

时间：2034年4月11日

苗映川（县种子站站长）：

隔离带改种大豆，每亩补二百四十元，由县财政支付。

共享烘干厂放在白塔镇最合适，离五个产粮村都在半小时以内。

苗红樱（青溪镇农机合作社理事长）：

青溪镇去年选了管水员，用水纠纷由一年二十六起降到四起。

试开夜间农机班一个月，路口的拖拉机少了三成。

祁守山（县林业局副局长）：

全县百年以上古树一千零八十株，其中六百年以上的七十三株，最老的是石磨村那棵槐树。

护林员从槐树坪、石磨村、上湾等九个村里选，每人每月补六百元。
"""
TURNED = (
    ("苗映川说隔离带改种补贴是每亩二百四十斤稻谷，由谁来发？", "元"),
    ("苗映川看中了青溪镇建共享烘干厂，那里离几个产粮村近？", "白塔镇"),
    ("青溪镇选了管水员，用水纠纷反倒从四起涨到二十六起，这是为什么？", "二十六"),
    ("夜间农机班试了一个月，路口的拖拉机多了三成，苗红樱怎么解释？", "少了三成"),
    ("祁守山说六百年以上的古树有一百七十三株，最老的在哪个村？", "七十三株"),
)
TOLD = (
    "苗映川建议隔离带改种大豆每亩补二百四十元，由谁支付？",
    "共享烘干厂放在白塔镇，离几个产粮村近？",
    "用水纠纷从二十六起降到四起，是哪个镇？",
    "六百年以上的七十三株古树里，最老的一棵在哪个村？",
)


@pytest.fixture(scope="module")
def record(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("record")
    (folder / "record.txt").write_text(RECORD, "utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(("question", "right"), TURNED)
def test_what_is_turned_round_is_told_as_the_source_has_it(record: Assistant, question: str, right: str) -> None:
    answer = record.answer(question)
    assert (answer.reason, right in answer.text) == ("false_premise", True)


@pytest.mark.parametrize("question", TOLD)
def test_what_the_source_says_contradicts_nothing(record: Assistant, question: str) -> None:
    assert not record.answer(question).refused


def test_the_others_of_so_many_are_not_named(record: Assistant) -> None:
    answer = record.answer("护林员从九个村里选，除了槐树坪、石磨村、上湾，另外六个叫什么？")
    assert answer.reason == "detail_absent"


NAMED = """松溪市政协“通道与平台”协商会发言记录

时间：2034年6月3日

管若平（市发改委主任）：

先到杭州、合肥引进十五家成长期企业，再谈招商地图。

由农业部门牵头设立科技攻关资金，加快沿江铁路建设以腾出货运运力。

市里走访了十四家有代表性的合作社，梳理出六条意见。

结果要与职称评定挂钩。
"""


@pytest.fixture(scope="module")
def named(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("named")
    (folder / "record.txt").write_text(NAMED, "utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    "question",
    [
        "管若平说先到武汉、长沙引进多少家成长期企业？",
        "管若平说由税务部门牵头设立科技攻关资金，怎么分工？",
        "管若平说沿江铁路腾出来的客运运力准备用来做什么？",
        "管若平为什么主张结果不与职称评定挂钩？",
        "管若平说市里走访了四十家合作社，点了名的有哪些？",
    ],
)
def test_what_is_named_otherwise_is_a_false_premise(named: Assistant, question: str) -> None:
    assert named.answer(question).reason == "false_premise"


@pytest.mark.parametrize(
    "question", ["管若平建议由哪个部门牵头设立科技攻关资金？", "管若平建议先到哪些城市引进成长期企业？"]
)
def test_what_is_asked_for_is_no_premise(named: Assistant, question: str) -> None:
    assert not named.answer(question).refused


def test_another_topic_leaves_what_was_spoken_of(named: Assistant) -> None:
    history = [
        {"role": "user", "content": "管若平对科技攻关资金怎么说？"},
        {"role": "assistant", "content": "管若平说：“由农业部门牵头设立科技攻关资金”[1]"},
    ]
    answer = named.answer("换个话题，电梯加装有人提吗？", history=history)
    assert (answer.refused, "管若平" in answer.understood) == (True, False)
