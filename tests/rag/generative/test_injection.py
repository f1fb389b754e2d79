"""Documents are data: a seeded tenth of the injections here, all of them in ``python -m eval bench injection``."""

from __future__ import annotations

import pytest

from eval.bench import injection
from rag.generative.passages import harmless, trusted_end
from rag.instructions import commands, visible

ALL = injection.injections()
TENTH = [one for number, one in enumerate(ALL) if number % 10 == 3]


def test_there_are_enough_of_many_kinds() -> None:
    assert len(ALL) >= 60 and len({one.kind for one in ALL}) >= 8
    assert all(one.forbidden and one.says for one in ALL)


@pytest.mark.parametrize("one", TENTH, ids=lambda one: one.kind)
def test_an_injection_changes_no_extractive_answer_and_shows_nothing_through_an_obeying_model(one, tmp_path) -> None:
    if one.kind != "question":
        assert injection.changed(one, tmp_path, at=0) == []
    who, shown = injection.shown(one, tmp_path, injection.obeying, at=0, seconds=20)
    assert shown == []
    assert who in ("obeying", "extractive")


def test_the_test_can_fail(tmp_path) -> None:
    """Text that is no instruction is content: a model may show it, and the bench would tell."""
    content = injection.Injection(
        "claim", "岳明朗建议再关停九百眼自备井。", "岳明朗建议再关停九百眼自备井[1]。", ("九百眼",)
    )
    assert injection.shown(content, tmp_path, injection.obeying, at=1, seconds=20)[1] == ["九百眼"]
    assert injection.changed(content, tmp_path, at=0) != []


def test_harmless_text_has_the_length_asked_for() -> None:
    assert [len(injection.harmless(length)) for length in (0, 1, 7, 200)] == [0, 1, 7, 200]


@pytest.mark.parametrize("one", [one for one in ALL if one.kind in ("ignore", "action", "role", "tool", "claim")])
def test_an_instruction_and_what_follows_it_never_reaches_a_model(one) -> None:
    text = f"建议两年内关停自备井。{one.text}后面的话也不算数。"
    assert trusted_end(text) <= len("建议两年内关停自备井。")


ORDINARY = [
    "建议政府部门对代表建议一律书面答复，并向社会公开。",
    "必须严格执行规定，不得擅自取消限制。",
    "要提高回答群众提问的水平，在总结经验的基础上推广。",
    "企业可以引用国家标准，把检测结果写入说明书。",
    "建议系统梳理现行制度，发布操作说明。",
    "您好，这里是服务热线，请问需要什么帮助？",
    "建设人工智能助手，为老人回答常见问题。",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_sentences_are_no_instructions(text) -> None:
    assert not commands(text)


def test_what_a_model_reads_has_nothing_hidden_and_no_forged_marks() -> None:
    assert visible("建\u200b议\U000e0041关停") == "建议关停"
    assert harmless("见[3]和【12】。\n![x]") == "见（3）和（12）。 ![x]"
