"""Data sets in BEIR's form (``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``) as documents of an index.

Source of the form: Thakur et al., "BEIR", NeurIPS Datasets and Benchmarks 2021.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench import BenchError
from eval.sets import SHARED
from index.records import Document, Speech

DATASETS = SHARED / "datasets"
MEASURES = ("recall@1", "recall@5", "recall@10", "mrr@10")
"""What :func:`score_rankings` gives."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """``passages``: (identity, title, text); ``queries``: (identity, text); ``relevant``: query → passages.

    ``fingerprint`` is the sha256 (hex) of the three files.
    """

    name: str
    passages: tuple[tuple[str, str, str], ...]
    queries: tuple[tuple[str, str], ...]
    relevant: dict[str, frozenset[str]]
    fingerprint: str

    def sample(self, *, queries: int | None, seed: int = 0) -> Dataset:
        """At most ``queries`` questions, drawn with the seed, in their own order; all passages stay."""
        if queries is None or queries >= len(self.queries):
            return self
        chosen = sorted(random.Random(seed).sample(range(len(self.queries)), queries))
        drawn = tuple(self.queries[number] for number in chosen)
        relevant = {identity: self.relevant[identity] for identity, _ in drawn}
        return Dataset(self.name, self.passages, drawn, relevant, self.fingerprint)


def dataset_names(folder: Path = DATASETS) -> list[str]:
    """The data sets of a folder. Raises BenchError where it is absent or has none."""
    found = sorted(path.parent.name for path in folder.glob("*/corpus.jsonl"))
    if not found:
        raise BenchError(f"数据集文件夹 {folder} 不存在或是空的；请放好它，或用 -o folder=路径 指定。")
    return found


def load_dataset(name: str, *, folder: Path = DATASETS) -> Dataset:
    """One data set, only questions that have a relevant passage. Raises BenchError where it is absent."""
    files = [folder / name / "corpus.jsonl", folder / name / "queries.jsonl", folder / name / "qrels" / "test.tsv"]
    if missing := [str(file) for file in files if not file.is_file()]:
        raise BenchError(f"数据集“{name}”缺少文件：{'、'.join(missing)}。")
    corpus, queries, qrels = (file.read_text(encoding="utf-8") for file in files)
    relevant: dict[str, set[str]] = {}
    for line in qrels.split("\n")[1:]:
        if line.strip():
            query, passage, score = line.split("\t")
            if int(score) > 0:
                relevant.setdefault(query, set()).add(passage)
    return Dataset(
        name=name,
        passages=tuple((one["_id"], one["title"], one["text"]) for one in _lines(corpus)),
        queries=tuple((one["_id"], one["text"]) for one in _lines(queries) if one["_id"] in relevant),
        relevant={query: frozenset(passages) for query, passages in relevant.items()},
        fingerprint=hashlib.sha256("\0".join((corpus, queries, qrels)).encode()).hexdigest(),
    )


def as_documents(dataset: Dataset) -> list[Document]:
    """Each passage as a document of one speech of one paragraph; its identity is the source, its speaker unknown."""
    return [
        Document(
            source=identity,
            title=title,
            newspaper=None,
            date=None,
            page=None,
            speeches=(Speech(speaker=None, role="", title=title, line="", paragraphs=(text,)),),
            fingerprint=hashlib.sha256(text.encode()).hexdigest(),
        )
        for identity, title, text in dataset.passages
    ]


def score_rankings(dataset: Dataset, rankings: dict[str, Sequence[str]]) -> dict[str, float]:
    """recall@1/5/10 and MRR@10 over all questions by ir-measures; a question without a ranking scores 0."""
    import ir_measures
    from ir_measures import RR, R

    asked = [identity for identity, _ in dataset.queries]
    qrels = [ir_measures.Qrel(query, passage, 1) for query in asked for passage in sorted(dataset.relevant[query])]
    run = [
        ir_measures.ScoredDoc(query, passage, -float(rank))
        for query in asked
        for rank, passage in enumerate(dict.fromkeys(rankings.get(query, ())), 1)
    ]
    found = ir_measures.calc_aggregate([R @ 1, R @ 5, R @ 10, RR @ 10], qrels, run)
    names = {"recall@1": R @ 1, "recall@5": R @ 5, "recall@10": R @ 10, "mrr@10": RR @ 10}
    return {name: float(found[measure]) for name, measure in names.items()}


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line.strip()]
