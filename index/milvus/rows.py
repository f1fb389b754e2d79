"""What stands in Milvus, and how records become rows.

    wenda_generations        one row a generation (its manifest, written last) and one a finished shard
    wenda_BUILD_chunks       one row a chunk: its vector, and where it stands
    wenda_BUILD_records      the documents, as JSON in pieces

BUILD is a digest of all that decides the content, so the same work always has the same names and identifiers and can
be repeated. A chunk's identifier is its document's digest and its number in the document: it needs no count that
reaches beyond the document, and so no shard needs to know the others.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from index.chunking import chunk_paragraph
from index.generation import embedded_text, embedding_key
from index.records import Document, Speech
from index.vectors import EXACT_UP_TO, Vectors

GENERATIONS = "wenda_generations"
DIGEST = 24  # hexadecimal digits that name a document or a build: 96 bits
_PIECE = 16_000  # characters of JSON in a row; at most 64,000 bytes, of 65,535 that a field holds
_BATCH = 500  # rows a call; of chunks less than a megabyte
_LONGEST = 65_535
_WITHOUT = [0.0, 0.0]  # Milvus demands a vector in every collection


def chunks_of(build: str) -> str:
    """The name of a build's collection of chunks."""
    return f"wenda_{build}_chunks"


def records_of(build: str) -> str:
    """The name of a build's collection of documents."""
    return f"wenda_{build}_records"


def digest_of(source: str) -> str:
    """What names a document in identifiers."""
    return hashlib.sha256(source.encode()).hexdigest()[:DIGEST]


@dataclass(frozen=True, slots=True)
class ChunkRow:
    """A chunk without its vector. ``speech`` is what filters go by; ``key`` names the embedded ``text``."""

    identifier: str
    speech: str
    key: bytes
    text: str

    def with_vector(self, vector: Vectors, *, shard: int) -> dict[str, Any]:
        """The row as Milvus takes it."""
        check = checksum(self.key.hex(), vector)
        row = {"id": self.identifier, "speech": self.speech, "key": self.key.hex(), "shard": shard, "check": check}
        return {**row, "vector": vector}


def checksum(key: str, vector: Vectors) -> int:
    """The crc32 of a chunk's key and vector."""
    return zlib.crc32(key.encode() + np.asarray(vector, dtype="<f4").tobytes())


def chunk_rows(document: Document, *, model: str) -> list[ChunkRow]:
    """The chunks of a document in source order."""
    rows: list[ChunkRow] = []
    name = digest_of(document.source)
    for number, speech in enumerate(document.speeches):
        for paragraph in speech.paragraphs:
            for start, end in chunk_paragraph(paragraph):
                text = embedded_text(speech, paragraph, start, end)
                rows.append(ChunkRow(f"{name}-{len(rows)}", f"{name}-{number}", embedding_key(model, text), text))
    return rows


def document_digest(document: Document) -> int:
    """A digest of all of a document; those of many are combined by exclusive or, in any order."""
    return int.from_bytes(hashlib.sha256(orjson.dumps(document)).digest()[:16], "big")


def record_rows(document: Document, *, shard: int) -> list[dict[str, Any]]:
    """A document as rows."""
    content, name = orjson.dumps(document).decode(), digest_of(document.source)
    return [
        {"id": f"{name}-{at // _PIECE:06d}", "shard": shard, "content": content[at : at + _PIECE], "vector": _WITHOUT}
        for at in range(0, len(content), _PIECE)
    ]


def documents_in(client: Any, build: str, *, shard: int | None = None) -> list[Document]:
    """The documents of a build (of one shard of it), sorted by source. A piece that is missing raises ValueError."""
    condition = "shard >= 0" if shard is None else f"shard == {shard}"
    client.load_collection(records_of(build))
    pieces: dict[str, str] = {}
    for row in iterate(client, records_of(build), condition, ["id", "content"], batch=100):
        pieces[row["id"]] = row["content"]
    contents: dict[str, list[str]] = {}
    for identifier in sorted(pieces):
        contents.setdefault(identifier.partition("-")[0], []).append(pieces[identifier])
    documents = [_decoded(orjson.loads("".join(parts))) for parts in contents.values()]
    return sorted(documents, key=lambda document: document.source)


def _decoded(values: dict[str, Any]) -> Document:
    speeches = tuple(Speech(**{**one, "paragraphs": tuple(one["paragraphs"])}) for one in values.pop("speeches"))
    lists: dict[str, Any] = {name: tuple(values.pop(name)) for name in ("notes", "warnings")}
    return Document(**values, **lists, speeches=speeches)


def prepare_registry(client: Any) -> None:
    """Makes the collection of generations where it is not yet there."""
    _make(client, GENERATIONS, {"kind": 16, "build": 40, "content": _LONGEST}, ("number",), dimension=len(_WITHOUT))


def prepare_build(client: Any, build: str, *, dimension: int, chunks: int) -> None:
    """Makes the collections of a build; ``chunks`` is about how many there will be and decides the kind of index."""
    _make(client, chunks_of(build), {"speech": 40, "key": 40}, ("shard", "check"), dimension=dimension, rows=chunks)
    _make(client, records_of(build), {"content": _LONGEST}, ("shard",), dimension=len(_WITHOUT))


