"""``read_text``: one source text to its document and the regions that account for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ..records import Document, Speech
from .attendance import continues_attendance, is_attendance
from .classes import Page, classify, is_wrapped
from .closing import article_credits, closing_start, is_date, said_inside
from .contents import contents_lines
from .facts import Facts, front_matter, parse_date
from .headed import split_headings, subtitled, titled_labels
from .headings import heading_date, line_date
from .items import kind_of, split_entries, take_entries
from .layout import arrange
from .leads import framed, lead, letters, marked_titles, signed_tails
from .lines import Line, asks_as_headline, part, split_lines, visible
from .masthead import furniture_end, is_rule, jump_cuts, may_be_said
from .ordinals import is_number, number_cuts
from .paragraphs import join, paragraph_starts
from .printed import printed_facts
from .regions import HEADING, MASTHEAD, PARAGRAPH, SPEAKER, Reading, Region, complete
from .running import running_heads, running_on
from .sections import Arrangement, Section
from .tables import split_tables


def read_text(text: str, *, source: str) -> Reading:
    """Reads one page or proceedings text. Never raises for any ``text``; what it could not tell is in the warnings.

    ``source`` names the document. The fingerprint is that of the text in UTF-8; :func:`read_document` puts the file's.
    """
    lines = split_lines(text)
    count, facts = front_matter(text, lines)
    regions = [_region(MASTHEAD, line) for line in lines[:count]]
    body, cells = split_tables(lines[count:], text)
    regions += [Region(HEADING, start, end) for start, end in cells if start < end]
    printed_lines = letters(split_entries(body, text))
    kept, closing = _without_furniture(printed_lines, text, regions)
    left = {line.start for line in kept}
    head = [line for line in printed_lines if line.start not in left]
    kept, entries = take_entries(kept, text)
    regions += [Region(HEADING, start, end) for start, end in entries]
    announced = contents_lines(kept)
    regions += [_region(MASTHEAD, kept[number]) for number in announced]
    kept = [line for number, line in enumerate(kept) if number not in announced]
    kept = split_headings(marked_titles(signed_tails(kept, text)), text)
    page = classify(kept, head)
    if over := set(lead(page)):
        regions += [_region(MASTHEAD, kept[number]) for number in over]
        kept = [line for number, line in enumerate(kept) if number not in over]
        page = classify(kept, head)
    arrangement = arrange(page)
    regions += [_region(HEADING, kept[number]) for number in (*arrangement.headings, *arrangement.asked)]
    regions += [_region(MASTHEAD, kept[number]) for number in arrangement.introduction]
    regions += [_region(MASTHEAD, line) for line in closing]
    margin = min((line.indent for line in kept if not line.level), default=0.0)
    cuts = number_cuts({s.title[0]: kept[s.title[0]] for s in arrangement.sections if s.title})
    widths = page.widths if is_wrapped(page) else ()
    heading = titled_labels(kept, page.speakers.values(), page.widths)
    for ordinal, section in enumerate(arrangement.sections):
        regions += _title_regions(kept, section, ordinal, cuts)
        regions += _section_regions(page, section, ordinal, margin=margin, widths=widths, heading=heading)
    whole = complete(text, regions)
    below = {line.start for line in closing}
    printed = [region for region in whole if region.kind == MASTHEAD and region.start not in below]
    first = next((region.start for region in whole if region.speech is not None), len(text))
    top = [text[region.start : region.end] for region in whole if region.start < first]
    facts = printed_facts([text[region.start : region.end] for region in printed], facts, top=top)
    facts = replace(facts, date=facts.date or heading_date(text, whole) or _closing_date(closing))
    document = _document(text, source, whole, arrangement, kept, facts)
    return Reading(document, whole)


def _region(kind: str, line: Line, speech: int | None = None, paragraph: int | None = None) -> Region:
    return Region(kind, line.start, line.end, speech, paragraph)


def _without_furniture(lines: Sequence[Line], source: str, regions: list[Region]) -> tuple[list[Line], list[Line]]:
    """The lines that are not furniture, and the closing matter; ``regions`` gets the furniture, lines and their parts."""
    kept: list[Line] = []
    ruled: set[int] = set()
    dates: list[int] = []
    top, rule, gap, cut = True, False, 0, False
    running = running_heads(lines)
    attendance: Line | None = None
    for number, line in enumerate(lines):
        gap = max(gap, line.gap)
        clear = len(line.text) == line.end - line.start
        bold = line.level == 7 and top and line_date(line.text) is None and parse_date(line.text) is not None
        end = furniture_end(line, top=top) if not line.level or bold else 0
        end = len(line.text) if number in running else end
        if end >= len(line.text) and may_be_said(line.text) and said_inside(kept, lines[number + 1 : number + 9]):
            end = 0
        after = lines[number + 1] if number + 1 < len(lines) else None
        if attendance is not None and continues_attendance(attendance, line, after):
            end = len(line.text)
        if end >= len(line.text):
            attendance = line if attendance is not None or is_attendance(line.text) else None
            regions.append(_region(MASTHEAD, line))
            cut = True
            rule = rule or is_rule(line.text)
            dates += [len(kept)] if is_date(line.text) else []
            continue
        attendance = None
        rest = line
        if clear:
            start, tail = jump_cuts(line)
            start = max(start, end)
            if start:
                regions.append(_region(MASTHEAD, part(line, line.start, line.start + start, source)))
            if tail:
                regions.append(_region(MASTHEAD, part(line, line.end - tail, line.end, source)))
            rest = part(line, line.start + start, line.end - tail, source) if start or tail else line
        if rest.text:
            ruled |= {rest.start} if rule else set()
            kept.append(_with_gap(rest, gap, kept, cut=cut and not top))
            cut = False
            rule, gap = False, 0
        top = top and (not line.certain or asks_as_headline(line))
    end = closing_start(kept, ruled=ruled, dated=[number for number in dates if number] == [len(kept)])
    credits = article_credits(kept[:end])
    closing = [line for number, line in enumerate(kept) if number in credits or number >= end]
    return [line for number, line in enumerate(kept[:end]) if number not in credits], closing


def _closing_date(closing: Sequence[Line]) -> str | None:
    """The first whole date that a closing line prints as that of the document (某办公室　2025年3月2日印发)."""
    return next((date for line in closing if (date := line_date(line.text)) is not None), None)


def _with_gap(line: Line, gap: int, kept: Sequence[Line], *, cut: bool) -> Line:
    """A blank line around furniture inside a text says nothing about the text, nor one around what ``cut`` a paragraph."""
    if cut and kept and running_on(kept[-1], line):
        gap = 0
    elif not (kept and kept[-1].closed):
        return line
    return replace(line, gap=gap) if gap != line.gap else line


def _title_regions(lines: Sequence[Line], section: Section, ordinal: int, cuts: Mapping[int, int]) -> list[Region]:
    """The lines of a title; the number of the item before it is a heading, but no part of the title."""
    regions = []
    for number in section.title:
        line = lines[number]
        if len(section.title) > 1 and is_number(line.text):
            regions.append(_region(HEADING, line))
            continue
        begin, end = framed(line) if len(section.title) == 1 else (0, 0)
        if begin := begin or cuts.get(number, 0):
            regions.append(Region(HEADING, line.start, line.start + begin))
        if end:
            regions.append(Region(HEADING, line.end - end, line.end))
        regions.append(Region(HEADING, line.start + begin, line.end - end, ordinal))
    return regions


def _section_regions(
    page: Page,
    section: Section,
    ordinal: int,
    *,
    margin: float,
    widths: Sequence[float | None],
    heading: Collection[int],
) -> list[Region]:
    """The regions of a speech; ``widths``: the column at each line of the page, none where lines are not wrapped;
    ``heading``: the lines on which a title stands behind a label."""
    lines = page.lines
    regions = []
    inline = section.candidate.inline if section.candidate is not None else 0
    text_lines = []
    for number in section.spoken:
        line = lines[number]
        if not inline or (section.candidate is not None and number < section.candidate.last):
            regions.append(_region(SPEAKER, line, ordinal))
    regions += [_region(SPEAKER, lines[number], ordinal) for number in section.signed]
    for number in section.text:
        line = lines[number]
        if inline and section.candidate is not None and number == section.candidate.last:
            regions.append(Region(SPEAKER, line.start, line.start + inline, ordinal))
            line = replace(line, start=line.start + inline, text=line.text[inline:])
            if number in heading:
                regions.append(_region(HEADING, line, ordinal))
                continue
        elif number - 1 in heading and subtitled(lines, number - 1, number):
            regions.append(_region(HEADING, line, ordinal))
            continue
        if turn := section.turns.get(number, 0):
            regions.append(Region(HEADING, line.start, line.start + turn))
            line = replace(line, start=line.start + turn, text=line.text[turn:])
        text_lines.append(line)
    width = next((widths[number] for number in section.text if widths and widths[number] is not None), None)
    paragraph = 0
    for line, begins in zip(text_lines, paragraph_starts(text_lines, width=width, margin=margin), strict=True):
        paragraph += begins
        regions.append(_region(PARAGRAPH, line, ordinal, paragraph))
    return regions


def _document(
    text: str, source: str, regions: Sequence[Region], arrangement: Arrangement, kept: Sequence[Line], facts: Facts
) -> Document:
    """The records, made from the regions and nothing else."""
    parts: dict[tuple[str, int | None, int | None], list[str]] = {}
    for region in regions:
        key = (region.kind, region.speech, region.paragraph)
        parts.setdefault(key, []).append(visible(text[region.start : region.end]).strip())
    speeches, warnings = [], []
    for ordinal, section in enumerate(arrangement.sections):
        count = 0
        paragraphs = []
        while (PARAGRAPH, ordinal, count + 1) in parts:
            count += 1
            paragraphs.append(join(parts[PARAGRAPH, ordinal, count]))
        title = " ".join(parts.get((HEADING, ordinal, None), []))
        speaker = section.speaker
        name = speaker.name if speaker is not None and speaker.name else None
        line = " ".join(parts.get((SPEAKER, ordinal, None), [])).replace("**", "")
        speeches.append(
            Speech(name, speaker.role if speaker is not None and name else "", title, line, tuple(paragraphs))
        )
        which = f"第 {ordinal + 1} 篇{f'《{title}》' if title else ''}"
        if name is None:
            warnings.append(f"{which}没有认出发言人，发言人记为未知；请检查署名一行的写法。")
        if not paragraphs:
            warnings.append(f"{which}没有正文。")
    if not speeches:
        warnings.append("没有读到正文；请检查文件的内容。")
    return Document(
        source=source,
        title=facts.title or _page_title(kept, arrangement) or PurePosixPath(source).stem,
        newspaper=facts.newspaper,
        date=facts.date,
        page=facts.page,
        speeches=tuple(speeches),
        notes=facts.notes,
        warnings=tuple(warnings),
        fingerprint=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _page_title(kept: Sequence[Line], arrangement: Arrangement) -> str:
    """The first group of headings that is more than a column's label; else the only speech's title."""
    group: list[str] = []
    last: int | None = None
    for number in arrangement.headings:
        line = kept[number]
        if group and (last is None or number != last + 1 or line.gap or line.level):
            break
        if line.width > 5 and not re.match(r"[【\[（(]", line.text) and not kind_of(line):
            group.append(line.text)
            last = number
    if group:
        return " ".join(group)
    titles = [section.title for section in arrangement.sections if section.title]
    return " ".join(kept[number].text for number in titles[0]) if len(titles) == 1 else ""
