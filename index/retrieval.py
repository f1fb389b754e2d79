"""Search: the nearest chunks and the best words, fused into ranked paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.alignment import alignment
from index.backends import LocalStages, Stages
from index.building import check_manifest
from index.corpus import Corpus
from index.errors import IndexProblem
from index.folding import fold
from index.fusion import Ranking, fused_order
from index.generation import load_corpus
from index.locations import is_milvus
from index.records import Hit, Place
from index.remembering import TEXTS, Remembered, pairs_by, parts_by, questions_by, tokens_by
from index.settings import Settings
from index.store import Held
from index.vectors import Numbers, Vectors, scores_of

if TYPE_CHECKING:
    from index.embedding import Embedder, Passage, Tagged

_CANDIDATES = 100  # paragraphs each stage contributes at least
_CHUNKS_PER_PARAGRAPH = 3  # chunks searched for each paragraph wanted
_DENSE = 0.6
# What the vectors weigh beside the words. Chosen on one half of the questions of the four public sets; on the other half,
# as on the first, anything from 0.5 to 0.65 is within half a point of the best.
_SAMPLED = 1000  # chunks that stand for all of an index in its mean vector
_PAIRED = 100  # of those, the ones whose cosines with each other are taken


class Index:
    """An open index: one generation of it, immutable and safe to share between threads."""

    def __init__(self, stages: Stages, embedder: Embedder) -> None:
        self._stages = stages
        self._passages = Remembered[str, Vectors](embedder.embed_passages, most=TEXTS)
        self._questions = questions_by(embedder)
        self._phrases = Remembered[str, Vectors](lambda texts: map(embedder.embed_query, texts), most=TEXTS)
        self._tokens = tokens_by(embedder)
        self._pairs = {again: pairs_by(embedder, again=again) for again in (False, True)}
        self._parts = parts_by(embedder)
        self.corpus: Corpus = stages.corpus
        self.manifest: dict[str, Any] = stages.manifest
        self.generation: str = stages.generation

    def latest(self) -> bool:
        """Whether this is still the newest generation; one that cannot be read now counts as not newer."""
        try:
            return self._stages.newest() == self.generation
        except IndexProblem:
            return True

    def words(self, text: str) -> tuple[str, ...]:
        """The words of ``text``, folded, in order, without punctuation; this index's own names count as words."""
        return tuple(self._stages.words(text))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The unit vectors (n, d) of texts, as passages, by this index's model."""
        return np.stack(self._passages(texts))

    def cosines(self, query: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How near each of ``texts`` is to ``query`` by this index's model as it was published: cosines (n,)."""
        return scores_of(self.embed(texts), self._phrases([query])[0]) if texts else np.empty(0)

    def alignments(self, query: str, texts: Sequence[str]) -> NDArray[np.float64] | None:
        """How well each of ``texts`` says what the question ``query`` asks, word by word: (n,), as ``alignment``.

        None where the model shows no tokens.
        """
        if self._tokens is None:
            return None
        of_question, of_texts = self._tokens
        asked = of_question([query])[0]
        return np.array([alignment(asked, states) for states in of_texts(texts)])

    def pair_scores(
        self, query: str, passages: Sequence[Passage], *, again: bool = False
    ) -> NDArray[np.float64] | None:
        """For each passage the logit of its answering the question ``query``, read together; ``again``: by the second reader: (n,).

        None where the model does not read pairs.
        """
        reads = self._pairs[again]
        return None if reads is None else np.array(reads([(query, passage) for passage in passages]))

    def question_parts(self, question: str) -> Tagged | None:
        """What each character of a folded question is part of; None where the model does not tell."""
        return None if self._parts is None else self._parts([question])[0]

    def usual_cosine(self, query: str) -> tuple[float, float]:
        """How near the index's chunks are to ``query`` on average, and how far cosines between chunks spread."""
        mean, spread = self._usual
        return float(scores_of(mean, self._phrases([query])[0])[0]), spread

    def search(self, query: str, *, k: int = 10, speaker: str | None = None, document: str | None = None) -> list[Hit]:
        """The ``k`` best paragraphs for ``query``, best first: one hit a paragraph, with its best chunk.

        ``speaker`` and ``document`` (its source) keep only paragraphs of theirs, and all of those take part. Equal
        scores stand in source order. A query of only spaces finds nothing.
        """
        if k <= 0 or not query.strip():
            return []
        paragraphs = self._subset(speaker, document)
        if paragraphs is not None and not len(paragraphs):
            return []
        vector = self._questions([query])[0]
        given = self._stage_rankings(query, vector, paragraphs, k=max(_CANDIDATES, 2 * k))
        ranks = {stage: {item: rank for rank, item in enumerate(own.items, 1)} for stage, own in given.items()}
        found = fused_order(given.values())[:k]
        chosen = self._best_chunks([item for item, _ in found], vector)
        return [
            self._hit(
                item, chunk, score, tuple((stage, own[item]) for stage, own in ranks.items() if item in own), near
            )
            for (item, score), (chunk, near) in zip(found, chosen, strict=True)
        ]

    def stages(self, query: str, *, k: int = 10) -> dict[str, list[Place]]:
        """The ``k`` best paragraphs of each stage by itself, best first: ``dense`` the vectors, ``words`` BM25."""
        if k <= 0 or not query.strip():
            return {}
        given = self._stage_rankings(query, self._questions([query])[0], None, k=k)
        return {stage: [self.corpus.place(int(self._rows[item])) for item in own.items] for stage, own in given.items()}

    def matching(self, text: str, *, k: int = 10) -> list[Place]:
        """The ``k`` paragraphs that have most of the words of ``text``, by BM25 alone, best first; no model runs."""
        numbers, _ = self._stages.matching(text, k=k, subset=None)
        return [self.corpus.place(int(self._rows[item])) for item in numbers]

    def _stage_rankings(self, query: str, vector: Vectors, paragraphs: Numbers | None, *, k: int) -> dict[str, Ranking]:
        """What each stage finds, ready to be fused."""
        nearest, nearness = self._nearest(vector, paragraphs, k=k)
        matching, scores = self._stages.matching(query, k=k, subset=paragraphs)
        usual = float(scores_of(self._usual[0], vector)[0])
        return {
            "dense": Ranking(nearest.tolist(), nearness.tolist(), _DENSE, usual=usual, cut=len(nearest) == k),
            "words": Ranking(matching.tolist(), scores.tolist(), 1 - _DENSE, cut=len(matching) == k),
        }

    def _nearest(self, vector: Vectors, paragraphs: Numbers | None, *, k: int) -> tuple[Numbers, NDArray[np.float64]]:
        """The paragraphs of the nearest chunks, each where its best chunk stands and with that chunk's score."""
        subset = None if paragraphs is None else self._chunks_of(paragraphs)
        chunks, scores = self._stages.nearest(vector, k=_CHUNKS_PER_PARAGRAPH * k, subset=subset)
        owners = np.searchsorted(self._stages.paragraph_chunks, chunks, side="right") - 1
        _, first = np.unique(owners, return_index=True)
        best_first = np.sort(first)[:k]
        return owners[best_first], scores[best_first]

    def _best_chunks(self, paragraphs: Sequence[int], vector: Vectors) -> list[tuple[int, float]]:
        """Of each paragraph the chunk nearest to the query, the first of equals, and by how many standard
        deviations it is nearer than chunks usually are; all vectors are asked for at once.
        """
        if not paragraphs:
            return []
        numbers = np.array(paragraphs, dtype=np.int64)
        chunks = self._chunks_of(numbers)
        scores = scores_of(self._stages.chunk_vectors(chunks), vector)
        bounds = self._stages.paragraph_chunks
        ends = np.cumsum(bounds[numbers + 1] - bounds[numbers]).tolist()
        starts = [0, *ends[:-1]]
        best = [at + int(np.argmax(scores[at:to])) for at, to in zip(starts, ends, strict=True)]
        mean, spread = self._usual
        usual = float(scores_of(mean, vector)[0])
        return [(int(chunks[one]), (float(scores[one]) - usual) / spread) for one in best]

    def _hit(
        self, paragraph: int, chunk: int, score: float, ranks: tuple[tuple[str, int], ...], similarity: float
    ) -> Hit:
        start, stop = (int(offset) for offset in self._stages.chunks[chunk])
        place = self.corpus.place(int(self._rows[paragraph]))
        heading, speech = self.corpus.heading(place), self.corpus.speech(place)
        return Hit(
            place=place,
            start=start,
            end=stop,
            score=score,
            source=heading.source,
            newspaper=heading.newspaper,
            date=heading.date,
            page=heading.page,
            speaker=speech.speaker,
            role=speech.role,
            title=speech.title,
            paragraph=place.paragraph,
            text=speech.text(place.paragraph),
            ranks=ranks,
            similarity=similarity,
        )

    def _chunks_of(self, paragraphs: Numbers) -> Numbers:
        bounds = self._stages.paragraph_chunks
        counts = bounds[paragraphs + 1] - bounds[paragraphs]
        ends = np.cumsum(counts)
        chunks: Numbers = np.arange(int(ends[-1])) + np.repeat(bounds[paragraphs] - (ends - counts), counts)
        return chunks

    def _subset(self, speaker: str | None, document: str | None) -> Numbers | None:
        """The numbers of the paragraphs a filter lets through, ascending; None without a filter."""
        if speaker is None and document is None:
            return None
        speeches = self._speeches_by_document if document is not None else self._speeches_by_speaker
        chosen = speeches.get(document if document is not None else fold(speaker or "").strip(), [])
        if speaker is not None and document is not None:
            chosen = sorted({*chosen} & {*self._speeches_by_speaker.get(fold(speaker).strip(), [])})
        if not chosen:
            return np.empty(0, dtype=np.int64)
        # a paragraph's number is its row less the speaker lines up to it
        rows = self.corpus.columns.speech_rows
        return np.concatenate([
            np.arange(rows[speech] - speech, rows[speech + 1] - speech - 1, dtype=np.int64) for speech in chosen
        ])  # fmt: skip

    @cached_property
    def _usual(self) -> tuple[Vectors, float]:
        """How near the index's chunks usually are: their mean vector (1, d) and the standard deviation of the cosines
        between them, both over a sample evenly spaced.
        """
        count = len(self._stages.chunks)
        if not count:
            return np.zeros((1, self.manifest["dimension"]), dtype=np.float32), 1.0
        numbers = np.unique(np.linspace(0, count - 1, min(count, _SAMPLED)).astype(np.int64))
        vectors = self._stages.chunk_vectors(numbers)
        mean: Vectors = vectors.astype(np.float64).mean(axis=0, keepdims=True).astype(np.float32)
        some = vectors[:: max(1, len(vectors) // _PAIRED)]
        cosines = np.concatenate([scores_of(some[:row], some[row]) for row in range(1, len(some))] or [np.zeros(1)])
        return mean, float(cosines.std()) or 1.0

    @cached_property
    def _rows(self) -> Numbers:
        return self.corpus.paragraph_rows()

    @cached_property
    def _speeches_by_speaker(self) -> dict[str, list[int]]:
        speeches: dict[str, list[int]] = {}
        number = 0
        for document in range(len(self.corpus.documents)):
            for speaker, _, _ in self.corpus.heading(Place(document, 0, 0)).speeches:
                if speaker is not None:
                    speeches.setdefault(fold(speaker).strip(), []).append(number)
                number += 1
        return speeches

    @cached_property
    def _speeches_by_document(self) -> dict[str, list[int]]:
        firsts = self.corpus.columns.document_speeches.tolist()
        return {
            self.corpus.heading(Place(number, 0, 0)).source: list(range(firsts[number], firsts[number + 1]))
            for number in range(len(firsts) - 1)
        }


def open_index(location: str | Path, *, settings: Settings, embedder: Embedder | None = None) -> Index:
    """The index at ``location``, every file of it verified.

    Raises IndexMissing, IndexDamaged (naming the file), IndexMismatch (saying what differs).
    """
    if embedder is None:
        from index.embedding import open_embedder

        embedder = open_embedder(settings.embedding, cache=settings.cache)
    return Index(_open_stages(location, embedder, settings=settings), embedder)


def _open_stages(location: str | Path, embedder: Embedder, *, settings: Settings) -> Stages:
    if is_milvus(location):
        from index.milvus.reading import MilvusStages

        return MilvusStages(str(location), embedder, settings=settings)
    held = Held(Path(location))
    check_manifest(held.manifest, embedder)
    held.verify()
    return LocalStages(held)


def open_corpus(location: str | Path, *, settings: Settings) -> tuple[dict[str, Any], Corpus]:
    """The manifest and the verified records of an index, without words, vectors or model."""
    if is_milvus(location):
        from index.milvus.reading import cached_records

        manifest, folder = cached_records(str(location), settings=settings)
        return manifest, load_corpus(folder)
    held = Held(Path(location))
    check_manifest(held.manifest, None)
    held.verify()
    return held.manifest, load_corpus(held.folder)
