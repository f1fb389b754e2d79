"""Reading from Milvus: vectors are searched there; words and records stand in the reader's cache, verified."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from functools import cached_property, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.building import check_manifest
from index.checking import CheckReport
from index.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from index.generation import Generation, make_generation
from index.milvus.connection import connect, shown, speaking
from index.milvus.rows import (
    DIGEST,
    checksum,
    chunks_of,
    count,
    digest_of,
    document_digest,
    documents_in,
    generations,
    iterate,
    registered,
    vectors_of,
)
from index.ranking import best
from index.settings import Settings
from index.store import Held, publish, writing
from index.vectors import Numbers, Vectors, scores_of

if TYPE_CHECKING:
    from index.embedding import Embedder

_NAMES = "names.npy"
_MORE = 8  # candidates more than wanted, for equal scores at the edge
_MOST = 16_000  # candidates that Milvus gives at once
_SPEECHES = 2_000  # speeches named in one filter
_WIDTH = 512  # how many candidates the graph follows at least
_PATIENCE = 240  # times to look, half a second apart, while another process fills the cache


class MilvusStages:
    """A generation in Milvus: ``index.backends.Stages``."""

    def __init__(self, location: str, embedder: Embedder | None, *, settings: Settings) -> None:
        """Raises IndexMissing, IndexMismatch, IndexDamaged, IndexBusy and MilvusUnavailable."""
        self._location = location
        self._client = connect(location)
        with speaking(location):
            self.generation, self.manifest = newest_manifest(self._client, location)
            check_manifest(self.manifest, embedder)
            self._client.load_collection(chunks_of(self.generation))
            self._held = _cached(self._client, location, self.generation, self.manifest, settings=settings)
            written = count(self._client, chunks_of(self.generation), "shard >= 0")
        self._content = Generation.load(self._held.folder)
        if written != self.manifest["counts"]["chunks"]:
            raise _damaged(location, self.generation, f"有 {written} 块，应有 {self.manifest['counts']['chunks']} 块")
        self.corpus = self._content.corpus
        self.chunks = self._content.chunks
        self.paragraph_chunks = self._content.paragraph_chunks
        self._documents = load_array(self._held.folder / _NAMES)
        self._order = np.argsort(self._documents)
        self._graph = self.manifest["settings"]["vectors"] == "milvus-hnsw"

    def nearest(self, query: Vectors, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float64]]:
        """The ``k`` nearest chunks. Their scores are computed here from their vectors, as for an index in a folder."""
        filters = [""] if subset is None else self._filters(subset)
        wanted = min(k + _MORE, _MOST)
        numbers, vectors = list[int](), list[Any]()
        for condition in filters:
            with speaking(self._location):
                found = self._client.search(
                    chunks_of(self.generation), data=[query], anns_field="vector", limit=wanted, filter=condition,
                    output_fields=["vector"], consistency_level="Bounded",
                    search_params={"metric_type": "IP", "params": {"ef": max(_WIDTH, wanted)} if self._graph else {}},
                )[0]  # fmt: skip
            numbers += self._numbers([hit["id"] for hit in found]).tolist()
            vectors += [hit["entity"]["vector"] for hit in found]
        order = np.argsort(np.array(numbers, dtype=np.int64))
        ascending = np.array(numbers, dtype=np.int64)[order]
        rows = np.array(vectors, dtype=np.float32).reshape(len(numbers), -1)[order]
        scores = scores_of(rows, query) if len(rows) else np.empty(0)
        chosen = best(scores, k)
        return ascending[chosen], scores[chosen]

    def matching(self, text: str, *, k: int, subset: Numbers | None) -> tuple[Numbers, NDArray[np.float32]]:
        """The best paragraphs by their words."""
        return self._content.word_index.search(self._content.words.terms(text), k=k, subset=subset)

    def chunk_vectors(self, numbers: Numbers) -> Vectors:
        """The vectors (n, d) of chunks. Raises IndexDamaged where one is absent or not as it was written."""
        names = self._identifiers(numbers)
        with speaking(self._location):
            found = vectors_of(self._client, chunks_of(self.generation), names)
        for name in names:
            if name not in found:
                raise _damaged(self._location, self.generation, f"块 {name} 不在了或内容与写入时不同")
        return np.array([found[name] for name in names], dtype=np.float32).reshape(len(names), -1)

    def words(self, text: str) -> list[str]:
        """The words of ``text``."""
        return self._content.words.cut(text)

    def newest(self) -> str:
        """The newest generation. Raises IndexMissing, MilvusUnavailable."""
        with speaking(self._location):
            present = generations(self._client, consistency="Bounded")
        if not present:
            raise IndexMissing(shown(self._location))
        return present[0][1]

    @cached_property
    def _first_chunks(self) -> Numbers:
        """The first chunk of each document, (documents + 1,)."""
        columns = self.corpus.columns
        speeches = columns.document_speeches
        paragraphs = columns.speech_rows[speeches] - speeches  # rows less the speaker lines before
        first: Numbers = np.asarray(self.paragraph_chunks[paragraphs], dtype=np.int64)
        return first

    def _numbers(self, identifiers: Sequence[str]) -> Numbers:
        """The numbers of chunks through the index, from identifiers: a document's digest and a number in it."""
        names = np.array([identifier[:DIGEST].encode() for identifier in identifiers], dtype=f"S{DIGEST}")
        within = np.array([int(identifier[DIGEST + 1 :]) for identifier in identifiers], dtype=np.int64)
        documents = self._order[np.searchsorted(self._documents, names, sorter=self._order) % len(self._order)]
        if not np.array_equal(self._documents[documents], names):
            raise _damaged(self._location, self.generation, "里面有不属于这个索引的块")
        return self._first_chunks[documents] + within

    def _identifiers(self, numbers: Numbers) -> list[str]:
        documents = np.searchsorted(self._first_chunks, numbers, side="right") - 1
        within = numbers - self._first_chunks[documents]
        return [f"{self._documents[d].decode()}-{n}" for d, n in zip(documents.tolist(), within.tolist(), strict=True)]

    def _filters(self, subset: Numbers) -> list[str]:
        """Conditions that let through the speeches of the chunks ``subset``, which are always whole speeches."""
        columns = self.corpus.columns
        paragraphs = np.unique(np.searchsorted(self.paragraph_chunks, subset, side="right") - 1)
        firsts = columns.speech_rows - np.arange(len(columns.speech_rows))  # first paragraph of each speech
        speeches = np.unique(np.searchsorted(firsts, paragraphs, side="right") - 1)
        documents = np.searchsorted(columns.document_speeches, speeches, side="right") - 1
        within = speeches - columns.document_speeches[documents]
        pairs = zip(documents.tolist(), within.tolist(), strict=True)
        names = [f'"{self._documents[document].decode()}-{number}"' for document, number in pairs]
        return [f"speech in [{', '.join(names[at : at + _SPEECHES])}]" for at in range(0, len(names), _SPEECHES)]


