"""Which lines may be speaker lines: single lines, a role broken over lines, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .analogy import ALIKE, common_forms, read_alike
from .answers import answered
from .bodies import FAIR, STRONG, WEAK, is_organisation
from .builds import ORDINAL
from .fields import body_fields
from .items import LABEL, kind_of, names_nobody
from .lines import Line
from .marks import is_host, is_stamped, role_field, strip_signs, unlabelled
from .names import is_name, is_role
from .signatures import (
    MOST_LINES,
    answering,
    begins_signature,
    headed,
    is_written_by,
    parse_below,
    parse_byline,
    told_of,
    visit_end,
    wrapped_signature,
)
from .speakers import parse_speaker
from .together import Speaker
from .vocabulary import words

FAR_IN = 8.0
"""Em. What stands so far in below a text is its signature, set to the right."""
MOST_FIELDS = 3
NEAR = 60
"""Lines below a headline among which the first answer is looked for, and above the first label those who introduce."""
WIDEST_IN_BRACKETS = 40.0
"""Em of a line in brackets that says nothing but the name of an author."""
WIDEST_SIGNATURE = 90.0
"""Em of a line that tells the author in brackets."""
_OF_PAGE = re.compile("第?[0-9一二三四五六七八九十]{1,3}版|[本今]版")
_CONTINUES = re.compile(r"[、，,]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker line over the lines ``first..last``.

    ``inline``: the length of the label on the last line where the speech begins on it, else 0. ``host``: it is that of
    somebody who only conducts (主持人：, 问：). ``post``: it heads a post, which has no title above it.
    """

    first: int
    last: int
    speaker: Speaker | None
    inline: int = 0
    host: bool = False
    post: bool = False

    @property
    def strength(self) -> int:
        return self.speaker.strength if self.speaker is not None else FAIR


def speaker_lines(lines: Sequence[Line]) -> list[Candidate]:
    """Every line, or pair or triple of lines, that reads as a speaker line of its own."""
    found: list[Candidate] = []
    bodies = body_fields(lines)
    number = free = 0
    while number < len(lines):
        candidate = _in_fields(lines, number, free=free) or _broken(lines, number) or _single(lines, number)
        if number in bodies and (candidate is None or candidate.last == number):
            candidate = Candidate(number, number, bodies[number])
        if candidate is not None and not _edits(candidate.speaker):
            found.append(candidate)
            number = candidate.last
            free = number + 1
        number += 1
    return sorted([*found, *_headed(lines, found)], key=lambda candidate: candidate.first)


def _edits(speaker: Speaker | None) -> bool:
    """Whether a line only tells who has edited the page (本版责任编辑　某某; 第06版　民生论坛　编辑：某某)."""
    role = re.sub(r"\s+", "", speaker.role) if speaker is not None else ""
    editors = words("masthead", "editors")
    return role in editors or (_OF_PAGE.match(role) is not None and role.endswith(tuple(editors)))


def _headed(lines: Sequence[Line], found: Sequence[Candidate]) -> list[Candidate]:
    """Numbered headings that say who speaks below them, where the page has several."""
    taken = {number for c in found for number in range(c.first, c.last + 1)}
    built = {
        number: speaker
        for number, line in enumerate(lines)
        if number not in taken and line.enumeration and line.width <= 40 and (not line.closed or line.text[-1] in "：:")
        if (speaker := headed(line.text) or _numbered(lines, number)) is not None
    }
    if not any(speaker.role for speaker in built.values()):
        built = {number: speaker for number, speaker in built.items() if _numbered(lines, number) is None}
    return [Candidate(number, number, speaker) for number, speaker in built.items()] if len(built) >= ALIKE else []


def _numbered(lines: Sequence[Line], number: int) -> Speaker | None:
    """Who is named, with what he is, or as a body, by a numbered line right above a text (一、省政协委员王某)."""
    ordinal, below = ORDINAL.match(lines[number].text), lines[number + 1 : number + 2]
    inner = bool(below) and below[0].enumeration not in {"", lines[number].enumeration}
    over_text = inner or (bool(below) and not below[0].enumeration and (below[0].certain or below[0].closed))
    found = parse_speaker(lines[number].text[ordinal.end() :]) if ordinal is not None and over_text else None
    return found if found is not None and found.strength >= FAIR else None


