"""Building, adding to and removing from an index. Only texts without a vector yet are embedded."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import IndexDamaged, IndexMismatch, IndexMissing, NothingReadable, StorageFailed, WrongUse
from index.generation import FORMAT, Generation, describe, load_corpus, make_generation
from index.journal import Journal
from index.locations import is_milvus
from index.records import Document
from index.settings import Settings
from index.store import At, Held, publish, reason, unobserved, writing
from index.vectors import Vectors

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.milvus.building import Shard
    from index.reading import Skipped

Progress = Callable[[int, int], None]  # (texts embedded, texts to embed)
_BLOCK = 512  # texts embedded between two writes of the journal: what a crash can cost


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a change of an index did. ``read`` are the documents read now, ``seconds`` the whole time taken.

    ``missing``: the shards that are still to come; until then there is no new generation (""), and the counts are those
    of the shard written.
    """

    generation: str
    documents: int
    speeches: int
    paragraphs: int
    chunks: int
    embedded: int
    read: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    seconds: float
    missing: tuple[int, ...] = ()


def build_index(
    paths: Iterable[str | Path],
    location: str | Path,
    *,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    at: At = unobserved,
    shard: Shard | None = None,
) -> BuildReport:
    """Makes the index of the files and folders ``paths`` at ``location``, replacing what is there as a whole.

    Vectors of unchanged texts are taken from the old index. Raises NothingReadable, WrongUse (a path does not exist),
    IndexBusy and StorageFailed; then the old index is still there. In Milvus, ``shard`` builds one part of it.
    """
    began = time.perf_counter()
    if is_milvus(location):
        from index.milvus.building import build

        return build(list(paths), str(location), embedder=_opened(embedder, settings), progress=progress, shard=shard)
    if shard is not None:
        raise WrongUse(f"--shard 只用于 Milvus 的地址或 .db 文件，不用于文件夹：{location}。")
    read, skipped = read_given(paths)
    return _write(
        read, Path(location), settings=settings, embedder=embedder, progress=progress, at=at,
        began=began, read=read, skipped=skipped, merge=lambda old: read,
    )  # fmt: skip


def add_to_index(
    paths: Iterable[str | Path],
    location: str | Path,
    *,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    at: At = unobserved,
) -> BuildReport:
    """Adds files to an index; one whose source is already there takes its place. Errors as in :func:`build_index`,
    and those of opening: IndexMissing, IndexDamaged, IndexMismatch.
    """
    began = time.perf_counter()
    if not is_milvus(location):
        _must_exist(Path(location))
    read, skipped = read_given(paths)
    new = {document.source for document in read}

    def merge(old: Sequence[Document]) -> list[Document]:
        return [*(document for document in old if document.source not in new), *read]

    if is_milvus(location):
        from index.milvus.building import change

        return change(
            merge, str(location), embedder=_opened(embedder, settings), progress=progress,
            began=began, read=read, skipped=skipped,
        )  # fmt: skip
    return _write(
        None, Path(location), settings=settings, embedder=embedder, progress=progress, at=at,
        began=began, read=read, skipped=skipped, merge=merge,
    )  # fmt: skip


def remove_from_index(
    sources: Iterable[str],
    location: str | Path,
    *,
    settings: Settings,
    embedder: Embedder | None = None,
    at: At = unobserved,
) -> BuildReport:
    """Removes documents by their source. Raises WrongUse for a source that is not there, and the errors of opening."""
    began = time.perf_counter()
    if not is_milvus(location):
        _must_exist(Path(location))
    gone = set(sources)

    def merge(old: Sequence[Document]) -> list[Document]:
        absent = sorted(gone - {document.source for document in old})
        if absent:
            remedy = f"请用 python -m index show --index {location} 看有哪些"
            raise WrongUse(f"索引里没有这个文件：{'、'.join(absent)}。{remedy}。")
        return [document for document in old if document.source not in gone]

    if is_milvus(location):
        from index.milvus.building import change

        embedder = _opened(embedder, settings)
        return change(merge, str(location), embedder=embedder, progress=None, began=began, read=())
    return _write(
        None, Path(location), settings=settings, embedder=embedder, progress=None, at=at,
        began=began, read=[], skipped=(), merge=merge,
    )  # fmt: skip


def index_documents(
    documents: Sequence[Document],
    location: str | Path,
    *,
    settings: Settings,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    at: At = unobserved,
) -> BuildReport:
    """Like :func:`build_index`, of documents already read."""
    documents = list(documents)
    if is_milvus(location):
        from index.milvus.building import build_documents

        return build_documents(
            documents, str(location), embedder=_opened(embedder, settings), progress=progress, read=documents
        )
    return _write(
        documents, Path(location), settings=settings, embedder=embedder, progress=progress, at=at,
        began=time.perf_counter(), read=documents, skipped=(), merge=lambda old: documents,
    )  # fmt: skip


def _opened(embedder: Embedder | None, settings: Settings) -> Embedder:
    if embedder is not None:
        return embedder
    from index.embedding import open_embedder

    return open_embedder(settings.embedding, cache=settings.cache)


def _must_exist(location: Path) -> None:
    """Raises IndexMissing before anything is made at a place without an index."""
    Held(location).close()


