"""Does an index survive? Damages, kills, full disks, readers during rebuilds, and long runs of changes.

``python -m eval bench durability`` runs the full counts (about ten minutes on two cores); tests run a seeded tenth.
Every experiment returns an :class:`Outcome`; what did not hold is told in its ``failures``.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eval.bench import BenchError
from eval.bench.changing import changes
from eval.bench.generated import SETTINGS, Outcome, read, version_of, write
from eval.provenance import machine
from index.checking import check_index
from index.errors import IndexDamaged, IndexProblem, StorageFailed
from index.store import CURRENT, GENERATIONS, POINTS

_TOLD = 10  # failures of an experiment that are told
_STORAGE_FAILED = 3  # exit status of a writer that reported a full disk


# ---- damages


def damages(count: int, *, seed: int = 1) -> Outcome:
    """Bit flips, cuts, zeroed blocks, swapped files: all noticed on opening and by ``check``, no traceback."""
    failures: list[str] = []
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        one, other = Path(folder) / "one", Path(folder) / "other"
        write(one, 1)
        write(other, 2)
        for number in range(count):
            trial = Path(folder) / "trial"
            shutil.copytree(one, trial)
            told = _damage(trial, other, ("flip", "cut", "zero", "swap")[number % 4], chance)
            failures.extend(f"{told}：{why}" for why in _unnoticed(trial))
            shutil.rmtree(trial)
    return Outcome("损坏", count, count - len(failures), tuple(failures))


def _damage(location: Path, other: Path, kind: str, chance: random.Random) -> str:
    """Damages one file in the given way, so that its bytes really differ; tells what was done."""
    while True:
        path = chance.choice(_content(location))
        before = path.read_bytes()
        at = chance.randrange(max(1, len(before)))
        if kind == "flip":
            after = before[:at] + bytes([before[at] ^ (1 << chance.randrange(8))]) + before[at + 1 :]
        elif kind == "cut":
            after = before[:at]
        elif kind == "zero":
            after = before[:at] + bytes(len(before[at : at + 512])) + before[at + 512 :]
        else:
            (place,) = [own for own in _content(other) if own.name == path.name]
            after = place.read_bytes()
        if after != before:
            path.write_bytes(after)
            return f"{kind} {path.name} @{at}"


def _content(location: Path) -> list[Path]:
    return sorted([location / CURRENT, *(path for path in (location / GENERATIONS).rglob("*") if path.is_file())])


def _unnoticed(location: Path) -> list[str]:
    try:
        read(location)
        return ["打开时没有发现"]
    except IndexDamaged:
        pass
    except Exception as error:  # noqa: BLE001 - whatever else comes is what this looks for
        return [f"打开时出现 {error!r}"]
    report = check_index(location, settings=SETTINGS)
    return [] if report.damaged else ["check 没有说出文件"]


# ---- kills


def kills_at_points() -> Outcome:
    """A kill -9 at every named point of a write: old or new whole, and the next write goes through."""
    failures: list[str] = []
    with TemporaryDirectory() as folder:
        location = Path(folder) / "index"
        write(location, 0)
        for number, point in enumerate(POINTS, start=1):
            expected = {number} if POINTS.index(point) >= POINTS.index("switched") else {number - 1}
            _in_child(_die_at, location, number, point)
            failures.extend(f"{point}：{why}" for why in _broken(location, expected))
            write(location, number)
    return Outcome("逐点断电", len(POINTS), len(POINTS) - len(failures), tuple(failures))


def kills_at_random(count: int, *, seed: int = 1) -> Outcome:
    """A kill -9 at random moments of a write."""
    failures: list[str] = []
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        location = Path(folder) / "index"
        _in_child(write, location, 0)
        began = time.perf_counter()
        _in_child(write, location, 0)
        longest = time.perf_counter() - began
        last = 0
        for number in range(1, count + 1):
            _in_child(write, location, number, kill_after=chance.uniform(0, longest))
            failures.extend(f"第 {number} 次：{why}" for why in _broken(location, {last, number}))
            with contextlib.suppress(IndexProblem, ValueError):
                last = version_of(read(location))
    return Outcome("随机断电", count, count - len(failures), tuple(failures))


def _broken(location: Path, expected: set[int]) -> list[str]:
    try:
        version = version_of(read(location))
    except (IndexProblem, ValueError) as error:
        return [f"打不开：{error}"]
    return [] if version in expected else [f"是版本 {version}，应为 {sorted(expected)}"]


def _die_at(location: Path, version: int, point: str) -> None:
    def at(reached: str) -> None:
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    write(location, version, at)


def _in_child(run: Callable[..., object], *arguments: object, kill_after: float | None = None) -> int | None:
    """Runs ``run`` in a process of its own; kills it after so many seconds. Returns the exit status."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["index.building", "index.retrieval", "bm25s", "faiss", "jieba"])
    child = context.Process(target=run, args=arguments)
    child.start()
    child.join(kill_after)
    if child.is_alive():
        child.kill()
        child.join()
    return child.exitcode


