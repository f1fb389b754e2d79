"""A text as tokens that can be compared: numbers by value, words by folded character, particles and points left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.folding import fold
from rag.claims.language import words
from rag.claims.numbers import numbers

_LATIN = re.compile(r"[a-z][a-z'’]*[a-z]|[a-z]")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SKIPPED, _SKIPPED_FIGURE, _SKIPPED_CLAUSE = -4, -4, -16
_SENTENCE_ENDS = frozenset("。！？!?\n")
_CLAUSE_ENDS = frozenset("，,；;：:")
# Characters that OpenCC leaves apart although only the script tells them from each other.
_VARIANTS = str.maketrans(
    "乾著籲徵餘馀藉覆祗祇麽甚瞭衹妳裏裡姊犹彷慾傢鍾锺讎湧癥紮閒衞畫画像敍枱俱薰甦簷痺暱揹沉煉炼哩幺",
    "干着吁征余余借复只只么什了只你里里姐尤仿欲家钟钟仇涌症扎闲卫划划象叙台具熏苏檐痹昵背沈链链里么",
)


class Token(NamedTuple):
    """One comparable piece: ``text`` is the folded character, word or value; offsets are those of the source."""

    text: str
    start: int
    end: int
    number: bool = False
    strong: bool = False
    mantissa: str = ""
    clause: int = 0
    sentence: int = 0


@dataclass(frozen=True)
class Tokens:
    """A text, its folded form of the same length, and its tokens in order."""

    source: str
    folded: str
    items: tuple[Token, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The comparable form of every token."""
        return tuple(item.text for item in self.items)

    @cached_property
    def codes(self) -> dict[str, int]:
        """A number for every different token."""
        return {word: code for code, word in enumerate(dict.fromkeys(self.texts))}

    @cached_property
    def encoded(self) -> NDArray[np.int32]:
        """The tokens as their numbers, (n,)."""
        return np.array([self.codes[word] for word in self.texts], np.int32)

    @cached_property
    def numeric(self) -> NDArray[np.bool_]:
        """Which tokens are numbers, (n,)."""
        return np.array([item.number for item in self.items], np.bool_)

    @cached_property
    def skips(self) -> NDArray[np.int32]:
        """What it costs an alignment to leave out the tokens before each, summed up, (n + 1,): a figure or the
        beginning of another clause costs more than another word."""
        costs = [0]
        for position, item in enumerate(self.items):
            begins = position > 0 and self.items[position - 1].clause != item.clause
            costs.append(_SKIPPED + (_SKIPPED_FIGURE if item.number else 0) + (_SKIPPED_CLAUSE if begins else 0))
        return np.cumsum(costs).astype(np.int32)

    @cached_property
    def joined(self) -> str:
        """All tokens in one string with a separator before and behind each, for exact search."""
        return "\x1f" + "\x1f".join(self.texts) + "\x1f"

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """The (first, one-behind-last) token of every clause that has tokens."""
        bounds: list[tuple[int, int]] = []
        for position, item in enumerate(self.items):
            if bounds and self.items[bounds[-1][0]].clause == item.clause:
                bounds[-1] = (bounds[-1][0], position + 1)
            else:
                bounds.append((position, position + 1))
        return tuple(bounds)

    def shown(self, first: int, behind: int) -> str:
        """The source's own characters of the tokens ``first`` to ``behind`` (exclusive)."""
        return self.source[self.items[first].start : self.items[behind - 1].end].strip() if first < behind else ""


def comparable(text: str) -> str:
    """``text`` folded, and the variants of characters that folding leaves apart made one; of the same length."""
    return fold(text).translate(_VARIANTS)


@lru_cache(maxsize=4096)
def tokens(text: str) -> Tokens:
    """The tokens of ``text``."""
    folded = comparable(text)
    particles = words("particles")
    found = {number.start: number for number in numbers(folded)}
    dates = _date_words(folded)
    items: list[Token] = []
    position = clause = sentence = 0
    while position < len(folded):
        character = folded[position]
        number = found.get(position)
        if number is not None:
            items.append(
                Token(number.value, number.start, number.end, True, number.strong, number.mantissa, clause, sentence)
            )
            position = number.end
            if number.end in dates:
                items.append(Token(dates[number.end], number.end, number.end, clause=clause, sentence=sentence))
            continue
        if "a" <= character <= "z" and (latin := _LATIN.match(folded, position)):
            items.append(Token(latin.group(), position, latin.end(), clause=clause, sentence=sentence))
            position = latin.end()
            continue
        if character in _SENTENCE_ENDS:
            clause, sentence = clause + 1, sentence + 1
        elif character in _CLAUSE_ENDS:
            clause += 1
        elif character.isalnum() and character not in particles:
            # 7月3号 is 7月3日.
            if character == "号" and len(items) > 1 and items[-1].number and items[-2].text == "月":
                character = "日"
            items.append(Token(character, position, position + 1, False, False, "", clause, sentence))
        position += 1
    return Tokens(text, folded, tuple(items))


def _date_words(folded: str) -> dict[int, str]:
    """Where the parts of 2025-07-03 end: the 年, 月 and 日 that the other notation prints behind them."""
    return {
        match.end(part): word for match in _ISO.finditer(folded) for part, word in zip((1, 2, 3), "年月日", strict=True)
    }
