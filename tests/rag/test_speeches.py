"""Background, problem, lead-in, recommendation and reported speech told apart."""

from __future__ import annotations

import pytest

from index.records import Place, Speech
from rag.speeches import parts_of, points_of, problem_of


def speech(*paragraphs: str) -> Speech:
    return Speech("某甲", "某站站长", "题", "某甲 某站站长", paragraphs)


SPEECHES = (
    (
        ("全县有三座水塔。", "为此，建议：", "修缮水塔。", "拓宽村道。"),
        ["background", "lead", "recommendation", "recommendation"],
    ),
    (("水塔年久失修，供水不足。", "建议修缮水塔。"), ["problem", "recommendation"]),
    (("一是修缮水塔。", "二是拓宽村道。"), ["recommendation", "recommendation"]),
    (("专家指出，水塔三十年没有换过。", "建议修缮水塔。"), ["reported", "recommendation"]),
    (
        ("近年来，水塔修了一半，但仍存在供水不足的问题。为此，建议：", "（一）修缮水塔。", "（二）拓宽村道。"),
        ["problem", "recommendation", "recommendation"],
    ),
    (("今年是建站二十周年。",), ["recommendation"]),
)


@pytest.mark.parametrize(("paragraphs", "parts"), SPEECHES)
def test_parts(paragraphs: tuple[str, ...], parts: list[str]) -> None:
    assert list(parts_of(speech(*paragraphs))) == parts


def test_without_lead_in_and_numbers_recommendations_begin_after_the_first_paragraph() -> None:
    parts = parts_of(
        speech(
            "全县登记在册的渔船有九百条，办一张证要跑两处。",
            "对老船实行拆解补助，每条给两万元。",
            "建一座避风港，由县里出钱。",
        )
    )
    assert parts == ("background", "recommendation", "recommendation")


def test_points_are_the_recommendations_in_order_with_their_opening_sentence() -> None:
    given = speech("供水不足。", "为此，建议：", "修缮水塔。分三年完成。", "拓宽村道。")
    points = points_of(given)
    assert [(point.paragraph, given.text(point.paragraph)[point.start : point.end]) for point in points] == [
        (3, "修缮水塔。"),
        (4, "拓宽村道。"),
    ]
    assert [point.length for point in points] == [len("修缮水塔。分三年完成。"), len("拓宽村道。")]


def test_the_problem_is_the_sentence_that_states_it() -> None:
    given = speech("全县有三座水塔。但水塔老旧，供水不足。", "建议修缮水塔。")
    span = problem_of(Place(0, 0, 0), given)
    assert span is not None and given.text(1)[span.start : span.end] == "但水塔老旧，供水不足。"
    assert problem_of(Place(0, 0, 0), speech("建议修缮水塔。")) is None


def test_a_speech_without_paragraphs_has_no_parts() -> None:
    assert parts_of(speech()) == () and points_of(speech()) == []
