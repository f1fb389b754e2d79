"""What a question names otherwise than a source: other cities, other bodies for a task, another of the few things of one sort."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.records import Span
from index.words import part_of_speech, plain_words
from rag.data import language, pattern
from rag.premises.records import Contradiction


def named_apart(question: str, texts: Sequence[str], spans: Sequence[Span], paragraph: str) -> Contradiction | None:
    """The first thing that a folded ``question``, names masked, names otherwise than the best of the sentences at ``spans``;
    ``paragraph``: the folded text around it.
    """
    found = (
        _cities(question, texts[0], paragraph) or _doers(question, texts[0], paragraph) or _sorts(question, texts[0])
    )
    return None if found is None else Contradiction(*found, spans[0])


def _cities(question: str, text: str, paragraph: str) -> tuple[str, str] | None:
    """引进到甲、乙 against 丙、丁; of one alone, the source may say something else beside it."""
    asked, told = _names_of_places(question), _names_of_places(text)
    wider = pattern(language("premises")["named_apart"]["wider"])
    apart = [one for one in told if one not in question]
    if any(wider.fullmatch(one) for one in asked) and not any(wider.fullmatch(one) for one in apart):
        return None
    joined = any(re.search(f"{one}[、和与及]{other}", question) for one, other in pairwise(asked))
    if not joined or any(one in paragraph for one in asked) or not apart:
        return None
    return asked[0], apart[0]


def _names_of_places(text: str) -> list[str]:
    words = dict.fromkeys(word for word, *_ in plain_words().spans(text))
    general = language("premises")["named_apart"]["no_places"]
    return [word for word in words if len(word) > 1 and part_of_speech(word) == "ns" and word not in general]


def _doers(question: str, text: str, paragraph: str) -> tuple[str, str] | None:
    """由财政部门牵头 against 由民政部门牵头."""
    rule = pattern(language("premises")["named_apart"]["doers"])
    asked, told = rule.search(question), rule.search(text)
    if asked is None or told is None or asked["does"] != told["does"]:
        return None
    pairs = {asked["who"][at : at + 2] for at in range(len(asked["who"]) - 1)} - {*_general()}
    if not pairs or any(pair in paragraph for pair in pairs):
        return None
    return asked.group(), told.group()


def _general() -> Sequence[str]:
    words: list[str] = language("premises")["named_apart"]["general"]
    return words


def _sorts(question: str, text: str) -> tuple[str, str] | None:
    """客运运力 against 货运运力: of a few things of one sort another, before the same word."""
    for family in language("premises")["named_apart"]["sorts"]:
        for word in family:
            for match in re.finditer(f"{re.escape(word)}的?(?P<head>[一-鿿]{{2}})", question):
                if word in text:
                    continue
                other = next(
                    (one for one in family if one != word and f"{one}{match['head']}" in text and one not in question),
                    None,
                )
                if other is not None:
                    return f"{word}{match['head']}", f"{other}{match['head']}"
    return None
