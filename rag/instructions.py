"""Sentences of a document that speak to a program instead of a reader: data as well, but never an answer."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from index.folding import fold
from rag.data import language

_KEPT = "\n\t"
_FEW_HIDDEN = 2
"""Hidden characters that a sentence may have by accident, such as a byte order mark."""
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_ASIDE = re.compile(r"[\s·•._*\-]+")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in language("instructions")["patterns"])


@lru_cache(maxsize=1 << 15)
def commands(text: str) -> bool:
    """Whether a sentence speaks to a program, or hides something from its readers."""
    plain = visible(text)
    if len(text) - len(plain) > _FEW_HIDDEN or _TURNED.search(text):
        return True
    folded = fold(plain)
    forms = {folded, _ASIDE.sub("", folded)}
    return any(pattern.search(form) for pattern in _patterns() for form in forms)


def visible(text: str) -> str:
    """``text`` without control, format, private and unassigned characters: nothing in it is hidden from a reader."""
    if text.isprintable():
        return text
    return "".join(character for character in text if character in _KEPT or not _hidden(character))


def _hidden(character: str) -> bool:
    """Variation selectors can carry hidden text too."""
    selector = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    return selector or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Cs")
