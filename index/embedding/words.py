"""The word table, kept in 4 bits in mapped files: only the rows that texts use come into memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.wheel import Wheel

NIBBLES, SCALES, POSITIONS = "nibbles.npy", "scales.npy", "positions.npy"


@dataclass(frozen=True, slots=True)
class Words:
    """``nibbles``: uint8 (words, width / 2), per block of 32 weights 16 bytes, weight j low and weight j + 16 high.

    ``scales``: float16 (words, width / 32); ``positions``: float32 (positions, width), the token type included.
    """

    nibbles: npt.NDArray[np.uint8]
    scales: npt.NDArray[np.float16]
    positions: npt.NDArray[np.float32]

    def rows(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """The rows of ``ids`` with their positions added, (1, len(ids), width): what the encoder reads."""
        packed = np.asarray(self.nibbles[ids]).reshape(len(ids), -1, 16)
        values = np.concatenate([packed & 15, packed >> 4], axis=2).astype(np.float32) - np.float32(8)
        values *= np.asarray(self.scales[ids], dtype=np.float32)[:, :, None]
        rows: npt.NDArray[np.float32] = values.reshape(1, len(ids), -1) + self.positions[: len(ids)]
        return rows


def write_words(wheel: Wheel, folder: Path) -> None:
    """Writes the three files, about 56 MB."""
    shape = wheel.shape
    values, scales = wheel.blocks("emb.word")
    nibbles = (values + np.int8(8)).astype(np.uint8)
    packed = (nibbles[:, :16] | nibbles[:, 16:] << 4).reshape(shape.words, -1)
    np.save(folder / NIBBLES, packed, allow_pickle=False)
    np.save(folder / SCALES, scales.reshape(shape.words, -1), allow_pickle=False)
    positions = wheel.tensor("emb.pos").reshape(-1, shape.width) + wheel.tensor("emb.type").reshape(-1, shape.width)[0]
    np.save(folder / POSITIONS, positions, allow_pickle=False)


def load_words(folder: Path) -> Words:
    """Maps what ``write_words`` wrote."""
    return Words(*(np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (NIBBLES, SCALES, POSITIONS)))
