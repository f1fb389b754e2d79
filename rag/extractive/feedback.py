"""In which words a matter is spoken of: those of the sentences that are read best beside it (pseudo-relevance feedback).

A question puts a matter in other words than its source; the first to be found tell the words in which the rest speak of it. Each word
is weighed by how likely its sentence speaks of the matter and how rare it is (relevance models: Lavrenko and Croft 2001,
doi:10.1145/383952.383972; Rocchio 1971).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from index.corpus import Corpus
from rag.evidence import speech_count


def told_in(
    found: Sequence[tuple[str, float]], corpus: Corpus, words: Callable[[str], Iterable[str]], *, asked: str
) -> dict[str, float]:
    """The words of folded texts, each ``found`` with its logit of speaking of a matter, and what they weigh; without those that stand in
    what is ``asked``, without single characters and what most speeches have.
    """
    of = speech_count(corpus)
    likely: dict[str, float] = defaultdict(float)
    for text, logit in found:
        for word in {word for word in words(text) if len(word) > 1 and word not in asked}:
            likely[word] += 1 / (1 + math.exp(-logit))
    weights = {word: share * _rarity(word, corpus, of) for word, share in likely.items()}
    return {word: weight for word, weight in weights.items() if weight > 0}


def share_of(told: Mapping[str, float], words: Iterable[str]) -> float:
    """The weighted share of ``told`` that is among ``words``, 0 to 1; 0 where nothing is told."""
    total = sum(told.values())
    return sum(told.get(word, 0.0) for word in set(words)) / total if total else 0.0


def _rarity(word: str, corpus: Corpus, of: int) -> float:
    """The inverse document frequency over speeches (Spärck Jones 1972); negative for what all but a few have."""
    speeches = len({(span.place.document, span.place.speech) for span in corpus.find(word)})
    return math.log((of + 1) / (speeches + 0.5))