def _single(lines: Sequence[Line], number: int) -> Candidate | None:
    line = lines[number]
    if line.width > 70 or line.enumeration not in {"", "bullet"}:
        return None
    text = line.text.replace("**", "")
    if is_host(text):
        return Candidate(number, number, None, host=True)
    told = told_of(text)
    if told is not None or visit_end(text):
        return Candidate(number, number, told) if _asked(lines, number, told) else None
    speaker = answered(text) or parse_speaker(text) or answering(text)
    if speaker is not None and is_stamped(text):
        speaker = replace(speaker, strength=STRONG)
    below = _below(lines, number)
    if below is not None and (below.role or speaker is None or speaker.strength == WEAK):
        speaker = below
    speaker = speaker or parse_byline(text)
    nobody = speaker is None and number + 1 < len(lines) and names_nobody(line)
    return Candidate(number, number, speaker) if speaker is not None or nobody else None


def _asked(lines: Sequence[Line], number: int, told: Speaker | None) -> bool:
    """Whether somebody answers below a line, above the next of its kind, whom no other line names: 答：…, or the one ``told`` of."""
    labels = words("speakers", "answers") | ({told.name} if told is not None else set())
    for line in lines[number + 1 : number + NEAR]:
        label, colon, _ = line.text.replace("：", ":").partition(":")
        if colon and label.strip("* ") in labels:
            return True
        other = parse_speaker(line.text) if told is None and line.width <= WIDEST_IN_BRACKETS else None
        if visit_end(line.text) or (other is not None and other.role):
            return False
    return False


def _below(lines: Sequence[Line], number: int) -> Speaker | None:
    """Who is named on a line right below a text, behind a dash or set far in."""
    line = lines[number]
    below = number > 0 and lines[number - 1].closed and lines[number - 1].text[-1] not in "：:"
    below = below and not (line.closed or line.certain or line.level)
    found = parse_below(line.text, far_in=line.indent >= FAR_IN) if below else None
    sure = found is not None and found.role and line.indent >= FAR_IN
    return replace(found, strength=STRONG) if found is not None and sure else found


def _broken(lines: Sequence[Line], number: int) -> Candidate | None:
    """A role over several lines (ending in 、 or ，), or a bare name and a role on two neighbouring lines."""
    head = lines[number]
    if head.width > 40 or head.enumeration or number + 1 >= len(lines) or (head.level and not lines[number + 1].level):
        return None
    text = head.text
    continues = _CONTINUES.search(text) is not None and "。" not in text
    if continues:
        for last in range(number + 1, min(number + 4, len(lines))):
            follower = lines[last]
            if follower.width > 40 or follower.gap > lines[number + 1].gap:
                break
            text += follower.text
            speaker = parse_speaker(text)
            if speaker is not None and speaker.strength == STRONG and speaker.role:
                return Candidate(number, last, speaker)
            if not _CONTINUES.search(follower.text):
                break
        return None
    below = lines[number + 1]
    if below.width > 40 or below.gap > 1:
        return None
    if (joined := _broken_inside(head, below)) is not None:
        return Candidate(number, number + 1, joined)
    if below.text.lstrip("（(").startswith("代表") and (speaker := parse_speaker(text + below.text)) is not None:
        return Candidate(number, number + 1, speaker)
    name, role = _name(text), unlabelled(strip_signs(below.text))
    if name and is_role(role) and parse_speaker(below.text) is None and not below.level:
        return Candidate(number, number + 1, Speaker(name, role, STRONG))
    name, role = _name(below.text), unlabelled(strip_signs(text))
    if name and is_role(role) and parse_speaker(text) is None and len(role) >= 3 and not below.level:
        return Candidate(number, number + 1, Speaker(name, role, STRONG))
    return None


def _in_fields(lines: Sequence[Line], number: int, *, free: int) -> Candidate | None:
    """A speaker behind a label, with what he is behind others; or a body, with who has written for it below."""
    written = number + 1 < len(lines) and is_written_by(lines[number + 1].text) and lines[number].width <= 40
    says = written or kind_of(lines[number]) == LABEL
    who = parse_speaker(lines[number].text.replace("**", "")) if says else None
    if who is not None and not is_organisation(who.name) and kind_of(lines[number]) != LABEL:
        return None
    return with_fields(lines, number, who, free=free) if who is not None and not who.role else None


