"""What stands on a page for the meeting or the editors and is nobody's speech: introductions, and what a meeting resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .answers import is_bare_answer
from .captions import is_box_heading
from .classes import Page
from .forms import tells_of_meeting
from .kinds import HEADS, TEXT
from .masthead import is_lead
from .minutes import is_head_entry
from .names import is_name
from .quoting import speaks_of_itself, without_quotes
from .sections import Section
from .vocabulary import longest_first

LONGEST = 600
"""Characters. An introduction is a paragraph or two; more text than that may be somebody's, and stays."""
LONGEST_TOLD = 200
"""Characters. Where an introduction announces nothing and only says who met, it is a sentence or two."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "announcing": re.compile(longest_first("masthead", "announcing")),
        "meeting": re.compile(rf"(?:{longest_first('masthead', 'meeting')})"),
        "outcome": re.compile(
            rf"[【\[（(〖]?[一二三四五六七八九十]?[、.]?\s*(?:{longest_first('masthead', 'outcome')})\s*[】\]）)〗]?[:：]?"
        ),
        "minutes": re.compile(rf"(?:{longest_first('masthead', 'minutes')})\s*(?:[（(〔【\[].*)?$"),
    }


def introduction(page: Page, rest: Sequence[int]) -> list[int]:
    """The text lines before the first speaker that only announce the speeches (依次发言，摘要如下。, 编者按：…) or the meeting."""
    text = [number for number in rest if page.classes[number] == TEXT]
    words = [page.lines[number].text for number in text if not is_head_entry(page.lines[number].text)]
    whole = "".join(words)
    announces = (
        not words
        or all(word.lstrip().startswith(">") for word in words)
        or is_lead(words[0])
        or any(is_lead(page.lines[number].text) for number in rest if page.classes[number] in HEADS)
        or _patterns()["announcing"].search(whole) is not None
        or (len(whole) <= LONGEST_TOLD and tells_of_meeting(whole))
    )
    return text if announces and len(whole) <= LONGEST else []


def issues_minutes(page: Page, above: Sequence[int], below: Sequence[int], *, doubtful: bool) -> bool:
    """Whether the first body of a page, with ``above`` before it and ``below`` under it, has issued the minutes and not spoken.

    It has where it is the first line, over the title of minutes and an introduction; or where it is ``doubtful`` that it
    speaks, since all others do so behind labels or its name may be a headline's, and what is under it only says who met.
    """
    text = [number for number in below if page.classes[number] == TEXT]
    heads = [number for number in below if page.classes[number] in HEADS]
    if len(text) + len(heads) < len(below) or any(page.classes[number] not in HEADS for number in above):
        return False
    if not above and any(_patterns()["minutes"].search(page.lines[number].text) for number in heads):
        return introduction(page, below) == text
    whole = "".join(page.lines[number].text for number in text if not is_head_entry(page.lines[number].text))
    return doubtful and 0 < len(whole) <= LONGEST_TOLD and tells_of_meeting(whole)


def speaks_for_meeting(page: Page, number: int) -> bool:
    """Whether what the meeting as a whole says begins with a line: in a transcript (会议认为，…), or under a heading of its own."""
    text = page.lines[number].text
    if _patterns()["outcome"].fullmatch(text) is not None or is_bare_answer(text) or is_box_heading(text):
        return True
    begins = number == 0 or page.lines[number - 1].closed or page.lines[number].gap > 0
    if not begins or _patterns()["meeting"].match(text) is None:
        return False
    labelled = any(candidate.inline for candidate in page.speakers.values())
    return labelled or any(_patterns()["minutes"].search(line.text) for line in page.lines[:3])


def tells_of(page: Page, number: int, section: Section) -> bool:
    """Whether a paragraph inside somebody's answer is the reporter's, who tells of him by his name (说着，王某拿出…)."""
    line, before = page.lines[number], page.lines[number - 1]
    candidate, speaker = section.candidate, section.speaker
    if candidate is None or not candidate.inline or speaker is None or not is_name(speaker.name, proved=True):
        return False
    told = speaker.name in without_quotes(line.text) and not speaks_of_itself(line.text)
    spoken = (page.lines[n].text[candidate.inline if n == candidate.last else 0 :] for n in section.text)
    told = told and not any(speaker.name in text for text in spoken)
    return told and before.closed and line.closed and len(line.text) <= LONGEST_TOLD
