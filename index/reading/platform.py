"""What a platform prints around a post and nobody says: its floor, time, device and place, marks of office, counts of likes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .vocabulary import longest_first

DATE, TIME, SOURCE, OFFICIAL, REACTION, OTHER = "date", "time", "source", "official", "reaction", "other"
TELLING = frozenset({TIME, SOURCE, OFFICIAL, REACTION})
"""The kinds that prove the others: a date or the word of a button at the end of a line may belong to it."""
REACH = 48
"""Characters from the end of a line among which one such print is looked for."""
_GAPS = " \t\u3000|｜/／·•,，"
_CLOCK = r"[（(\[]?(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?[）)\]]?"
_DAY = r"(?:(?:\d{4}[-/.年]\s?)?\d{1,2}[-/.月]\s?\d{1,2}日?|今天|昨天|前天)"
_STAMP = re.compile(
    rf"(?:[【\[〔［（(]\s*(?:{_DAY}\s*)?{_CLOCK}(?:\s*[-—–~～至]\s*{_CLOCK})?\s*[】\]〕］）)][\s:：|｜]*|(?:{_DAY}\s*)?{_CLOCK}(?:\s*[-—–~～至]\s*{_CLOCK})?[\s|｜]+)(?=\S)"
)
"""The time before who speaks ([09:36] 某某)."""
_COUNT = r"\s*[:：]?\s*[（(\[]?\s*\d[\d,.]*\s*(?:[万千wWkK]\+?|\+)?\s*[次人条个]?\s*[）)\]]?"


@dataclass(frozen=True, slots=True)
class Post:
    """A line without what a platform prints on it (``rest``), the kinds of that, and whether a ``floor`` leads it."""

    rest: str
    kinds: frozenset[str]
    floor: bool


@cache
def _floor() -> re.Pattern[str]:
    number = (
        r"第?\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*楼|#\s?\d{1,4}\s*楼?|\d{1,4}#|No\.?\s?\d{1,4}"
        rf"|(?:{longest_first('platform', 'floors')})"
    )
    return re.compile(
        rf"(?:{number})(?:[\s:：|｜·]+(?=\S)|$)|[【\[〔]\s*(?:{number}|\d{{1,4}})\s*[】\]〕][\s:：|｜·]*", re.IGNORECASE
    )


@cache
def _prints() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The kinds of what may stand at the end of a line, each with its form."""

    def words(section: str) -> str:
        return longest_first("platform", section)

    apart = r"(?:^|(?<=[\s|｜/／·•,，）)】\]]))"
    at = rf"(?:(?:{words('times')})\s*[:：]?\s*)?"
    return (
        (TIME, re.compile(rf"{at}(?:{_DAY}\s*)?{_CLOCK}$|{apart}{at}(?:\d{{1,2}}\s*(?:秒|分钟|个?小时|天)前|刚刚)$")),
        (DATE, re.compile(rf"{apart}{at}{_DAY}$")),
        (SOURCE, re.compile(rf"{apart}(?:来自|发自|通过|来源)\s*[:：]?\s*[^\s，。；：]{{0,12}}(?:{words('devices')})$")),
        (SOURCE, re.compile(rf"{apart}[（(\[]?IP\s*(?:属地|归属地|地址)?\s*[:：]?\s*(?:[\u4e00-\u9fff]{{2,8}}|[\d.*]{{5,15}})[）)\]]?$")),
        (OFFICIAL, re.compile(rf"[【\[（(〔](?:{words('official')})[】\]）)〕]$|{apart}(?:{words('official')})$")),
        (REACTION, re.compile(rf"{apart}(?:{words('reactions')}){_COUNT}$")),
        (OTHER, re.compile(rf"{apart}(?:第?\d{{1,4}}楼|#\d{{1,4}}|\d{{1,4}}#|{words('buttons')})$")),
    )  # fmt: skip


def stamp_end(text: str) -> int:
    """The length of the time that a record prints before who speaks; 0 without one."""
    stamp = _STAMP.match(text)
    return stamp.end() if stamp is not None else 0


def without_floor(text: str) -> str:
    """``text`` without the number or the name of a floor before it."""
    return _floor().sub("", text, count=1) if _floor().match(text) is not None else text


@lru_cache(maxsize=8192)
def without_print(text: str) -> tuple[str, frozenset[str]]:
    """``text`` without what a platform has printed behind it, and the kinds of that; as it is where none of them is telling."""
    rest = text = text.strip()
    kinds: set[str] = set()
    while cut := rest.rstrip(_GAPS):
        found = ((kind, form.search(cut, max(0, len(cut) - REACH))) for kind, form in _prints())
        kind, match = next(((kind, match) for kind, match in found if match is not None), ("", None))
        if match is None:
            break
        kinds.add(kind)
        rest = cut[: match.start()]
    return (rest.rstrip(_GAPS), frozenset(kinds)) if kinds & TELLING else (text, frozenset())


@lru_cache(maxsize=8192)
def post_of(text: str) -> Post:
    """What a line says, and what a platform has printed around it."""
    rest, kinds = without_print(text)
    stamp = stamp_end(rest)
    bare = without_floor(rest[stamp:])
    return Post(bare, kinds | {TIME} if stamp else kinds, bare != rest[stamp:])


def is_footing(text: str) -> bool:
    """Whether a line only counts who has read and liked a post (赞 53　回复 12)."""
    rest, kinds = without_print(text)
    return not rest and REACTION in kinds and not kinds & {TIME, OFFICIAL}
