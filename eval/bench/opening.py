"""``python -m eval.bench.opening INDEX [QUESTIONS]``: what opening and searching cost a process that does nothing else.

Prints one line of JSON: seconds to open (the best of five processes), to search (of each question the best of five
times, its embedding included), the same in seconds of processor time, which other programs do not lengthen as much,
and bytes of memory. ``QUESTIONS`` is a JSON list; without it only opening is measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding import open_embedder
from index.retrieval import open_index
from index.settings import Settings

_TIMES = 5


def memory() -> dict[str, int]:
    """Bytes that are this process' own (heap and stacks), and with the pages of mapped files that are in memory."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    own, mapped = (int(status[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile"))
    return {"own_memory": own, "all_memory": own + mapped}


def measure_here(location: str, questions: list[str]) -> dict[str, Any]:
    """Opens once, then searches."""
    settings = Settings.from_environment()
    embedder = open_embedder(settings.embedding, cache=settings.cache)
    embedder.embed_query("热身")  # the model's own start is measured elsewhere
    begun, worked = time.perf_counter(), time.process_time()
    index = open_index(location, settings=settings, embedder=embedder)
    measured: dict[str, Any] = {"open": time.perf_counter() - begun, "open_cpu": time.process_time() - worked}
    if not questions:
        return measured
    begun = time.perf_counter()
    index.search(questions[0])
    measured["first"] = time.perf_counter() - begun
    times = np.empty((_TIMES, len(questions)))
    embedding, working = np.empty_like(times), np.empty_like(times)
    for number in range(_TIMES):
        for at, question in enumerate(questions):
            begun, worked = time.perf_counter(), time.process_time()
            index.search(question)
            times[number, at] = time.perf_counter() - begun
            working[number, at] = time.process_time() - worked
            begun = time.perf_counter()
            embedder.embed_query(question)
            embedding[number, at] = time.perf_counter() - begun
    p50, p95 = (float(value) for value in np.percentile(times.min(axis=0), [50, 95]))
    measured |= {"p50": p50, "p95": p95, "embed_p50": float(np.median(embedding.min(axis=0)))}
    cpu50, cpu95 = (float(value) for value in np.percentile(working.min(axis=0), [50, 95]))
    measured |= {"p50_cpu": cpu50, "p95_cpu": cpu95}
    all50, all95 = (float(value) for value in np.percentile(times, [50, 95]))
    return measured | {"p50_of_all": all50, "p95_of_all": all95, "load": os.getloadavg()[0], **memory()}


def main() -> int:
    """Measures and prints."""
    location = sys.argv[1]
    questions = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")) if len(sys.argv) > 2 else []
    measured = measure_here(location, questions)
    if questions:
        alone = [sys.executable, "-m", "eval.bench.opening", location]
        for _ in range(_TIMES - 1):
            told = subprocess.run(alone, check=True, stdout=subprocess.PIPE, text=True).stdout
            measured["open"] = min(measured["open"], json.loads(told)["open"])
    sys.stdout.write(json.dumps(measured) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
