"""What a label says besides the name: whose turn it is to ask or to answer (某局局长王某答), or that its speaker has none (王主任)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .bodies import FAIR, STRONG, is_placed
from .names import is_name, is_role
from .reported import reporter
from .speakers import parse_speaker
from .together import Speaker, run_together
from .vocabulary import longest_first, surnames, words

_BRACKET = re.compile(r"[^（()）]{2,20}[（(](?P<inside>[^（()）]+)[）)]")


def with_office(prefix: str) -> Speaker | None:
    """Who stands right behind an office, even if the surname is an everyday word (某镇党委书记水某)."""
    found = run_together(prefix, proved=True)
    return found if found is not None and len(found.role) >= 4 and found.strength >= FAIR else None


@cache
def _nameless() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<name>[\u4e00-\u9fff]{{1,2}})(?:{longest_first('speakers', 'short of a name')})?(?:{longest_first('roles')})"
    )


@lru_cache(maxsize=4096)
def is_nameless(text: str) -> bool:
    """Whether ``text`` says who speaks without saying the name: 刘副县长, 王主任, 居民代表, 企业代表甲."""
    core = re.sub(r"[甲乙丙丁戊A-Z\d一二三四五六七八九十]$", "", text)
    titled = _nameless().fullmatch(core)
    single, double = surnames()
    if titled is not None and (titled["name"] in double or titled["name"] in single):
        return True
    return 2 <= len(core) <= 10 and is_role(core) and parse_speaker(core) is None


def speaking(prefix: str) -> str:
    """The speaker in a label that also says what he does: 答（某局局长 王某）, 某委员反映."""
    answering = re.fullmatch(rf"(?:{longest_first('speakers', 'answering')})\s*[（(](?P<who>[^（()）]+)[）)]", prefix)
    if answering is not None:
        return answering["who"].strip()
    asking = re.fullmatch(rf"(?P<who>.{{3,}}?)\s*(?:{longest_first('speakers', 'says in turn')})", prefix)
    found = parse_speaker(asking["who"]) or with_office(asking["who"]) if asking is not None else None
    if asking is not None and found is not None and (found.role or found.strength == STRONG or is_placed(found.name)):
        return asking["who"]
    whole = parse_speaker(prefix) or with_office(prefix) if asking is not None else None
    if asking is not None and whole is not None and whole.role:  # 某局局长容易答
        name = whole.name.removesuffix(prefix[asking.end("who") :])
        return f"{whole.role} {name}" if name != whole.name and is_name(name, proved=True) else prefix
    who = reporter(prefix)
    return who if who and parse_speaker(who) is not None else prefix


def is_nobody(prefix: str) -> bool:
    """Whether somebody speaks whose name the label does not tell: 主持人, 王主任, or a role behind what is no name."""
    bracket = _BRACKET.fullmatch(prefix)
    unread = bracket is not None and is_role(bracket["inside"]) and parse_speaker(prefix) is None
    return unread or prefix in words("speakers", "nobody") or is_nameless(prefix)


def only_asks(prefix: str) -> bool:
    """Whether a label says that somebody conducts or reports, whoever it is: 主持人, 晚报记者, 本台主持人."""
    conducts = re.fullmatch(rf"[\u4e00-\u9fff]{{0,8}}(?:{longest_first('speakers', 'conducting')})", prefix) is not None
    return prefix in words("speakers", "nobody") or (conducts and parse_speaker(prefix) is None)


def takes_turn(label: str, turns: str) -> bool:
    """Whether a label says that it is somebody's turn to ask or to answer."""
    return re.search(rf"(?:{longest_first('speakers', turns)})$", label) is not None
