"""Facts and who-questions: the sentences that answer, or the reason why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from index.folding import closed_up, fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.claims import Evidence, check
from rag.data import language, pattern
from rag.drafts import Line
from rag.evidence import Sentence, missing, proposes, refuses, scored, terms_of
from rag.extractive.wording import quoting, trimmed, where, who
from rag.matching import Term, coverage, strength
from rag.premises import (
    Contradiction,
    actions,
    asked_stance,
    contradiction,
    goes,
    held_stance,
    polarities,
    stance,
)
from rag.refusal import nearest, refuse
from rag.relevance import is_relevant, probability
from rag.speeches import parts_of
from rag.understanding.kinds import Detail, holds_detail

SAID_OTHERWISE = 0.6
"""Coverage from which a statement whose nouns are not all in the source is taken for said in other words."""
EXISTS = 0.5
"""Coverage from which somebody speaks of what a question asks whether anybody does; near words are no yes."""
DETAILED = 0.72
"""The asked detail must stand in a sentence of at least this share of the best score."""
BESIDE = 0.01
"""Or, in the best sentence's own paragraph, in one that holds at least so much of the topic itself."""
MORE = 0.8
"""Further sentences of the same speech are shown from this share of the best score."""
SURELY = 0.5
"""The probability of being on the topic from which what a background states counts as the reason."""
_IN_FIGURES = ("number", "money", "grant", "percent", "measure", "duration", "rate")
_SHOWN = 3
_LOOKED_AT = 12
_HEADLINE = 12
"""Characters up to which a sentence is a point's headline (二是办夜校。)."""


def draft_fact(task: Task) -> Draft | Refusal:
    """The answer to a fact or who-question."""
    understood = task.understood
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    if not terms:
        return refuse(task, "topic_absent" if understood.mentions else "out_of_scope")
    taken = [(mention.start, mention.end) for mention in understood.mentions]
    stand = _stand(task, terms, taken)
    if isinstance(stand, Refusal):
        return stand
    ranked = scored(task, terms, understood.topic.phrases)
    if not ranked or not spoken_of(task, ranked[0]):
        premise = _premise_apart(task, terms, taken)
        return premise or _not_found(task, terms, ranked)
    if understood.plan.kind == "who" and pattern(language("premises")["against"]).search(understood.folded):
        refusing_ones = [
            one
            for one in ranked[:_LOOKED_AT]
            if spoken_of(task, one) and stance(fold(task.corpus.text(one.span.place)))[0] <= 0 and refuses(one.text)
        ]
        ranked = refusing_ones or ranked
    existence = pattern(language("questions")["existence"]).search(understood.folded) is not None
    if existence and not understood.plan.speakers and ranked[0].whole < EXISTS:
        return _not_found(task, terms, ranked)
    asks_whether = (
        understood.detail is None
        and pattern(language("premises")["asks_whether"]).search(understood.folded) is not None
    )
    if asks_whether:
        denied = _denied(task, terms, ranked)
        if denied is not None:
            return denied
    condition = pattern(language("premises")["conditions"]).search(understood.folded)
    if condition and condition.group() not in fold(task.corpus.text(ranked[0].span.place)):
        return refuse(task, "detail_absent", found=[ranked[0].span])
    false = contradiction(
        understood.folded,
        task.corpus,
        [one.span for one in ranked if one.score >= 0.8 * ranked[0].score][:4],
        taken=taken,
        about=[term.word for term in terms],
        actions=actions(understood.topic.phrases),
        phrases=understood.topic.phrases,
    )
    refusing = any(word in understood.folded for word in language("premises")["refusing"])
    if false is None and (understood.plan.speakers or understood.plan.detail == "reason" or refusing):
        premise = _premise_apart(task, terms, taken)
        if premise is not None:
            return premise
    if false is not None and asks_whether:
        return _not_so(task, ranked, false.span)
    if false is not None:
        return refuse(task, "false_premise", found=[ranked[0].span], told=false)
    detail, folded = understood.detail, understood.folded
    if detail is not None:
        detailed = [
            one
            for one in ranked
            if one.score >= DETAILED * ranked[0].score
            and spoken_of(task, one)
            and holds_detail(detail, fold(one.text), question=folded)
        ]
        detailed = detailed or [
            one
            for one in ranked
            if one.span.place == ranked[0].span.place
            and one.own >= BESIDE
            and holds_detail(detail, fold(one.text), question=folded)
        ]
        if not detailed and stand is not None:
            return stand
        if not detailed and understood.plan.detail == "reason":
            detailed = _troubles(task, ranked)
        if not detailed and understood.further:  # the first was only spoken of, what is asked comes behind
            other = replace(understood, detail=understood.further[0], further=understood.further[1:])
            return draft_fact(replace(task, understood=other))
        if not detailed:
            return refuse(task, "detail_absent", found=[one.span for one in ranked[:3]])
        ranked = detailed
    if detail is not None and proposes(folded) and not proposes(fold(ranked[0].text)):
        return Draft(lines=fact_lines(task, ranked, further=understood.further, proposed=detail))
    return Draft(lines=fact_lines(task, ranked, further=understood.further))