def newest_manifest(client: Any, location: str) -> tuple[str, dict[str, Any]]:
    """The newest generation and its manifest. Raises IndexMissing."""
    for _ in range(3):  # a writer may forget an old generation between our two questions
        present = generations(client)
        if not present:
            break
        if found := registered(client, present[0][1], "generation"):
            return present[0][1], found[0]
    raise IndexMissing(shown(location))


def cached_records(location: str, *, settings: Settings) -> tuple[dict[str, Any], Path]:
    """The manifest of the newest generation and the verified folder in the cache that holds its records."""
    client = connect(location)
    with speaking(location):
        generation, manifest = newest_manifest(client, location)
        check_manifest(manifest, None)
        return manifest, _cached(client, location, generation, manifest, settings=settings).folder


def _cached(client: Any, location: str, generation: str, manifest: dict[str, Any], *, settings: Settings) -> Held:
    """The words and records of a generation in the cache, made there from its documents where they are not yet."""
    place = str(Path(location).resolve()) if location.endswith(".db") else shown(location)
    folder = settings.cache / "milvus" / hashlib.sha256(place.encode()).hexdigest()[:16]
    for _ in range(_PATIENCE):
        held = _held(folder, generation)
        if held is not None:
            return held
        try:
            with writing(folder):
                _fill(client, folder, location, generation, manifest)
        except IndexBusy:  # another process is making it
            time.sleep(0.5)
    raise IndexBusy(folder)


