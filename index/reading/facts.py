"""Facts of a page: its newspaper, date and page number, and the front matter that may state them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line

_DIGITS = {
    character: value
    for value, characters in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_CHINESE = "〇零○一二三四五六七八九十"
DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[{_CHINESE[:-1]}]{{4}})\s*[年./-]\s*(?P<month>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*[月./-]\s*(?P<day>\d{{1,2}}|[{_CHINESE}]{{1,3}})(?:\s*[日号])?(?!\d)"
)
PAGE = re.compile(
    rf"(?:第\s*)?(?<![\dA-Za-z上下前后])(?P<letter>[A-Z]?)(?P<page>\d{{1,3}}|[{_CHINESE}]{{1,3}})\s*版(?![块本图权税式画])|[Pp]age\s*(?P<latin>\d{{1,3}})"
)
_PAGES = re.compile(r"(?<=\d)\s*[-—–~～至]\s*[A-Z]?\d{1,3}(?=\s*版)")
"""The last of the pages over which a text goes (03-04版)."""
_ENTRY = re.compile(r"版(?:次|面|号)\s*[:：]\s*[\[【]?\s*第?\s*[A-Z]?(?P<page>\d{1,3})(?!\d)")
_FRONT = re.compile("头版(?!头条)|封面版")
FRONT_MATTER_KEYS = {
    "title": "title", "标题": "title", "newspaper": "newspaper", "报纸": "newspaper", "报名": "newspaper",
    "date": "date", "日期": "date",
    "page": "page", "版": "page", "版次": "page", "note": "notes", "notes": "notes", "说明": "notes", "备注": "notes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the masthead prints: newspaper as printed, ISO date, page number; title and notes come from front matter."""

    newspaper: str | None = None
    date: str | None = None
    page: int | None = None
    title: str | None = None
    notes: tuple[str, ...] = ()


def number(text: str) -> int | None:
    """The value of up to three Arabic or Chinese digits (十二, 二十三, 〇七)."""
    if text.isdecimal():
        return int(text)
    if not text or any(character not in _CHINESE for character in text):
        return None
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[character]) for character in text))


def parse_date(text: str) -> str | None:
    """The first whole date that ``text`` prints, as ISO 8601; None for none or an impossible one."""
    for match in DATE.finditer(text):
        year, month, day = (number(match[name]) for name in ("year", "month", "day"))
        try:
            return datetime.date(year or 0, month or 0, day or 0).isoformat()
        except ValueError:
            continue
    return None


def parse_page(text: str) -> int | None:
    """The number of the newspaper page that ``text`` prints (第2版, 2 版, 02版, 二版)."""
    match = PAGE.search(_PAGES.sub("", text))
    if match is None:
        entry = _ENTRY.search(text)
        return number(entry["page"]) if entry is not None else 1 if _FRONT.search(text) else None
    return number(match["page"] or match["latin"])


def front_matter(source: str, lines: Sequence[Line]) -> tuple[int, Facts]:
    """The number of leading lines that are front matter (``---`` … ``---`` with ``key: value``) and what they say.

    Lists (``notes: [a, b]`` and ``- a`` lines under ``notes:``) are read; unknown keys are kept as masthead only.
    """
    if not lines or lines[0].text != "---":
        return 0, Facts()
    end = next((number for number, line in enumerate(lines[1:60], start=1) if line.text in {"---", "..."}), 0)
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:end]:
        pair = re.match(r"(?P<key>[A-Za-z_\u4e00-\u9fff-]{1,20})\s*[:：]\s*(?P<value>.*)$", line.text)
        item = re.match(r"-\s+(?P<value>.+)$", line.text)
        if item and key:
            values[key].append(_unquoted(item["value"]))
        elif pair:
            key = FRONT_MATTER_KEYS.get(pair["key"].lower(), pair["key"])
            value = pair["value"].strip()
            inner = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            values.setdefault(key, []).extend(_unquoted(entry) for entry in inner)
        elif not line.text.startswith("#"):
            return 0, Facts()
    first = {
        name: next((value for value in found if value and value.lower() not in {"null", "~"}), None)
        for name, found in values.items()
    }
    printed = first.get("page")
    page = number(printed) if printed else None
    return (end + 1 if end else 0), Facts(
        newspaper=first.get("newspaper"),
        date=parse_date(first.get("date") or ""),
        page=page if page is not None else parse_page(printed or ""),
        title=first.get("title"),
        notes=tuple(value for value in values.get("notes", []) if value),
    )


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value
