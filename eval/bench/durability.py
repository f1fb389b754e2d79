"""Does an index survive? Damages, kills, full disks, readers during rebuilds, and long runs of changes.

``python -m eval.bench.durability`` runs the full counts and prints a table; tests run a seeded tenth.
Every experiment returns an :class:`Outcome`; what did not hold is told in its ``failures``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
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
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.stand_in import PairEmbedder
from index.building import add_to_index, build_index, index_documents, remove_from_index
from index.checking import check_index
from index.errors import IndexDamaged, IndexProblem, StorageFailed
from index.records import Document, Speech
from index.retrieval import Index, open_index
from index.settings import Settings
from index.store import CURRENT, GENERATIONS, POINTS

_SETTINGS = Settings()
_WORDS = ("道路", "水库", "学校", "医院", "养老", "电梯", "公园", "公交", "菜场", "社区", "图书馆", "河道", "绿地")
_STORAGE_FAILED = 3  # exit status of a writer that reported a full disk


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment: how many trials, in how many the index held, and what did not hold."""

    name: str
    tried: int
    held: int
    failures: tuple[str, ...] = ()


def make_documents(version: int, count: int = 6) -> list[Document]:
    """Generated documents whose every paragraph tells its version."""
    chance = random.Random(version)
    return [
        Document(
            source=f"{number}.txt", title=f"第{number}页", newspaper="某报", date="2025-01-02", page=number,
            speeches=tuple(
                Speech(
                    f"委员{number}{letter}", "某单位主任", f"关于{word}的建议", f"某单位主任 委员{number}{letter}",
                    tuple(f"版本{version}。" + "".join(
                        f"建议把{chance.choice(_WORDS)}和{chance.choice(_WORDS)}一并改造，先做{chance.choice(_WORDS)}。"
                        for _ in range(4)
                    ) for _ in range(3)),
                )
                for letter, word in zip("甲乙", chance.sample(_WORDS, 2), strict=True)
            ),
        )
        for number in range(count)
    ]  # fmt: skip


def write(location: Path, version: int, at: Callable[[str], None] = lambda point: None) -> str:
    """Builds version ``version`` at ``location``."""
    embedder = PairEmbedder()
    return index_documents(
        make_documents(version), location, settings=_SETTINGS, embedder=embedder, at=at
    ).generation


def read(location: Path) -> Index:
    """Opens ``location`` with every file verified."""
    return open_index(location, settings=_SETTINGS, embedder=PairEmbedder())


def version_of(index: Index) -> int:
    """The one version of everything in ``index``; ValueError for a mixture."""
    versions = {int(text[2 : text.index("。")]) for _, text in index.corpus.paragraphs()}
    versions |= {int(hit.text[2 : hit.text.index("。")]) for hit in index.search("建议改造道路", k=50)}
    (version,) = versions
    return version


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
    report = check_index(location, settings=_SETTINGS)
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
        left = len(list((location / GENERATIONS).iterdir()))
        if left > rebuilds:
            failures.append(f"留下了 {left} 代")
    total = sum(searches)
    return Outcome(f"{threads} 个线程读，重建 {rebuilds} 次", total, total - len(failures), tuple(failures))


# ---- changes against a dictionary


def changes(steps: int, *, seed: int = 1) -> Outcome:
    """Random builds, additions, replacements and removals, compared with a dictionary after each."""
    failures: list[str] = []
    chance = random.Random(seed)
    held: dict[str, str] = {}
    embedder = PairEmbedder()
    with TemporaryDirectory() as folder:
        files, location = Path(folder) / "files", Path(folder) / "index"
        for step in range(steps):
            with contextlib.redirect_stdout(io.StringIO()):
                told = _change(files, location, held, chance, step, embedder)
            index = open_index(location, settings=_SETTINGS, embedder=embedder)
            failures.extend(f"第 {step} 步（{told}）：{why}" for why in _differences(index, held, chance))
            if step % 20 == 19:
                failures.extend(f"第 {step} 步：{why}" for why in _unlike_fresh(index, files, Path(folder) / "fresh"))
    return Outcome("增删改", steps, steps - len(failures), tuple(failures))


