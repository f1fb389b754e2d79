"""Arrays in plain ``.npy`` files, written with the kernel's own errors and mapped for reading."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = 64 << 20

# numpy reads a header with ast.literal_eval, which in CPython 3.11 fails now and then when threads use it at once
READING = threading.Lock()


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Writes ``array``. A full disk raises OSError with its reason (``numpy.save`` tells only how much was written)."""
    array = np.ascontiguousarray(array)
    with path.open("wb") as file:
        header = {"descr": np.lib.format.dtype_to_descr(array.dtype), "fortran_order": False, "shape": array.shape}
        np.lib.format.write_array_header_1_0(file, header)
        data = array.reshape(-1).view(np.uint8).data
        for start in range(0, len(data), _BLOCK):
            file.write(data[start : start + _BLOCK])


def load_array(path: Path) -> NDArray[Any]:
    """The array of ``path``, mapped read-only; an empty one (which cannot be mapped) is read."""
    with path.open("rb") as file, READING:
        np.lib.format.read_magic(file)
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
        start = file.tell()
    if 0 in shape:
        return np.empty(shape, dtype=dtype)
    # asarray: the same mapping as a plain array, whose single elements are read ten times as fast
    return np.asarray(np.memmap(path, dtype=dtype, mode="r", offset=start, shape=shape))
