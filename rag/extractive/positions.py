"""Where every speaker stands on a matter: for it, against it, or otherwise; each by a sentence of his own.

Rules of language tell a stand from a mere mention, and what is only reported of others from what the speaker wants himself; the
cross-encoder, which reads each sentence beside the questions who wants the matter and who is against it, tells whether the stand
is on this matter. Where the two do not agree, or one speaker goes both ways, he is on neither side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import terms_of
from rag.extractive.sides import reported, wishes
from rag.extractive.standing import SHORT
from rag.extractive.wording import sentence_spans
from rag.matching import Term, coverage
from rag.premises import CLAUSE
from rag.premises.bearing import takes_against
from rag.relevance import read
from rag.reranking import passage
from rag.understanding.topics import frame_words, weak_words

FOR, AGAINST, NEITHER = 1, -1, 0
SURE = 0.0
"""The logit from which a sentence, read beside the question for one side, is taken to be on the matter."""
EXPRESS = -1.5
"""The same where the sentence takes a stand on the matter's own words."""
APART = 1.0
"""By how many logits it must read better beside the one question than beside the other where the words alone do not tell."""
SPEAKS = 1.0
"""The logit from which a sentence that takes no side still speaks of the matter."""
MOSTLY = 0.6
"""The share of the matter's words from which a stand is on them."""
NEAR, SHARED = 0.3, 0.3
"""The share from which a refusal is of the matter, in its clause or the one before; and from which a proposal is the one named."""
BARE = 2.0
"""The logit from which a short sentence that only refuses (我不赞成。) does so of the matter, and not of what is told beside it."""
ALONE = 3.0
"""The logit from which a refusal is of the matter whatever words it has."""
_PLACES, _HITS = 12, 16


@dataclass(frozen=True, slots=True)
class Taken:
    """One sentence: its ``side``, how well it ``reads`` as the answer to the question for that side, and the share of the matter's
    words that the part of it holds which takes the side.
    """

    span: Span
    side: int
    reads: float
    shared: float = 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """Where ``speaker`` stands, and the sentences that say so, the surest first."""

    speaker: str
    side: int
    shown: tuple[Span, ...]
    reads: float
    shared: float


def matter_of(folded: str) -> str:
    """What a folded question asks the stands on: the question without what asks."""
    text = folded
    for form in language("positions")["apart"]:
        text = pattern(form).sub(lambda match: "※" * len(match.group()), text)
    parts = [part for part in re.split(f"※+|{language('positions')['bare']}", text) if part]
    return "".join(parts)


def positions(task: Task, matter: str) -> list[Held] | None:
    """Everybody who speaks of ``matter``, with the side he takes, the surest first; None where nothing can be read."""
    words = [word for word in dict.fromkeys(task.index.words(matter)) if word not in frame_words() | weak_words()]
    terms = terms_of(words, task.corpus)
    if not terms:
        return None
    spans = _sentences(task, matter)
    read_for, read_against = (
        read(task.index, form.format(matter), [passage(task.corpus, span) for span in spans])
        for form in ("谁主张{}？", "谁反对{}？")
    )
    if not spans or read_for is None or read_against is None:
        return None
    taken = [
        _taken(task, terms, span, for_it, against)
        for span, for_it, against in zip(spans, read_for, read_against, strict=True)
    ]
    return _held(task, [one for one in taken if one is not None])


def _sentences(task: Task, matter: str) -> list[Span]:
    places = dict.fromkeys([*(hit.place for hit in task.hits[:_HITS]), *task.index.matching(matter, k=_PLACES)])
    return [
        span
        for place in places
        if place.paragraph and task.passes_filters(place) and task.corpus.speech(place).speaker is not None
        for span in sentence_spans(task.corpus, place)
    ]


