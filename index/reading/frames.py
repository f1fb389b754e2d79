"""Labels in frames, with or without a time before them: [15:20]【某社区书记　王某】…, 【主持人】…."""

from __future__ import annotations

import re

from .bodies import FAIR
from .candidates import Candidate
from .marks import is_host
from .speakers import parse_speaker
from .together import Speaker
from .unread import PREFIX

_FRAMED = re.compile(r"[【\[［〔](?P<who>[^】\]］〕：:。]{2,40})[】\]］〕]\s*[：:]?\s*(?P<rest>[^\s（(].*)$")


def in_frame(text: str, number: int, *, stamp: int | None, begin: int) -> tuple[bool, Candidate | None]:
    """Whether frames settle what label line ``number`` opens with, and that label; None for none.

    ``stamp``: where a first frame would stand behind a time, None where none may; ``begin``: the end of times and tags, of
    which that frame may be one (【询问】).
    """
    first = _FRAMED.match(text, stamp) if stamp is not None else None
    behind = _FRAMED.match(text, begin) if stamp is not None and begin > stamp else None
    for frame in (first, behind):
        if frame is not None and is_host(frame["who"] + "："):
            named = PREFIX.match(text, frame.start("rest"))
            return True, Candidate(
                number, number, None, (named if _names(named) and named else frame).start("rest"), host=True
            )
    who = parse_speaker(first["who"]) if first is not None else None
    if first is None or who is None:
        return False, None
    presented = bool(who.role) and who.strength >= FAIR
    named = PREFIX.match(text, begin) if begin else None
    tag = stamp is not None and begin > stamp
    if (tag and not presented and named is not None) or (not (tag and presented) and _names(named)):
        return False, None
    return True, None if _is_line(text, who) else Candidate(number, number, who, first.start("rest"))


def _names(label: re.Match[str] | None) -> bool:
    return label is not None and parse_speaker(label["prefix"].replace("*", "")) is not None


def _is_line(text: str, who: Speaker) -> bool:
    """Whether the whole line is that of somebody with what he is, of which the frame holds but a part."""
    whole = parse_speaker(text)
    return whole is not None and bool(whole.role) and whole.strength >= FAIR and not who.role
