"""Builds in Milvus: whole, or split over machines; and changes, which are builds of a changed list of documents.

A build gets its rows written under its own name, a shard registers itself when its rows are all there, and the
generation is registered last, in one row: readers see the old one until then. What is interrupted goes on where it
stopped, because its rows are found again; what has not changed is copied from the generation before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.building import BuildReport, check_manifest, read_given
from index.chunking import SIZE
from index.errors import IndexBusy, IndexMissing, NothingReadable, WrongUse
from index.generation import FORMAT
from index.milvus.connection import connect, shown, speaking
from index.milvus.rows import (
    ChunkRow,
    abandoned,
    chunk_rows,
    chunks_of,
    count,
    document_digest,
    documents_in,
    forget,
    generations,
    iterate,
    note_work,
    prepare_build,
    prepare_registry,
    record_rows,
    records_of,
    register,
    registered,
    vectors_of,
    write,
)
from index.records import Document
from index.vectors import EXACT_UP_TO, Vectors
from index.word_index import K1, B
from index.words import dictionary_fingerprint

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.reading import Skipped

Progress = Callable[[int, int], None]
_BLOCK = 512  # texts embedded between two writes: what an interruption can cost
_PATIENCE = 7 * 86_400  # seconds that an unfinished build waits for its other shards
_KEPT = 2  # generations: the newest, and the one before for readers that are in the middle of a question


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` of ``of``, from 1."""

    number: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of <= 1000:
            raise WrongUse(f"--shard 应写成 i/n，i 从 1 到 n，n 不超过 1000，现在是 {self.number}/{self.of}。")

    @classmethod
    def parse(cls, text: str) -> Shard:
        """``i/n``. Raises WrongUse."""
        number, separator, of = text.partition("/")
        if not (separator and number.strip().isdecimal() and of.strip().isdecimal()):
            raise WrongUse(f"--shard 应写成 i/n，例如 1/4，现在是“{text}”。")
        return cls(int(number), int(of))

    def has(self, source: str) -> bool:
        """Whether the file ``source`` belongs to this part: by its name alone, so that all machines agree."""
        return int(hashlib.sha256(source.encode()).hexdigest()[-15:], 16) % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class Work:
    """What one process writes: ``files`` are (source, digest) of the whole build, ``documents`` those of its shard."""

    files: Sequence[tuple[str, str]]
    documents: Sequence[Document]
    shard: Shard = Shard()
    skipped: tuple[Skipped, ...] = ()
    size: int = 0  # characters of the whole build, about


def build(
    paths: Sequence[str | Path], location: str, *, embedder: Embedder, progress: Progress | None, shard: Shard | None
) -> BuildReport:
    """The index of files and folders, or one shard of it. Errors as in ``index.building.build_index``."""
    began = time.perf_counter()
    if shard is None:
        read, skipped = read_given(paths)
        return build_documents(
            read, location, embedder=embedder, progress=progress, began=began, read=read, skipped=skipped
        )
    work = _shard_work(paths, shard)
    client = connect(location, create=True)
    with speaking(location):
        prepare_registry(client)
        return _write(client, work, location, embedder=embedder, progress=progress, began=began, read=work.documents)


def build_documents(
    documents: Sequence[Document],
    location: str,
    *,
    embedder: Embedder,
    progress: Progress | None = None,
    began: float | None = None,
    read: Sequence[Document] = (),
    skipped: tuple[Skipped, ...] = (),
) -> BuildReport:
    """The index of documents already read."""
    began = time.perf_counter() if began is None else began
    client = connect(location, create=True)
    with speaking(location):
        prepare_registry(client)
        work = _whole(documents, skipped)
        return _write(client, work, location, embedder=embedder, progress=progress, began=began, read=read)


def change(
    merge: Callable[[Sequence[Document]], Sequence[Document]],
    location: str,
    *,
    embedder: Embedder,
    progress: Progress | None,
    began: float,
    read: Sequence[Document],
    skipped: tuple[Skipped, ...] = (),
) -> BuildReport:
    """The index of ``merge(documents now)``. Raises IndexMissing, IndexMismatch."""
    client = connect(location)
    with speaking(location):
        present = generations(client)
        if not present:
            raise IndexMissing(shown(location))
        now = present[0][1]
        check_manifest(registered(client, now, "generation")[0], embedder)
        work = _whole(merge(documents_in(client, now)), skipped)
        return _write(client, work, location, embedder=embedder, progress=progress, began=began, read=read)


