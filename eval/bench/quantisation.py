"""What int8 costs in recall: the default embedding beside sentence-transformers with the same weights in float32.

Vectors alone, over whole data sets: passages are cut into chunks as an index has them, a question is compared with all
chunks, and a passage stands where its best chunk stands. Nothing but the vectors differs between the two sides.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.bench.passages import DATASETS, MEASURES, Dataset, dataset_names, load_dataset, score_rankings
from eval.bench.stock import SentenceEmbeddings
from eval.provenance import machine
from index.chunking import chunk_paragraph
from index.embedding import open_embedder, prepare
from index.settings import DEFAULT_EMBEDDING, Settings

OURS, THEIRS = "int8", "sentence-transformers"
JUDGED = "recall@10"
LOSS = 0.005
"""By how much recall@10 may be below sentence-transformers'."""


def measure(
    *,
    sets: str | Sequence[str] = (),
    folder: str = str(DATASETS),
    queries: int | None = None,
    seed: int = 0,
    progress: bool = True,
) -> dict[str, Any]:
    """For each set the recall@1/5/10 and MRR@10 of both sides, and the mean and least cosine of a chunk's two vectors.

    ``sets``: names, separated by commas (all of the folder where empty); ``queries``: draw at most so many, with
    ``seed``. The check is recall@10 at most half a point below.
    """
    wanted = [name for name in sets.split(",") if name] if isinstance(sets, str) else list(sets)
    settings = replace(Settings.from_environment(), embedding=DEFAULT_EMBEDDING)
    rows, checks = [], []
    for name in wanted or dataset_names(Path(folder)):
        dataset = load_dataset(name, folder=Path(folder)).sample(queries=queries, seed=seed)
        row = _row(dataset, settings=settings, progress=progress)
        rows.append(row)
        ours, theirs = row["sides"][OURS][JUDGED], row["sides"][THEIRS][JUDGED]
        limit = f"≥ {theirs - LOSS:.4f}（{THEIRS} 的 {theirs:.4f} 减半个百分点）"
        checks.append({"name": f"{name} {JUDGED}", "value": ours, "limit": limit, "passed": ours >= theirs - LOSS})
    return {"sets": rows, "checks": checks, "machine": machine(), "seed": seed}


def table(result: dict[str, Any]) -> str:
    """A table for all sets, a row a side."""
    lines = ["只用向量，int8 与 sentence-transformers（float32，同一权重）", ""]
    lines += ["| 数据集 | 段落 / 块 / 问题 | | " + " | ".join(MEASURES) + " | 余弦平均 / 最低 |"]
    lines += ["| --- " * (4 + len(MEASURES)) + "|"]
    for row in result["sets"]:
        counts = f"{row['passages']} / {row['chunks']} / {row['questions']}"
        cosines = f"{row['cosine']['mean']:.4f} / {row['cosine']['least']:.4f}"
        for side, scores in row["sides"].items():
            figures = " | ".join(f"{scores[name]:.4f}" for name in MEASURES)
            lines.append(f"| {row['set']} | {counts} | {side} | {figures} | {cosines} |")
    return "\n".join(lines)


def rank_by_best_chunk(
    dataset: Dataset,
    owners: Sequence[str],
    chunks: npt.NDArray[np.float32],
    questions: npt.NDArray[np.float32],
    *,
    k: int = 10,
) -> dict[str, Sequence[str]]:
    """The best ``k`` passages of each question of the set, by exact inner product.

    ``owners``: the passage of each row of ``chunks`` (chunks, dimension); ``questions`` (questions, dimension). Equal
    scores keep the order of the passages.
    """
    passages = [identity for identity, _, _ in dataset.passages]
    numbers = {identity: number for number, identity in enumerate(passages)}
    positions = np.array([numbers[owner] for owner in owners])
    rankings: dict[str, Sequence[str]] = {}
    for (identity, _), question in zip(dataset.queries, questions, strict=True):
        best = np.full(len(passages), -np.inf, dtype=np.float32)
        np.maximum.at(best, positions, chunks @ question)
        rankings[identity] = [passages[number] for number in np.argsort(-best, kind="stable")[:k]]
    return rankings


def _row(dataset: Dataset, *, settings: Settings, progress: bool) -> dict[str, Any]:
    from tqdm import tqdm

    cut = [
        (identity, text[start:end])
        for identity, _, text in dataset.passages
        for start, end in chunk_paragraph(text)
        if text[start:end].strip()
    ]
    owners, texts = [owner for owner, _ in cut], [text for _, text in cut]
    asked = [text for _, text in dataset.queries]
    embedder = open_embedder(cache=settings.cache)
    begun = time.perf_counter()
    with tqdm(total=len(texts), desc=f"{dataset.name} {OURS}", unit="块", disable=None if progress else True) as bar:
        chunks = {OURS: embedder.embed_passages(texts, progress=lambda done, _: bar.update(done - bar.n))}
    seconds = {OURS: time.perf_counter() - begun}
    questions = {OURS: np.array([embedder.embed_query(text) for text in asked])}
    model = SentenceEmbeddings(prepare(settings.cache))
    begun = time.perf_counter()
    chunks[THEIRS] = np.array(model.embed_documents(texts), dtype=np.float32)
    seconds[THEIRS] = time.perf_counter() - begun
    questions[THEIRS] = np.array(model.embed_queries(asked), dtype=np.float32)
    sides = {
        side: score_rankings(dataset, rank_by_best_chunk(dataset, owners, chunks[side], questions[side]))
        for side in (OURS, THEIRS)
    }
    cosines = np.einsum("ij,ij->i", chunks[OURS], chunks[THEIRS])
    return {
        "set": dataset.name,
        "fingerprint": dataset.fingerprint,
        "passages": len(dataset.passages),
        "chunks": len(texts),
        "questions": len(asked),
        "sides": sides,
        "cosine": {"mean": float(cosines.mean()), "least": float(cosines.min())},
        "seconds": seconds,
    }
