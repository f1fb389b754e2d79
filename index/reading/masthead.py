"""Page furniture: editors, dates, page numbers, newspaper names, jump lines, front matter; and the facts they print."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .lines import Line, visible
from .speakers import is_name, parse_speaker
from .vocabulary import longest_first, words

_DIGITS = {
    character: value
    for value, characters in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_CHINESE = "〇零○一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[{_CHINESE[:-1]}]{{4}})\s*[年./-]\s*(?P<month>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*[月./-]\s*(?P<day>\d{{1,2}}|[{_CHINESE}]{{1,3}})(?:\s*[日号])?(?!\d)"
)
_PAGE = re.compile(
    rf"(?:第\s*)?(?<![\dA-Za-z])(?P<letter>[A-Z]?)(?P<page>\d{{1,3}}|[{_CHINESE}]{{1,3}})\s*版(?![块本图权税式画])|[Pp]age\s*(?P<latin>\d{{1,3}})"
)
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_LUNAR = re.compile(
    r"(?:农历)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?|农历)?[闰正一二三四五六七八九十冬腊]{1,3}月(?:初|十|廿|三十|二十)[一二三四五六七八九十]?|农历"
)
_BARE_NUMBER = re.compile(
    r"^[—–\-·•\s\[【（(]*(?:第\s*)?[A-Z]?\d{1,3}\s*[页頁]?(?:\s*[/／]\s*\d{1,3}|\s*共\s*\d{1,3}\s*页)?[—–\-·•\s\]】）)]*$"
)
_ISSUE = re.compile(
    r"(?:总)?第\s*\d{1,6}\s*期|\d{4}\s*年?第\s*\d{1,3}\s*期|总第\s*\d+\s*号|今日\s*[\d一二三四五六七八九十]+\s*版|CN\s*[\d-]+(?:/[A-Z])?|ISSN\s*[\dX-]+"
)
_JUMP = (
    r"[（(【\[▲▼◆■△▽→]*\s*(?:本文|本版)?\s*(?:下转|上接|紧接|文转|转|接)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}"
    r"\s*版(?:[^。，；（()）]{0,16})?[）)】\]▲▼◆■△▽←]*"
)
_JUMP_LINE = re.compile(rf"^{_JUMP}$")
_JUMP_END = re.compile(
    r"[（(【\[]\s*(?:本文|本版)?\s*(?:下转|紧接|文转|转)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；（()）]{0,16}[）)】\]]$"
)
_JUMP_START = re.compile(
    r"^[（(【\[]\s*(?:紧接|上接|接)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；（()）]{0,16}[）)】\]]"
)
_WORD = re.compile(r"[^\W_]", re.UNICODE)
_RULE = re.compile(r"^[\s\-—–_=*~·•■□●○◆◇▲△▼▽★☆#|｜/\\<>+^`─━═│┃┄┅]*$")
_LATIN_PAPER = re.compile(
    r"^(?:[A-Z][A-Za-z'’-]*\s+){1,4}(?:[Bb]ao|BAO|[A-Z]?[a-z]*bao|Daily|News|Times|Post|Journal|Gazette)\b"
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.]+$|^[\d\s()（）—–-]{7,20}$")
_NOISE = re.compile(r"[\s|｜/／·•:：,，、。.—–\-_()（）\[\]【】《》<>■□●◆▲▼★☆=*#~]+")
FRONT_MATTER_KEYS = {
    "title": "title", "标题": "title", "newspaper": "newspaper", "报纸": "newspaper", "报名": "newspaper",
    "date": "date", "日期": "date",
    "page": "page", "版": "page", "版次": "page", "note": "notes", "notes": "notes", "说明": "notes", "备注": "notes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the masthead prints: newspaper as printed, ISO date, page number; title and notes come from front matter."""

    newspaper: str | None = None
    date: str | None = None
    page: int | None = None
    title: str | None = None
    notes: tuple[str, ...] = ()


def number(text: str) -> int | None:
    """The value of up to three Arabic or Chinese digits (十二, 二十三, 〇七)."""
    if text.isdecimal():
        return int(text)
    if not text or any(character not in _CHINESE for character in text):
        return None
    if "十" in text:
        tens, _, ones = text.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[character]) for character in text))


def parse_date(text: str) -> str | None:
    """The first whole date that ``text`` prints, as ISO 8601; None for none or an impossible one."""
    for match in _DATE.finditer(text):
        year, month, day = (number(match[name]) for name in ("year", "month", "day"))
        try:
            return datetime.date(year or 0, month or 0, day or 0).isoformat()
        except ValueError:
            continue
    return None


