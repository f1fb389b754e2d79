"""Who is against somebody, whatever he said: another who takes up what he wants, or refuses it, without being asked of which matter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import terms_of
from rag.extractive.quotations import introduce
from rag.extractive.sides import MOSTLY, reported
from rag.extractive.wording import quoting, trimmed
from rag.matching import Term, coverage
from rag.premises import CLAUSE, stance
from rag.premises.bearing import answers, bearing, share_of, takes_against, tells_of_somebody
from rag.refusal import refuse
from rag.relevance import read
from rag.reranking import passage
from rag.understanding.topics import frame_words, weak_words

OPPOSED = 0.3
"""The share of what he proposes that another must refuse of it to be against it."""
READS, EXPRESSLY = 1.0, -3.5
"""The logit from which another's sentence, read beside the question who is against his, says so; and where it takes a stand in so
many words."""
_MATCHING, _SHOWN = 8, 2


@dataclass(frozen=True, slots=True)
class _Opponent:
    span: Span
    value: float


def of_him_alone(task: Task) -> bool:
    """Whether a question asks for nothing but whoever is against a speaker."""
    return pattern(language("against")["of_him"]).match(task.understood.folded) is not None


def draft_contradicting(task: Task) -> Draft | Refusal:
    """The words of those who are against the speaker whom the question leaves out; the refusal where nobody is."""
    him = task.understood.plan.excluded
    found = _naming(task, him) or _refusing(task, him) or _refused(task, him)
    if not found:
        return refuse(task, "topic_absent")
    best: dict[str | None, _Opponent] = {}
    for one in sorted(found, key=lambda one: (-one.value, one.span)):
        best.setdefault(task.corpus.speech(one.span.place).speaker, one)
    lines = []
    for one in list(best.values())[:_SHOWN]:
        span = trimmed(task.corpus, one.span)
        lines.append(quoting(task.corpus, span, lead=introduce(task, span.place, first=True, same=False)))
    return Draft(lines=lines, kind="who")


def _naming(task: Task, him: tuple[str, ...]) -> list[_Opponent]:
    """Sentences of others that name him, or his office, and take a stand against what he wants."""
    found = []
    for place, text in _others(task, him):
        for start, end in sentences(text):
            folded, span = fold(text[start:end]), Span(place, start, start + len(text[start:end].rstrip()))
            named = any(set(mention.speakers) == {*him} for mention in task.lexicon.mentions(folded))
            if {*reported(task, span)[0]} & {*him} or (named and any(map(takes_against, CLAUSE.findall(folded)))):
                found.append(_Opponent(span, 1.0))
    return found


def _refusing(task: Task, him: tuple[str, ...]) -> list[_Opponent]:
    """Sentences of others that refuse what one of his proposes."""
    found: dict[Span, _Opponent] = {}
    for name in him:
        for one in task.lexicon.appearances.get(name, ()):
            for text in task.corpus.speech(one.place).paragraphs:
                for start, end in sentences(text):
                    if task.passes_filters(one.place) and pattern(language("bearing")["wishes"]).search(
                        fold(text[start:end])
                    ):
                        _against(task, him, text[start:end], found)
    return list(found.values())


def _refused(task: Task, him: tuple[str, ...]) -> list[_Opponent]:
    """Sentences of others that propose what one of his refuses: who is against somebody's proposal is of the other mind too."""
    found: dict[Span, _Opponent] = {}
    for name in him:
        for one in task.lexicon.appearances.get(name, ()):
            for text in task.corpus.speech(one.place).paragraphs if task.passes_filters(one.place) else ():
                for clause in _clauses_refused(text):
                    _proposing(task, him, clause, found)
    return list(found.values())


def _clauses_refused(text: str) -> list[str]:
    """The clauses of a paragraph, folded, that it takes a stand against, or tells of somebody unnamed without joining him."""
    clauses = [clause for start, end in sentences(text) for clause in CLAUSE.findall(fold(text[start:end]))]
    told = [CLAUSE.findall(one)[0] for start, end in sentences(text) if tells_of_somebody(one := fold(text[start:end]))]
    pairs = pairwise([*clauses, ""])
    return list(dict.fromkeys([*told, *(one for one, next_ in pairs if takes_against(one) or answers(one, next_))]))


def _proposing(task: Task, him: tuple[str, ...], clause: str, found: dict[Span, _Opponent]) -> None:
    """The sentences of others that propose what ``clause`` refuses, as read beside the question who does."""
    what = pattern(language("bearing")["somebody_wants"]).sub("", clause).strip()
    terms = _terms(task, what)
    spans = []
    for place in task.index.matching(what, k=_MATCHING) if terms else ():
        text = task.corpus.text(place)
        if task.corpus.speech(place).speaker in (None, *him) or not task.passes_filters(place):
            continue
        parts = [Span(place, start, start + len(text[start:end].rstrip())) for start, end in sentences(text)]
        spans += [one for one in parts if _proposes(fold(text[one.start : one.end]))]
    readings = read(task.index, f"谁主张{what}？", [passage(task.corpus, span) for span in spans]) if spans else None
    for span, reading in zip(spans if readings else [], readings or [], strict=True):
        shared = coverage(terms, fold(task.corpus.stretch(span)))
        enough = EXPRESSLY if shared >= MOSTLY else READS if shared >= OPPOSED else math.inf
        if reading >= enough and (span not in found or found[span].value < reading):
            found[span] = _Opponent(span, reading)


def _proposes(text: str) -> bool:
    proposes = pattern(f"{language('bearing')['wishes']}|{language('premises')['backing']}").search(text) is not None
    return proposes and not tells_of_somebody(text)


def _terms(task: Task, folded: str) -> tuple[Term, ...]:
    words = [
        word
        for word in dict.fromkeys(task.index.words(folded))
        if len(word) > 1 and word not in frame_words() and word not in weak_words() and not stance(word)[0]
    ]
    return terms_of(words, task.corpus)


def _against(task: Task, him: tuple[str, ...], proposal: str, found: dict[Span, _Opponent]) -> None:
    folded = fold(proposal)
    terms = _terms(task, folded)
    asked = bearing(folded, terms)
    spans: list[tuple[Span, float, bool]] = []
    for place in task.index.matching(folded, k=_MATCHING):
        text = task.corpus.text(place)
        if task.corpus.speech(place).speaker in (None, *him) or not task.passes_filters(place):
            continue
        for start, end in sentences(text):
            said = bearing(fold(text[start:end]), terms)
            differs = share_of(terms, [word for word, sign in asked.signs.items() if said.signs.get(word) == -sign])
            if differs and (said.express or differs >= OPPOSED):
                spans.append((Span(place, start, start + len(text[start:end].rstrip())), differs, said.express))
    question = f"谁反对{folded.strip('。')}？"
    readings = read(task.index, question, [passage(task.corpus, span) for span, *_ in spans]) if spans else None
    for (span, differs, express), reading in zip(spans if readings else [], readings or [], strict=True):
        value = differs + 0.1 * reading
        if reading >= (EXPRESSLY if express else READS) and (span not in found or found[span].value < value):
            found[span] = _Opponent(span, value)


def _others(task: Task, him: tuple[str, ...]) -> list[tuple[Place, str]]:
    return [
        (place, text)
        for place, text in task.corpus.paragraphs()
        if task.passes_filters(place) and task.corpus.speech(place).speaker not in (None, *him)
    ]
