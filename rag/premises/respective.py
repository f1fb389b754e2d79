"""Figures told side by side of things told side by side (甲、乙的比重分别为九成、七成): which figure is of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.records import Span
from rag.claims.numbers import Number, numbers
from rag.data import language, pattern
from rag.premises.records import Contradiction

_SHARED = 2
"""Characters that a clause of the question and one of the things must have in common, more than with any other."""
_BETWEEN = 4
"""Characters that may stand between two figures side by side: a unit, and what joins them."""


def respective(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """A figure that a folded ``question`` gives to one of several things, and that a source gives to another of them."""
    clauses = [match.group() for match in re.finditer("[^,，。;；:：、?？]+", question)]
    for text, span in zip(texts, spans, strict=True):
        for things, figures in _told(text):
            for clause in clauses:
                meant, claimed = _meant(clause, things), numbers(clause)
                if meant is None or any(one.value == figures[meant].value for one in claimed):
                    continue
                others = {one.value for one in figures}
                wrong = next((one for one in claimed if one.value in others), None)
                if wrong is not None:
                    return Contradiction(clause[wrong.start : wrong.end], _shown(text, figures[meant]), span)
    return None


def _told(text: str) -> list[tuple[list[str], list[Number]]]:
    """The things of each sentence and their figures, as many of the one as of the other, in order."""
    rules = language("premises")["respective"]
    found = []
    for figures in _runs(text, rules["joined"]):
        start = max(text.rfind(mark, 0, figures[0].start) for mark in "，,。；;：:") + 1
        things = [one for one in pattern(rules["things"]).split(text[start : figures[0].start]) if one.strip()]
        if len(things) == len(figures):
            found.append((things, figures))
    return found


def _runs(text: str, joined: str) -> list[list[Number]]:
    """Figures of one kind that stand side by side, two or more."""
    runs: list[list[Number]] = []
    found = numbers(text)
    for before, one in pairwise(found):
        between = text[before.end : one.start]
        if len(between.replace(" ", "")) > _BETWEEN or not pattern(joined).fullmatch(between):
            continue
        if runs and runs[-1][-1] is before:
            runs[-1].append(one)
        else:
            runs.append([before, one])
    return runs


def _meant(clause: str, things: Sequence[str]) -> int | None:
    """The one of ``things`` that a clause names; None where it names none more than the others."""
    plain = [re.sub("[^一-鿿]", "", thing) for thing in things]
    own = max(map(len, plain[:-1]))
    plain[-1] = plain[-1][:own]  # what goes on behind the last is said of all
    shared = [_longest(clause, thing) for thing in plain]
    best = max(shared)
    return shared.index(best) if best >= _SHARED and shared.count(best) == 1 else None


def _longest(clause: str, thing: str) -> int:
    """The length of the longest run of characters that ``thing`` has in common with a clause."""
    best = 0
    for start in range(len(thing)):
        while start + best < len(thing) and thing[start : start + best + 1] in clause:
            best += 1
    return best


def _shown(text: str, number: Number) -> str:
    return text[number.start : number.end]
