"""Items of a collection: the entries at an item's head (提案号：…, 办理单位：…), and what stands before its title.

Such entries are no titles and nobody's words, so they are taken out before the page is laid out. A label alone proves
little, since a speech may say who is to act in the same form; what counts is that the line stands at the head or the
end of an item: beside a speaker's label, below a heading, above the next one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from .answers import answered, is_bare_answer
from .bodies import STRONG, is_organisation
from .lines import Line, closed_up, part
from .marks import role_field
from .ordinals import is_number
from .speakers import parse_speaker
from .together import Speaker
from .vocabulary import longest_first

ENTRY, TITLE, LABEL = "entry", "title", "label"
WIDEST = 60.0
"""Em. An entry is a few words; what is longer is text."""
WIDEST_FIELD = 12.0
"""Em of a field's label."""
LONGEST_FIELD = 30
"""Lines of a form's text among which the entry above is looked for."""
_SIGNS = r"[\s>*_\-•●○◎■□◆◇▪▲△▶►★☆※·【\[]*"
_WHO = re.compile(
    rf"{_SIGNS}(?:第一|主要?|集体|领衔)?(?:提案|建议|议案|建言|提出|反映|发言|领衔|留言|来信|咨询|投诉|诉求|提)(?:人|者|单位|代表|委员|团体)[】\]*_\s]*[:：]"
)
_SENTENCE = re.compile(r"[。；！？]|[，,][^，,]{13,}|[^：:，,]{13,}[，,]")
_PAUSES = re.compile("[，,]")
_ADDRESSED = re.compile(
    r"(?:您好|[您你贵](?:们|位)?(?:单位|会|委|党派|支部|委员会|组)?(?:在[^。]{2,30})?(?:提出|所提|提交|反映|关于|来信|《)|[^。]{0,40}收悉)"
)
_SIGNED = re.compile(r"(?P<title>[^：:]{6,}?)\s*[（(【](?P<who>[^（()）【】：:]{2,6}[:：][^：:]+)[）)】]")
_ANSWER = re.compile("答复|回复|复函|复文")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = {
        ENTRY: longest_first("masthead", "entries"),
        TITLE: longest_first("titles", "labels"),
        LABEL: longest_first("speakers", "labels"),
    }
    ends = r"(?:[】\]*_\s]*[:：]|[】\]])"
    found = {kind: re.compile(rf"{_SIGNS}(?:{listed}){ends}[*_\s]*(?=\S)") for kind, listed in words.items()}
    found["answerer"] = re.compile(rf"{_SIGNS}(?:{longest_first('speakers', 'answerers')}){ends}")
    found["content"] = re.compile(rf"{_SIGNS}(?:{longest_first('speakers', 'contents')}){ends}[*_\s]*")
    found["field"] = re.compile(rf"{_SIGNS}(?:{longest_first('speakers', 'fields')}){ends}[*_\s]*")
    found["title ends"] = re.compile(rf"(?:{longest_first('titles', 'ends')})[”》]?$")
    found["signed title"] = re.compile(
        rf"(?P<title>\S.*(?:{longest_first('titles', 'ends')})[”》]?)(?:\s+|\s*——?\s*|(?=[（(]))"
        r"[（(]?(?P<who>[^（()）]{2,20}(?:[（(][^（()）]+[）)])?)[）)]?"
    )
    found["any"] = re.compile(
        rf"(?:^{_SIGNS}|[\s|｜；;，,/／]+[*_]*)(?P<label>{'|'.join([*words.values(), longest_first('speakers', 'role labels')])}){ends}"
    )
    return found


def kind_of(line: Line) -> str:
    """Whether the line is an ENTRY of an item, gives its TITLE or its speaker behind a LABEL; else ""."""
    return _kind(line.text, line.width > WIDEST)


@lru_cache(maxsize=8192)
def _kind(line_text: str, wide: bool) -> str:
    text = closed_up(line_text)
    if _is_content(line_text):
        return ENTRY
    if wide or line_text.endswith(("。", "；", "！", "？", "：", ":")):
        return ""
    kind = next((kind for kind in (ENTRY, TITLE, LABEL) if _patterns()[kind].match(text)), "")
    return "" if kind == ENTRY and _SENTENCE.search(line_text) else kind


def split_entries(lines: Sequence[Line], source: str) -> list[Line]:
    """``lines``, those that hold several labels (案号：…　提案人：…) divided into one line for each."""
    return [piece for line in lines for piece in _pieces(line, source)]


