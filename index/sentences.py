"""Sentence boundaries with exact offsets."""

from __future__ import annotations

_ENDS = "。！？!?；;"
_FULL_ENDS = "。！？!?"
_CLOSERS = "”’」』）)》〉】\"'"


def sentences(text: str, *, ends: str = _FULL_ENDS) -> list[tuple[int, int]]:
    """The sentences of ``text`` as ``(start, end)`` offsets, end exclusive; together they cover all of it.

    A sentence ends behind one of ``ends`` and the closing quotes and brackets that follow it.
    White space after the end belongs to the sentence before it. An empty text has no sentences.
    """
    spans: list[tuple[int, int]] = []
    start = position = 0
    while position < len(text):
        character = text[position]
        position += 1
        if character not in ends:
            continue
        while position < len(text) and (
            text[position] in _CLOSERS or text[position] in ends or text[position].isspace()
        ):
            position += 1
        spans.append((start, position))
        start = position
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def clauses(text: str) -> list[tuple[int, int]]:
    """Like :func:`sentences`, ending at semicolons as well."""
    return sentences(text, ends=_ENDS)
