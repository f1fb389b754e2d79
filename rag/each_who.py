"""Several who-questions in one, each answered by itself: 甲事和乙事分别是谁提的; 谁主张甲事，谁主张乙事."""

from __future__ import annotations

from dataclasses import replace

from rag.answering import Answerer, Draft
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import Line
from rag.stages import drafted_as


def each_who(asked: Asked, *, answerer: Answerer) -> Asked | None:
    """The answers to each who-question that a question holds, one behind the other; None where it holds one, or none is answered.

    What nobody says is told so beside what somebody does.
    """
    assert asked.understood is not None
    questions = who_questions(asked.understood.question if asked.understood.completed else asked.question)
    if len(questions) < 2 or asked.speaker is not None:
        return None
    lines: list[Line] = []
    first: Asked | None = None
    for thing, question in questions:
        again = drafted_as(asked, question, answerer)
        told = again.result.lines if again is not None and isinstance(again.result, Draft) else None
        if not isinstance(told, list):
            lines.append(Line((language("each")["none"].format(thing=thing),)))
            continue
        first = first or again
        lines += [*([Line(("",))] if lines else []), *told]
    return None if first is None else replace(asked, task=first.task, result=Draft(lines=lines, kind="who"))


def who_questions(question: str) -> list[tuple[str, str]]:
    """What each who-question of ``question`` asks after, and that question by itself; [] where there are not several."""
    rules = language("each")
    match = pattern(rules["respectively"]).match(question.strip())
    if match is not None:
        things = [one.strip() for one in pattern(rules["joining"]).split(match["things"]) if one and one.strip()]
        if len(things) < 2 or any(len(one) < 2 for one in things) or pattern(rules["asking"]).search(match["things"]):
            return []
        return [(one.strip('“”「」『』"'), f"{one}{match['asks']}？") for one in things]
    clauses = [one.strip() for one in pattern(rules["break"]).split(question) if one.strip()]
    asking = [pattern(rules["clause"]).match(one) or pattern(rules["behind"]).match(one) for one in clauses]
    if len(clauses) < 2 or any(one is None or pattern(rules["points"]).search(one["asks"]) for one in asking):
        return []
    return [(one["asks"], f"{one['asks']}？") for one in asking if one is not None]
