"""Generations: written whole or not at all, held while they are read, verified before they are used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import IndexBusy, IndexDamaged, IndexMissing, StorageFailed
from index.store import CURRENT, GENERATIONS, MANIFEST, POINTS, Held, current, publish, writing


def put(location: Path, text: str, points: list[str] | None = None) -> str:
    """Publishes a generation of one file."""

    def save(folder: Path) -> None:
        (folder / "text").write_text(text)
        (folder / "below").mkdir()
        (folder / "below" / "empty").write_bytes(b"")

    with writing(location):
        return publish(location, save, {"format": 1}, at=(points if points is not None else []).append)


def test_a_generation_is_what_was_written_and_the_old_one_goes(tmp_path: Path) -> None:
    points: list[str] = []
    first = put(tmp_path, "一", points)
    assert points == list(POINTS)
    second = put(tmp_path, "二")
    assert first != second == current(tmp_path)
    held = Held(tmp_path)
    held.verify()
    assert (held.folder / "text").read_text() == "二"
    assert set(held.manifest["files"]) == {"text", "below/empty"}
    assert [folder.name for folder in (tmp_path / GENERATIONS).iterdir()] == [second]


def test_a_generation_that_is_read_stays_until_it_is_let_go(tmp_path: Path) -> None:
    put(tmp_path, "一")
    held = Held(tmp_path)
    put(tmp_path, "二")
    put(tmp_path, "三")
    assert (held.folder / "text").read_text() == "一"
    held.close()
    put(tmp_path, "四")
    assert not held.folder.exists()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexBusy, match="另一个程序"), writing(tmp_path):
        pass
    with writing(tmp_path):
        pass


def test_a_failing_write_leaves_the_old_one(tmp_path: Path) -> None:
    before = put(tmp_path, "一")

    def fail(folder: Path) -> None:
        (folder / "text").write_text("二")
        raise OSError(28, "No space left on device")

    with writing(tmp_path), pytest.raises(StorageFailed, match="磁盘已满"):
        publish(tmp_path, fail, {"format": 1})
    assert current(tmp_path) == before
    Held(tmp_path).verify()
    assert len(list((tmp_path / GENERATIONS).iterdir())) == 1


def test_nothing_there_is_missing_and_a_lost_pointer_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="index build"):
        Held(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexMissing):
        Held(tmp_path / "file" / "below")
    put(tmp_path, "一")
    (tmp_path / CURRENT).unlink()
    with pytest.raises(IndexDamaged, match=CURRENT):
        Held(tmp_path)


@pytest.mark.parametrize("content", ["", "000001", "../../etc x\n", "000001-abc 12\n", "\x00\xff"])
def test_a_pointer_that_is_none_is_damage(tmp_path: Path, content: str) -> None:
    put(tmp_path, "一")
    (tmp_path / CURRENT).write_text(content)
    with pytest.raises(IndexDamaged, match=CURRENT):
        Held(tmp_path)
    put(tmp_path, "二")  # a new build heals it
    Held(tmp_path).verify()


def test_every_damaged_file_is_named(tmp_path: Path) -> None:
    put(tmp_path, "一")
    held = Held(tmp_path)
    (held.folder / "text").write_text("乙")
    (held.folder / "below" / "empty").unlink()
    (held.folder / "more").write_text("")
    assert {Path(problem.file).name for problem in held.problems()} == {"text", "empty", "more"}
    with pytest.raises(IndexDamaged):
        held.verify()


def test_a_changed_manifest_is_noticed(tmp_path: Path) -> None:
    identifier = put(tmp_path, "一")
    manifest = tmp_path / GENERATIONS / identifier / MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 2}))
    with pytest.raises(IndexDamaged, match=MANIFEST):
        Held(tmp_path)
