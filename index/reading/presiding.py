"""Who only conducts: he is said above the speeches to preside, no label says what he is, and none of his turns is longer
than a few words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache

from .candidates import NEAR, Candidate
from .lines import Line, closed_up
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


def without_presiding(
    lines: Sequence[Line], labels: Mapping[int, Candidate], head: Sequence[Line]
) -> dict[int, Candidate]:
    """``labels``, in which those of whoever presides, if he only conducts, are nobody's; ``head``: the lines taken from
    the page before."""
    names = {c.speaker.name for c in labels.values() if c.speaker is not None}
    first = min(labels, default=0)
    told = _presiding([*head[:NEAR], *lines[max(0, first - NEAR) : first]], names)
    turns: dict[str, list[int]] = {}
    for number, label in labels.items():
        if label.speaker is not None and label.speaker.name in told:
            turns.setdefault(label.speaker.name, []).append(number)
    ends = [*sorted(labels), len(lines)]
    conducts = {
        number
        for numbers in turns.values()
        if not any(_is_presented(lines, labels[n]) for n in numbers)
        if all(_length(lines, labels[n], ends[ends.index(n) + 1]) <= LONGEST for n in numbers)
        for number in numbers
    }
    return {n: replace(c, speaker=None, host=True) if n in conducts else c for n, c in labels.items()}


def _presiding(lines: Sequence[Line], names: Collection[str]) -> set[str]:
    """Those of ``names`` who are said to preside: 主持人：王某, 市长王某主持会议."""
    before, behind = _patterns()
    found: set[str] = set()
    for line in lines:
        text = closed_up(line.text)
        for name in names:
            match = re.search(r"[ \u3000]*".join(map(re.escape, name)), text)
            if match is not None and (behind.match(text, match.end()) or before.search(text[: match.start()])):
                found.add(name)
    return found


def _is_presented(lines: Sequence[Line], label: Candidate) -> bool:
    """Whether a label says what he is, as those of speakers do (王某（县政协副主席）：)."""
    role = label.speaker.role if label.speaker is not None else ""
    return bool(role) and role in "".join(line.text for line in lines[label.first : label.last + 1])


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
