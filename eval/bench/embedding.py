"""Embedding: building rate, one warm question and serving memory, beside sentence-transformers with the same weights.

Each side is a process of its own that loads its model once; the two take turns, measurement by measurement, so that
whatever else the machine does falls on both, and the best run of each counts. sentence-transformers runs as it comes:
``encode`` with its default batch, threads and precision.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from eval.bench import BenchError
from eval.bench.passages import DATASETS, dataset_names, load_dataset
from eval.provenance import machine
from index.chunking import chunk_paragraph
from index.embedding import open_embedder, prepare
from index.settings import DEFAULT_EMBEDDING, Settings

OURS, THEIRS = "int8", "sentence-transformers"
FASTER = 4.0
"""How many times as fast as sentence-transformers building and a question must be."""
SMALLER = 0.5
"""Peak memory of a serving process, as a share of theirs, at most."""
NEAREST = 0.99
"""The cosine of the two sides' vectors of a passage, at least."""


def measure(
    *,
    passages: int = 96,
    questions: int = 20,
    runs: int = 5,
    cut: bool = True,
    folder: str = str(DATASETS),
    seed: int = 0,
) -> dict[str, Any]:
    """Passages a second, seconds a warm question and peak memory in bytes of both sides, with the quotients.

    ``passages`` and ``questions`` are drawn evenly from the data sets of ``folder``, or generated where it is absent;
    ``cut`` embeds chunks as an index has them, else whole passages.
    """
    if min(passages, questions, runs) < 1:
        raise BenchError("passages、questions、runs 都应至少是 1。")
    texts, asked, source = _texts(passages, questions, cut=cut, folder=Path(folder), seed=seed)
    settings = replace(Settings.from_environment(), embedding=DEFAULT_EMBEDDING)
    prepare(settings.cache)
    before = machine()
    sides = {name: _Side(name, settings.cache) for name in (OURS, THEIRS)}
    try:
        memory = {}
        for name, side in sides.items():
            side.ask("questions", asked[:3])
            memory[name] = side.ask("memory", [])
        latency = _best(sides, "questions", asked, runs=runs)
        building = _best(sides, "passages", texts, runs=runs)
        peak = {name: side.ask("memory", []) for name, side in sides.items()}
        vectors = {name: side.ask("vectors", texts) for name, side in sides.items()}
    finally:
        for side in sides.values():
            side.close()
    cosines = [
        sum(a * b for a, b in zip(left, right, strict=True))
        for left, right in zip(vectors[OURS], vectors[THEIRS], strict=True)
    ]
    rows = [
        {
            "side": name,
            "passages_per_second": len(texts) / building[name],
            "question_seconds": latency[name] / len(asked),
            "serving_bytes": memory[name],
            "building_bytes": peak[name],
        }
        for name in sides
    ]
    quotients = {
        "building": building[THEIRS] / building[OURS],
        "question": latency[THEIRS] / latency[OURS],
        "memory": memory[OURS] / memory[THEIRS],
        "cosine": min(cosines),
    }
    return {
        "machine": before,
        "texts": {
            "source": source,
            "passages": len(texts),
            "questions": len(asked),
            "characters": sum(map(len, texts)) / len(texts),
            "cut": cut,
        },
        "runs": runs,
        "rows": rows,
        "quotients": {**quotients, "mean_cosine": sum(cosines) / len(cosines)},
        "checks": [
            _check("building", quotients["building"], FASTER, least=True),
            _check("question", quotients["question"], FASTER, least=True),
            _check("memory", quotients["memory"], SMALLER, least=False),
            _check("cosine", quotients["cosine"], NEAREST, least=True),
        ],
    }


def table(result: dict[str, Any]) -> str:
    """The two sides and their quotients as Markdown."""
    texts, quotients = result["texts"], result["quotients"]
    lines = [
        f"向量：{texts['passages']} 段（平均 {texts['characters']:.0f} 字，来自 {texts['source']}）、"
        f"{texts['questions']} 个问题，各取 {result['runs']} 次中最好的一次。",
        "",
        "| | 段/秒 | 一个问题（毫秒） | 服务内存（MB） | 建库内存（MB） |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row['side']} | {row['passages_per_second']:.1f} | {row['question_seconds'] * 1000:.1f} "
        f"| {row['serving_bytes'] / 1e6:.0f} | {row['building_bytes'] / 1e6:.0f} |"
        for row in result["rows"]
    ]
    lines += [
        "",
        f"建库快 {quotients['building']:.1f} 倍，一个问题快 {quotients['question']:.1f} 倍，"
        f"服务内存是 {quotients['memory']:.0%}；"
        f"余弦平均 {quotients['mean_cosine']:.4f}，最低 {quotients['cosine']:.4f}。",
    ]
    return "\n".join(lines)


