"""Recall and MRR on data sets in BEIR's form: every stage of the index, beside the stock recipe, in one run.

The ranking called ``fusion`` is what users get; ``dense`` and ``words`` are what each stage finds by itself; ``reranked`` is
what becomes of the first ten when the cross-encoder alone orders them (answering weighs its reading beside the words).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from eval.bench.passages import DATASETS, MEASURES, Dataset, as_documents, dataset_names, load_dataset, score_rankings
from eval.provenance import machine
from index.sentences import sentences
from index.settings import Settings

if TYPE_CHECKING:
    from index.records import Hit
    from index.retrieval import Index

FUSED, STOCK, RERANKED = "fusion", "stock", "reranked"


def measure(
    *,
    sets: str | Sequence[str] = (),
    folder: str = str(DATASETS),
    queries: int | None = None,
    seed: int = 0,
    stock: bool = True,
    reading: bool = False,
    model: str | None = None,
    progress: bool = True,
) -> dict[str, Any]:
    """For each set a row a stage with recall@1/5/10, MRR@10 and seconds a question.

    ``reading``: with the stage ``reranked``, which takes some tenths of a second a question; ``sets``: names, separated by
    commas (all of the folder where empty); ``queries``: draw at most so many, with ``seed``; ``model``: another embedding
    model, for both sides. The check is recall@1 above the stock recipe's.
    """
    wanted = [name for name in sets.split(",") if name] if isinstance(sets, str) else list(sets)
    settings = Settings.from_environment()
    settings = replace(settings, embedding=model) if model else settings
    rows, checks = [], []
    for name in wanted or dataset_names(Path(folder)):
        dataset = load_dataset(name, folder=Path(folder)).sample(queries=queries, seed=seed)
        stages, built = _ours(dataset, settings=settings, reading=reading, progress=progress)
        scores = {stage: score_rankings(dataset, rankings) for stage, rankings in stages.items()}
        row: dict[str, Any] = {
            "set": name,
            "fingerprint": dataset.fingerprint,
            "passages": len(dataset.passages),
            "questions": len(dataset.queries),
            "stages": scores,
            "seconds": built,
        }
        if stock:
            rankings, seconds = _stock(dataset, settings=settings)
            scores[STOCK] = score_rankings(dataset, rankings)
            row["seconds"] |= seconds
            ours, theirs = scores[FUSED]["recall@1"], scores[STOCK]["recall@1"]
            limit = f"> {theirs:.4f}（同一次运行的现成做法）"
            checks.append({"name": f"{name} recall@1", "value": ours, "limit": limit, "passed": ours > theirs})
        rows.append(row)
    return {"embedding": settings.embedding, "sets": rows, "checks": checks, "machine": machine(), "seed": seed}


def table(result: dict[str, Any]) -> str:
    """A table for all sets, a row a stage."""
    lines = [f"检索（向量模型 {result['embedding']}）", ""]
    lines += ["| 数据集 | 段落 / 问题 | 阶段 | " + " | ".join(MEASURES) + " |", "| --- " * (3 + len(MEASURES)) + "|"]
    for row in result["sets"]:
        for stage, scores in row["stages"].items():
            figures = " | ".join(f"{scores[name]:.4f}" for name in MEASURES)
            lines.append(f"| {row['set']} | {row['passages']} / {row['questions']} | {stage} | {figures} |")
    lines += [
        "",
        "阶段：words 词，dense 向量，fusion 合并后的名次（用户得到的），reranked 前十段细读后重排（回答时用），"
        "stock 为 LangChain 现成做法（同一模型）。",
    ]
    return "\n".join(lines)


def _ours(
    dataset: Dataset, *, settings: Settings, reading: bool, progress: bool
) -> tuple[dict[str, dict[str, Sequence[str]]], dict[str, float]]:
    from tqdm import tqdm

    from index.building import index_documents
    from index.retrieval import open_index

    stages: dict[str, dict[str, Sequence[str]]] = {}
    with TemporaryDirectory(prefix="bench-") as folder:
        begun = time.perf_counter()
        index_documents(as_documents(dataset), Path(folder) / "index", settings=settings)
        built = time.perf_counter() - begun
        index = open_index(Path(folder) / "index", settings=settings)
        searching = 0.0
        for identity, question in tqdm(
            dataset.queries, desc=dataset.name, unit="题", disable=None if progress else True
        ):
            begun = time.perf_counter()
            hits = index.search(question, k=10)
            searching += time.perf_counter() - begun
            stages.setdefault(FUSED, {})[identity] = [hit.source for hit in hits]
            if reading:
                stages.setdefault(RERANKED, {})[identity] = [hit.source for hit in _reranked(index, question, hits)]
            for stage, places in index.stages(question, k=10).items():
                stages.setdefault(stage, {})[identity] = [index.corpus.heading(place).source for place in places]
    return stages, {"build": built, "question": searching / len(dataset.queries)}


def _reranked(index: Index, question: str, hits: Sequence[Hit]) -> list[Hit]:
    """``hits`` by the best reading of a sentence of each, ties in the order they had."""
    from index.embedding import Passage

    texts = [index.corpus.text(hit.place) for hit in hits]
    passages = [
        [Passage(text[start:end], "", text[:start]) for start, end in sentences(text)] or [Passage(text)]
        for text in texts
    ]
    found = index.pair_scores(question, [one for several in passages for one in several])
    if found is None:
        return list(hits)
    readings = iter(found)
    best = [max(next(readings) for _ in several) for several in passages]
    return [hits[place] for place in sorted(range(len(hits)), key=lambda place: -best[place])]


def _stock(dataset: Dataset, *, settings: Settings) -> tuple[dict[str, Sequence[str]], dict[str, float]]:
    from eval.bench.stock import build_store, rank_passages, stock_embeddings

    embedding = stock_embeddings(settings)
    begun = time.perf_counter()
    store = build_store([(identity, text) for identity, _, text in dataset.passages], embedding=embedding)
    built = time.perf_counter() - begun
    vectors = embedding.embed_queries([question for _, question in dataset.queries])
    rankings: dict[str, Sequence[str]] = {
        identity: rank_passages(store, vector) for (identity, _), vector in zip(dataset.queries, vectors, strict=True)
    }
    return rankings, {"stock_build": built}
