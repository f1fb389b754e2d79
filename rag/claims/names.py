"""Names: which words of a sentence name somebody or something, and which of them the evidence does not know."""

from __future__ import annotations

import re
from functools import cache

from rag.claims.language import longest_first, surnames, words

_LATIN = re.compile(r"[a-z][a-z0-9'’.-]*[a-z0-9]")
# Longer stretches are phrases, whatever name they hold.
_LONGEST = 8
_FOREIGN = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•・‧][\u4e00-\u9fff]{1,8})+")


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(
        rf"[\u4e00-\u9fff]{{2}}(?:{'|'.join(w for w in longest_first('organisation_suffixes') if len(w) > 1)})"
    )


def strange_names(said: str, known: str, names: frozenset[str]) -> list[str]:
    """The names in a folded stretch of a sentence that the folded ``known`` text does not hold."""
    found = [name for name in names if len(name) > 1 and name in said and name not in known]
    found += [name for name in words("places") if name in said and name not in known]
    found += [m.group() for m in _LATIN.finditer(said) if m.group() not in known]
    found += [m.group() for m in _FOREIGN.finditer(said) if m.group() not in known]
    found += [m.group() for m in _organisation().finditer(said) if m.group() not in known]
    return found


@cache
def _area() -> re.Pattern[str]:
    return re.compile(
        rf"[\u4e00-\u9fff]{{1,3}}(?:{'|'.join(w for w in longest_first('organisation_suffixes') if len(w) == 1)})"
    )


def name_like(said: str, source: str, before: str, behind: str, names: frozenset[str]) -> bool:
    """True if one of two stretches that stand for each other between these words is (part of) a name or an office."""
    if max(len(said), len(source)) > _LONGEST:
        return False
    known = (*names, *words("places"))
    for stretch in (said, source):
        around = before + stretch + behind
        if any(name in around and (stretch in name or name in stretch) for name in known):
            return True
        if _LATIN.search(stretch) or any(title in stretch for title in words("titles")):
            return True
        if any(
            len(suffix) > 1 and (behind.startswith(suffix) or suffix in stretch)
            for suffix in words("organisation_suffixes")
        ):
            return True
    if any(behind.startswith(title) for title in words("titles")):
        return True
    if len(said) == len(source) <= 3 and (_area().fullmatch(said) or _area().fullmatch(said + behind[:1])):
        return True
    people = (said, source)
    return all(2 <= len(person) <= 3 and person[0] in surnames() for person in people)
