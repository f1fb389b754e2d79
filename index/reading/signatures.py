"""Who has written or spoken what stands above or below: signatures, numbered headings, and who has only put it down."""

from __future__ import annotations

import re
from functools import cache

from .bodies import FAIR, STRONG, WEAK, is_organisation
from .lines import closed_up
from .marks import OUTER, SPACES
from .names import HAN, is_name, is_role
from .speakers import parse_speaker
from .together import Speaker, run_together
from .vocabulary import longest_first, words


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(rf"(?P<sign>{longest_first('speakers', 'signs')})\s*[:：/／]?\s*(?P<rest>\S.*)$")


def parse_signature(text: str) -> Speaker | None:
    """The author that a bracketed line below a text names: （王某 作者系某校教授）, （作者：王某）, （作者系某校教授）.

    The name is "" where the line gives only what the author is.
    """
    outer = OUTER.match(text.strip())
    if outer is None:
        return None
    inner = outer["inner"].strip()
    match = _sign().match(inner)
    if match:
        rest = match["rest"]
        found = parse_speaker(rest) if not re.match(rf"{HAN}{{2,4}}[，,]\s*系", rest) else None
        if found is not None and (found.strength > WEAK or is_name(found.name)):
            return found
        named = re.match(
            rf"(?P<name>{HAN}{{2,4}})[，,]\s*(?:{longest_first('speakers', 'signs')})\s*(?P<role>\S.*)$", rest
        )
        if named is not None and is_name(named["name"], proved=True):
            return Speaker(named["name"], named["role"], STRONG)
        if is_organisation(rest) and match["sign"] in words("speakers", "bylines"):
            return Speaker(rest, "", FAIR)
        return Speaker("", rest, FAIR) if is_role(rest) or is_organisation(rest) else None
    middle = re.search(rf"[\s，,、：:]*(?:{longest_first('speakers', 'signs')})\s*[:：]?", inner)
    if middle and is_name(SPACES.sub("", inner[: middle.start()]), proved=True):
        return Speaker(SPACES.sub("", inner[: middle.start()]), inner[middle.end() :].strip(), STRONG)
    return None


def headed(text: str) -> Speaker | None:
    """Who speaks under a numbered heading (二、某厂厂长王某发言要点); others of the page must be built so as well."""
    match = re.match(
        rf"[（(]?[一二三四五六七八九十\d]{{1,3}}[）)、．.]\s*(?P<who>.{{2,40}}?)"
        rf"(?:(?:同志)?的?(?:{longest_first('speakers', 'headed')})|(?<=[）)])[：:]?)$",
        text,
    )
    return parse_speaker(match["who"]) or run_together(match["who"], proved=True) if match is not None else None


def answering(text: str) -> Speaker | None:
    """Who is said to answer or speak below a line that ends so (某集团回应：)."""
    match = re.fullmatch(
        rf"(?P<who>[^：:。，]{{3,40}}?)(?:{longest_first('speakers', 'reporting')})[：:]", text.strip()
    )
    found = parse_speaker(match["who"]) if match is not None else None
    return found if found is not None and found.strength >= FAIR else None


def is_written_by(text: str) -> bool:
    """Whether a line names who has written what another says: 执笔：王某."""
    match = re.match(
        rf"(?:{longest_first('speakers', 'put down by')})\s*[:：]\s*(?P<name>\S.*)$", closed_up(text.strip())
    )
    if match is None:
        return False
    names = re.split(r"[、，,\s]+", match["name"])
    return is_name("".join(names), proved=True) or all(is_name(name, proved=True) for name in names)
