"""Page furniture: editors, dates, page numbers, newspaper names, jump lines; and the facts they print."""

from __future__ import annotations

import re
from functools import cache

from .attendance import attends_by_name
from .captions import is_box_heading, is_caption
from .facts import DATE, PAGE
from .lines import Line, closed_up, narrow
from .minutes import is_head_entry, is_note
from .names import is_name, is_role
from .platform import is_footing
from .printed import (
    BARE_NUMBER,
    CORNER,
    ISSUE,
    JUMP,
    LEADERS,
    WEEKDAY,
    is_corner,
    labelled_date,
    paper_length,
    pieces,
)
from .speakers import parse_speaker
from .vocabulary import longest_first, words

_LUNAR = re.compile(
    r"(?:农历)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?|农历)?[闰正一二三四五六七八九十冬腊]{1,3}月(?:初|十|廿|三十|二十)[一二三四五六七八九十]?|农历"
)
_JUMP_LINE = re.compile(rf"^{JUMP}$")
_JUMP_END = re.compile(
    r"[（(【\[]\s*(?:本文|本版)?\s*(?:下转|紧接|文转|转)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；（()）]{0,16}[）)】\]]$"
)
_JUMP_START = re.compile(
    r"^[（(【\[]\s*(?:紧接|上接|接)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；（()）]{0,16}[）)】\]]"
)
_ISSUED = re.compile(rf"^[^，。；：:]{{2,40}}\s*(?:{DATE.pattern})\s*印发$")
_WORD = re.compile(r"[^\W_]", re.UNICODE)
_RULE = re.compile(r"^[\s\-—–_=*~·•■□●○◆◇▲△▼▽★☆#＊－＝|｜/\\<>+^`─━═│┃┄┅]*$")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[^。；，]{0,20}[\w.+-]+@[\w-]+\.[\w.]+$|^[\d\s()（）—–-]{7,20}$")
_TRAIL = re.compile(
    r"(?:首页|您?当前位置|您的位置)?[^。，；]{0,30}?\s*(?:>|›|»|＞)[^。，；]{1,30}(?:>|›|»|＞)[^。，；]{1,40}$"
)
"""Where a page stands on its site (首页 > 议政 > 大会发言)."""
_COUNTED = r"\d[\d,.]*\s*(?:[万千wWkK]\+?|\+)?\s*次?"
_NOISE = re.compile(r"[\s|｜/／·•:：,，、。.—–\-_()（）\[\]【】《》<>■□●◆▲▼★☆=*#~]+")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    labels = longest_first("masthead", "labels")
    byline = longest_first("masthead", "byline")
    entries, counts = f"{labels}|{longest_first('masthead', 'head')}", longest_first("platform", "reactions")
    return {
        "label": re.compile(rf"^[\s■□●◆▲★☆（(\[【［〔]*(?:本报|本刊|本版|本期)?(?:{labels})\s*[:：/／|｜]\s*\S"),
        "labels": re.compile(rf"^(?:{labels})$"),
        "byline": re.compile(
            rf"^[\s■□●◆▲★☆◎○（(\[【—–-]*(?:(?:本报|本刊|本网|特约|首席|见习|实习|全媒体|融媒体|[\u4e00-\u9fff]{{1,6}}(?:报|网|社|台|刊))*\s*(?:{byline})|[文图摄](?:[/／]))"
        ),
        "words": re.compile(longest_first("masthead", "words")),
        "navigation": re.compile(
            rf"(?:[\s|｜/／·>＞【】\[\]（）()]*(?:{longest_first('masthead', 'navigation')}))+[\s】\])）]*"
        ),
        "editors": re.compile(
            rf"(?:(?:尊敬|敬爱|亲爱)的)?(?:各位)?(?:[\u4e00-\u9fff]{{1,8}}[报网刊台])?(?:{longest_first('masthead', 'addressed')})(?:们)?"
            r"\s*[，,：:！!]\s*"
        ),
        "letter": re.compile(rf"(?:{longest_first('masthead', 'letter ends')})[！!。，,：:]?"),
        "entry": re.compile(
            rf"(?:{entries}|{byline})\s*[:：/／]\s*[\[【]?(?!\d{{4}}|[\[【])[^\s|｜\]】，。；！？]{{1,24}}[\]】]?"
            rf"|(?:{entries})\s*[:：/／]\s*(?=\d{{4}}|[\[【])"
        ),
        "print": re.compile(
            rf"(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?|(?:{counts})(?:数|量)?\s*[:：]?\s*{_COUNTED}"
            rf"|{_COUNTED}\s*(?:{counts})|(?:字号|字体)?\s*[:：]?\s*[\[【]?\s*[大中小]\s+[大中小](?:\s+[大中小])?\s*[\]】]?"
        ),
        "lead": re.compile(rf"^[【\[（(]?(?:{longest_first('masthead', 'lead')})[】\]）)]?\s*(?:[:：]|$|\s)"),
    }


