"""Where the words of a placed clause and those of the evidence differ."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from rag.claims.alignment import Placed, Step
from rag.claims.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a difference is judged by besides the two texts.

    ``names``: known names, folded; ``context``: further facts, folded; ``recommends``: the sentence says that it
    gives a recommendation; ``strict``: it is near enough to its evidence that every other word counts;
    ``close``: the clause itself is.
    """

    names: frozenset[str]
    context: str
    recommends: bool
    strict: bool
    close: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the sentence (its tokens ``said`` to ``said_behind``) where the evidence has another one.

    Either may be empty.
    """

    said: int
    said_behind: int
    source: int
    source_behind: int


def differences(placed: Placed, said: Tokens, source: Tokens) -> list[Difference]:
    """The stretches in which a placed clause differs from the evidence, in order."""
    found: list[Difference] = []
    steps = placed.steps
    matched = [position for position, step in enumerate(steps) if step.equal]
    # A lone equal word between two differences is chance: 東亞 for 亞利安 is one exchange.
    matched = [at for order, at in enumerate(matched) if not _chance(order, at, matched, steps, said)]
    if not matched:
        return [Difference(placed.first, placed.behind, 0, 0)]
    bounds = [-1, *matched, len(steps)]
    for left, right in itertools.pairwise(bounds):
        if right - left <= 1:
            continue
        between = steps[left + 1 : right]
        mine = [step.said for step in between if step.said >= 0]
        theirs = [step.source for step in between if step.source >= 0]
        start = mine[0] if mine else (steps[left].said + 1 if left >= 0 else placed.first)
        near = steps[left].source + 1 if left >= 0 else steps[right].source
        found.append(_cut(start, start + len(mine), theirs, near, source, left < 0, right == len(steps)))
    return found


def _chance(order: int, at: int, matched: list[int], steps: tuple[Step, ...], said: Tokens) -> bool:
    """True for an equal word alone between two stretches that differ."""
    if len(matched) <= 3 or said.items[steps[at].said].number:
        return False
    before = matched[order - 1] if order else -1
    behind = matched[order + 1] if order + 1 < len(matched) else len(steps)
    return before < at - 1 and at + 1 < behind


def _cut(
    said: int, behind: int, theirs: list[int], near: int, source: Tokens, leading: bool, trailing: bool
) -> Difference:
    """The difference, without the evidence of other clauses at the two ends of the sentence's clause."""
    if leading and theirs:
        clause = source.items[theirs[-1] + 1].clause
        theirs = [token for token in theirs if source.items[token].clause == clause]
    if trailing and theirs:
        clause = source.items[theirs[0] - 1].clause
        theirs = [token for token in theirs if source.items[token].clause == clause]
    if not theirs:
        return Difference(said, behind, near, near)
    return Difference(said, behind, theirs[0], theirs[-1] + 1)


def joined(text: Tokens, first: int, behind: int) -> str:
    return "".join(text.texts[max(0, first) : max(0, behind)])


def folded(text: Tokens, first: int, behind: int) -> str:
    return text.folded[text.items[first].start : text.items[behind - 1].end] if first < behind else ""
