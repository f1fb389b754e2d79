"""Unigram tokenization in little memory: the same ids as ``tokenizer.json`` gives, without the tokenizers library.

The library builds a trie of a quarter million pieces in about a second and 300 MB, which a question of twenty
characters need not pay. Held against the library by a property test.
Source of the model: Kudo 2018, Subword Regularization (arXiv:1804.10959), section 3.2 and its Viterbi search.
"""

from __future__ import annotations

import json
import re
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.embedding.tokenization import LONGEST, SPACE
from index.embedding.wheel import Vocabulary

_SPACES = re.compile(" {2,}")
_PREFIX = 2
"""Characters of a piece's beginning by which the search knows how long a piece can become."""
_UNKNOWN_PENALTY = 10.0
"""An unknown character scores this much below the worst piece, as in sentencepiece."""


def pieces_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """What ``load_pieces`` reads."""
    if any(SPACE in piece[1:] for piece in vocabulary.pieces if set(piece) != {SPACE}):
        raise ValueError(f"a piece holds {SPACE} after its beginning")
    return {
        "pieces": vocabulary.pieces,
        "scores": vocabulary.scores,
        "begin": vocabulary.begin,
        "end": vocabulary.end,
        "unknown": vocabulary.unknown,
        "normalisation": vocabulary.normalisation,
    }


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary, ready to cut texts. ``longest`` is by the first characters of a piece, ``unknown`` a score."""

    ids: dict[str, int]
    scores: array[float]
    longest: dict[str, int]
    normalisation: dict[int, str]
    begin: int
    end: int
    unknown: int
    unknown_score: float

    def normalise(self, text: str) -> str:
        """The text as the pieces spell it: characters mapped, runs of spaces joined and marked."""
        plain = _SPACES.sub(" ", text.translate(self.normalisation))
        # A piece is at most 16 characters: what follows cannot be among the first LONGEST tokens.
        plain = plain[: LONGEST * 18]
        return (plain if plain.startswith(" ") else " " + plain).replace(" ", SPACE)

    def encode(self, text: str) -> list[int]:
        """The ids of a text's pieces between begin and end, LONGEST at most; the likeliest cut, the first on a tie."""
        return [self.begin, *(piece for piece, _ in self._pieces(self.normalise(text))), self.end]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where in ``text`` each piece of ``encode`` between begin and end stands: ``[start, end)``, empty where it is only the
        space before the text.
        """
        spelt: list[tuple[str, int]] = []  # each character of the normalised text with that of the text it comes from
        for at, character in enumerate(text):
            for one in self.normalisation.get(ord(character), character):
                if not (one == " " and spelt and spelt[-1][0] == " "):
                    spelt.append((one, at))
        if not spelt or spelt[0][0] != " ":
            spelt.insert(0, (" ", -1))
        found, start = list[tuple[int, int]](), 0
        for _, size in self._pieces("".join(one for one, _ in spelt[: LONGEST * 18]).replace(" ", SPACE)):
            own = [place for _, place in spelt[start : start + size] if place >= 0]
            found.append((own[0], own[-1] + 1) if own else (0, 0))
            start += size
        return found

    def _pieces(self, normalised: str) -> list[tuple[int, int]]:
        """The ids of the pieces, LONGEST less begin and end at most, each with its size in characters."""
        found: list[tuple[int, int]] = []
        for word in re.split(f"(?={SPACE})", normalised):
            if word:
                found += self._cut(word)
            if len(found) > LONGEST - 2:
                break
        return found[: LONGEST - 2]

    def _cut(self, word: str) -> list[tuple[int, int]]:
        whole = self.ids.get(word)
        if whole is not None and len(word) == 1:
            return [(whole, 1)]
        size = len(word)
        best = [-1e300] * (size + 1)
        best[0] = 0.0
        came = [0] * (size + 1)
        chosen = [self.unknown] * (size + 1)
        ids, scores, longest = self.ids, self.scores, self.longest
        for start in range(size):
            here = best[start]
            one = ids.get(word[start])
            score = here + (self.unknown_score if one is None else scores[one])
            if score > best[start + 1]:
                best[start + 1], came[start + 1], chosen[start + 1] = score, start, self.unknown if one is None else one
            reach = longest.get(word[start : start + _PREFIX], 0)
            for stop in range(start + 2, min(start + reach, size) + 1):
                piece = ids.get(word[start:stop])
                if piece is not None:
                    score = here + scores[piece]
                    if score > best[stop]:
                        best[stop], came[stop], chosen[stop] = score, start, piece
        result = []
        at = size
        while at:
            result.append((chosen[at], at - came[at]))
            at = came[at]
        return result[::-1]


def load_pieces(path: Path) -> Pieces:
    """Reads what ``pieces_json`` wrote."""
    content = json.loads(path.read_bytes())
    pieces: list[str] = content["pieces"]
    scores = array("f", content["scores"])
    longest: dict[str, int] = {}
    for piece in pieces:
        beginning = piece[:_PREFIX]
        if len(piece) > longest.get(beginning, 1):
            longest[beginning] = len(piece)
    return Pieces(
        ids=dict(zip(pieces, range(len(pieces)), strict=True)),
        scores=scores,
        longest=longest,
        normalisation={ord(key): value for key, value in content["normalisation"].items()},
        begin=content["begin"],
        end=content["end"],
        unknown=content["unknown"],
        unknown_score=min(scores) - _UNKNOWN_PENALTY,
    )