def _whole(documents: Sequence[Document], skipped: tuple[Skipped, ...]) -> Work:
    files = [(document.source, f"{document_digest(document):x}") for document in documents]
    if len({source for source, _ in files}) < len(files):
        raise ValueError("两个文件的名字相同，请改名后再建索引。")
    size = sum(len(text) for document in documents for speech in document.speeches for text in speech.paragraphs)
    return Work(files, documents, skipped=skipped, size=size)


def _shard_work(paths: Sequence[str | Path], shard: Shard) -> Work:
    """Reads the shard's files; of the others only their bytes, so that no two different builds are mixed."""
    from index.reading.corrections import NAME, BadCorrections, corrected, read_corrections
    from index.reading.files import Skipped, Unreadable, find_files, read_document

    files, documents, skipped, size = [], list[Document](), list[Skipped](), 0
    for path in paths:
        if not Path(path).exists():
            raise WrongUse(f"找不到文件或文件夹：{path}。请检查路径。")
    try:
        corrections = read_corrections([Path(path) for path in paths])
    except BadCorrections as error:
        raise WrongUse(str(error)) from error
    for found in find_files(paths):
        if isinstance(found, Skipped):
            skipped += [found] if shard.has(found.source) else []
            continue
        source, path = found
        try:
            content = path.read_bytes()
            files.append((source, hashlib.sha256(content).hexdigest()))
            size += len(content) // 3
            if shard.has(source):
                documents.append(corrected(read_document(path, source=source), corrections))
        except (Unreadable, OSError) as error:
            skipped += [Skipped(source, str(error))] if shard.has(source) else []
    if not files:
        raise NothingReadable(tuple(f"{one.source}：{one.reason}" for one in skipped))
    return Work([*files, (NAME, repr(corrections))], documents, shard, tuple(skipped), size)