def _held(folder: Path, generation: str) -> Held | None:
    try:
        held = Held(folder)
        held.verify()
    except (IndexMissing, IndexDamaged):
        return None
    return held if held.manifest["milvus"] == generation else None


def _fill(client: Any, folder: Path, location: str, generation: str, manifest: dict[str, Any]) -> None:
    try:
        documents = documents_in(client, generation)
    except ValueError as error:
        raise _damaged(location, generation, "文件的内容不完整") from error
    digest = reduce(lambda one, other: one ^ other, map(document_digest, documents), 0)
    if f"{digest:x}" != manifest["digest"]:
        raise _damaged(location, generation, "文件的内容与写入时不同")
    # the vectors stay in Milvus: here they are rows of no numbers
    content = make_generation(
        documents, model=manifest["model"], embed=lambda texts, _: np.empty((len(texts), 0), dtype=np.float32)
    )
    if len(content.chunks) != manifest["counts"]["chunks"]:
        raise IndexMismatch("分块", index=manifest["counts"]["chunks"], here=len(content.chunks))

    def save(place: Path) -> None:
        content.save(place)
        names = [digest_of(document.source).encode() for document in documents]
        save_array(place / _NAMES, np.array(names, dtype=f"S{DIGEST}"))

    publish(folder, save, {"milvus": generation})


def check_milvus(location: str, *, settings: Settings) -> CheckReport:
    """Reads every row and compares it with what was written. Raises IndexMissing."""
    from index.embedding import open_embedder

    client = connect(location)
    problems: list[str] = []
    with speaking(location):
        generation, manifest = newest_manifest(client, location)
        try:
            check_manifest(manifest, open_embedder(settings.embedding, cache=settings.cache))
        except IndexMismatch as difference:
            problems.append(str(difference))
        length, rows, damaged = 0, 0, list[str]()
        expected: set[tuple[str, str]] = set()
        try:
            documents = documents_in(client, generation)
            digest = reduce(lambda one, other: one ^ other, map(document_digest, documents), 0)
            if f"{digest:x}" != manifest["digest"]:
                raise ValueError("digest")
            from index.milvus.rows import chunk_rows

            expected = {
                (row.identifier, row.key.hex())
                for document in documents
                for row in chunk_rows(document, model=manifest["model"])
            }
        except ValueError:
            problems.append(str(_damaged(location, generation, "文件的内容与写入时不同")))
            damaged.append("records")
        client.load_collection(chunks_of(generation))
        fields = ["id", "key", "check", "vector"]
        for row in iterate(client, chunks_of(generation), "shard >= 0", fields, batch=_SPEECHES):
            vector = np.asarray(row["vector"], dtype=np.float32)
            rows, length = rows + 1, length + vector.nbytes
            sound = checksum(row["key"], vector) == row["check"]
            if not sound or (expected and (row["id"], row["key"]) not in expected):
                damaged.append(f"{chunks_of(generation)}/{row['id']}")
                problems.append(str(_damaged(location, generation, f"块 {row['id']} 与写入时不同")))
        if rows != manifest["counts"]["chunks"]:
            damaged.append(chunks_of(generation))
            problems.append(
                str(_damaged(location, generation, f"有 {rows} 块，应有 {manifest['counts']['chunks']} 块"))
            )
    return CheckReport(shown(location), generation, manifest["model"], 2, length, tuple(problems[:20]), tuple(damaged))


def _damaged(location: str, generation: str, why: str) -> IndexDamaged:
    return IndexDamaged(f"{shown(location)} {generation}", why)
