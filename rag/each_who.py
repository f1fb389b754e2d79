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
    both = _both_sides(question.strip())
    if both:
        return both
    clauses = [one.strip() for one in pattern(rules["break"]).split(question) if one.strip()]
    asking = [pattern(rules["clause"]).match(one) or pattern(rules["behind"]).match(one) for one in clauses]
    if len(clauses) < 2 or any(one is None or pattern(rules["points"]).search(one["asks"]) for one in asking):
        return []
    return [(one["asks"], f"{one['asks']}？") for one in asking if one is not None]


def _both_sides(question: str) -> list[tuple[str, str]]:
    """The questions for who is for and who is against a matter; [] where not both are asked for."""
    rules = language("each")
    stands = {"FOR": str(rules["for"]), "AGAINST": str(rules["against"])}
    for form in rules["sides"]:
        for name, words in stands.items():
            form = form.replace(name, words)
        match = pattern(form).match(question)
        told = match.groupdict() if match is not None else {}
        matters = {(told.get(key) or "").strip("，,的呢") for key in ("what", "between", "behind")} - {""}
        about = pattern(rules["about"]).match(matters.pop()) if len(matters) == 1 else None
        if match is None or about is None or len(about["what"]) < 2 or pattern(rules["points"]).match(about["what"]):
            continue
        stand, against, what = told.get("for") or "提出", told["against"], about["what"]
        opposed = rules["asks_doubt" if against.startswith("有") else "asks_against"].format(stand=against, what=what)
        return [(f"{stand}{what}", rules["asks_for"].format(stand=stand, what=what)), (f"{against}{what}", opposed)]
    return []
