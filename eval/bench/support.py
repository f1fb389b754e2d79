"""The support score's threshold: precision, recall and their curve on labelled pairs made by mutation and paraphrase.

Supported: a sentence reworded harmlessly, beside the paragraph it comes from. Not supported: the same sentences beside
the nearest other paragraph, sentences half of which come from elsewhere, sentences with one fault, and no evidence.
A pair passes where the score reaches the threshold (and, in the last columns, the claims check finds nothing).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from eval.bench.claims import corpora
from eval.bench.mutations import FAULTS, Material, Passage, fault, material
from eval.bench.rewordings import REWORDINGS, rewording
from index.embedding import open_embedder
from index.sentences import clauses, sentences
from index.settings import Settings
from index.words import Words
from rag.claims import Evidence, check
from rag.data import language
from rag.generative import CrossEncoderSupport, Support, WordSupport, pairs_of

PRECISION, RECALL = 0.97, 0.95
_KINDS = (*REWORDINGS, "several", "synonyms")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its evidence ("" for none), and whether that supports it; ``kind`` says how it was made."""

    kind: str
    sentence: str
    passage: Passage
    supported: bool


def condensed(sentence: str, passage: Passage, around: Material, rng: random.Random) -> str | None:
    """A retelling: some clauses left out, particles dropped, words exchanged for others of the same meaning."""
    text: str | None = sentence
    for kind in ("shortened", "synonyms", "particles"):
        case = rewording(kind, passage, text or sentence, around, rng)
        text = case.sentence if case is not None else text
    return text if text and text != sentence and len(text) >= 10 else None


def nearest_other(sentence: str, passage: Passage, passages: Sequence[Passage]) -> Passage | None:
    """The other paragraph that shares most neighbouring characters with a sentence: the hardest wrong evidence."""
    mine = pairs_of(sentence)
    others = [one for one in passages if one.text != passage.text and sentence[:12] not in one.text]
    return max(others, key=lambda one: len(mine & pairs_of(one.text)), default=None)


