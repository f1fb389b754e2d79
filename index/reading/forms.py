"""The forms of closing matter: whom a text is sent to, who made it, how its meeting ended, told by words alone.

Every one of these forms may be a speaker's as well; ``closing`` asks where the line stands.
"""

from __future__ import annotations

import re
from functools import cache

from .bodies import is_labelled_body
from .facts import DATE
from .lines import closed_up
from .marks import strip_signs
from .names import is_name, is_role
from .speakers import parse_speaker
from .vocabulary import longest_first

LONGEST = 160
"""Characters. A narrator's last paragraph is a sentence or two; more text than that may be somebody's, and stays."""
_STOPS = re.compile(r"[。；！？]")
_REPORTERS = re.compile(r"^(?:(?:本报|本刊|本网|本版|全媒体|融媒体|见习|实习|特约)*(?:记者|通讯员|实习生))?\s*")
_GAP = r"[\s、，,/／]+"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def words(section: str) -> str:
        return longest_first("closing", section)

    gathering = f"(?:{words('gatherings')})"
    date = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
    issued = "(?:印发|编印|印制|印刷|印|发)"
    return {
        "imprint": re.compile(
            rf"(?P<before>[^\s（()）](?:[^（()）]*[^（()）\s])?)(?:\s{{2,}}|[\u3000|｜／/]\s*)"
            rf"(?:{longest_first('masthead', 'editors')})(?:\s*[:：]\s*|\s+)(?P<who>\S{{1,4}}(?:\s+\S{{1,2}})?)"
        ),
        "sent": re.compile(rf"(?:{words('sent')})\s*[:：]\s*(?P<to>[^。；！？\s][^。；！？]*。?$)"),
        "addressees": re.compile(words("addressees")),
        "label": re.compile(rf"(?:{words('labels')})\s*[:：/／][^。；！？]*$"),
        "list": re.compile(rf"(?:{words('lists')})\s*[:：][^。；！？]*$"),
        "copies": re.compile(
            r"(?:[^。；！？]{2,60}?(?:\s{2,}|[\u3000|｜]\s*))?[（(]?\s*"
            r"(?:共印|印数|印刷|印发|印制|印|共计?)\s*[:：]?\s*(?:\d+|[一二三四五六七八九十百千]+)\s*(?:份|册|本)?。?\s*[）)]?$"
        ),
        "issued": re.compile(
            rf"[^，。；：:]{{2,40}}?\s*(?:{date}\s*{issued}|{issued}\s*{date}|\d{{4}}年\d{{1,2}}月\s*{issued})$"
        ),
        "end": re.compile(rf"(?:{words('ends')})[。！]?$"),
        "by": re.compile(rf"(?P<names>.+?)\s*(?:{words('credits')})$"),
        "through": re.compile(rf"[^，。；由]{{2,12}}均?(?:由|为)[^，。；]{{2,30}}(?:{words('credits')})。?$"),
        "made": re.compile(rf"(?:{words('made')})"),
        "making": re.compile(words("making")),
        "read back": re.compile(
            rf"(?:{longest_first('closing', 'records')})[^。；]*(?:{longest_first('closing', 'read back')})"
        ),
        "note": re.compile(rf"(?:{words('notes')})\s*[:：]\s*\S"),
        "after": re.compile(rf"[【\[（(]?(?:{words('after')})[】\]）)]?\s*[:：]\s*\S"),
        "over": re.compile(
            rf"(?:主持人(?:宣布)?)?(?:(?:散会|休会)[。！]?$|(?:整个|本次|此次|当天的?)?{gathering}[^。；，]{{0,24}}(?:结束|闭幕|散会|落幕)。?$)"
        ),
        "chaired": re.compile(rf"(?:本次|此次)?{gathering}由(?P<who>[^。；，]{{2,40}}?)主持(?:召开|举行)?[。，,]"),
        "summed up": re.compile(
            rf"(?P<who>[^。；，：:“”]{{2,30}}?)(?:(?:{words('summing')})[^。；，]{{0,6}}?)+(?:{words('reporting')})[，,：:]"
        ),
        "attended": re.compile(
            rf"[^。；]{{2,100}}(?:出席|参加|列席|主持)了?(?:本次|此次)?{gathering}(?:[并和、][^。；]{{2,20}})?。$"
        ),
        "held": re.compile(
            rf"(?:本报讯)?\s*(?:[（(][^（()）]*[）)])?\s*(?:[\d〇零一二三四五六七八九十]+[年月]|近日|日前|今天|昨天|昨日)"
            rf"[^。；]{{0,60}}?(?:(?:召开|举行|举办)了?[^。；]{{0,40}}?(?:{words('gatherings')})"
            rf"|(?:委员|代表|团|组|联组|界|界别)(?:们)?(?:[^。；，]{{0,12}}?)(?:{words('deliberating')}))"
        ),
        "begun": re.compile(rf"(?:{words('begun')})"),
        "persons": re.compile(rf"(?:{words('persons')})|(?:^|[，,。；])建议"),
        "rule": re.compile(words("rules")),
        "public": re.compile(words("public")),
        "notice": re.compile(
            rf"(?:{words('notice')})[^。；]*(?:{words('done')})[^。；]*。?$|特此(?:公告|公示|通知|通报|函复|报告|说明)。?$"
        ),
    }


