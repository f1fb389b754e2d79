"""How a speaker line is built: where on it the name stands, and where what he is. One table, to read lines and to compare them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from .lines import closed_up
from .marks import OUTER, SPACES, spoken_from, without_mark
from .names import HAN, HAN_WORD
from .platform import without_print
from .tails import as_printed
from .vocabulary import longest_first, surnames

BRACKETED, TITLED, TOGETHER, ALONE, LATIN = "name (role)", "name+title", "role+name", "name", "Latin name, role"
SIGNED = frozenset({"name, role", "role, name"})
SPACED = frozenset({"name role", "role name"})
BUILDS = frozenset({BRACKETED, TITLED, TOGETHER, ALONE, LATIN, "role (name)", *SIGNED, *SPACED})
LABEL = "label"
"""What a line wears before which a label stands (发言人：), whichever it is."""
TAIL = "tail"
"""What a line wears that says at its end that somebody speaks (某某的发言)."""
LAYERS = 3
"""Marks, brackets and labels around one another that are taken off a line."""
_SIGN = "[，,、：:｜|/]"
_FRAMED = re.compile(rf"[【\[〔［](?P<name>{HAN}[ \u3000{HAN[1:-1]}]{{1,5}})[】\]〕］]\s*(?=\S)")


ORDINAL = re.compile(
    r"(?:[（(](?=[^（()）]*[）)])|(?=[^（(]))(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})[）)、．.]\s*(?=\S)"
)
_SET_APART = re.compile(rf"{HAN} {HAN}(?: {HAN})?")


@dataclass(frozen=True, slots=True)
class Parts:
    """One way to read a line: its form, the name (closed up where its characters are set ``apart``) and the role."""

    build: str
    name: str
    role: str
    apart: bool


def _of(*lengths: int) -> str:
    """A name of so many characters, set apart from each other or not."""
    return "|".join(rf"{HAN}(?:[ \u3000]{{0,4}}{HAN}){{{length - 1}}}" for length in lengths)


@cache
def _table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The forms, from the clearest on. Where nothing parts name and role, each length of the name is a way of its own."""
    name = rf"(?P<name>{_of(2, 3)}|{HAN}{{4,7}}|(?:{HAN}{{1,8}}|[A-Z][a-z]+)(?:[·•・‧．]{HAN}{{1,8}})+)"
    latin = r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){1,4}"
    before = f"(?:{longest_first('speakers', 'joint')})?(?:常务副|副|总|名誉)?"
    title = rf"(?P<role>{before}(?:{longest_first('roles')})(?:委员)?(?:[（(][^（()）]+[）)])?)"
    rows = [
        (BRACKETED, rf"{name}\s*[（(](?P<role>[^（()）]+(?:[（(][^（()）]*[）)][^（()）]*)*)[）)]"),
        ("role (name)", rf"(?P<role>[^（()）]+?)\s*[（(]\s*{name}\s*[）)]"),
        ("name, role", rf"{name}\s*{_SIGN}\s*(?P<role>.+)"),
        ("name role", rf"{name}\s+(?P<role>.+)"),
        ("role, name", rf"(?P<role>.+?)\s*{_SIGN}\s*{name}"),
        ("role name", rf"(?P<role>.+?)\s+{name}"),
        (LATIN, rf"(?P<name>{latin})[ ,，]+(?P<role>\S.*)"),
        (LATIN, rf"(?P<role>.*[^A-Za-z\s,，])[ ,，]+(?P<name>{latin})"),
        *((TITLED, rf"(?P<name>{_of(length)}){title}") for length in (3, 2, 4, 5, 6, 7)),
        *((TOGETHER, rf"(?P<role>.{{2,}})(?P<name>{_of(length)})") for length in (3, 2, 4)),
        (ALONE, rf"{name}(?P<role>)"),
    ]
    return tuple((form, re.compile(pattern)) for form, pattern in rows)


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(longest_first("speakers", section) for section in ("labels", "answerers", "signs"))
    written = longest_first("speakers", "written by")
    return re.compile(rf"(?:{labels})\s*[:：/／|｜]\s*(?=\S)|(?:{written})\s*[:：/／]?\s*(?=\S)")


@lru_cache(maxsize=4096)
def undressed(text: str) -> tuple[str, str]:
    """What a line wears (its mark, its brackets, the label before it, the colon behind it), and the line without."""
    core = without_print(closed_up(text.replace("**", "")))[0]
    begin = spoken_from(core)
    worn = ("：" if core[-1:] in {"：", ":"} else "") + core[: min(begin, 1)]
    core = core[begin:].rstrip("：:—– ")
    if (tail := as_printed(core)) != core:
        worn, core = worn + TAIL, tail
    if (framed := _FRAMED.match(core)) is not None:
        worn, core = worn + core[0], f"{framed['name']} {core[framed.end() :]}".strip()
    if (number := ORDINAL.match(core)) is not None:
        worn, core = worn + "#", core[number.end() :]
    for _ in range(LAYERS):
        bare, outer, label = without_mark(core), OUTER.match(core), _label().match(core)
        if bare != core:
            worn, core = worn + core[0], bare
        elif outer is not None:
            worn, core = worn + core[0], outer["inner"].strip()
        elif label is not None:
            worn, core = worn + LABEL, core[label.end() :].strip()
    return worn, core


def ways(core: str, builds: Collection[str] = BUILDS) -> Iterator[Parts]:
    """Every way in which a line without what it wears may be built, in one of ``builds``, of a name and a role."""
    for build, pattern in _table():
        match = pattern.fullmatch(core) if build in builds else None
        if match is not None:
            name = SPACES.sub("" if build != LATIN else " ", match["name"])
            yield Parts(build, name, match["role"].strip(), apart=name != match["name"])


def tokens_of(text: str) -> list[str]:
    """Words between spaces, with a name whose characters are set apart closed up (李 某 → 李某)."""
    tokens = [
        re.sub(r"\s", "", piece) if _SET_APART.fullmatch(piece) else piece
        for wide in re.split(r"[\u3000\t]|\s{2,}", text)
        for piece in ([wide] if _SET_APART.fullmatch(wide) else SPACES.split(wide))
        if piece
    ]
    for last in (False, True):
        run = tokens[::-1] if last else tokens
        count = 0
        while count < len(run) and len(run[count]) == 1 and HAN_WORD.match(run[count]):
            count += 1
        if 2 <= count <= 4:
            joined = "".join(tokens[len(tokens) - count :] if last else tokens[:count])
            tokens = [*tokens[: len(tokens) - count], joined] if last else [joined, *tokens[count:]]
    for first in (len(tokens) - 2, 0):
        if len(tokens) > first + 1 >= 1 and tokens[first] in surnames()[1] and len(tokens[first + 1]) <= 2:
            tokens[first : first + 2] = ["".join(tokens[first : first + 2])]
    return tokens
