"""What a question is about: its phrases and words, with the frame of the question taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.words import frequency, part_of_speech
from rag.data import language, pattern
from rag.understanding.vocabulary import substance

Tokenise = Callable[[str], Iterable[tuple[str, int, int]]]
"""Folded text → its words with their offsets, in order; together they cover the text."""

_QUOTED = re.compile(
    r"[“「『\"‘《](?P<text>[^“”「」『』\"‘’《》]{2,60}(?:[“‘《][^”’》]{1,30}[”’》][^“”]{0,40})*)[”」』\"’》]"
)
_IN_TERM = re.compile(r"(?<=[0-9a-z一-鿿])\((?P<what>[0-9a-z一-鿿]{1,3})\)")
"""Brackets inside a term: 首台(套)."""
_WORD = re.compile(r"[0-9a-z一-鿿㐀-䶿]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of topic words ``[start, end)`` of the folded question; ``quoted``: as it is printed, between quotation marks
    there or with a bracket in it.
    """

    text: str
    words: tuple[str, ...]
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """All phrases in order, and their words, each once."""

    phrases: tuple[Phrase, ...]
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """The topic as it can be shown."""
        return " ".join(phrase.text for phrase in self.phrases)


@cache
def frame_words() -> frozenset[str]:
    """The words that carry a question and are not its topic."""
    rules = language("questions")
    return frozenset({*rules["frame_words"], *rules["speech_verbs"]})


def _unglued(words: Iterable[tuple[str, int, int]]) -> Iterable[tuple[str, int, int]]:
    """The words, with a word of grammar at either end of a guessed one cut off (对托育 is 对 and 托育, not a word)."""
    for word, start, end in words:
        if len(word) in (2, 3) and not part_of_speech(word) and not word.isascii():
            if word[0] in _GLUED:
                yield word[0], start, start + 1
                word, start = word[1:], start + 1
            if len(word) > 1 and word[-1] in _GLUED:
                yield word[:-1], start, end - 1
                word, start = word[-1], end - 1
        yield word, start, end


_GLUED = frozenset(
    "按那这该对就在把将给向从谁都还也是有的了怎哪几让被由与和跟同要想能会个搞做讲谈聊当建设办修种买招引开投送收用以去帮拿弄带发"
)


_SELDOM = 5
"""A word that the dictionary counts less often than this may be a chance run of others (谁主张 stands in it)."""


def is_frame(text: str) -> bool:
    """Whether a text is nothing but words of the frame, one after another (请概括一下)."""
    return not text or _splits(text)


@lru_cache(maxsize=4096)
def _only_frame(word: str) -> bool:
    """Whether a word is of the frame, or a guessed one that is made of such words alone (请列全, 谁主张, 那版)."""
    return word in frame_words() or (frequency(word) < _SELDOM and _splits(word))


def _splits(text: str) -> bool:
    return text in frame_words() or any(
        text[:end] in frame_words() and _splits(text[end:]) for end in range(1, len(text))
    )


def _framed(question: str) -> list[tuple[int, int]]:
    """The stretches of a folded question that are frame whatever the words in them: 哪两家, 一个不漏地列给我."""
    return [
        match.span() for rule in language("questions")["frame_patterns"] for match in pattern(rule).finditer(question)
    ]


def without_names(text: str, stretches: Sequence[tuple[int, int]], *, by: str = "〇") -> str:
    """``text`` with names replaced, so that no character of a name is read as a question word."""
    for start, end in stretches:
        text = text[:start] + by * (end - start) + text[end:]
    return text


@cache
def weak_words() -> frozenset[str]:
    """Topic words that hardly narrow a topic."""
    return frozenset(language("questions")["weak_words"])


def _between(question: str, blocked: Sequence[bool], tokenise: Tokenise) -> Iterable[tuple[str, int, int]]:
    """The words of each stretch that is free or blocked as a whole: none goes over an edge (提到过|大数据)."""
    start = 0
    for end in range(1, len(question) + 1):
        if end == len(question) or blocked[end] != blocked[start]:
            for word, at, to in tokenise(question[start:end]):
                yield word, start + at, start + to
            start = end


def topic_of(question: str, taken: Sequence[tuple[int, int]], tokenise: Tokenise) -> Topic:
    """The topic of a folded ``question`` whose stretches ``taken`` (names, dates, ordinals) belong to something else."""
    blocked = [False] * len(question)
    quoted = [match.span("text") for match in _QUOTED.finditer(question)]
    framed = [span for span in _framed(question) if not any(span[0] < end and start < span[1] for start, end in quoted)]
    for start, end in (*taken, *framed):
        blocked[start:end] = [True] * (end - start)
    phrases: list[Phrase] = []
    for match in _QUOTED.finditer(question):
        start, end = match.span("text")
        if not any(blocked[start:end]):
            words = tuple(word for word, *_ in tokenise(question[start:end]) if _WORD.search(word))
            phrases.append(Phrase(question[start:end], words, start, end, quoted=True))
            blocked[match.start() : match.end()] = [True] * (match.end() - match.start())
    run: list[tuple[str, int, int]] = []
    brackets = [one for one in _IN_TERM.finditer(question) if not is_frame(one["what"]) and not blocked[one.start()]]
    inside = {at for one in brackets for at in (one.start(), one.end() - 1)}

    def close() -> None:
        if run:
            words = tuple(word for word, *_ in run)
            start, end = run[0][1], run[-1][2] + (run[-1][2] in inside)
            printed = bool(inside.intersection(range(start, end)))  # a term as it is printed
            phrases.append(
                Phrase(question[start:end] if printed else "".join(words), words, start, end, quoted=printed)
            )
            run.clear()

    for word, start, end in _unglued(_between(question, blocked, tokenise)):
        if run and start in inside:
            continue
        if run and any(one.start("what") <= start < one.end("what") for one in brackets):
            run.append((word, start, end))
        elif any(blocked[start:end]) or not _WORD.search(word) or _only_frame(word):
            close()
        elif not substance(word):
            if (
                run and run[-1][2] == start and len(run[-1][0]) == len(word) == 1
            ):  # 暖圈: one word that no dictionary has
                run[-1] = (run[-1][0] + word, run[-1][1], end)
            else:
                close()
        else:
            run.append((word, start, end))
    close()
    phrases.sort(key=lambda phrase: phrase.start)
    said = [word for phrase in phrases for word in phrase.words if not _only_frame(word) and substance(word)]
    return Topic(tuple(phrases), tuple(dict.fromkeys(said)))
