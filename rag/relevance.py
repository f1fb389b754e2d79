"""How likely a paragraph speaks of what is asked: one logistic regression over what words, vectors and a reading observe.

Words alone refuse a question put in other words than the source's; vectors alone take any near paragraph for the answer.
The coefficients stand in ``rag/data/relevance.toml``; ``python -m eval.training fit`` fits them, ``python -m eval bench relevance``
measures them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.embedding import Passage
from index.records import Hit, Place
from index.retrieval import Index
from index.settings import DEFAULT_EMBEDDING
from rag.data import language

WHOLE = 0.95
"""The coverage from which a paragraph holds all words of the topic, but for forms of them."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known of a paragraph beside a question.

    ``coverage``: the weighted share of the topic's words that it holds (0 to 1). ``similarity``: how much nearer its
    best chunk is to the question than chunks are on average, in standard deviations (as ``Hit.similarity``).
    ``lead``: how much nearer it is than the nearest other paragraph, whoever's (negative: another is nearer).
    ``rank``: where retrieval put it (1: first; 0: nowhere). ``reading``: the logit of its sentence answering the
    question, by the default model's cross-encoder; None where it was not read.
    """

    coverage: float
    similarity: float
    lead: float
    rank: int = 0
    reading: float | None = None


class Nearness:
    """The similarities of the paragraphs that retrieval found, each beside the best of the others."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._by_place = {hit.place: hit.similarity for hit in hits}
        self._ranks = {hit.place: rank for rank, hit in enumerate(hits, start=1)}
        self._best = sorted(self._by_place.values(), reverse=True)[:2]

    def similarity(self, place: Place) -> float:
        """How near the paragraph is; 0, as far as chunks on average, where retrieval did not find it."""
        return self._by_place.get(place, 0.0)

    def lead(self, place: Place) -> float:
        """By how much the paragraph is nearer than the nearest other one."""
        own, best = self.similarity(place), [*self._best, 0.0, 0.0]
        return own - (best[1] if place in self._by_place and own == best[0] else best[0])

    def observed(self, place: Place, *, coverage: float) -> Observed:
        """What is known of the paragraph at ``place``."""
        return Observed(coverage, self.similarity(place), self.lead(place), self._ranks.get(place, 0))


UNSAID = 1.5
"""The share of the least probability from which somebody named speaks of a topic no word of which he has: of 595 questions about what
nobody speaks of, 34 summaries were given from 1, 18 from this and 6 from 2; of those rightly given without a word, 6, 6 and 3."""


def probability(seen: Observed, *, named: bool) -> float:
    """The logistic regression (Cox 1958): how likely the paragraph speaks of what is asked, 0 to 1.

    ``named``: whether the question names who speaks, so that only few paragraphs can be mistaken for one another.
    """
    model = _model(named, seen)
    logit = (
        model["intercept"]
        + model["coverage"] * seen.coverage
        + model["similarity"] * seen.similarity
        + model["lead"] * seen.lead
    )
    if seen.reading is not None:
        logit += model["reading"] * seen.reading
        logit += model["first"] / seen.rank if seen.rank else 0.0
    return float(1 / (1 + math.exp(-logit)))


def share_of_least(seen: Observed, *, named: bool) -> float:
    """The probability over the one from which a paragraph counts: comparable whether or not the sentence was read."""
    return probability(seen, named=named) / _model(named, seen)["least"]


def is_relevant(seen: Observed, *, named: bool, compared: bool = False, who: bool = False) -> bool:
    """Whether the paragraph counts as speaking of what is asked; ``compared``: the question says that its speaker does;
    ``who``: it asks who does, and whoever is shown is named by it.

    One that holds every word of it does whatever a model makes of it: nobody may be told that it is not there.
    """
    if seen.coverage >= WHOLE:
        return True
    table = _model(named, seen)
    enough = table["least"]
    if compared and named:
        enough = table["least_compared"]
    elif who and not named:
        enough = table.get("least_who", enough)
    return probability(seen, named=named) >= enough


def is_far(seen: Observed) -> bool:
    """Whether a paragraph of whoever speaks, with hardly a word of the topic in it, is read to be the answer hardly likelier
    than not: enough for a suggestion, too little to give a name for.
    """
    if seen.reading is None:
        return False
    table = _model(False, seen)
    return seen.coverage < table["far"] and probability(seen, named=False) < table["least_far"]


def alignments(index: Index, query: str, texts: Sequence[str]) -> list[float] | None:
    """How well each of ``texts`` says what ``query`` does, by the tokens of the default model; None with any other."""
    found = index.alignments(query, texts) if _is_calibrated(index) else None
    return None if found is None else [float(one) for one in found]


def read(index: Index, query: str, passages: Sequence[Passage], *, again: bool = False) -> list[float] | None:
    """For each passage the logit of its answering the question, by the default model's cross-encoder, or by its second reader
    (``again``); None with any other.
    """
    found = index.pair_scores(query, passages, again=again) if _is_calibrated(index) else None
    return None if found is None else [float(one) for one in found]


def closeness(index: Index, query: str, texts: Sequence[str]) -> list[float]:
    """The cosines of a question with each of ``texts``, moved to where the default model's lie: by the average and the
    spread of its own index.
    """
    cosines = index.cosines(query, texts)
    scale: dict[str, float] = language("relevance")["scale"]
    usual, spread = index.usual_cosine(query)
    return [scale["usual"] + scale["spread"] * (float(one) - usual) / spread for one in cosines]


def _is_calibrated(index: Index) -> bool:
    """Whether the coefficients were fitted with the index's own model."""
    return str(index.manifest["model"]).startswith(f"{DEFAULT_EMBEDDING}:")


def _model(named: bool, seen: Observed) -> dict[str, float]:
    return _table(named, seen.reading is not None)


def _table(named: bool, was_read: bool) -> dict[str, float]:
    model: dict[str, float] = language("relevance")[("named" if named else "anybody") + ("_read" if was_read else "")]
    return model
