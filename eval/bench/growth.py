"""How an index grows: 1,000, 10,000, 100,000 and 1,000,000 chunks, made, opened and searched by the program itself.

The vectors are real ones (of passages of the data sets, or of generated text where these are absent) repeated with
noise of norm 0.1 and brought back to length 1; the texts are generated of words drawn by their frequency in jieba's
dictionary, one chunk a paragraph. Building therefore leaves out the model's work, which another benchmark measures;
a search is whole, with the real question embedded by the real model. Opening and searching happen in a fresh process.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bench.passages import DATASETS, dataset_names, load_dataset
from eval.bench.plots import line_chart
from eval.provenance import machine
from index.embedding import Embedder, open_embedder
from index.records import Document, Speech
from index.settings import Settings
from index.store import Held
from index.vectors import VectorIndex

SIZES = (1_000, 10_000, 100_000, 1_000_000)
NOISE = 0.1
RECALL, P95, OPEN = 0.97, 0.060, 1.0  # the last two, in seconds, at 100,000 chunks
_PARAGRAPHS, _SPEECHES = 10, 10  # of a speech, of a document
MEASURED = {
    "build_rate": "建立（块/秒）",
    "bytes": "磁盘（MB）",
    "open": "打开（秒）",
    "own_memory": "自有内存（MB）",
    "all_memory": "内存连同映射的文件（MB）",
    "p50": "搜索 p50（毫秒）",
    "p95": "搜索 p95（毫秒）",
    "open_cpu": "打开，处理器时间（秒）",
    "p50_cpu": "搜索 p50，处理器时间（毫秒）",
    "p95_cpu": "搜索 p95，处理器时间（毫秒）",
    "dense_p50": "其中向量 p50（毫秒）",
    "recall": "向量 recall@10",
}
_SCALES = {
    "bytes": 1e-6,
    "own_memory": 1e-6,
    "all_memory": 1e-6,
    "p50": 1e3,
    "p95": 1e3,
    "p50_cpu": 1e3,
    "p95_cpu": 1e3,
    "dense_p50": 1e3,
}


class RepeatedEmbedder:
    """Gives texts real vectors with noise, decided by the texts given at once; a question its real vector."""

    def __init__(self, real: Embedder, base: NDArray[np.float32]) -> None:
        self.name, self.dimension = real.name, real.dimension
        self._real, self._base = real, base

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors (n, d)."""
        seeds = np.array([zlib.crc32(text.encode()) for text in texts], dtype=np.uint64)
        noise = np.random.default_rng(seeds).standard_normal((len(texts), self.dimension)).astype(np.float32)
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors = self._base[(seeds % len(self._base)).astype(np.int64)] + noise
        if progress:
            progress(len(texts), len(texts))
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector (d,)."""
        return self._real.embed_query(text)


def measure(
    *,
    sizes: str | int | Sequence[int] = SIZES,
    base: int = 2000,
    questions: int = 200,
    words: int = 26,
    work: str = "",
    plots: str = "",
    seed: int = 0,
) -> dict[str, Any]:
    """A row a size. ``sizes``: chunks, separated by commas; ``base``: how many real vectors; ``words``: of a paragraph;
    ``work``: where the indexes are made (a temporary folder, removed); ``plots``: a folder for a drawing of each measure.

    The checks are recall at every size, and search and opening at 100,000 chunks.
    """
    wanted = [int(size) for size in sizes.split(",")] if isinstance(sizes, str) else np.atleast_1d(sizes).tolist()
    settings = Settings.from_environment()
    embedder = open_embedder(settings.embedding, cache=settings.cache)
    passages, asked = _real_texts(base, questions, seed=seed)
    repeated = RepeatedEmbedder(embedder, embedder.embed_passages(passages))
    rows = []
    for size in wanted:
        with TemporaryDirectory(prefix="bench-", dir=work or None) as folder:
            rows.append(_measure_one(size, Path(folder) / "index", repeated, asked, words=words, settings=settings))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)  # noqa: T201 - hours may lie between two sizes
    result = {"rows": rows, "checks": _checks(rows), "machine": machine(), "seed": seed, "base": base, "words": words}
    if plots:
        draw(result, Path(plots))
    return result


def _measure_one(
    size: int, location: Path, embedder: RepeatedEmbedder, asked: Sequence[str], *, words: int, settings: Settings
) -> dict[str, Any]:
    from index.building import index_documents

    documents = list(generate(size, seed=size, words=words))
    begun = time.perf_counter()
    report = index_documents(documents, location, settings=settings, embedder=embedder)
    seconds = time.perf_counter() - begun
    del documents
    given = location.parent / "questions.json"
    given.write_text(json.dumps(list(asked)), encoding="utf-8")
    command = [sys.executable, "-m", "eval.bench.opening", str(location), str(given)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    folder = Held(location).folder
    recall, dense = dense_recall(VectorIndex.load(folder), np.array([embedder.embed_query(one) for one in asked]))
    return {
        "chunks": report.chunks,
        "build": seconds,
        "build_rate": report.chunks / seconds,
        "bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        **json.loads(told.stdout.splitlines()[-1]),
        "recall": recall,
        "dense_p50": dense,
    }


def dense_recall(index: VectorIndex, queries: NDArray[np.float32], *, k: int = 10) -> tuple[float, float]:
    """recall@k against searching all vectors exactly, and the median seconds of a search."""
    scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
    numbers = np.full((len(queries), k), -1, dtype=np.int64)
    for start in range(0, len(index.vectors), 50_000):
        block = np.asarray(index.vectors[start : start + 50_000]) @ queries.T
        both = np.concatenate([scores, block.T], axis=1)
        places = np.broadcast_to(np.arange(start, start + len(block)), (len(queries), len(block)))
        order = np.argsort(-both, axis=1, kind="stable")[:, :k]
        numbers = np.take_along_axis(np.concatenate([numbers, places], axis=1), order, axis=1)
        scores = np.take_along_axis(both, order, axis=1)
    shared, times = list[float](), list[float]()
    for query, exact in zip(queries, numbers, strict=True):
        begun = time.perf_counter()
        found, _ = index.search(query, k=k)
        times.append(time.perf_counter() - begun)
        shared.append(len({*found.tolist()} & {*exact.tolist()}) / k)
    return float(np.mean(shared)), float(np.median(times))


def generate(chunks: int, *, seed: int, words: int = 26) -> Iterator[Document]:
    """Documents of ``chunks`` paragraphs in all, each of so many words, few enough to be one chunk."""
    chance = random.Random(seed)
    vocabulary, weights = _vocabulary()
    number = 0
    while number < chunks:
        speeches = []
        for _ in range(_SPEECHES):
            count = min(_PARAGRAPHS, chunks - number)
            if not count:
                break
            drawn = iter(chance.choices(vocabulary, cum_weights=weights, k=count * words + 3))
            title = "".join(next(drawn) for _ in range(3))
            texts = tuple("".join(next(drawn) for _ in range(words)) + "。" for _ in range(count))
            speeches.append(Speech(f"第{number // 10_000}组", "", title, "", texts))
            number += count
        yield Document(f"{number:08d}.txt", "", None, None, None, tuple(speeches), fingerprint=str(number))


def _vocabulary(most: int = 30_000) -> tuple[list[str], list[float]]:
    """The most frequent words of jieba's dictionary and how often each is to be drawn, summed up."""
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    pairs = sorted(((int(line.split(" ")[1]), line.split(" ")[0]) for line in lines), reverse=True)[:most]
    return [word for _, word in pairs], list(accumulate(float(frequency) for frequency, _ in pairs))


