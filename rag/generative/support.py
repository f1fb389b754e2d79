"""How well evidence supports a sentence, from 0 to 1: words, neighbouring characters and vectors, or a user's model.

The claims check says whether two texts contradict each other; this says whether one speaks of the other at all.
Without evidence there is no score, and no score never passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from index.folding import fold
from index.retrieval import Index
from index.sentences import clauses
from rag.data import language
from rag.matching import strength
from rag.understanding.topics import frame_words

_CLAUSE = re.compile(r"[^，,。；;！？!?：:\n]+")
_WINDOW = 1.6
"""A stretch of evidence is at least so many times as long as the sentence held against it …"""
_SHORTEST_WINDOW = 30
"""… and at least so many characters: a short sentence may draw two neighbouring clauses together."""
_NEAR = 0.35
"""Strength from which a word stands in a stretch in some form."""


class Support(Protocol):
    """``threshold``: the least score that passes."""

    name: str
    threshold: float

    def score(self, sentence: str, evidence: Sequence[str], *, given: str = "") -> float | None:
        """How well the texts of ``evidence`` together support ``sentence``; None without evidence or content.

        ``given``: the question, whose words a sentence may repeat.
        """
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is made of: three shares from 0 to 1 (``vectors`` None without a
    model), and the number of words that stand nowhere near."""

    words: float
    pairs: float
    vectors: float | None
    strange: int = 0


class WordSupport:
    """The project's own score. ``embed``: texts → unit rows (n, d), None to do without vectors."""

    name = "words"

    def __init__(
        self, words: Callable[[str], Sequence[str]], embed: Callable[[Sequence[str]], Any] | None = None
    ) -> None:
        self._words, self._embed = words, embed
        self._rules: dict[str, float] = language("generative")["support"]
        self.threshold = self._rules["threshold"]

    @classmethod
    def of(cls, index: Index) -> WordSupport:
        """With the words and the embedding model of an open index."""
        return cls(index.words, index.embed)

    def score(self, sentence: str, evidence: Sequence[str], *, given: str = "") -> float | None:
        features = self.features(sentence, evidence, given=given)
        return None if features is None else combined(features, self._rules)

    def features(self, sentence: str, evidence: Sequence[str], *, given: str = "") -> Features | None:
        """The parts of the score; None without evidence or content."""
        texts = [text for text in evidence if text.strip()]
        shared = self.shared(sentence, "\n".join(texts), given=given)
        if not texts or shared is None:
            return None
        return Features(*shared[:2], self._nearness(sentence, texts), shared[2])

    def shared(self, sentence: str, evidence: str, *, given: str = "") -> tuple[float, float, int] | None:
        """The shares of a sentence's words and pairs of characters that stand together in ``evidence``, and how many
        of its words stand nowhere near and not in ``given``; None for a sentence without content.

        Each clause is held against the stretch of a few clauses that shares most with it: what is scattered over a
        paragraph was put together by the model, not by its speaker.
        """
        least = max(_SHORTEST_WINDOW, _WINDOW * len(sentence))
        windows = [(text, pairs_of(text)) for text in stretches(fold(evidence), least=least)]
        given = fold(given)
        total, words_there, pairs_there, strange = 0, 0.0, 0.0, 0
        for clause in _CLAUSE.findall(fold(sentence)):
            content = [word for word in self._words(clause) if word not in frame_words() and _tells(word)]
            pairs = pairs_of(clause)
            if not content or not pairs:
                continue
            length = sum(map(len, content))
            best: tuple[float, float, list[str]] = (0.0, 0.0, content)
            for text, there in windows:
                found = [strength(word, text) for word in content]
                words = sum(len(word) * one for word, one in zip(content, found, strict=True)) / length
                share = sum(pair in there for pair in pairs) / len(pairs)
                if words + share > best[0] + best[1]:
                    best = words, share, [word for word, one in zip(content, found, strict=True) if one < _NEAR]
            total += len(clause)
            words_there += len(clause) * best[0]
            pairs_there += len(clause) * best[1]
            strange += sum(word not in given for word in best[2])
        return (words_there / total, pairs_there / total, strange) if total else None

    def _nearness(self, sentence: str, texts: Sequence[str]) -> float | None:
        if self._embed is None:
            return None
        parts = [text[start:end] for text in texts for start, end in clauses(text) if text[start:end].strip()]
        rows = np.asarray(self._embed([sentence, *parts, *texts]))
        cosine = float(np.max(rows[1:] @ rows[0]))
        low, high = self._rules["cosine_low"], self._rules["cosine_high"]
        return min(1.0, max(0.0, (cosine - low) / (high - low)))


def stretches(text: str, *, least: float) -> list[str]:
    """Runs of neighbouring clauses, one from each clause on, of at least ``least`` characters where there are so many."""
    parts = _CLAUSE.findall(text)
    found = []
    for first in range(len(parts)):
        length, behind = 0, first
        while behind < len(parts) and length < least:
            length += len(parts[behind])
            behind += 1
        found.append("，".join(parts[first:behind]))
    return found


def _tells(word: str) -> bool:
    return len(word) > 1 or word.isdigit()


def combined(features: Features, rules: dict[str, float]) -> float:
    """The weighted mean of the shares, less for every word that stands nowhere near."""
    parts = [(rules["words"], features.words), (rules["pairs"], features.pairs)]
    if features.vectors is not None:
        parts.append((rules["vectors"], features.vectors))
    mean = sum(weight * share for weight, share in parts) / sum(weight for weight, _ in parts)
    return max(0.0, mean - rules["strange"] * features.strange)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters and figures, points and spaces left out."""
    plain = "".join(character for character in text if character.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


class CrossEncoderSupport:
    """A sentence-transformers CrossEncoder of the user's on this machine: relevance (one label) or NLI (entailment)."""

    def __init__(self, model: Any, *, name: str = "cross-encoder") -> None:
        self.name, self._model = name, model
        self.threshold: float = language("generative")["support"]["cross_encoder"]
        labels = {
            int(key): str(value).lower()
            for key, value in (getattr(getattr(model, "config", None), "id2label", None) or {}).items()
        }
        self._entailment = next((key for key, value in labels.items() if value.startswith("entail")), None)

    @classmethod
    def open(cls, folder: str) -> CrossEncoderSupport:
        """Opens the model in ``folder``, without asking the network."""
        from sentence_transformers import CrossEncoder

        return cls(
            CrossEncoder(folder, local_files_only=True, device="cpu"), name=folder.rstrip("/").rsplit("/", 1)[-1]
        )

    def score(self, sentence: str, evidence: Sequence[str], *, given: str = "") -> float | None:
        texts = [text for text in evidence if text.strip()]
        if not texts or not sentence.strip():
            return None
        # an NLI model reads premise, then hypothesis; a relevance model query, then passage
        joined = "\n".join(texts)
        pair = (joined, sentence) if self._entailment is not None else (sentence, joined)
        found = np.asarray(self._model.predict([pair]), dtype=float).reshape(-1)
        if self._entailment is not None and found.size > 1:
            odds = np.exp(found - found.max())
            return float(odds[self._entailment] / odds.sum())
        value = float(found[0])
        return value if 0.0 <= value <= 1.0 else float(1 / (1 + np.exp(-value)))
