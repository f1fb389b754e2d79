"""What a masthead prints, in whatever order: the newspaper's name, its date and its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .facts import DATE, PAGE, Facts, parse_date, parse_page
from .lines import narrow, visible
from .vocabulary import longest_first, words

WEEKDAY = re.compile(
    r"(?:星期|周)[一二三四五六日天]|(?i:\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b)"
)
ISSUE = re.compile(
    r"(?:总)?第\s*\d{1,6}\s*期|\d{4}\s*年?第\s*\d{1,3}\s*期|总第\s*\d+\s*号|(?:今日|本期|共|总)\s*[\d一二三四五六七八九十]+\s*版|CN\s*[\d-]+(?:/[A-Z])?|ISSN\s*[\dX-]+"
)
JUMP = (
    r"[（(【\[▲▼◆■△▽→]*\s*(?:本文|本版)?\s*(?:下转|上接|紧接|文转|转|接)\s*第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}"
    r"\s*版(?:[^。，；（()）]{0,16})?[）)】\]▲▼◆■△▽←]*"
)
BARE_NUMBER = re.compile(
    r"^[—–\-·•\s\[【（(]*(?:第\s*)?[A-Z]?\d{1,3}\s*[页頁]?(?:\s*[/／]\s*\d{1,3}|\s*[/／，,]?\s*共\s*\d{1,3}\s*[页頁])?[—–\-·•\s\]】）)]*$"
)
LEADERS = re.compile(r"(?:…{2,}|[.．·]{4,}|—{4,})\s*.{0,12}[（(]?\d{1,3}[）)]?$")
"""The dots between an entry of a table of contents and its page."""
_LATIN_PAPER = re.compile(
    r"^(?:[A-Z][A-Za-z'’-]*\s+){1,4}(?:[Bb]ao|BAO|[A-Z]?[a-z]*bao|Daily|News|Times|Post|Journal|Gazette)\b"
)
_APART = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000][\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])")
LETTERED = re.compile(r"(?<![A-Za-z\d])[A-FST](?P<page>\d{1,2})(?![A-Za-z\d])")
"""The page of a newspaper in several parts (A04), unmistakable in its masthead."""
_FOLIO = re.compile(r"[A-FST]?\d{1,2}")
CORNER = re.compile(
    r"(?P<page>[A-FST]\d{1,2}|0\d|1\d)(?:[\s|｜/·:：]+(?P<label>[\u4e00-\u9fff·]{2,10}))?|(?P<name>[\u4e00-\u9fff·]{2,10})[\s|｜/·]+(?P<last>[A-FST]\d{1,2}|0\d)"
)
"""The corner of a page: its number, alone or beside the page's name (05　聚焦两会)."""


@cache
def _paper() -> re.Pattern[str]:
    papers = longest_first("masthead", "newspapers")
    forms = longest_first("masthead", "forms of newspapers")
    return re.compile(
        rf"^《?(?P<name>[\u4e00-\u9fff]{{1,12}}?(?:{papers}))》?(?:{forms})?(?=$|[\s\d|｜/·第]|[A-Z]\d|二[〇○零])"
    )


def paper_name(text: str) -> str | None:
    """The newspaper's name at the beginning of ``text``, as printed."""
    latin = _LATIN_PAPER.match(text)
    if latin:
        return latin[0]
    return _chinese_paper(text)


def paper_length(text: str) -> int:
    """How many characters at the beginning of ``text`` name a newspaper and the form in which it appears (甲城日报数字报)."""
    name = paper_name(text)
    match = _paper().match(text)
    return 0 if name is None else match.end() if match is not None and match["name"] == name else len(name)


def _chinese_paper(text: str) -> str | None:
    match = _paper().match(text)
    if (
        match is None
        or match["name"] in {"本报", "日报", "晚报", "周报", "报", "数字报", "电子报", "手机报"}
        or match["name"].endswith(tuple(words("masthead", "no newspapers")))
        or not 3 <= len(match["name"]) <= 12
    ):
        return None
    if re.match(rf"(?:{longest_first('titles', 'verbs')})", match["name"]):
        return None
    return match["name"]


def set_close(text: str) -> str:
    """``text`` without the spaces between its characters where all are set apart (甲　城　日　报)."""
    return re.sub(r"\s", "", text) if _APART.fullmatch(text) else text


