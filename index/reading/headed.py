"""Labels that head a title and not the speech: 王某：让老街亮起来, with what he is in brackets below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .bodies import FAIR
from .builds import ORDINAL
from .candidates import Candidate
from .lines import Line, part
from .marks import OUTER
from .names import is_name, is_role
from .signatures import is_about
from .speakers import parse_speaker
from .together import Speaker

FEWEST = 2
"""Headings of a page that name somebody with what he is and a title behind a colon, before they are believed to do so."""
WIDEST = 46.0
"""Em of a label and its title on one line."""
SET_IN = 1.5
"""Em from which a line below is set in as the first of a paragraph."""
_TITLED = (
    re.compile(r"(?P<who>[^：:｜|/／。！？；]{2,60}?)\s*[：:｜|/／]\s*(?P<title>[^\s：:｜|/／][^：:｜|/／。；]+)"),
    re.compile(r"(?P<title>[^｜|/／。；]{4,40}?)\s*(?:[｜|/／]|——)\s*(?P<who>[^：:｜|/／。！？；—]{2,60})"),
)
"""Who speaks before his title, and behind it."""


def titled_labels(lines: Sequence[Line], labels: Iterable[Candidate], widths: Sequence[float | None]) -> frozenset[int]:
    """The last lines of those ``labels`` behind which on the line stands a title: no stop ends it, and a text begins below.

    Where several do so, and most of the page, the title of another may be built more freely (a comma, a question, a full line).
    """
    spoken = {c.last: c for c in labels if c.inline}
    firsts = {c.first for c in spoken.values()}
    below = {last for last in spoken if last + 1 < len(lines) and last + 1 not in firsts}
    roles = {last for last in below if role_below(lines, spoken[last])}
    sure = {last for last in below if last in roles or _heads(lines, spoken[last], widths[last])}
    sure -= {last for last in sure if _fills(lines[last], widths[last]) and not _apart(lines, last)}
    people = {last for last, c in spoken.items() if not c.host}
    if len(sure & people) < FEWEST or 2 * len(sure & people) < len(people):
        return frozenset(sure)
    return frozenset(sure | {last for last in below & people if _may_head(lines, last, widths[last])})


def subtitled(lines: Sequence[Line], title: int, number: int) -> bool:
    """Whether line ``number`` is the second part of the title right above it: a dash begins it, and no stop ends it."""
    return number == title + 1 and lines[number].text.startswith(("—", "–")) and not lines[number].closed


def _fills(line: Line, column: float | None) -> bool:
    """Whether a line fills the column of hard-wrapped text, and is not set wider: it may have no stop because it runs on."""
    return column is not None and column - 2 <= line.width + line.indent <= column + 4


def _apart(lines: Sequence[Line], last: int) -> bool:
    """Whether what stands below a line is set off from it: set in, or behind a wider gap than the line after."""
    below = lines[last + 1 : last + 3]
    return below[0].indent - lines[last].indent >= SET_IN or below[0].gap > below[-1].gap


def _heads(lines: Sequence[Line], candidate: Candidate, column: float | None) -> bool:
    line = lines[candidate.last]
    short = not line.closed and line.width <= WIDEST and not re.search("[，。；]", line.text[candidate.inline :])
    return short and _begins_text(lines, candidate.last + 1, column)


def _may_head(lines: Sequence[Line], last: int, column: float | None) -> bool:
    line = lines[last]
    titled = (line.question or not line.closed) and line.width <= WIDEST and not re.search("[。；]", line.text)
    return titled and (not _fills(line, column) or _apart(lines, last)) and _begins_text(lines, last + 1, column)


def _begins_text(lines: Sequence[Line], number: int, column: float | None) -> bool:
    """Whether a line, or that below it where it is a subtitle, is running text by its stop or because it fills the column."""
    number += subtitled(lines, number - 1, number) and number + 1 < len(lines)
    return lines[number].certain or lines[number].closed or (_fills(lines[number], column) and not lines[number].level)


def split_headings(lines: Sequence[Line], source: str) -> list[Line]:
    """``lines``, in which headings that name a speaker before their title (## 王某委员：让老街亮起来) are two lines.

    One such heading may quote somebody, and headings with nothing but bodies may be about them: it takes two people.
    """
    named = {n: found for n, line in enumerate(lines) if (found := _named(lines, n)) is not None}
    people = {who.name for *_, who in named.values() if who.role and is_name(who.name, proved=True)}
    levels = {lines[n].level for n, (*_, who) in named.items() if who.role}
    if len(people) < FEWEST or len(levels) != 1:
        return list(lines)
    divided: list[Line] = []
    for number, line in enumerate(lines):
        if number in named and line.level in levels:
            end, begin, first, _ = named[number]
            ordinal = ORDINAL.match(line.text)
            start = ordinal.end() if ordinal is not None and first else 0
            pieces = [
                part(line, line.start + start, line.start + end, source),
                part(line, line.start + begin, line.end, source),
            ]
            pieces[1] = replace(pieces[1], gap=0, indent=0.0)
            divided += pieces
        else:
            divided.append(line)
    return divided


def named_headings(lines: Sequence[Line], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Headings of one level that say nothing but who speaks below, a person with what he is; one alone may be about him."""
    people = [c for c in candidates if lines[c.first].level and c.speaker is not None and c.speaker.role]
    levels = Counter(lines[c.first].level for c in people)
    return [c for c in people if levels[lines[c.first].level] >= FEWEST and c.strength < FAIR]


def _named(lines: Sequence[Line], number: int) -> tuple[int, int, bool, Speaker] | None:
    """Where the first part of a heading over a text ends and the second begins, whether its speaker stands first, and who he is."""
    line, below = lines[number], lines[number + 1 : number + 2]
    clear = len(line.text) == line.end - line.start
    number_end = ordinal.end() if (ordinal := ORDINAL.match(line.text)) is not None else 0
    if not line.level or not clear or not below or below[0].level or not (below[0].certain or below[0].closed):
        return None
    for match in filter(None, (pattern.fullmatch(line.text, number_end) for pattern in _TITLED)):
        who = parse_speaker(match["who"]) if not is_about(match["who"]) else None
        first = match.start("who") < match.start("title")
        if who is not None and (who.role or who.strength >= FAIR):
            begin = match.start("title") if first else match.start("who")
            colon = line.text[match.end("who") : begin].strip() in {"：", ":"} if first else False
            ends = (begin if colon else match.end("who" if first else "title"), begin)
            return *ends, first, who
    return None


def role_below(lines: Sequence[Line], candidate: Candidate) -> str:
    """What a speaker is who heads his title (王某：让老街亮起来), from the bracketed line right below; "" where nothing tells."""
    speaker, below = candidate.speaker, lines[candidate.last + 1 : candidate.last + 2]
    titled = not lines[candidate.last].closed and lines[candidate.last].width <= 40
    outer = OUTER.match(below[0].text) if below and titled and speaker is not None and not speaker.role else None
    return outer["inner"].strip() if outer is not None and is_role(outer["inner"]) else ""