def _identity(work: Work, embedder: Embedder) -> str:
    parts = [FORMAT, embedder.name, dictionary_fingerprint(), SIZE, work.shard.of, sorted(work.files)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _write(
    client: Any,
    work: Work,
    location: str,
    *,
    embedder: Embedder,
    progress: Progress | None,
    began: float,
    read: Sequence[Document],
) -> BuildReport:
    build, before = _identity(work, embedder), generations(client)
    note_work(client, build)
    prepare_build(client, build, dimension=embedder.dimension, chunks=work.size // 80)
    rows = [row for document in work.documents for row in chunk_rows(document, model=embedder.name)]
    sources = [build, *(before[0][1:] if before and before[0][1] != build else ())]
    embedded = _fill(client, rows, build, work.shard.number, sources=sources, embedder=embedder, progress=progress)
    pieces = [row for document in work.documents for row in record_rows(document, shard=work.shard.number)]
    write(client, records_of(build), pieces, batch=100)
    _keep_only(client, records_of(build), [row["id"] for row in pieces], work.shard.number)
    client.flush(chunks_of(build))
    client.flush(records_of(build))
    counts = {
        "documents": len(work.documents),
        "speeches": sum(len(document.speeches) for document in work.documents),
        "paragraphs": sum(len(speech.paragraphs) for one in work.documents for speech in one.speeches),
        "chunks": len(rows),
    }
    digest = reduce(lambda one, other: one ^ other, map(document_digest, work.documents), 0)
    number = work.shard.number
    register(client, build, "shard", number, {"shard": number, "counts": counts, "digest": f"{digest:x}"})
    missing = _publish(client, build, work, location, embedder=embedder, newest=before[0] if before else None)
    return BuildReport(
        generation="" if missing else build,
        **counts,
        embedded=embedded,
        read=tuple(read),
        skipped=work.skipped,
        seconds=time.perf_counter() - began,
        missing=missing,
    )


def _fill(
    client: Any,
    rows: Sequence[ChunkRow],
    build: str,
    shard: int,
    *,
    sources: Sequence[str],
    embedder: Embedder,
    progress: Progress | None,
) -> int:
    """Writes the rows of a shard that are not there; returns how many texts had to be embedded."""
    wanted = {row.identifier: row for row in rows}
    _keep_only(client, chunks_of(build), wanted, shard)
    missing = {row.key for row in rows}
    for source in sources:
        client.load_collection(chunks_of(source))
        places: dict[bytes, str] = {}
        for old in iterate(client, chunks_of(source), "shard >= 0", ["id", "key"]):
            if bytes.fromhex(old["key"]) in missing:
                places[bytes.fromhex(old["key"])] = old["id"]
        missing -= _copy(client, rows, places, source, build, shard)
    new = {row.key: row.text for row in rows if row.key in missing}
    keys = sorted(new, key=lambda key: (len(new[key]), key))
    for start in range(0, len(keys), _BLOCK):
        block = keys[start : start + _BLOCK]
        ticker = None if progress is None else _ticker(progress, start, len(keys))
        vectors = embedder.embed_passages([new[key] for key in block], progress=ticker)
        _put(client, rows, dict(zip(block, vectors, strict=True)), build, shard)
    return len(keys)


def _copy(
    client: Any, rows: Sequence[ChunkRow], places: dict[bytes, str], source: str, build: str, shard: int
) -> set[bytes]:
    """Takes the vectors of texts from where they stand; returns the keys of those that were whole."""
    done: set[bytes] = set()
    keys = list(places)
    for start in range(0, len(keys), _BLOCK):
        block = keys[start : start + _BLOCK]
        found = vectors_of(client, chunks_of(source), [places[key] for key in block])
        vectors = {key: found[places[key]] for key in block if places[key] in found}
        _put(client, rows, vectors, build, shard)
        done.update(vectors)
    return done


def _put(client: Any, rows: Sequence[ChunkRow], vectors: dict[bytes, Vectors], build: str, shard: int) -> None:
    found = [row.with_vector(vectors[row.key], shard=shard) for row in rows if row.key in vectors]
    write(client, chunks_of(build), found)


def _keep_only(client: Any, collection: str, wanted: Sequence[str] | dict[str, ChunkRow], shard: int) -> None:
    """Removes rows of a shard that do not belong to it: left by another version of the program."""
    names = set(wanted)
    foreign = [row["id"] for row in iterate(client, collection, f"shard == {shard}", ["id"]) if row["id"] not in names]
    for at in range(0, len(foreign), 1000):
        client.delete(collection, ids=foreign[at : at + 1000])


def _ticker(progress: Progress, done: int, total: int) -> Progress:
    return lambda number, _: progress(done + number, total)


def _publish(
    client: Any, build: str, work: Work, location: str, *, embedder: Embedder, newest: tuple[int, str] | None
) -> tuple[int, ...]:
    """Makes a build visible when all its shards are there; returns the numbers of those that are not.

    Raises IndexBusy where another writer was faster, NothingReadable where no shard has a document.
    """
    shards = registered(client, build, "shard")
    missing = tuple(sorted({*range(1, work.shard.of + 1)} - {shard["shard"] for shard in shards}))
    if missing:
        return missing
    counts = {name: sum(shard["counts"][name] for shard in shards) for name in shards[0]["counts"]}
    if not counts["documents"] and work.shard.of > 1:
        raise NothingReadable(tuple(f"{one.source}：{one.reason}" for one in work.skipped))
    now = generations(client)
    if now and now[0] != newest and now[0][1] != build:
        raise IndexBusy(shown(location))
    written = count(client, chunks_of(build), "shard >= 0")
    if written != counts["chunks"]:
        raise IndexBusy(f"{shown(location)}（应有 {counts['chunks']} 块，现在有 {written} 块）")
    manifest = {
        "format": FORMAT,
        "model": embedder.name,
        "dimension": embedder.dimension,
        "dictionary": dictionary_fingerprint(),
        "settings": {"chunk": SIZE, "k1": K1, "b": B, "vectors": kind_of(work.size // 80), "shards": work.shard.of},
        "counts": counts,
        "digest": f"{reduce(lambda one, other: one ^ other, (int(shard['digest'], 16) for shard in shards)):x}",
    }
    number = now[0][0] if now and now[0][1] == build else (now[0][0] if now else 0) + 1
    register(client, build, "generation", number, manifest)
    kept = {build, *(old for _, old in generations(client)[:_KEPT])}
    for _, old in generations(client):
        if old not in kept:
            forget(client, old)
    for unfinished in abandoned(client, after=_PATIENCE):
        forget(client, unfinished)
    return ()


def kind_of(chunks: int) -> str:
    """The kind of Milvus index that is made for about so many chunks."""
    return "milvus-flat" if chunks <= EXACT_UP_TO else "milvus-hnsw"