def _is_byline(text: str) -> bool:
    """Whether the line names only those who report: 本报记者 王某 通讯员 李某, 文/王某."""
    match = _patterns()["byline"].match(text)
    if match is None or len(text) > 40:
        return False
    rest = _NOISE.split(text[match.end() :])
    byline = words("masthead", "byline") | {"文", "图", "摄", "本报", "摄影报道", "文图"}
    return bool("".join(rest)) and all(
        not word
        or word in byline
        or re.fullmatch("(?:本报|本刊|本网)?(?:全媒体|融媒体)?记者", word)
        or is_name(word, proved=True)
        or len(word) == 1
        for word in rest
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
    printed = narrow(line.text)
    text = closed_up(printed.replace("**", ""))
    whole = len(line.text)
    if _RULE.match(text) or _ADDRESS.match(text) or is_note(text) or is_caption(text) or attends_by_name(text):
        return whole
    if line.width <= 80 and (is_footing(text) or _is_formula(text)):
        return whole
    pressed = line.width <= 80 and _patterns()["navigation"].fullmatch(text) is not None
    if LEADERS.search(text) or (pressed and not is_box_heading(text)):
        return whole
    if top and (
        is_head_entry(text)
        or _TRAIL.match(text)
        or _is_masthead(text)
        or is_corner(text)
        or _is_composed(text)
        or _is_dateline(text)
    ):
        return whole
    if line.width > 80:
        return 0
    if BARE_NUMBER.match(text) or _JUMP_LINE.match(text) or _is_byline(text):
        return whole
    ends = "。" in text or text.endswith(("；", "！", "？"))
    if (_patterns()["label"].match(text) and not ends and line.width <= 60) or _is_credit(text):
        return whole
    if ends or line.enumeration:
        return 0
    return whole if _ISSUED.match(text) else _printed_facts(printed, top=top)


def is_labelled(text: str) -> bool:
    """Whether ``text`` opens with an editor's label (录音整理：…)."""
    return _patterns()["label"].match(text) is not None


def may_be_said(text: str) -> bool:
    """Whether a line is furniture by its label alone, and behind the label stand no names, numbers or addresses.

    Between the sentences of a speech such a line is a part of it (时间：每年三月至五月).
    """
    text = closed_up(text.replace("**", ""))
    match = _patterns()["label"].match(text)
    rest = text[match.end() - 1 :].strip(" 　）)】]") if match is not None else ""
    words = [word for word in _NOISE.split(rest) if word]
    names = all(is_name(word, proved=True) or _patterns()["labels"].match(word) or word.isdecimal() for word in words)
    printed = re.search(r"\d{5}|@|www|[A-Za-z]{4}|本报|本刊|记者", rest) or DATE.search(rest) or WEEKDAY.search(rest)
    return match is not None and not names and not printed


def _is_masthead(text: str) -> bool:
    """Whether the line prints the newspaper, in whatever place, and beside it a date, a weekday, a page, its Latin name or a credit."""
    if re.search("[。；！？]|，.*，", text) or len(text) > 80:
        return False
    paper = any(paper_length(piece) == len(piece) for piece in pieces(text))
    beside = re.split(r"[\u3000\t]+|\s{2,}", text)[1:]
    latin = re.search(r"\s[A-Z][A-Z.'’-]{2,}(?: [A-Z][A-Z.'’-]+)*$", text) is not None
    latin = latin or any(
        re.fullmatch(r"[A-Z][A-Z .'’-]+", piece) or _patterns()["label"].match(piece) for piece in beside
    )
    return paper and (latin or any(pattern.search(text) for pattern in (DATE, WEEKDAY, PAGE)))


def _is_dateline(text: str) -> bool:
    """Whether the line prints where and when a report has appeared, and who reports (甲城新闻网　2024-03-09 08:15　记者　王某)."""
    date = DATE.search(text)
    if date is None or len(text) > 60:
        return False
    after = re.sub(r"^\s*(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?", "", text[date.end() :]).strip(" \u3000|｜")
    return re.fullmatch(r"[\u4e00-\u9fff]{0,12}[\s|｜]*", text[: date.start()]) is not None and _is_byline(after)


def _is_composed(text: str) -> bool:
    """Whether the line is set together of pieces with bars or gaps between them, two of them facts and none a speaker."""
    if re.search("[，。；！？]", text) or len(text) > 80:
        return False
    parts = [part for part in re.split(r"\s*[|｜]\s*|[\u3000\t]+|\s{2,}", text) if part]
    others = [part for part in parts if not _is_fact(part)]
    facts = len(parts) - len(others)
    if len(parts) < 3 or facts < 2 or not (DATE.search(text) or PAGE.search(text)) or facts < len(others):
        return False
    return all(len(part) <= 16 and ((who := parse_speaker(part)) is None or not who.role) for part in others)


def _is_fact(part: str) -> bool:
    return labelled_date(part) or _printed_facts(part, top=True) == len(part)


def _printed_facts(text: str, *, top: bool) -> int:
    """The length of the leading stretch made of newspaper, date, weekday, issue and page; 0 where it proves nothing."""
    position = 0
    kinds: list[str] = []
    paper = paper_length(text)
    while position < len(text):
        rest = text[position:]
        noise = _NOISE.match(rest)
        if noise:
            position += noise.end()
            continue
        if paper and not kinds:
            position += paper
            kinds.append("paper")
            continue
        for kind, pattern in (
            ("issue", ISSUE),
            ("date", DATE),
            ("page", PAGE),
            ("weekday", WEEKDAY),
            ("lunar", _LUNAR),
            *((("entry", _patterns()["entry"]), ("print", _patterns()["print"])) if top else ()),
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
        headed = re.match(r"[\u4e00-\u9fff·]{2,6}[\s|｜·/／]+(?=\S)", text) if top else None
        column = headed[0].rstrip(" \t\u3000|｜·/／") if headed is not None else ""
        told = parse_speaker(column) is not None or is_role(column)
        after = text[headed.end() :] if headed is not None and not told else ""
        composed = bool(after) and _printed_facts(after, top=True) == len(after)
        return len(text) if composed or labelled_date(text) else 0
    if set(kinds) <= {"entry", "print"}:
        return len(text) if not rest and len(kinds) > 1 else 0
    if not rest or (len(set(kinds)) > 1 and BARE_NUMBER.match(rest)):
        return len(text) if kinds != ["paper"] or top else 0
    proved = "page" in kinds or "weekday" in kinds or "issue" in kinds or len(set(kinds)) > 1
    if not proved or re.match(r"[，,、。的了至到起以前后中]", rest):
        return 0
    if top and CORNER.fullmatch(rest) is not None:
        return len(text)
    label = re.match(r"^(?P<label>[\u4e00-\u9fff·\s]{1,6})(?:$|\s)", rest)
    if _patterns()["label"].match(rest) or _is_credit(rest):
        return len(text)
    rest = ISSUE.sub(" ", DATE.sub(" ", rest)).strip() if not re.search(r"[，,。]", rest) else rest
    if (label and len(rest) <= 6) or all(_furniture_word(word) for word in _NOISE.split(rest) if word):
        return len(text)
    if parse_speaker(rest) is None and not re.search(r"[，,]", rest):
        return position
    return 0


def _furniture_word(word: str) -> bool:
    remaining = PAGE.sub("", DATE.sub("", ISSUE.sub("", word)))
    return (
        not _WORD.search(_patterns()["words"].sub("", remaining))
        or WEEKDAY.fullmatch(word) is not None
        or paper_length(word) == len(word)
    )


def jump_cuts(line: Line) -> tuple[int, int]:
    """Lengths of 上接 at the beginning and 下转 at the end of a text line; 0 where there is none."""
    start, end = _JUMP_START.match(line.text), _JUMP_END.search(line.text)
    return (start.end() if start else 0), (len(line.text) - end.start() if end else 0)


def addresses_editors(text: str) -> bool:
    """Whether a line begins as a letter to the editors of a newspaper does: 编辑同志：…."""
    return _patterns()["editors"].match(text) is not None


def _is_formula(text: str) -> bool:
    """Whether a line holds nothing of a letter but its address or the words that end it: 编辑同志：, 此致."""
    address = _patterns()["editors"].match(text)
    rest = text[address.end() :] if address is not None else text
    return (address is not None and not rest) or _patterns()["letter"].fullmatch(rest) is not None


def is_rule(text: str) -> bool:
    """Whether the line is a printed rule: signs and nothing else."""
    return _RULE.match(text) is not None


def is_lead(text: str) -> bool:
    """Whether the line begins an editor's note or only announces one."""
    return _patterns()["lead"].match(text) is not None
