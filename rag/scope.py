"""Whether a question is about no corpus of recommendations at all."""

from __future__ import annotations

from rag.answering import Task
from rag.data import language, pattern


def leaves_the_talk(task: Task) -> bool:
    """Whether a follow-up is about no corpus at all, whatever was spoken of before it."""
    return out_of_scope(task) and pattern(language("scope")["elsewhere"]).search(task.understood.folded) is not None


def out_of_scope(task: Task) -> bool:
    """Whether the question is about no corpus of recommendations at all: another task, a live fact, an opinion."""
    folded, rules = task.understood.folded, language("scope")
    if any(pattern(rule).search(folded) for rule in rules["tasks"]):
        return True
    asked = [match.group() for word in rules["live"] if (match := pattern(word).search(folded))]
    of_speech = pattern(rules["of_speech"]).search(folded) is not None
    if (
        asked
        and not of_speech
        and not task.understood.plan.speakers
        and not all(task.corpus.find(word) for word in asked)
    ):
        return True
    return any(pattern(rule).search(folded) for rule in rules["opinion"]) and not task.understood.plan.speakers
