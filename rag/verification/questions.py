"""The question forms that ask who said a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.folding import fold

_FORMS = Path(__file__).resolve().parents[1] / "data" / "verification" / "questions.txt"
_OPEN, _CLOSE = '“「『"‘＂', '”」』"’＂'
_QUOTED = rf"[{_OPEN}](?P<quoted>.{{2,}})[{_CLOSE}][。！？!?]?"
_PLAIN = r"(?P<plain>.{4,}?)"
_PERSON = r"(?P<person>[^，,。：:；;？?！“”「」『』\"‘’《》]{2,20}?)"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a question wants checked: the sentence, and whose it is said to be (None if the question asks who)."""

    sentence: str
    speaker: str | None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    lines = [line for line in _FORMS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    # A sentence between quotation marks is tried in all forms before one without marks in any.
    return tuple(
        re.compile(line.replace("{s}", sentence).replace("{q}", sentence).replace("{p}", _PERSON) + r"\s*[。？?！!]*")
        for sentence in (rf"\s*{_QUOTED}\s*", rf"\s*{_PLAIN}\s*")
        for line in lines
        if sentence.find("quoted") > 0 or "{q}" not in line
    )


def claimed(question: str, speakers: Collection[str]) -> Claimed | None:
    """The sentence that ``question`` wants checked and the person it names; None if it asks something else.

    A person is given by the name in ``speakers`` where the question holds one, else as the question writes them;
    without quotation marks around the sentence a person must be one of ``speakers``.
    """
    text = question.strip()
    folded = fold(text)
    for form in _forms():
        match = form.fullmatch(folded)
        if not match:
            continue
        # Folding keeps the length: the question's own characters stand at the same offsets.
        groups = {
            name: text[slice(*match.span(name))] for name, found in match.groupdict().items() if found is not None
        }
        sentence = (groups.get("quoted") or groups.get("plain") or "").strip()
        person = groups.get("person")
        if person is not None:
            known = known_speaker(person, speakers)
            if known is None and (groups.get("plain") or _asks(person)):
                continue
            return Claimed(sentence, known or person.strip())
        if groups.get("plain") and _asks(sentence):
            continue
        return Claimed(sentence, None)
    return None


def known_speaker(text: str, speakers: Collection[str]) -> str | None:
    """The longest of ``speakers`` that ``text`` holds, 繁简 and width folded; None if it holds none."""
    folded = fold(text)
    return max((name for name in speakers if name and fold(name) in folded), key=len, default=None)


def _asks(text: str) -> bool:
    """True for a stretch that is itself a question word, not a person or a sentence."""
    return any(
        word in text
        for word in ("谁", "哪", "什么", "多少", "几位", "几个", "几家", "怎么", "为什么", "有人", "有没有人")
    )


def between_marks(question: str, *, shortest: int = 2) -> re.Match[str] | None:
    """The longest stretch between quotation marks, ``text`` without them, of at least ``shortest`` characters; None without one."""
    found = max(_BETWEEN_MARKS.finditer(question), key=lambda match: len(match["text"]), default=None)
    return found if found is not None and len(found["text"]) >= shortest else None


_BETWEEN_MARKS = re.compile('[“「『"](?P<text>[^“”「」『』"]+)[”」』"]')
