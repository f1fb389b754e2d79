"""Bodies in the fields of a form: behind 单位：, where the other items of the page give a name, stands who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from .bodies import STRONG, is_labelled_body, is_undetermined
from .items import LABEL, kind_of
from .lines import Line, closed_up
from .marks import role_field
from .together import Speaker
from .vocabulary import longest_first

FEWEST = 2
"""Bodies in such fields on a page that names nobody else behind a label."""
WIDEST = 46.0
"""Em of such a line."""
_FIELD = re.compile(r"[^：:]{1,12}[：:】\]]")


@cache
def _pattern() -> re.Pattern[str]:
    labels = f"{longest_first('speakers', 'role labels')}|{longest_first('speakers', 'body labels')}"
    return re.compile(
        rf"[^\u4e00-\u9fff]*(?:{labels})\s*(?:[】\]〕*]+\s*[:：]?|[:：])[\s*]*(?P<body>[^\s：:*].*?)[\s*]*"
    )


def body_fields(lines: Sequence[Line]) -> dict[int, Speaker]:
    """The bodies that open an item or stand below its title, where no name stands beside them, by line."""
    found = {n: Speaker(body, "", STRONG) for n, line in enumerate(lines) if (body := _body(line)) and _alone(lines, n)}
    enough = len(found) >= FEWEST or (bool(found) and any(kind_of(line) == LABEL for line in lines))
    return found if enough else {}


def _body(line: Line) -> str:
    """The body behind a label that says to which one somebody belongs; "" without."""
    if line.closed or line.level or line.width > WIDEST or _FIELD.search(line.text) is None:
        return ""
    match = _pattern().fullmatch(closed_up(line.text))
    told = match is not None and is_labelled_body(match["body"]) and not is_undetermined(match["body"])
    return match["body"] if match is not None and told else ""


def _alone(lines: Sequence[Line], number: int) -> bool:
    """Whether no other field stands right above or below, and it is set off from the text of its item, or stands over its title."""
    above, line, below = lines[number - 1 : number], lines[number], lines[number + 1 : number + 2]
    if not below or any(_is_field(each) for each in (*above, *below)):
        return False
    over_title = not below[0].closed and not below[0].certain and not below[0].enumeration
    opens = not above or line.gap > 0 or bool(above[0].level)
    under_title = bool(above) and not above[0].closed and not above[0].certain
    return (opens and (over_title or below[0].gap > 0)) or (under_title and below[0].gap > 0)


def _is_field(line: Line) -> bool:
    labelled = (
        kind_of(line) == LABEL or bool(role_field(line.text)) or _pattern().match(closed_up(line.text)) is not None
    )
    return labelled or (not line.certain and not line.closed and _FIELD.match(line.text) is not None)
