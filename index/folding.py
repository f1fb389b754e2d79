"""Folding for matching: width, case and traditional/simplified characters, one character to one character.

Because the length never changes, an offset into the folded text is the same offset into the source,
so a match is shown in the source's own characters without searching again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_IDEOGRAPH = "[\u3400-\u9fff\uf900-\ufaff]"
_SPREAD = re.compile(rf"(?<={_IDEOGRAPH})[ \t\u3000]+(?=[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef])")
LETTER_SPACED = re.compile(rf"(?:{_IDEOGRAPH}[ \t\u3000]+){{3,}}{_IDEOGRAPH}")
"""A run set with spaces between its characters (总 产 值), as print does to fill a line."""


@cache
def _table() -> dict[int, str]:
    """Code point → folded character: NFKC and lower case where they keep one character, then OpenCC's t2s."""
    from opencc import OpenCC

    ideographs = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    simplified = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    table = {ord(a): b for a, b in zip(ideographs, simplified, strict=True) if a != b and len(b) == 1}
    for code in (
        *range(0x41, 0x5B),
        *range(0xC0, 0x250),
        *range(0x370, 0x530),
        *range(0x2000, 0x3400),
        *range(0xFE30, 0x10000),
    ):
        if 0xD800 <= code < 0xE000:
            continue
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        if len(folded) == 1 and folded != character:
            table[code] = folded
    return table


def fold(text: str) -> str:
    """``text`` with width, case and 繁简 folded; always of the same length."""
    return text.translate(_table())


def closed_up(text: str) -> str:
    """``text`` with letter-spaced runs closed up, for matching and embedding; shorter than the text, so without offsets."""
    return LETTER_SPACED.sub(lambda run: _SPREAD.sub("", run[0]), text) if LETTER_SPACED.search(text) else text


def occurrences(word: str, text: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` that are ``word``, from left to right, none over another; an empty word is nowhere."""
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        yield start, end
        start = text.find(word, end)
