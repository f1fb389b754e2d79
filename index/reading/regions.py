"""The kinds of region a source consists of, and the records made from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..records import Document

MASTHEAD, HEADING, SPEAKER, PARAGRAPH = "masthead", "heading", "speaker", "paragraph"
KINDS = (MASTHEAD, HEADING, SPEAKER, PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch ``[start, end)`` of one source line, of one kind.

    ``speech`` (from 0) and ``paragraph`` (from 1) say where its text went; None for what belongs to no speech.
    A hard-wrapped paragraph is several regions with the same ``speech`` and ``paragraph``.
    """

    kind: str
    start: int
    end: int
    speech: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A read source: its record, and the regions that account for every character that is no space."""

    document: Document
    regions: tuple[Region, ...]


def complete(source: str, regions: Sequence[Region]) -> tuple[Region, ...]:
    """``regions`` in source order, widened so that every non-space character belongs to exactly one.

    What lies between two regions (markup, invisible characters) goes to a heading of its own line, else to the
    masthead; in a source without regions everything is masthead.
    """
    whole: list[Region] = []
    position = 0
    for region in sorted(regions, key=lambda region: region.start):
        whole.extend(_rest(source, position, region.start))
        whole.append(region)
        position = region.end
    whole.extend(_rest(source, position, len(source)))
    return tuple(whole)


def _rest(source: str, start: int, end: int) -> list[Region]:
    """The non-space stretches of ``[start, end)``, one a line: Markdown markup is heading, all else masthead."""
    found = []
    position = start
    for piece in source[start:end].splitlines(keepends=True):
        text = piece.strip()
        if text:
            begin = position + piece.index(text)
            kind = HEADING if set(text) <= set("#*_ \t") else MASTHEAD
            found.append(Region(kind, begin, begin + len(text)))
        position += len(piece)
    return found
