"""Who speaks is told once before quotes of one speech that stand one behind the other, and again before anybody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from index.records import Place, Span
from rag.asked import Asked, Opened
from rag.extractive.quotations import introduce, introduced_once
from rag.extractive.wording import quoting
from rag.stages import retrieved, understood

if TYPE_CHECKING:
    from rag import Assistant

PAPER = """# 溪口镇座谈会发言记录（虚构）

时间：2027年5月6日

辛晚舟（溪口镇卫生院院长）：夜里急诊没有车。药房缺两种药。

建议每村备一只药箱。

谷行（溪口镇镇长）：路要先修。
"""


def test_a_speaker_is_introduced_once(assistant_of: Callable[[str], Assistant]) -> None:
    task = retrieved(understood(Asked("谁谈到药？", Opened.of(assistant_of(PAPER).index)))).task
    spans = [
        Span(Place(0, 0, 1), 0, 8),
        Span(Place(0, 0, 1), 8, 15),
        Span(Place(0, 0, 2), 0, 10),
        Span(Place(0, 1, 1), 0, 5),
    ]
    lines = [quoting(task.corpus, one, lead=introduce(task, one.place, first=True, same=False)) for one in spans]
    told = [line.parts[0].text for line in introduced_once(task, lines)]
    assert [text.split("：")[0] for text in told] == [
        "辛晚舟（溪口镇卫生院院长）在《溪口镇座谈会发言记录（虚构）》第 1 段提出",
        "同一段还提出",
        "《溪口镇座谈会发言记录（虚构）》第 2 段还提出",
        "谷行（溪口镇镇长）在《溪口镇座谈会发言记录（虚构）》第 1 段提出",
    ]
    assert [line.parts[0].evidence for line in introduced_once(task, lines)] == [
        line.parts[0].evidence for line in lines
    ]
