"""The language rules of the checks, read once from ``rag/data/claims``; each file states its reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[1] / "data" / "claims"


def _lines(name: str) -> list[str]:
    text = (_FOLDER / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """All words of a file."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def longest_first(name: str) -> tuple[str, ...]:
    """All words of a file, longer ones before shorter ones."""
    return tuple(sorted(words(name), key=lambda word: (-len(word), word)))


@cache
def groups(name: str) -> dict[str, frozenset[int]]:
    """Word → the lines of the file it stands on."""
    found: dict[str, set[int]] = {}
    for ordinal, line in enumerate(_lines(name)):
        for word in line.split():
            found.setdefault(word, set()).add(ordinal)
    return {word: frozenset(ordinals) for word, ordinals in found.items()}


@cache
def directions() -> dict[str, frozenset[tuple[int, int]]]:
    """Word → the (line, side) pairs it stands on; opposite sides of one line contradict each other."""
    found: dict[str, set[tuple[int, int]]] = {}
    for ordinal, line in enumerate(_lines("directions")):
        for side, part in enumerate(line.split("|")):
            for word in part.split():
                found.setdefault(word, set()).add((ordinal, side))
    return {word: frozenset(pairs) for word, pairs in found.items()}


@cache
def modalities() -> dict[str, str]:
    """Word → its class, the first word of its line."""
    return {word: line.split()[0] for line in _lines("modality") for word in line.split()[1:]}


@cache
def surnames() -> frozenset[str]:
    """Single-character surnames."""
    return frozenset("".join(words("surnames")))
