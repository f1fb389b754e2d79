"""Lists of who spoke of a matter: what counts as exact, and that the questions are about sets that are there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from eval.bench import BenchError
from eval.bench.topical import Asked, measure, read_asked
from eval.sets import available


def told(*speakers: str, refused: bool = False) -> SimpleNamespace:
    return SimpleNamespace(refused=refused, citations=[SimpleNamespace(speaker=speaker) for speaker in speakers])


def test_exact_is_everybody_and_nobody_more() -> None:
    asked = Asked("甲集", "谁谈到某事？", frozenset({"甲", "乙"}), frozenset({"丙"}), "held")
    assert asked.met_by(told("甲", "乙")) and asked.met_by(told("甲", "乙", "丙"))
    assert not asked.met_by(told("甲")) and not asked.met_by(told("甲", "乙", "丁"))
    assert not asked.met_by(told("甲", "乙", refused=True))
    assert asked.shared(told("甲", "丙", "丁")) == pytest.approx(2 / 4)


def test_what_nobody_speaks_of_is_refused() -> None:
    asked = Asked("甲集", "谁谈到某事？", frozenset(), frozenset(), "held")
    assert asked.met_by(told(refused=True)) and not asked.met_by(told("甲"))


def test_the_questions_are_about_sets_that_are_there_and_none_is_of_both_parts() -> None:
    parts = {part: {one.set for one in read_asked(part)} for part in ("held", "development")}
    assert not parts["held"] & parts["development"] and (parts["held"] | parts["development"]) <= set(available())
    with pytest.raises(BenchError, match="没有"):
        measure(part="nowhere")
