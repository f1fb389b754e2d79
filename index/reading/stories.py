"""Reporters' stories: each paragraph belongs to the one who is quoted in it; what nobody says has no speaker."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .classes import Page, is_wrapped
from .kinds import HEADS, MARKED, TEXT
from .paragraphs import join, paragraph_starts
from .quoting import Quoted, presented, quoted, speaks_of_itself, without_quotes
from .sections import Arrangement, Section
from .titles import title_before
from .together import Speaker

FEWEST = 2
"""Different speakers whom a page must quote to be a story, or one whom a reporter says that he has asked."""
NEAR = 5
"""Paragraphs among which a name occurs again."""


def arrange_story(page: Page) -> Arrangement | None:
    """The sections of a page without speaker lines whose sentences tell who says what; None for any other page."""
    if page.speakers or any(who.name for who in page.signed.values()):
        return None
    blocks = _blocks(page)
    texts = ["" if headed else join([page.lines[n].text for n in numbers]) for headed, numbers in blocks]
    told = _told(texts)
    names = {speaker.name for speaker in told if speaker is not None}
    asked = any("记者" in without_quotes(text) for text in texts)
    others = [text for text, speaker in zip(texts, told, strict=True) if speaker is None]
    if len(names) < (1 if asked else FEWEST) or any(map(speaks_of_itself, others)):
        return None
    return _arranged(page, blocks, told)


def _blocks(page: Page) -> list[tuple[bool, list[int]]]:
    """Runs of headings, and single paragraphs, in printed order."""
    wrapped = is_wrapped(page)
    margin = min((line.indent for line in page.lines if not line.level), default=0.0)
    blocks: list[tuple[bool, list[int]]] = []
    for text, run in groupby(range(len(page.lines)), lambda number: page.classes[number] == TEXT):
        numbers = list(run)
        if not text:
            blocks.append((True, numbers))
            continue
        width = page.widths[numbers[0]] if wrapped else None
        lines = [page.lines[number] for number in numbers]
        for number, begins in zip(numbers, paragraph_starts(lines, width=width, margin=margin), strict=True):
            if begins:
                blocks.append((False, []))
            blocks[-1][1].append(number)
    return blocks


def _told(texts: Sequence[str]) -> list[Speaker | None]:
    """Who speaks in each of ``texts``, "" for a heading."""
    known: dict[str, Speaker] = {}
    told: list[Speaker | None] = []
    last: Speaker | None = None
    for number, text in enumerate(texts):
        found = quoted(text, known, "".join(texts[max(0, number - NEAR) : number])) if text else Quoted(())
        last = _speaker(found, last, text, texts[number : number + NEAR])
        if last is not None:
            known.setdefault(last.name, last)
        known |= {speaker.name: speaker for speaker in found.speakers if speaker.name not in known}
        told.append(last)
    return told


def _speaker(found: Quoted, last: Speaker | None, text: str, near: Sequence[str]) -> Speaker | None:
    """The only one who speaks in a paragraph; ``last`` has spoken right before it."""
    if found.unknown or len(found.speakers) > 1 or (found.again and found.body):
        return None
    if found.speakers:
        return found.speakers[0]
    if found.again:
        return presented(text, "\n".join(near)) or (last if last is not None and last.role else None)
    return last if found.body and last is not None and not last.role else None


def _arranged(page: Page, blocks: Sequence[tuple[bool, list[int]]], told: Sequence[Speaker | None]) -> Arrangement:
    arrangement = Arrangement([], [])
    title: list[int] = []
    fresh = True
    for rank, ((headed, numbers), speaker) in enumerate(zip(blocks, told, strict=True)):
        if headed:
            heads = [number for number in numbers if page.classes[number] in HEADS]
            title = _subhead(page, heads) if rank == 0 else title_before(page, heads, usual=1, opening=False)
            title = title if rank + 1 < len(blocks) else []
            arrangement.headings += [number for number in numbers if number not in title]
            fresh = True
            continue
        section = arrangement.sections[-1] if arrangement.sections else None
        if fresh or section is None or section.speaker != speaker:
            section = Section(speaker, title=title)
            arrangement.sections.append(section)
            title, fresh = [], False
        section.text += numbers
    if _over_several(arrangement.sections):
        arrangement.headings += [number for section in arrangement.sections for number in section.title]
        for section in arrangement.sections:
            section.title = []
    return Arrangement(arrangement.sections, sorted(arrangement.headings))


def _over_several(sections: Sequence[Section]) -> bool:
    """Whether a subheading of the story stands over what several say, so that none is the title of one's words."""
    under: list[set[str]] = []
    for section in sections:
        under += [set()] if section.title else []
        if under and section.speaker is not None:
            under[-1].add(section.speaker.name)
    return any(len(names) > 1 for names in under)


def _subhead(page: Page, heads: Sequence[int]) -> list[int]:
    """The last of the headings over the first paragraph, where it is a subheading under the page's own."""
    if len(heads) < 2:
        return []
    first, last = page.lines[heads[0]], page.lines[heads[-1]]
    marked = page.classes[heads[-1]] == MARKED and last.level > first.level
    return [heads[-1]] if marked else []