def _change(
    files: Path, location: Path, held: dict[str, str], chance: random.Random, step: int, embedder: PairEmbedder
) -> str:
    """One random change, of the files, the index and the dictionary alike."""
    files.mkdir(exist_ok=True)
    kind = chance.choice(("build", "add", "add", "remove")) if len(held) > 1 else "add" if held else "build"
    if kind == "remove":
        gone = chance.sample(sorted(held), chance.randint(1, min(3, len(held) - 1)))
        for source in gone:
            (files / source).unlink()
            del held[source]
        remove_from_index(gone, location, settings=_SETTINGS, embedder=embedder)
        return f"remove {gone}"
    touched = [f"{chance.randrange(25):02}.md" for _ in range(chance.randint(1, 3))]
    for source in touched:
        word = f"{chance.choice(_WORDS)}{chance.choice(_WORDS)}{step}号"
        held[source] = f"建议在{word}一带先行试点，{chance.choice(_WORDS)}随后跟进。"
        page = f"# 页\n\n## 委员{step} 某局局长\n\n### 关于试点\n\n{held[source]}\n"
        (files / source).write_text(page, encoding="utf-8")
    if kind == "build":
        build_index([files], location, settings=_SETTINGS, embedder=embedder)
    else:
        add_to_index([files / source for source in touched], location, settings=_SETTINGS, embedder=embedder)
    return f"{kind} {touched}"


def _differences(index: Index, held: dict[str, str], chance: random.Random) -> list[str]:
    sources = {document.source for document in index.corpus.documents}
    if sources != set(held):
        return [f"多出 {sorted(sources - set(held))}，缺少 {sorted(set(held) - sources)}"]
    source = chance.choice(sorted(held))
    best = index.search(held[source], k=len(held) + 5)
    wrong = [hit.source for hit in best if hit.text not in held.values()]
    problems = [f"搜出了不在的文字：{wrong}"] if wrong else []
    if best[0].text != held[source]:
        problems.append(f"{source} 没有排在第一")
    return problems


def _unlike_fresh(index: Index, files: Path, location: Path) -> list[str]:
    """Whether the changed index ranks like one built anew from the same files, to the last digit."""
    embedder = PairEmbedder()
    build_index([files], location, settings=_SETTINGS, embedder=embedder)
    fresh = open_index(location, settings=_SETTINGS, embedder=embedder)
    differing = [word for word in _WORDS if index.search(word, k=30) != fresh.search(word, k=30)]
    return [f"与重新建立的索引排序不同：{differing}"] if differing else []


def main() -> int:
    """Runs everything at full count; exit status 1 if anything did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--part", type=float, default=1.0, help="part of the full counts (default 1)")
    part = parser.parse_args().part
    runs: list[Callable[[], Outcome]] = [
        lambda: damages(round(300 * part)),
        kills_at_points,
        lambda: kills_at_random(round(200 * part)),
        lambda: full_disk(max(2, round(20 * part))),
        lambda: readers(20, max(2, round(20 * part))),
        lambda: changes(round(1000 * part)),
    ]
    broken = False
    sys.stdout.write("| 试验 | 次数 | 完好 | 秒 |\n| --- | ---: | ---: | ---: |\n")
    for run in runs:
        began = time.perf_counter()
        outcome = run()
        seconds = time.perf_counter() - began
        sys.stdout.write(f"| {outcome.name} | {outcome.tried} | {outcome.held} | {seconds:.0f} |\n")
        for failure in outcome.failures[:10]:
            sys.stdout.write(f"  - {failure}\n")
        sys.stdout.flush()
        broken = broken or bool(outcome.failures)
    return 1 if broken else 0


if __name__ == "__main__":
    # run under the module's own name, so that child processes find the functions
    from eval.bench import durability

    sys.exit(durability.main())
