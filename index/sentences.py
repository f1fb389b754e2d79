"""Sentence boundaries with exact offsets."""

from __future__ import annotations

import re
from functools import cache

_ENDS = "。！？!?；;"
_FULL_ENDS = "。！？!?"
_CLOSERS = "”’」』）)》〉】\"'"


def sentences(text: str, *, ends: str = _FULL_ENDS) -> list[tuple[int, int]]:
    """The sentences of ``text`` as ``(start, end)`` offsets, end exclusive; together they cover all of it.

    A sentence ends behind one of ``ends`` and the closing quotes and brackets that follow it.
    White space after the end belongs to the sentence before it. An empty text has no sentences.
    """
    return [match.span() for match in _sentence(ends).finditer(text)]


@cache
def _sentence(ends: str) -> re.Pattern[str]:
    end = re.escape(ends)
    return re.compile(rf"[^{end}]*[{end}][{end}{re.escape(_CLOSERS)}\s]*|[^{end}]+")


def clauses(text: str) -> list[tuple[int, int]]:
    """Like :func:`sentences`, ending at semicolons as well."""
    return sentences(text, ends=_ENDS)
