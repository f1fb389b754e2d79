"""What a question takes for granted, held against what the corpus says: its figures and its directions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from rag.claims.language import directions, words
from rag.claims.numbers import Number, numbers

_CLAUSE = re.compile(r"[^，,。！？!?；;：:]+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question says and what the corpus says in its place, at ``span``."""

    said: str
    source: str
    span: Span


def contradiction(
    question: str,
    corpus: Corpus,
    spans: Sequence[Span],
    *,
    taken: Sequence[tuple[int, int]] = (),
    absent: Sequence[str] = (),
) -> Contradiction | None:
    """The first premise of a folded ``question`` that every one of the sentences at ``spans`` speaks against, or None.

    ``taken``: stretches of the question that are no premises (names, ordinals, dates of documents). ``absent``: words of
    direction that none of the sentences' paragraphs holds in any form; a word of the other direction suffices then.
    """
    plain = question
    for start, end in taken:
        plain = plain[:start] + "〇" * (end - start) + plain[end:]
    texts = [fold(corpus.text(span.place)[span.start : span.end]) for span in spans]
    if not texts:
        return None
    return _figure(plain, texts, spans) or _direction(plain, texts, spans) or _absent(texts, spans, absent)


def _absent(texts: Sequence[str], spans: Sequence[Span], absent: Sequence[str]) -> Contradiction | None:
    table = directions()
    for word in absent:
        for text, span in zip(texts, spans, strict=True):
            against = [
                other
                for other, pairs in table.items()
                if len(other) > 1 and other in text and any((line, 1 - side) in table.get(word, frozenset()) for line, side in pairs)
            ]
            if against:
                return Contradiction(word, max(against, key=lambda other: (len(other), other)), span)
    return None


def _figure(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    for number in _claimed(question):
        others: list[tuple[Number, Span, str]] = []
        for text, span in zip(texts, spans, strict=True):
            found = numbers(text)
            if any(one.value == number.value for one in found):
                return None
            unit = _unit(question, number)
            others += [(one, span, text) for one in found if one.strong and unit and _unit(text, one) == unit]
        if others:
            one, span, text = others[0]
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def _claimed(question: str) -> list[Number]:
    return [one for one in numbers(question) if one.strong and not re.search(r"第$", question[: one.start])]


def _unit(text: str, number: Number) -> str:
    match = re.match(r"(?:多|余|左右|以上)?([%一-鿿])", text[number.end :])
    return "%" if text[number.start : number.end].endswith("%") or text[number.start : number.end].startswith("百分之") else match[1] if match else ""


def _shown(text: str, number: Number) -> str:
    unit = _unit(text, number)
    shown = text[number.start : number.end]
    return shown if shown.endswith(unit) or shown.startswith("百分之") else shown + unit


def _direction(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    table = directions()
    claimed = [(word, match.end()) for word in table if len(word) > 1 for match in re.finditer(re.escape(word), question)]
    for word, end in claimed:
        object_ = re.match(r"(?:了|对|的)?([一-鿿a-z0-9]{2,8})", question[end:])
        if object_ is None:
            continue
        heads = {object_[1][at : at + 2] for at in range(len(object_[1]) - 1)}
        opposed: tuple[str, Span] | None = None
        for text, span in zip(texts, spans, strict=True):
            for clause in _CLAUSE.findall(text):
                if sum(head in clause for head in heads) < max(1, len(heads) // 2):
                    continue
                sides = {side for other, pairs in table.items() if other in clause for side in pairs}
                mine = table[word]
                if sides & mine:
                    return None
                against = [other for other, pairs in table.items() if len(other) > 1 and other in clause and any((line, 1 - side) in mine for line, side in pairs)]
                if against:
                    opposed = (max(against, key=len), span)
        if opposed is not None:
            return Contradiction(word, opposed[0], opposed[1])
    return None


def polarities(question: str, *, taken: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The words of direction, of refusal and of negation in a folded ``question``, names apart, longest first."""
    for start, end in taken:
        question = question[:start] + "〇" * (end - start) + question[end:]
    negating = [word for word in words("negations") if len(word) > 1 and word not in words("not_negations")]
    return sorted((word for word in (*directions(), *negating) if len(word) > 1 and word in question), key=lambda word: (-len(word), word))
