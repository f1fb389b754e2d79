"""Warm answers over an evaluation set: p50 and p95, the best of five runs, beside the stock recipe's retrieval alone.

Both sides answer the same questions over the same paragraphs in the same process, run by run in turn, so that whatever
else the machine does falls on both. The stock recipe only retrieves; it answers nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from eval.bench import BenchError
from eval.intervals import percentile
from eval.provenance import machine
from eval.running import opened
from eval.sets import load_set
from index.settings import Settings

LIMIT = 0.060  # seconds: what a warm answer over the two pages may take at the median


def measure(
    *, set: str = "sample", index: str = "", runs: int = 5, stock: bool = True, limit: float = LIMIT
) -> dict[str, Any]:
    """Seconds of a warm extractive answer: per run p50 and p95, and the best run.

    ``set`` is an evaluation set, ``index`` an index to use instead of building its documents. Questions with a history
    are asked with it. The check is the best p50 within ``limit`` seconds. Raises BenchError where an answer fails.
    """
    if runs < 1:
        raise BenchError(f"runs 应至少是 1，现在是 {runs}。")
    questions = load_set(set)
    settings = replace(Settings.from_environment(), model=None)
    sides: dict[str, Callable[[str, list[dict[str, str]]], object]] = {}
    with opened(questions, index=index or None, settings=settings) as assistant:
        sides["answer"] = lambda question, turns: assistant.answer(question, history=turns)
        sides["search"] = lambda question, turns: assistant.search(question, k=10)
        passages = [
            (document.source, paragraph)
            for document in assistant.index.corpus.documents
            for speech in document.speeches
            for paragraph in speech.paragraphs
        ]
        if stock:
            from eval.bench.stock import build_store, stock_embeddings

            store = build_store(passages, embedding=stock_embeddings(settings))
            sides["stock"] = lambda question, turns: store.similarity_search(question, k=10)
        before = machine()
        asked = [(question.question, question.turns) for question in questions.questions]
        for ask in sides.values():
            _seconds(ask, asked[:3])  # warms each side
        measured: dict[str, list[dict[str, float]]] = {name: [] for name in sides}
        for _ in range(runs):
            for name, ask in sides.items():
                seconds = _seconds(ask, asked)
                measured[name].append({"p50": percentile(seconds, 0.5), "p95": percentile(seconds, 0.95)})
    best = {name: min(runs_of, key=lambda run: run["p50"]) for name, runs_of in measured.items()}
    value = best["answer"]["p50"]
    check = {"name": "warm p50", "value": round(value, 4), "limit": f"≤ {limit} 秒", "passed": value <= limit}
    return {
        "set": questions.name,
        "fingerprint": questions.fingerprint,
        "questions": len(asked),
        "paragraphs": len(passages),
        "runs": measured,
        "best": best,
        "machine": {**before, "load_after": machine()["load"]},
        "checks": [check],
    }


def table(result: dict[str, Any]) -> str:
    """A row a side: the best run and all runs' medians."""
    titles = {"answer": "回答（不用语言模型）", "search": "其中只检索", "stock": "LangChain 现成做法，只检索"}
    lines = [f"热态用时：{result['set']}，{result['questions']} 题，{len(result['runs']['answer'])} 轮中最好的一轮", ""]
    lines += ["| 做什么 | p50（毫秒） | p95（毫秒） | 各轮 p50 |", "| --- | --- | --- | --- |"]
    for name, best in result["best"].items():
        medians = "、".join(f"{run['p50'] * 1000:.1f}" for run in result["runs"][name])
        lines.append(f"| {titles[name]} | {best['p50'] * 1000:.1f} | {best['p95'] * 1000:.1f} | {medians} |")
    load = result["machine"]
    lines += ["", f"机器：{load['cores']} 核，负载 {load['load']} → {load['load_after']}。"]
    return "\n".join(lines)


def _seconds(
    ask: Callable[[str, list[dict[str, str]]], object], asked: Sequence[tuple[str, list[dict[str, str]]]]
) -> list[float]:
    seconds = []
    for question, turns in asked:
        begun = time.perf_counter()
        ask(question, turns)
        seconds.append(time.perf_counter() - begun)
    return seconds
