"""The parts of a speech: background, stated problems, recommendations and reported speech, told apart by their wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from index.folding import fold
from index.records import Place, Span, Speech
from index.sentences import sentences
from rag.data import language
from rag.instructions import without_commands

Part = Literal["background", "problem", "lead", "recommendation", "reported"]


@dataclass(frozen=True, slots=True)
class Point:
    """One recommendation: the paragraph that holds it and its opening sentence ``[start, end)``."""

    paragraph: int
    start: int
    end: int
    length: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(f"(?:{one})" for one in patterns)) for name, patterns in language("speeches").items()
    }


@lru_cache(maxsize=4096)
def parts_of(speech: Speech) -> tuple[Part, ...]:
    """The part that each paragraph plays, in order; one entry a paragraph."""
    patterns = _patterns()
    folded = [fold(without_commands(text)).strip() for text in speech.paragraphs]
    leads = {number for number, text in enumerate(folded) if patterns["lead"].search(text)}
    numbered = {number for number, text in enumerate(folded) if patterns["numbered"].match(text)}
    plainly = {number for number, text in enumerate(folded) if patterns["plainly"].search(text)}
    parts: list[Part] = []
    begun = False
    for number, text in enumerate(folded):
        wants = patterns["recommending"].search(text) is not None
        opens = number in plainly or (number > 0 and (wants or not patterns["problem"].search(text)))
        begun = begun or number in numbered or (not leads and not numbered and opens)
        if number in leads:
            parts.append("lead" if len(text) <= 12 else "problem" if patterns["problem"].search(text) else "background")
            begun = True
        elif begun:
            parts.append("recommendation")
        elif patterns["reported"].search(text) and not wants:
            parts.append("reported")
        elif patterns["problem"].search(text) and not wants:
            parts.append("problem")
        elif leads or numbered or plainly or not wants:
            parts.append("background")
        else:
            parts.append("recommendation")
    if "recommendation" not in parts:
        parts = [
            "recommendation" if part in ("background", "reported") and index == len(parts) - 1 else part
            for index, part in enumerate(parts)
        ]
    return tuple(parts)


def points_of(speech: Speech) -> list[Point]:
    """The recommendations of a speech in source order: one a paragraph after its lead-in, none missing."""
    points = []
    for number, part in enumerate(parts_of(speech), start=1):
        if part == "recommendation":
            text = speech.text(number)
            start, end = next(iter(sentences(text)), (0, len(text)))
            points.append(Point(number, start, len(text[:end].rstrip()), len(text)))
    return points


def problem_of(place: Place, speech: Speech) -> Span | None:
    """The sentence in which the speech states the problem it answers, or None."""
    pattern = _patterns()["problem"]
    for number, part in enumerate(parts_of(speech), start=1):
        if part == "recommendation":
            return None
        text = speech.text(number)
        for start, end in sentences(text):
            if pattern.search(fold(text[start:end])):
                return Span(place._replace(paragraph=number), start, start + len(text[start:end].rstrip()))
    return None
