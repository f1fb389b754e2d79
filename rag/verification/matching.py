"""A sentence against one paragraph, character by character, points and spaces left out on both sides."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.sentences import clauses
from rag.claims.alignment import Step, align
from rag.claims.tokens import Token, Tokens, comparable
from rag.records import Difference


@lru_cache(maxsize=512)
def characters(text: str) -> Tokens:
    """``text`` with every letter and figure as one token, folded; offsets are the source's."""
    folded = comparable(text)
    items = tuple(
        Token(character, position, position + 1) for position, character in enumerate(folded) if character.isalnum()
    )
    return Tokens(text, folded, items)


def squeezed(text: Tokens) -> str:
    """The tokens as one string."""
    return "".join(text.texts)


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence laid against a paragraph: which characters of the source, how much of the sentence stands there,
    the longest literal run, and where the two differ."""

    start: int
    end: int
    coverage: float
    run: int
    differences: tuple[Difference, ...]


def match(said: Tokens, source: Tokens) -> Match | None:
    """The best place of the whole sentence in the paragraph; None if nothing of it stands there."""
    _, steps = align(said, 0, len(said.items), source, 0, len(source.items), 0)
    steps = _without_other_sentences(steps, source)
    equal = [step for step in steps if step.equal]
    if not equal:
        return None
    there = [step.source for step in steps if step.source >= 0]
    runs = [len(list(group)) for same, group in itertools.groupby(steps, key=lambda step: step.equal) if same]
    return Match(
        start=source.items[min(there)].start,
        end=source.items[max(there)].end,
        coverage=len(equal) / len(said.items),
        run=max(runs),
        differences=_differences(steps, said, source),
    )


def _without_other_sentences(steps: Sequence[Step], source: Tokens) -> tuple[Step, ...]:
    """``steps`` without what, before the first and behind the last equal character, stands for one of another sentence of the
    source: nothing of that sentence is said.
    """
    equal = [number for number, step in enumerate(steps) if step.equal]
    if not equal:
        return tuple(steps)

    def other(number: int, step: Step) -> bool:
        if step.source < 0 or equal[0] <= number <= equal[-1]:
            return False
        edge = steps[equal[0] if number < equal[0] else equal[-1]].source
        first, last = sorted((step.source, edge))
        return len(clauses(source.source[source.items[first].end : source.items[last].end])) > 1

    cut = (replace(step, source=-1) if other(number, step) else step for number, step in enumerate(steps))
    return tuple(step for step in cut if step.said >= 0 or step.source >= 0)


def _differences(steps: tuple[Step, ...], said: Tokens, source: Tokens) -> tuple[Difference, ...]:
    found: list[Difference] = []
    for same, group in itertools.groupby(steps, key=lambda step: step.equal):
        if same:
            continue
        part = list(group)
        mine = [step.said for step in part if step.said >= 0]
        theirs = [step.source for step in part if step.source >= 0]
        found.append(
            Difference(
                said.shown(mine[0], mine[-1] + 1) if mine else "",
                source.shown(theirs[0], theirs[-1] + 1) if theirs else "",
            )
        )
    return tuple(found)


def literal(said: str, source: Tokens) -> list[tuple[int, int]]:
    """Every ``(start, end)`` of the source whose letters and figures are ``said``; occurrences do not overlap."""
    text = squeezed(source)
    found: list[tuple[int, int]] = []
    position = text.find(said) if said else -1
    while position >= 0:
        behind = position + len(said)
        found.append((source.items[position].start, source.items[behind - 1].end))
        position = text.find(said, behind)
    return found
