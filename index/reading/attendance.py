"""Who was there: the entries in the head of minutes that list persons (出席代表：王某　李某), also over several lines."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby

from .lines import Line, closed_up
from .names import is_name, is_unlisted_name
from .vocabulary import longest_first

_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_COUNTED = re.compile(r"等|等?共?\d+[人名位]")
_SEPARATORS = re.compile(r"[、，,；;|｜\s]+")
_RUNS_ON = re.compile(r"[、，,；;]$")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]")
_STOPS = re.compile(r"[。！？：:]")
_HANGING = 3.0
"""Em from which a line is set in below an entry's label; the first line of a paragraph is set in by two."""


@cache
def _entry() -> re.Pattern[str]:
    attending, occasions = longest_first("masthead", "attending"), longest_first("masthead", "occasions")
    return re.compile(
        rf"(?:{attending})(?:{occasions})?的?(?:{longest_first('masthead', 'attendants')})?(?:[（(][^（()）]{{1,16}}[）)])?"
        r"\s*[:：]\s*(?P<rest>[^。]*)。?$"
    )


def is_attendance(text: str) -> bool:
    """Whether the line is an entry that says who attended, or was away; at the head of minutes only is that sure."""
    return _match(text) is not None


def attends_by_name(text: str) -> bool:
    """Whether the entry lists nothing but persons, two at least: no speech says that, wherever the line stands."""
    match = _match(text)
    return match is not None and len(names_in(match["rest"])) >= 2


def continues_attendance(entry: Line, line: Line, after: Line | None) -> bool:
    """Whether ``line``, right below ``entry`` (or below a line that continues one), goes on with its list.

    A single name is one of the list only where it is set in, or in a column of names; a name right above what is
    neither a name nor an entry (``after``) may be the first speaker's.
    """
    if line.gap or line.level or _STOPS.search(line.text):
        return False
    if _RUNS_ON.search(entry.text):
        return True
    names = names_in(line.text)
    above = _match(entry.text)
    column = above is None or not above["rest"]
    ends = (
        after is None or after.gap > 0 or bool(names_in(after.text)) or _LABEL.match(closed_up(after.text)) is not None
    )
    return len(names) >= 2 or (len(names) == 1 and (line.indent >= _HANGING or (column and ends)))


def names_in(text: str) -> list[str]:
    """The names of a row that holds nothing else, those printed with a space inside closed up; [] for another line."""
    words = [word for word in _SEPARATORS.split(_BRACKETS.sub(" ", text)) if word and not _COUNTED.fullmatch(word)]
    names: list[str] = []
    for single, run in groupby(words, key=lambda word: len(word) == 1):
        pieces = list(run)
        size = 3 if len(pieces) == 3 else 2
        names += ["".join(pieces[at : at + size]) for at in range(0, len(pieces), size)] if single else pieces
    known = sum(is_name(name, proved=True) for name in names)
    possible = all(is_name(name, proved=True) or is_unlisted_name(name) for name in names)
    return names if possible and 2 * known >= len(names) else []


def _match(text: str) -> re.Match[str] | None:
    return _entry().match(closed_up(text.replace("**", "").strip()))
