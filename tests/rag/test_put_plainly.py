"""Questions in everyday turns put plainly, and details by the way they are told: how often, how much land, what a name by number
stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.folding import fold
from rag.understanding.details import holds_detail, spells_out
from rag.understanding.kinds import details_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rag import Assistant

RECORD = """竹溪市政协“水路与夜校”专题协商会发言记录

时间：2034年5月8日

沈丹青（市交通运输局副局长）：

建议渡口夜航船不再新建独立码头，改用旧粮库的驳岸，每处投入三十五万元。

推动船港货人深度配合，让航运链、仓储链、加工链一起转，这就叫“三链”同转。

温知夏（市教育局副局长）：

建议夜校先办在厂里，船工白天上船、晚上读书。

有一种意见主张另外划地盖夜校楼，我不赞成，划地太慢，学员等不起。

荀若谷（石坝村党支部书记）：

村里已经让出滩地12亩修渡口，盼望秋天前通船。
"""


@pytest.fixture(scope="module")
def record(assistant_over: Callable[..., Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The record of a meeting."""
    folder: Path = tmp_path_factory.mktemp("record")
    (folder / "会议记录.txt").write_text(RECORD, encoding="utf-8")
    return assistant_over([folder])


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("教育部门那位副局长主张夜校办在哪里？", "温知夏"),
        ("有没有人对另外划地盖夜校楼有不同看法？是谁？", "温知夏"),
        ("“三链”到底是哪三链？", "沈丹青"),
        ("村里自己让出了多少地？", "荀若谷"),
        ("请核实沈丹青对码头投入的具体表述。", "沈丹青"),
    ],
)
def test_the_one_who_is_meant_answers(question: str, speaker: str, record: Assistant) -> None:
    answer = record.answer(question)
    assert answer.reason is None, answer.text
    assert answer.citations[0].speaker == speaker


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("听广播里说有个叫祝云岫的代表谈了夜校，她具体怎么讲的？", "speaker_unknown"),
        ("为什么沈丹青主张新建独立码头？", "false_premise"),
        ("文化部门那位副局长怎么说夜校？", "speaker_unknown"),
    ],
)
def test_what_is_not_there_is_refused_by_its_reason(question: str, reason: str, record: Assistant) -> None:
    assert record.answer(question).reason == reason


def test_a_question_after_a_word_of_thanks_is_asked_by_itself(record: Assistant) -> None:
    shown = "沈丹青（市交通运输局副局长）在《发言记录》第1段说：“建议渡口夜航船不再新建独立码头”[1]"
    history = [{"role": "user", "content": "码头怎么建？"}, {"role": "assistant", "content": shown}]
    answer = record.answer("好的。再问个别的，有谁提过幼儿园午餐吗？", history=history)
    assert answer.reason == "topic_absent"
    assert "码头" not in answer.text


HELD = [
    ("医生多久要到护理点看一回老人？", "医生每周至少巡诊两次。", True),
    ("医生多久要到护理点看一回老人？", "医生要到护理点看老人。", False),
    ("他们村自己出了多少地？", "村里让出路基用地11亩。", True),
    ("他们村自己出了多少地？", "补助由25万元提高到40万元。", False),
]


@pytest.mark.parametrize(("question", "sentence", "held"), HELD)
def test_how_often_and_how_much_land(question: str, sentence: str, held: bool) -> None:
    detail, _ = details_of(fold(question))[0]
    assert holds_detail(detail, fold(sentence), question=fold(question)) is held


@pytest.mark.parametrize(
    ("question", "sentence", "spelt"),
    [
        ("“三化”是哪三化？", "推进美化、绿化、亮化工程。", True),
        ("“四库”指什么", "水库粮库钱库智库一起建。", True),
        ("“四库”指什么", "水库粮库钱库一起建。", False),
        ("“三化”是哪三化？", "“三化”要抓紧，三化三化，重在落实。", False),
        ("水库有三个，是谁说的？", "水库粮库钱库一起建。", False),
    ],
)
def test_what_a_name_by_number_stands_for(question: str, sentence: str, spelt: bool) -> None:
    assert spells_out(fold(question), fold(sentence)) is spelt
