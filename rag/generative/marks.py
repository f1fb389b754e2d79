"""The ways in which models write a mark: ``[1]``, ``［１］``, ``【1】``, ``[1，2]``, ``[资料3]``, ``[^2]``, ``【4†source】``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from rag.data import language

_HIGHEST = 999
_WIDEST_RANGE = 8
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks. ``numbers``: those of passages, each once; ``strange``: how many are of none."""

    text: str
    numbers: tuple[int, ...]
    strange: int


@cache
def _pattern() -> re.Pattern[str]:
    rules = language("generative")["marks"]
    before = "|".join(map(re.escape, sorted(rules["before"], key=len, reverse=True)))
    after = "|".join(map(re.escape, rules["after"]))
    number = rf"(?:(?:{before})\s*)*\d{{1,4}}(?:{after})?"
    between = r"\s*(?:[,，、;；和及与&/\s]|-|–|—|~|～|至|到)\s*"
    inside = rf"\s*{number}(?:{between}{number})*\s*(?:†[^\]】］〕]*|[:：†][^\]】］〕]{{0,12}})?"
    brackets = rf"[\[［【〔]+{inside}[\]］】〕]+"
    return re.compile(
        rf"[（(]\s*(?:见|参见|依据|来源[:：]?)?\s*(?:{brackets}\s*)+[）)]|{brackets}|\[\s*\]|【\s*】|[¹²³⁴⁵⁶⁷⁸⁹⁰]+",
        re.IGNORECASE,
    )


def read_marks(sentence: str, *, known: Collection[int], literal: Collection[str] = ()) -> Marked:
    """The sentence's marks read and taken out. ``known``: the numbers of passages.

    ``literal``: texts of sources; what stands in brackets between quotation marks and is so printed in a source stays.
    """
    plain = _narrow(sentence)
    numbers: dict[int, None] = {}
    strange = 0
    kept: list[str] = []
    at = 0
    for match in _pattern().finditer(plain):
        if _printed(sentence, match.start(), match.end(), literal):
            continue
        kept.append(sentence[at : match.start()])
        at = match.end()
        found = _numbers(match.group().translate(_SUPERSCRIPTS))
        for number in found:
            if number in known:
                numbers[number] = None
            else:
                strange += 1
        strange += not found
    kept.append(sentence[at:])
    text = re.sub(r"\s+(?=[。！？；，：、])", "", "".join(kept)).strip()
    return Marked(re.sub(r"([。！？；])[。；]+", r"\1", text), tuple(numbers), strange)


def _narrow(text: str) -> str:
    """Full-width figures narrowed, one character for one."""
    return "".join(unicodedata.normalize("NFKC", c) if "０" <= c <= "９" else c for c in text)


def _numbers(mark: str) -> list[int]:
    found: list[int] = []
    for match in re.finditer(r"(\d+)\D*?(?:(-|–|—|~|～|至|到)\D*?(\d+))?(?=\D|$)", mark.split("†")[0]):
        first, last = int(match[1]), int(match[3] or match[1])
        found += range(first, last + 1) if first <= last <= min(first + _WIDEST_RANGE, _HIGHEST) else [first, last]
    return found


def _printed(sentence: str, start: int, end: int, literal: Collection[str]) -> bool:
    """Whether a bracket stands inside a quotation that a source prints so."""
    opened = max(sentence.rfind(mark, 0, start) for mark in '“「『"')
    closed = [at for mark in '”」』"' if (at := sentence.find(mark, end)) >= 0]
    if opened < 0 or not closed:
        return False
    quotation = sentence[opened + 1 : min(closed)]
    return bool(quotation) and "”" not in sentence[opened + 1 : start] and any(quotation in text for text in literal)