def _pieces(line: Line, source: str) -> list[Line]:
    if signed := _signed(line, source):
        return signed
    marks = list(_patterns()["any"].finditer(line.text))
    clear = len(line.text) == line.end - line.start
    if len(marks) < 2 or marks[0].start() or not clear or line.level not in (0, 7) or "。" in line.text:
        return [line]
    edges = [0, *(mark.start() for mark in marks[1:]), len(line.text)]
    found = []
    for begin, end in pairwise(edges):
        signs = re.match(r"[\s|｜；;，,/／]*", line.text[begin:end])
        begin += signs.end() if signs and begin else 0
        piece = part(line, line.start + begin, line.start + end, source)
        found.append(piece if not begin else replace(piece, gap=0, indent=0.0))
    kinds = {kind_of(each) or ("role" if role_field(each.text) else "") for each in found}
    return found if "" not in kinds and kinds != {LABEL} else [line]


def _signed(line: Line, source: str) -> list[Line]:
    """A title and, as a line of its own, the speaker that stands behind it on its line (关于…的提案（提案人：王某）); [] without."""
    if line.certain or line.closed or len(line.text) != line.end - line.start:
        return []
    labelled, ended = _SIGNED.fullmatch(line.text), _patterns()["signed title"].fullmatch(line.text)
    for match in filter(None, (labelled, ended)):
        who = part(line, line.start + match.start("who"), line.start + match.end("who"), source)
        named = _speaker(who) is not None or (kind_of(who) == LABEL and names_nobody(who))
        if named and (kind_of(who) == LABEL or match is ended) and not is_organisation(match["title"]):
            return [part(line, line.start, line.start + match.end("title"), source), replace(who, gap=0, indent=0.0)]
    return []


def take_entries(lines: Sequence[Line], source: str) -> tuple[list[Line], list[tuple[int, int]]]:
    """``lines`` without the entries of items and the labels of titles; and the stretches of source these hold."""
    kinds = ["" if line.level else kind_of(line) for line in lines]
    kinds = [kind or _number_of(lines, at) for at, kind in enumerate(kinds)]
    kinds = [LABEL if kind == ENTRY and _answers(lines, kinds, at) else kind for at, kind in enumerate(kinds)]
    kinds = ["" if _answers_text(lines, at) else kind for at, kind in enumerate(kinds)]
    fields = _fields_by_place(lines, kinds)
    for at, line in enumerate(lines):
        kinds[at] = kinds[at] or _field_of(line, lines, kinds, at, fields)
    contents = {
        at for at, line in enumerate(lines) if kinds[at] and (_is_content(line.text) or _is_field(line.text, fields))
    }
    kept: list[Line] = []
    taken: list[tuple[int, int]] = []
    number = gap = 0
    while number < len(lines):
        end = number
        while end < len(lines) and kinds[end]:
            end += 1
        if addresses(lines, number):
            taken.append((lines[number].start, lines[number].end))
            gap = max(gap, lines[number].gap)
            number += 1
            continue
        head = end > number and (_at_item(lines, kinds, number, end) or end - 1 in contents)
        for line, kind in zip(lines[number : max(end, number + 1)], kinds[number : max(end, number + 1)], strict=True):
            rest = _without(line, kind or kind_of(line), source, head=head)
            if rest is not line:
                taken.append((line.start, rest.start if rest is not None else line.end))
            gap = max(gap, line.gap)
            if rest is not None:
                kept.append(replace(rest, gap=gap))
                gap = 0
        number = max(end, number + 1)
    return kept, taken


def _answers(lines: Sequence[Line], kinds: Sequence[str], number: int) -> bool:
    """Whether the entry says who answers, at the head of an answer (对第12号建议的答复): there it is who speaks."""
    if _patterns()["answerer"].match(closed_up(lines[number].text)) is None:
        return False
    above = next((lines[at] for at in range(number - 1, -1, -1) if not kinds[at]), None)
    below = next(
        (lines[at] for at in range(number + 1, len(lines)) if not kinds[at] or _is_content(lines[at].text)), None
    )
    before = lines[number - 1] if number else None
    if before is not None and before.closed and below is not None and below.certain and not kinds[number - 1]:
        return True
    headed = above is not None and (above.level > 0 or not above.closed) and _ANSWER.search(above.text) is not None
    return headed or (below is not None and _is_content(below.text) and _ANSWER.search(below.text) is not None)


def _answers_text(lines: Sequence[Line], at: int) -> bool:
    """Whether a line right below somebody's text announces an answer to it (答复意见：), which is not his."""
    return at > 0 and lines[at - 1].closed and lines[at - 1].certain and is_bare_answer(lines[at].text)


def _is_content(line_text: str) -> bool:
    """Whether a line only says that the text of an item begins (答复内容：)."""
    return _patterns()["content"].fullmatch(closed_up(line_text)) is not None


def _is_field(line_text: str, fields: Collection[str]) -> bool:
    return line_text in fields or _patterns()["field"].fullmatch(closed_up(line_text)) is not None


