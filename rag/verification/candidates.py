"""Which paragraphs of a corpus may hold a sentence: those that share the most of its words, found by literal search."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from index.corpus import Corpus
from index.records import Place

_RUNS = re.compile(r"[^\W_]+")
_LENGTH, _STEP = 6, 5
_MOST = 14
# A brief sentence with a letter exchanged in each stretch still has shorter ones as they stand.
_BRIEF, _LEAST = 24, 3
# A stretch that stands in more paragraphs than this tells nothing.
_COMMON = 400


def anchors(sentence: str) -> list[str]:
    """Short stretches of the sentence, none across a point or a space, spread over all of it."""
    pieces: list[str] = []
    for run in _RUNS.findall(sentence):
        if len(run) <= _LENGTH + 1:
            pieces.append(run)
            continue
        pieces += [run[start : start + _LENGTH] for start in range(0, len(run) - _LENGTH, _STEP)]
        pieces.append(run[-_LENGTH:])
    pieces = list(dict.fromkeys(piece for piece in pieces if len(piece) > 1))
    return _spread([piece for piece in pieces if len(piece) >= 4] or pieces)


def short_anchors(sentence: str) -> list[str]:
    """All stretches of three letters, none across a point or a space; [] for a sentence that is not brief."""
    runs = _RUNS.findall(sentence)
    if sum(map(len, runs)) > _BRIEF:
        return []
    pieces = [run[start : start + _LEAST] for run in runs for start in range(len(run) - _LEAST + 1)]
    return list(dict.fromkeys(pieces))


def _spread(pieces: list[str]) -> list[str]:
    """At most ``_MOST`` of the pieces, spread over all of them."""
    if len(pieces) <= _MOST:
        return pieces
    return [pieces[round(i * (len(pieces) - 1) / (_MOST - 1))] for i in range(_MOST)]


def likely(sentence: str, corpus: Corpus, *, most: int = 60) -> list[Place]:
    """Paragraphs that hold the longest stretch of ``sentence`` without a point or a space: one search, mostly enough."""
    longest = max(_RUNS.findall(sentence), key=len, default="")
    if len(longest) < _LENGTH:
        return []
    return sorted({span.place for span in corpus.find(longest)})[:most]


def candidates(sentence: str, corpus: Corpus, *, most: int = 60) -> tuple[list[Place], float]:
    """Paragraphs that hold stretches of ``sentence``, those that hold more of it first, at most ``most``,
    and the share of its stretches that stand anywhere."""
    stretches = anchors(sentence)
    votes, known = _votes(stretches, corpus)
    if not votes:
        votes, _ = _votes(short_anchors(sentence), corpus)
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:most]
    return [place for place, _ in ranked], known / max(1, len(stretches))


def _votes(stretches: Sequence[str], corpus: Corpus) -> tuple[dict[Place, float], int]:
    """How much speaks for each paragraph that holds any of the stretches, and how many of these stand anywhere."""
    votes: dict[Place, float] = defaultdict(float)
    known = 0
    for anchor in stretches:
        places = {span.place for span in corpus.find(anchor)}
        if not places:
            continue
        known += 1
        # A stretch that stands in few paragraphs counts for more.
        weight = len(anchor) / (1 + len(places)) if len(places) > _COMMON else len(anchor) + 1 / len(places)
        for place in places:
            votes[place] += weight
    return votes, known


def spaced(squeezed: str, corpus: Corpus, *, most: int = 60) -> list[Place]:
    """Paragraphs that hold the letters of ``squeezed`` in order with any points and spaces between them.

    Reads all of the corpus: for what was printed with spaces between the letters, where no stretch is found.
    """
    pattern = re.compile(r"[\W_]*".join(map(re.escape, squeezed)))
    folded, starts = corpus.columns.folded, corpus.columns.folded_starts
    found: list[Place] = []
    for row in corpus.paragraph_rows():
        if pattern.search(str(folded[starts[row] : starts[row + 1]], "utf-8")):
            found.append(corpus.place(int(row)))
            if len(found) == most:
                break
    return found
