"""jieba's dictionary as a grammar: what part of speech a word is, and so how much it can say of a topic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from index.words import frequency, part_of_speech
from rag.data import language


def is_personal_name(word: str) -> bool:
    """Whether ``word`` can be a person's name: in the dictionary as one, or not in it at all."""
    tag = part_of_speech(word)
    return tag in ("", "nr", "nrt", "nrfg")


def has_surname(text: str) -> bool:
    """Whether ``text`` begins with a surname."""
    surnames = language("people")["surnames"]
    return text[:1] in surnames["single"] or text.startswith(tuple(surnames["double"]))


def is_common_word(word: str) -> bool:
    """Whether ``word`` is in the dictionary as something else than a name: a noun, verb, adverb … and no adjective."""
    return len(word) > 1 and part_of_speech(word) in _COMMON


_COMMON = frozenset(("n", "v", "vn", "vd", *"bdtfspcrumqlijz"))


def inside_word(at: int, words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether what begins at ``at`` is the rest of a common word (the 康 of 卫生|健康|委员会): no name does."""
    return any(
        start < at < end
        and frequency(word) > 0
        and word[0] not in "老小"
        and part_of_speech(word)[:2] not in ("nr", "p", "c", "d", "v")
        for word, start, end in words
    )


def is_written_by_sound(word: str) -> bool:
    """Whether a word of three to five characters consists of those by which Tibetan, Mongolian … names are written."""
    from index.reading.vocabulary import sounds

    return 3 <= len(word) <= 5 and set(word) <= sounds()


@cache
def substance(word: str) -> float:
    """How much a word's part of speech can say of a topic: 1 for nouns and unknown words, 0 for words of grammar."""
    table: dict[str, float] = language("grammar")["substance"]
    if word.isdigit() or any(character.isascii() and character.isalnum() for character in word):
        return 1.0
    tag = part_of_speech(word)
    for length in range(len(tag), 0, -1):
        if tag[:length] in table:
            value = table[tag[:length]]
            break
    else:
        value = 1.0
    return value * (language("grammar")["single_character"] if len(word) == 1 else 1.0)
