"""Of the sentences found for a who-question, those of who takes the asked side: who takes up a proposal only to reject it has not
made it, and who makes it is not against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, proposes, spoken_of
from rag.extractive.standing import SHORT, said_in
from rag.matching import Term
from rag.premises import CLAUSE, Contradiction
from rag.premises.bearing import CONTESTED, Bearing, bearing, share_of, takes_against
from rag.refusal import refuse

LOOKED_AT = 12
AGREEING, PROPOSED, UNREAD = 4.0, 3.0, -5.0
"""What it is worth, in logits, to hold what is disputed and to propose something; and what is not read counts as."""
DENIED = 0.4
"""The share of the topic from which what a sentence refuses is denied, where nobody else wants it."""
LEAST = -4.0
"""The logit from which somebody's sentence may be what is disputed."""
MOSTLY = 0.6
"""The share of the topic from which a sentence that has it the asked way speaks of it, however it reads."""
OTHERS = 24
"""How many sentences, best first, are looked through for whoever proposed what the best one rejects."""


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence beside a question.

    ``agreeing`` and ``differing``: the words of the topic that both have the same way and the other way round, ``agrees`` and
    ``differs`` their shares of it. ``of``: the speakers whose proposal it takes up to answer it; ``reports``: it takes up
    somebody's. ``beside``: its paragraph is against what is asked for, and it says nothing else of that.
    """

    sentence: Sentence
    said: Bearing
    agrees: float
    differs: float
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    of: tuple[str, ...]
    reports: bool
    beside: bool = False

    @property
    def against(self) -> bool:
        """Whether it speaks against what is asked for, or only takes it up from others."""
        return self.differs >= CONTESTED or (self.reports and not self.agrees) or self.beside


def asks_against(masked: str) -> bool:
    """Whether a folded question, names masked, asks who is against what it names."""
    rules = f"{language('premises')['against_it']}|{language('bearing')['asks_against']}"
    return pattern(rules).search(masked) is not None


def _wants(masked: str) -> bool:
    """Whether a folded question asks who wants something, and not who states, fears or refuses it."""
    rules = language("bearing")
    return (
        pattern(rules["wanted"]).search(masked) is not None
        and pattern(rules["complaining"]).search(masked) is None
        and not takes_against(masked)
    )


def without_stand(terms: Sequence[Term], masked: str) -> list[Term]:
    """``terms`` without the words by which the question ``masked`` asks for a stand (谁支持…, 谁有保留); all where nothing is left."""
    rules = language("bearing")
    asks = [match.group() for match in pattern(rules["asks_stand"]).finditer(masked)]
    kept = [
        one
        for one in terms
        if not pattern(rules["stand_word"]).fullmatch(one.word) and not any(one.word in text for text in asks)
    ]
    return kept or list(terms)


def sides(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], masked: str) -> list[Side]:
    """The ``ranked`` sentences beside the question ``masked``. A sentence that says nothing of what its paragraph speaks against is
    against it too.
    """
    asked = bearing(masked, terms, asks=True)
    refuses = not asks_against(masked) and pattern(language("bearing")["refuses"]).search(masked) is not None
    found = [_side(task, terms, one, asked, refuses=refuses) for one in ranked]
    denied: dict[Place, set[str]] = {}
    for one in found:
        if one.against and not refuses:
            denied.setdefault(one.sentence.span.place, set()).update(one.differing)
    return [replace(one, beside=_is_beside(one, denied.get(one.sentence.span.place))) for one in found]


def _is_beside(one: Side, denied: set[str] | None) -> bool:
    """Whether a sentence stands beside what its paragraph speaks against, the words ``denied``, and does not itself propose that."""
    if not denied or one.agrees >= MOSTLY:
        return False
    return not (denied & {*one.agreeing} and _wishes(fold(one.sentence.text)))


def speaking_against(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], masked: str, *, first: Sentence | None = None
) -> list[Sentence]:
    """Those of the ``ranked`` sentences that speak against what the question ``masked`` asks for, with all that is said by whoever
    expressly does so and proposes nothing of it. Where opponents are asked for and the ``first`` expressly is one: all others.
    """
    if not (asks_against(masked) or _wants(masked)):
        return []
    seen = sides(task, terms, ranked, masked)
    if asks_against(masked):
        agreeing = [one.sentence for one in seen if one.said.express and one.agrees]
        return [one for one in ranked if one not in agreeing] if first in agreeing else []
    proposing = {_speaker(task, one) for one in seen if one.agrees >= MOSTLY and proposes(fold(one.sentence.text))}
    refusing = {_speaker(task, one) for one in seen if one.against and (one.said.express or one.reports)} - proposing
    return [one.sentence for one in seen if one.against or _speaker(task, one) in refusing]


def of_one_mind(task: Task, terms: Sequence[Term], one: Span, masked: str) -> bool:
    """Whether the sentence at ``one`` does not take the other side than the question ``masked`` asks for."""
    asked, text = bearing(masked, terms, asks=True), task.corpus.text(one.place)[one.start : one.end]
    said = bearing(fold(text), terms, behind=_behind(task, one))
    same = [word for word, sign in asked.signs.items() if said.signs.get(word) == sign]
    other = [word for word, sign in asked.signs.items() if said.signs.get(word) == -sign]
    differs = share_of(terms, other) >= CONTESTED and not same
    return not (differs and (_wishes(fold(text)) if asks_against(masked) else said.express))


def _side(task: Task, terms: Sequence[Term], one: Sentence, asked: Bearing, *, refuses: bool) -> Side:
    """One sentence beside the question; where that ``refuses`` something itself, only what takes a stand differs from it: the same is
    said with a negation and without (不超过, 控制在).
    """
    said = bearing(fold(one.text), terms, behind=_behind(task, one.span))
    of, reports = reported(task, one.span)
    same = [word for word, sign in asked.signs.items() if said.signs.get(word) == sign]
    other = [word for word, sign in asked.signs.items() if said.signs.get(word) == -sign]
    if refuses and not said.express:
        other = []
    return Side(one, said, share_of(terms, same), share_of(terms, other), tuple(same), tuple(other), of, reports)


def _behind(task: Task, one: Span) -> str:
    """The sentence right behind the one at ``one``, folded, where it is short (我不赞成。); else ""."""
    text = task.corpus.text(one.place)
    behind = next((text[start:end] for start, end in sentences(text) if start >= one.end), "").strip()
    return fold(behind) if len(behind) <= SHORT else ""


def reported(task: Task, one: Span) -> tuple[tuple[str, ...], bool]:
    """The other speakers whose proposal the sentence at ``one`` takes up only to answer it, and whether it takes up anybody's."""
    rules, text = language("bearing"), fold(task.corpus.text(one.place)[one.start : one.end])
    clauses = [*CLAUSE.findall(text), *CLAUSE.findall(_behind(task, one))]
    if not any(map(takes_against, clauses[1:3])):
        return (), False
    own, opening, reports = task.corpus.speech(one.place).speaker, clauses[0], rules["reports"]
    named = [
        name
        for mention in task.lexicon.mentions(opening)
        if pattern(f"{reports}|^(讲|说|提|写)(到|过)?的").match(opening, mention.end)
        for name in mention.speakers
        if name != own
    ]
    anybody = pattern(f"{rules['somebody']}{reports.removeprefix('^')}").search(opening)
    body = pattern(rules["body"] + reports.removeprefix("^")).match(opening)
    if body is not None and not named:
        holders = [name for name in task.lexicon.affiliated(body["who"]) if name != own]
        named = holders if len(holders) == 1 else []
    demanded = pattern(rules["demanded"]).match(opening)
    return tuple(dict.fromkeys(named)), bool(named or anybody or demanded or body)


