"""Labels that head a title and not the speech: 王某：让老街亮起来, with what he is in brackets below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidates import Candidate
from .lines import Line
from .marks import OUTER
from .names import is_role


def heads_on(lines: Sequence[Line], candidate: Candidate, column: float | None) -> bool:
    """Whether what follows a transcript's speaker on the line is a title (no stop, with text on the next line).

    A line that fills the ``column`` of hard-wrapped text has no stop because it runs on.
    """
    line = lines[candidate.last]
    if column is not None and line.width + line.indent >= column - 2:
        return False
    after = lines[candidate.last + 1] if candidate.last + 1 < len(lines) else None
    if after is not None and role_below(lines, candidate):
        return True
    short = not line.closed and line.width <= 46 and not re.search("[，。；]", line.text[candidate.inline :])
    return short and after is not None and after.certain


def role_below(lines: Sequence[Line], candidate: Candidate) -> str:
    """What a speaker is who heads his title (王某：让老街亮起来), from the bracketed line right below; "" where nothing tells."""
    speaker, below = candidate.speaker, lines[candidate.last + 1 : candidate.last + 2]
    titled = not lines[candidate.last].closed and lines[candidate.last].width <= 40
    outer = OUTER.match(below[0].text) if below and titled and speaker is not None and not speaker.role else None
    return outer["inner"].strip() if outer is not None and is_role(outer["inner"]) else ""
