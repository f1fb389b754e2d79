"""Quotation marks around a name inside what somebody is (“甲乙”咖啡店店主): they quote nobody, and belong to the name."""

from __future__ import annotations

import re
from dataclasses import replace

from .together import Speaker

_NAMED = re.compile(r"“(?P<name>[\u4e00-\u9fffA-Za-z\d·]{1,10})”(?=[\u4e00-\u9fff])(?!的|是|不|也|都|就)")
_INSIDE = re.compile(rf"(?<=[\u4e00-\u9fff、，]){_NAMED.pattern}")
_OPENS, _ENDS = "\ue000", "\ue001"
"""Characters of no text, which stand for such marks while a line is read."""


def covered(text: str, *, inside: bool = False) -> str:
    """``text`` with those marks replaced; only those behind another word or a comma where ``inside`` a sentence."""
    return (_INSIDE if inside else _NAMED).sub(rf"{_OPENS}\g<name>{_ENDS}", text) if "“" in text else text


def uncovered(speaker: Speaker | None) -> Speaker | None:
    """``speaker`` with the marks as they are printed."""
    if speaker is None or _OPENS not in speaker.role:
        return speaker
    return replace(speaker, role=speaker.role.replace(_OPENS, "“").replace(_ENDS, "”"))
