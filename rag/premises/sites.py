"""Where a question takes a thing to be, against where a source has it."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Span
from rag.data import language, pattern
from rag.premises.records import Contradiction


def side(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """港区东侧 in a folded ``question``, against 港区西侧 in a source that has the place on no other side."""
    rules = language("premises")["sides"]
    for match in pattern(rules["form"]).finditer(question):
        if any(match.group() in text for text in texts):
            continue
        opposite = {**rules["opposite"], **{b: a for a, b in rules["opposite"].items()}}[match["side"]]
        other = f"{match['place']}{opposite}{match['end']}"
        for text, span in zip(texts, spans, strict=True):
            if other in text:
                return Contradiction(match.group(), other, span)
    return None


def site(question: str, texts: Sequence[str], spans: Sequence[Span], about: Sequence[str]) -> Contradiction | None:
    """建在某区 in a folded ``question``, against 选址另一区 in a sentence that holds most of ``about``, words of the topic."""
    rules = language("premises")["sites"]
    for match in pattern(rules["asked"]).finditer(question):
        place = match["place"]
        if any(place in text for text in texts):
            return None
        for text, span in zip(texts, spans, strict=True):
            told = pattern(rules["told"]).search(text)
            things = [word for word in about if word not in match.group()]
            if told is None or told.group() in question or 2 * sum(word in text for word in things) < len(things):
                continue
            return Contradiction(match.group(), told.group(), span)
    return None
