"""The records of a read corpus: documents, speeches, places and hits.

Conventions, stated once for the whole project:
paragraphs are numbered from 1 within their speech and 0 is the speaker line;
``start`` and ``end`` count characters (Unicode code points) within that one text, ``end`` exclusive;
ordinals of documents (in the index) and of speeches (in their document) start at 0;
scores are higher-is-better.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Speech:
    """One speaker's contribution, as printed.

    ``speaker`` is None where the layout does not tell who speaks; ``role`` is "" for organisations.
    ``line`` is the speaker line as the source prints it ("" if there is none).
    """

    speaker: str | None
    role: str
    title: str
    line: str
    paragraphs: tuple[str, ...]

    def text(self, paragraph: int) -> str:
        """The text of one paragraph (from 1), or of the speaker line (0)."""
        if not 0 <= paragraph <= len(self.paragraphs):
            raise IndexError(f"段落 {paragraph} 不存在：这篇发言有 {len(self.paragraphs)} 段")
        return self.line if paragraph == 0 else self.paragraphs[paragraph - 1]


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, read: its masthead facts and its speeches in printed order.

    ``source`` is the path relative to the folder given, with forward slashes; ``date`` is ISO 8601 or None;
    ``notes`` go with every citation of the document (such as 摘编，非原文); ``fingerprint`` is the
    sha256 (hex) of the file's bytes.
    """

    source: str
    title: str
    newspaper: str | None
    date: str | None
    page: int | None
    speeches: tuple[Speech, ...]
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    fingerprint: str = ""


class Place(NamedTuple):
    """Where a text stands in an index: document ordinal, speech ordinal in it, paragraph (0: the speaker line)."""

    document: int
    speech: int
    paragraph: int


class Span(NamedTuple):
    """A stretch of characters of the text at ``place``; ``end`` exclusive."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One retrieved paragraph, with its best chunk ``[start, end)`` and everything needed to cite it.

    ``score`` is the fused score; ``ranks`` gives the rank (from 1) of the best chunk at each stage that found it;
    ``similarity`` is by how much the best chunk is nearer to the query than the index's chunks are on average, in
    standard deviations of the cosines between them; unlike a bare cosine it compares between queries, indexes and models.
    """

    place: Place
    start: int
    end: int
    score: float
    source: str
    newspaper: str | None
    date: str | None
    page: int | None
    speaker: str | None
    role: str
    title: str
    paragraph: int
    text: str
    ranks: tuple[tuple[str, int], ...] = ()
    similarity: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "place": list(self.place), "ranks": dict(self.ranks)}
