"""Which way a text wants a thing dealt with (kept or done away with, all or some), and whether two texts want the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.data import language, pattern
from rag.premises.records import CLAUSE
from rag.premises.stances import stance


@dataclass(frozen=True, slots=True)
class Position:
    """Where a text stands. ``stance``: for (1), against (-1) or neither, in the clause ``words``. ``ways``: pair of
    opposites → the side (1 or -1) that the text takes alone, with the clause that does.
    """

    stance: int
    words: str
    ways: Mapping[int, tuple[int, str]]


def position(text: str) -> Position:
    """The position of a folded sentence. What it reports of others is theirs; it is its own only as far as it agrees."""
    rules = language("premises")
    opposing, doubting = pattern(rules["opposing"]), pattern(rules["doubting"])
    text = pattern(rules["open"]).sub(lambda match: "〇" * len(match.group()), text)
    clauses = [match.span() for match in CLAUSE.finditer(text)]
    reported = [span for span in clauses if pattern(rules["taken_up"]).search(text[slice(*span)])]
    side, stand = _stance("，".join(text[slice(*span)] for span in clauses if span not in reported), bool(reported))
    words = stand
    found: dict[int, list[tuple[int, str]]] = {}
    for number, (start, end) in enumerate(clauses):
        clause = text[start:end]
        behind = clauses[number + 1] if number + 1 < len(clauses) else (end, end)
        refused = opposing.search(text[slice(*behind)]) is not None and _says_only_so(text[slice(*behind)])
        said = text[start : behind[1] if refused or reported else end].strip()
        if stand and stand in said and words == stand:
            words = said
        against = -1 if refused or opposing.search(clause) or doubting.search(clause) else 1
        if reported:
            if (start, end) not in reported or not side:
                continue
            against = side
        for family, sides in _ways(opposing.sub("〇", clause)).items():
            found.setdefault(family, []).extend((against * one, said) for one in sides)
    ways = {family: said[0] for family, said in found.items() if len({one for one, _ in said}) == 1}
    return Position(side, words, ways)


def _says_only_so(clause: str) -> bool:
    """Whether a clause holds a stance and nothing that it could be about but the clause before."""
    rules = language("premises")
    return len(pattern(f"{rules['opposing']}|{rules['bare']}").sub("", clause)) <= 1


def same_way(asked: Position, said: Position) -> tuple[int, str]:
    """Whether a sentence deals with the thing as a question wants (1), the opposite way (-1), or in no shared one (0); and
    its words for it.
    """
    shared = sorted(asked.ways.keys() & said.ways.keys())
    for family in shared:
        if asked.ways[family][0] != said.ways[family][0]:
            return -1, said.ways[family][1]
    return (1, said.ways[shared[0]][1]) if shared else (0, "")


def _stance(own: str, reports: bool) -> tuple[int, str]:
    """The stance of a sentence's own clauses; who reports what another wants and goes on otherwise is against it."""
    rules = language("premises")
    side, words = stance(own)
    if side:
        return side, words
    if reports and pattern(rules["agreeing"]).search(own):
        return 1, ""
    otherwise = pattern(rules["instead"]).search(own) if reports else None
    doubt = otherwise or pattern(rules["doubting"]).search(own)
    if doubt is not None and (reports or not pattern(rules["proposing"]).search(own)):
        return -1, doubt.group()
    return 0, ""


def _ways(clause: str) -> dict[int, set[int]]:
    """The pairs of opposites that a clause shows, each with the sides it takes."""
    rules = language("premises")
    found: dict[int, set[int]] = {}
    for family, pair in enumerate(rules["opposites"]):
        for name, side in (("one", 1), ("other", -1)):
            for match in pattern(pair[name]).finditer(clause):
                before = clause[: match.start()]
                turning = pattern(rules["turned"]).search(before)
                if pattern(rules["limiting"]).search(before[: turning.start()] if turning else before):
                    continue
                if not turning and pattern(rules["following"]).match(clause[match.end() :]):
                    continue
                found.setdefault(family, set()).add(-side if turning else side)
    return found
