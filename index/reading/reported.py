"""Reports on a debate, whose paragraphs each begin with who said what follows (某委员指出，…)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .bodies import FAIR
from .candidates import Candidate, organisation
from .lines import Line
from .names import is_name
from .quoting import quoted
from .speakers import parse_speaker
from .together import Speaker, run_together
from .vocabulary import longest_first

FEWEST = 2
"""Different speakers that a report must name before it is believed to be one."""
_ATTENDING = re.compile(r"(?:列席|出席|参加|参与|应邀|与会|来自|旁听)[^的，。]{0,12}的")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    said = longest_first("speakers", "reported")
    return {
        "said": re.compile(
            rf"(?P<who>[^，。：:；！？“”（）()]{{3,40}}?)(?:还|也|则|又|特别|进一步|在发言中|发言时)?(?:{said})(?:道|说)?[，,：:]\s*(?=\S)"
        ),
        "label": re.compile(rf"(?P<who>.{{2,}}?)\s*(?:(?P<reported>{said})|{longest_first('speakers', 'reporting')})"),
        "goes on": re.compile(rf"(?:{longest_first('speakers', 'goes on')})"),
    }


def reported_lines(lines: Sequence[Line]) -> dict[int, Candidate]:
    """Who speaks in each paragraph, by line; none unless every paragraph from the first such on tells it or goes on."""
    found: dict[int, Candidate] = {}
    for number, line in enumerate(lines):
        begins = number == 0 or lines[number - 1].closed or line.gap > 0 or lines[number - 1].level > 0
        if not begins or line.level or not (line.certain or line.closed):
            continue
        match = _patterns()["said"].match(line.text)
        speaker = _speaker(match["who"]) if match is not None else None
        if match is not None and speaker is not None:
            found[number] = Candidate(number, number, speaker, inline=match.end())
        elif found and (not _patterns()["goes on"].match(line.text) or _names(line.text)):
            return {}
    people = {c.speaker.name for c in found.values() if c.speaker is not None and not organisation(c)}
    return found if len(people) >= FEWEST else {}


def reporter(label: str) -> str:
    """Who speaks in a label that also says what he does (某委员反映, 某委员提出); "" in another."""
    match = _patterns()["label"].fullmatch(label)
    return match["who"] if match is not None else ""


def reports(label: str) -> bool:
    """Whether a label tells what somebody said in the words of a report (某委员指出): in a speech, they quote somebody else."""
    match = _patterns()["label"].fullmatch(label)
    return match is not None and match["reported"] is not None


def _names(text: str) -> bool:
    """Whether another is quoted further on in a paragraph (“……”某校教师王某说)."""
    found = quoted(text, {})
    return found.unknown or bool(found.speakers)


def _speaker(text: str) -> Speaker | None:
    """The person with what he is, or the body, of whom a report says that he spoke; a bare name proves nothing."""
    who = _ATTENDING.sub("", text, count=1).strip()
    found = parse_speaker(who) or run_together(who, proved=True)
    if found is None or (not found.role and (is_name(found.name) or found.strength < FAIR)):
        return None
    return found
