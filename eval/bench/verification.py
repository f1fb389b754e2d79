"""Who said this, on a large corpus: right verdicts by kind of change, and how long each takes.

The corpus is made of the sample's paragraphs and, where they exist, of the shared data sets', dealt to speakers of
ten paragraphs each. Sentences are stretches of it, changed in ways whose right verdict is known.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from eval.bench.claims import corpora
from index.corpus import Corpus
from index.records import Document, Place, Speech
from rag.verification import verify

LIMIT_MILLISECONDS = 150.0
RIGHT = 0.99


def large_corpus(paragraphs: int, rng: random.Random) -> Corpus:
    """``paragraphs`` paragraphs of at most 250 characters; where the texts do not suffice, halves of two are joined."""
    pieces = {
        part: None
        for passages in corpora().values()
        for passage in passages
        for part in (passage.text[start : start + 250] for start in range(0, len(passage.text), 250))
        if len(part) >= 60
    }
    texts = list(pieces)
    rng.shuffle(texts)
    first, second = texts[:], texts[:]
    while len(texts) < paragraphs:
        rng.shuffle(second)
        texts += [one[:120] + other[120:] for one, other in zip(first, second, strict=True) if one is not other]
    texts = texts[:paragraphs]
    speeches = [
        Speech(f"发言人{number:05d}", "", f"题目{number}", "", tuple(texts[start : start + 10]))
        for number, start in enumerate(range(0, len(texts), 10))
    ]
    return Corpus.of(
        Document(f"{n:05d}.md", "", None, None, None, tuple(speeches[n : n + 10])) for n in range(0, len(speeches), 10)
    )


def _stretch(corpus: Corpus, places: list[Place], rng: random.Random) -> tuple[Place, str]:
    """A stretch with at least 16 letters and where it is from."""
    while True:
        place = rng.choice(places)
        text = corpus.text(place)
        size = rng.randint(20, 60)
        start = rng.randrange(max(1, len(text) - size))
        part = text[start : start + size]
        if sum(character.isalnum() for character in part) >= 16:
            return place, part


def _changed(text: str, rng: random.Random) -> str:
    at = rng.choice([i for i, character in enumerate(text) if "\u4e00" <= character <= "\u9fff"] or [len(text) // 2])
    return text[:at] + "龘" + text[at + 1 :]


def measure(*, seed: int = 20250703, paragraphs: int = 20_000, cases: int = 200) -> dict[str, Any]:
    """Shares of right verdicts and milliseconds (p50, p95, of processor time) by kind; ``cases`` of each."""
    rng = random.Random(seed)
    corpus = large_corpus(paragraphs, rng)
    places = [place for place, _ in corpus.paragraphs()]
    pool = [chr(code) for code in range(0x4E00, 0x9FA5)]

    def ask(kind: str) -> tuple[str, str | None, set[str]]:
        place, text = _stretch(corpus, places, rng)
        speaker = corpus.speech(place).speaker
        if kind == "stitched":
            other, second = _stretch(corpus, places, rng)
            while other == place:
                other, second = _stretch(corpus, places, rng)
            half = min(len(text), len(second))
            return text[:half] + second[:half], None, {"stitched"}
        ways: dict[str, Callable[[], tuple[str, str | None, set[str]]]] = {
            "exact": lambda: (text, None, {"exact"}),
            "own speaker": lambda: (text, speaker, {"exact"}),
            "other speaker": lambda: (text, "王小明", {"other_speaker"}),
            "altered": lambda: (_changed(text, rng), None, {"altered"}),
            "absent": lambda: ("".join(rng.choice(pool) for _ in range(30)), None, {"absent"}),
        }
        return ways[kind]()

    report: dict[str, Any] = {}
    for kind in ("exact", "own speaker", "other speaker", "altered", "stitched", "absent"):
        right, seconds, wrong = 0, [], []
        for _ in range(cases):
            sentence, speaker, expected = ask(kind)
            started = time.process_time()
            verdict = verify(sentence, corpus=corpus, speaker=speaker)
            seconds.append(time.process_time() - started)
            right += verdict.status in expected
            if verdict.status not in expected:
                wrong.append({"sentence": sentence, "status": verdict.status})
        p50, p95 = np.percentile(seconds, (50, 95)) * 1000
        report[kind] = {"cases": cases, "right": right, "p50": round(p50, 1), "p95": round(p95, 1), "wrong": wrong[:20]}
    checks = [
        {
            "name": f"{kind}: right",
            "value": row["right"] / cases,
            "limit": RIGHT,
            "passed": row["right"] >= RIGHT * cases,
        }
        for kind, row in report.items()
    ]
    slowest = max(row["p50"] for row in report.values())
    checks.append(
        {"name": "p50", "value": slowest, "limit": LIMIT_MILLISECONDS, "passed": slowest <= LIMIT_MILLISECONDS}
    )
    return {"paragraphs": len(places), "kinds": report, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = [
        f"{result['paragraphs']} paragraphs\n",
        "| sentence | cases | right | p50 ms | p95 ms |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {kind} | {row['cases']} | {row['right']} | {row['p50']} | {row['p95']} |"
        for kind, row in result["kinds"].items()
    ]
    return "\n".join(lines)
