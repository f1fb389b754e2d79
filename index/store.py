"""Generations on disk: written beside the old one, switched to in one step, verified before they are read.

    LOCATION/CURRENT                     the generation in use and its manifest's sha256
    LOCATION/LOCK                        held by the one writer
    LOCATION/generations/ID/manifest.json  how it was made; length and sha256 of every file beside it
    LOCATION/embedded.journal            vectors of a build that did not finish (see index.journal)

A reader holds a shared lock on the manifest of the generation it opened; a writer removes only what nobody holds.
Locks are the kernel's (flock): those of a process that died are gone with it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import IndexBusy, IndexDamaged, IndexMissing, IndexProblem, StorageFailed

CURRENT, LOCK, GENERATIONS, MANIFEST = "CURRENT", "LOCK", "generations", "manifest.json"
_BLOCK = 1 << 20

At = Callable[[str], None]  # told each named point of a write as it is reached; tests kill the process there
POINTS = (
    "locked",
    "folder made",
    "files written",
    "files synced",
    "manifest written",
    "generation synced",
    "pointer written",
    "switched",
    "old removed",
)


def unobserved(point: str) -> None:
    """The usual observer of a write: does nothing."""


@contextmanager
def writing(location: Path) -> Iterator[None]:
    """Holds the writer's lock of ``location``, making the folder if need be. Raises IndexBusy, StorageFailed."""
    try:
        location.mkdir(parents=True, exist_ok=True)
        lock = (location / LOCK).open("a")
    except OSError as error:
        raise StorageFailed(location, reason(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy(location) from error
        yield


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where the cause is usual."""
    known = {
        errno.ENOSPC: "磁盘已满", errno.EFBIG: "文件超过了允许的大小", errno.EDQUOT: "超出磁盘配额",
        errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘是只读的",
        errno.ENOTDIR: "路径中有一个不是文件夹", errno.EEXIST: "那里已有一个文件",
    }  # fmt: skip
    return known.get(error.errno or 0, str(error))


def publish(location: Path, save: Callable[[Path], None], manifest: dict[str, Any], *, at: At = unobserved) -> str:
    """Writes a new generation and switches to it; returns its identifier. The caller holds the writer's lock.

    ``save`` writes the files into the folder it is given. Whatever fails before the switch leaves the old index as it
    was (StorageFailed).
    """
    at("locked")
    try:
        before = _pointer(location)[0] if (location / CURRENT).exists() else ""
    except IndexDamaged:
        before = ""
    number = int(before.partition("-")[0]) + 1 if before[:6].isdigit() else 1
    identifier = f"{number:06d}-{secrets.token_hex(4)}"
    folder = location / GENERATIONS / identifier
    try:
        folder.mkdir(parents=True)
        at("folder made")
        save(folder)
        at("files written")
        files = {str(path.relative_to(folder)): _sealed(path) for path in _files(folder)}
        at("files synced")
        content = json.dumps({"generation": identifier, **manifest, "files": files}, ensure_ascii=False, indent=1)
        _write_synced(folder / MANIFEST, content.encode())
        at("manifest written")
        for path in (*(path for path in folder.rglob("*") if path.is_dir()), folder, folder.parent, location):
            _sync_folder(path)
        at("generation synced")
        temporary = location / f"{CURRENT}.new"
        _write_synced(temporary, f"{identifier} {hashlib.sha256(content.encode()).hexdigest()}\n".encode())
        at("pointer written")
        os.replace(temporary, location / CURRENT)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise StorageFailed(location, reason(error)) from error
    _sync_folder(location)
    at("switched")
    remove_old(location)
    at("old removed")
    return identifier


def remove_old(location: Path) -> None:
    """Removes generations that are not current and that no reader holds. The caller holds the writer's lock."""
    current = _pointer(location)[0]
    for folder in (location / GENERATIONS).iterdir():
        if folder.name == current:
            continue
        try:
            with (folder / MANIFEST).open("rb") as manifest:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
                (folder / MANIFEST).unlink()  # a reader that comes now finds no manifest and looks at CURRENT again
        except BlockingIOError:
            continue
        except FileNotFoundError:
            pass  # a write that died before its manifest
        shutil.rmtree(folder, ignore_errors=True)


class Held:
    """A generation held for reading: its folder, identifier and manifest. Closing (or losing) it lets it go."""

    def __init__(self, location: Path) -> None:
        """Holds the current generation. Raises IndexMissing, IndexDamaged."""
        self.location = location
        self._descriptor: int | None = None
        for _ in range(100):  # a writer may switch and tidy between two of our steps
            self.identifier, sealed = _pointer(location)
            self.folder = location / GENERATIONS / self.identifier
            try:
                self._descriptor = os.open(self.folder / MANIFEST, os.O_RDONLY | os.O_CLOEXEC)
            except (FileNotFoundError, NotADirectoryError) as error:
                if _pointer(location)[0] == self.identifier:
                    raise IndexDamaged(self.folder / MANIFEST, "文件不在了") from error
                continue
            except OSError as error:
                raise _unreadable(location, error) from error
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            if (self.folder / MANIFEST).exists():
                break
            self.close()
        else:
            raise IndexDamaged(location / CURRENT, "一直在变")
        content = (self.folder / MANIFEST).read_bytes()
        if hashlib.sha256(content).hexdigest() != sealed:
            raise IndexDamaged(self.folder / MANIFEST, "内容与写入时不同")
        self.manifest: dict[str, Any] = json.loads(content)

    def verify(self) -> None:
        """Reads every file through. Raises IndexDamaged with the first damaged one."""
        for problem in self.problems():
            raise problem

    def problems(self) -> Iterator[IndexDamaged]:
        """Every damaged, missing or foreign file of the generation."""
        files = self.manifest["files"]
        for path in _files(self.folder):
            name = str(path.relative_to(self.folder))
            if name not in files and name != MANIFEST:
                yield IndexDamaged(path, "不是这个索引写的文件")
        # the largest first, so that two readers end together
        names = sorted(files, key=lambda name: -files[name]["length"])
        with ThreadPoolExecutor(2) as pool:
            for problem in pool.map(lambda name: _problem(self.folder / name, files[name]), names):
                if problem is not None:
                    yield problem

    def close(self) -> None:
        """Lets the generation go: a writer may remove it. What has been mapped stays readable."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.close()


def current(location: Path) -> str:
    """The identifier of the current generation. Raises IndexMissing, IndexDamaged."""
    return _pointer(location)[0]


def _pointer(location: Path) -> tuple[str, str]:
    """Identifier and manifest sha256 out of CURRENT."""
    try:
        content = (location / CURRENT).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if (location / GENERATIONS).is_dir() and any((location / GENERATIONS).glob(f"*/{MANIFEST}")):
            raise IndexDamaged(location / CURRENT, "文件不在了") from error
        raise IndexMissing(location) from error
    except OSError as error:
        raise _unreadable(location, error) from error
    parts = content.decode("ascii", errors="replace").split(" ")
    whole = len(parts) == 2 and len(parts[1]) == 65 and parts[1].endswith("\n") and parts[0].replace("-", "").isalnum()
    if not whole:
        raise IndexDamaged(location / CURRENT, "内容不完整")
    return parts[0], parts[1].strip()


def _unreadable(location: Path, error: OSError) -> IndexProblem:
    return IndexProblem(f"索引读不出来：{location}（{reason(error)}）。请检查路径和权限。")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if not path.is_dir())


def _problem(path: Path, expected: dict[str, Any]) -> IndexDamaged | None:
    try:
        length = path.stat().st_size
        if length != expected["length"]:
            return IndexDamaged(path, f"长度是 {length} 字节，应为 {expected['length']} 字节")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected["sha256"]:
                return IndexDamaged(path, "内容与写入时不同")
    except FileNotFoundError:
        return IndexDamaged(path, "文件不在了")
    except OSError as error:
        return IndexDamaged(path, reason(error))
    return None


def _sealed(path: Path) -> dict[str, Any]:
    """Length and sha256 of a file just written, once it is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        return {"length": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
