"""How well a text speaks of a topic: words, their written variants, and what each is worth.

A word of the question stands in a text literally (1), through the table of synonyms, or as an abbreviation of it
(农机 for 农业机械); rarer words count more. All of it is arithmetic on folded text, so that the same question on the
same index always scores the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.words import frequency
from rag.claims.numbers import numbers
from rag.data import language
from rag.understanding.topics import weak_words
from rag.understanding.vocabulary import substance

SYNONYM, ABBREVIATION, PARTIAL = 0.75, 0.6, 0.4
"""What a match through a synonym, an abbreviation or half of a long word is worth, where the word itself is worth 1; both
halves of a word of four characters, apart (绩效…评价), are worth a synonym."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the topic, its weight, and in how many speeches it stands literally."""

    word: str
    weight: float
    speeches: int


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Word → the other words of its groups."""
    table: dict[str, dict[str, None]] = {}
    for group in language("synonyms")["groups"]:
        for word in group:
            table.setdefault(word, {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(others) for word, others in table.items()}


@cache
def told_as() -> Mapping[str, tuple[str, ...]]:
    """Everyday word → the words that official language has for the same thing."""
    return {word: tuple(others) for word, *others in language("synonyms")["told_as"]}


@lru_cache(maxsize=4096)
def _abbreviation(word: str) -> re.Pattern[str] | None:
    """农机 → 农业机械: each character begins a word of the long form, one or two characters between."""
    if len(word) != 2 or not all("一" <= character <= "鿿" for character in word):
        return None
    a, b = map(re.escape, word)
    return re.compile(f"{a}[一-鿿]{{1,2}}{b}")


@lru_cache(maxsize=4096)
def _short_forms(word: str) -> tuple[str, ...]:
    """科技创新 → 科创: the first characters of both halves, and the other common way of shortening."""
    return (word[0] + word[2],) if len(word) == 4 else ()


@lru_cache(maxsize=4096)
def _pieces(word: str) -> tuple[str, ...]:
    """Halves of a long word: 企业家 → 企业, 业家."""
    if len(word) < 3:
        return ()
    if re.fullmatch(r"[0-9a-z.%]+", word):
        return ()
    return (
        tuple(dict.fromkeys((word[:2], word[-2:])))
        if len(word) == 3
        else (word[: len(word) // 2], word[len(word) // 2 :])
    )


@lru_cache(maxsize=4096)
def _value(word: str) -> str | None:
    """What a word that is nothing but a figure of two places and more comes to (一万八: 18000); None for any other."""
    found = numbers(word)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(word) and len(word) > 1
    return found[0].value if whole else None


@lru_cache(maxsize=4096)
def _values(text: str) -> frozenset[str]:
    """The figures of a text, however they are written."""
    return frozenset(number.value for number in numbers(text))


def strength(word: str, text: str) -> float:
    """How strongly ``word`` stands in folded ``text``, from 0 to 1."""
    if word in text:
        return 1.0
    for other in (*synonyms().get(word, ()), *told_as().get(word, ())):
        if other in text:
            return SYNONYM
    pattern = _abbreviation(word)
    if pattern is not None and pattern.search(text):
        return ABBREVIATION
    if any(short in text for short in _short_forms(word)):
        return ABBREVIATION
    value = _value(word)
    if value is not None:
        return 1.0 if value in _values(text) else 0.0
    pieces = _pieces(word)
    if pieces:
        share = sum(piece in text for piece in pieces) / len(pieces)
        return SYNONYM if share == 1 and len(word) >= 4 else PARTIAL * share
    return 0.0


def weigh(word: str, *, speeches: int, of: int) -> float:
    """Inverse document frequency over speeches, between 0 and 1 (Spärck Jones 1972), less for weak words.

    A corpus of a few speeches says little of how rare a word is, so the frequency in general Chinese has its part.
    """
    rarity = math.log((of + 1) / (speeches + 0.5)) / math.log((of + 1) / 0.5)
    return max(rarity, 0.05) * _rareness(word) * substance(word) * (0.3 if word in weak_words() else 1.0)


_COUNTED, _RARE = 60_000_000, 50
"""The words that the dictionary's frequencies were counted in, and the count up to which a word is as rare as any."""


@lru_cache(maxsize=65536)
def _rareness(word: str) -> float:
    """How rare a word is in general Chinese, to 1 for the rarest and those no dictionary has."""
    return math.log(_COUNTED / max(frequency(word), _RARE)) / math.log(_COUNTED / _RARE)


def coverage(terms: Sequence[Term], text: str) -> float:
    """The weighted share of ``terms`` that stands in folded ``text``, from 0 to 1; no terms cover nothing."""
    total = sum(term.weight for term in terms)
    return sum(term.weight * strength(term.word, text) for term in terms) / total if total else 0.0
