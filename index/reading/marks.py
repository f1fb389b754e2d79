"""What stands around a name on a line and is none of it: bullets, brackets, times, the label before a role, the host's mark."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .lines import Line, closed_up
from .names import SENTENCE
from .platform import OFFICIAL, SOURCE, TIME, stamp_end, without_floor, without_print
from .vocabulary import longest_first, words

_DASHES = re.compile(r"^(?:[—–―\-]{1,3}|[●•■◆▲★○◎※□△▶►·*@＠☞➤➢✦✧❖👉])\s*")
OUTER = re.compile(r"^[（(\[【〔［](?P<inner>[^（()）【】]*(?:[（(][^（()）]*[）)][^（()）]*)*)[）)\]】〕］]$")
NUMBER = re.compile(
    r"[（(【]?\s*[\u4e00-\u9fff]{0,12}\s*[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］）)】]\s*(?:第\s*)?\d{1,5}\s*号\s*[）)】]?"
)
"""The number of an official letter (某函〔2025〕58号), no part of the name that it stands behind."""
_NUMBERED = re.compile(rf"(?<=\S)\s*(?=[（(【]){NUMBER.pattern}$")
_COLUMN = re.compile(r"^(?:[【〖\[].*[】〗\]]|[●■◆★▲].{1,8})$")
SPACES = re.compile(r"\s+")
MOST_TAGS = 3
"""Tags and times before who speaks."""


@lru_cache(maxsize=8192)
def strip_signs(text: str) -> str:
    """``text`` without a dash, a bullet or a floor before it, a print or a letter's number behind it, outer brackets, a closing colon."""
    text = _NUMBERED.sub("", without_print(text)[0])
    text = without_mark(text[spoken_from(text) :])
    text = text.strip().rstrip("：:—–*＊※").strip()
    outer = OUTER.match(text)
    return outer["inner"].strip() if outer else text


@cache
def _tags() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A frame that says what is done, or from where, in whatever words beside (【询问】, 【连线某区】, 【某镇·分会场】); and any
    frame at all, as one may stand behind the time."""
    told = f"{longest_first('speakers', 'acts')}|{longest_first('speakers', 'scenes')}"
    beside = r"[^】\]〕］（()）。，：:]"
    telling = rf"(?:(?:{told}){beside}{{0,12}}|{beside}{{0,12}}(?:{told})[一二三四五六七八九十\d]{{0,2}})"
    turn = r"第[一二三四五六七八九十\d]{1,3}(?:问|答|位|棒|个)?"
    behind = r"\s*[】\]〕］）)]\s*(?=[^\s:：])"
    return (
        re.compile(rf"[【\[〔［（(]\s*(?:{telling}|{turn}){behind}"),
        re.compile(rf"[【〔［]\s*(?!(?:{longest_first('speakers', 'nobody')})\s*】){beside}{{1,16}}{behind}"),
    )


def is_tag(text: str) -> bool:
    """Whether a heading only says what is done, from where or in which turn (【委员发言】, 第二会场, 【第一轮】): no title."""
    core = text.strip("【】[]〔〕［］（()） \u3000:：")
    acts, rooms = longest_first("speakers", "acts"), longest_first("speakers", "rooms")
    framed = core != text and re.fullmatch(rf"(?:{acts})[一二三四五六七八九十\d]{{0,2}}", core) is not None
    place = re.fullmatch(rf"[^。，：:\s]{{0,8}}(?:{rooms})", core) is not None
    turn = rf"第[一二三四五六七八九十\d]{{1,3}}(?:{longest_first('speakers', 'turns')})"
    return framed or (place and len(core) <= 10) or re.fullmatch(turn, core) is not None


def spoken_from(text: str) -> int:
    """The length of the time and of the tags before who speaks ([09:36]【询问】, 【连线某区】), in whatever order."""
    bold = re.match(r"[*_\s]*", text)
    begin = end = bold.end() if bold is not None else 0
    timed = False
    for _ in range(MOST_TAGS):
        stamp = 0 if timed else stamp_end(text[end:])
        timed = timed or stamp > 0
        telling, any_tag = _tags()
        tag = telling.match(text, end + stamp) or (any_tag.match(text, end + stamp) if timed else None)
        if tag is None and not stamp:
            break
        end = tag.end() if tag is not None else end + stamp
    return end if end > begin else 0


def without_mark(text: str) -> str:
    """``text`` without the dash, the bullet or the number of a floor before it."""
    return without_floor(_DASHES.sub("", text).strip())


def is_host(text: str) -> bool:
    """Whether a line says that somebody goes on who only conducts: 主持人：, [主持人]　10:02, 主持人　本报记者 王某."""
    text = text.strip()
    text = text[stamp_end(text) :]
    core = strip_signs(re.sub(r"^[【\[（(]([^】\]）)]{1,6})[】\]）)]", r"\1 ", text))
    first = re.split(r"[\s：:]", core)[0] if core else ""
    return first in words("speakers", "nobody") and (core != text or first != core) and not SENTENCE.search(core)


def asks(text: str) -> bool:
    """Whether a label says that somebody asks or conducts, and in brackets who: 问（市人大代表　王某）, 主持人（王某）."""
    parts = f"{longest_first('speakers', 'asking parts')}|{longest_first('speakers', 'hosts')}"
    return re.fullmatch(rf"(?:{parts})\s*[（(][^（()）]+[）)]", text) is not None


def is_stamped(text: str) -> bool:
    """Whether a line that names somebody tells the time of it, its device or his office as well ([王某]　10:02:05)."""
    return stamp_end(text) > 0 or not without_print(text)[1].isdisjoint({TIME, SOURCE, OFFICIAL})


def unlabelled(role: str) -> str:
    """``role`` without the label before it (职务：某局局长)."""
    return role_field(role) or role.strip()


def role_field(text: str) -> str:
    """What stands behind a label that says what somebody is (职　务：某局局长); "" without one."""
    text = re.sub(r"^[-*•●○◎■◆▲★\s]+|\*\*", "", text)
    match = re.match(
        rf"\s*(?:【\s*)?(?:{longest_first('speakers', 'role labels')})\s*(?:】\s*[:：]?|[:：])\s*(?P<role>\S.*)$",
        closed_up(text.strip()),
    )
    return match["role"].strip() if match is not None and not SENTENCE.search(match["role"]) else ""


@lru_cache(maxsize=8192)
def is_ordinal_label(text: str, *, alone: bool) -> bool:
    """Whether a line is a label with a number (◆热点一, 【话题2】), or, not ``alone``, begins with one before more words."""
    match = re.match(
        rf"[^\u4e00-\u9fffA-Za-z]{{0,3}}(?:{longest_first('titles', 'ordinal labels')})\s*[一二三四五六七八九十\d]{{1,2}}"
        r"\s*[】〗\]）)]?\s*(?P<end>$|[:：|｜、.．\s]\s*\S|[：:]$)",
        text,
    )
    return match is not None and (not alone or match["end"] in {"", "：", ":"})


def is_label(line: Line) -> bool:
    """Whether a heading is a column's label (关注, 【建言】), not a title."""
    return line.width <= 5 or _COLUMN.match(line.text) is not None or is_ordinal_label(line.text, alone=True)
