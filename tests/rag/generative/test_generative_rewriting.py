"""A rewritten follow-up is kept only if it loses no speaker, number or negation, and adds none."""

from __future__ import annotations

import pytest

from rag.endpoint import named
from rag.generative.rewriting import first_line, keeps, rewritten
from rag.understanding import Lexicon

HISTORY = [
    {"role": "user", "content": "岳明朗建议关停多少眼自备井？"},
    {"role": "assistant", "content": "岳明朗建议两年内关停120眼自备井[1]。"},
]
TABLE = [
    # question, as the rules complete it, as the model rewrites it, kept?
    ("多久完成？", "岳明朗关停自备井多久完成？", "岳明朗建议关停自备井多久完成？", True),
    ("多久完成？", "岳明朗关停自备井多久完成？", "关停自备井多久完成？", False),
    ("多久完成？", "岳明朗关停自备井多久完成？", "孟秋白关停自备井多久完成？", False),
    ("为什么不向农户收取？", "岳明朗为什么不向农户收取费用？", "岳明朗为什么向农户收取费用？", False),
    ("为什么向农户收取？", "岳明朗为什么向农户收取费用？", "岳明朗为什么不向农户收取费用？", False),
    ("那120眼呢？", "岳明朗说的120眼自备井呢？", "岳明朗说的自备井呢？", False),
    ("那120眼呢？", "岳明朗说的120眼自备井呢？", "岳明朗说的210眼自备井呢？", False),
    ("那一百二十眼呢？", "岳明朗说的一百二十眼自备井呢？", "岳明朗说的120眼自备井呢？", True),
    ("那水表怎么办？", "那水表怎么办？", "岳明朗说水表怎么办？", True),
    ("那水表怎么办？", "那水表怎么办？", "孟秋白说水表怎么办？", False),
    ("那水表怎么办？", "那水表怎么办？", "", False),
    ("那水表怎么办？", "那水表怎么办？", "水表" * 60, False),
]


@pytest.mark.parametrize(("question", "ruled", "candidate", "kept"), TABLE)
def test_what_a_rewriting_must_keep(index, question, ruled, candidate, kept) -> None:
    assert keeps(candidate, question, ruled, HISTORY, Lexicon(index.corpus)) is kept


def test_a_failing_or_talkative_model_leaves_the_rules_their_question(index, bench) -> None:
    lexicon = Lexicon(index.corpus)

    def ask(*replies, **script):
        model = named(bench(*replies, **script).model)
        return rewritten("多久完成？", "岳明朗关停自备井多久完成？", HISTORY, model=model, lexicon=lexicon, seconds=2)[
            0
        ]

    assert ask("改写：岳明朗建议关停自备井多久完成？\n因为……") == "岳明朗建议关停自备井多久完成？"
    for reply in (RuntimeError("down"), "", "字" * 5000, "两年。", "孟秋白关停自备井多久完成？"):
        assert ask(reply) == "岳明朗关停自备井多久完成？"
    assert ask("岳明朗建议关停自备井多久完成？", reason="length") == "岳明朗关停自备井多久完成？"


def test_without_history_no_model_is_asked(index, bench) -> None:
    one = bench("别的问题？")
    assert rewritten("问", "问", (), model=named(one.model), lexicon=Lexicon(index.corpus), seconds=2) == ("问", {})
    assert one.model.asked == []


def test_the_question_is_the_first_line_without_label_and_marks() -> None:
    assert first_line("**改写后的问题**：“谁建议？”\n解释") == "谁建议？"
    assert first_line("\n\n") == ""


def test_a_follow_up_that_the_rules_cannot_complete_is_rewritten(bench) -> None:
    one = bench("岳明朗建议给保留的自备井装上什么？", "岳明朗建议给保留的自备井全部装上计量表[1]。")
    answer = one.assistant.answer("剩下的那些装啥？", history=HISTORY)
    if one.model.asked and "追问" in str(one.model.asked[0][1].content):
        assert answer.understood == "岳明朗建议给保留的自备井装上什么？" and answer.question == "剩下的那些装啥？"
        assert "计量表" in answer.text
