"""What a stretch of words claims: negations, direction, modality, and whether two wordings may stand for each other."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rag.claims.language import directions, groups, longest_first, modalities, words


@lru_cache(maxsize=8192)
def negations(text: str) -> int:
    """How many negations a folded text holds; words such as 不断 hold none."""
    return sum(word in words("negations") for word in _negation_words().findall(text))


@cache
def _negation_words() -> re.Pattern[str]:
    """Every word of either list, longer ones first, so that 不同意 is found before 不 and 不断 is not taken for 不."""
    both = {*words("negations"), *words("not_negations")}
    return re.compile("|".join(sorted(both, key=lambda word: (-len(word), word))))


def opposite(said: str, source: str) -> bool:
    """True if the two words go opposite ways."""
    table = directions()
    mine, theirs = table.get(said), table.get(source)
    if not mine or not theirs or mine & theirs:
        return False
    return any((line, 1 - side) in theirs for line, side in mine)


def direction_words(text: str) -> list[str]:
    """The words of direction in a text, longer ones first, single characters left aside."""
    table = directions()
    found: list[str] = []
    position = 0
    while position < len(text):
        for length in (4, 3, 2):
            if text[position : position + length] in table and position + length <= len(text):
                found.append(text[position : position + length])
                position += length
                break
        else:
            position += 1
    return found


def modality(text: str) -> frozenset[str]:
    """The classes of modality in a stretch; a word of one character counts only where it is the whole stretch or 已."""
    table = modalities()
    found = {name for word, name in table.items() if len(word) > 1 and word in text}
    if "已" in text and "而已" not in text and "不已" not in text:
        found.add("done")
    if len(text) == 1 and text in table:
        found.add(table[text])
    return frozenset(found)


def synonymous(said: str, source: str) -> bool:
    """True if a report may use one for the other."""
    table = groups("synonyms")
    return bool(table.get(said, frozenset()) & table.get(source, frozenset()))


def bare(text: str) -> str:
    """``text`` without the words that claim nothing of their own."""
    for word in longest_first("light"):
        if len(word) > 1 and word in text:
            text = text.replace(word, "")
    light = words("light")
    return "".join(character for character in text if character not in light)
