"""Who has written or spoken what stands above or below: signatures, numbered headings, and who has only put it down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from .analogy import Form, read_alike
from .bodies import FAIR, STRONG, WEAK, is_organisation, is_placed
from .builds import SPACED, TOGETHER
from .forms import is_credit_line
from .lines import closed_up
from .marks import OUTER, SPACES, strip_signs
from .names import HAN, SENTENCE, is_name, is_role, is_unlisted_name
from .speakers import parse_speaker
from .together import Speaker, run_together
from .vocabulary import longest_first, words

MOST_LINES = 3
"""Lines over which a signature in brackets may be hard-wrapped."""
_PIECE = re.compile(r"[^，,；;。]+[，,；;。]*")
_DASH = re.compile(r"[—–―]+\s*(?=\S)")
_MARK = re.compile(r"[□◎○■●◇◆▲△★☆]\s*")
_TOLD = frozenset({Form("", TOGETHER), *(Form("", build) for build in SPACED)})
_QUOTED = re.compile(r"《[^《》]*》")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    reporter = r"(?:本[报刊网台版]|[\u4e00-\u9fff]{1,6}报)?(?:全媒体|融媒体|特约)?记者|本[报刊网台]"
    signs, written = longest_first("speakers", "signs"), longest_first("speakers", "written by")
    return {
        "sign": re.compile(rf"(?P<sign>{written}|{signs})\s*[:：/／]?\s*(?P<rest>\S.*)$"),
        "written": re.compile(rf"[^\u4e00-\u9fff（(]*(?P<sign>{written})\s*[:：/／]?\s*(?P<rest>\S.*)$"),
        "named": re.compile(rf"(?P<name>{HAN}{{2,4}}?)[，,]?\s*(?:{written}|{signs}|为|是)\s*[:：]?\s*(?P<role>\S.*)$"),
        "reporter": re.compile(rf"(?:本文|全文|文字)?(?:由|经)?(?:{longest_first('masthead', 'reporting')})"),
        "of the text": re.compile(rf"(?:{longest_first('speakers', 'of the text')})"),
        "credit": re.compile(rf"(?:{longest_first('closing', 'credits')})"),
        "taken": re.compile(rf"(?:{longest_first('speakers', 'taken from')})\s*[:：]?\s*"),
        "spoken": re.compile(
            rf"\s*(?:{longest_first('speakers', 'spoken where')})?的?(?:{longest_first('speakers', 'spoken as')})$"
        ),
        "place": re.compile(rf"(?:{longest_first('speakers', 'written from')})$"),
        "visits": re.compile(
            rf"(?:[—–―]+\s*(?:{reporter})?|[（(]\s*(?:{reporter})?|{reporter})\s*(?:{longest_first('speakers', 'visiting')})\s*(?=\S)"
        ),
        "polite": re.compile(rf"(?:{longest_first('speakers', 'honorifics')}|委员|代表)$"),
        "about": re.compile(rf"(?:{longest_first('speakers', 'telling of')})\s*"),
    }


def parse_signature(text: str) -> Speaker | None:
    """The author that a bracketed line below a text names: （王某 作者系某校教授）, （作者：王某）, （作者系某校教授）.

    The name is "" where the line gives only what the author is. Who has written it down (，某记者采访整理) is left out.
    """
    outer = OUTER.match(text.strip())
    if outer is None:
        opened = _patterns()["written"].match(text.strip())
        rest = without_credits(opened["rest"]) if opened is not None else ""
        return Speaker("", rest, FAIR) if is_role(rest) or is_organisation(rest) else None
    inner = without_credits(outer["inner"].strip())
    parts = [named for part in re.split("[；;]", inner) if (named := _named(part.strip())) is not None]
    if len(parts) >= 2:
        return Speaker("、".join(part.name for part in parts), "；".join(part.role for part in parts), STRONG)
    match = _patterns()["sign"].match(inner)
    if match is None:
        return _named(inner)
    rest, written = match["rest"], match["sign"] in words("speakers", "written by")
    found = parse_speaker(rest) if not re.match(rf"{HAN}{{2,4}}[，,]\s*系", rest) else None
    if found is not None and (found.role if written else found.strength > WEAK or is_name(found.name)):
        return found
    if (named := _named(rest) or (run_together(rest, proved=True) if written else None)) is not None:
        return named
    role, _, last = rest.replace("\u3000", " ").rpartition(" ")
    if written and is_role(role.strip()) and is_unlisted_name(last):
        return Speaker(last, role.strip(), FAIR)
    if is_organisation(rest) and match["sign"] in words("speakers", "bylines"):
        return Speaker(rest, "", FAIR)
    told = is_role(rest) or is_organisation(rest) or (written and SENTENCE.search(rest) is None)
    return Speaker("", rest, FAIR) if told else None


def _named(text: str) -> Speaker | None:
    """A name with a word that says what follows is what he is: 王某系某校教授, 王某　作者单位：某校."""
    apart = re.split(
        rf"[\s，,、：:]*(?:{longest_first('speakers', 'written by')}|{longest_first('speakers', 'signs')})\s*[:：]?",
        text,
        maxsplit=1,
    )
    name = SPACES.sub("", apart[0])
    if len(apart) == 2 and is_name(name, proved=True):
        return Speaker(name, apart[1].strip(), STRONG)
    match = _patterns()["named"].match(text)
    told = match is not None and is_name(match["name"]) and (is_role(match["role"]) or is_organisation(match["role"]))
    return Speaker(match["name"], match["role"], STRONG) if match is not None and told else None


def without_credits(text: str) -> str:
    """``text`` without what it says before or behind of who has written it down: …，本报记者王某采访整理."""
    pieces: list[str] = _PIECE.findall(text)
    while pieces and _is_credit(pieces[-1]):
        pieces.pop()
    while pieces and _is_credit(pieces[0]):
        pieces.pop(0)
    rest = "".join(pieces).strip(" \t\u3000，,；;。")
    tails = (space.start() for space in SPACES.finditer(rest) if is_credit_line(rest[space.end() :]))
    return rest[: next(tails, len(rest))]


def _is_credit(piece: str) -> bool:
    piece = piece.strip(" \t\u3000，,；;。")
    patterns = _patterns()
    ends = [match.end() for match in patterns["credit"].finditer(piece)][-1:] == [len(piece)]
    if is_credit_line(piece) or patterns["of the text"].match(piece) or (ends and patterns["reporter"].match(piece)):
        return True
    return re.match(rf"(?:{patterns['credit'].pattern})\s*[:：]", piece) is not None


def tells_author(text: str) -> bool:
    """Whether a line opens with words behind which stands what the author is: （作者系…."""
    return _patterns()["written"].match(text.lstrip("（(")) is not None


def begins_signature(text: str) -> bool:
    """Whether a line may begin a signature: with a bracket, or with words that tell what the author is."""
    return text[:1] in "（(【[" or _patterns()["written"].match(text) is not None


def wrapped_signature(texts: Sequence[str]) -> tuple[Speaker, int] | None:
    """The author whom a bracket that opens the first of ``texts`` names, and over how many of them it goes."""
    whole = ""
    for count, text in enumerate(texts[:MOST_LINES], start=1):
        whole += text
        closed = whole.count("）") + whole.count(")") >= whole.count("（") + whole.count("(")
        if closed or (count == 1 and _patterns()["written"].match(text) is not None):
            speaker = parse_signature(whole)
            return (speaker, count) if speaker is not None else None
        if _patterns()["sign"].match(whole[1:].strip()) is None or text[-1:] in "。！？":
            return None
    return None


def is_about(text: str) -> bool:
    """Whether words before a name say that a text tells of him (访某厂厂长王某): he does not speak in it."""
    return _patterns()["about"].match(text) is not None


def visit_end(text: str) -> int:
    """The length of the dash and the words behind which a headline's second line names whom a reporter has asked; 0 without."""
    visits = _patterns()["visits"].match(text)
    return visits.end() if visits is not None else 0