def on_the_asked_side(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], found: list[Sentence] | Refusal, masked: str
) -> list[Sentence] | Refusal:
    """``found`` of the ``ranked`` sentences, where it takes the side that the question asks for; else those that do, or the refusal
    that shows who speaks against it.
    """
    if asks_against(masked):
        return _opponents(task, terms, ranked, found, masked)
    if not _wants(masked):
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
    if not top.against:
        if isinstance(found, list):
            return found
        return [one.sentence for one in seen if not one.against] if top.agrees >= MOSTLY else found
    disputed = [term for term in terms if term.word in top.differing] or list(terms)
    others = [one for one in rest if _speaker(task, one) != _speaker(task, top) and not one.against]
    named = [one for one in others if _speaker(task, one) in top.of and one.sentence.whole > 0]
    able = [
        one
        for one in others
        if one.said.share(disputed) and _reads(one) >= LEAST and (one.agrees >= MOSTLY or spoken_of(task, one.sentence))
    ]
    chosen = max(named or able, key=lambda one: _fits(one, disputed), default=None)
    if chosen is not None:
        same = [one for one in others if _speaker(task, one) == _speaker(task, chosen) and one is not chosen]
        return [chosen.sentence, *(one.sentence for one in same)]
    denied = top.reports or top.said.express or top.differs >= DENIED
    return found if isinstance(found, Refusal) or not denied else _denied(task, top, masked)


def _opponents(
    task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], found: list[Sentence] | Refusal, masked: str
) -> list[Sentence] | Refusal:
    """Who is against what the question names: the sentences that refuse it; the refusal where those found only want it."""
    first = found[0] if isinstance(found, list) and found else None
    looked_at = [*([first] if first is not None else []), *(one for one in ranked[:LOOKED_AT] if one is not first)]
    seen = sides(task, terms, looked_at, masked)
    wanting = first is not None and seen[0].differs >= CONTESTED > seen[0].agrees and _wishes(fold(first.text))
    if first is not None and not wanting:
        return found
    against = [one for one in seen if one.said.express and one.agrees >= CONTESTED and not one.differs]
    against = [one for one in against if spoken_of(task, one.sentence)]
    if against:
        best = max(against, key=lambda one: _fits(one, terms))
        same = [one for one in against if one is not best and _speaker(task, one) == _speaker(task, best)]
        return [best.sentence, *(one.sentence for one in same)]
    return found if isinstance(found, Refusal) else refuse(task, "detail_absent", found=[seen[0].sentence.span])


def _wishes(text: str) -> bool:
    return pattern(language("bearing")["wishes"]).search(text) is not None


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
