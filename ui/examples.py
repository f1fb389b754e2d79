"""Example questions of different kinds, made from the index that is open: its speakers, titles and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.corpus import Corpus
from index.records import Place

_SAMPLED = 60  # speeches looked at, spread over the whole index
_TRIED = 24  # words looked up
_NAMED = 6  # a longer "speaker" is rather an organisation; both are fine, short ones read better


def examples(corpus: Corpus, words: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    """Up to four questions: a summary, a who, a list, a comparison. The same index gives the same ones.

    ``words`` are the tokeniser's words of a text.
    """
    speeches = list(_sample(corpus))
    named = [(speaker, title) for speaker, title in speeches if speaker]
    asked: list[str] = []
    if named:
        speaker = min(named, key=lambda pair: len(pair[0]) > _NAMED)[0]
        asked.append(f"{speaker}提出了哪些建议？")
    shared, single = _terms(corpus, words, [title for _, title in speeches])
    if single:
        asked.append(f"谁提到了{single}？")
    if shared:
        asked.append(f"哪些人提到了{shared}？")
    pair = list(dict.fromkeys(speaker for speaker, _ in named if len(speaker) <= _NAMED))[1:3]
    if len(pair) == 2:
        asked.append(f"{pair[0]}和{pair[1]}的建议有什么不同？")
    return tuple(asked)


def _sample(corpus: Corpus) -> Iterator[tuple[str | None, str]]:
    """(speaker, title) of speeches spread evenly over the documents."""
    count = len(corpus.documents)
    taken = 0
    for number in range(0, count, max(1, count // _SAMPLED)):
        for speaker, _, title in corpus.heading(Place(number, 0, 0)).speeches:
            if taken == _SAMPLED:
                return
            taken += 1
            yield speaker, title


def _terms(corpus: Corpus, words: Callable[[str], tuple[str, ...]], titles: list[str]) -> tuple[str, str]:
    """A word of the titles that several speakers use, and one that a single speaker uses; "" where there is none."""
    candidates = dict.fromkeys(word for title in titles for word in words(title) if len(word) >= 2 and _plain(word))
    # Long words are names of things, short ones are mostly function words and verbs.
    tried = sorted(candidates, key=len, reverse=True)[:_TRIED]
    shared, single, widest = "", "", 1
    for word in tried:
        speakers = {corpus.speech(span.place).speaker for span in corpus.find(word)}
        if None in speakers or not speakers:
            continue
        if len(speakers) == 1:
            single = single or word
        elif widest == 1 or (len(word) >= 3 and len(speakers) > widest):
            shared, widest = word, len(speakers)
    return shared, single


def _plain(word: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in word)
