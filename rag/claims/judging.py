"""Do the words in which a sentence and its evidence differ make another claim?"""

from __future__ import annotations

from rag.claims.alignment import Placed, Step
from rag.claims.differences import Difference, Surroundings, folded, joined
from rag.claims.figures import figures
from rag.claims.language import words
from rag.claims.names import name_like, strange_names
from rag.claims.records import Disagreement, Kind
from rag.claims.tokens import Tokens
from rag.claims.wordings import bare, direction_words, modality, negations, opposite, synonymous

_NEIGHBOURS = 3
_LONG = 6


def judge(
    difference: Difference, placed: Placed, said: Tokens, source: Tokens, around: Surroundings, free: set[int]
) -> list[Disagreement]:
    """The disagreements in one difference; ``free``: figures of the evidence that the sentence leaves alone."""
    d = difference
    found = figures(d, placed, said, source, around, free)
    if found:
        return found
    mine, theirs = joined(said, d.said, d.said_behind), joined(source, d.source, d.source_behind)
    # Long stretches of a clause that hardly follows the evidence do not stand for each other word by word.
    if around.close or (max(d.said_behind - d.said, d.source_behind - d.source) <= _LONG and around.strict):
        for rule in (_negation, _direction, _modality):
            kind = rule(d, said, source, around)
            if kind:
                return [_shown(kind, d, said, source)]
    if not mine:
        return [_shown("name", d, said, source)] if _office(source, d.source, d.source_behind) else []
    kind = _content(d, mine, theirs, said, source, around, free)
    return [_shown(kind, d, said, source)] if kind else []


def _shown(kind: Kind, d: Difference, said: Tokens, source: Tokens) -> Disagreement:
    """The disagreement, in the characters of both sides; a side that lacks the words is shown with its neighbours."""
    wide = d.said == d.said_behind or d.source == d.source_behind
    extra = 2 if wide else 0
    mine = said.shown(max(0, d.said - extra), min(len(said.items), d.said_behind + extra))
    theirs = ""
    if d.source_behind > d.source or kind in ("negation", "modality", "name", "direction"):
        theirs = source.shown(max(0, d.source - extra), min(len(source.items), d.source_behind + extra))
    return Disagreement.of(kind, mine, theirs)


def _near(d: Difference, source: Tokens) -> tuple[int, int]:
    """The part of a skipped stretch of evidence that bears on what is kept: its last four words if it is long."""
    if d.source_behind - d.source <= _LONG:
        return d.source, d.source_behind
    return d.source_behind - 4, d.source_behind


def _negation(d: Difference, said: Tokens, source: Tokens, around: Surroundings) -> Kind | None:
    mine, theirs = joined(said, d.said, d.said_behind), joined(source, d.source, d.source_behind)
    if (mine in words("negations") and not theirs) or (theirs in words("negations") and not mine):
        return "negation"
    first, behind = _near(d, source)
    left = min(_NEIGHBOURS, d.said, d.source) if first == d.source else 0
    right = min(_NEIGHBOURS, len(said.items) - d.said_behind, len(source.items) - d.source_behind)
    while right and said.texts[d.said_behind : d.said_behind + right] != source.texts[behind : behind + right]:
        right -= 1
    while left and said.texts[d.said - left : d.said] != source.texts[d.source - left : d.source]:
        left -= 1
    here = negations(folded(said, d.said - left, d.said_behind + right))
    there = negations(folded(source, first - left, behind + right))
    return "negation" if (here - there) % 2 else None


def _expansions(d: Difference, said: Tokens, source: Tokens) -> list[tuple[str, str]]:
    """The two stretches, alone and with the equal words beside them, up to two on either side."""
    pairs: list[tuple[str, str]] = []
    for left in range(3):
        if left and (
            d.said - left < 0 or d.source - left < 0 or said.texts[d.said - left] != source.texts[d.source - left]
        ):
            break
        for right in range(3):
            last, other = d.said_behind + right, d.source_behind + right
            if right and (
                last > len(said.items) or other > len(source.items) or said.texts[last - 1] != source.texts[other - 1]
            ):
                break
            pairs.append((joined(said, d.said - left, last), joined(source, d.source - left, other)))
    return pairs


def _direction(d: Difference, said: Tokens, source: Tokens, around: Surroundings) -> Kind | None:
    pairs = _expansions(d, said, source)
    if any(synonymous(mine, theirs) for mine, theirs in pairs):
        return None
    if any(opposite(mine, theirs) for mine, theirs in pairs):
        return "direction"
    mine, theirs = pairs[-1]
    there = direction_words(theirs)
    if any(opposite(word, other) for word in direction_words(mine) if word not in there for other in there):
        return "direction"
    return None


