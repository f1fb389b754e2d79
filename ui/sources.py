"""From a citation to what stands around it, and what the open index holds: names to filter by, and its size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Place, Speech
from rag.records import Citation

if TYPE_CHECKING:
    from index.corpus import Corpus

UNKNOWN_SPEAKER = "发言人不明"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one generation of an index holds. ``documents`` are (label, source); ``ordinals`` finds one by source."""

    speakers: tuple[str, ...]
    documents: tuple[tuple[str, str], ...]
    ordinals: Mapping[str, int]
    speeches: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the speech it was taken from; ``speech`` is None where the index no longer holds it."""

    citation: Citation
    speech: Speech | None
    document_title: str

    @property
    def text(self) -> str | None:
        """The whole paragraph (or speaker line) the citation's offsets count in."""
        return None if self.speech is None else self.speech.text(self.citation.paragraph)


def catalogue(corpus: Corpus) -> Catalogue:
    """Reads the heads of all documents once; speakers and documents in source order."""
    speakers: dict[str, None] = {}
    documents: list[tuple[str, str]] = []
    speeches = 0
    count = len(corpus.documents)
    for number in range(count):
        heading = corpus.heading(Place(number, 0, 0))
        label = f"{heading.title}（{heading.source}）" if heading.title else heading.source
        documents.append((label, heading.source))
        speeches += len(heading.speeches)
        speakers.update(dict.fromkeys(speaker for speaker, _, _ in heading.speeches if speaker))
    return Catalogue(
        speakers=tuple(speakers),
        documents=tuple(documents),
        ordinals={source: number for number, (_, source) in enumerate(documents)},
        speeches=speeches,
        paragraphs=corpus.rows - speeches,
    )


def locate(corpus: Corpus, ordinals: Mapping[str, int], citation: Citation) -> Source:
    """The speech of ``citation``: the one of its document whose speaker, role, title and quoted characters all agree.

    Offsets are only checked, never searched for. Nothing agrees when the index was replaced in between.
    """
    number = ordinals.get(citation.document)
    if number is None:
        return Source(citation, None, "")
    heading = corpus.heading(Place(number, 0, 0))
    for position, head in enumerate(heading.speeches):
        if head != (citation.speaker, citation.role, citation.title):
            continue
        speech = corpus.speech(Place(number, position, 0))
        if citation.paragraph > len(speech.paragraphs):
            continue
        if speech.text(citation.paragraph)[citation.start : citation.end] == citation.quote:
            return Source(citation, speech, heading.title)
    return Source(citation, None, heading.title)


def locate_all(corpus: Corpus, ordinals: Mapping[str, int], citations: Iterable[Citation]) -> tuple[Source, ...]:
    """:func:`locate` for each citation, in their order."""
    return tuple(locate(corpus, ordinals, citation) for citation in citations)
