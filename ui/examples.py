"""Example questions of different kinds, made from the index that is open: its speakers, titles and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from index import Place, Speech

if TYPE_CHECKING:
    from index.corpus import Corpus

_SAMPLED = 60  # speeches looked at, spread over the whole index
_TRIED = 24  # words looked up
_WORD = 6  # characters of a word; what an index knows as a longer one is a half title
_SHORT = 6  # characters of a name that reads well in a pair


def examples(corpus: Corpus, words: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Up to four questions: a summary, a who, a list, a comparison. The same index gives the same ones.

    ``words`` are the tokeniser's words of a text.
    """
    speeches = list(_sample(corpus))
    names = list(dict.fromkeys(speech.speaker for speech in speeches if speech.speaker))
    short = [name for name in names if len(name) <= _SHORT]
    shared, single = _terms(corpus, words, speeches)
    asked: list[str] = []
    if names:
        asked.append(f"{(short or names)[0]}提出了哪些建议？")
    if single:
        asked.append(f"谁提到了{single}？")
    if shared:
        asked.append(f"哪些人提到了{shared}？")
    if len(short) > 2:
        asked.append(f"{short[1]}和{short[2]}的建议有什么不同？")
    return tuple(asked)


def _sample(corpus: Corpus) -> Iterator[Speech]:
    """Speeches spread evenly over the documents."""
    count = len(corpus.documents)
    taken = 0
    for document in range(0, count, max(1, count // _SAMPLED)):
        for number in range(len(corpus.heading(Place(document, 0, 0)).speeches)):
            if taken == _SAMPLED:
                return
            taken += 1
            yield corpus.speech(Place(document, number, 0))


def _terms(corpus: Corpus, words: Callable[[str], tuple[str, ...]], speeches: Sequence[Speech]) -> tuple[str, str]:
    """A topic that several speakers mention and one that a single speaker mentions; "" where there is none.

    A topic is a word of a paragraph that also stands in a title: what a speech is about, not a word of every text.
    (A title itself is one word to an index, which knows it by heart.)
    """
    titles = "\n".join(speech.title for speech in speeches)
    candidates = dict.fromkeys(
        word
        for speech in speeches
        for text in speech.paragraphs[:2]
        for word in words(text)
        if 2 <= len(word) <= _WORD and _chinese(word) and word in titles
    )
    # Long words name things; short ones are often verbs or too general.
    shared, single, most = "", "", 1
    for word in sorted(candidates, key=len, reverse=True)[:_TRIED]:
        speakers = {corpus.speech(span.place).speaker for span in corpus.find(word)} - {None}
        if len(speakers) == 1:
            single = single or word
        elif len(speakers) > most and (most == 1 or len(word) > 2):
            shared, most = word, len(speakers)
    return shared, single


def _chinese(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)
