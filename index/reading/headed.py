"""Labels that head a title and not the speech: 王某：让老街亮起来, with what he is in brackets below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
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
_TITLED = (
    re.compile(r"(?P<who>[^：:｜|/／。！？；]{2,60}?)\s*[：:｜|/／]\s*(?P<title>[^\s：:｜|/／][^：:｜|/／。；]+)"),
    re.compile(r"(?P<title>[^｜|/／。；]{4,40}?)\s*(?:[｜|/／]|——)\s*(?P<who>[^：:｜|/／。！？；—]{2,60})"),
)
"""Who speaks before his title, and behind it."""


def heads_on(lines: Sequence[Line], candidate: Candidate, column: float | None) -> bool:
    """Whether what follows a transcript's speaker on the line is a title (no stop, with text on the next line).

    A line that fills the ``column`` of hard-wrapped text has no stop because it runs on.
    """
    line = lines[candidate.last]
    if column is not None and line.width + line.indent >= column - 2:
        return False
    after = lines[candidate.last + 1] if candidate.last + 1 < len(lines) else None
    if after is not None and role_below(lines, candidate):
        return True
    short = not line.closed and line.width <= 46 and not re.search("[，。；]", line.text[candidate.inline :])
    return short and after is not None and after.certain


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