def told_of(text: str) -> Speaker | None:
    """Who is named by the second line of a headline that says of whom the text tells: ——访某厂厂长王某.

    Behind words that say he was asked, somebody must stand: there any name is believed beside what its bearer is.
    """
    dash = _DASH.match(text)
    about = _patterns()["about"].match(text, dash.end()) if dash is not None else None
    begin = visit_end(text) or (about.end() if about is not None else 0)
    rest = text[begin:].strip().strip("（()） ")
    found = parse_speaker(rest) if begin else None
    if found is None and visit_end(text):
        rest = _patterns()["polite"].sub("", rest)
        found = run_together(rest, proved=True) or read_alike(rest, _TOLD)
    return found


def parse_below(text: str, *, far_in: bool) -> Speaker | None:
    """Who is named below a text by a line behind a dash or set ``far_in``: ——某局集体提案, ——摘自某委员的发言, 某县　王某."""
    dash = _DASH.match(text)
    if (dash is None and not far_in) or SENTENCE.search(text):
        return None
    bare = text[dash.end() :] if dash is not None else text
    bare = _QUOTED.sub("", _patterns()["taken"].sub("", bare, count=1))
    bare = without_credits(_patterns()["spoken"].sub("", bare).strip())
    if dash is not None and _patterns()["about"].match(bare):
        return None
    found = parse_speaker(bare)
    if found is not None:
        return replace(found, strength=max(found.strength, FAIR)) if dash is not None else found
    return _from_place(strip_signs(bare)) if far_in else None


