"""Closing matter: what stands below the last word that anybody says, and the editors' credits below an article.

A speech may hold any of these words. So a line counts only where it cannot be a part of running text: no sentence runs
on into it, nothing but closing matter follows it, and it has the form of a label, a credit or a narrator's sentence.
Where that is in doubt the line stays with its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from .bodies import FAIR, STRONG, is_organisation
from .candidates import FAR_IN
from .captions import is_marked_caption
from .facts import DATE, parse_date
from .facts import number as value_of
from .forms import (
    LONGEST,
    is_closing_line,
    is_credit_line,
    is_imprint,
    is_note_below,
    is_notice_end,
    narrates,
    opens_list,
    says_it_is_over,
)
from .lines import Line, closed_up
from .marks import OUTER
from .masthead import furniture_end, is_labelled, may_be_said
from .minutes import is_aside
from .names import is_name
from .signatures import parse_below
from .speakers import parse_speaker

MOST_BLOCKS = 40
"""Closing lines, lists and paragraphs below one text; more of them are no closing matter."""
NEAR = 600
"""Lines above a line among which the speaker is looked for whose speech it may belong to."""
MOST_LISTED = 8
"""Lines of a list of enclosures or addressees that carry no label of their own."""
_NUMBERED = re.compile(r"[（(]?(?P<number>[一二三四五六七八九十]+|\d+)(?:[、．.，,]|[）)])")
_LABEL = re.compile(r"[^：:。！？；]{2,60}[：:]")


def closing_start(lines: Sequence[Line], *, ruled: Collection[int] = (), dated: bool = False) -> int:
    """The number of the first of the closing lines at the end of ``lines``; their count where there are none.

    ``ruled``: offsets of lines below a printed rule. ``dated``: a line with nothing but a date ends the document.
    """
    first = len(lines)
    for _ in range(MOST_BLOCKS):
        begins = _block(lines, first, ruled) if first > 1 else None
        if begins is None and first == len(lines) and first > 1 and dated and _is_issuer(lines):
            begins = first - 1
        if begins is None:
            break
        first = begins
    return first


def _block(lines: Sequence[Line], end: int, ruled: Collection[int]) -> int | None:
    """Where the closing line, list or paragraph begins that ends before line ``end``; None where text ends there."""
    for begin in range(end - 1, max(0, end - 1 - MOST_LISTED), -1):
        line = lines[begin]
        if begin == end - 1 and _is_section(lines, begin):
            return begin
        if line.level or (line.enumeration and begin == end - 1 and line.closed):
            return None
        if _opens(lines, begin) or line.start in ruled:
            text = "".join(each.text for each in lines[begin:end])
            whole = not any(each.closed for each in lines[begin : end - 1])
            if _listed(lines[begin:end]) or (whole and _is_closing(text, lines, begin, ruled)):
                return begin
    return None


def _opens(lines: Sequence[Line], number: int) -> bool:
    """Whether no sentence runs on into the line."""
    before = lines[number - 1]
    return (
        before.closed
        or before.level > 0
        or lines[number].gap > before.gap
        or OUTER.match(before.text) is not None
        or is_closing_line(closed_up(before.text))
        or _is_section(lines, number - 1)
    )


def _is_section(lines: Sequence[Line], at: int) -> bool:
    """Whether the numbered line is the record's next heading (三、听证会结束 after 二、陈述人发言), no item of a speech.

    It is where the number before it stands on a heading right above a speaker, and nothing in between is numbered so.
    """
    line = lines[at]
    ordinal = _NUMBERED.match(line.text)
    if ordinal is None or ((line.certain or line.closed) and not says_it_is_over(line.text[ordinal.end() :])):
        return False
    above = next((n for n in range(at - 1, -1, -1) if lines[n].enumeration == line.enumeration), None)
    before = _NUMBERED.match(lines[above].text) if above is not None else None
    if above is None or before is None or lines[above].closed or above + 1 == at or not _speaks(lines[above + 1]):
        return False
    value, last = value_of(ordinal["number"]), value_of(before["number"])
    return value is not None and last is not None and value == last + 1


def _listed(lines: Sequence[Line]) -> bool:
    """Whether lines are a list with its label: short, without stops, the label on the first."""
    return opens_list(closed_up(lines[0].text)) and all(
        line.width <= 40 and not re.search("[。；！？：:]", line.text) and not _speaks(line) for line in lines[1:]
    )


def _is_closing(text: str, lines: Sequence[Line], begin: int, ruled: Collection[int]) -> bool:
    """Whether ``text``, the lines from ``begin`` on joined, has the form of closing matter."""
    if is_imprint(text):
        return True
    text = closed_up(text.replace("**", ""))
    if lines[begin].indent >= FAR_IN and parse_below(text, far_in=True) is not None:
        return False
    if is_closing_line(text) or is_aside(text) or is_credit_line(text) or _is_reporter(text, lines):
        return True
    apart = _set_apart(lines, begin, ruled)
    clauses = [clause for clause in re.split("[。；]", text) if clause]
    if 2 <= len(clauses) <= 3 and all(map(_is_clause, clauses)):
        return True
    if apart and is_notice_end(text):
        return True
    return (
        len(text) <= LONGEST
        and (apart or not _fills(lines, begin - 1))
        and (is_note_below(text, apart=apart) or narrates(text, apart=apart))
    )


def _is_clause(text: str) -> bool:
    """Whether one of several clauses says how the text was made, or to whom it belongs (录音整理：某组。未经发言人审阅。)."""
    return is_closing_line(text) or is_credit_line(text) or is_labelled(text) or is_note_below(text, apart=False)


def _fills(lines: Sequence[Line], number: int) -> bool:
    """Whether the closed line fills a hard-wrapped column, so that its paragraph may go on with the next line."""
    line, before, after = lines[number], lines[number - 1], lines[number + 1]
    wrapped = number > 0 and not before.closed and line.width >= before.width - 2
    return wrapped and not before.level and after.gap <= line.gap and after.indent <= line.indent


def _is_reporter(text: str, lines: Sequence[Line]) -> bool:
    """（王某） below a page whose speakers are named elsewhere: on one without, it names the author."""
    inner = re.fullmatch(r"[（(]\s*([\u4e00-\u9fff·\s]{2,9}?)\s*[）)]", text)
    if inner is None or not all(is_name(name) for name in re.split(r"\s{2,}|\u3000", inner[1]) if name):
        return False
    bracketed = sum(re.fullmatch(r"[（(][\u4e00-\u9fff·\s]{2,9}[）)]", line.text) is not None for line in lines)
    return bracketed == 1 and _names_speakers(lines)


def _names_speakers(lines: Sequence[Line]) -> bool:
    """Whether some line above the last names a speaker together with what he is."""
    return any(_speaks(line) for line in lines[:-1])


def _speaks(line: Line) -> bool:
    """Whether the line, or its label, is the name of a speaker beside what he is."""
    label = re.split(r"[：:]", line.text)[0] if line.width > 40 or line.certain else line.text
    found = parse_speaker(_NUMBERED.sub("", label, count=1)) if len(label) <= 70 else None
    return found is not None and found.strength >= (FAIR if label is not line.text else STRONG) and bool(found.role)


def _is_issuer(lines: Sequence[Line]) -> bool:
    """Whether a body below the last text, with the date under it, is who issued the document and not who speaks."""
    last, before = lines[-1], lines[-2]
    return (
        before.closed and not last.level and last.width <= 40 and is_organisation(last.text) and _names_speakers(lines)
    )


def _set_apart(lines: Sequence[Line], number: int, ruled: Collection[int]) -> bool:
    """Whether a rule, or a blank line where the page has none inside its speeches, stands before the line."""
    if lines[number].start in ruled:
        return True
    inside = [
        line.gap
        for before, line in pairwise(lines[:number])
        if before.certain and line.certain and not _LABEL.match(line.text)
    ]
    return lines[number].gap > 0 and len(inside) >= 2 and sum(gap > 0 for gap in inside) <= 0.34 * len(inside)


def article_credits(lines: Sequence[Line]) -> set[int]:
    """Credits and captions at the end of articles inside a page: below closed text and above a heading or a speaker."""
    return {
        number
        for number in range(1, len(lines) - 1)
        if lines[number - 1].closed
        and not lines[number].level
        and not (lines[number + 1].certain or lines[number + 1].closed or lines[number + 1].enumeration)
        and (is_credit_line(lines[number].text, set_off=True) or is_marked_caption(lines, number))
    }


def said_inside(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether what stands between the lines ``above`` and ``below`` is inside a speech: sentences on both sides of it."""
    after = next((line for line in below if not may_be_said(line.text)), None)
    if not above or after is None or not above[-1].closed or after.level or not (after.certain or after.closed):
        return False
    if furniture_end(after, top=False) or _speaks(after):
        return False
    return any(_speaks(line) for line in above[-NEAR:])


def is_date(text: str) -> bool:
    """Whether a line is a whole date and nothing else."""
    match = DATE.fullmatch(text.strip("（()） \u3000"))
    return match is not None and parse_date(text) is not None
