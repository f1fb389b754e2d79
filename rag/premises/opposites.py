"""Which way a text wants a thing dealt with (kept or done away with, all or some), and whether two texts want the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.data import language, pattern
from rag.premises.records import CLAUSE
from rag.premises.stances import stance


@dataclass(frozen=True, slots=True)
class Way:
    """A side (1 or -1) of a pair of opposites, by the word ``act`` in the clause ``words``."""

    side: int
    act: str
    words: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a text stands. ``stance``: for (1), against (-1) or neither, in the clause ``words``. ``ways``: pair of
    opposites → the one way that the text goes; none where it goes both. ``undone``: what a question proposes is to leave
    something undone.
    """

    stance: int
    words: str
    ways: Mapping[int, Way]
    undone: bool = False


def position(text: str) -> Position:
    """The position of a folded sentence. What it reports of others is theirs; it is its own only as far as it agrees."""
    rules = language("premises")
    opposing, doubting = pattern(rules["opposing"]), pattern(rules["doubting"])
    text = pattern(rules["open"]).sub(lambda match: "※" * len(match.group()), text)
    clauses = [match.span() for match in CLAUSE.finditer(text)]
    reported = [span for span in clauses if _only_reports(text[slice(*span)])]
    side, stand = _stance("，".join(text[slice(*span)] for span in clauses if span not in reported), bool(reported))
    words = stand
    found: dict[int, list[Way]] = {}
    for number, (start, end) in enumerate(clauses):
        clause = text[start:end]
        behind = clauses[number + 1] if number + 1 < len(clauses) else (end, end)
        refused = opposing.search(text[slice(*behind)]) is not None and _answers(clause, text[slice(*behind)])
        said = text[start : behind[1] if refused or reported else end].strip()
        if stand and stand in said and words == stand:
            words = said
        against = -1 if refused or opposing.search(clause) or doubting.search(clause) else 1
        if reported:
            if (start, end) not in reported or not side:
                continue
            against = side
        for family, one, act in _acts(opposing.sub("〇", clause)):
            found.setdefault(family, []).append(Way(against * one, act, said))
    ways = {family: said[0] for family, said in found.items() if len({one.side for one in said}) == 1}
    return Position(side, words, ways)


def _only_reports(clause: str) -> bool:
    """Whether a clause tells what another wants and takes no stance on it itself."""
    taken_up = pattern(language("premises")["taken_up"])
    return taken_up.search(clause) is not None and not stance(taken_up.sub("", clause))[0]


def _answers(clause: str, behind: str) -> bool:
    """Whether the stance of the clause ``behind`` is one on this clause: it holds nothing else, or it answers what
    another wants here.
    """
    rules = language("premises")
    if len(pattern(f"{rules['opposing']}|{rules['bare']}").sub("", behind)) <= 1:
        return True
    answers = pattern(rules["answering"])
    wanted = pattern(rules["wanting"]).search(clause) is not None and not answers.search(clause)
    return wanted and answers.search(behind) is not None


def same_way(asked: Position, said: Position) -> tuple[int, Way | None]:
    """Whether a sentence deals with the thing as a question wants (1), the opposite way (-1), or in no shared one (0); and
    which way that is.
    """
    shared = sorted(asked.ways.keys() & said.ways.keys())
    for family in shared:
        if asked.ways[family].side != said.ways[family].side:
            return -1, said.ways[family]
    return (1, said.ways[shared[0]]) if shared else (0, None)


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


def _acts(clause: str) -> Iterator[tuple[int, int, str]]:
    """The words of opposites in a clause: the pair, the side that it takes, the word."""
    rules = language("premises")
    for family, pair in enumerate(rules["opposites"]):
        for name, side in (("one", 1), ("other", -1)):
            for match in pattern(pair[name]).finditer(clause):
                before = clause[: match.start()]
                turning = pattern(rules["turned"]).search(before)
                if pattern(rules["limiting"]).search(before[: turning.start()] if turning else before):
                    continue
                if not turning and pattern(rules["following"]).match(clause[match.end() :]):
                    continue
                yield family, -side if turning else side, match.group()
