"""Of the sentences found for a who-question, those of who takes the asked side: who takes up a proposal only to reject it has not
made it, and who makes it is not against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from rag.answering import Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, proposes, spoken_of
from rag.extractive.sides import MOSTLY, Side, asks_against, sides, wants, wishes
from rag.extractive.standing import said_in
from rag.matching import Term
from rag.premises import CLAUSE, Contradiction, position
from rag.premises.bearing import CONTESTED, takes_against
from rag.refusal import refuse

LOOKED_AT = 12
AGREEING, PROPOSED, UNREAD = 4.0, 3.0, -5.0
"""What it is worth, in logits, to hold what is disputed and to propose something; and what is not read counts as."""
SHARED = 0.35
"""The share of the topic from which a proposal that has all that is disputed the asked way is the one asked for."""
DENIED = 0.35
"""The share of the topic from which what a sentence refuses is denied, where nobody else wants it."""
LEAST = -4.0
"""The logit from which somebody's sentence may be what is disputed."""
SURELY = 2.5
"""The logit from which a sentence that says otherwise is against what is named, in whatever words."""
OTHERS = 24
"""How many sentences, best first, are looked through for whoever proposed what the best one rejects."""


def speaking_against(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], masked: str, *, first: Sentence | None = None
) -> list[Sentence]:
    """Those of the ``ranked`` sentences that speak against what the question ``masked`` asks for.

    With them go all sentences of whoever expressly does so and proposes nothing of it, and those that have nothing of what is
    disputed where the ``first`` has. Where opponents are asked for and the ``first`` expressly is one, all others go.
    """
    if not (asks_against(masked) or wants(masked)):
        return []
    seen = sides(task, terms, ranked, masked)
    if asks_against(masked):
        agreeing = [one.sentence for one in seen if (one.said.express and one.agrees) or _only_tells(one)]
        return [one for one in ranked if one not in agreeing] if first in agreeing else []
    proposing = {_speaker(task, one) for one in seen if one.agrees >= MOSTLY and proposes(fold(one.sentence.text))}
    refusing = {_speaker(task, one) for one in seen if one.against and (one.said.express or one.reports)} - proposing
    disputed = {word for one in seen if one.against for word in one.differing}
    held = next((disputed & {*one.agreeing} for one in seen if one.sentence is first), set())
    return [
        one.sentence
        for one in seen
        if one.against or _speaker(task, one) in refusing or (held and not disputed & {*one.agreeing})
    ]


def on_the_asked_side(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], found: list[Sentence] | Refusal, masked: str
) -> list[Sentence] | Refusal:
    """``found`` of the ``ranked`` sentences, where it takes the side that the question asks for; else those that do, or the refusal
    that shows who speaks against it.
    """
    if asks_against(masked):
        return _opponents(task, terms, ranked, found, masked)
    if not wants(masked):
        return found
    first = found[0] if isinstance(found, list) and found else ranked[0]
    looked_at = [first, *(one for one in ranked[:OTHERS] if one is not first)]
    seen = sides(task, terms, looked_at, masked)
    top, rest = seen[0], seen[1:]
    best = next(one for one in seen if one.sentence is ranked[0])
    if (
        best.against and best.said.express and not top.against
    ):  # others were found by their words alone: who wants it most
        top, rest = best, [one for one in seen if one is not best]
    if isinstance(found, list) and not top.reports and pattern(language("bearing")["refuses"]).search(masked):
        return found  # the same may be wanted with another negation
    if not top.against and not _outdone(task, top, rest):
        if isinstance(found, list):
            return found
        stands = top.agrees >= MOSTLY and not position(masked).ways  # else it has the thing the opposite way
        return [one.sentence for one in seen if not one.against] if stands else found
    disputed = [term for term in terms if term.word in top.differing] or list(terms)
    others = [one for one in rest if _speaker(task, one) != _speaker(task, top) and not one.against]
    named = [one for one in others if _speaker(task, one) in top.of and one.sentence.whole > 0]
    able = [
        one
        for one in others
        if one.said.share(disputed)
        and (_reads(one) >= LEAST or (one.sentence.seen.reading is None and one.sentence.whole >= MOSTLY))
        and (one.agrees >= MOSTLY or spoken_of(task, one.sentence) or _has_it(one, top))
    ]
    chosen = max(named or able, key=lambda one: _fits(one, disputed), default=None)
    if chosen is not None:
        same = [one for one in others if _speaker(task, one) == _speaker(task, chosen) and one is not chosen]
        return [chosen.sentence, *(one.sentence for one in same)]
    denied = top.reports or top.said.express or top.differs >= DENIED
    return found if isinstance(found, Refusal) or not denied else _denied(task, top, masked)


