"""The index in Milvus beside the one in a folder: the same passages, the same questions, the same first ten?

Both are built by the same command from the same documents; each question is asked of both. ``top10`` is the mean share
of the folder's first ten paragraphs that are among Milvus' first ten, ``order`` the share of questions whose lists are
equal in every place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.bench.passages import DATASETS, Dataset, as_documents, dataset_names, load_dataset
from eval.provenance import machine
from index.embedding import Embedder, open_embedder
from index.records import Hit
from index.settings import Settings

SAME = 0.99
FIRST = 10


class Remembering:
    """An embedder that embeds a text once, so that two builds cost the model's work once."""

    def __init__(self, real: Embedder) -> None:
        self.name, self.dimension = real.name, real.dimension
        self._real = real
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Unit vectors (n, d)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._real.embed_passages(new, progress=progress), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """A unit vector (d,)."""
        return self._real.embed_query(text)


def measure(
    *,
    sets: str | Sequence[str] = (),
    folder: str = str(DATASETS),
    queries: int | None = 500,
    passages: int | None = None,
    uri: str = "",
    seed: int = 0,
    progress: bool = True,
) -> dict[str, Any]:
    """For each set a row: what is the same, seconds to build without the model's work, median seconds a search.

    ``sets``: names, separated by commas (all of the folder where empty); ``queries``: draw at most so many;
    ``passages``: take only so many of the first; ``uri``: a server with nothing else in the database (its index is
    replaced), else a Milvus Lite file. The check is 0.99.
    """
    wanted = [name for name in sets.split(",") if name] if isinstance(sets, str) else list(sets)
    settings = Settings.from_environment()
    rows = []
    for name in wanted or dataset_names(Path(folder)):
        dataset = load_dataset(name, folder=Path(folder)).sample(queries=queries, seed=seed)
        dataset = replace(dataset, passages=dataset.passages[:passages])
        rows.append(compare_set(dataset, settings=settings, uri=uri, progress=progress))
    limit = f"≥ {SAME}"
    checks = [
        {"name": f"{row['set']} top10", "value": row["top10"], "limit": limit, "passed": row["top10"] >= SAME}
        for row in rows
    ]
    return {"sets": rows, "checks": checks, "machine": machine(), "seed": seed, "uri": uri or "Milvus Lite"}


def compare_set(dataset: Dataset, *, settings: Settings, uri: str, progress: bool) -> dict[str, Any]:
    """One row of the result."""
    from tqdm import tqdm

    from index.building import index_documents
    from index.retrieval import open_index

    documents, seconds = as_documents(dataset), dict[str, float]()
    embedder = Remembering(open_embedder(settings.embedding, cache=settings.cache))
    with TemporaryDirectory(prefix="bench-") as place:  # after this all vectors are known
        index_documents(documents, Path(place) / "index", settings=settings, embedder=embedder)
    with TemporaryDirectory(prefix="bench-") as place:
        indexes = {}
        locations = {"folder": str(Path(place) / "index"), "milvus": uri or str(Path(place) / "index.db")}
        for kind, location in locations.items():
            begun = time.perf_counter()
            index_documents(documents, location, settings=settings, embedder=embedder)
            seconds[f"{kind}_build"] = time.perf_counter() - begun
            indexes[kind] = open_index(location, settings=settings, embedder=embedder)
        shared, equal, times = list[float](), 0, {kind: list[float]() for kind in indexes}
        for _, question in tqdm(dataset.queries, desc=dataset.name, unit="题", disable=None if progress else True):
            found: dict[str, list[Hit]] = {}
            for kind, index in indexes.items():
                begun = time.perf_counter()
                found[kind] = index.search(question, k=FIRST)
                times[kind].append(time.perf_counter() - begun)
            ours, theirs = ([hit.place for hit in found[kind]] for kind in ("folder", "milvus"))
            shared.append(len({*ours} & {*theirs}) / len(ours) if ours else 1.0)
            equal += ours == theirs
    return {
        "set": dataset.name,
        "passages": len(dataset.passages),
        "questions": len(dataset.queries),
        "top10": float(np.mean(shared)),
        "order": equal / len(dataset.queries),
        "seconds": seconds | {f"{kind}_search": float(np.median(own)) for kind, own in times.items()},
    }


def table(result: dict[str, Any]) -> str:
    """A row a set."""
    lines = [
        f"Milvus（{result['uri']}）与文件夹索引的前 {FIRST} 名",
        "",
        "| 数据集 | 段落 / 问题 | 前十相同 | 次序全同 | 建立秒，不计模型（文件夹 / Milvus） | 搜索毫秒（文件夹 / Milvus） |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in result["sets"]:
        seconds = row["seconds"]
        lines.append(
            f"| {row['set']} | {row['passages']} / {row['questions']} | {row['top10'] * 100:.2f} % "
            f"| {row['order'] * 100:.2f} % | {seconds['folder_build']:.1f} / {seconds['milvus_build']:.1f} "
            f"| {seconds['folder_search'] * 1000:.0f} / {seconds['milvus_search'] * 1000:.0f} |"
        )
    return "\n".join(lines)
