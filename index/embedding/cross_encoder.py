"""A cross-encoder: reads a question and a sentence together and says whether the one answers the other.

Words of both see each other in every layer, which vectors made apart cannot give (Nogueira and Cho 2019,
arXiv:1901.04085).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces
from index.embedding.session import open_session
from index.embedding.words import Words

MOST_QUESTION, MOST_SENTENCE, MOST_CONTEXT = 160, 110, 60
"""Tokens read of each part, as in training."""
BEFORE = 40
"""Characters of the paragraph that are shown before the sentence."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with what it stands in: ``title`` of its speech (may be empty), ``before``: the text in front of it."""

    text: str
    title: str = ""
    before: str = ""

    @property
    def context(self) -> str:
        """What is read after the sentence."""
        return (f"{self.title}。" if self.title else "") + self.before[-BEFORE:]


def question_ids(pieces: Pieces, question: str) -> list[int]:
    """The first tokens of a pair: the question's, cut to their most, between a begin token and two end tokens."""
    begin, *asked, end = pieces.encode(PROMPTS["query"] + question)
    return [begin, *asked[:MOST_QUESTION], end, end]


def passage_ids(pieces: Pieces, passage: Passage) -> list[int]:
    """The other tokens of a pair: sentence and context, each cut to its most and closed by an end token."""
    said = pieces.encode(PROMPTS["passage"] + passage.text)[1:-1]
    around = pieces.encode(passage.context)[1:-1] if passage.context else []
    return [*said[:MOST_SENTENCE], pieces.end, *around[:MOST_CONTEXT], pieces.end]


class CrossEncoder:
    """The small network, with the pieces and the word table of the default one. Safe to share between threads."""

    def __init__(self, graph: Path, pieces: Pieces, words: Words) -> None:
        self._session = open_session(graph)
        self._pieces = pieces
        self._words = words

    def question_ids(self, question: str) -> list[int]:
        """What ``score`` takes of a question."""
        return question_ids(self._pieces, question)

    def score(self, asked: Sequence[int], passage: Passage) -> float:
        """The logit of the passage's sentence answering the question; a reading depends on this pair alone."""
        ids = [*asked, *passage_ids(self._pieces, passage)]
        (logit,) = self._session.run(None, {"rows": self._words.rows(ids)})
        return float(logit[0, 0])
