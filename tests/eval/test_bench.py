"""Benchmarks on tiny data: the arithmetic by hand, the baseline's parts with a toy model, the command's statuses."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from eval.__main__ import main
from eval.bench import BenchError, load_benchmark, names, run_benchmark
from eval.bench.filling import Case as FormCase
from eval.bench.lists import Case
from eval.bench.passages import Dataset, as_documents, dataset_names, load_dataset, score_rankings
from eval.bench.quantisation import rank_by_best_chunk
from eval.bench.stock import FlatStore, build_store, rank_passages

PASSAGES = (
    ("p1", "图书馆", "图书馆每周一闭馆，其余日子开到晚上九点。"),
    ("p2", "公交", "夜间公交每四十分钟一班，首班车清晨五点发出。"),
    ("p3", "河岸", "河岸今年补种了三千棵柳树，由河务站养护。"),
)
QUERIES = (("q1", "图书馆几点关门？"), ("q2", "河边种了多少棵树？"), ("q3", "没有标准答案的问题"))


class CountingEmbeddings(Embeddings):
    """A toy model: a vector counts each of a few characters."""

    alphabet = "图书馆公交河岸树"

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text):
        return [float(text.count(character)) for character in self.alphabet]


def write_dataset(folder):
    (folder / "tiny" / "qrels").mkdir(parents=True)
    corpus = "".join(json.dumps({"_id": i, "title": t, "text": x}, ensure_ascii=False) + "\n" for i, t, x in PASSAGES)
    queries = "".join(json.dumps({"_id": i, "text": x, "metadata": {}}, ensure_ascii=False) + "\n" for i, x in QUERIES)
    (folder / "tiny" / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "tiny" / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "tiny" / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp3\t1\nq2\tp1\t0\n", encoding="utf-8"
    )
    return folder


def test_a_dataset_is_read(tmp_path):
    dataset = load_dataset("tiny", folder=write_dataset(tmp_path))
    assert dataset_names(tmp_path) == ["tiny"]
    assert dataset.passages == PASSAGES and [identity for identity, _ in dataset.queries] == ["q1", "q2"]
    assert dataset.relevant == {"q1": {"p1"}, "q2": {"p3"}}  # a score of 0 is not relevant
    documents = as_documents(dataset)
    assert [document.source for document in documents] == ["p1", "p2", "p3"]
    assert documents[0].speeches[0].paragraphs == (PASSAGES[0][2],) and documents[0].speeches[0].speaker is None
    assert [len(dataset.sample(queries=n).queries) for n in (1, 2, 9, None)] == [1, 2, 2, 2]
    assert dataset.sample(queries=1, seed=3) == dataset.sample(queries=1, seed=3)
    for name, told in (("other", "缺少文件"),):
        with pytest.raises(BenchError, match=told):
            load_dataset(name, folder=tmp_path)
    with pytest.raises(BenchError, match="不存在或是空的"):
        dataset_names(tmp_path / "absent")


def test_scores_by_hand():
    relevant = {"a": frozenset({"x"}), "b": frozenset({"y", "z"}), "c": frozenset({"w"})}
    dataset = Dataset("d", (), (("a", ""), ("b", ""), ("c", "")), relevant, "")
    scores = score_rankings(dataset, {"a": ["u", "x"], "b": ["y", "u", "y", "v", "s", "z"]})
    # b's second y is no new passage, so z stands at rank 5; c was not ranked at all.
    assert scores["recall@1"] == pytest.approx((0 + 1 / 2 + 0) / 3)
    assert scores["recall@5"] == pytest.approx((1 + 2 / 2 + 0) / 3)
    assert scores["mrr@10"] == pytest.approx((1 / 2 + 1 / 1 + 0) / 3)


def test_the_stock_recipe(tmp_path):
    embedding = CountingEmbeddings()
    long = "图书馆。" * 300
    store = build_store([("long", long), ("p3", PASSAGES[2][2])], embedding=embedding)
    assert isinstance(store, FlatStore) and len(store.documents) > 3
    assert all(len(chunk.page_content) <= 500 for chunk in store.documents)
    assert store.similarity_search("河岸", k=1)[0].metadata == {"source": "p3"}
    # Many chunks of one passage are one place in the ranking, and the second passage is still found.
    assert rank_passages(store, embedding.embed_query(long[:400]), k=2) == ["long", "p3"]
    assert rank_passages(store, embedding.embed_query("河岸"), k=5) == ["p3", "long"]


def test_the_registry():
    assert {"latency", "retrieval"} <= set(names()) and not {"stock", "passages"} & set(names())
    with pytest.raises(BenchError, match="不是基准测试"):
        load_benchmark("stock")
    with pytest.raises(BenchError, match="没有选项 speed"):
        run_benchmark("latency", speed=1)


def test_the_retrieval_benchmark_runs(tmp_path, capsys):
    arguments = ["bench", "retrieval", "--out", str(tmp_path / "out"), "-o", f"folder={write_dataset(tmp_path)}"]
    assert main([*arguments, "-o", "stock=false", "-o", "reading=true", "-o", "progress=false"]) == 0
    printed = capsys.readouterr().out
    assert "| tiny | 3 / 2 | fusion | 1.0000 |" in printed and "| tiny | 3 / 2 | reranked | 1.0000 |" in printed
    written = json.loads((tmp_path / "out" / "retrieval.json").read_text(encoding="utf-8"))
    assert set(written["result"]["sets"][0]["stages"]) >= {"fusion", "dense", "words", "reranked"}


def test_the_quantisation_benchmark_runs(tmp_path, capsys):
    """Two real models over a tiny set: the rankings agree, the vectors nearly; and a loss of recall fails it."""
    arguments = ["bench", "quantisation", "--out", str(tmp_path / "out"), "-o", f"folder={write_dataset(tmp_path)}"]
    assert main([*arguments, "-o", "progress=false"]) == 0
    assert "| tiny | 3 / 3 / 2 | int8 | 1.0000 |" in capsys.readouterr().out
    written = json.loads((tmp_path / "out" / "quantisation.json").read_text(encoding="utf-8"))
    cosine = written["result"]["sets"][0]["cosine"]
    assert 0.99 < cosine["least"] <= cosine["mean"] < 1


def test_lists_are_asked_for_by_the_record():
    result = run_benchmark("lists")
    assert result["checks"][0]["passed"], result["failures"]
    assert result["questions"] == sum(one["made"] for one in result["forms"])
    assert "完全正确" in load_benchmark("lists").table(result)


def test_a_list_counts_only_if_nobody_is_missing_or_more():
    cited = SimpleNamespace(citations=(SimpleNamespace(speaker="甲"),), refused=False)
    nobody = SimpleNamespace(citations=(), refused=True)
    for speakers, answer, met in (
        ({"甲"}, cited, True),
        ({"甲", "乙"}, cited, False),
        (set(), cited, False),
        (set(), nobody, True),
        ({"甲"}, nobody, False),
    ):
        assert Case("", "", frozenset(speakers)).met_by(answer) is met


def test_a_passage_stands_where_its_best_chunk_stands():
    dataset = Dataset("d", (("a", "", "…"), ("b", "", "…"), ("c", "", "…")), (("q", "？"),), {"q": frozenset("b")}, "")
    chunks = np.array([[0.5, 0], [0.1, 0], [0.9, 0], [0.5, 0]], dtype=np.float32)
    ranking = rank_by_best_chunk(dataset, ["a", "b", "b", "c"], chunks, np.array([[1, 0]], dtype=np.float32), k=3)
    assert ranking == {"q": ["b", "a", "c"]}
    assert rank_by_best_chunk(dataset, ["a", "b", "b", "c"], chunks, np.array([[1, 0]]), k=1) == {"q": ["b"]}


def small_set(folder):
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "a.md").write_text(
        "# 建言摘登\n\n## 让阅读更方便\n\n林晓 市图书馆馆长\n\n建议图书馆开到晚上十点。\n\n建议增开夜间公交。\n",
        encoding="utf-8",
    )
    (folder / "set.json").write_text(
        json.dumps({"title": "小集", "documents": "documents", "thresholds": {"smalltalk": {"right": 1}}}),
        encoding="utf-8",
    )
    (folder / "questions.jsonl").write_text(
        json.dumps({"id": "s1", "question": "你好", "kind": "smalltalk", "part": "development"}), encoding="utf-8"
    )
    return str(folder)


def test_a_real_run_from_documents_to_report(tmp_path, capsys):
    """The whole path with the real index and assistant: documents, temporary index, answer, measures, report."""
    name = small_set(tmp_path / "small")
    assert main(["run", name, "--out", str(tmp_path / "out")]) == 0
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["passed"] and report["questions"][0]["values"]["right"] == 1.0
    assert report["made"]["index"]["generation"] and report["made"]["index"]["manifest"]
    assert "达标" in capsys.readouterr().out
    assert main(["run", name, "--part", "kept", "--out", str(tmp_path / "out")]) == 2
    assert "所选的部分是空的" in capsys.readouterr().err
    assert main(["run", name, "--index", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 2
    assert "这里没有索引" in capsys.readouterr().err
    # A limit that nothing can meet: the check fails and so does the command.
    assert main(["bench", "latency", "-o", f"set={name}", "-o", "stock=false", "-o", "runs=1", "-o", "limit=0"]) == 1
    assert "未达标：warm p50" in capsys.readouterr().err
    assert main(["bench", "latency", "-o", f"set={name}", "-o", "stock=false", "-o", "runs=1", "-o", "limit=60"]) == 0


def test_forms_that_others_wrote_are_filled_from_the_index():
    result = run_benchmark("forms", share=0.03)
    assert result["questions"] > 20 and {one["kind"] for one in result["kinds"]} > {"mentions", "topic_of"}
    assert sum(one["right"] for one in result["kinds"]) + len(result["failures"]) == result["questions"]
    assert "错列了人" in load_benchmark("forms").table(result)


def test_a_case_of_a_form_is_met_by_its_speakers_alone():
    def answered(*speakers, quote="“水 塔”要修"):
        cited = tuple(SimpleNamespace(speaker=one, quote=quote) for one in speakers)
        return SimpleNamespace(citations=cited, refused=not cited)

    asked = FormCase("mentions", "谁提到水塔？", frozenset({"佟远"}), said="水塔")
    assert asked.met_by(answered("佟远")) and not asked.met_by(answered()) and not asked.wrongly(answered())
    assert not asked.met_by(answered("佟远", quote="要修"))
    assert not asked.met_by(answered("佟远", "谷雨")) and asked.wrongly(answered("佟远", "谷雨"))
    refusable = replace(asked, speakers=None)
    assert refusable.met_by(answered()) and refusable.wrongly(answered("佟远"))