def parse_page(text: str) -> int | None:
    """The number of the newspaper page that ``text`` prints (第2版, 2 版, 02版, 二版)."""
    match = _PAGE.search(text)
    if match is None:
        return None
    return number(match["page"] or match["latin"])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    labels, papers = longest_first("masthead", "labels"), longest_first("masthead", "newspapers")
    byline = longest_first("masthead", "byline")
    return {
        "label": re.compile(rf"^[\s■□●◆▲★☆（(\[【]*(?:本报|本刊|本版)?(?:{labels})\s*[:：/／|｜]\s*\S"),
        "labels": re.compile(rf"^(?:{labels})$"),
        "paper": re.compile(rf"^《?(?P<name>[\u4e00-\u9fff]{{1,12}}?(?:{papers}))》?(?=$|[\s\d|｜/·第]|二[〇○零])"),
        "byline": re.compile(
            rf"^[\s■□●◆▲★☆◎○（(\[【—–-]*(?:(?:本报|本刊|本网|特约|首席|见习|实习|全媒体|融媒体|[\u4e00-\u9fff]{{2,6}}(?:报|网|社))*\s*(?:{byline})|[文图摄](?:[/／]))"
        ),
        "words": re.compile(longest_first("masthead", "words")),
        "lead": re.compile(rf"^[【\[（(]?(?:{longest_first('masthead', 'lead')})[】\]）)]?\s*[:：]?$"),
    }


def paper_name(text: str) -> str | None:
    """The newspaper's name at the beginning of ``text``, as printed."""
    latin = _LATIN_PAPER.match(text)
    if latin:
        return latin[0]
    match = _patterns()["paper"].match(text)
    if match is None or match["name"] in {"本报", "日报", "晚报", "周报", "报"} or not 3 <= len(match["name"]) <= 12:
        return None
    if re.match(rf"(?:{longest_first('titles', 'verbs')})", match["name"]):
        return None
    return match["name"]


def _is_byline(text: str) -> bool:
    """Whether the line names only those who report: 本报记者 王某 通讯员 李某, 文/王某."""
    match = _patterns()["byline"].match(text)
    if match is None or len(text) > 40:
        return False
    rest = _NOISE.split(text[match.end() :])
    byline = words("masthead", "byline") | {"文", "图", "摄", "本报", "摄影报道", "文图"}
    return bool("".join(rest)) and all(
        not word or word in byline or is_name(word, proved=True) or len(word) == 1 for word in rest
    )


def _is_credit(text: str) -> bool:
    """Whether the line consists of labels and names: 责任编辑 余某 编辑 叶某 校对 王某."""
    tokens = [token for token in _NOISE.split(text) if token]
    labelled = [bool(_patterns()["labels"].match(token)) for token in tokens]
    if len(tokens) < 2 or not labelled[0]:
        return False
    names = [token for token, mark in zip(tokens, labelled, strict=True) if not mark]
    return all(len(name) == 1 or name.isdecimal() or is_name(name, proved=True) for name in names)


def furniture_end(line: Line, *, top: bool) -> int:
    """How many characters of ``line.text`` from its beginning are furniture; all of them for a furniture line.

    ``top``: the line stands before any running text, where a newspaper's bare name is furniture as well.
    """
    text = line.text
    whole = len(text)
    if _RULE.match(text) or _ADDRESS.match(text):
        return whole
    if line.width > 80:
        return 0
    if _BARE_NUMBER.match(text) or _JUMP_LINE.match(text) or _is_byline(text):
        return whole
    ends = "。" in text or text.endswith(("；", "！", "？"))
    if (_patterns()["label"].match(text) and not ends and line.width <= 60) or _is_credit(text):
        return whole
    if ends or line.enumeration:
        return 0
    return _printed_facts(text, top=top)


def _printed_facts(text: str, *, top: bool) -> int:
    """The length of the leading stretch made of newspaper, date, weekday, issue and page; 0 where it proves nothing."""
    position = 0
    kinds: list[str] = []
    paper = paper_name(text)
    while position < len(text):
        rest = text[position:]
        noise = _NOISE.match(rest)
        if noise:
            position += noise.end()
            continue
        if paper and not kinds:
            position += len(paper)
            kinds.append("paper")
            continue
        for kind, pattern in (
            ("issue", _ISSUE),
            ("date", _DATE),
            ("page", _PAGE),
            ("weekday", _WEEKDAY),
            ("lunar", _LUNAR),
        ):
            match = pattern.match(rest)
            if match:
                position += match.end()
                kinds.append(kind)
                break
        else:
            break
    rest = text[position:].strip()
    if not kinds:
        return len(text) if _labelled_date(text) else 0
    if not rest:
        return len(text) if kinds != ["paper"] or top else 0
    proved = "page" in kinds or "weekday" in kinds or "issue" in kinds or len(set(kinds)) > 1
    if not proved or re.match(r"[，,、。的了至到起以前后中]", rest):
        return 0
    label = re.match(r"^(?P<label>[\u4e00-\u9fff·\s]{1,6})(?:$|\s)", rest)
    if _patterns()["label"].match(rest) or _is_credit(rest):
        return len(text)
    rest = _ISSUE.sub(" ", _DATE.sub(" ", rest)).strip() if not re.search(r"[，,。]", rest) else rest
    if (label and len(rest) <= 6) or all(_furniture_word(word) for word in _NOISE.split(rest) if word):
        return len(text)
    if parse_speaker(rest) is None and not re.search(r"[，,]", rest):
        return position
    return 0


