"""How well evidence supports a sentence, from 0 to 1: words, neighbouring characters and vectors, or a user's model.

The claims check says whether two texts contradict each other; this says whether one speaks of the other at all.
Without evidence there is no score, and no score never passes.
"""

from __future__ import annotations

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


class Support(Protocol):
    """``threshold``: the least score that passes."""

    name: str
    threshold: float

    def score(self, sentence: str, evidence: Sequence[str]) -> float | None:
        """How well the texts of ``evidence`` together support ``sentence``; None without evidence or content."""
        ...


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is made of, each from 0 to 1."""

    words: float
    pairs: float
    vectors: float


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

    def score(self, sentence: str, evidence: Sequence[str]) -> float | None:
        features = self.features(sentence, evidence)
        return None if features is None else combined(features, self._rules)

    def features(self, sentence: str, evidence: Sequence[str]) -> Features | None:
        """The parts of the score; None without evidence or content."""
        texts = [text for text in evidence if text.strip()]
        words, pairs = self.shared(sentence, "\n".join(texts))
        if not texts or words is None:
            return None
        return Features(words, pairs, self._nearness(sentence, texts))

    def shared(self, sentence: str, evidence: str) -> tuple[float | None, float]:
        """The shares of a sentence's words and of its pairs of characters that stand in ``evidence``."""
        folded = fold(evidence)
        content = [
            word for word in self._words(sentence) if word not in frame_words() and (len(word) > 1 or word.isdigit())
        ]
        total = sum(map(len, content))
        pairs = pairs_of(fold(sentence))
        if not total or not pairs:
            return None, 0.0
        there = pairs_of(folded)
        return sum(len(word) * strength(word, folded) for word in content) / total, sum(
            pair in there for pair in pairs
        ) / len(pairs)

    def _nearness(self, sentence: str, texts: Sequence[str]) -> float:
        if self._embed is None:
            return 0.0
        parts = [text[start:end] for text in texts for start, end in clauses(text) if text[start:end].strip()]
        rows = np.asarray(self._embed([sentence, *parts, *texts]))
        cosine = float(np.max(rows[1:] @ rows[0]))
        low, high = self._rules["cosine_low"], self._rules["cosine_high"]
        return min(1.0, max(0.0, (cosine - low) / (high - low)))


def combined(features: Features, rules: dict[str, float]) -> float:
    """The weighted mean of the features."""
    weights = rules["words"] + rules["pairs"] + rules["vectors"]
    return (
        rules["words"] * features.words + rules["pairs"] * features.pairs + rules["vectors"] * features.vectors
    ) / weights


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

    def score(self, sentence: str, evidence: Sequence[str]) -> float | None:
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