def spoken_of(task: Task, sentence: Sentence) -> bool:
    """Whether the sentence's paragraph speaks of the topic."""
    plan = task.understood.plan
    return is_relevant(
        sentence.seen, named=bool(plan.speakers or plan.excluded), compared=plan.kind in ("compare", "similar")
    )


def _troubles(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """What the background that speaks of the topic states: why something goes badly is told there without any because.

    [] where the best sentence recommends: a proposal gives no reason for itself.
    """
    best = ranked[0].span.place
    part = parts_of(task.corpus.speech(best))[best.paragraph - 1]
    if part == "recommendation" or probability(ranked[0].seen, named=bool(task.understood.plan.speakers)) < SURELY:
        return []
    return [one for one in ranked if one.span.place == best and not proposes(fold(one.text))]


def _stand(task: Task, terms: Sequence[Term], taken: Sequence[tuple[int, int]]) -> Draft | Refusal | None:
    """Why somebody is for or against something: a refusal where he is not, else his words with what he adds to them.

    A speaker who takes a stand explains it in the sentences around it, seldom with a word for the reason; so these are
    the answer where no sentence has such a word. None where the question or the speaker takes no stand.
    """
    understood = task.understood
    if not understood.plan.speakers or understood.plan.detail != "reason":
        return None
    question = understood.folded
    for start, end in taken:
        question = question[:start] + "〇" * (end - start) + question[end:]
    asked, said = asked_stance(question)
    rest = [term for term in terms if not stance(term.word)[0]]
    ranked = scored(task, rest, understood.topic.phrases) if asked and rest else []
    if not ranked or not spoken_of(task, ranked[0]):
        return None
    best = ranked[0].span
    held, words = held_stance(fold(task.corpus.text(best.place)), rest)
    if held == -asked:
        return refuse(task, "false_premise", found=[best], told=Contradiction(said, words, best))
    if held != asked or understood.detail is None:
        return None
    own = [
        Span(best.place, start, start + len(text.rstrip()))
        for start, end in sentences(task.corpus.text(best.place))
        for text in (task.corpus.text(best.place)[start:end],)
        if not proposes(fold(text)) or stance(fold(text))[0]
    ]
    if len(own) < 2:
        return None
    lead = _lead(task, best.place, first=True, same=False)
    return Draft(
        lines=[quoting(task.corpus, span, lead=lead if not at else "同一段还提出：") for at, span in enumerate(own[:3])]
    )


def _premise_apart(task: Task, terms: Sequence[Term], taken: Sequence[tuple[int, int]]) -> Refusal | None:
    """A refusal where the corpus holds the topic of the question but for a direction it takes for granted.

    The words of direction and negation are left out of the topic; what then is spoken of, with no sentence that goes
    the asked way, contradicts the premise.
    """
    turning = polarities(task.understood.folded, taken=taken)
    rest = [term for term in terms if not any(word in term.word or term.word in word for word in turning)]
    if not turning or not rest:
        return None
    ranked = scored(task, rest, task.understood.topic.phrases)
    if not ranked or not spoken_of(task, ranked[0]):
        return None
    best = [one for one in ranked if one.score >= 0.75 * ranked[0].score][:4]
    about = [term.word for term in rest]
    said = [
        word
        for word in turning
        if not any(goes(word, fold(task.corpus.text(one.span.place)), about=about) for one in best)
    ]
    if not said:
        return None
    told = contradiction(
        task.understood.folded,
        task.corpus,
        [one.span for one in best],
        taken=taken,
        absent=said,
        about=about,
    )
    return None if told is None else refuse(task, "false_premise", found=[best[0].span], told=told)


def _denied(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence]) -> Draft | None:
    """The real wording where a question whether something is so says it otherwise: other figures, directions, things."""
    best = ranked[0]
    text = task.corpus.text(best.span.place)
    speech, heading = task.corpus.speech(best.span.place), task.corpus.heading(best.span.place)
    context = (speech.title, heading.title, heading.newspaper or "", heading.date or "")
    statement = pattern(language("premises")["question_tail"]).sub("", task.understood.question)
    faults = check(
        statement, [Evidence(text, speech.speaker, speech.role, context)], speakers=tuple(task.lexicon.appearances)
    )
    if any(fault.kind in ("number", "date", "negation", "direction", "unit") for fault in faults):
        return _not_so(task, ranked, best.span)
    if best.whole >= SAID_OTHERWISE:
        return None  # most of it stands there, in other words
    nouns = [term for term in missing(terms, fold(f"{text} {speech.title} {speech.role}")) if term.weight >= 0.5]
    return _not_so(task, ranked, best.span) if nouns else None