def read_given(paths: Iterable[str | Path]) -> tuple[list[Document], tuple[Skipped, ...]]:
    """The documents of files and folders, and what was skipped. Raises WrongUse and NothingReadable."""
    from index.reading import Skipped, read_paths
    from index.reading.corrections import BadCorrections, corrected, read_corrections

    given = [Path(path) for path in paths]
    for path in given:
        if not path.exists():
            raise WrongUse(f"找不到文件或文件夹：{path}。请检查路径。")
    try:
        corrections = read_corrections(given)
    except BadCorrections as error:
        raise WrongUse(str(error)) from error
    read: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for one in read_paths(given):
        if isinstance(one, Skipped):
            skipped.append(one)
        elif one.source in read:
            if one.fingerprint != read[one.source].fingerprint:
                skipped.append(Skipped(one.source, "与另一个文件同名，请改名后再加入"))
        else:
            read[one.source] = corrected(one, corrections)
    if not read:
        raise NothingReadable(tuple(f"{one.source}：{one.reason}" for one in skipped))
    return list(read.values()), tuple(skipped)


def _write(
    fresh: Sequence[Document] | None,
    location: Path,
    *,
    settings: Settings,
    embedder: Embedder | None,
    progress: Progress | None,
    at: At,
    began: float,
    read: Sequence[Document],
    skipped: Sequence[Skipped],
    merge: Callable[[Sequence[Document]], Sequence[Document]],
) -> BuildReport:
    """Makes and publishes a generation of ``merge(documents before)``. With ``fresh`` the index before may be anything,
    without it must be whole and made by the same model and dictionary.
    """
    embedder = _opened(embedder, settings)
    with writing(location):
        before = _before(location, embedder, required=fresh is None)
        documents = sorted(merge(before.documents), key=lambda document: document.source)
        filler = _Filler(embedder, before.generation, Journal(location, embedder.dimension), progress)
        try:
            generation = make_generation(documents, model=embedder.name, embed=filler.embed)
        except OSError as error:
            raise StorageFailed(location, reason(error)) from error
        manifest = describe(generation, documents, model=embedder.name)
        identifier = publish(location, generation.save, manifest, at=at)
        filler.journal.remove()
    return BuildReport(
        generation=identifier,
        **manifest["counts"],
        embedded=filler.embedded,
        read=tuple(read),
        skipped=tuple(skipped),
        seconds=time.perf_counter() - began,
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What was at the location: nothing, or a verified generation."""

    documents: Sequence[Document] = ()
    generation: Generation | None = None


def _before(location: Path, embedder: Embedder, *, required: bool) -> _Before:
    try:
        held = Held(location)
        check_manifest(held.manifest, embedder)
        held.verify()
    except (IndexMissing, IndexDamaged, IndexMismatch):
        if required:
            raise
        return _Before()
    corpus = load_corpus(held.folder)
    generation = Generation.load(held.folder)
    held.close()  # its files are mapped; they stay readable even when their names are gone
    return _Before(corpus.documents, generation)


def check_manifest(manifest: dict[str, object], embedder: Embedder | None) -> None:
    """Raises IndexMismatch where the index was made by something else than what is here; without an embedder, only
    what concerns its records is compared.
    """
    from index.words import dictionary_fingerprint

    if manifest["format"] != FORMAT:
        raise IndexMismatch("格式版本", index=manifest["format"], here=FORMAT)
    if embedder is None:
        return
    if manifest["model"] != embedder.name:
        raise IndexMismatch("向量模型", index=manifest["model"], here=embedder.name)
    if manifest["dimension"] != embedder.dimension:
        raise IndexMismatch("向量维数", index=manifest["dimension"], here=embedder.dimension)
    if manifest["dictionary"] != dictionary_fingerprint():
        raise IndexMismatch("分词词典", index=manifest["dictionary"], here=dictionary_fingerprint())


class _Filler:
    """Gives vectors: from the index before, from the journal, else from the model (then journalled)."""

    def __init__(
        self, embedder: Embedder, before: Generation | None, journal: Journal, progress: Progress | None
    ) -> None:
        self.journal = journal
        self.embedded = 0
        self._embedder = embedder
        self._before = before
        self._progress = progress

    def embed(self, texts: Sequence[str], keys: Sequence[bytes]) -> Vectors:
        """Unit vectors (n, d) of ``texts``, each text embedded at most once."""
        vectors = np.empty((len(texts), self._embedder.dimension), dtype=np.float32)
        wanted: dict[bytes, list[int]] = {}
        for number, key in enumerate(keys):
            wanted.setdefault(key, []).append(number)
        if self._before is not None:
            old = self._before.keys
            for row in range(len(old)):
                for number in wanted.pop(old[row].tobytes(), ()):
                    vectors[number] = self._before.vectors.vectors[row]
        journalled = self.journal.read()
        for key in [key for key in wanted if key in journalled]:
            for number in wanted.pop(key):
                vectors[number] = journalled[key]
        new = sorted(wanted, key=lambda key: (len(texts[wanted[key][0]]), wanted[key][0]))
        if not new:
            return vectors
        self.journal.start(journalled)
        for start in range(0, len(new), _BLOCK):
            block = new[start : start + _BLOCK]
            fresh = self._embedder.embed_passages(
                [texts[wanted[key][0]] for key in block], progress=self._ticker(start, len(new))
            )
            self.journal.append(block, fresh)
            for key, vector in zip(block, fresh, strict=True):
                vectors[wanted[key]] = vector
            self.embedded += len(block)
        return vectors

    def _ticker(self, done: int, total: int) -> Progress | None:
        progress = self._progress
        return None if progress is None else lambda count, _: progress(done + count, total)