def _has_it(one: Side, top: Side) -> bool:
    """Whether a sentence wants all that the ``top`` one has the other way round, and a good part of the rest: it is somebody's
    proposal, however it reads.
    """
    disputed = bool(top.differing) and {*top.differing} <= {*one.agreeing} and not one.differing
    return disputed and one.agrees >= SHARED and wishes(fold(one.sentence.text))


def _outdone(task: Task, top: Side, others: Sequence[Side]) -> bool:
    """Whether of what the ``top`` sentence has in part the other way round another speaker proposes most."""
    fuller = [one for one in others if one.agrees >= max(MOSTLY, top.agrees) and _has_it(one, top)]
    return any(_speaker(task, one) != _speaker(task, top) for one in fuller)


def _opponents(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], found: list[Sentence] | Refusal, masked: str
) -> list[Sentence] | Refusal:
    """Who is against what the question names: the sentences that refuse it; the refusal where those found only want it."""
    first = found[0] if isinstance(found, list) and found else None
    looked_at = [*([first] if first is not None else []), *(one for one in ranked[:LOOKED_AT] if one is not first)]
    seen = sides(task, terms, looked_at, masked)
    if first is not None and not _wants_it(seen[0]):
        return found
    against = [one for one in seen if one.said.express and one.agrees >= CONTESTED and not one.differs]
    against = [one for one in against if spoken_of(task, one.sentence)]
    if against:
        best = max(against, key=lambda one: _fits(one, terms))
        same = [one for one in against if one is not best and _speaker(task, one) == _speaker(task, best)]
        return [best.sentence, *(one.sentence for one in same)]
    if isinstance(found, Refusal):
        telling = [one for one in seen if _only_tells(one) and one.sentence.whole >= MOSTLY]
        sure = [one for one in seen if _reads(one) >= SURELY and _says_otherwise(one)] or telling
        return [max(sure, key=_reads).sentence] if sure else found
    return refuse(task, "detail_absent", found=[seen[0].sentence.span])


def _only_tells(one: Side) -> bool:
    """Whether a sentence takes up what others want without wanting any of it: its speaker goes on otherwise."""
    return one.reports and not one.differs


def _says_otherwise(one: Side) -> bool:
    """Whether a sentence that wants nothing of what is named sets something else against it, or finds fault with it."""
    text = fold(one.sentence.text)
    otherwise = pattern(language("bearing")["otherwise"]).search(text) is not None
    return not one.differs and (_only_tells(one) or otherwise or any(map(takes_against, CLAUSE.findall(text))))


def _wants_it(one: Side) -> bool:
    """Whether a sentence proposes what the opponents of are asked for, and does not only take it up from others."""
    text = fold(one.sentence.text)
    takes_up = pattern(language("premises")["taken_up"]).search(text) is not None
    return one.differs >= CONTESTED > one.agrees and wishes(text) and not takes_up


def _fits(one: Side, disputed: Sequence[Term]) -> float:
    """How well somebody fits who may have proposed what is disputed: by what he says of it, how that reads, and whether he proposes."""
    return AGREEING * one.said.share(disputed) + _reads(one) + PROPOSED * proposes(fold(one.sentence.text))


def _reads(one: Side) -> float:
    return UNREAD if one.sentence.seen.reading is None else one.sentence.seen.reading


def _denied(task: Task, top: Side, masked: str) -> Refusal:
    """Nobody proposes it: what is said against it."""
    words = top.said.words or fold(top.sentence.text)
    return refuse(task, "false_premise", told=Contradiction(said_in(task, masked, 0), words, top.sentence.span))


def _speaker(task: Task, one: Side) -> str | None:
    return task.corpus.speech(one.sentence.span.place).speaker
