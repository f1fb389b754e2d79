"""What stands on a page for the meeting or the editors and is nobody's speech: introductions, and what a meeting resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .classes import TEXT, Page
from .forms import tells_of_meeting
from .masthead import is_lead
from .minutes import is_head_entry
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
        or _patterns()["announcing"].search(whole) is not None
        or (len(whole) <= LONGEST_TOLD and tells_of_meeting(whole))
    )
    return text if announces and len(whole) <= LONGEST else []


def speaks_for_meeting(page: Page, number: int) -> bool:
    """Whether a paragraph of a transcript begins that the meeting as a whole says (会议认为，…)."""
    labelled = any(candidate.inline for candidate in page.speakers.values())
    begins = number == 0 or page.lines[number - 1].closed or page.lines[number].gap > 0
    return labelled and begins and _patterns()["meeting"].match(page.lines[number].text) is not None