def pairs(around: Material, count: int, *, seed: int) -> list[Pair]:
    """About ``count`` pairs, half of them supported; the same for the same seed."""
    rng = random.Random(seed)
    passages = [one for one in around.passages if len(one.text) >= 60]
    found: dict[tuple[str, str, str], Pair] = {}

    def add(kind: str, sentence: str | None, passage: Passage | None, supported: bool) -> None:
        if sentence and passage:
            found[kind, sentence, passage.text] = Pair(kind, sentence, passage, supported)

    while passages and len(found) < count:
        passage = rng.choice(passages)
        spans = [(start, end) for start, end in sentences(passage.text) if 16 <= end - start <= 140]
        if not spans:
            passages.remove(passage)
            continue
        start, end = rng.choice(spans)
        sentence = passage.text[start:end].strip()
        case = rewording(rng.choice(_KINDS), passage, sentence, around, rng)
        told = case.sentence if case is not None else sentence
        add("reworded", told, passage, True)
        retold = condensed(sentence, passage, around, rng)
        add("condensed", retold, passage, True)
        add("elsewhere", retold or told, nearest_other(sentence, passage, passages), False)
        other = rng.choice(passages)
        tail = [other.text[a:b].strip() for a, b in clauses(other.text) if b - a >= 12]
        if tail and other.text != passage.text:
            half = sentence.rstrip("。！？")[: max(8, len(sentence) // 2)]
            add("half", f"{half}，{rng.choice(tail)}", passage, False)
        mutated = fault(rng.choice(tuple(FAULTS)), passage, sentence, around, rng)
        add("fault", mutated.sentence if mutated is not None else None, passage, False)
    return list(found.values())


def curve(scores: Sequence[float], passed: Sequence[bool], labels: Sequence[bool]) -> list[dict[str, float]]:
    """Precision and recall where a pair needs a score of at least the threshold and ``passed``."""
    lines = []
    for threshold in np.arange(0.2, 0.951, 0.05):
        chosen = [score >= threshold and ok for score, ok in zip(scores, passed, strict=True)]
        right = sum(one and label for one, label in zip(chosen, labels, strict=True))
        lines.append(
            {
                "threshold": round(float(threshold), 2),
                "precision": right / sum(chosen) if any(chosen) else 1.0,
                "recall": right / max(1, sum(labels)),
            }
        )
    return lines


def fitted(features: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> list[float]:
    """Weights of a logistic regression with an intercept (Newton steps, a little ridge): what the data would choose."""
    rows = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (labels - chance) - 1e-3 * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + 1e-3 * np.eye(rows.shape[1])
        weights += np.linalg.solve(bend, slope)
    return [round(float(one), 3) for one in weights]


@cache
def _words() -> Words:
    return Words({})


def _embedding(texts: Sequence[str]) -> Callable[[Sequence[str]], Any]:
    """The default model with every text embedded once."""
    settings = Settings()
    embedder = open_embedder(settings.embedding, cache=settings.cache)
    unique = list(dict.fromkeys(texts))
    rows = embedder.embed_passages(unique)
    known = {text: rows[number] for number, text in enumerate(unique)}
    return lambda asked: np.stack([known[text] for text in asked])


def measure(
    *, seed: int = 20250919, count: int = 900, corpus: str = "sample,pages", vectors: bool = True, model: str = ""
) -> dict[str, Any]:
    """``model``: a CrossEncoder's folder in the score's place; ``vectors``: whether the score uses the embedding model."""
    names = corpus.split(",") if corpus else None
    report: dict[str, Any] = {}
    threshold = float(language("generative")["support"]["threshold"])
    for name, passages in corpora(names).items():
        around = material(passages)
        found = pairs(around, count, seed=seed)
        embed = None
        if vectors and not model:
            texts = [one.sentence for one in found]
            for passage in {one.passage.text: one.passage for one in found}.values():
                texts += [
                    passage.text,
                    *(passage.text[a:b] for a, b in clauses(passage.text) if passage.text[a:b].strip()),
                ]
            embed = _embedding(texts)
        words = WordSupport(_words().cut, embed)
        support: Support = CrossEncoderSupport.open(model) if model else words
        limit = support.threshold if model else threshold
        scores = [support.score(one.sentence, [one.passage.text]) or 0.0 for one in found]
        agreed = [
            not check(
                one.sentence,
                [Evidence(one.passage.text, one.passage.speaker, one.passage.role)],
                speakers=around.speakers,
            )
            for one in found
        ]
        labels = [one.supported for one in found]
        kinds = dict.fromkeys(one.kind for one in found)
        rows = []
        for kind in kinds:
            at = [number for number, one in enumerate(found) if one.kind == kind]
            rows.append(
                {
                    "kind": kind,
                    "supported": found[at[0]].supported,
                    "pairs": len(at),
                    "score": sum(scores[number] for number in at) / len(at),
                    "by_score": sum(scores[number] >= limit for number in at) / len(at),
                    "by_check": sum(agreed[number] for number in at) / len(at),
                    "passed": sum(scores[number] >= limit and agreed[number] for number in at) / len(at),
                }
            )
        # a fault is the check's to find: the score is fitted on what the check cannot see
        seen = [number for number, one in enumerate(found) if one.kind != "fault"]
        parts = [words.features(found[number].sentence, [found[number].passage.text]) for number in seen]
        features = np.array([[one.words, one.pairs, one.vectors or 0.0] if one else [0.0, 0.0, 0.0] for one in parts])
        report[name] = {
            "pairs": len(found),
            "threshold": limit,
            "rows": rows,
            "weights": fitted(features, np.array([labels[number] for number in seen], dtype=float)),
            "score_alone": curve([scores[n] for n in seen], [True] * len(seen), [labels[n] for n in seen]),
            "with_check": curve(scores, agreed, labels),
            "no_evidence": sum((support.score(one.sentence, [""]) or 0.0) >= limit for one in found),
        }
        chosen = [score >= limit and ok for score, ok in zip(scores, agreed, strict=True)]
        right = sum(one and label for one, label in zip(chosen, labels, strict=True))
        report[name]["precision"] = right / max(1, sum(chosen))
        report[name]["recall"] = right / max(1, sum(labels))
    checks = [
        {"name": f"{name}: {what}", "value": part[what], "limit": limit, "passed": part[what] >= limit}
        for name, part in report.items()
        for what, limit in (("precision", PRECISION), ("recall", RECALL))
    ]
    checks += [
        {
            "name": f"{name}: no evidence passes",
            "value": part["no_evidence"],
            "limit": 0,
            "passed": not part["no_evidence"],
        }
        for name, part in report.items()
    ]
    return {"corpora": report, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown."""
    lines = []
    for name, part in result["corpora"].items():
        lines += [
            f"\n## {name}: {part['pairs']} pairs, threshold {part['threshold']}: precision {part['precision']:.3f}, "
            f"recall {part['recall']:.3f}; without evidence {part['no_evidence']} pass\n",
            f"weights that the data would choose (words, pairs, vectors, intercept): {part['weights']}\n",
            "| pairs | supported | number | mean score | pass the score | pass the check | pass both |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {row['kind']} | {row['supported']} | {row['pairs']} | {row['score']:.3f} | {row['by_score']:.3f} | "
            f"{row['by_check']:.3f} | {row['passed']:.3f} |"
            for row in part["rows"]
        ]
        lines += [
            "\n| threshold | precision, score alone | recall | precision with the check | recall |",
            "| ---: | ---: | ---: | ---: | ---: |",
        ]
        lines += [
            f"| {alone['threshold']} | {alone['precision']:.3f} | {alone['recall']:.3f} | {both['precision']:.3f} | "
            f"{both['recall']:.3f} |"
            for alone, both in zip(part["score_alone"], part["with_check"], strict=True)
        ]
    return "\n".join(lines)