def with_fields(lines: Sequence[Line], number: int, who: Speaker, *, free: int) -> Candidate | None:
    """A speaker's line with those below, or from line ``free`` on right above, that say what he is (单位：…, 职务：…): any
    phrase will do there; None without such."""
    roles: list[str] = []
    first = last = number
    while (
        first > max(free, number - MOST_FIELDS)
        and lines[first].gap <= 1
        and (role := role_field(lines[first - 1].text))
    ):
        first -= 1
        roles.insert(0, role)
    while last + 1 < len(lines) and len(roles) < MOST_FIELDS and lines[last + 1].gap <= 1:
        role = role_field(lines[last + 1].text)
        if not role and not is_written_by(lines[last + 1].text):
            break
        roles += [role] if role else []
        last += 1
    person = is_name(who.name, proved=True) or not is_organisation(who.name)
    role = "，".join(roles) if person else ""
    return Candidate(first, last, Speaker(who.name, role, STRONG)) if last > first else None


def _broken_inside(head: Line, below: Line) -> Speaker | None:
    """A speaker line that is hard-wrapped in the middle of a word: its first office stands whole on the first line."""
    if head.closed or below.closed or head.level or below.level or "、" not in head.text:
        return None
    first = head.text.split("、")[0]
    opens = is_role(first.split()[-1]) and len(first) >= 4
    joined = parse_speaker(head.text + below.text) if opens else None
    whole = parse_speaker(head.text)
    if (
        joined is None
        or joined.strength < STRONG
        or not joined.role
        or (whole is not None and whole.strength == STRONG)
    ):
        return None
    return joined


def _name(text: str) -> str:
    if re.fullmatch(r"[A-Z][a-z.'’-]+(?: [A-Z][A-Za-z.'’-]*){1,3}", text):
        return text if not is_role(text) else ""
    speaker = parse_speaker(text) if len(text) <= 20 else None
    return speaker.name if speaker is not None and not speaker.role and is_name(speaker.name) else ""


def signatures(lines: Sequence[Line]) -> dict[int, Speaker]:
    """Bracketed lines that name the author of the text above them."""
    found: dict[int, Speaker] = {}
    for number, line in enumerate(lines):
        if number and number not in found and line.width <= WIDEST_SIGNATURE and begins_signature(line.text):
            below = wrapped_signature([each.text for each in lines[number : number + MOST_LINES]])
            if below is not None:
                found |= dict.fromkeys(range(number, number + below[1]), Speaker("", "", FAIR)) | {number: below[0]}
    return _bracketed_below(lines) | found


def _bracketed_below(lines: Sequence[Line]) -> dict[int, Speaker]:
    """Short lines in brackets below texts, where at least two name somebody with what he is, or a body: （王某委员）.

    There the others do so as well, whether a rule can read whom or not.
    """
    alone = [number for number, line in enumerate(lines) if _in_brackets(line)]
    named = {number: who for number in alone if (who := parse_speaker(lines[number].text)) is not None}
    ends = bool(named) and not any(line.certain for line in lines[max(named) + 1 :])
    below = {number for number in alone if _stands_below(lines, number, ends=ends)}
    sure = {
        number for number, who in named.items() if who.role or who.strength >= FAIR or lines[number].indent >= FAR_IN
    }
    if len(sure & below) < ALIKE or not sure <= below:
        return {}
    forms = common_forms((lines[number].text, named[number]) for number in sure)
    return {
        number: named.get(number) or read_alike(lines[number].text, forms) or Speaker("", "", FAIR)
        for number in below
        if number in named or re.search("[，、：:]", lines[number].text) is None
    }


def _in_brackets(line: Line) -> bool:
    return line.text[:1] in "（(" and line.text[-1:] in "）)" and line.width <= WIDEST_IN_BRACKETS and not line.closed


def _stands_below(lines: Sequence[Line], number: int, *, ends: bool) -> bool:
    """Whether a line stands between a text and a heading, or, where the last such line ``ends`` the page, below a text."""
    behind = lines[number + 1 : number + 2]
    return number > 0 and lines[number - 1].closed and (ends or not behind or not behind[0].certain)


def organisation(candidate: Candidate) -> bool:
    """Whether the candidate speaks as an organisation."""
    return candidate.speaker is not None and not candidate.speaker.role and not is_name(candidate.speaker.name)


def bare_name(candidate: Candidate) -> bool:
    """Whether the candidate is a name without a role, the weakest sign of a person."""
    speaker = candidate.speaker
    return speaker is not None and speaker.strength == WEAK and all(is_name(part) for part in speaker.name.split("、"))
