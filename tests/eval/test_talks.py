"""Conversations that went wrong once: what counts as right, and how the last turn is asked."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from eval.bench import BenchError
from eval.bench.talks import TALKS, Talk, last_answer, read_talks
from eval.sets import KINDS, REASONS, available


def told(*places: tuple[str, int], refused: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        refused=refused, citations=[SimpleNamespace(speaker=speaker, paragraph=number) for speaker, number in places]
    )


def test_right_is_the_place_asked_for_and_nobody_else() -> None:
    talk = Talk(("问",), "who", frozenset({("甲", 2)}))
    assert talk.met_by(told(("甲", 2))) and talk.met_by(told(("甲", 2), ("甲", 3)))
    assert not talk.met_by(told(("甲", 3))) and not talk.met_by(told(refused=True))
    assert not talk.met_by(told(("甲", 2), ("乙", 1))) and talk.wrong_speaker_in(told(("甲", 2), ("乙", 1)))
    assert not talk.wrong_speaker_in(told(refused=True))


def test_lists_are_exact_comparisons_whole_and_refusals_refused() -> None:
    places = frozenset({("甲", 2), ("乙", 1)})
    assert Talk(("问",), "list", places).met_by(told(("甲", 9), ("乙", 1)))
    assert not Talk(("问",), "list", places).met_by(told(("甲", 2)))
    assert not Talk(("问",), "list", places).met_by(told(("甲", 2), ("乙", 1), ("丙", 1)))
    assert Talk(("问",), "compare", places).met_by(told(("甲", 2), ("乙", 1), ("丙", 1)))
    refusal = Talk(("问",), "fact", reason="speaker_silent")
    assert refusal.met_by(told(refused=True)) and not refusal.met_by(told(("甲", 2)))
    assert refusal.wrong_speaker_in(told(("甲", 2)))


def test_each_turn_is_asked_with_what_was_said_before() -> None:
    asked = []

    def answer(question: str, *, history: list[dict[str, str]]) -> SimpleNamespace:
        asked.append((question, [one["content"] for one in history]))
        return SimpleNamespace(text=f"答{question}")

    last_answer(SimpleNamespace(answer=answer), ("一", "二", "三"))
    assert asked == [("一", []), ("二", ["一", "答一"]), ("三", ["一", "答一", "二", "答二"])]


def test_the_conversations_are_about_sets_that_are_there() -> None:
    for file in TALKS.glob("*.jsonl"):
        assert file.stem in available()
        for talk in read_talks(file.stem):
            assert talk.turns and talk.kind in KINDS and (talk.reason is None or talk.reason in REASONS)
            assert bool(talk.gold) != (talk.reason is not None), json.dumps(talk.turns, ensure_ascii=False)
    with pytest.raises(BenchError, match="没有关于"):
        read_talks("nowhere")