def _fields_by_place(lines: Sequence[Line], kinds: Sequence[str]) -> set[str]:
    """Lines that are only a few words and a colon, and label fields of a form whatever they say: each of several items has
    one, the first of them right below its entries, and nobody is named by it."""
    alone = {
        at: line.text for at, line in enumerate(lines) if line.text[-1] in "：:" and 2 < line.width <= WIDEST_FIELD
    }
    alone = {
        at: text for at, text in alone.items() if not lines[at].level and not kinds[at] and _speaker(lines[at]) is None
    }
    counts = Counter(alone.values())
    off = {text for at, text in alone.items() if not at or not kinds[at - 1]}
    first = {text for text, count in counts.items() if count >= 2 and text not in off}
    return {text for text, count in counts.items() if count in {counts[each] for each in first}} if first else set()


def _field_of(line: Line, lines: Sequence[Line], kinds: Sequence[str], at: int, fields: Collection[str]) -> str:
    """ENTRY where a line alone labels a field of a form (具体建议：): right below its entries, or below a field with a text in it."""
    if line.level or not _is_field(line.text, fields):
        return ""
    above = next((n for n in range(at - 1, max(-1, at - 1 - LONGEST_FIELD), -1) if kinds[n] or lines[n].level), at)
    beside = above == at - 1 or _is_content(lines[above].text) or _is_field(lines[above].text, fields)
    return ENTRY if above < at and kinds[above] and beside else ""


def _number_of(lines: Sequence[Line], at: int) -> str:
    """ENTRY where a line is nothing but the number of an item, in words (大会发言之二), over its heading; else ""."""
    line = lines[at]
    over = at + 1 < len(lines) and not lines[at + 1].closed and not lines[at + 1].certain
    return (
        ENTRY
        if over and not line.level and is_number(line.text) and not line.text.strip("、.．:： ").isdecimal()
        else ""
    )


def addresses(lines: Sequence[Line], number: int) -> bool:
    """Whether the line only says to whom an answer goes (某委员：, below 某局答复： or above 您提出的…收悉): he does not speak there."""
    line = lines[number]
    after = lines[number + 1] if number + 1 < len(lines) else None
    alone = line.text[-1:] in "：:" and line.width <= 40 and not line.level
    answers = alone and number > 0 and _speaker(line) is not None and answered(lines[number - 1].text) is not None
    asked = alone and after is not None and is_addressed(after.text) and answered(line.text) is None
    return answers or asked


def is_answer_head(line: Line) -> bool:
    """Whether a line says who answers, or that the answer begins (答复单位：某局, 答复内容：)."""
    content = _is_content(line.text) and _ANSWER.search(line.text) is not None
    return content or _patterns()["answerer"].match(closed_up(line.text)) is not None or answered(line.text) is not None


def is_addressed(text: str) -> bool:
    """Whether a text begins as an answer to somebody does (您提出的…收悉)."""
    return _ADDRESSED.match(text) is not None


def _without(line: Line, kind: str, source: str, *, head: bool) -> Line | None:
    """What of a line is left for the page: all, the title behind its label, or nothing."""
    if kind == TITLE and (head or line.level or _patterns()["title ends"].search(line.text)):
        label = re.search(r"[:：][*_\s】\]]*", line.text) or re.search(r"[】\]][*_\s]*", line.text)
        if label is not None and len(line.text) == line.end - line.start:
            return part(line, line.start + label.end(), line.end, source)
    return None if head and not line.level and kind == ENTRY else line


def names_nobody(line: Line) -> bool:
    """Whether the line says by its label that somebody speaks, but no rule can read who (提案人：某村村民等)."""
    says = kind_of(line) == LABEL and _WHO.match(closed_up(line.text)) is not None and not _SENTENCE.search(line.text)
    return says and _speaker(line) is None


def _speaker(line: Line) -> Speaker | None:
    return parse_speaker(line.text.replace("**", ""))


def _at_item(lines: Sequence[Line], kinds: Sequence[str], first: int, end: int) -> bool:
    """Whether the labelled lines ``first..end`` stand at the head or the end of an item, not inside its text."""
    above = lines[first - 1] if first else None
    below = lines[end] if end < len(lines) else None
    if above is not None and (above.level or not (above.closed or above.certain or _PAUSES.search(above.text))):
        return True
    return any(kind != ENTRY for kind in kinds[first:end]) or below is None or _begins_item(below)


def _begins_item(line: Line) -> bool:
    """Whether a line begins another item, or says who speaks."""
    if line.level or _patterns()["title ends"].search(line.text):
        return True
    if line.gap and not line.closed and not line.certain and not line.enumeration:
        return True
    speaker = _speaker(line)
    return speaker is not None and speaker.strength == STRONG