def _real_texts(base: int, questions: int, *, seed: int) -> tuple[list[str], list[str]]:
    """Passages and questions of the data sets; generated ones where these are absent."""
    if not DATASETS.is_dir():
        passages = [
            text for one in generate(base, seed=seed + 1) for speech in one.speeches for text in speech.paragraphs
        ]
        return passages, [text[5:25] for text in passages[:questions]]
    chance = random.Random(seed)
    sets = [load_dataset(name) for name in dataset_names()]
    passages = [text[:200] for one in sets for _, _, text in one.passages]
    asked = [text for one in sets for _, text in one.queries]
    return chance.sample(passages, min(base, len(passages))), chance.sample(asked, min(questions, len(asked)))


def _checks(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    checks = []
    for row in rows:
        limits = [("recall", row["recall"] >= RECALL, f"≥ {RECALL}")]
        if row["chunks"] == 100_000:
            limits += [("p95", row["p95"] < P95, f"< {P95} 秒"), ("open", row["open"] < OPEN, f"< {OPEN} 秒")]
        checks += [
            {"name": f"{row['chunks']} 块 {name}", "value": row[name], "limit": limit, "passed": passed}
            for name, passed, limit in limits
        ]
    return checks


def growth(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The exponent e of values ~ size^e between the last two sizes: 1 is proportional, 0 does not grow."""
    return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])


def table(result: dict[str, Any]) -> str:
    """A row a measure, a column a size, and how it grows."""
    rows = result["rows"]
    sizes = [row["chunks"] for row in rows]
    heads = " | ".join(f"{size:,} 块" for size in sizes)
    lines = ["索引的增长", "", f"| 量 | {heads} | 最后一段的增长 |", "| --- " * (len(sizes) + 2) + "|"]
    for name, told in MEASURED.items():
        values = [row[name] for row in rows]
        grown = f"∝ n^{growth(sizes, values):.2f}" if len(rows) > 1 else ""
        figures = " | ".join(_figure(value * _SCALES.get(name, 1.0)) for value in values)
        lines.append(f"| {told} | {figures} | {grown} |")
    return "\n".join(lines)


def draw(result: dict[str, Any], folder: Path) -> None:
    """An SVG a measure, both axes logarithmic."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, told in MEASURED.items():
        points = [(row["chunks"], row[name] * _SCALES.get(name, 1.0)) for row in result["rows"]]
        (folder / f"growth-{name}.svg").write_text(line_chart(points, title=told, across="块"), encoding="utf-8")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
