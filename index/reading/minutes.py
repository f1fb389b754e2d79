"""The head and the notes of minutes and pages: who attended and recorded, who made the text."""

from __future__ import annotations

import re
from functools import cache

from .attendance import is_attendance
from .builds import LABEL, undressed
from .lines import closed_up
from .signatures import parse_signature
from .speakers import parse_speaker
from .vocabulary import longest_first

_ASIDE = re.compile(r"^[（(【\[][^（()）。]*(?:[（(][^（()）]*[）)][^（()）。]*)*。?[）)】\]]$")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "head": re.compile(rf"^(?:{longest_first('masthead', 'head')})\s*[:：]\s*[^。]*。?$"),
        "framed": re.compile(
            rf"^[【\[](?:{longest_first('masthead', 'head')}|{longest_first('masthead', 'labels')})[】\]]\s*[^\s：:]"
        ),
        "notes": re.compile(longest_first("masthead", "notes")),
    }


def is_head_entry(text: str) -> bool:
    """Whether the line is an entry in the head of minutes: who called, chaired, attended and recorded the meeting."""
    text = closed_up(text.replace("**", ""))
    if _patterns()["framed"].match(text):
        return "。" not in text
    chaired = re.match(r"[\u4e00-\u9fff]{0,3}主持人?\s*[:：]\s*(?P<rest>\S.*)$", text)
    if chaired is not None:
        return len(text) <= 40 and re.search(r"[。！？；，]|\.$", chaired["rest"]) is None
    return _patterns()["head"].match(text) is not None or is_attendance(text)


def is_aside(text: str) -> bool:
    """Whether the whole line stands in brackets and names no author."""
    unsigned = parse_signature(text) is None and parse_speaker(text) is None and not undressed(text)[0].endswith(LABEL)
    return unsigned and _ASIDE.match(text) is not None


def is_note(text: str) -> bool:
    """Whether the line is a bracketed note on the making of the text: （记录整理：…）, （未经本人审阅）, （掌声）."""
    return len(text) <= 80 and _patterns()["notes"].search(text) is not None and is_aside(text)