def _labelled_date(text: str) -> bool:
    """Whether the line is a column's label beside a whole date or a page number: 协商议政  2024 年 5 月 21 日."""
    if re.search(r"[，。；！？：:]", text) or not (_DATE.search(text) or _PAGE.search(text)):
        return False
    rest = _WEEKDAY.sub(" ", _PAGE.sub(" ", _ISSUE.sub(" ", _DATE.sub(" ", text)))).split()
    return len(rest) <= 2 and all(len(word) <= 6 for word in rest) and re.search(r"\s", text.strip()) is not None


def _furniture_word(word: str) -> bool:
    remaining = _PAGE.sub("", _DATE.sub("", _ISSUE.sub("", word)))
    return (
        not _WORD.search(_patterns()["words"].sub("", remaining))
        or _WEEKDAY.fullmatch(word) is not None
        or paper_name(word) == word
    )


def jump_cuts(line: Line) -> tuple[int, int]:
    """Lengths of 上接 at the beginning and 下转 at the end of a text line; 0 where there is none."""
    start, end = _JUMP_START.match(line.text), _JUMP_END.search(line.text)
    return (start.end() if start else 0), (len(line.text) - end.start() if end else 0)


def is_lead(text: str) -> bool:
    """Whether the line only announces an editor's note."""
    return _patterns()["lead"].match(text) is not None


def front_matter(source: str, lines: Sequence[Line]) -> tuple[int, Facts]:
    """The number of leading lines that are front matter (``---`` … ``---`` with ``key: value``) and what they say.

    Lists (``notes: [a, b]`` and ``- a`` lines under ``notes:``) are read; unknown keys are kept as masthead only.
    """
    if not lines or lines[0].text != "---":
        return 0, Facts()
    end = next((number for number, line in enumerate(lines[1:60], start=1) if line.text in {"---", "..."}), 0)
    values: dict[str, list[str]] = {}
    key = ""
    for line in lines[1:end]:
        pair = re.match(r"(?P<key>[A-Za-z_\u4e00-\u9fff-]{1,20})\s*[:：]\s*(?P<value>.*)$", line.text)
        item = re.match(r"-\s+(?P<value>.+)$", line.text)
        if item and key:
            values[key].append(_unquoted(item["value"]))
        elif pair:
            key = FRONT_MATTER_KEYS.get(pair["key"].lower(), pair["key"])
            value = pair["value"].strip()
            inner = value[1:-1].split(",") if value.startswith("[") and value.endswith("]") else [value]
            values.setdefault(key, []).extend(_unquoted(entry) for entry in inner)
        elif not line.text.startswith("#"):
            return 0, Facts()
    first = {
        name: next((value for value in found if value and value.lower() not in {"null", "~"}), None)
        for name, found in values.items()
    }
    printed = first.get("page")
    page = number(printed) if printed else None
    return (end + 1 if end else 0), Facts(
        newspaper=first.get("newspaper"),
        date=parse_date(first.get("date") or ""),
        page=page if page is not None else parse_page(printed or ""),
        title=first.get("title"),
        notes=tuple(value for value in values.get("notes", []) if value),
    )


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value


def printed_facts(texts: Sequence[str], known: Facts) -> Facts:
    """``known`` (front matter) completed by what the masthead's texts print, first come first served."""
    clean = [visible(text).strip() for text in texts]
    newspaper = known.newspaper or next(
        (found for text in clean for piece in _pieces(text) if (found := paper_name(piece))), None
    )
    date = known.date or next((found for text in clean if (found := parse_date(text))), None)
    jumps = [re.sub(_JUMP, "", text) for text in clean]
    numbers = (parse_page(text) for text in jumps)
    page = known.page if known.page is not None else next((each for each in numbers if each is not None), None)
    return Facts(newspaper, date, page, known.title, known.notes)


def _pieces(text: str) -> list[str]:
    """``text`` itself and its stretches between gaps and bars, each of which may begin with a newspaper's name."""
    return [text, *(piece for piece in re.split(r"\s+|[|｜]", text) if piece and piece != text)]
