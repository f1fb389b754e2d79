"""The kinds of bodies for whose speakers a question asks: 来自企业的有哪几位, 民主党派提了什么."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import occurrences
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.vocabulary import inside_word


def asked_category(lexicon: Lexicon, question: str) -> tuple[str, tuple[str, ...]] | None:
    """The kind of body asked for (来自企业的 …, 企业界的有哪几位) and the words by which a role shows it, or None."""
    words = plain_words().spans(question)
    for name, rule in language("people")["categories"].items():
        for word in sorted(rule["ask"], key=len, reverse=True):
            if pattern(language("metadata")["done_by"].replace("WORD", word)).search(question):
                continue  # 搞科研的人能不能…: those spoken of
            if pattern(language("metadata")["spoken_of"].replace("WORD", word)).search(question):
                continue
            if all(_in_name(lexicon, question, stretch, words) for stretch in occurrences(word, question)):
                continue
            if pattern(language("metadata")["of_kind"].replace("WORD", word)).search(question):
                return name, tuple(rule["role"])
    return None


def _in_name(lexicon: Lexicon, question: str, stretch: tuple[int, int], words: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a kind of body at ``stretch`` is only the end of a name (机床厂; 交通大学, where somebody is of it)."""
    start, end = stretch
    inside = end - start == 1 and inside_word(start, words)
    before = next((word for word, at, to in words if to == start and len(word) > 1), "")
    return inside or (before != "" and bool(lexicon.affiliated(before + question[start:end])))