def _check(name: str, value: float, limit: float, *, least: bool) -> dict[str, Any]:
    passed = value >= limit if least else value <= limit
    return {"name": name, "value": round(value, 4), "limit": f"{'≥' if least else '≤'} {limit}", "passed": passed}


def _texts(passages: int, questions: int, *, cut: bool, folder: Path, seed: int) -> tuple[list[str], list[str], str]:
    """Passages, questions and where they are from."""
    generator = random.Random(seed)
    try:
        names = dataset_names(folder)
    except BenchError:
        return _generated(passages, 120, generator), _generated(questions, 20, generator), "生成的文字"
    texts: list[str] = []
    asked: list[str] = []
    for name in names:
        dataset = load_dataset(name, folder=folder)
        pool = [text for _, _, text in dataset.passages if text.strip()]
        if cut:
            pool = [text[start:end] for text in pool for start, end in chunk_paragraph(text)]
        texts += generator.sample(pool, min(len(pool), -(-passages // len(names))))
        wanted = min(len(dataset.queries), -(-questions // len(names)))
        asked += [text for _, text in generator.sample(dataset.queries, wanted)]
    return texts[:passages], asked[:questions], "、".join(names)


def _generated(count: int, length: int, generator: random.Random) -> list[str]:
    """Texts of common characters (the first rows of GB 2312's first level), with marks; no meaning is needed."""
    letters = [bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xC0) for cell in range(0xA1, 0xFF)]
    return ["".join(generator.choices([*letters, *"，。" * 80], k=length)) for _ in range(count)]


def _best(sides: dict[str, _Side], task: str, texts: Sequence[str], *, runs: int) -> dict[str, float]:
    """The fewest seconds of each side over ``runs`` turns; a turn before them warms."""
    best = dict.fromkeys(sides, float("inf"))
    for run in range(runs + 1):
        for name, side in sides.items():
            seconds = side.ask(task, texts)
            best[name] = min(best[name], seconds) if run else best[name]
    return best


class _Side:
    """One of the two, in a process of its own."""

    def __init__(self, name: str, cache: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, cache, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, task: str, texts: Sequence[str]) -> Any:
        """Sends a task and waits for what it gave. Raises EOFError where the process died."""
        self._connection.send((task, list(texts)))
        return self._connection.recv()

    def close(self) -> None:
        """Ends the process."""
        self._connection.close()
        self._process.join(timeout=10)
        if self._process.is_alive():
            self._process.terminate()


def _serve(name: str, cache: Path, connection: Connection) -> None:
    query, encode = _ours(cache) if name == OURS else _theirs(cache)
    while True:
        try:
            task, texts = connection.recv()
        except EOFError:
            return
        started = time.perf_counter()
        if task == "questions":
            for text in texts:
                query(text)
        elif task == "passages":
            encode(texts)
        result: Any = time.perf_counter() - started
        if task == "memory":
            result = _peak_memory()
        elif task == "vectors":
            result = encode(texts).tolist()
        connection.send(result)


def _ours(cache: Path) -> tuple[Callable[[str], Any], Callable[[list[str]], Any]]:
    embedder = open_embedder(cache=cache)
    return embedder.embed_query, embedder.embed_passages


def _theirs(cache: Path) -> tuple[Callable[[str], Any], Callable[[list[str]], Any]]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(prepare(cache)), local_files_only=True, device="cpu")

    def query(text: str) -> Any:
        return model.encode(text, prompt_name="query", show_progress_bar=False)

    def encode(texts: list[str]) -> Any:
        return model.encode(texts, prompt_name="passage", show_progress_bar=False)

    return query, encode


def _peak_memory() -> int:
    """The most memory this process has had, in bytes."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage tells of a fresh process can be its parent's peak; this is its own.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    import json
    import sys

    found = measure()
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.exit(0 if all(check["passed"] for check in found["checks"]) else 1)
