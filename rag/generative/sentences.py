"""A stream of text → sentences, each with the marks that follow it, as soon as it is certain where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rag.generative.cleaning import without_item

_ENDS = "。！？!?；;"
_OPENERS, _CLOSERS = "“「『", "”」』"
_AFTER = "”’」』）)》〉】\"'*_ 　"
_MARK_OPENERS, _MARK_CLOSERS = "[［【〔", "]］】〕"
_LONGEST_MARK = 40
_LONGEST_QUOTATION = 300
"""Characters after which a quotation that was never closed no longer holds its sentence together."""
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL)
_OPEN_THOUGHT = re.compile(r"\s*<think(?:ing)?>(?!.*</think(?:ing)?>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Raw:
    """One sentence as the model wrote it. ``item``: it opens a list item; ``first``: it opens a line."""

    text: str
    item: bool = False
    first: bool = False


@dataclass(slots=True)
class Splitter:
    """Takes pieces of text, gives whole sentences. What a model thinks aloud (``<think>``) is no part of its answer."""

    _waiting: str = ""
    _first: bool = True
    _item: bool = False
    _began: bool = field(default=False)

    @property
    def waiting(self) -> str:
        """The text whose end has not come."""
        return self._waiting

    def add(self, text: str) -> list[Raw]:
        """The sentences that ``text`` completes."""
        self._waiting += text
        if not self._began:
            if _OPEN_THOUGHT.match(self._waiting) or (
                len(self._waiting) < 10 and "<thinking>".startswith(self._waiting.strip())
            ):
                return []
            self._waiting = _THOUGHT.sub("", self._waiting)
            self._began = bool(self._waiting.strip())
        return self._taken(final=False)

    def finish(self) -> list[Raw]:
        """The sentences left at the end of a finished reply."""
        if not self._began:
            self._waiting = _THOUGHT.sub("", self._waiting)
        found = self._taken(final=True)
        if self._waiting.strip():
            found += self._line_part(self._waiting)
        self._waiting = ""
        return found

    def _taken(self, *, final: bool) -> list[Raw]:
        found: list[Raw] = []
        while (end := _end(self._waiting, final=final)) is not None:
            part, self._waiting = self._waiting[:end], self._waiting[end:]
            found += self._line_part(part)
        return found

    def _line_part(self, part: str) -> list[Raw]:
        """One sentence; a line break at its end makes the next one open a line."""
        text, first = part.strip(), self._first
        self._first = part.endswith("\n") or (first and not text)
        if not text:
            return []
        if first:
            text, self._item = without_item(text)
        return [Raw(text, item=first and self._item, first=first)] if text.strip() else []


def _end(text: str, *, final: bool) -> int | None:
    """Where the first sentence of ``text`` ends, its closing marks with it; None where that is not yet certain."""
    depth = 0
    for position, character in enumerate(text):
        if character == "\n":
            return position + 1
        depth += (character in _OPENERS) - (character in _CLOSERS and depth > 0)
        if character not in _ENDS or (depth and len(text) < _LONGEST_QUOTATION):
            continue
        following = text[position + 1 : position + 2]
        if character in "!?;" and (following == "[" or (following.isascii() and following.isalnum())):
            continue  # a picture, or an address
        return _behind(text, position + 1, final=final)
    return None


def _behind(text: str, position: int, *, final: bool) -> int | None:
    """The position behind closers and marks; None where more of them may still come."""
    while position < len(text):
        character = text[position]
        if text[position : position + 2] == "![":
            return position
        if character == "!" and position + 1 == len(text) and not final:
            return None  # perhaps a picture begins
        if character in _AFTER or character in _ENDS:
            position += 1
        elif character in _MARK_OPENERS:
            close = next(
                (at for at in range(position, min(len(text), position + _LONGEST_MARK)) if text[at] in _MARK_CLOSERS),
                None,
            )
            if close is None:
                return None if not final and len(text) < position + _LONGEST_MARK else position
            position = close + 1
        else:
            return position
    return position if final else None
