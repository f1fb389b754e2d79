"""The records of one generation: compact columns, decoded only where they are asked for.

All texts stand one after another as UTF-8, once as printed and once folded for matching, with their offsets beside
them. The columns are plain buffers and arrays, so they are the same in memory and mapped from files: a corpus of a
million paragraphs opens at once and stays off the heap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import overload

import numpy as np
import orjson
from numpy.typing import NDArray

from index.folding import fold, occurrences
from index.records import Document, Place, Span, Speech

Offsets = NDArray[np.int64]
MayHold = Callable[[str], "NDArray[np.int32] | None"]
"""The ascending numbers of the paragraphs (counted through the corpus) in which a folded term may stand, none of those
in which it does left out; None: any."""
_TERMS = 64
"""Terms whose occurrences are remembered: those of a few answers."""
_BLOCK = 4 << 20  # bytes searched at once: large enough to be fast, small enough to stay out of the heap
_MANY = 8
"""Reading rows one by one pays only for fewer than one of so many."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A corpus as plain data. A row is one text: of each speech its line, then its paragraphs, in source order.

    ``texts`` and ``folded``: UTF-8 of all rows end to end; ``heads``: one JSON object a document.
    ``*_starts``: (n + 1,) byte offsets of the n rows or heads, the last is the length.
    ``speech_rows``: (speeches + 1,) first row of each speech; ``document_speeches``: (documents + 1,) first speech.
    """

    texts: memoryview
    folded: memoryview
    heads: memoryview
    text_starts: Offsets
    folded_starts: Offsets
    head_starts: Offsets
    speech_rows: Offsets
    document_speeches: Offsets


@dataclass(frozen=True, slots=True)
class Heading:
    """A document without its texts; of each speech (speaker, role, title)."""

    source: str
    title: str
    newspaper: str | None
    date: str | None
    page: int | None
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    fingerprint: str
    speeches: tuple[tuple[str | None, str, str], ...]


def columns_of(documents: Iterable[Document]) -> Columns:
    """The columns of ``documents``, in the order given. Sources must differ (ValueError)."""
    texts: list[bytes] = []
    folded: list[bytes] = []
    heads: list[bytes] = []
    speech_rows, document_speeches, sources = [0], [0], set[str]()
    for document in documents:
        if document.source in sources:
            raise ValueError(f"两个文件的名字相同：{document.source}，请改名后再建索引。")
        sources.add(document.source)
        for speech in document.speeches:
            rows = (speech.line, *speech.paragraphs)
            texts.extend(row.encode() for row in rows)
            folded.extend(fold(row).encode() for row in rows)
            speech_rows.append(len(texts))
        document_speeches.append(len(speech_rows) - 1)
        heads.append(orjson.dumps({
            "source": document.source, "title": document.title, "newspaper": document.newspaper,
            "date": document.date, "page": document.page, "notes": document.notes, "warnings": document.warnings,
            "fingerprint": document.fingerprint,
            "speeches": [(speech.speaker, speech.role, speech.title) for speech in document.speeches],
        }))  # fmt: skip
    return Columns(
        texts=memoryview(b"".join(texts)),
        folded=memoryview(b"".join(folded)),
        heads=memoryview(b"".join(heads)),
        text_starts=_starts(texts),
        folded_starts=_starts(folded),
        head_starts=_starts(heads),
        speech_rows=np.array(speech_rows, dtype=np.int64),
        document_speeches=np.array(document_speeches, dtype=np.int64),
    )


def _starts(pieces: Sequence[bytes]) -> Offsets:
    return np.fromiter(accumulate(map(len, pieces), initial=0), dtype=np.int64, count=len(pieces) + 1)


class Corpus:
    """The documents, speeches and texts of one index; immutable and safe to share between threads.

    A place that does not exist raises IndexError. ``may_hold`` spares looking for a term in every text.
    """

    def __init__(self, columns: Columns, *, may_hold: MayHold | None = None) -> None:
        self.columns = columns
        self._may_hold = may_hold
        self._head = lru_cache(maxsize=4096)(self._decode_head)
        self._decoded_speech = lru_cache(maxsize=4096)(self._decode_speech)
        self._found = lru_cache(maxsize=_TERMS)(self._search)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Corpus:
        """A corpus in memory."""
        return cls(columns_of(documents))

    @property
    def documents(self) -> Sequence[Document]:
        """All documents in source order, each decoded when it is asked for."""
        return _Documents(self)

    @property
    def rows(self) -> int:
        """The number of texts: speaker lines and paragraphs."""
        return len(self.columns.text_starts) - 1

    def document(self, place: Place) -> Document:
        """The document at ``place.document``."""
        head = self._head(place.document)
        speeches = tuple(self.speech(Place(place.document, number, 0)) for number in range(len(head.speeches)))
        return Document(
            source=head.source,
            title=head.title,
            newspaper=head.newspaper,
            date=head.date,
            page=head.page,
            speeches=speeches,
            notes=head.notes,
            warnings=head.warnings,
            fingerprint=head.fingerprint,
        )

    def heading(self, place: Place) -> Heading:
        """The document at ``place.document`` without its texts: cheap however long it is."""
        return self._head(place.document)

    def speech(self, place: Place) -> Speech:
        """The speech at ``place``, whatever its paragraph."""
        return self._decoded_speech(place.document, place.speech)

    def speeches(self) -> Iterator[tuple[Place, Speech]]:
        """Every speech in source order, with its place (paragraph 0)."""
        for document in range(len(self.columns.head_starts) - 1):
            for number in range(len(self._head(document).speeches)):
                place = Place(document, number, 0)
                yield place, self.speech(place)

    def paragraphs(self) -> Iterator[tuple[Place, str]]:
        """Every paragraph (not the speaker lines) in source order, with its place."""
        for place, speech in self.speeches():
            for number, text in enumerate(speech.paragraphs, start=1):
                yield place._replace(paragraph=number), text

    def paragraph_rows(self) -> Offsets:
        """The row of every paragraph: all rows but the speaker lines, (paragraphs,), in source order."""
        return self._paragraph_rows

    @cached_property
    def _paragraph_rows(self) -> Offsets:
        is_paragraph = np.ones(self.rows, dtype=bool)
        is_paragraph[self.columns.speech_rows[:-1]] = False
        return np.flatnonzero(is_paragraph)

    def text(self, place: Place) -> str:
        """The text of one paragraph, or of the speaker line (paragraph 0)."""
        return self.row_text(self.row(place))

    def stretch(self, span: Span) -> str:
        """The text at ``span``, in the source's own characters."""
        return self.text(span.place)[span.start : span.end]

    def row(self, place: Place) -> int:
        """The row of ``place`` in the columns."""
        document_speeches, speech_rows = self.columns.document_speeches, self.columns.speech_rows
        if not 0 <= place.document < len(document_speeches) - 1:
            raise IndexError(f"文件 {place.document} 不存在：索引里有 {len(document_speeches) - 1} 个文件")
        speech = int(document_speeches[place.document]) + place.speech
        if not document_speeches[place.document] <= speech < document_speeches[place.document + 1]:
            raise IndexError(f"发言 {place.speech} 不存在于文件 {place.document}")
        row = int(speech_rows[speech]) + place.paragraph
        if not speech_rows[speech] <= row < speech_rows[speech + 1]:
            raise IndexError(f"段落 {place.paragraph} 不存在于文件 {place.document} 的发言 {place.speech}")
        return row

    def place(self, row: int) -> Place:
        """The place of a row: the inverse of :meth:`row`."""
        if not 0 <= row < self.rows:
            raise IndexError(f"第 {row} 行不存在：索引里有 {self.rows} 行")
        speech = bisect_right(self.columns.speech_rows, row) - 1
        document = bisect_right(self.columns.document_speeches, speech) - 1
        first_speech, first_row = self.columns.document_speeches[document], self.columns.speech_rows[speech]
        return Place(document, speech - int(first_speech), row - int(first_row))

    def row_text(self, row: int) -> str:
        """The text of a row."""
        start, end = self.columns.text_starts[row], self.columns.text_starts[row + 1]
        return str(self.columns.texts[start:end], "utf-8")

    def find(self, term: str) -> list[Span]:
        """Every occurrence of ``term`` in a paragraph, width, case and 繁简 folded, in source order.

        Occurrences do not overlap (those of ``str.count``), never cross a paragraph, and are offsets into the text as
        printed. An empty term occurs nowhere. The last terms asked for are remembered: one answer looks for the same again.
        """
        return list(self._found(term))

    def _search(self, term: str) -> tuple[Span, ...]:
        folded = fold(term)
        if not folded:
            return ()
        rows = self._rows_with(folded)
        spans = [
            Span(place, start, end)
            for text, place in zip(self._folded_texts(rows), self._places(rows), strict=True)
            if place.paragraph
            for start, end in occurrences(folded, text)
        ]
        return tuple(sorted({*spans, *self._letter_spaced(folded)}) if len(folded) > 1 else spans)

    def _rows_with(self, folded: str) -> Offsets:
        """The rows in which the folded term may stand, ascending; none is missing."""
        numbers = self._may_hold(folded) if self._may_hold is not None else None
        if numbers is not None and len(numbers) * _MANY < self.rows:
            return self._paragraph_rows[numbers]
        positions = np.fromiter(self._occurrences(folded.encode()), dtype=np.int64)
        return np.unique(np.searchsorted(self.columns.folded_starts, positions, side="right") - 1)

    def _places(self, rows: Offsets) -> Iterator[Place]:
        speeches = np.searchsorted(self.columns.speech_rows, rows, side="right") - 1
        documents = np.searchsorted(self.columns.document_speeches, speeches, side="right") - 1
        numbers = speeches - self.columns.document_speeches[documents]
        paragraphs = rows - self.columns.speech_rows[speeches]
        return map(Place, documents.tolist(), numbers.tolist(), paragraphs.tolist())

    def _folded_texts(self, rows: Offsets) -> Iterator[str]:
        starts, ends = self.columns.folded_starts[rows].tolist(), self.columns.folded_starts[rows + 1].tolist()
        return (str(self.columns.folded[start:end], "utf-8") for start, end in zip(starts, ends, strict=True))

    def _letter_spaced(self, term: str) -> Iterator[Span]:
        """The occurrences of a folded term that print has set with spaces between its characters."""
        rows = [(row, text) for row, text in self._spaced_rows if all(character in text for character in term)]
        if not rows:
            return
        pattern = re.compile(r"[ \t\u3000]*".join(map(re.escape, term)))
        for row, text in rows:
            for match in pattern.finditer(text):
                if match.end() - match.start() > len(term):
                    yield Span(self.place(row), *match.span())

    @cached_property
    def _spaced_rows(self) -> tuple[tuple[int, str], ...]:
        """The few paragraphs that hold letter-spaced runs, folded, with their rows; found once."""
        found: list[int] = []
        spread = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}(?: |\t|\xe3\x80\x80)+){3}")
        total, overlap = len(self.columns.folded), 64
        for start in range(0, total, _BLOCK):
            for match in spread.finditer(bytes(self.columns.folded[start : start + _BLOCK + overlap])):
                row = int(np.searchsorted(self.columns.folded_starts, start + match.start(), side="right")) - 1
                if not found or found[-1] != row:
                    found.append(row)
        return tuple((row, fold(self.row_text(row))) for row in dict.fromkeys(found) if self.place(row).paragraph)

    def _occurrences(self, needle: bytes) -> Iterator[int]:
        """Byte offsets of ``needle`` in the folded texts, overlapping ones too, ascending."""
        total, overlap = len(self.columns.folded), len(needle) - 1
        for start in range(0, total, _BLOCK):
            block = bytes(self.columns.folded[start : start + _BLOCK + overlap])
            position = block.find(needle)
            while position >= 0:
                yield start + position
                position = block.find(needle, position + 1)

    def _decode_head(self, number: int) -> Heading:
        starts = self.columns.head_starts
        if not 0 <= number < len(starts) - 1:
            raise IndexError(f"文件 {number} 不存在：索引里有 {len(starts) - 1} 个文件")
        values = orjson.loads(self.columns.heads[starts[number] : starts[number + 1]])
        values["speeches"] = tuple((speaker, role, title) for speaker, role, title in values["speeches"])
        values["notes"], values["warnings"] = tuple(values["notes"]), tuple(values["warnings"])
        return Heading(**values)

    def _decode_speech(self, document: int, number: int) -> Speech:
        first = self.row(Place(document, number, 0))
        speaker, role, title = self._head(document).speeches[number]
        end = int(self.columns.speech_rows[int(self.columns.document_speeches[document]) + number + 1])
        line, *paragraphs = (self.row_text(row) for row in range(first, end))
        return Speech(speaker=speaker, role=role, title=title, line=line, paragraphs=tuple(paragraphs))


class _Documents(Sequence[Document]):
    """A corpus' documents as a sequence."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __len__(self) -> int:
        return len(self._corpus.columns.head_starts) - 1

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        return self._corpus.document(Place(number + len(self) if number < 0 else number, 0, 0))
