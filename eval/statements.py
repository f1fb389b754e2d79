"""Reading an answer's Markdown as a reader does: which stretches state something, and which marks they carry.

Written apart from the code that composes answers, so that the two can disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_MARK = re.compile(r"(?<!\\)\[(\d+)\](?!\()")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~<\"$])")
_RULE = re.compile(r"^[\s|:\-—*_=]*$")
_PREFIX = re.compile(r"^(?:\s*(?:>|[-*+•·]|\d{1,3}[.、)）]|（\d{1,3}）|[（(][一二三四五六七八九十]+[）)])\s+)+")
_ENDS = "。！？!?"
_OPENERS, _CLOSERS = "“「『", "”」』"
_AFTER_END = "”’」』）)》〉】\"'*_"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or table cell: its text without marks and markup, and its marks in order."""

    text: str
    marks: tuple[int, ...]

    @property
    def needs_mark(self) -> bool:
        """Whether it states something: not a lead-in ending in a colon, an absence, or how the answer was made."""
        if not any(character.isalnum() for character in self.text) or self.text[-1] in "：:":
            return False
        framing = re.sub(r"[“「『].*[”」』]", "“”", self.text)  # a quotation says nothing about the answer itself
        return not any(pattern.search(framing) for pattern in _unmarked())


@cache
def _unmarked() -> tuple[re.Pattern[str], ...]:
    lines = (Path(__file__).parent / "data" / "unmarked.txt").read_text(encoding="utf-8").splitlines()
    return tuple(re.compile(line) for line in lines if line.strip() and not line.startswith("#"))


def marks(text: str) -> tuple[int, ...]:
    """The numbers of the ``[n]`` marks in order of appearance, repeated ones repeated."""
    return tuple(int(match[1]) for match in _MARK.finditer(text))


def plain(text: str) -> str:
    """``text`` without marks, emphasis and Markdown escapes."""
    text = _MARK.sub("", text).replace("**", "")
    return _ESCAPE.sub(r"\1", text)


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of an answer: headings, table headers and rules left out, list items and table cells apart."""
    found: list[Sentence] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith("#") or _RULE.match(line):
            continue
        if line.lstrip().startswith("|"):
            if number + 1 < len(lines) and _RULE.match(lines[number + 1]) and "-" in lines[number + 1]:
                continue  # the header of a table names its columns
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            for cell in cells[1:]:  # the first cell names its row
                found += _split(cell)
            continue
        found += _split(_PREFIX.sub("", line))
    return found


def quotations(text: str) -> list[str]:
    """What stands between outermost quotation marks, line by line, without marks and markup.

    A line whose quotation marks do not pair is read to its last closing mark.
    """
    found = []
    for line in text.split("\n"):
        depth, start, last = 0, 0, -1
        for position, character in enumerate(line):
            if character in _OPENERS:
                start = position + 1 if depth == 0 else start
                depth += 1
            elif character in _CLOSERS and depth:
                depth, last = depth - 1, position
                if depth == 0:
                    found.append(line[start:position])
        if depth and last > start:
            found.append(line[start:last])
    shown = (plain(quotation) for quotation in found)
    return [text for text in shown if any(character.isalnum() for character in text)]  # “……” quotes nobody


def _split(line: str) -> list[Sentence]:
    """The sentences of one line; a quotation is never divided, and a mark behind a full stop belongs before it."""
    found: list[Sentence] = []
    start = position = depth = 0
    balanced = sum(line.count(c) for c in _OPENERS) == sum(line.count(c) for c in _CLOSERS)
    while position < len(line):
        character = line[position]
        position += 1
        depth += (character in _OPENERS) - (character in _CLOSERS) if balanced else 0
        if character not in _ENDS or depth > 0:
            continue
        while position < len(line):
            if line[position] in _AFTER_END or line[position] in _ENDS or line[position].isspace():
                position += 1
            elif match := _MARK.match(line, position):
                position = match.end()
            else:
                break
        found.append(_sentence(line[start:position]))
        start = position
    found.append(_sentence(line[start:]))
    return [sentence for sentence in found if sentence.text]


def _sentence(text: str) -> Sentence:
    return Sentence(plain(text).strip(), marks(text))
