"""A chat as the page keeps it for one browser tab: turns, each a question, its answer and the sources of its marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from rag.records import Answer
from ui.sources import Source

State = Literal["running", "done", "stopped", "failed"]

# What a mark, a related item and a suggestion are called in `data-open`: turn:kind:number.
CITATION, RELATED, SUGGESTION = "c", "r", "s"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it. ``message`` says in one sentence why it failed.

    ``chosen``: the model that was to answer, "" where none was.
    """

    question: str
    state: State = "running"
    speaker: str | None = None
    document: str | None = None
    chosen: str = ""
    answer: Answer | None = None
    citations: tuple[Source, ...] = ()
    related: tuple[Source, ...] = ()
    suggestions: tuple[Source, ...] = ()
    message: str = ""

    def group(self, kind: str) -> tuple[Source, ...]:
        """The sources of one kind, in the order shown."""
        return {CITATION: self.citations, RELATED: self.related, SUGGESTION: self.suggestions}.get(kind, ())


Chat = tuple[Turn, ...]


def history(chat: Chat) -> list[dict[str, str]]:
    """The turns that were answered to their end, as the assistant takes them."""
    messages: list[dict[str, str]] = []
    for turn in chat:
        if turn.state == "done" and turn.answer is not None:
            messages.append({"role": "user", "content": turn.question})
            messages.append({"role": "assistant", "content": turn.answer.text})
    return messages


def stopped(chat: Chat) -> Chat:
    """The chat with a running last turn marked as stopped."""
    if chat and chat[-1].state == "running":
        return (*chat[:-1], replace(chat[-1], state="stopped"))
    return chat


def find(chat: Chat, target: str) -> tuple[Turn, int, str, int] | None:
    """What ``turn:kind:number`` points at: (turn, its number, kind, position in the group); None for nonsense."""
    match target.split(":"):
        case [turn, kind, number] if turn.isdecimal() and number.isdecimal():
            if int(turn) < len(chat) and 1 <= int(number) <= len(chat[int(turn)].group(kind)):
                return chat[int(turn)], int(turn), kind, int(number) - 1
    return None
