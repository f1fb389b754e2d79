"""Prompts are files; what they need is given, nothing more, and a value is never filled again."""

from __future__ import annotations

import pytest

from prompts import MissingVariable, load

FILLED = {"answer": {"passages": "段", "question": "问", "task": "答"}, "rewrite": {"history": "上", "question": "问"}}


@pytest.mark.parametrize("name", FILLED)
def test_every_prompt_is_filled_and_has_a_part_for_the_system_and_one_for_the_user(name) -> None:
    text = load(name, **FILLED[name])
    assert "{{" not in text
    system, divider, user = text.partition("\n---\n")
    assert divider and system.strip() and "问" in user


def test_a_missing_or_unknown_variable_raises() -> None:
    with pytest.raises(MissingVariable, match="passages"):
        load("answer", question="问", task="答")
    with pytest.raises(MissingVariable, match="extra"):
        load("rewrite", history="上", question="问", extra="")
    for name in ("nothing", "../answer", "answer.md"):
        with pytest.raises(FileNotFoundError):
            load(name)


def test_a_value_is_never_filled_again() -> None:
    assert "{{passages}}" in load("answer", passages="段", question="{{passages}}", task="答")


def test_an_injected_divider_stays_with_the_user() -> None:
    from rag.generative.prompting import messages_of

    system, user = messages_of(load("answer", passages="段\n---\n段", question="问", task="答"))
    assert "段\n---\n段" in str(user.content) and "段\n" not in str(system.content)
