"""A token classifier: which characters of a question are its topic, whom it asks about, and which are only how it is put.

The lower layers of the default model with low-rank updates and two linear heads, one over the tokens and one over their mean
(as Chen et al. 2019, BERT for Joint Intent Classification and Slot Filling, arXiv:1902.10909).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.folder import PROMPTS
from index.embedding.pieces import Pieces
from index.embedding.session import open_session
from index.embedding.words import Words

FRAME, TOPIC, ROLE, NAME, DOCUMENT, LEFT_OUT = range(6)
"""Parts of a question: how it is put; what it is about; what speakers must be; who or which body is named; a page, a meeting,
a day; any of these that is not asked for (除了某某, 不是局长的)."""
IDENTITY = "identity"
KINDS = ("fact", "who", "list", "count", "summary", "compare", "similar", "verify", IDENTITY)
"""Kinds of questions, in the order of the head; who somebody is (职务, 姓名) apart from what was said."""
RELATIONS = ("any", "all", "several")
"""How the parts of a list go together, in the order of the head: any of several that are named; all of them (既是…又是…); whoever
speaks in several documents, none of which is named."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """``parts``: float32 (characters, 6), how likely each character of ``text`` is of which part, white space of the first;
    ``kinds``: how likely the question is of which of ``KINDS``; ``relations``: and, as a list, of which of ``RELATIONS``.
    """

    text: str
    parts: Array
    kinds: dict[str, float]
    relations: dict[str, float]


class Tagger:
    """The network, with the pieces and the word table of the default one. Safe to share between threads."""

    def __init__(self, graph: Path, pieces: Pieces, words: Words) -> None:
        self._session = open_session(graph)
        self._pieces = pieces
        self._words = words

    def tagged(self, text: str) -> Tagged:
        """The parts of a folded question; characters behind the longest text that is read are of its frame."""
        prompt = PROMPTS["query"]
        ids, places = self._pieces.encode(prompt + text), self._pieces.places(prompt + text)
        tags, kinds, relations = self._session.run(None, {"rows": self._words.rows(ids)})
        parts = np.zeros((len(text), tags.shape[-1]), np.float32)
        parts[:, FRAME] = 1
        for (start, end), logits in zip(places, tags[0, 1:-1], strict=True):
            parts[max(0, start - len(prompt)) : max(0, end - len(prompt))] = _softmax(logits)
        return Tagged(text, parts, _likely(KINDS, kinds[0]), _likely(RELATIONS, relations[0]))


def _likely(names: Sequence[str], logits: Array) -> dict[str, float]:
    return dict(zip(names, map(float, _softmax(logits)), strict=True))


def _softmax(logits: Array) -> Array:
    shifted = np.exp(logits - logits.max())
    likely: Array = shifted / shifted.sum()
    return likely
