"""A name and what its bearer is, run together on a line (市政协委员王某, 王某委员), and what reading a speaker line yields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .bodies import FAIR, WEAK, is_organisation, opens_with_body
from .marks import SPACES
from .names import HAN, is_name, is_role, is_unusual_name, patterns
from .vocabulary import doubtful_surnames, longest_first, surnames, words

_DOT = re.compile("[·•・‧]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a line says is speaking. ``role`` is "" for organisations; ``strength`` says how much else must agree.

    STRONG: a name set apart from a role. FAIR: a name and a role run together, or an organisation that can hardly
    be anything else. WEAK: a bare name, or an organisation that might be a title's end: only its place can prove it.
    """

    name: str
    role: str
    strength: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "title": re.compile(rf"(?:常务副|副|总|名誉)?(?:{longest_first('roles')})(?:委员)?"),
        "dotted and titled": re.compile(
            rf"(?P<name>{HAN}{{1,8}}(?:[·•・‧]{HAN}{{1,8}}?)+)(?P<role>(?:常务副|副|总|名誉)?(?:{longest_first('roles')})(?:委员)?)"
        ),
    }


def run_together(line: str, *, proved: bool = False) -> Speaker | None:
    """市政协委员王某: a role with the name right behind it; 王某委员: the name with a short role behind it."""
    if SPACES.search(line):
        return None
    if _DOT.search(line) and (split := _before_dotted(line)) is not None:
        return split
    for length in () if patterns()["role"].search(line) else (3, 2, 4, 5, 6, 7):
        role, name = line[:-length], line[-length:]
        if len(role) < 2:
            continue
        sure = proved or name[:1] not in doubtful_surnames() or name[:2] in surnames()[1]
        office = is_role(role) and patterns()["office"].search(role) is not None
        sounding = (length == 4 and is_name(name, proved=True)) or (length > 4 and is_unusual_name(name))
        of_body = sure and 2 <= length <= 3 and is_name(name) and opens_with_body(line, role)
        if of_body and not office:
            return Speaker(name, role, WEAK)
        if office and sure and (sounding or (is_name(name) and length < 4)):
            return Speaker(name, role, FAIR)
    if _DOT.search(line) and (titled := _patterns()["dotted and titled"].fullmatch(line)) is not None:
        return Speaker(titled["name"], titled["role"], WEAK) if is_name(titled["name"]) else None
    for length in (3, 2, 4):
        name, role = line[:length], line[length:]
        sure = name[:1] not in doubtful_surnames() and not is_organisation(name)
        short = patterns()["role"].fullmatch(role) or (sure and _patterns()["title"].fullmatch(role))
        if (
            short
            and name[1:] not in words("speakers", "short of a name")
            and is_name(name, proved=length == 4)
            and not patterns()["role"].fullmatch(line[length - 1 :])
        ):
            return Speaker(name, role, WEAK)
    return None


def _before_dotted(line: str) -> Speaker | None:
    """大学教授阿依·买买提: the name with a dot begins where the role before it ends."""
    dot = next(_DOT.finditer(line)).start()
    for begin in range(max(2, dot - 6), dot):
        role, name = line[:begin], line[begin:]
        if patterns()["office"].search(role) and is_role(role) and is_name(name):
            return Speaker(name, role, FAIR)
    return None
