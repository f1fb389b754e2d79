"""Who is introduced above the labels of a page, with what he is: in a list, in brackets, in a sentence that invites him."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .lines import Line
from .names import is_name, is_role, is_unlisted_name, is_unusual_name
from .signatures import visit_end
from .vocabulary import longest_first, words

_SEPARATORS = "、，,；;。：:（()）|｜/／"
_BRACKET = re.compile(r"\s*[（(](?P<role>[^（()）]+)[）)]")
_PARTS = re.compile(r"[\s—–\-：:，,|｜/／]+(?P<role>\S.*)$")
_ENDS = re.compile(rf"[{re.escape(_SEPARATORS)}\s和与及等]|$")
_MARKS = re.compile(r"[^\u4e00-\u9fff]*$")


def may_be_introduced(name: str) -> bool:
    """Whether a label may be a name, listed or not, that something else on the page must prove."""
    told = frozenset[str]().union(
        *(words("speakers", each) for each in ("acts", "labels", "contents", "fields", "role labels"))
    )
    known = is_name(name, proved=True) or is_unlisted_name(name) or is_unusual_name(name)
    return known and name not in told


def roster(lines: Sequence[Line], names: Collection[str]) -> dict[str, str]:
    """What those of ``names`` are that ``lines`` introduce; in a sentence one that no rule knows needs a known one beside."""
    found: dict[str, str] = {}
    patterns = {name: re.compile(r"[ \u3000]*".join(map(re.escape, name))) for name in names}
    for line in lines:
        held = {name: match for name, pattern in patterns.items() if (match := pattern.search(line.text)) is not None}
        known = sum(is_name(name, proved=True) for name in held)
        for name, match in held.items():
            before, after = line.text[visit_end(line.text) : match.start()], line.text[match.end() :]
            role = _set_apart(before, after, line) or (_run_together(before, after) if known else "")
            if role and name not in found:
                found[name] = role
    return found


def _set_apart(before: str, after: str, line: Line) -> str:
    """What brackets behind a name hold, or the rest of a short line that no sentence ends."""
    bracket = _BRACKET.match(after)
    if bracket is not None:
        return bracket["role"].strip() if is_role(bracket["role"]) else ""
    if line.closed or line.level:
        return ""
    label = re.split("[：:]", before)[-1]
    parts = _PARTS.match(after)
    if _MARKS.fullmatch(label):
        return parts["role"].strip() if parts is not None and is_role(parts["role"]) else ""
    return label.strip() if not after.strip() and label != label.rstrip() and is_role(label) else ""


def _run_together(before: str, after: str) -> str:
    """The offices right before a name, back to another name or to the words that invite him."""
    if _ENDS.match(after) is None:
        return ""
    pieces = re.split(rf"[{re.escape(_SEPARATORS)}]|(?<=[^\u4e00-\u9fff])[和与及]", before)
    offices: list[str] = []
    for piece in reversed(pieces):
        invited = re.split(rf"(?:{longest_first('speakers', 'inviting')})", piece)
        office = invited[-1].strip()
        if not is_role(office):
            break
        offices.insert(0, office)
        if len(invited) > 1:
            break
    return "、".join(offices)
