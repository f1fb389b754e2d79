"""Vectors of an unfinished build, kept so that it goes on where it stopped."""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from index.generation import KEY
from index.vectors import Vectors

JOURNAL = "embedded.journal"


class Journal:
    """A file of records ``key, crc32, vector``; a record cut short by a crash and all behind it count for nothing."""

    def __init__(self, location: Path, dimension: int) -> None:
        self._path = location / JOURNAL
        self._dimension = dimension
        self._record = np.dtype([("key", f"V{KEY}"), ("check", "<u4"), ("vector", "<f4", (dimension,))])

    def read(self) -> Mapping[bytes, Vectors]:
        """Key → vector (d,) of every whole record."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        whole = len(content) // self._record.itemsize
        records = np.frombuffer(content[: whole * self._record.itemsize], dtype=self._record)
        vectors: dict[bytes, Vectors] = {}
        for record in records:
            if zlib.crc32(record["key"].tobytes() + record["vector"].tobytes()) != record["check"]:
                break
            vectors[record["key"].tobytes()] = record["vector"]
        return vectors

    def start(self, kept: Mapping[bytes, Vectors]) -> None:
        """Begins the file anew with what was ``kept``, so that nothing is appended behind a broken record."""
        temporary = self._path.with_suffix(".new")
        with temporary.open("wb") as file:
            file.write(b"".join(self._encode(key, vector) for key, vector in kept.items()))
        os.replace(temporary, self._path)

    def append(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Adds vectors (n, d) under their keys and waits for the disk."""
        with self._path.open("ab") as file:
            file.write(b"".join(self._encode(key, vector) for key, vector in zip(keys, vectors, strict=True)))
            file.flush()
            os.fsync(file.fileno())

    def remove(self) -> None:
        """The build is done."""
        self._path.unlink(missing_ok=True)

    def _encode(self, key: bytes, vector: Vectors) -> bytes:
        content = key + np.asarray(vector, dtype="<f4").tobytes()
        return key + zlib.crc32(content).to_bytes(4, "little") + content[KEY:]
