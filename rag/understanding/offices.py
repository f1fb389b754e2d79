"""The offices that a role names, and who holds one that a question abbreviates (环资庭庭长: 环境资源审判庭庭长)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.data import language, pattern
from rag.understanding.bodies import abbreviates

Held = Mapping[str, Sequence[str]]
"""Speaker → the roles, folded and without spaces."""
_SHORTEST = 4
"""Characters from which a name with its title, or that of a firm or society, may abbreviate a longer one."""
_ADDRESS = 3


def offices_of(role: str) -> list[str]:
    """A role's single offices: ``市政协委员、某大学校长`` → both."""
    return [part for part in re.split(r"[、，,；; ]+", role) if part]


def end_of_office(text: str, at: int, offices: Sequence[str]) -> str | None:
    """The longest end of one of ``offices`` that stands in ``text`` from ``at`` on: by it the holder is addressed behind his surname,
    though it is no common title (某总畜牧师). None for none of ``_ADDRESS`` characters.
    """
    ends = [office[-size:] for office in offices for size in range(_ADDRESS, len(office) + 1)]
    return max((one for one in ends if text.startswith(one, at)), key=len, default=None)


def holder_of_short(short: str, held: Held, titles: Sequence[str]) -> tuple[str, ...]:
    """The one speaker with an office at the firm or society that ``short`` abbreviates (温泉协会: 某县温泉行业协会秘书长), at an
    authority (文旅局: 文化广电和旅游局副局长), or with the office itself where ``short`` ends in one of ``titles``.

    Not for schools and the like: 某大学 and 某理工大学 are two.
    """
    rules = language("people")["abbreviated"]
    if short.endswith(tuple(rules["authorities"])) and len(short) > 2:
        return _only(
            name
            for name, roles in held.items()
            if any(
                short[0] in part and abbreviates(short, part[part.find(short[0]) : part.rfind(short[-1]) + 1])
                for role in roles
                for part in offices_of(role)
            )
        )
    if short.endswith(tuple(titles)):
        return head_of_short(short, held, titles)
    if not short.endswith(tuple(rules["societies"])) or len(short) < _SHORTEST:
        return ()
    return _only(
        name
        for name, roles in held.items()
        if any(
            short[:2] in part and short[-2:] in part and abbreviates(short, part)
            for role in roles
            for part in offices_of(role)
        )
    )


def head_of_short(short: str, held: Held, titles: Sequence[str]) -> tuple[str, ...]:
    """The one holder of an office at a body that ``short``, which ends in one of ``titles``, abbreviates (永川区副区长).

    Not for schools and hospitals: 某医院 and 某人民医院 are two.
    """
    if len(short) < _SHORTEST:
        return ()
    title = next(title for title in titles if short.endswith(title))
    body = short[: -len(title)].rstrip("的")
    by_body = pattern(language("people")["abbreviated"]["led"]).search(body) is not None
    return _only(
        name
        for name, roles in held.items()
        if any(
            title in part and abbreviates(body, role[: role.find(part) + part.rfind(title)])
            if by_body
            else short[:2] in role and short[-2:] in role and abbreviates(short, role)  # 永川…常委、常务副区长
            for role in roles
            for part in offices_of(role)
            if part.endswith(title) and not part[: -len(title)].endswith("副")
        )
    )


def _only(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(names)
    return found if len(found) == 1 else ()
