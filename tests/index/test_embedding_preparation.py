"""Unpacking the model: whole or not at all, damage seen, repaired, two processes at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import ModelDamaged, ModelMissing, open_embedder, prepare
from index.embedding.preparation import FAST, Layout, layout, verify
from index.embedding.wheel import locate, read_wheel
from index.settings import Settings

CACHE = Settings.from_environment().cache
ROOT = Path(__file__).resolve().parents[2]


def _link(source: str, target: str) -> None:
    """A hard link where the file system allows: the model is half a gigabyte."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


@pytest.fixture
def copied(tmp_path: Path) -> Layout:
    """A cache of the test's own with the prepared model in it."""
    place = layout(tmp_path / "cache")
    shutil.copytree(prepare(CACHE), place.folder, copy_function=_link)
    return place


def _overwrite(path: Path, content: bytes) -> None:
    path.unlink()  # the file may be linked to the shared one
    path.write_bytes(content)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    _overwrite(path, bytes(content))


DAMAGES = {
    "a flipped bit in the graph": lambda place: _flip(place.graph),
    "a flipped bit in the word table": lambda place: _flip(place.fast / "nibbles.npy"),
    "a cut file": lambda place: _overwrite(place.pieces, place.pieces.read_bytes()[:-1]),
    "a missing file": lambda place: (place.fast / "scales.npy").unlink(),
    "a missing file of the other part": lambda place: (place.folder / "tokenizer.json").unlink(),
    "no manifest": lambda place: place.manifest.unlink(),
    "half a manifest": lambda place: _overwrite(place.manifest, place.manifest.read_bytes()[:100]),
    "an empty manifest": lambda place: _overwrite(place.manifest, b"{}"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen_and_names_the_cure(copied: Layout, damage: str) -> None:
    verify(copied, below=FAST)
    DAMAGES[damage](copied)
    with pytest.raises(ModelDamaged, match=r"python -m index\.embedding"):
        verify(copied, below=FAST)


def test_two_processes_at_once_repair_a_damaged_folder(copied: Layout) -> None:
    _flip(copied.graph)
    (copied.folder.parent / ".making-left-by-a-dead-process").mkdir()
    environment = {**os.environ, "RAG_CACHE": str(copied.folder.parent)}
    command = [sys.executable, "-m", "index.embedding"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    outputs = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert all("就绪" in output for output in outputs)
    assert sum("正在准备" in output for output in outputs) == 1
    assert verify(copied) == verify(layout(CACHE))
    vector = open_embedder(cache=copied.folder.parent).embed_query("同一句话")
    assert vector.tobytes() == open_embedder(cache=CACHE).embed_query("同一句话").tobytes()


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("在这里")
    with pytest.raises(OSError, match="RAG_CACHE"):
        prepare(blocked / "cache")


def test_a_missing_wheel_is_one_sentence() -> None:
    with pytest.raises(ModelMissing, match=r"requirements\.txt"):
        locate(package="no_such_package")


def test_a_cut_wheel_is_refused(tmp_path: Path) -> None:
    cut = tmp_path / "cut.bin"
    with locate().open("rb") as stream:
        cut.write_bytes(stream.read(5_000_000))
    with pytest.raises(ValueError, match="已损坏"):
        read_wheel(cut)


def test_blocks_are_the_formats_arithmetic() -> None:
    wheel = read_wheel(locate())
    _, _, offset = wheel.directory["l0.q.w"]
    block = locate().read_bytes()[offset : offset + 18]
    scale = float(np.frombuffer(block[:2], "<f2")[0])
    expected = [((byte & 15) - 8) * scale for byte in block[2:]] + [((byte >> 4) - 8) * scale for byte in block[2:]]
    np.testing.assert_array_equal(wheel.tensor("l0.q.w")[:32], np.array(expected, np.float32))


def test_libraries_are_quiet_unless_the_user_says_otherwise() -> None:
    program = (
        "import os; from index.offline import quiet_libraries; quiet_libraries()\n"
        "print(*(os.environ[name] for name in ('HF_HUB_OFFLINE', 'LANGSMITH_TRACING', 'GRADIO_ANALYTICS_ENABLED')))"
    )
    environment = {
        key: value for key, value in os.environ.items() if key not in ("HF_HUB_OFFLINE", "LANGSMITH_TRACING")
    }
    environment["GRADIO_ANALYTICS_ENABLED"] = "True"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["1", "false", "True"]
