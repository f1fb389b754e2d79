"""Words and their index: jieba's words, this index's own names among them, scored by bm25s."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import load_array, save_array
from index.folding import closed_up, fold
from index.ranking import best

if TYPE_CHECKING:
    from bm25s import BM25

K1, B = 1.2, 0.6  # chosen by recall@1 on the four public sets
_NAMES = "names.json"
_VOCABULARY = ("terms", "term_starts", "term_numbers")
_WEIGHTS = ("weights", "weight_texts", "weight_starts", "weight_counts")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]+")
_PIECES = re.compile(r"[\w·]+")
_LONGEST_NAME = 16  # characters; what is longer is a sentence, not a word


class _Lexicon(dict[str, int]):
    """jieba's prefix dictionary (prefix → frequency, 0 where it is no word), read where a text needs it.

    Reading all 350,000 words takes a second; a question needs some dozens of first characters, whose words stand
    together in the sorted file and are found there by bisection. What has been read never changes.
    """

    def __init__(self, lines: list[bytes]) -> None:
        super().__init__()
        self._known: set[str] = set()
        self._lines = lines

    def read_all(self) -> None:
        """Reads every word at once."""
        self._add(self._lines)
        self._lines = []

    def _add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            word, frequency = line.decode().split(" ")[:2]
            self[word] = int(frequency)
            for length in range(1, len(word)):
                self.setdefault(word[:length], 0)

    def _meet(self, character: str) -> None:
        if character not in self._known:
            start = bisect_left(self._lines, character.encode(errors="surrogatepass"))
            end = bisect_left(self._lines, chr(ord(character) + 1).encode(errors="surrogatepass"), start)
            self._add(self._lines[start:end])
            self._known.add(character)

    def __contains__(self, fragment: object) -> bool:
        self._meet(str(fragment)[0])
        return super().__contains__(fragment)

    def get(self, fragment: str, default: Any = None) -> Any:
        self._meet(fragment[0])
        return super().get(fragment, default)


class _WithNames(dict[str, int]):
    """The names of one index, with their frequencies, over the dictionary that all indexes share."""

    def __init__(self, names: dict[str, int], shared: _Lexicon) -> None:
        super().__init__(names)
        self._shared = shared
        self._prefixes = {name[:length] for name in names for length in range(1, len(name))}

    def __contains__(self, fragment: object) -> bool:
        return super().__contains__(fragment) or fragment in self._prefixes or fragment in self._shared

    def __missing__(self, fragment: str) -> int:
        return int(self.get(fragment))

    def get(self, fragment: str, default: Any = None) -> Any:
        if super().__contains__(fragment):
            return super().get(fragment)
        return self._shared.get(fragment, 0 if fragment in self._prefixes else default)


@cache
def _dictionary() -> bytes:
    import jieba

    return (Path(jieba.__file__).parent / "dict.txt").read_bytes()


@cache
def _sorted_lines() -> list[bytes]:
    """The dictionary's lines (word, frequency, tag) in order; jieba's file is sorted but for some dozens of them."""
    return sorted(_dictionary().splitlines())


@cache
def dictionary_fingerprint() -> str:
    """What decides how a text is cut: jieba's version and dictionary (sha256, hex, shortened)."""
    import jieba

    return f"jieba-{jieba.__version__}-{hashlib.sha256(_dictionary()).hexdigest()[:16]}"


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(_sorted_lines())


@lru_cache(maxsize=65536)
def part_of_speech(word: str) -> str:
    """jieba's tag of a folded ``word`` (ICTCLAS: n noun, v verb, nr person …), "" for a word not in its dictionary."""
    key = f"{word} ".encode()
    lines = _sorted_lines()
    at = bisect_left(lines, key)
    return lines[at].decode().split(" ")[2] if at < len(lines) and lines[at].startswith(key) else ""


@lru_cache(maxsize=65536)
def frequency(word: str) -> int:
    """How often jieba's dictionary counts a folded ``word`` in general Chinese, 0 for a word not in it."""
    key = f"{word} ".encode()
    lines = _sorted_lines()
    at = bisect_left(lines, key)
    return int(lines[at].split(b" ", 2)[1]) if at < len(lines) and lines[at].startswith(key) else 0


@cache
def _total() -> int:
    return sum(int(line.split(b" ", 2)[1]) for line in _dictionary().splitlines())