def _taken(task: Task, terms: Sequence[Term], span: Span, for_it: float, against: float) -> Taken | None:
    """What the sentence at ``span`` takes a stand on; None where it does not speak of the matter."""
    rules, text = language("positions"), task.corpus.text(span.place)
    plain = pattern(rules["either"]).sub(_blank, fold(text[span.start : span.end]))
    _, reports = reported(task, span)
    clauses = CLAUSE.findall(plain)
    backed = max((coverage(terms, one) for one in clauses if backs(one)), default=None)
    refused = max((_around(terms, clauses, at) for at, one in enumerate(clauses) if refuses(one)), default=None)
    shared = coverage(terms, plain)
    if refused is not None and (backed is None or refused > backed):
        bare = len(plain.strip()) <= SHORT
        near = max(refused, shared, _before(task, terms, span) if bare else 0.0) if backed is None else refused
        least = BARE if bare else EXPRESS
        sure = against >= least if near >= MOSTLY else against >= max(least, SURE, for_it + APART) and near >= NEAR
        if sure or against >= max(ALONE, for_it):
            return Taken(span, AGAINST, against, near)
    elif backed is not None and refused is not None and backed == refused:
        return Taken(span, NEITHER, max(for_it, against), shared) if max(for_it, against) >= SPEAKS else None
    elif backed is not None and not reports and backed >= MOSTLY and for_it >= EXPRESS:
        return Taken(span, FOR, for_it, backed)
    elif pattern(rules["belied"]).search(plain) is not None and shared >= MOSTLY:
        return Taken(span, AGAINST, against, shared)
    elif (_wants(plain) or backed is not None) and not reports and refused is None and for_it >= against:
        least = EXPRESS if shared >= MOSTLY else SURE if shared >= SHARED else APART
        if for_it >= least:
            return Taken(span, FOR, for_it, shared)
    return Taken(span, NEITHER, max(for_it, against), shared) if max(for_it, against) >= SPEAKS else None


def _around(terms: Sequence[Term], clauses: Sequence[str], at: int) -> float:
    """The share of the matter's words in the clause that refuses and the one before it, which it may answer if that is no stand."""
    first = at - 1 if at and not backs(clauses[at - 1]) else at
    return coverage(terms, "，".join(clauses[first : at + 1]))


def _before(task: Task, terms: Sequence[Term], span: Span) -> float:
    """The share of the matter's words in the sentence right before the one at ``span``."""
    text = task.corpus.text(span.place)
    before = [text[start:end] for start, end in sentences(text) if end <= span.start]
    return coverage(terms, fold(before[-1])) if before else 0.0


def expressed(text: str) -> int:
    """The side that the clauses of a folded sentence take in so many words; NEITHER for none, or both."""
    clauses = CLAUSE.findall(text)
    refused, backed = any(map(refuses, clauses)), any(map(backs, clauses))
    return NEITHER if refused == backed else AGAINST if refused else FOR


def backs(clause: str) -> bool:
    """Whether a clause says that its own speaker is for something."""
    others = pattern(f"{language('premises')['taken_up']}|{language('bearing')['somebody']}").search(clause)
    return pattern(language("premises")["backing"]).search(clause) is not None and others is None


def refuses(clause: str) -> bool:
    return takes_against(clause) or pattern(language("positions")["cold"]).search(clause) is not None


def _wants(text: str) -> bool:
    return wishes(text) or pattern(language("positions")["wants"]).search(text) is not None


def _blank(match: re.Match[str]) -> str:
    return "※" * len(match.group())


def _held(task: Task, taken: Sequence[Taken]) -> list[Held]:
    by_speaker: dict[str, list[Taken]] = {}
    for one in sorted(taken, key=lambda one: (-one.reads, one.span)):
        speaker = task.corpus.speech(one.span.place).speaker
        if speaker is not None and speaker not in task.understood.plan.excluded:
            by_speaker.setdefault(speaker, []).append(one)
    found = [_position(speaker, own) for speaker, own in by_speaker.items()]
    named = max((one.shared for one in found if one.side == FOR), default=0.0) >= MOSTLY
    found = [
        replace(one, side=NEITHER) if named and one.side == FOR and one.shared < SHARED else one for one in found
    ]  # what is named is another's proposal: whoever has none of its words wants something else
    return sorted(found, key=lambda one: -one.reads)


def _position(speaker: str, own: Sequence[Taken]) -> Held:
    """The side of whoever said ``own``, the surest first: of one who goes both ways, that on which he says more of the matter."""
    best = {side: max((one.shared for one in own if one.side == side), default=-1.0) for side in (FOR, AGAINST)}
    side = NEITHER if best[FOR] == best[AGAINST] else FOR if best[FOR] > best[AGAINST] else AGAINST
    shown = [one for one in own if one.side == side] if side else [one for one in own if one.side] or list(own)
    return Held(speaker, side, tuple(one.span for one in shown), shown[0].reads, max(one.shared for one in shown))
