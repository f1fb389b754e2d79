"""Captions and boxes between speeches, which belong to none: what a picture shows (▲…　王某 摄), terms, links, figures (【名词】…)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from .lines import Line
from .names import HAN, is_name
from .vocabulary import longest_first

LONGEST = 160
"""Characters of a caption."""
_UP = "↑↖↗⬆"
_MARKS = "▲△▼▽◀◁▶▷►◄◤◥↓←→↙↘⬇⬅➡"
_FRAME = r"[■□◆◇●○▌▎▶►»★☆※·\s]*"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def words(section: str) -> str:
        return longest_first("masthead", section)

    name = rf"(?P<name>{HAN}{{1,3}}[ \u3000]?{HAN}{{1,3}})"
    reporters = rf"(?:(?:本报|本刊|本网|全媒体|融媒体|特约|见习|实习)*(?:{words('byline')})[\s：:]*)?"
    boxes = f"(?:{words('boxes')})"
    doubtful = f"(?:{words('boxes in doubt')})"
    return {
        "opening": re.compile(rf"(?:{words('captions')})\S|[{_UP}]"),
        "bracketed": re.compile(r"[（(](?:[^（()）]{0,14}\s)?\S{2,4}\s*(?:摄|供图)[）)]$"),
        "credited": re.compile(
            rf".{{8,}}?(?:(?<=[。！？）)”])\s*|\s+){reporters}{name}\s*[/／]?\s*(?:{words('pictured')})$"
        ),
        "given": re.compile(r".{8,}?[。！？）)”]\s*[^\s，。]{4,20}(?:供图|提供图片)$"),
        "pictures": re.compile(rf"[{_MARKS}].*(?:(?:{words('pictures')})\W*$|(?:图片?|照片)由[^。，]{{2,20}}提供)"),
        "box": re.compile(rf"{_FRAME}[【\[〔（(〖]?\s*{boxes}\s*[】\]〕）)〗]?\s*[:：]?"),
        "doubtful box": re.compile(rf"(?:[■□◆◇●○▌▎»]\s*{doubtful}|[【\[〔〖]\s*{doubtful}\s*[】\]〕〗])\s*[:：]?"),
        "box before text": re.compile(
            rf"{_FRAME}(?:[【\[〔〖]\s*{boxes}\s*[】\]〕〗]|(?:{words('boxes alone')})\s*[:：])\s*\S"
        ),
        "doubtful box before text": re.compile(rf"{_FRAME}[【\[〔〖]\s*{doubtful}\s*[】\]〕〗]\s*\S"),
        "framed": re.compile(r"\s*[【〖][^】〗]{1,10}[】〗]"),
    }  # fmt: skip


def is_caption(text: str) -> bool:
    """Whether a line stands under a picture: it points to one, or ends with who took it."""
    patterns = _patterns()
    if patterns["opening"].match(text) or patterns["bracketed"].search(text):
        return True
    if len(text) > LONGEST:
        return False
    credited = patterns["credited"].match(text) if text[-1:] in "摄影图" else None
    if credited is not None and is_name(re.sub(r"\s", "", credited["name"]), proved=True):
        return True
    return patterns["given"].match(text) is not None or patterns["pictures"].match(text) is not None


def is_marked_caption(lines: Sequence[Line], number: int) -> bool:
    """Whether the only line of a page behind its mark (▲…) stands right below a text and above the next heading."""
    line = lines[number]
    mark = line.text[:1]
    alone = mark in _MARKS and sum(each.text[:1] == mark for each in lines) == 1
    below = 0 < number < len(lines) - 1 and lines[number - 1].closed and lines[number - 1].certain
    return alone and below and line.closed and not lines[number + 1].closed and not lines[number + 1].certain


def is_box_heading(text: str, said: Iterable[str] = ()) -> bool:
    """Whether a line only heads a box; an everyday word (【数据】) does not where another line ``said`` is framed so as well."""
    sure = _patterns()["box"].fullmatch(text) is not None
    return sure or (_patterns()["doubtful box"].fullmatch(text) is not None and not _framed(said, text))


def opens_box(text: str, said: Iterable[str]) -> bool:
    """Whether a line begins a box and its text (【名词】某站：…), between the lines ``said`` in one speech."""
    if _patterns()["box before text"].match(text) is not None:
        return True
    return _patterns()["doubtful box before text"].match(text) is not None and not _framed(said, text)


def _framed(said: Iterable[str], text: str) -> bool:
    return any(_patterns()["framed"].match(each) for each in said if each != text)
