"""Whom the tagger reads as named though no rule resolves the words: 修渠的事，管灌区的那位女代表报了多少, 水务局想收几个钱."""

from __future__ import annotations

import re

from index.embedding import Tagged
from index.folding import fold
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates, held_at
from rag.understanding.lexicon import Lexicon
from rag.understanding.parts import Parts, Stretch

SURELY = 0.8
"""How likely the characters of a description must be a name."""
_SHORTEST = 3


def described(tagged: Tagged, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """The stretch ``[start, end)`` of a question that describes somebody, and the one speaker who is all of it; None where
    nobody or several are, or a rule resolves it.
    """
    mentions = lexicon.mentions(tagged.text)
    for one in Parts.of(tagged).names:
        if one.likely < SURELY or len(one.text) < _SHORTEST:
            continue
        if any(mention.start < one.end and one.start < mention.end for mention in mentions):
            continue
        start, end = _whole(tagged.text, one)
        names = _fitting(tagged.text[start:end], lexicon)
        if len(names) == 1:
            return start, end, names[0]
    return None


def _whole(text: str, one: Stretch) -> tuple[int, int]:
    """A stretch with what tells of whom it points at: before it (管灌区的|那位女代表), and the address behind it (那位|委员)."""
    rules = language("people")["described"]
    before = pattern(rules["before"]).search(text[: one.start]) if pattern(rules["points"]).match(one.text) else None
    behind = pattern(rules["behind"]).match(text, one.end)
    return before.start("what") if before else one.start, behind.end() if behind else one.end


def _fitting(text: str, lexicon: Lexicon) -> list[str]:
    """The speakers of whom every word of ``text`` is said that tells anybody apart; [] where none does."""
    rules = language("people")["described"]
    words = [
        word
        for word, *_ in plain_words().spans(pattern(rules["points"]).sub(" ", text))
        if word.strip() and word not in rules["anybody"]
    ]
    if not words:
        return []
    return [
        name
        for name in lexicon.appearances
        if all(_said_of(word, fold(name).replace(" ", ""), lexicon.single_offices[name]) for word in words)
    ]


def _said_of(word: str, name: str, offices: tuple[str, ...]) -> bool:
    """Whether a word stands in a name or an office, in full or in short; a 副局长 is no 局长."""
    people = language("people")
    titles = [word, *people["short_titles"].get(word, ())]
    if any(re.search(f"(?<!副){re.escape(one)}", said) for one in titles for said in (name, *offices)):
        return True
    if any(held_at(word, office) for office in offices):
        return True
    shortened = pattern(people["described"]["shortened"]).search(word) is not None
    return shortened and any(
        word[0] in office and abbreviates(word, office[office.find(word[0]) : office.rfind(word[-1]) + 1])
        for office in offices
    )
