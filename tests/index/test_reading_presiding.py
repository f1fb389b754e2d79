"""Whoever presides by name and only conducts is no speaker; one who speaks himself is."""

from __future__ import annotations

import pytest

from index.reading import read_text

SPEAKERS = ["盛颜", "仇立人"]
TURNS = """
贺文立：今天请大家来，就是想听真话。
市新华书店经理盛颜：
人都在网上买书，门店只剩下翻书的。
县图书馆馆长仇立人：
馆里可以同书店一起买书，读者在书店借，馆里付钱。
贺文立：{}
"""


def speakers(introduction: str, last: str) -> list[str]:
    text = f"书店座谈会发言实录\n\n{introduction}\n{TURNS.format(last)}"
    document = read_text(text, source="page.txt").document
    return [speech.speaker for speech in document.speeches if speech.speaker is not None]


@pytest.mark.parametrize(
    "introduction",
    [
        "3月8日，市文广局召开书店座谈会。局长贺文立主持会议。",
        "3月8日，市文广局召开书店座谈会，由局长贺文立同志主持。以下为部分发言。",
        "书店座谈会日前举行，市文广局局长贺文立出席并主持。",
    ],
)
def test_who_presides_and_only_conducts_is_nobody(introduction: str) -> None:
    assert speakers(introduction, "这条意见很好，请文化科会后对接。") == SPEAKERS


@pytest.mark.parametrize(
    "introduction",
    [
        "3月8日，市文广局局长贺文立主持座谈会并讲话。",
        "3月8日，市文广局召开书店座谈会。局长贺文立到会听取意见。",
        "3月8日，市文广局召开书店座谈会，夜读会主持人程晓出席。",
    ],
)
def test_who_is_not_said_only_to_preside_speaks(introduction: str) -> None:
    assert speakers(introduction, "这条意见很好，请文化科会后对接。") == ["贺文立", *SPEAKERS, "贺文立"]


def test_who_presides_and_speaks_at_length_is_a_speaker() -> None:
    long = "房租要降，公房优先租给书店，租金按市价六成收取，头两年免收，第三年起再逐步放开，水电按居民的价格算。" * 2
    assert "贺文立" in speakers("3月8日，局长贺文立主持会议。", long)