def contradicted(task: Task) -> Draft | None:
    """The real wording of a quoted sentence that nobody said so, where the source says its opposite; else None."""
    understood = task.understood
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    ranked = scored(task, terms, understood.topic.phrases)
    if not ranked or not spoken_of(task, ranked[0]):
        return None
    taken = [(mention.start, mention.end) for mention in understood.mentions]
    false = contradiction(understood.folded, task.corpus, [ranked[0].span], taken=taken)
    return _not_so(task, ranked, false.span) if false is not None else None


def _not_so(task: Task, ranked: Sequence[Sentence], false: Span) -> Draft:
    """A question whether something was said that was said otherwise: the real wording is the answer."""
    span = trimmed(task.corpus, next((one.span for one in ranked if one.span == false), ranked[0].span))
    lead = f"不是这样说的：{who(task.corpus, span.place)}在{where(task.corpus, span.place)}的原文是"
    return Draft(lines=[quoting(task.corpus, span, lead=lead)], kind="verify")


def _not_found(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence]) -> Refusal:
    if task.understood.plan.speakers:
        return refuse(task, "speaker_silent", found=nearest(task, terms))
    found = [one.span for one in ranked[:3]]
    if task.understood.detail is not None and ranked and _head_found(task, terms, ranked[0]):
        return refuse(task, "detail_absent", found=found)
    around = fold(" ".join(task.corpus.text(span.place) for span in found))
    if not coverage(terms, around) and not task.understood.asks_of_speech:
        return refuse(task, "out_of_scope")
    return refuse(task, "topic_absent", found=found, lacking=missing(terms, around))


def _head_found(task: Task, terms: Sequence[Term], sentence: Sentence) -> bool:
    """Whether the sentence holds a rare, long word of the topic as it is, or two words of it together: the topic is
    there, only not what is asked.
    """
    folded = closed_up(fold(sentence.text))
    together = [
        one + other for phrase in task.understood.topic.phrases for one, other in pairwise(phrase.words) if len(one) > 1
    ]
    if any(len(text) >= 4 and text in folded for text in together):
        return True
    return any(term.weight >= 0.5 and len(term.word) >= 3 and strength(term.word, folded) == 1.0 for term in terms)


def fact_lines(
    task: Task, ranked: Sequence[Sentence], *, further: Sequence[Detail] = (), proposed: Detail | None = None
) -> list[Line]:
    """The best sentence, introduced by who says it and where, and further good ones of the same speech.

    Each of the ``further`` details that none of them holds adds the first sentence of the best one's paragraph that does;
    ``proposed``, a detail of what is proposed, adds the first that proposes it.
    """
    corpus, best = task.corpus, ranked[0]
    speech = (best.span.place.document, best.span.place.speech)
    chosen = [
        one
        for one in ranked
        if (one.span.place.document, one.span.place.speech) == speech
        and one.score >= MORE * best.score
        and one.own >= 0.6 * best.own
    ][:_SHOWN]
    if len(best.text) <= _HEADLINE:  # it names the point, what is proposed stands behind it
        behind = [one for one in ranked if one.span.place == best.span.place and one.span.start > best.span.start]
        chosen += [one for one in behind if one not in chosen][: _SHOWN - len(chosen)]
    spans = [one.span for one in chosen]
    for detail in further:
        spans += _holding(task, best.span.place, detail, spans)
    if further and task.understood.detail is not None and task.understood.detail.name in _IN_FIGURES:
        spans += [one for one in _figures(task, best.span.place) if one not in spans][: max(0, _SHOWN - len(spans))]
    if proposed is not None:
        spans += _holding(task, best.span.place, proposed, (), proposing=True)
        spans = list(dict.fromkeys(spans))
    lines: list[Line] = []
    for place, group in groupby(sorted(spans), key=lambda span: span.place):
        lines += [
            quoting(corpus, span, lead=_lead(task, place, first=not lines, same=number > 0))
            for number, span in enumerate(group)
        ]
    return lines


def _holding(
    task: Task, place: Place, detail: Detail, chosen: Sequence[Span], *, proposing: bool = False
) -> list[Span]:
    """The first sentence at ``place`` that holds a detail which no chosen one holds; [] where there is none."""
    if any(holds_detail(detail, fold(task.corpus.text(span.place)[span.start : span.end])) for span in chosen):
        return []
    text = task.corpus.text(place)
    holding = [
        Span(place, start, start + len(text[start:end].rstrip()))
        for start, end in sentences(text)
        if holds_detail(detail, fold(text[start:end])) and (not proposing or proposes(fold(text[start:end])))
    ]
    return holding[:1]


def _figures(task: Task, place: Place) -> list[Span]:
    """The sentences at ``place`` that hold a figure: a question for several is answered by all of them."""
    text, number = task.corpus.text(place), pattern(language("details")["numbers"]["pattern"])
    return [
        Span(place, start, start + len(text[start:end].rstrip()))
        for start, end in sentences(text)
        if number.search(fold(text[start:end]))
    ]


def _lead(task: Task, place: Place, *, first: bool, same: bool) -> str:
    if first:
        return f"{who(task.corpus, place)}在{where(task.corpus, place)}提出："
    return "同一段还提出：" if same else f"{where(task.corpus, place)}还提出："
