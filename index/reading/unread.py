"""Labels of whom no rule can tell who they are, and how a page sets its labels apart from the lead-ins of a speech."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .candidates import Candidate
from .lines import Line
from .turns import takes_turn
from .vocabulary import longest_first

PREFIX = re.compile(r"(?P<prefix>[^：:。！？；，,]{1,14}|[^：:。！？；]{2,60})[：:]\s*(?:\*\*\s*)?(?P<rest>[^\s*].*)$")
_UNKNOWN = re.compile(r"[\u4e00-\u9fff·]{2,20}(?:[（(][^（()）]{2,20}[）)])?")
_OURSELVES = re.compile(
    r"(?:我们|[我本](?:局|校|院|司|厂|村|会|行|所|社|镇|乡|县|区|市|部|公司|中心|单位|街道|社区|企业))"
)


def opens_paragraph(lines: Sequence[Line], number: int) -> bool:
    """Whether the line before does not run on into this one."""
    line = lines[number]
    begins = line.gap > 0 or line.enumeration == "bullet"
    return number == 0 or begins or lines[number - 1].closed or lines[number - 1].width < 20


def set_apart(lines: Sequence[Line], kept: Mapping[int, Candidate]) -> bool:
    """Whether blank lines stand before the page's labels and hardly anywhere else."""
    if len(kept) < 3:
        return False
    first = min(kept)
    later = [number for number in kept if number != first]
    rest = [number for number in range(first + 1, len(lines)) if number not in kept]
    others = [number for number in rest if _unread(lines[number]) is None]
    apart = sum(lines[number].gap > 0 for number in later)
    return apart >= 0.7 * len(later) and sum(lines[number].gap > 0 for number in others) <= 0.25 * len(others)


def dense(lines: Sequence[Line], kept: Mapping[int, Candidate]) -> bool:
    """Whether nearly every line of the page is labelled, as in a record of questions and answers."""
    return len(kept) >= 4 and len(kept) >= 0.75 * (len(lines) - min(kept))


def asking(lines: Sequence[Line], number: int) -> Candidate | None:
    """A label that says somebody asks of whom no rule can read who (网友“某某”提问：): nobody's, and not the one's before."""
    match = PREFIX.match(lines[number].text) if not lines[number].level else None
    asks_so = match is not None and len(match["prefix"]) >= 4 and takes_turn(match["prefix"], "asks in turn")
    if match is None or not asks_so or not opens_paragraph(lines, number):
        return None
    return Candidate(number, number, None, match.start("rest"))


def unknown(
    lines: Sequence[Line], kept: Mapping[int, Candidate], *, apart: bool, anywhere: bool
) -> dict[int, Candidate]:
    """Labels that no rule knows, where speeches begin: what follows must not go to the speaker before.

    ``anywhere`` else than on a page that shows where its speeches begin, they must speak of themselves (我校, 我们).
    """
    found = {}
    for number in range(min(kept) + 1, len(lines)):
        match = _unread(lines[number])
        if match is None or number in kept or (apart and not lines[number].gap) or not opens_paragraph(lines, number):
            continue
        if anywhere or (len(match["prefix"]) >= 5 and len(kept) >= 3 and _OURSELVES.match(match["rest"])):
            found[number] = Candidate(number, number, None, inline=match.start("rest"))
    return found


def _unread(line: Line) -> re.Match[str] | None:
    """What looks like a label and announces nothing, whoever it may name."""
    match = None if line.level or line.enumeration else PREFIX.match(line.text)
    prefix = match["prefix"].replace("**", "").strip() if match else ""
    return match if _UNKNOWN.fullmatch(prefix) and not _leads(prefix) else None


def _leads(prefix: str) -> bool:
    """Whether the words before a colon announce what comes (主要问题：), and not who speaks."""
    ends = re.search(rf"(?:{longest_first('speakers', 'leads')})$", prefix)
    return ends is not None or re.match(rf"(?:{longest_first('titles', 'verbs')})", prefix) is not None