def is_closing_line(text: str) -> bool:
    """Whether a line has a form that no sentence has: addressees, a labelled entry, copies, an end."""
    bare = strip_signs(text).strip("—–-*＊·. ")
    patterns = _patterns()
    if patterns["end"].match(bare) or patterns["copies"].match(bare) or patterns["issued"].match(bare):
        return True
    return len(text) <= LONGEST and (
        is_sent(text) or (patterns["label"].match(bare + text[-1:]) is not None and len(bare) <= 80)
    )


def is_imprint(text: str) -> bool:
    """Whether pieces set apart on a line end with an editor's label and his name (某办供稿　责任编辑：王某)."""
    short = len(text) <= 60 and _STOPS.search(text) is None
    match = _patterns()["imprint"].fullmatch(text.strip("（()） \u3000")) if short else None
    if match is None:
        return False
    return is_name(re.sub(r"\s", "", match["who"]), proved=True) and parse_speaker(match["before"]) is None


def is_sent(text: str) -> bool:
    match = _patterns()["sent"].match(text)
    return match is not None and _patterns()["addressees"].search(match["to"]) is not None


def is_credit_line(text: str, *, set_off: bool = False) -> bool:
    """Whether a line only says who wrote down, wrote up or pictured the article: 王某 整理, 图片由某办提供.

    ``set_off``: only with a space before the credit, or a reporter's title (全程记录 may be a heading).
    """
    bare = strip_signs(text)
    if len(bare) > 40 or _STOPS.search(bare[:-1]):
        return False
    by = _patterns()["by"].match(bare)
    if by is not None:
        names = [name for name in re.split(_GAP, _REPORTERS.sub("", by["names"].strip(), count=1)) if name]
        clear = not set_off or re.search(r"\s", bare) or _REPORTERS.sub("", bare, count=1) != bare
        if names and clear and all(is_name(name) for name in names):
            return True
        if len(names) == 1 and len(names[0]) >= 6 and is_labelled_body(names[0]):
            return True
    through = _patterns()["through"].match(bare)
    return through is not None and _patterns()["made"].search(bare[:8]) is not None


def opens_list(text: str) -> bool:
    """Whether a line opens a list of enclosures or addressees whose further lines have no label."""
    return _patterns()["list"].match(text) is not None or is_sent(text)


def is_note_below(text: str, *, apart: bool) -> bool:
    """Whether a paragraph is the editors' note on the text, or the publisher's word to the readers."""
    patterns = _patterns()
    making = patterns["making"].search(text) is not None
    if patterns["after"].match(text):
        return True
    if patterns["persons"].search(text) and not patterns["public"].search(text):
        return False
    if patterns["note"].match(text):
        return making or apart
    made = patterns["made"].match(text) is not None and making
    if (made or patterns["read back"].match(text)) and not _STOPS.search(text[:-1]):
        return len(text) <= 60
    calls = re.search("欢迎|敬请|转载|版权|本[报刊台网]", text) is not None and not re.search("[我咱]|建议", text)
    stops = _STOPS.search(text[:-1] if calls else text)
    return patterns["public"].search(text) is not None and len(text) <= 40 and not stops


def is_notice_end(text: str) -> bool:
    """Whether a sentence ends a notice: it tells those whom it is for what to do, or thanks them (各承办单位应于…前办结。)."""
    told = re.sub("我[省市州盟县区旗镇乡局委会]", "", text)
    spoken = re.search("[我咱]", told)
    return len(text) <= LONGEST and spoken is None and _patterns()["notice"].match(text) is not None


def says_it_is_over(text: str) -> bool:
    """Whether a line says that the meeting ended and no more: 听证会结束, 散会, 主持人宣布听证会结束。"""
    return _patterns()["over"].match(text) is not None


def narrates(text: str, *, apart: bool) -> bool:
    """Whether a narrator says how the meeting went on or ended; what a speaker might say must be set apart as well."""
    patterns = _patterns()
    summed = patterns["summed up"].match(text) if apart and not re.search("[我咱]", text) else None
    if summed is not None and (is_name(summed["who"]) or _ends_in_person(summed["who"])):
        return True
    if patterns["persons"].search(text):
        return False
    if patterns["over"].match(text) or _attends(text):
        return True
    chaired = patterns["chaired"].match(text)
    if chaired is not None and not patterns["rule"].search(text, chaired.start("who")):
        return apart or is_name(chaired["who"]) or _ends_in_person(chaired["who"])
    return apart and patterns["begun"].match(text) is not None and text.endswith("。")


def tells_of_meeting(text: str) -> bool:
    """Whether an opening paragraph says who met, and nothing that one of them said: 3月1日，县政协召开座谈会。"""
    patterns = _patterns()
    text = closed_up(text)
    if is_note_below(text, apart=False):
        return True
    told = re.sub("我[省市州盟县区旗]|请假", "", text)
    held = patterns["held"].match(told) is not None and patterns["persons"].search(told) is None
    return held or narrates(text, apart=False)


def _attends(text: str) -> bool:
    """Whether somebody with an office is said to have attended: 市政协主席王某出席会议并讲话。"""
    if _patterns()["attended"].match(text) is None:
        return False
    who = re.split(r"(?:分别|先后|共同)?(?:出席|参加|列席|主持)", text)[0].rstrip("等也一同")
    parts = [part for part in re.split(r"[、，,]", who) if part]
    told = _patterns()["rule"].search(who) is None
    return told and any(is_role(part) or _ends_in_person(part) for part in parts)


def _ends_in_person(text: str) -> bool:
    found = parse_speaker(text)
    return found is not None and bool(found.role)