def _modality(d: Difference, said: Tokens, source: Tokens, around: Surroundings) -> Kind | None:
    mine = joined(said, d.said, d.said_behind)
    theirs = joined(source, d.source, d.source_behind)
    here, there = modality(mine), modality(theirs)
    if "done" in here and "done" not in there and not set("已曾") & set(_clause(source, d.source)):
        return "modality"
    if not mine and len(theirs) <= 3:
        weak = there & {"proposed", "tried", "may", "must"}
        return "modality" if weak and not around.recommends else None
    if here and there and not here & there and not {*here, *there} <= {"must", "proposed", "future", "tried", "begun"}:
        return "modality"
    if "done" in there and mine and "done" not in here and here:
        return "modality"
    return None


def _clause(text: Tokens, position: int) -> str:
    """The clause of a token."""
    clause = text.items[min(position, len(text.items) - 1)].clause
    return "".join(item.text for item in text.items if item.clause == clause)


def _office(text: Tokens, first: int, behind: int) -> bool:
    """True if the stretch is the 副 or 原 of an office."""
    stretch = joined(text, first, behind)
    if stretch not in ("副", "原", "前", "代"):
        return False
    following = joined(text, behind, behind + 4)
    return any(following.startswith(title) for title in words("titles"))


def _titles(d: Difference, said: Tokens, source: Tokens, around: Surroundings) -> bool:
    """True if the stretch with its neighbours holds an office that the evidence and the further facts do not."""
    first, behind = max(0, d.said - 2), d.said_behind + 2
    mine, inner = joined(said, first, behind), joined(said, d.said, d.said_behind)
    return any(
        title in mine and any(character in inner for character in title) and title not in source.folded + around.context
        for title in words("titles")
    )


def _content(
    d: Difference, mine: str, theirs: str, said: Tokens, source: Tokens, around: Surroundings, free: set[int]
) -> Kind | None:
    """Other words: another name, another wording, or words without any basis."""
    if _office(said, d.said, d.said_behind) or (around.strict and _titles(d, said, source, around)):
        return "name"
    strange = strange_names(
        said.folded[said.items[d.said].start : said.items[d.said_behind - 1].end],
        source.folded + around.context,
        around.names,
    )
    if strange:
        return "name"
    kept, lost = bare(mine), bare(theirs)
    if not kept or kept == lost or (not lost and len(kept) > 1 and kept in around.context):
        return None
    if not around.strict:
        return None
    if not lost and len(theirs) <= len(mine) - 2:
        theirs = ""
    if not lost and not theirs:
        if d.source < len(source.items) and len(kept) >= _LONG and not _moved(kept, source):
            return "evidence"
        inside = d.said > 0 and d.said_behind < len(said.items)
        if inside and said.items[d.said - 1].clause == said.items[d.said_behind].clause and not _moved(mine, source):
            return "wording"
        return None
    if any(synonymous(a, b) for a, b in _expansions(d, said, source)) or synonymous(kept, lost or theirs):
        return None
    before = source.texts[max(0, d.source - 2) : d.source]
    following = source.texts[d.source_behind : d.source_behind + 3]
    if name_like(mine, theirs, "".join(before), "".join(following), around.names):
        return "name"
    return "wording"


def _moved(text: str, source: Tokens) -> bool:
    """True if most pairs of neighbours in ``text`` are neighbours in the evidence as well."""
    whole = "".join(source.texts)
    pairs = [text[i : i + 2] for i in range(len(text) - 1)] or [text]
    return sum(pair in whole for pair in pairs) >= 0.5 * len(pairs)


def _apart(text: Tokens, position: int) -> bool:
    """True if a point (also 、 and quotation marks) stands before the token."""
    between = text.folded[text.items[position - 1].end : text.items[position].start]
    return any(not character.isalnum() and not character.isspace() for character in between)


def cut_off(placed: Placed, said: Tokens, source: Tokens, around: Surroundings) -> Disagreement | None:
    """A negation, an intention or the 副 of an office right before the words that the clause takes over, left out."""
    first: Step | None = next((step for step in placed.steps if step.equal), None)
    if first is None or first.said != placed.first or first.source == 0:
        return None
    start = begin = first.source
    while begin and start - begin < 2 and not _apart(source, begin):
        begin -= 1
    if begin == start:
        return None
    kind: Kind | None = None
    tail, ahead = folded(source, begin, start), folded(source, start, start + 2)
    # The negation must reach the words taken over: right before them, or with one word such as 能 between.
    reaches = any(tail.endswith(word) or tail[:-1].endswith(word) for word in words("negations"))
    if reaches and (negations(tail + ahead) - negations(ahead)) % 2:
        kind = "negation"
    elif not around.recommends and modality(tail) & {"proposed", "tried"} and tail not in said.folded:
        kind = "modality"
    elif _office(source, start - 1, start):
        kind = "name"
    if kind is None:
        return None
    return Disagreement.of(kind, said.shown(placed.first, placed.first + 3), source.shown(begin, start + 2))
