"""What a question takes for granted by asking for its reason or means, against how a sentence of the source has it."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Span
from rag.data import language, pattern
from rag.matching import Term, coverage
from rag.premises.opposites import position, same_way
from rag.premises.records import CLAUSE, Contradiction

LEAST = 0.3
"""The share of the topic, beside the sentence that holds most of it, which a sentence must hold to speak of the same thing."""


def presumes(question: str) -> bool:
    """Whether a folded question asks for the reason or the means of what it takes for granted; what somebody thinks of a thing
    (他怎么看某事，什么理由) is asked whichever way he sees it.
    """
    presuming = pattern(language("premises")["presuming"]).search(question)
    opinion = pattern(language("questions")["opinion"]).search(question)
    return presuming is not None and (opinion is None or opinion.start() > presuming.start())


def presumed(
    question: str, masked: str, texts: Sequence[str], spans: Sequence[Span], terms: Sequence[Term]
) -> Contradiction | None:
    """The sentence that has the thing the opposite way (掉到…, where the question says 升上去), or None.

    ``question``: folded, ``masked``: with names masked; ``texts``: folded, of the sentences at ``spans``; ``terms``: of
    the topic. A sentence that goes the question's way in the same respect, as far as it speaks of the same thing, speaks for it.
    """
    asking = pattern(language("premises")["presuming"])
    taken = _unhedged(asking.sub(lambda match: "〇" * len(match.group()), masked))
    asked = position(taken)
    shares = [coverage(terms, text) for text in texts]
    most = max(shares, default=0.0)
    shares[:1] = [most]  # the best sentence speaks of it, in whatever words
    if not asked.ways or not most:
        return None
    opposed: tuple[int, Contradiction] | None = None
    agreed: set[int] = set()
    for text, span, share in zip(texts, spans, shares, strict=True):
        if share < LEAST * most:
            continue
        said = position(_unhedged(text))
        side, way = same_way(asked, said)
        if side > 0:
            agreed |= asked.ways.keys() & said.ways.keys()
        elif opposed is None and way is not None and (share == most or coverage(terms, way.words)):
            family, act = next((family, one.act) for family, one in asked.ways.items() if said.ways.get(family) == way)
            clause = next(part for part in CLAUSE.finditer(taken) if act in part.group())
            pieces = asking.sub("\n", question[slice(*clause.span())]).split("\n")
            opposed = family, Contradiction(next(one for one in pieces if act in one), way.words, span)
    return opposed[1] if opposed is not None and opposed[0] not in agreed else None


def _unhedged(text: str) -> str:
    """``text`` without what says of a thing only that it must not be done too much or too fast (不能太急)."""
    return pattern(language("premises")["hedged"]).sub(lambda match: "〇" * len(match.group()), text)
