"""Texts cut into words: jieba's, this index's own names among them; ``word_index`` scores them."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from index.folding import closed_up, fold

_NAMES = "names.json"
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
        return [*terms, *pairs_of(folded)]

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


def pairs_of(folded: str) -> Iterator[str]:
    """Every two ideographs that stand side by side."""
    return (run[start : start + 2] for run in _IDEOGRAPHS.findall(folded) for start in range(len(run) - 1))


def _says_something(word: str) -> bool:
    return any(character.isalnum() for character in word)