# ---- a full disk


def full_disk(count: int) -> Outcome:
    """File-size limits from nothing to just under the largest file: the old index stays, the reason is told."""
    failures: list[str] = []
    with TemporaryDirectory() as folder:
        location = Path(folder) / "index"
        write(location, 1)
        largest = max(path.stat().st_size for path in _content(location))
        for number in range(count):
            limit = number * largest // count
            status = _in_child(_write_within, location, limit)
            if status != _STORAGE_FAILED:
                failures.append(f"上限 {limit} 字节：退出码 {status}")
            failures.extend(f"上限 {limit} 字节：{why}" for why in _broken(location, {1}))
    return Outcome("磁盘写满", count, count - len(failures), tuple(failures))


def _write_within(location: Path, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        write(location, 2)
    except StorageFailed:
        sys.exit(_STORAGE_FAILED)


# ---- readers during rebuilds


def readers(threads: int, rebuilds: int) -> Outcome:
    """Threads that search without pause while the index is rebuilt: no error, and never a mixture of versions."""
    failures: list[str] = []
    searches = [0] * threads
    done = threading.Event()
    with TemporaryDirectory() as folder:
        location = Path(folder) / "index"
        write(location, 0)

        def search(number: int) -> None:
            try:
                index = read(location)
                while not done.is_set():
                    version_of(index)
                    searches[number] += 1
                    time.sleep(0.005)  # leaves the writer its share of the interpreter
                    if not index.latest():
                        index = read(location)
            except Exception as error:  # noqa: BLE001 - any error of a reader is a failure of the index
                failures.append(f"{type(error).__name__}：{error}")

        workers = [threading.Thread(target=search, args=(number,)) for number in range(threads)]
        for worker in workers:
            worker.start()
        for version in range(1, rebuilds + 1):
            write(location, version)
        done.set()
        for worker in workers:
            worker.join()
        write(location, rebuilds + 1)  # nobody holds an old generation now, however slow a reader was before
        left = len(list((location / GENERATIONS).iterdir()))
        if left > 1:
            failures.append(f"留下了 {left} 代")
    total = sum(searches)
    return Outcome(f"{threads} 个线程读，重建 {rebuilds} 次", total, total - len(failures), tuple(failures))


def measure(*, part: float = 1.0, seed: int = 1) -> dict[str, Any]:
    """Every experiment at ``part`` of its full count: tries, those that held, seconds, what failed.

    The check of an experiment is that it tried something and nothing failed. Raises BenchError for an impossible part.
    """
    if not 0 < part <= 10:
        raise BenchError(f"part 应大于 0、不超过 10，现在是 {part}。")
    runs: dict[str, Callable[[], Outcome]] = {
        "damages": lambda: damages(_count(300, part), seed=seed),
        "kills at points": kills_at_points,
        "kills at random": lambda: kills_at_random(_count(200, part), seed=seed),
        "full disk": lambda: full_disk(_count(20, part)),
        "readers": lambda: readers(20, _count(20, part)),
        "changes": lambda: changes(_count(1000, part), seed=seed),
    }
    before = machine()
    rows, checks = [], []
    for name, run in runs.items():
        began = time.perf_counter()
        outcome = run()
        rows.append({
            "name": outcome.name, "tried": outcome.tried, "held": outcome.held,
            "seconds": time.perf_counter() - began, "failures": list(outcome.failures[:_TOLD]),
        })  # fmt: skip
        passed = outcome.tried > 0 and not outcome.failures
        checks.append({"name": name, "value": len(outcome.failures), "limit": "0 个失败", "passed": passed})
    load = {**before, "load_after": machine()["load"]}
    return {"part": part, "seed": seed, "machine": load, "rows": rows, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """A row an experiment, and below what did not hold."""
    lines = [f"索引的耐久：全部次数的 {result['part']:.0%}，种子 {result['seed']}", ""]
    lines += ["| 试验 | 次数 | 完好 | 秒 |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {row['name']} | {row['tried']} | {row['held']} | {row['seconds']:.0f} |" for row in result["rows"]]
    failures = [f"- {row['name']}：{failure}" for row in result["rows"] for failure in row["failures"]]
    return "\n".join([*lines, *(["", *failures] if failures else [])])


def _count(whole: int, part: float) -> int:
    return max(2, round(whole * part))
