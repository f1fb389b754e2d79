"""The word lists of ``index/data``, loaded once: ``#`` begins a comment, ``[name]`` a section, spaces part words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The words of ``index/data/NAME.txt`` by section, in file order; those before any ``[section]`` under ""."""
    found: dict[str, list[str]] = {"": []}
    current = found[""]
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        stripped = line.strip()
        if stripped.startswith("#"):
            continue
        if stripped.startswith("[") and stripped.endswith("]"):
            current = found.setdefault(stripped[1:-1], [])
        else:
            current.extend(stripped.split())
    return {section: tuple(words) for section, words in found.items()}


@cache
def words(name: str, section: str = "") -> frozenset[str]:
    """One section of a list, as a set."""
    return frozenset(sections(name)[section])


@cache
def longest_first(name: str, section: str = "") -> str:
    """A regular expression that matches any word of the section, longer words first."""
    return "|".join(re.escape(word) for word in sorted(words(name, section), key=lambda word: (-len(word), word)))


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames of one character and of two; the file writes the first without spaces between them."""
    parts = sections("surnames")[""]
    return frozenset("".join(part for part in parts if len(part) != 2)), frozenset(p for p in parts if len(p) == 2)


@cache
def doubtful_surnames() -> frozenset[str]:
    """Those of one character that are everyday verbs or particles as well."""
    return frozenset("".join(sections("surnames")["doubtful"]))


@cache
def rare_surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Those of one character and of more that are so rare, or words besides, that only the form of a line proves them."""
    parts = sections("surnames")["rare"]
    single = "".join(part for part in parts if len(part) > 3)
    return frozenset(single), frozenset(part for part in parts if len(part) <= 3)


@cache
def syllables() -> frozenset[str]:
    """Characters that stand for sounds in long names, but are too common elsewhere to make a short one."""
    return frozenset("".join(sections("surnames")["syllables"]))


@cache
def sounds() -> frozenset[str]:
    """Characters of names that are written by sound."""
    return frozenset("".join(sections("surnames")["sounds"]))
