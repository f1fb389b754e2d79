"""Sentences of a document that speak to a program instead of a reader: data as well, but never an answer."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from index.folding import fold
from index.sentences import sentences
from rag.data import language

_KEPT = "\n\t"
_GREETING = 24
"""Characters that a greeting does not reach."""
_FEW_HIDDEN = 2
"""Hidden characters that a sentence may have by accident, such as a byte order mark."""
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_ASIDE = re.compile(r"[\s·•._*\-]+")


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in language("instructions")["patterns"]))


@cache
def _triggers() -> tuple[str, ...]:
    return tuple(language("instructions")["triggers"])


@lru_cache(maxsize=1 << 15)
def commands(text: str) -> bool:
    """Whether a sentence speaks to a program, or hides something from its readers."""
    plain = visible(text)
    if len(text) - len(plain) > _FEW_HIDDEN or _TURNED.search(text):
        return True
    folded = fold(plain)
    if not any(word in folded for word in _triggers()) and not _ASIDE.search(folded):
        return False
    return any(_pattern().search(form) for form in {folded, _ASIDE.sub("", folded)})


def greets(text: str) -> bool:
    """Whether a sentence only addresses those present (各位委员：)."""
    rule: str = language("instructions")["greeting"]
    return len(text) < _GREETING and re.fullmatch(rule, fold(text).strip()) is not None


def without_commands(text: str) -> str:
    """``text`` with the sentences that speak to a program blanked out; of the same length."""
    spans = [(start, end) for start, end in sentences(text) if commands(text[start:end])]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def visible(text: str) -> str:
    """``text`` without control, format, private and unassigned characters: nothing in it is hidden from a reader."""
    if text.isprintable():
        return text
    return "".join(character for character in text if character in _KEPT or not _hidden(character))


def _hidden(character: str) -> bool:
    """Variation selectors can carry hidden text too."""
    selector = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs")