def _from_place(text: str) -> Speaker | None:
    """Somebody told by where he writes from: 某县某镇　王某, 某市读者　王某."""
    tokens = text.split()
    for count in (1, 2, 3):
        name, place = "".join(tokens[-count:]), "".join(tokens[:-count])
        if len(tokens) > count and is_name(name, proved=True) and _patterns()["place"].search(place):
            return Speaker(name, place, STRONG)
    names, place = tokens[-2:], "".join(tokens[:-2])
    listed = len(tokens) > 2 and all(map(is_name, names)) and _patterns()["place"].search(place)
    return Speaker("、".join(names), place, STRONG) if listed else None


def parse_byline(text: str) -> Speaker | None:
    """Who writes from a place, on a line behind a mark as over a text: □某县　王某."""
    return _from_place(_MARK.sub("", text)) if _MARK.match(text) else None


def headed(text: str) -> Speaker | None:
    """Who speaks under a numbered heading (二、某厂厂长王某发言要点); others of the page must be built so as well."""
    match = re.match(
        rf"[（(]?[一二三四五六七八九十\d]{{1,3}}[）)、．.]\s*(?P<who>.{{2,40}}?)"
        rf"(?:(?:同志)?的?(?:{longest_first('speakers', 'headed')})|(?<=[）)])[：:]?)$",
        text,
    )
    return parse_speaker(match["who"]) or run_together(match["who"], proved=True) if match is not None else None


def answering(text: str) -> Speaker | None:
    """Who is said to answer or speak below a line that ends so (某集团回应：)."""
    match = re.fullmatch(
        rf"(?P<who>[^：:。，]{{3,40}}?)(?:{longest_first('speakers', 'reporting')})[：:]", text.strip()
    )
    found = parse_speaker(match["who"]) if match is not None else None
    if found is None or (found.strength < FAIR and not is_placed(found.name)):
        return None
    return replace(found, strength=max(found.strength, FAIR))


def is_written_by(text: str) -> bool:
    """Whether a line names who has written what another says: 执笔：王某."""
    match = re.match(
        rf"(?:{longest_first('speakers', 'put down by')})\s*[:：]\s*(?P<name>\S.*)$", closed_up(text.strip())
    )
    if match is None:
        return False
    names = re.split(r"[、，,\s]+", match["name"])
    return is_name("".join(names), proved=True) or all(is_name(name, proved=True) for name in names)