def printed_facts(texts: Sequence[str], known: Facts, *, top: Sequence[str] = ()) -> Facts:
    """``known`` (front matter) completed by what the masthead's texts print, first come first served.

    ``top``: those over the first speech, where a newspaper prints its page without the word (A04, 05　聚焦两会).
    """
    clean = [narrow(visible(text)).replace("**", "").strip() for text in texts]
    newspaper = known.newspaper or next(
        (found for text in clean for piece in pieces(text) if (found := paper_name(piece))), None
    )
    newspaper = newspaper or next((found for text in clean if (found := _periodical(text))), None)
    date = known.date or next((found for text in clean if (found := parse_date(text))), None)
    jumps = [DATE.sub(" ", ISSUE.sub(" ", re.sub(JUMP, "", text))) for text in clean]
    numbers = (parse_page(text) for text in jumps)
    page = known.page if known.page is not None else next((each for each in numbers if each is not None), None)
    if page is None:
        page = next((number for text in clean if (number := _bare_page(text)) is not None), None)
    if page is None and newspaper is not None:
        page = next(
            (number for text in top if (number := _corner_page(narrow(visible(text)).strip())) is not None), None
        )
    return Facts(newspaper, date, page, known.title, known.notes)


def _periodical(text: str) -> str | None:
    """The name that a masthead with its date and its page or issue prints first, where it ends as those of periodicals do."""
    first = re.split(r"[\s|｜]+", text)[0].strip("《》")
    dated = DATE.search(text) is not None and (PAGE.search(text) is not None or ISSUE.search(text) is not None)
    named = re.fullmatch(rf"[\u4e00-\u9fff]{{1,8}}(?:{longest_first('masthead', 'periodicals')})", first) is not None
    quoted = re.match(r"《(?P<name>[\u4e00-\u9fff]{2,12})》", text)
    if dated and quoted is not None:
        return quoted["name"]
    return first if dated and named and first != text else None


def _bare_page(text: str) -> int | None:
    """The page that a masthead prints as a mere number beside newspaper and date (甲城日报　2024年3月9日　09)."""
    if not any(paper_name(piece) for piece in pieces(text)) or parse_date(text) is None:
        return None
    rest = ISSUE.sub(" ", DATE.sub(" ", text))
    bare = [piece for piece in re.split(r"[\s|｜（）()]+", rest) if re.fullmatch(r"\d{1,2}", piece)]
    return int(bare[0]) if len(bare) == 1 else None


def _corner_page(text: str) -> int | None:
    """The page that a line over the first speech prints: with the letter of its part, in the corner, or beside the date."""
    dated = DATE.search(text) is not None
    parts = [part for part in re.split(r"[\s|｜/／]+", WEEKDAY.sub("", DATE.sub("", text)).strip()) if part]
    if _is_folio(" ".join(parts)):
        return next((int(part.lstrip("ABCDEFST")) for part in parts if _FOLIO.fullmatch(part)), None)
    text = " ".join(part for part in parts if paper_length(part) != len(part))
    corner = CORNER.fullmatch(text)
    if dated and corner is None and (edge := re.search(r"^[01]\d(?=\s)|(?<=\s)[01]\d$", text)) is not None:
        return int(edge[0])
    printed = corner or LETTERED.search(text)
    number = (printed["page"] or (corner["last"] if corner else "")) if printed is not None else ""
    return int(re.sub(r"\D", "", number)) if number else None


def is_corner(text: str) -> bool:
    """Whether the line prints a page with the letter of its part (A04　聚焦两会), the newspaper's name set wide, or both."""
    name = set_close(text)
    lettered = LETTERED.search(text) is not None and CORNER.fullmatch(text) is not None
    return lettered or paper_length(name) == len(name) or _is_folio(text)


def _is_folio(text: str) -> bool:
    """Whether the line holds nothing but the newspaper's name, the number of the page and perhaps its label (甲城日报　02　要闻)."""
    parts = re.split(r"[\s|｜/／]+", text)
    papers = [part for part in parts if paper_length(part) == len(part)]
    labels = [part for part in parts if re.fullmatch(r"[\u4e00-\u9fff·]{2,8}", part) and part not in papers]
    numbers = [part for part in parts if _FOLIO.fullmatch(part)]
    return len(parts) <= 3 and [len(papers), len(numbers)] == [1, 1] and len(labels) == len(parts) - 2


def labelled_date(text: str) -> bool:
    """Whether the line is a column's label beside a whole date or a page number: 协商议政  2024 年 5 月 21 日."""
    if re.search(r"[，。；！？：:]", text) or not (DATE.search(text) or PAGE.search(text)):
        return False
    rest = WEEKDAY.sub(" ", PAGE.sub(" ", ISSUE.sub(" ", DATE.sub(" ", text)))).split()
    return len(rest) <= 2 and all(len(word) <= 6 for word in rest) and re.search(r"\s", text.strip()) is not None


def pieces(text: str) -> list[str]:
    """``text`` itself, closed up where all its characters are set apart, and its stretches between gaps, bars and brackets,
    each of which may begin with a newspaper's name."""
    pieces = [piece for piece in re.split(r"[\s|｜/／\[\]【】（）()《》:：>›»＞]+", text) if piece and piece != text]
    apart = [re.sub(r"\s", "", run) for run in _APART.findall(text)]
    return [text, *pieces, *apart]
