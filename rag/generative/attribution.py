"""Which passages a sentence rests on, and which of their sentences say it."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.generative.passages import Passage
from rag.generative.support import WordSupport

_MOST_SENTENCES = 3
_GAIN = 0.1
"""What a further sentence must add to the shared part to be cited too."""


def ranked(body: str, passages: Sequence[Passage], words: WordSupport) -> list[tuple[float, Passage]]:
    """The passages that share most with ``body``, best first; equal ones in their order."""
    return sorted(
        ((sharing(body, passage.text, words), passage) for passage in passages),
        key=lambda pair: (-pair[0], pair[1].number),
    )


def sharing(body: str, text: str, words: WordSupport) -> float:
    """The mean share of words and of pairs of characters of ``body`` that stand in ``text``."""
    shared = words.shared(body, text)
    return 0.0 if shared is None else (shared[0] + shared[1]) / 2


def body_of(sentence: str, passages: Sequence[Passage]) -> str:
    """A sentence without the names, roles and titles of who is cited: they stand in no paragraph."""
    folded = fold(sentence)
    asides = sorted(
        {fold(aside) for one in passages for aside in (one.speaker or "", one.role, one.title) if len(aside) > 1},
        key=len,
        reverse=True,
    )
    for aside in asides:
        folded = folded.replace(aside, " ")
    return folded.replace("《 》", " ")


def saying(body: str, passage: Passage, words: WordSupport) -> tuple[Span, ...]:
    """The sentences of a passage that together say most of ``body``, in source order, neighbours joined."""
    parts = _sentences(passage)
    chosen: list[tuple[int, int]] = []
    reached = 0.0
    while parts and len(chosen) < _MOST_SENTENCES:
        held = "\n".join(passage.text[start:end] for start, end in chosen)
        value, best = max(
            ((sharing(body, f"{held}\n{passage.text[start:end]}", words), (start, end)) for start, end in parts),
            key=lambda pair: (pair[0], -pair[1][0]),
        )
        if chosen and value < reached + _GAIN:
            break
        chosen.append(best)
        parts.remove(best)
        reached = value
    joined: list[tuple[int, int]] = []
    for start, end in sorted(chosen):
        if joined and not passage.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(_trimmed(passage, start, end) for start, end in joined)


def nearest(body: str, passage: Passage, words: WordSupport) -> tuple[float, Span] | None:
    """The one sentence of a passage that shares most with ``body``, and how much; the first of equal ones."""
    found = [(sharing(body, passage.text[start:end], words), start, end) for start, end in _sentences(passage)]
    if not found:
        return None
    value, start, end = max(found, key=lambda one: (one[0], -one[1]))
    return value, _trimmed(passage, start, end)


def whole(passage: Passage) -> Span:
    """All of a passage, without white space at its ends."""
    return _trimmed(passage, 0, len(passage.text))


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    return [
        (start, start + len(passage.text[start:end].rstrip()))
        for start, end in sentences(passage.text)
        if passage.text[start:end].strip()
    ]


def _trimmed(passage: Passage, start: int, end: int) -> Span:
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    return Span(passage.place, passage.start + start, passage.start + start + len(text.strip()))
