"""Who only conducts: he is said above the speeches to preside, and none of his turns is longer than a few words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from .candidates import NEAR, Candidate
from .lines import Line
from .speakers import parse_speaker
from .vocabulary import longest_first

LONGEST = 80
"""Characters of a turn that thanks, calls on the next or promises to pass on what was said."""
_LEAD_IN = re.compile(r"[：:]\**$")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    hosts, preside = longest_first("speakers", "hosts"), longest_first("speakers", "presiding")
    also = rf"[^。；]{{0,24}}(?:{longest_first('speakers', 'presides and speaks')})"
    behind = rf"[^，。；：:、]{{0,6}}?(?:{preside})(?!人|词|稿)(?!{also})"
    return re.compile(rf"(?:{hosts})\s*[:：|｜\s】\]]+[^，。；]*$"), re.compile(behind)


def without_presiding(lines: Sequence[Line], labels: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """``labels``, in which those of whoever presides, if he only conducts, are nobody's."""
    names = {c.speaker.name for c in labels.values() if c.speaker is not None}
    told = _presiding(lines[max(0, min(labels, default=0) - NEAR) : min(labels, default=0)], names)
    turns: dict[str, list[int]] = {}
    for number, label in labels.items():
        if label.speaker is not None and label.speaker.name in told:
            turns.setdefault(label.speaker.name, []).append(number)
    ends = [*sorted(labels), len(lines)]
    conducts = {
        number
        for numbers in turns.values()
        if all(_length(lines, labels[n], ends[ends.index(n) + 1]) <= LONGEST for n in numbers)
        for number in numbers
    }
    return {n: replace(c, speaker=None, host=True) if n in conducts else c for n, c in labels.items()}


def _presiding(lines: Sequence[Line], names: Collection[str]) -> set[str]:
    """Those of ``names`` who are said to preside: 主持人：王某, 市长王某主持会议."""
    before, behind = _patterns()
    found: set[str] = set()
    for line in lines:
        for name in names:
            match = re.search(r"[ \u3000]*".join(map(re.escape, name)), line.text)
            if match is not None and (
                behind.match(line.text, match.end()) or before.search(line.text[: match.start()])
            ):
                found.add(name)
    return found


def _length(lines: Sequence[Line], label: Candidate, end: int) -> int:
    """The characters of a turn, to the next label or to a line that only names who speaks below it."""
    length = -label.inline
    for number in range(label.last, end):
        text = lines[number].text
        if number > label.last and _LEAD_IN.search(text) and parse_speaker(text) is not None:
            break
        length += len(text)
        if length > LONGEST:
            break
    return length
