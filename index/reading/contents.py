"""Tables of contents and lists of names at the head of a text, whose lines stand further down again: nobody says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .builds import undressed
from .lines import Line
from .tails import as_printed
from .vocabulary import longest_first

FEWEST = 3
"""Lines in a row that stand further down again, from which on they are such a list without a heading that says so."""
WIDEST = 70.0
"""Em of one of them, and of a line that it announces."""
_PAGE = re.compile(r"[\s…．.·—-]*[（(]?\s*第?\s*\d{1,4}\s*[页頁]?\s*[）)]?$")
_PIECES = re.compile(r"[\s：:（()）《》〈〉—–…·/／｜|、]+")
_NUMBER = re.compile(r"^(?:第?\s*[一二三四五六七八九十\d]{1,3}\s*[、．.)）篇]?|[①-⑳])\s*(?=\S)")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(
        rf"[【\[（(◆■●]*[\u4e00-\u9fff]{{0,12}}(?:{longest_first('masthead', 'contents heads')})[】\]）)]*[:：]?"
    )


def contents_lines(lines: Sequence[Line]) -> set[int]:
    """The lines of such lists, by number: below a heading that says so, or above all text."""
    short = [line.width <= WIDEST and not line.certain for line in lines]
    pieces = [_pieces(line.text) if brief else [] for line, brief in zip(lines, short, strict=True)]
    later = {piece: number for number, said in enumerate(pieces) for piece in said}
    found: set[int] = set()
    above_text, number = True, 0
    while number < len(lines):
        headed = _heads().fullmatch(re.sub(r"\s", "", lines[number].text)) is not None
        first = end = number + headed
        while end < len(lines) and short[end] and _again(pieces[end], later, end):
            end += 1
        again = all(_again(pieces[n], later, end - 1) for n in range(first, end))
        if again and end - first >= (2 if headed else FEWEST) and (headed or above_text):
            found |= set(range(number, end))
        above_text = above_text and not (lines[number].certain or lines[number].closed)
        number = max(end, number + 1)
    return found


def _pieces(text: str) -> list[str]:
    """The words of a line between signs and spaces, and the whole of it, without number, page and signs."""
    bare = _PAGE.sub("", _NUMBER.sub("", undressed(text)[1]))
    whole = _PIECES.sub("", bare)
    named = [piece for piece in _PIECES.split(as_printed(bare)) if len(piece) >= 2]
    return [whole, *named] if whole else named


def _again(pieces: Sequence[str], later: dict[str, int], number: int) -> bool:
    """Whether all that a line says, in ``pieces``, is said by short lines below it."""
    whole, *named = pieces or [""]
    return later.get(whole, number) > number or (
        bool(named) and all(later.get(piece, number) > number for piece in named)
    )
