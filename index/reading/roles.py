"""What stands beside a name on a speaker line: whether it says what somebody is, and how strongly that proves the name."""

from __future__ import annotations

import re
from functools import cache

from .bodies import FAIR, STRONG, organisation_strength
from .marks import SPACES, unlabelled
from .names import is_role, patterns
from .vocabulary import longest_first


@cache
def _attends() -> re.Pattern[str]:
    return re.compile(rf"^(?![男女])(?:{longest_first('speakers', 'joint')})[，,、]\s*")


def role_part(text: str) -> tuple[str, int] | None:
    """A role or an affiliation as printed beside a name, and how strongly it proves the name."""
    role = _attends().sub("", unlabelled(text).strip(" \t\u3000、，,：:｜|/"))
    if is_role(role):
        return role, STRONG
    kind = None if SPACES.search(role) else organisation_strength(role)
    return (role, STRONG if kind == STRONG else FAIR) if kind is not None else None


def proves(role: tuple[str, int]) -> bool:
    """Whether the phrase beside a doubtful name is telling enough (市政协委员 is, 委员 alone is not)."""
    telling = is_role(role[0]) or (role[1] == STRONG and patterns()["first"].match(role[0]) is not None)
    return telling and len(role[0]) >= 4