def names_of(texts: Iterable[str]) -> list[str]:
    """What speaker names, roles and titles add to the dictionary: their unbroken pieces, folded and sorted."""
    pieces = {piece for text in set(texts) for piece in _PIECES.findall(fold(text))}
    return sorted(piece for piece in pieces if 2 <= len(piece) <= _LONGEST_NAME)


class Words:
    """Cuts texts into words with a dictionary of its own: jieba's, and the names of one index.

    ``names`` maps a name to its frequency; ``total`` is the sum of the dictionary's frequencies, or None to count it.
    """

    def __init__(self, names: dict[str, int], *, total: int | None = None, whole: bool = False) -> None:
        import jieba

        logging.getLogger("jieba").setLevel(logging.WARNING)
        self.names = dict(names)
        self.total = _total() if total is None else total
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ = _WithNames(self.names, _lexicon())
        if whole:  # a plain dictionary answers faster, once it is made
            shared = _lexicon()
            shared.read_all()
            prefixes = {name[:length]: 0 for name in names for length in range(1, len(name))}
            self._jieba.FREQ = prefixes | shared | self.names
        self._jieba.total = self.total
        self._jieba.initialized = True

    @classmethod
    def with_names(cls, names: Iterable[str], *, whole: bool) -> Words:
        """For building: every name gets the frequency that makes it one word (jieba's ``suggest_freq``, without the
        other names), or its own if that is higher.

        ``whole`` reads the whole dictionary at once: a second's work that pays for itself from some thousand texts on.
        """
        plain = cls({}, whole=whole)
        return cls({name: int(plain._jieba.suggest_freq(name, tune=False)) for name in names}, whole=whole)

    def cut(self, text: str) -> list[str]:
        """The words of ``text``, folded, in order, without punctuation."""
        return [word for word in self._jieba.cut(fold(text)) if _says_something(word)]

    def spans(self, text: str) -> list[tuple[str, int, int]]:
        """The words of folded ``text`` with their offsets, in order, punctuation too; together they cover the text."""
        return [(word, start, end) for word, start, end in self._jieba.tokenize(text)]

    def terms(self, text: str) -> list[str]:
        """What is indexed and searched of ``text``: its words, the words inside them, and every pair of ideographs.

        The pairs find names and compounds that the dictionary cuts differently in question and text; on the four
        public sets they raise recall@1 of the words alone by half a point to three points.
        """
        folded = closed_up(fold(text))
        terms = [word for word in self._jieba.cut_for_search(folded) if _says_something(word)]
        return [*terms, *_pairs(folded)]

    def save(self, folder: Path) -> None:
        """Writes the names into ``folder``."""
        content = {"total": self.total, "names": self.names}
        (folder / _NAMES).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Words:
        """The words saved in ``folder``."""
        content = json.loads((folder / _NAMES).read_bytes())
        return cls(content["names"], total=content["total"])


@cache
def plain_words() -> Words:
    """jieba's words alone: an index's own names include whole titles, which would swallow a question's topic."""
    return Words({})


def _pairs(folded: str) -> Iterator[str]:
    """Every two ideographs that stand side by side."""
    return (run[start : start + 2] for run in _IDEOGRAPHS.findall(folded) for start in range(len(run) - 1))


def _says_something(word: str) -> bool:
    return any(character.isalnum() for character in word)


@dataclass(frozen=True, slots=True)
class Weights:
    """What bm25s made, term after term: the ``weights`` (float32) of a term and the numbers of their ``texts`` stand
    from ``starts[term]`` to ``starts[term + 1]``; ``counts`` holds the number of texts.

    Plain arrays, so that a question reads only the terms it has, from mapped files, and need not load the library
    (nor scipy, which comes with it).
    """

    weights: NDArray[np.float32]
    texts: NDArray[np.int32]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, bm25: BM25) -> Weights:
        """The arrays of a bm25s index."""
        made = bm25.scores
        counts = np.array([made["num_docs"]], dtype=np.int64)
        return cls(made["data"], made["indices"], np.asarray(made["indptr"], dtype=np.int64), counts)

    def scores(self, terms: Iterable[int]) -> NDArray[np.float32]:
        """The BM25 score of every text, (texts,): the sum of its weights for ``terms``, in their order."""
        scores = np.zeros(int(self.counts[0]), dtype=np.float32)
        for term in terms:
            start, end = int(self.starts[term]), int(self.starts[term + 1])
            scores[self.texts[start:end]] += self.weights[start:end]  # a text stands once under a term
        return scores

    def texts_of(self, term: int) -> NDArray[np.int32]:
        """The numbers of the texts that hold a term."""
        return self.texts[int(self.starts[term]) : int(self.starts[term + 1])]


