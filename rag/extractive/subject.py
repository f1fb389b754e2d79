"""Whether a topic is that of a whole speech, told in other words, or only of some of its recommendations.

A speech under one headline recommends several things for one end. Who asks for its recommendations on that end wants all
of them; who asks for one of the things wants that one. Which it is, is one logistic regression over what words, vectors
and readings observe (:class:`Likeness`). The coefficients stand in ``rag/data/subject.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from index.folding import fold
from index.records import Speech
from index.retrieval import Index
from index.sentences import sentences
from rag.data import language
from rag.relevance import closeness
from rag.speeches import Point

_LEAST = 0.05
"""The least share of the probability that is told apart from none."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is seen of a topic beside a speech.

    ``shared``: the share of its characters that the heading has (0 to 1). ``nearer``: how much nearer the heading is to
    it than the nearest recommendation, ``spread``: how much nearer that one is than the recommendations on average, both
    in hundredths of a cosine. ``opening``, ``best``, ``second``: the logarithms of how likely what stands before the
    recommendations, the likeliest recommendation and the second one speak of it, as shares of what suffices.
    """

    shared: float
    nearer: float
    spread: float
    opening: float
    best: float
    second: float


def whole_chance(
    index: Index, topic: str, speech: Speech, points: Sequence[Point], relevant: Mapping[int, float]
) -> float:
    """How likely ``topic`` is that of the whole speech, 0 to 1; 0 where nothing can be told.

    ``relevant``: how likely each paragraph speaks of the topic, as a share of what suffices.
    """
    seen = likeness(index, topic, speech, points, relevant)
    return 0.0 if seen is None else probability(seen)


def likeness(
    index: Index, topic: str, speech: Speech, points: Sequence[Point], relevant: Mapping[int, float]
) -> Likeness | None:
    """What is seen of ``topic`` beside ``speech``; None where it has no heading or fewer than two recommendations."""
    heading = heading_of(speech, points)
    if not topic or not heading or len(points) < 2:
        return None
    numbers = [point.paragraph for point in points]
    headed, *near = [100 * one for one in closeness(index, topic, [heading, *map(speech.text, numbers)])]
    characters, known = set(fold(topic)), fold(heading)
    ranked = sorted((_logarithm(relevant.get(number, 0.0)) for number in numbers), reverse=True)
    before = max((relevant.get(number, 0.0) for number in range(1, min(numbers))), default=0.0)
    return Likeness(
        shared=sum(one in known for one in characters) / len(characters),
        nearer=headed - max(near),
        spread=max(near) - sum(near) / len(near),
        opening=_logarithm(before),
        best=ranked[0],
        second=ranked[1],
    )


def heading_of(speech: Speech, points: Sequence[Point]) -> str:
    """The title of a speech; where it has none, the sentence that opens it before any recommendation; "" for neither."""
    if speech.title or not points or points[0].paragraph == 1:
        return speech.title
    text = speech.text(1)
    start, end = next(iter(sentences(text)), (0, len(text)))
    return text[start:end].strip()


def probability(seen: Likeness) -> float:
    """The logistic regression (Cox 1958): how likely the topic is that of the whole speech, 0 to 1."""
    model: dict[str, float] = language("subject")["model"]
    logit = model["intercept"] + sum(model[name] * value for name, value in asdict(seen).items())
    return 1 / (1 + math.exp(-logit))


def _logarithm(share: float) -> float:
    return math.log(max(share, _LEAST))
