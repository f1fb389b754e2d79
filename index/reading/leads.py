"""What is settled about lines before a page is laid out: titles behind a mark, and the lead over letters and columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from .candidates import FAR_IN
from .classes import Page
from .kinds import HEADS, RUNNING, SIGNATURE, SPEAKER
from .lines import Line, part
from .marks import is_host
from .masthead import addresses_editors, is_lead
from .names import is_name
from .signatures import parse_below, parse_signature, tells_author
from .signed import stands_as_signature
from .speakers import parse_speaker

_MARK = re.compile(r"(?P<mark>[★☆■□◎○●◆◇▲△▶►※])\s*(?P<text>\S.*)$")
_FRAME = re.compile(r"[【〖〔［\[]\s*(?P<text>[^【】〖〗〔〕［］\[\]]*[^【】〖〗〔〕［］\[\]\s])\s*[】〗〕］\]]")
_TAIL = re.compile(
    r"(?<=[。！？…”’）)])\s*(?P<who>[—–―]{1,2}\s*[^。！？；…—–―]{2,40}|[（(][^。！？；…（()）]{4,60}[）)])$"
)
_WIDEST = 32.0
_LEVEL = 6
"""Of a marked title, as of a Markdown heading: below the page's own headings."""
LONGEST = 600
"""Characters of a lead; more text than that may be somebody's."""


def marked_titles(lines: Sequence[Line]) -> list[Line]:
    """``lines``, in which short lines behind one mark (■ …), each with text below it and none of them a speaker, are headings."""
    marks: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if (match := _MARK.match(line.text)) is not None:
            marks[match["mark"]].append(number)
    over_text = {mark: [n for n in numbers if n + 1 not in numbers] for mark, numbers in marks.items()}
    titles = {number for numbers in over_text.values() if _are_titles(lines, numbers) for number in numbers}
    return [_without_mark(line) if number in titles else line for number, line in enumerate(lines)]


def _are_titles(lines: Sequence[Line], numbers: Sequence[int]) -> bool:
    return len(numbers) >= 2 and all(
        lines[number].width <= _WIDEST
        and not lines[number].level
        and not lines[number].certain
        and (not lines[number].closed or lines[number].question)
        and number + 1 < len(lines)
        and (lines[number + 1].closed or lines[number + 1].certain)
        and len(lines[number].text) == lines[number].end - lines[number].start
        and parse_speaker(lines[number].text) is None
        for number in numbers
    )


def signed_tails(lines: Sequence[Line], source: str) -> list[Line]:
    """``lines``, in which who speaks stands behind the last stop, a dash or in brackets (…。——某厂厂长王某), divided there.

    One such line may quote somebody; so it takes two of them, or words that tell an author (…。（作者系某校教授）).
    """
    cut = {number: length for number, line in enumerate(lines) if (length := _signed_tail(line))}
    if len(cut) < 2:
        cut = {number: length for number, length in cut.items() if tells_author(lines[number].text[length:])}
    divided: list[Line] = []
    for number, line in enumerate(lines):
        if number in cut:
            edge = line.start + cut[number]
            tail = part(line, edge, line.end, source)
            divided += [part(line, line.start, edge, source), replace(tail, gap=0, indent=FAR_IN)]
        else:
            divided.append(line)
    return divided


def _signed_tail(line: Line) -> int:
    """Where the signature behind the text of a line begins; 0 without one."""
    match = _TAIL.search(line.text) if not line.level and len(line.text) == line.end - line.start else None
    if match is None:
        return 0
    bracketed = match["who"][0] in "（("
    found = parse_signature(match["who"]) if bracketed else None
    found = found or (parse_speaker(match["who"]) if bracketed else parse_below(match["who"], far_in=False))
    named = found is not None and (found.role or (not bracketed and not is_name(found.name)))
    return match.start("who") if named else 0


def letters(lines: Sequence[Line]) -> list[Line]:
    """``lines``, in which who has written a letter to the editors (编辑同志：…) stands below it far in, as letters are signed."""
    signed: set[int] = set()
    inside = False
    for number, line in enumerate(lines):
        if addresses_editors(line.text) and not is_host(line.text):
            inside = True
        elif inside and not (line.closed or line.certain or line.level) and lines[number - 1].closed:
            inside = False
            signed |= {number} if parse_below(line.text, far_in=True) is not None else set()
    return [replace(line, indent=max(line.indent, FAR_IN)) if n in signed else line for n, line in enumerate(lines)]


def framed(line: Line) -> tuple[int, int]:
    """How many characters at the beginning and at the end of a title are its mark (■ …) or its frame (【…】), and none of it."""
    if len(line.text) != line.end - line.start:
        return 0, 0
    frame, mark = _FRAME.fullmatch(line.text), _MARK.match(line.text)
    if frame is not None:
        return frame.start("text"), len(line.text) - frame.end("text")
    return (mark.start("text"), 0) if mark is not None else (0, 0)


def _without_mark(line: Line) -> Line:
    match = _MARK.match(line.text)
    assert match is not None
    return replace(line, start=line.start + match.start("text"), text=match["text"], level=_LEVEL)


def lead(page: Page) -> list[int]:
    """The text lines over the first speech of a page whose speakers stand below their texts: an editor's, and nobody's.

    They stand over the heading of the first speech, and say so (编者按) or are the only such text of the page; without a
    heading below them they end with the paragraph that says so.
    """
    signed = (SIGNATURE, SPEAKER)
    ends = [n for n, kind in enumerate(page.classes) if kind in signed or stands_as_signature(page, n)]
    if not ends or page.classes[ends[0] - 1] not in RUNNING:
        return []
    first = _runs(page, 0, ends[0])
    texts = [numbers for headed, numbers in first if not headed]
    told = bool(texts) and is_lead(page.lines[texts[0][0]].text)
    if len(texts) == 1 and told:
        return _opening(page, texts[0])
    if len(texts) < 2 or sum(len(page.lines[number].text) for number in texts[0]) > LONGEST:
        return []
    others = [_runs(page, begin + 1, end) for begin, end in pairwise(ends)]
    alone = bool(others) and all(sum(not headed for headed, _ in runs) <= 1 for runs in others)
    return texts[0] if told or (alone and len(texts) == 2) else []


def _opening(page: Page, text: Sequence[int]) -> list[int]:
    """The first paragraph of a text that others follow: to a blank line where the page has some, else to its last stop."""
    lines = page.lines
    ends = [n for n in text[1:] if lines[n - 1].closed and lines[n].gap > lines[text[0]].gap - 1 and lines[n].gap]
    ends = ends or [n for n in text[1:] if lines[n - 1].closed and (page.widths[n] is None or lines[n].indent >= 1.5)]
    over = [n for n in text if ends and n < ends[0]]
    return over if sum(len(lines[number].text) for number in over) <= LONGEST else []


def _runs(page: Page, begin: int, end: int) -> list[tuple[bool, list[int]]]:
    """Headings and texts in turn between two lines."""
    return [(headed, list(run)) for headed, run in groupby(range(begin, end), lambda n: page.classes[n] in HEADS)]
