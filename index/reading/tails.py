"""What a speaker line says of the speech: that somebody speaks, in what manner, and for whom (某某代表某会作书面发言)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .vocabulary import longest_first, words

LONGEST = 100
"""Characters of a speaker line."""
_ORDINAL = r"\s*(?:之|第|[（(])?\s*[一二三四五六七八九十\d]{1,3}\s*[篇号]?[）)]?(?:\s*[:：、．.]\s*|\s+)"
_BODY = re.compile(r"[^，,。：:；！？（()）【】“”《》\s][^，,。：:；！？（()）【】“”《》]{1,39}")


@dataclass(frozen=True, slots=True)
class Told:
    """A line taken apart: ``who`` speaks, for which ``body`` ("" for none).

    ``said``: the line says in words that he speaks; ``sure``: so that it is no heading (作书面发言, and not 大会发言);
    ``apart``: spaces or brackets part him from the body.
    """

    who: str
    body: str
    said: bool
    sure: bool
    apart: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def listed(section: str) -> str:
        return longest_first("speakers", section)

    manner = rf"(?P<manner>(?:{listed('manners')}|(?(mark)(?:{listed('other manners')})|(?!)))*)"
    speech = rf"{manner}(?:{listed('speeches')})"
    manners = rf"(?:{listed('manners')}|{listed('other manners')})"
    loose = rf"{manners}*(?:{listed('speeches')})(?:的?(?:{listed('extracts')}))?"
    tail = (
        rf"\s*(?P<polite>{listed('honorifics')})?\s*(?P<where>[，,]?\s*在[^，。：:；（()）]{{2,40}}上)?\s*"
        rf"(?P<mark>所?[作做][了的]?|进行了?|的)?\s*{speech}(?P<extract>的?(?:{listed('extracts')}))?"
    )
    places = rf"(?:在|于|来自|通过)?[^（()）]{{0,14}}(?:{listed('scenes')})(?:发言)?"
    return {
        "tail": re.compile(rf"(?P<who>\S.*?){tail}"),
        "loose": re.compile(rf"(?P<who>\S.*?)\s*{loose}"),
        "inside": re.compile(rf"[作做]?{manners}+(?:{listed('speeches')})?(?:{listed('extracts')})?|{places}"),
        "bracket": re.compile(r"\s*[（(](?P<inside>[^（()）]{2,24})[）)]$"),
        "speaking": re.compile(
            rf"(?P<body>\S[^（()）]*?)\s*[（(]\s*(?:由\s*|(?P<label>{listed('spokesmen')})\s*[：:]?\s*)?(?P<who>[^（()）：:]{{2,20}}?)"
            rf"\s*(?P<says>(?:代表|代为)(?:{listed('speeches')}))?[）)]"
        ),
        "read": re.compile(rf"[^（()）]{{2,12}}(?:{listed('read out')})|(?:{listed('put down by')})\s*[：:]\s*[^（()）]{{2,20}}"),
        "polite": re.compile(rf"\s*(?:{listed('honorifics')})\s*$"),
        "subject": re.compile(
            r"(?:[作做]了?)?(?:题为|以)?\s*[《“][^《》“”]{2,40}[》”]\s*(?:为题)?(?:的|[，,]?\s*[作做]了?)?"
            rf"(?={manners}*(?:{listed('speeches')})$)"
        ),
        "for": re.compile(r"代表|受(?=\S+委托)"),
        "first": re.compile(
            rf"代表(?P<body>{_BODY.pattern}?)(?:[作做的]?(?:{listed('manners')})*(?:{listed('speeches')}))?\s+(?P<who>\S.*)"
        ),
        "before": re.compile(rf"(?:{listed('manners')})*(?:{listed('speeches')})(?:材料)?(?:(?P<ordinal>{_ORDINAL})|\s+)(?P<who>\S.*)"),
    }  # fmt: skip


def without_notes(line: str) -> str:
    """``line`` without the brackets behind it that say from where or how he speaks, or who has read it out (（某县分会场连线）)."""
    bracket = _patterns()["bracket"].search(line)
    inside = bracket["inside"].strip() if bracket is not None else ""
    noted = _patterns()["inside"].fullmatch(inside) or _patterns()["read"].fullmatch(inside)
    return line[: bracket.start()].strip() if bracket is not None and noted and bracket.start() else line


def without_subject(line: str) -> str:
    """``line`` without what the speech is called (作题为“…”的发言)."""
    return _patterns()["subject"].sub("作", line)


def told(line: str) -> Iterator[Told]:
    """The ways to take apart a line that says that, how or for whom somebody speaks; none for another line."""
    speaking = _patterns()["speaking"].fullmatch(line)
    if speaking is not None and (speaking["says"] or speaking["label"]):
        yield Told(speaking["who"].strip(), speaking["body"].strip(), said=True, sure=True, apart=True)
    before = _patterns()["before"].fullmatch(line)
    if before is not None:
        yield Told(before["who"], "", said=True, sure=bool(before["ordinal"]))
    bracket = re.fullmatch(
        r"(?P<who>[^（()）]+?)\s*[（(](?:(?P<role>[^（()）]+?)[，,、；;]\s*)?(?P<inside>代表.+|受.+委托.*)[）)]", line
    )
    role = f"（{bracket['role']}）" if bracket is not None and bracket["role"] else ""
    core = bracket["who"] + role + bracket["inside"] if bracket is not None else line
    tail = _patterns()["tail"].fullmatch(core)
    said = tail is not None
    if tail is not None:
        core = tail["who"].strip().rstrip("，,")
    yield from _for_bodies(core, said=said, apart=bracket is not None)
    if tail is None or core in words("speakers", "manners") | words("speakers", "other manners"):
        return
    manner, extract = tail["manner"] or "", tail["extract"] or ""
    told_so = tail["polite"] or tail["where"] or tail["mark"] or manner in words("speakers", "sure manners")
    yield Told(core, "", said=True, sure=bool(told_so) and not extract)
    if (loose := _patterns()["loose"].fullmatch(line)) is not None and loose["who"] != core:
        yield Told(loose["who"], "", said=True, sure=False)


def _for_bodies(core: str, *, said: bool, apart: bool) -> Iterator[Told]:
    """The ways to part who speaks from the body for which he does (某某代表某会), the last such word first."""
    for match in reversed(list(_patterns()["for"].finditer(core))):
        who, body = (
            _patterns()["polite"].sub("", core[: match.start()]).strip(" \u3000，,、："),
            core[match.end() :].strip(),
        )
        body = re.sub(r"(?:的?委托|的?委派)[，,]?$", "", body) if match[0] == "受" else body
        if who and _BODY.fullmatch(body):
            yield Told(who, body, said=said or apart, sure=True, apart=apart or core[: match.start()] != who)
    first = _patterns()["first"].fullmatch(core) if core.startswith("代表") else None
    if first is not None:
        yield Told(first["who"], first["body"].strip(), said=True, sure=True, apart=True)


def as_printed(line: str) -> str:
    """``line`` as it would stand without saying that somebody speaks: name and body as name and role (某某（某会）)."""
    if len(line) > LONGEST:
        return line
    bare = without_notes(line)
    way = next(told(bare), None)
    if way is None or not way.said:
        return bare
    return f"{way.who}（{way.body}）" if way.body else way.who
