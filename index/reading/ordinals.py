"""The numbers of items before their titles and alone on a line: 第012号建议, 大会发言之二, 之三　…."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from .lines import Line
from .vocabulary import longest_first

_NUMERAL = r"[\d〇零一二三四五六七八九十百]{1,6}"
_FEW = r"[\d零一二三四五六七八九十]{1,3}"
"""A number that is no year (2023　回顾)."""
_PIECE = (
    r"(?:大会|书面|口头|交流|视频|现场|联组|小组|界别)?(?:发言|建议|建言|意见|提案|议案|材料|案例|书面材料)(?:材料)?"
)
_BARE = re.compile(
    rf"(?:{_PIECE}"
    rf"\s*[（(【]?\s*(?:之|第)?\s*{_NUMERAL}\s*[号件篇条则]?[）)】]?"
    rf"|第?\s*{_NUMERAL}\s*[号件篇条则](?:提案|建议|议案|发言)?|\d{{1,3}})[、.．:：]?"
)
_NUMBERS = (
    (
        "item",
        re.compile(rf"(?:提案|建议|议案)?第?\s*{_NUMERAL}\s*号(?:提案|建议|议案)?(?:\s*[：:、.．]\s*|\s+|(?=关于))"),
    ),
    ("piece", re.compile(rf"(?:提案|建议|议案)?(?:第\s*)?{_NUMERAL}\s*[件篇条则]?(?:提案|建议|议案)?[：:]\s*")),
    ("mark", re.compile(r"(?:#|No\.?)\s?\d{1,3}[\s.、:：]+")),
    ("han", re.compile(r"[一二三四五六七八九十百]{1,3}[、．.]\s*")),
    ("digit", re.compile(r"\d{1,3}\s*[.．、](?!\d)\s*")),
    ("bracket", re.compile(r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,3})[）)]\s*")),
    (
        "order",
        re.compile(
            rf"(?:(?:{_PIECE})\s*)?(?:[之第其]\s*)?{_FEW}[号件篇条则]?(?:\s*[：:、.．｜|—]+\s*|[ \u3000]+)(?=\S)"
            rf"|[（(【〔\[](?:{_PIECE})?\s*[之第其]?\s*{_FEW}[号件篇条则]?[）)】〕\]]\s*(?=\S)"
        ),
    ),
)


@cache
def _nth() -> re.Pattern[str]:
    who = longest_first("speakers", "numbered")
    return re.compile(rf"第\s*{_NUMERAL}\s*[位个名]?(?:{who})[:：]?|(?:{who})\s*(?:之|第)?{_NUMERAL}[号位]?[:：]?")


def is_number(text: str) -> bool:
    """Whether a heading is only the number of its item: 第012号建议, 大会发言之二, 提案一, 第2位发言人, 嘉宾三, 03."""
    return _BARE.fullmatch(text.strip()) is not None or _nth().fullmatch(text.strip()) is not None


def number_cuts(titles: Mapping[int, Line]) -> dict[int, int]:
    """How many characters of each title are the number of its item (第3号　关于…), where several titles have one."""
    found: dict[int, tuple[str, str]] = {}
    for key, line in titles.items():
        for family, pattern in _NUMBERS:
            match = pattern.match(line.text)
            if match and match.end() < len(line.text) and len(line.text) == line.end - line.start:
                found[key] = (family, match[0])
                break
    families = Counter(family for family, _ in set(found.values()))
    return {key: len(text) for key, (family, text) in found.items() if families[family] >= 2}
