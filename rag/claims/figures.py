"""Figures, dates and units that differ."""

from __future__ import annotations

from rag.claims.alignment import Placed
from rag.claims.differences import Difference, Surroundings, joined
from rag.claims.language import groups, longest_first, words
from rag.claims.records import Disagreement, Kind
from rag.claims.tokens import Token, Tokens
from rag.claims.wordings import synonymous

_DATE = frozenset("年月日")


def figures(
    d: Difference, placed: Placed, said: Tokens, source: Tokens, around: Surroundings, free: set[int]
) -> list[Disagreement]:
    """The figures of a difference that the evidence does not give there; ``free``: its figures left alone elsewhere."""
    mine = [i for i in range(d.said, d.said_behind) if said.items[i].number]
    theirs = [j for j in range(d.source, d.source_behind) if source.items[j].number]
    values = {source.texts[j] for j in theirs}
    found: list[Disagreement] = []
    for i in mine:
        item = said.items[i]
        if item.text in values:
            continue
        if not theirs and (_lexical(item, said, i) or _elsewhere(i, placed, said, source, d, around, free)):
            continue
        if (
            theirs
            and not item.strong
            and not any(source.items[j].strong for j in theirs)
            and _same_word(d, said, source)
        ):
            continue
        other = source.items[theirs[0]] if theirs else None
        kind: Kind = "number"
        if _follows(said, i) & _DATE:
            kind = "date"
        elif other and other.mantissa == item.mantissa:
            kind = "unit"
        at = min(theirs, default=d.source)
        there = source.shown(at, min(len(source.items), at + 2)) if theirs else ""
        found.append(Disagreement.of(kind, said.shown(i, min(len(said.items), i + 2)), there))
    return found


def _same_word(d: Difference, said: Tokens, source: Tokens) -> bool:
    return synonymous(joined(said, d.said - 1, d.said_behind), joined(source, d.source - 1, d.source_behind))


def _follows(text: Tokens, position: int) -> set[str]:
    """The word right behind a figure, in its clause; none behind a share of a hundred."""
    following = text.items[position + 1 : position + 2]
    if not following or following[0].clause != text.items[position].clause or text.texts[position].endswith("%"):
        return set()
    return {following[0].text}


def _lexical(item: Token, said: Tokens, position: int) -> bool:
    """True for the figure of a word, of 一个, which counts nothing, or of 二是 at the beginning of a clause."""
    if item.strong:
        return False
    first = position == 0 or said.items[position - 1].clause != item.clause
    if first and _follows(said, position) <= {"是", "要"}:
        return True
    return item.text == "1" and not (_follows(said, position) & groups("units").keys())


def _elsewhere(
    i: int, placed: Placed, said: Tokens, source: Tokens, d: Difference, around: Surroundings, free: set[int]
) -> bool:
    """True if the figure stands, with the word behind it, free in the evidence near by, or in the further facts."""
    behind = _follows(said, i)
    sentence = source.items[min(d.source, len(source.items) - 1)].sentence if source.items else -1
    for j in free:
        if source.texts[j] != said.texts[i] or (around.strict and abs(source.items[j].sentence - sentence) > 1):
            continue
        if around.strict and _crossed(i, j, placed, said):
            continue
        if not behind or not _follows(source, j) or behind == _follows(source, j):
            return True
        if behind <= words("classifiers") or behind <= words("light"):
            return True
    return f"\x1f{said.texts[i]}\x1f" in around.context


def _crossed(i: int, j: int, placed: Placed, said: Tokens) -> bool:
    """True if a figure of the same clause stands on the other side: 70%、90% for 90%、70%."""
    figures = [step for step in placed.steps if step.equal and said.items[step.said].strong]
    return any((step.said < i) != (step.source < j) for step in figures)


def units(placed: Placed, said: Tokens, source: Tokens) -> list[Disagreement]:
    """Other units behind figures that both have."""
    found: list[Disagreement] = []
    for step in placed.steps:
        if not step.equal or not said.items[step.said].number:
            continue
        here, there = _unit(said, step.said + 1), _unit(source, step.source + 1)
        if not here or not there or here == there or {here, there} <= words("classifiers"):
            continue
        table = groups("units")
        if not table.get(here, frozenset()) & table.get(there, frozenset()):
            mine = said.shown(step.said, min(placed.behind, step.said + 1 + len(here)))
            theirs = source.shown(step.source, min(len(source.items), step.source + 1 + len(there)))
            found.append(Disagreement.of("unit", mine, theirs))
    return found


def _unit(text: Tokens, position: int) -> str:
    following = "".join(text.texts[position : position + 4])
    for word in longest_first("units"):
        if following.startswith(word):
            return word
    return following[:1] if following[:1] in words("classifiers") else ""
