"""The date that a heading above the first speech prints (某委员会编印　2024年2月27日), where no masthead prints one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .bodies import is_organisation
from .facts import DATE, parse_date
from .lines import visible, width
from .printed import ISSUE, WEEKDAY
from .regions import HEADING, Region
from .vocabulary import longest_first

LONGEST = 60.0
"""Em. A heading that fills two lines of print; what is longer is running text."""
_MARKUP = " \t\u3000#>*_"
_OPENERS, _CLOSERS, _GAPS = "（(【[〔—–", "）)】]〕—–", r"\s|｜/·•,，"
_SENTENCE = re.compile(r"[。；！？;!?]")
_PART_OF_DATE = re.compile(r"[\d〇零一二三四五六七八九十]\s*[月日]")
_TIME = re.compile(
    rf"(?:[\s（(]*(?:{WEEKDAY.pattern})[）)]?)?(?:\s*(?:[上下中]午|晚上?))?(?:\s*\d{{1,2}}[:：时点](?:\d{{1,2}}分?|半)?)?"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    issued, places = longest_first("masthead", "issued"), longest_first("masthead", "places")
    return {
        "before": re.compile(rf"(?:[{_GAPS}:：{re.escape(_OPENERS)}]|{issued})$"),
        "other": re.compile(rf"(?:{longest_first('masthead', 'other dates')})(?:日期|时间|日)?于?[\s:：]*$"),
        "issued": re.compile(rf"(?:{issued})$"),
        "place": re.compile(
            rf"(?!{longest_first('titles', 'verbs')}|[我让把给为在向从])[\u4e00-\u9fff·\d]{{1,16}}(?:{places})$"
        ),
        "entry": re.compile(r"[\u4e00-\u9fff]{2,6}[:：]\S+$"),
    }


def heading_date(source: str, regions: Sequence[Region]) -> str | None:
    """The ISO date of the headings above the first speech; None where they print none, or more than one.

    ``regions``: those of the whole source, in order. The first speech's own title is none of the headings.
    """
    first = next((number for number, region in enumerate(regions) if region.speech is not None), len(regions))
    texts = [source[region.start : region.end] for region in regions[:first] if region.kind == HEADING]
    dates = {date for text in texts if (date := line_date(text)) is not None}
    return dates.pop() if len(dates) == 1 else None


def line_date(text: str) -> str | None:
    """The whole date that the line consists of, ends in, or begins with before a place or a body; else None.

    A period (2月26日至2024年2月27日), another date than the text's (截至2024年2月27日) and one in a sentence are none.
    """
    line = visible(text).strip(_MARKUP)
    found = list(DATE.finditer(line))
    if len(found) != 1 or width(line) > LONGEST or _SENTENCE.search(line):
        return None
    before, after = line[: found[0].start()], line[found[0].end() :]
    time = _TIME.match(after)
    after = after[time.end() :] if time is not None else after
    if _PART_OF_DATE.search(before + " " + after) or _patterns()["other"].search(before):
        return None
    return parse_date(found[0][0]) if _may_precede(before) and _may_follow(after) else None


def _may_precede(before: str) -> bool:
    """Whether what stands before a date is nothing, is set apart from it, or is who issued the text."""
    return not before or _patterns()["before"].search(before) is not None or is_organisation(before)


def _may_follow(after: str) -> bool:
    """Whether what stands behind a date is nothing, or the number of an issue, places, bodies and entries (某县　整理：某秘书处)."""
    after = ISSUE.sub(" ", after).lstrip(_CLOSERS)
    apart = re.match(rf"[{_GAPS}]", after) is not None
    words = re.split(rf"[{_GAPS}{re.escape(_OPENERS + _CLOSERS)}]+", after)
    return all(_is_place(word, apart=apart) for word in words if word)


def _is_place(word: str, *, apart: bool) -> bool:
    """Whether ``word`` names a place, a body or an entry; a short word set apart from the date may be any place."""
    patterns = _patterns()
    core = patterns["issued"].sub("", word)
    short = apart and re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", core) is not None
    named = patterns["place"].match(core) is not None or patterns["entry"].match(word) is not None
    return not core or short or named or is_organisation(core)