def _make(
    client: Any, name: str, texts: dict[str, int], numbers: Sequence[str], *, dimension: int, rows: int = 0
) -> None:
    from pymilvus import DataType, MilvusException

    if not client.has_collection(name):
        schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, max_length=40, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
        for field, length in texts.items():
            schema.add_field(field, DataType.VARCHAR, max_length=length)
        for field in numbers:
            schema.add_field(field, DataType.INT64)
        with suppress(MilvusException):  # another shard made it between the question and now; else loading fails
            client.create_collection(name, schema=schema, index_params=_vector_index(client, rows))
    client.load_collection(name)


def _vector_index(client: Any, rows: int) -> Any:
    """Exact up to as many vectors as in a folder, above by a graph whose search is wide enough for the same ranking."""
    parameters = client.prepare_index_params()
    if rows <= EXACT_UP_TO:
        parameters.add_index("vector", index_type="FLAT", metric_type="IP")
    else:
        parameters.add_index("vector", index_type="HNSW", metric_type="IP", params={"M": 32, "efConstruction": 200})
    return parameters


def write(client: Any, collection: str, rows: Sequence[dict[str, Any]], *, batch: int = _BATCH) -> None:
    """Writes rows; one whose identifier is there takes its place."""
    for at in range(0, len(rows), batch):
        client.upsert(collection, list(rows[at : at + batch]))


def iterate(
    client: Any, collection: str, condition: str, fields: Sequence[str], *, batch: int = 1000
) -> Iterator[dict[str, Any]]:
    """Every row that meets ``condition``, whatever their number."""
    rows = client.query_iterator(
        collection, batch_size=batch, filter=condition, output_fields=list(fields), consistency_level="Strong"
    )
    try:
        while found := rows.next():
            yield from found
    finally:
        rows.close()


def count(client: Any, collection: str, condition: str) -> int:
    """How many rows meet ``condition``."""
    found = client.query(collection, filter=condition, output_fields=["count(*)"], consistency_level="Strong")
    return int(found[0]["count(*)"])


def vectors_of(client: Any, collection: str, identifiers: Sequence[str]) -> dict[str, Vectors]:
    """The sound vectors (d,) of rows; one that is absent or does not have its checksum is left out."""
    found: dict[str, Vectors] = {}
    for at in range(0, len(identifiers), _BATCH):
        rows = client.get(
            collection, ids=list(identifiers[at : at + _BATCH]), output_fields=["id", "key", "check", "vector"]
        )
        for row in rows:
            vector = np.asarray(row["vector"], dtype=np.float32)
            if checksum(row["key"], vector) == row["check"]:
                found[row["id"]] = vector
    return found


def generations(client: Any, *, consistency: str = "Strong") -> list[tuple[int, str]]:
    """(number, build) of every visible generation, the newest first. Readers that have been here ask less strictly."""
    if consistency == "Strong":
        if not client.has_collection(GENERATIONS):
            return []
        client.load_collection(GENERATIONS)  # a file opened anew has nothing loaded
    found = client.query(
        GENERATIONS, filter='kind == "generation"', output_fields=["number", "build"], limit=1000,
        consistency_level=consistency,
    )  # fmt: skip
    return sorted(((int(row["number"]), str(row["build"])) for row in found), reverse=True)


def note_work(client: Any, build: str) -> None:
    """Says that a build is being written now, for :func:`abandoned`."""
    register(client, build, "work", int(time.time()), {})


def abandoned(client: Any, *, after: float) -> list[str]:
    """The builds that are not visible and that nobody has written to for ``after`` seconds."""
    found = client.query(
        GENERATIONS, filter=f'kind == "work" and number < {int(time.time() - after)}', output_fields=["build"],
        limit=1000, consistency_level="Strong",
    )  # fmt: skip
    return sorted({str(row["build"]) for row in found} - {build for _, build in generations(client)})


def registered(client: Any, build: str, kind: str) -> list[dict[str, Any]]:
    """What was registered of a build as ``kind`` (``generation`` or ``shard``), decoded, by number."""
    found = client.query(
        GENERATIONS, filter=f'kind == "{kind}" and build == "{build}"', output_fields=["number", "content"],
        limit=10_000, consistency_level="Strong",
    )  # fmt: skip
    return [json.loads(row["content"]) for row in sorted(found, key=lambda row: int(row["number"]))]


def register(client: Any, build: str, kind: str, number: int, content: dict[str, Any]) -> None:
    """One row, written at once: it is there or not. A shard's stands once a shard, the other kinds once a build."""
    identifier = f"s{number}-{build}" if kind == "shard" else f"{kind[0]}-{build}"
    row = {"id": identifier, "kind": kind, "build": build, "number": number, "vector": _WITHOUT}
    client.upsert(GENERATIONS, [{**row, "content": json.dumps(content, ensure_ascii=False)}])
    client.flush(GENERATIONS)


def forget(client: Any, build: str) -> None:
    """Removes all of a build, first what makes it visible."""
    client.delete(GENERATIONS, filter=f'build == "{build}"')
    for name in (chunks_of(build), records_of(build)):
        if client.has_collection(name):
            client.drop_collection(name)
