"""Passages and question → the messages for a model, from the prompt's file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prompts import load
from rag.answering import Task
from rag.data import language
from rag.generative.passages import Passage, harmless, shown
from rag.records import Kind

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_DIVIDER = "\n---\n"


def messages_of(prompt: str) -> list[BaseMessage]:
    """A filled prompt: the system's part above the first divider, the user's below."""
    from langchain_core.messages import HumanMessage, SystemMessage

    system, _, user = prompt.partition(_DIVIDER)
    return [SystemMessage(system.strip()), HumanMessage(user.strip())]


def answer_messages(task: Task, passages: Sequence[Passage], kind: Kind) -> list[BaseMessage]:
    """The messages that ask for an answer to ``task`` from ``passages``."""
    return messages_of(
        load(
            "answer",
            passages=shown(passages, task.corpus),
            question=harmless(task.understood.question),
            task=language("generative")["tasks"][kind],
        )
    )
