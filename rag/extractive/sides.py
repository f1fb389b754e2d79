"""Where a sentence stands beside a question: what of the topic both want, and what one wants and the other refuses; and whose
proposal it takes up only to answer it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import Sentence
from rag.extractive.standing import SHORT
from rag.matching import Term
from rag.premises import CLAUSE
from rag.premises.bearing import CONTESTED, Bearing, bearing, share_of, takes_against, tells_of_somebody

MOSTLY = 0.6
"""The share of the topic from which a sentence that has it the asked way speaks of it, however it reads."""


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


def wants(masked: str) -> bool:
    """Whether a folded question asks who wants something, and not who states, fears or refuses it."""
    rules = language("bearing")
    return (
        pattern(rules["wanted"]).search(masked) is not None
        and pattern(rules["complaining"]).search(masked) is None
        and not takes_against(masked)
    )


def wishes(text: str) -> bool:
    """Whether a folded text says that its speaker wants what it speaks of."""
    return pattern(language("bearing")["wishes"]).search(text) is not None


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
    asked = _asked(masked, terms)
    refuses = not asks_against(masked) and pattern(language("bearing")["refuses"]).search(masked) is not None
    found = [_side(task, terms, one, asked, refuses=refuses) for one in ranked]
    denied: dict[Place, set[str]] = {}
    for one in found:
        if one.against and not refuses:
            denied.setdefault(one.sentence.span.place, set()).update(one.differing)
    return [replace(one, beside=_is_beside(one, denied.get(one.sentence.span.place))) for one in found]


def _asked(masked: str, terms: Sequence[Term]) -> Bearing:
    """What a question asks for the stand on: where opponents are asked for, they refuse it in whatever clause it is named
    (某事，谁反对？).
    """
    asked = bearing(masked, terms, asks=True)
    wanted = not any(sign < 0 for sign in asked.signs.values())
    if asks_against(masked) and wanted:
        return replace(asked, signs=dict.fromkeys(asked.signs, -1))
    return asked


def _is_beside(one: Side, denied: set[str] | None) -> bool:
    """Whether a sentence stands beside what its paragraph speaks against, the words ``denied``, and does not itself propose that."""
    if not denied or one.agrees >= MOSTLY:
        return False
    return not (denied & {*one.agreeing} and wishes(fold(one.sentence.text)))


def speaks_against(task: Task, terms: Sequence[Term], one: Sentence, masked: str) -> bool:
    """Whether one sentence speaks against what the question ``masked`` asks for."""
    return (asks_against(masked) or wants(masked)) and sides(task, terms, [one], masked)[0].against


def of_one_mind(task: Task, terms: Sequence[Term], one: Span, masked: str) -> bool:
    """Whether the sentence at ``one`` does not take the other side than the question ``masked`` asks for."""
    asked, text = _asked(masked, terms), task.corpus.stretch(one)
    said = bearing(fold(text), terms, behind=_behind(task, one))
    same = [word for word, sign in asked.signs.items() if said.signs.get(word) == sign]
    other = [word for word, sign in asked.signs.items() if said.signs.get(word) == -sign]
    differs = share_of(terms, other) >= CONTESTED and not same
    return not (differs and (wishes(fold(text)) if asks_against(masked) else said.express))


def _side(task: Task, terms: Sequence[Term], one: Sentence, asked: Bearing, *, refuses: bool) -> Side:
    """One sentence beside the question; where that ``refuses`` something itself, only what takes a stand differs from it: the same is
    said with a negation and without (不超过, 控制在).
    """
    of, reports = reported(task, one.span)
    said = bearing(fold(one.text), terms, behind=_behind(task, one.span), tells=reports)
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
    rules, text = language("bearing"), fold(task.corpus.stretch(one))
    clauses, behind = CLAUSE.findall(text), CLAUSE.findall(_behind(task, one))
    own, opening, reports = task.corpus.speech(one.place).speaker, clauses[0] if clauses else "", rules["reports"]
    if not any(map(takes_against, [*clauses[1:3], *behind])):
        return (), tells_of_somebody(text)
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
