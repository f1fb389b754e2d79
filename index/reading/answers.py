"""Answers: lines that announce the answer of a body below them (答复摘要　某委（某函〔2025〕58号）, 某局答复：)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .bodies import STRONG, is_organisation, is_undetermined
from .facts import DATE
from .lines import closed_up
from .marks import NUMBER, without_mark
from .names import SENTENCE, is_name
from .speakers import parse_speaker
from .together import Speaker
from .vocabulary import longest_first

LONGEST = 80
"""Characters of such a line."""
_WORDS = re.compile("答|复|回应|意见|办理|承办|反馈")
_FRAME = " \t\u3000*_：:—–―-|｜/／·,，、【】[]〔〕《》"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    heads = longest_first("speakers", "answer heads")
    short = longest_first("speakers", "short answer heads")
    return {
        "before": re.compile(rf"(?:(?:{heads})[（(\s*_】\]〕：:—–|｜/／·]+|(?:{short})[（(】\]〕])(?P<who>\S.*)"),
        "behind": re.compile(
            r"(?P<who>[^，。：:]{3,40}?)[\s：:】\]）)]*(?:(?:关于|对|就)[^。]{2,60})?的?"
            rf"(?:作出)?(?:书面|现场|当场|办理)?(?:{short})(?:摘要|要点|意见|内容|全文|函|如下)?"
        ),
        "bare": re.compile(rf"{heads}|{longest_first('speakers', 'answer outcomes')}"),
        "asked": re.compile(rf"(?:{longest_first('speakers', 'asking')})"),
        "givers": re.compile(rf"(?:{longest_first('speakers', 'answer givers')})[\s（(：:]*"),
    }


@lru_cache(maxsize=4096)
def answered(text: str) -> Speaker | None:
    """The body, or the one with his office, whose answer a line announces; None for any other line."""
    core = _core(text) if _announces(text) else ""
    if len(core) < 5 or SENTENCE.search(core):
        return None
    match = _patterns()["before"].fullmatch(core) or _patterns()["behind"].fullmatch(core)
    return _answerer(match["who"]) if match is not None else None


def is_bare_answer(text: str) -> bool:
    """Whether a line announces an answer and does not say whose (【办理答复】)."""
    return _announces(text) and _patterns()["bare"].fullmatch(_core(text)) is not None


def _announces(text: str) -> bool:
    return len(text) <= LONGEST and _WORDS.search(text) is not None


def _core(text: str) -> str:
    """A line without its mark, its frame, the date and the number of a letter."""
    return without_mark(DATE.sub("", NUMBER.sub(" ", closed_up(text.replace("**", ""))))).strip(_FRAME)


def _answerer(text: str) -> Speaker | None:
    who = _patterns()["givers"].sub("", text.strip(_FRAME), count=1).strip(_FRAME + "（()）")
    if _patterns()["asked"].match(who):
        return None
    bodies = [body for body in re.split(r"[、，,\s]+", who) if body]
    if bodies and all(len(body) >= 3 and is_organisation(body) and not is_undetermined(body) for body in bodies):
        return Speaker("、".join(bodies), "", STRONG)
    found = parse_speaker(who)
    return Speaker(found.name, found.role, STRONG) if found is not None and found.role and is_name(found.name) else None
