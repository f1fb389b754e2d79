"""The parts of a speech: background, stated problems, recommendations and reported speech, told apart by their wording.

Most speakers do not write 建议 before everything they want. Whether a paragraph recommends is therefore one logistic
regression over what its wording and its place among the others observe (:class:`Wording`). The patterns and the
coefficients stand in ``rag/data/speeches.toml``; ``python -m eval bench speeches`` fits and measures them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Literal

from index.folding import fold
from index.records import Place, Span, Speech
from index.sentences import sentences
from rag.data import language
from rag.instructions import without_commands

Part = Literal["background", "problem", "lead", "recommendation", "reported"]

SEVERAL = 3
"""Points of a list from which what stands before them, and demands nothing, is no point."""
_LONGEST_LEAD = 12
"""A lead-in of more characters than this says something else as well."""


@dataclass(frozen=True, slots=True)
class Point:
    """One recommendation: the paragraph that holds it and its opening sentence ``[start, end)``."""

    paragraph: int
    start: int
    end: int
    length: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What is seen of a paragraph among the others of its speech; each between 0 (no, none) and 1 (yes, all).

    ``first``: it opens the speech. ``numbered``: it opens as a point of a list. ``ahead``: a lead-in or the first point
    of a list is still to come. ``undecided``: a later paragraph says plainly that it recommends, and none up to this one.
    ``plain``: it says so itself. ``demands``: a sentence says what shall be done, by whom, until when, up to how much.
    ``lacking``: the share of sentences that do so in the other paragraphs, where this one has none. ``facts``: the share
    of sentences that only state what is; ``opening_fact``, ``closing_fact``: its first, its last one does. ``problem``:
    it says what is wrong. ``replies``: it takes up or reports what others say.
    """

    first: float
    numbered: float
    ahead: float
    undecided: float
    plain: float
    demands: float
    lacking: float
    facts: float
    opening_fact: float
    closing_fact: float
    problem: float
    replies: float


_OBSERVED = tuple(field.name for field in fields(Wording))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(f"(?:{one})" for one in patterns))
        for name, patterns in language("speeches").items()
        if name != "model"
    }


@lru_cache(maxsize=4096)
def parts_of(speech: Speech) -> tuple[Part, ...]:
    """The part that each paragraph plays, in order; one entry a paragraph."""
    patterns = _patterns()
    parts: list[Part] = []
    plain = list(map(_plain, speech.paragraphs))
    seen = _worded(plain)
    likely = [0.0 if _before_the_points(seen, number) else probability(one) for number, one in enumerate(seen)]
    for text, chance in zip(plain, likely, strict=True):
        troubled = patterns["problem"].search(text) is not None
        if patterns["lead"].search(text):
            parts.append("lead" if len(text) <= _LONGEST_LEAD else "problem" if troubled else "background")
        elif chance >= 0.5:
            parts.append("recommendation")
        elif patterns["reported"].search(text):
            parts.append("reported")
        else:
            parts.append("problem" if troubled else "background")
    others = [number for number, part in enumerate(parts) if part in ("background", "reported")]
    if others and "recommendation" not in parts:
        parts[max(others, key=lambda number: (likely[number], number))] = "recommendation"
    return tuple(parts)


def _before_the_points(seen: Sequence[Wording], number: int) -> bool:
    """Whether the points of a list are still to come, several, and this paragraph itself demands nothing."""
    one = seen[number]
    points = sum(later.numbered > 0 for later in seen[number + 1 :])
    return bool(one.ahead) and points >= SEVERAL and not (one.numbered or one.plain or one.demands)


def wordings(paragraphs: Sequence[str]) -> list[Wording]:
    """What is seen of each paragraph of one speech, in order."""
    return _worded(list(map(_plain, paragraphs)))


def _worded(folded: Sequence[str]) -> list[Wording]:
    patterns = _patterns()
    split = [[text[start:end] for start, end in sentences(text)] or [text] for text in folded]
    plain = [patterns["plainly"].search(text) is not None for text in folded]
    wanting = [[any(patterns[one].search(part) for one in ("demand", "plainly")) for part in parts] for parts in split]
    stating = [
        [not wants and patterns["fact"].search(part) is not None for part, wants in zip(parts, wanted, strict=True)]
        for parts, wanted in zip(split, wanting, strict=True)
    ]
    in_list = not all(patterns["counted"].match(text) for text in folded)
    opens = [in_list and patterns["opens"].match(text) is not None for text in folded]
    begins = [one or patterns["lead"].search(text) is not None for one, text in zip(opens, folded, strict=True)]
    shares = [_share(wanted) for wanted in wanting]
    seen = []
    for number, text in enumerate(folded):
        wants = any(wanting[number])
        others = [share for other, share in enumerate(shares) if other != number]
        reports = not wants and patterns["reported"].search(split[number][0]) is not None
        seen.append(
            Wording(
                first=number == 0 and len(folded) > 1,
                numbered=in_list and patterns["numbered"].match(text) is not None,
                ahead=any(begins[number + 1 :]) and not opens[number],
                undecided=any(plain[number + 1 :]) and not any(plain[: number + 1]),
                plain=plain[number],
                demands=wants,
                lacking=0.0 if wants else _share(others),
                facts=_share(stating[number]),
                opening_fact=stating[number][0],
                closing_fact=stating[number][-1],
                problem=patterns["problem"].search(text) is not None,
                replies=reports or patterns["replies"].match(text) is not None,
            )
        )
    return seen


def probability(seen: Wording) -> float:
    """The logistic regression (Cox 1958): how likely a paragraph so worded recommends something, 0 to 1."""
    model: dict[str, float] = language("speeches")["model"]
    logit = model["intercept"] + sum(model[name] * getattr(seen, name) for name in _OBSERVED)
    return 1 / (1 + math.exp(-logit))


PERHAPS, FIRST_PERHAPS = 0.05, 0.15
"""How likely a paragraph must recommend something to be shown beside the recommendations as one that may, and the first one of a
speech, which seldom does."""


def points_of(speech: Speech) -> list[Point]:
    """The recommendations of a speech in source order: one a paragraph, none missing."""
    points = []
    for number, part in enumerate(parts_of(speech), start=1):
        if part == "recommendation":
            text = speech.text(number)
            start, end = next(iter(sentences(text)), (0, len(text)))
            points.append(Point(number, start, len(text[:end].rstrip()), len(text)))
    return points


def perhaps_points_of(speech: Speech) -> list[Point]:
    """The paragraphs that are likelier no recommendations but may well be, in source order: of 733 paragraphs of speeches of the
    sets that no summary wants 95 are among them, of 14 that one wants and :func:`points_of` leaves out 9.
    """
    seen, parts = wordings(speech.paragraphs), parts_of(speech)
    found = []
    for number, (one, part) in enumerate(zip(seen, parts, strict=True), start=1):
        before = _before_the_points(seen, number - 1)
        least = FIRST_PERHAPS if number == 1 else PERHAPS
        if part in ("recommendation", "lead") or before or probability(one) < least:
            continue
        text = speech.text(number)
        start, end = next(iter(sentences(text)), (0, len(text)))
        found.append(Point(number, start, len(text[:end].rstrip()), len(text)))
    return found


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


def _plain(text: str) -> str:
    return fold(without_commands(text)).strip()


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
