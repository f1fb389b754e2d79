"""Whose words a sentence says it gives, and whether they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.folding import fold
from rag.claims.language import longest_first, surnames, words
from rag.claims.records import Disagreement, Evidence
from rag.claims.tokens import tokens

_PLACE = (
    r"(?:在?(?:《[^》]{1,60}》)?(?:中|里|的)?\s*第\s*[\d一二三四五六七八九十百]+\s*[段条点](?:发言|文字)?(?:中|里)?"
    r"|在[^，,。；;：:]{1,24}?(?:中|里|上|时|会))?"
)
_ADVERBS = r"(?:还|也|又|则|曾|并|都|均|进一步|明确|着重|特别|主要|同时|首先|其次|最后|另外)*"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The subject of a sentence's verb of saying, and where the sentence itself begins behind it."""

    subject: str
    end: int


@cache
def _prefix() -> re.Pattern[str]:
    verbs = "|".join(longest_first("attribution"))
    subject = r"(?P<subject>[^，,。；;：:！？“”\"]{1,40}?)"
    return re.compile(
        rf"\s*据?{subject}(?:[，,]\s*)?{_PLACE}[，,]?{_ADVERBS}(?:{verbs})(?:了|道|过|到|的是|中)?\s*[，,：:]\s*"
        rf"|\s*(?P<label>[^，,。；;：:！？“”\"]{{2,40}})\s*[：:]\s*(?=[“\"「])"
    )


@cache
def _loose() -> re.Pattern[str]:
    """A known subject directly before a verb of saying, without a point behind it."""
    verbs = "|".join(longest_first("attribution"))
    return re.compile(rf"{_PLACE}{_ADVERBS}(?:{verbs})(?:了|道|过|到|的是)?\s*[，,：:]?\s*")


def attribution(sentence: str, evidence: Sequence[Evidence], speakers: Sequence[str]) -> Attribution | None:
    """Whose words the sentence says it gives: a prefix such as 某某建议， or a speaker before a verb of saying.

    A prefix that the evidence itself prints (会议指出，) or whose subject is no name is a part of the sentence.
    """
    folded = fold(sentence)
    match = _prefix().match(folded)
    if match:
        prefix = tokens(match.group()).joined
        if any(prefix in tokens(item.text).joined for item in evidence):
            return None
        span = match.span("subject" if match.group("subject") else "label")
        found = Attribution(sentence[slice(*span)].strip(), match.end())
        return found if _somebody(found.subject, evidence, speakers) else None
    for name in sorted(speakers, key=len, reverse=True):
        position = folded.find(fold(name))
        if 0 <= position <= 30 and not set(sentence[:position]) & set("，,。；;：:"):
            verb = _loose().match(folded, position + len(name))
            if verb:
                return Attribution(sentence[: position + len(name)].strip(), verb.end())
    return None


def _somebody(subject: str, evidence: Sequence[Evidence], speakers: Sequence[str]) -> bool:
    plain = fold(subject)
    if nobody(plain) or any(fold(name) in plain for name in speakers):
        return True
    if any(item.speaker for item in evidence):
        return not plain.endswith("的")
    return 2 <= len(plain) <= 4 and plain[0] in surnames()


def nobody(plain: str) -> bool:
    """True for a folded subject that names nobody, such as 他 or 原文."""
    return plain in words("pronouns") or not _without(plain, longest_first("courtesy"))


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _without(text: str, parts: Sequence[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def speaks(subject: str, evidence: Evidence) -> bool:
    """True if ``subject`` is who speaks: a name, with or without role, a surname with a title, a short form."""
    subject = fold(subject)
    speaker, role = fold(evidence.speaker or ""), fold(evidence.role)
    if not speaker:
        return False
    rest = "".join(c for c in subject if c.isalnum())
    if speaker in rest:
        return _role_fits(rest.replace(speaker, "", 1), role)
    if len(rest) < 2:
        return False
    if len(speaker) > 4 and _subsequence(rest, speaker):
        return True
    if rest[:1] == speaker[:1] and len(speaker) <= 4:
        # A surname with a title; the 副 of an office is left out in address.
        title = _without(rest[1:], longest_first("courtesy"))
        return _subsequence(title, role.replace("副", "")) or _role_fits(rest[1:], role)
    return bool(role) and _subsequence(rest, role)


def _role_fits(rest: str, role: str) -> bool:
    rest = _without(rest, longest_first("courtesy"))
    return not rest or (bool(role) and _subsequence(rest, role) and not _lost_deputy(rest, role))


def _lost_deputy(rest: str, role: str) -> bool:
    """True if an office is named without the 副 that the role has."""
    return any(
        rest.endswith(title) and not rest.endswith(f"副{title}") and title not in _without(role, [f"副{title}"])
        for title in words("titles")
        if f"副{title}" in role
    )


def check_speaker(said: Attribution, evidence: Sequence[Evidence], speakers: Sequence[str]) -> Disagreement | None:
    """A disagreement if none of the evidence is of the one whose words the sentence says it gives.

    A subject that the text of the evidence itself names (会议指出) is that text's own report.
    """
    subject = said.subject
    plain = fold(subject)
    if nobody(plain):
        return None
    # One who is a speaker of the corpus is that speaker, also where somebody else's role holds the same words.
    exact = plain in {fold(name) for name in speakers}
    if any(fold(item.speaker or "") == plain if exact else speaks(subject, item) for item in evidence):
        return None
    known = [name for name in speakers if fold(name) in plain]
    if not known and any(plain in fold(item.text) for item in evidence):
        return None
    # Several speakers named together: every one must be among those cited.
    parts = [part for part in re.split(r"[、和与及]", subject) if part]
    if len(parts) > 1 and all(any(speaks(part, item) for item in evidence) for part in parts):
        return None
    own = "、".join(dict.fromkeys(" ".join(filter(None, (item.speaker or "未署名", item.role))) for item in evidence))
    return Disagreement.of("speaker", subject, own)
