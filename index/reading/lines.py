"""Physical lines of a source: where they stand, how wide they are, whether a sentence ends with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_MARKUP = re.compile(
    r"(?!#\d{1,4}(?:[\s楼:：|｜]|$))(#{1,6})(?:[ \t\u3000]+|(?=[^\s#]))(?P<text>.*?)(?:[ \t]+#+|(?<=[\u4e00-\u9fff”’》）)！？])#)?$"
)
"""A heading in Markdown, or a topic (#…#); #3 before a space is the number of a post."""
_BOLD = re.compile(r"(\*\*|__)(?P<text>[^*_]+)\1$")
_ITALIC = re.compile(r"([*_])(?P<text>[^*_]+)\1$")
_CLOSERS = "\"'”’」』）)》〉】〕]"
_CLOSED = re.compile(rf"[。！？；：…!?;:.][{re.escape(_CLOSERS)}]*(?:\[\d+\])?$")
_QUESTION = re.compile(rf"[！？!?][{re.escape(_CLOSERS)}]*$")
_STOPS_INSIDE = re.compile(r"[。；;]|[！？!?](?=[^！？!?”’」』）)》〉】〕\"'])|[a-z)]\.\s|[：:]$|[A-Za-z]{2}\.$")
_ENUMERATORS = (
    ("first", re.compile(r"第[一二三四五六七八九十]+[，,、：:是 \u3000]")),
    ("is", re.compile(r"(?:[一二三四五六七八九十]+|其[一二三四五六七八九])(?:是|要|、是)")),
    ("comma", re.compile(r"[一二三四五六七八九十]+[、．.，,]")),
    ("bracket", re.compile(r"[（(](?:[一二三四五六七八九十]+|\d+)[）)]")),
    ("digit", re.compile(r"(?:\d{1,2}[.．、)）](?!\d)|[①-⑳⑴-⒇❶-❿])")),
    ("order", re.compile(r"(?:首先|其次|再次|再者|最后|此外|另外|同时|其一|其二|其三)[，,、]")),
    ("bullet", re.compile(r"(?:[-*+][ \t]|[●•■◆▲★○◎※▶►])")),
)
_SPREAD = re.compile(r"[◎●■◆▲★○□▶►*\s]*(?=[^:：]{3,24}[:：])[\u4e00-\u9fff]+(?:[ \t\u3000]+[\u4e00-\u9fff]+)+\s*[:：]")
_NARROW = {
    code: code - 0xFEE0 for code in (0xFF0D, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
NARROWEST = 12.0
"""Em. No page is set in columns narrower than this; a few short lines of about one length are no column."""
MAXIMUM_TITLE = 46.0
"""Em. The longest titles of real pages are about 35 wide; anything over this is text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``start``/``end`` are source offsets of ``text`` (markup and outer spaces left out).

    ``level`` is that of a Markdown heading (7: a line in bold), 0 for none; ``gap`` counts the blank lines before it;
    ``indent`` and ``width`` are in em (a full-width character is 1, a half-width one 0.5).
    ``closed``: a sentence or a lead-in ends with the line; ``question``: a question or exclamation mark ends it, as
    one may end a title; ``certain``: punctuation inside it or its length alone says that it is running text.
    """

    start: int
    end: int
    text: str
    level: int
    gap: int
    indent: float
    width: float

    closed: bool = field(init=False)
    question: bool = field(init=False)
    certain: bool = field(init=False)

    def __post_init__(self) -> None:
        # Asked for many times a line, so told once.
        object.__setattr__(self, "closed", _CLOSED.search(self.text[-12:]) is not None)
        object.__setattr__(self, "question", _QUESTION.search(self.text[-12:]) is not None)
        inside = self.width > MAXIMUM_TITLE or _STOPS_INSIDE.search(self.text) is not None
        object.__setattr__(self, "certain", inside)

    @property
    def enumeration(self) -> str:
        """The family of the enumerator that it begins with (一是, 一、, （一）, 1. …), else ""."""
        return _enumerator(self.text[:16])


@lru_cache(maxsize=8192)
def _enumerator(beginning: str) -> str:
    return next((family for family, pattern in _ENUMERATORS if pattern.match(beginning)), "")


def visible(text: str) -> str:
    """``text`` without control and zero-width characters."""
    return _INVISIBLE.sub("", text)


def narrow(text: str) -> str:
    """``text`` with full-width digits, letters and hyphens in their usual form, character for character."""
    return text if text.isascii() else text.translate(_NARROW)


@lru_cache(maxsize=8192)
def closed_up(text: str) -> str:
    """``text`` with the label at its beginning closed up where spaces stand in it (时　间：, 出席 代表：)."""
    spread = _SPREAD.match(text)
    return re.sub(r"\s", "", spread[0]) + text[spread.end() :] if spread else text


@lru_cache(maxsize=65536)
def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def width(text: str) -> float:
    """The printed width of ``text`` in em."""
    if text.isascii():
        return 0.5 * len(text)
    return sum(map(_em, text))


def part(line: Line, start: int, end: int, source: str) -> Line:
    """The stretch ``[start, end)`` of a line as a line of its own (outer spaces left out)."""
    text = source[start:end]
    begin = start + len(text) - len(text.lstrip())
    clean = visible(text).strip()
    return replace(line, start=begin, end=begin + len(text.strip()), text=clean, width=width(clean))


def asks_as_headline(line: Line) -> bool:
    """Whether a line with a question or a call inside may be a headline for all that (雪化以后怎么办？代表委员这样说)."""
    return not line.closed and line.width <= MAXIMUM_TITLE and re.search("[。；;]", line.text) is None


def split_lines(source: str) -> list[Line]:
    """The lines of ``source`` that hold anything but spaces, in order."""
    lines: list[Line] = []
    position = gap = 0
    while position <= len(source):
        match = _BREAKS.search(source, position)
        end = match.start() if match else len(source)
        raw = source[position:end]
        if raw.strip():
            lines.append(_line(raw, position, gap))
            gap = 0
        else:
            gap += 1
        if match is None:
            break
        position = match.end()
    return lines


def _line(raw: str, offset: int, gap: int) -> Line:
    stripped = raw.strip()
    start = offset + len(raw) - len(raw.lstrip())
    indent = 4 * 0.5 * raw[: start - offset].count("\t") + width(raw[: start - offset].replace("\t", ""))
    start + len(stripped)
    level = 0
    heading = _MARKUP.match(stripped)
    if heading is not None and heading["text"].strip():
        level = len(heading[1])
        start, _end = start + heading.start("text"), start + heading.end("text")
        stripped = heading["text"]
    bold = _BOLD.match(stripped)
    if bold is not None and bold["text"].strip() and (level or not _CLOSED.search(bold["text"].strip())):
        level = level or 7
        start, _end = start + bold.start("text"), start + bold.end("text")
        stripped = bold["text"]
    italic = _ITALIC.match(stripped)
    if italic is not None and italic["text"].strip():
        start += italic.start("text")
        stripped = italic["text"]
    inner = stripped.strip()
    start += len(stripped) - len(stripped.lstrip())
    clean = visible(inner).strip()
    return Line(start, start + len(inner), clean, level, gap, indent, width(clean))


def column_width(lines: Sequence[Line], *, widest: float = 62.0) -> float | None:
    """The width (em) at which ``lines`` are hard-wrapped, or None where each line is a paragraph of its own.

    Lines are wrapped where many of them end at about the same place and most of those without ending a sentence.
    """
    widths = sorted(line.width for line in lines if line.width >= 6)
    if len(widths) < 2:
        return None
    upper = widths[int(0.85 * (len(widths) - 1) + 0.5)]
    near = [line for line in lines if upper - 4.5 <= line.width <= upper + 3]
    unclosed = sum(not line.closed for line in near)
    if not NARROWEST <= upper <= widest or len(near) < 0.4 * len(widths) or unclosed < 0.5 * len(near):
        return None
    full = sorted(line.width for line in near if line.width >= upper - 1.5)
    return full[len(full) // 2]


def edge_slack(lines: Sequence[Line], widths: Sequence[float | None]) -> float:
    """Em by which lines inside a paragraph fall short of their column: small in typed, larger in set text."""
    short = sorted(
        column - line.width
        for number, (line, column) in enumerate(zip(lines, widths, strict=True))
        if number and column is not None and not line.closed and not lines[number - 1].closed and not line.level
        if column - 4 <= line.width
    )
    if len(short) < 3:
        return 3.6
    return min(3.6, max(short[int(0.9 * (len(short) - 1))] + 0.9, 1.4))


def first_lines_set_in(lines: Sequence[Line], widths: Sequence[float | None]) -> bool:
    """Whether lines that clearly begin a paragraph (behind a short last line) mostly stay short of the column."""
    firsts = [
        column - line.width
        for before, line, column in zip(lines, lines[1:], widths[1:], strict=False)
        if column is not None and before.closed and before.width < column - 4
        if not line.closed and not line.level and line.width >= column - 4
    ]
    return not firsts or sum(short >= 1.4 for short in firsts) >= 0.5 * len(firsts)


def local_widths(lines: Sequence[Line], *, reach: int = 12) -> list[float | None]:
    """For every line the column width of its neighbourhood, else that of the whole, else None."""
    plain = [number for number, line in enumerate(lines) if not line.level]
    whole = column_width([lines[number] for number in plain])
    found: list[float | None] = [whole] * len(lines)
    for rank, number in enumerate(plain):
        near = [lines[other] for other in plain[max(0, rank - reach) : rank + reach + 1]]
        here = column_width(near)
        fits = whole is not None and lines[number].width <= whole + 4
        found[number] = here if here is not None else whole if fits else None
    return found