class WordIndex:
    """BM25 over numbered texts (the paragraphs of an index)."""

    def __init__(self, weights: Weights | None, vocabulary: Mapping[str, int]) -> None:
        self._weights = weights
        self._vocabulary = vocabulary

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> WordIndex:
        """The index of texts given as terms. Texts without any term at all give an index that finds nothing."""
        from bm25s import BM25

        vocabulary: dict[str, int] = {}
        # setdefault returns the one integer object kept in the vocabulary, so a million texts share their numbers
        numbers = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in texts]
        if not vocabulary:
            return cls(None, {})
        bm25 = BM25(k1=K1, b=B)
        bm25.index((numbers, dict(vocabulary)), show_progress=False, create_empty_token=False)
        return cls(Weights.of(bm25), vocabulary)

    def search(
        self, terms: Iterable[str], *, k: int, subset: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ``k`` best texts (numbers and scores > 0, best first, equal scores in source order).

        ``subset``: ascending numbers of the only texts that count.
        """
        known = (self._vocabulary.get(term) for term in terms)
        numbers = [number for number in known if number is not None]
        if self._weights is None or not numbers:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        scores = self._weights.scores(numbers)
        found = np.flatnonzero(scores) if subset is None else subset[scores[subset] > 0]
        order = best(scores[found], k)
        return found[order], scores[found[order]]

    def may_hold(self, folded: str) -> NDArray[np.int32] | None:
        """The ascending numbers of the texts that hold every pair of ideographs of a folded term, wherever they stand:
        none that holds the term is left out. None for a term without such a pair.
        """
        pairs = dict.fromkeys(_pairs(folded))
        if not pairs:
            return None
        numbers = [self._vocabulary.get(pair) for pair in pairs]
        if self._weights is None or None in numbers:
            return np.empty(0, dtype=np.int32)
        held = sorted((self._weights.texts_of(number) for number in numbers if number is not None), key=len)
        return reduce(partial(np.intersect1d, assume_unique=True), held[1:], np.sort(held[0]))

    def save(self, folder: Path) -> None:
        """Writes plain files into ``folder``; an index that finds nothing writes none."""
        if self._weights is not None:
            for name, field in zip(_WEIGHTS, fields(Weights), strict=True):
                save_array(folder / f"{name}.npy", getattr(self._weights, field.name))
            terms = sorted((term.encode(), number) for term, number in self._vocabulary.items())
            ends = np.cumsum([0, *(len(term) for term, _ in terms)], dtype=np.int64)
            save_array(folder / "terms.npy", np.frombuffer(b"".join(term for term, _ in terms), dtype=np.uint8))
            save_array(folder / "term_starts.npy", ends)
            save_array(folder / "term_numbers.npy", np.array([number for _, number in terms], dtype=np.int32))

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """The index saved in ``folder``, its arrays mapped from their files."""
        if not any(folder.glob("*.npy")):
            return cls(None, {})
        weights = Weights(*(load_array(folder / f"{name}.npy") for name in _WEIGHTS))
        return cls(weights, _Vocabulary(*(load_array(folder / f"{name}.npy") for name in _VOCABULARY)))


class _Vocabulary(Mapping[str, int]):
    """Terms and their numbers, mapped: ``terms`` end to end in order, where each starts, and its number."""

    def __init__(self, terms: NDArray[np.uint8], starts: NDArray[np.int64], numbers: NDArray[np.int32]) -> None:
        self._terms, self._starts, self._numbers = terms.data, starts, numbers

    def _term(self, position: int) -> bytes:
        return bytes(self._terms[self._starts[position] : self._starts[position + 1]])

    def __getitem__(self, term: str) -> int:
        wanted = term.encode()
        position = bisect_left(range(len(self)), wanted, key=self._term)
        if position == len(self) or self._term(position) != wanted:
            raise KeyError(term)
        return int(self._numbers[position])

    def __iter__(self) -> Iterator[str]:
        return (self._term(position).decode() for position in range(len(self)))

    def __len__(self) -> int:
        return len(self._numbers)
