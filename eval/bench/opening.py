"""``python -m eval.bench.opening INDEX QUESTIONS``: what opening and searching cost a process that does nothing else.

Prints one line of JSON: seconds to open, to embed a question and to search, and bytes of memory.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from index.embedding import open_embedder
from index.retrieval import open_index
from index.settings import Settings

_WARM = 10  # questions before any is counted


def memory() -> dict[str, int]:
    """Bytes that are this process' own (heap and stacks), and with the pages of mapped files that are in memory."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    own, mapped = (int(status[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile"))
    return {"own_memory": own, "all_memory": own + mapped}


def main() -> int:
    """Opens, searches, prints."""
    location, questions = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    settings = Settings.from_environment()
    embedder = open_embedder(settings.embedding, cache=settings.cache)
    embedder.embed_query("热身")  # the model's own start is measured elsewhere
    begun = time.perf_counter()
    index = open_index(location, settings=settings, embedder=embedder)
    opened = time.perf_counter() - begun
    begun = time.perf_counter()
    index.search(questions[0])
    first = time.perf_counter() - begun
    for question in questions[:_WARM]:
        index.search(question)
    times, embedding = list[float](), list[float]()
    for question in questions:
        begun = time.perf_counter()
        index.search(question)
        times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        embedder.embed_query(question)
        embedding.append(time.perf_counter() - begun)
    p50, p95 = (float(value) for value in np.percentile(times, [50, 95]))
    sys.stdout.write(
        json.dumps(
            {"open": opened, "first": first, "p50": p50, "p95": p95, "embed_p50": float(np.median(embedding)), **memory()}
        )
        + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
