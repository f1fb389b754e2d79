"""Which lines may be speaker lines: single lines, a role broken over lines, transcript lines, signatures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import Line
from .speakers import FAIR, STRONG, WEAK, Speaker, is_name, is_role, parse_signature, parse_speaker, strip_signs
from .vocabulary import words

_PREFIX = re.compile(r"^(?P<prefix>[^：:。！？；，,]{2,14}|[^：:。！？；]{2,60})[：:]\s*(?P<rest>\S.*)$")
_CONTINUES = re.compile(r"[、，,]$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A speaker line over the lines ``first..last``; ``inline``: length of the prefix where text follows on it."""

    first: int
    last: int
    speaker: Speaker | None
    inline: int = 0

    @property
    def strength(self) -> int:
        return self.speaker.strength if self.speaker is not None else FAIR


def speaker_lines(lines: Sequence[Line]) -> list[Candidate]:
    """Every line, or pair or triple of lines, that reads as a speaker line of its own."""
    found: list[Candidate] = []
    number = 0
    while number < len(lines):
        candidate = _broken(lines, number) or _single(lines, number)
        if candidate is not None:
            found.append(candidate)
            number = candidate.last
        number += 1
    return found


def _single(lines: Sequence[Line], number: int) -> Candidate | None:
    line = lines[number]
    if line.width > 70 or line.enumeration not in {"", "bullet"}:
        return None
    speaker = parse_speaker(line.text)
    return Candidate(number, number, speaker) if speaker is not None else None


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
    name, role = _name(text), strip_signs(below.text)
    if name and is_role(role) and parse_speaker(below.text) is None and not below.level:
        return Candidate(number, number + 1, Speaker(name, role, STRONG))
    name, role = _name(below.text), strip_signs(text)
    if name and is_role(role) and parse_speaker(text) is None and len(role) >= 3 and not below.level:
        return Candidate(number, number + 1, Speaker(name, role, STRONG))
    return None


def _name(text: str) -> str:
    if re.fullmatch(r"[A-Z][a-z.'’-]+(?: [A-Z][A-Za-z.'’-]*){1,3}", text):
        return text if not is_role(text) else ""
    speaker = parse_speaker(text) if len(text) <= 20 else None
    return speaker.name if speaker is not None and not speaker.role and is_name(speaker.name) else ""


def signatures(lines: Sequence[Line]) -> dict[int, Speaker]:
    """Bracketed lines that name the author of the text above them."""
    found = {}
    for number, line in enumerate(lines):
        if number and line.text[:1] in "（(【[" and line.width <= 60:
            speaker = parse_signature(line.text)
            if speaker is not None:
                found[number] = speaker
    return found


def transcript_lines(lines: Sequence[Line]) -> dict[int, Candidate]:
    """Lines of the form 王某：…, 王某委员：…, 王某（市政协委员）：… on which the text follows the speaker.

    A bare name proves nothing by itself (成效：… begins like one), so it counts where two or more lines of the
    page are of the form, or where the prefix carries a role.
    """
    found: dict[int, Candidate] = {}
    for number, line in enumerate(lines):
        match = _PREFIX.match(line.text)
        if match is None or line.enumeration or line.level:
            continue
        prefix = match["prefix"].replace("**", "").strip()
        nobody = prefix in words("speakers", "nobody")
        speaker = None if nobody else parse_speaker(prefix)
        if nobody or speaker is not None:
            found[number] = Candidate(number, number, speaker, inline=match.start("rest"))
    known = Counter(
        candidate.speaker.name for candidate in found.values() if candidate.speaker and not organisation(candidate)
    )
    proved = sum(c.strength >= FAIR and c.speaker is not None and bool(c.speaker.role) for c in found.values())
    several = sum(known.values()) >= 2
    bodies = sum(organisation(c) and c.strength >= FAIR for c in found.values()) >= 2
    kept = {}
    for number, candidate in found.items():
        speaker = candidate.speaker
        closed = number == 0 or lines[number - 1].closed or lines[number - 1].width < 20 or lines[number].gap > 0
        if not closed:
            continue
        if speaker is None:
            accept = several or proved > 0
        elif speaker.role and speaker.strength >= FAIR:
            accept = True
        elif organisation(candidate):
            accept = speaker.strength >= FAIR and (several or proved > 0 or bodies)
        else:
            accept = several
        if accept:
            kept[number] = candidate
    return kept


def organisation(candidate: Candidate) -> bool:
    """Whether the candidate speaks as an organisation."""
    return candidate.speaker is not None and not candidate.speaker.role and not is_name(candidate.speaker.name)


def heads_on(lines: Sequence[Line], candidate: Candidate) -> bool:
    """Whether what follows a transcript's speaker on the line is a title (no stop, with text on the next line)."""
    line = lines[candidate.first]
    after = lines[candidate.first + 1] if candidate.first + 1 < len(lines) else None
    short = not line.closed and line.width <= 46 and not re.search("[，。；]", line.text[candidate.inline :])
    return short and after is not None and after.certain


def bare_name(candidate: Candidate) -> bool:
    """Whether the candidate is a name without a role, the weakest sign of a person."""
    speaker = candidate.speaker
    return speaker is not None and speaker.strength == WEAK and all(is_name(part) for part in speaker.name.split("、"))
