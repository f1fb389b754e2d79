"""Facts and who-questions: the sentences that answer, or the reason why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.folding import closed_up, fold
from rag.answering import Draft, Refusal, Task
from rag.claims.numbers import numbers
from rag.data import language, pattern
from rag.drafts import Line
from rag.evidence import Sentence, spoken_of, surely_spoken_of, terms_of
from rag.extractive.ambiguity import told_apart
from rag.extractive.detailed import detailed, says_all, surely_told, troubles, wanted
from rag.extractive.doubted import told_wrongly
from rag.extractive.holders import with_its_holder
from rag.extractive.lacking import hardly_there, mentioned_by_others, not_found, unsaid
from rag.extractive.listing import listed
from rag.extractive.objections import answer_stand, draft_correction, draft_denial, refuse_attribution, refuse_premise
from rag.extractive.quotations import fact_lines, told_together
from rag.extractive.reasons import told_beside
from rag.extractive.rereading import each_asked, read_over
from rag.extractive.second_reading import read_by_both, told_to_both
from rag.extractive.sides import speaks_against, without_stand
from rag.extractive.siding import OTHERS, on_the_asked_side, speaking_against
from rag.extractive.standing import agreeing, asked_for, denies
from rag.extractive.stretches import told_in_a_stretch
from rag.premises import Contradiction, actions, contradiction, figure, presumed, presumes, share
from rag.refusal import nearest, refuse
from rag.reranking import CERTAIN, between_speakers, scored
from rag.understanding.details import (
    answers_softly,
    holds_detail,
    spells_out,
)
from rag.understanding.kinds import asks
from rag.understanding.topics import without_names

EXISTS = 0.5
"""Coverage from which somebody speaks of what a question asks whether anybody does; near words are no yes."""
AS_NEAR = 0.6
"""The share of the best score from which a sentence is asked whether it has the opposite of what is taken for granted."""
_TERM = 3
"""Characters from which the only term of a question is looked for as it is."""


def draft_fact(task: Task) -> Draft | Refusal:
    """The answer to a fact or who-question."""
    found = _draft_fact(task)
    unread = isinstance(found, Refusal) and found.reason == "detail_absent" and task.understood.detail is None
    return (_said_so(task) or found) if unread else found


def _said_so(task: Task) -> Draft | None:
    """Where somebody named says the one term of the question, or that between quotation marks: no other detail of it is asked for."""
    phrases = task.understood.topic.phrases
    of_words = (
        pattern(language("questions")["of_words"]).search(task.understood.folded) is not None and len(phrases) == 1
    )
    quoted = [phrase for phrase in phrases if phrase.quoted or (of_words and len(phrase.text) >= _TERM)]
    if not task.understood.plan.speakers or len(quoted) != 1:
        return None
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    ranked = scored(task, terms, task.understood.topic.phrases)
    saying = [one for one in ranked if closed_up(quoted[0].text) in closed_up(fold(one.text))]
    return Draft(lines=fact_lines(task, saying)) if saying else None


def _draft_fact(task: Task) -> Draft | Refusal:
    understood = task.understood
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    if not terms:
        return refuse(task, "topic_absent" if understood.mentions else "out_of_scope")
    misplaced = refuse_attribution(task)
    if misplaced is not None:
        return misplaced
    taken = [(mention.start, mention.end) for mention in understood.mentions]
    masked = without_names(understood.folded, taken)
    if understood.plan.kind == "who" and not understood.plan.speakers:
        terms = tuple(without_stand(terms, masked))
    ranked = [
        one
        for one in scored(task, terms, understood.topic.phrases)
        if task.corpus.speech(one.span.place).speaker not in understood.plan.excluded or understood.plan.speakers
    ]
    naming = [one for one in ranked if _mentions(task, one, masked)]
    if naming:
        return Draft(lines=fact_lines(task, naming))
    stand = answer_stand(task, terms, masked)
    if isinstance(stand, Refusal):
        return stand
    if not understood.plan.speakers:
        ranked = between_speakers(ranked, lambda place: task.corpus.speech(place).speaker)
    if not ranked or not spoken_of(task, ranked[0]) or hardly_there(task, ranked[0]) or unsaid(task, ranked[0]):
        premise = refuse_premise(task, terms, taken)
        return (
            premise or _in_other_words(task, ranked, masked) or _said_by_others(task) or not_found(task, terms, ranked)
        )
    if understood.plan.speakers and mentioned_by_others(task, terms, masked):
        return refuse(task, "speaker_silent", found=nearest(task, terms))
    everybody = ranked
    if understood.plan.kind == "who":
        standing = on_the_asked_side(task, terms, ranked, asked_for(task, terms, ranked, masked), masked)
        if isinstance(standing, Refusal):
            sure = _surely_said(task, ranked, masked)
            if sure is None or speaks_against(task, terms, sure, masked):
                return standing
            standing = [sure]
        if hardly_there(task, standing[0]):
            return not_found(task, terms, standing)
        ranked = standing
        against = speaking_against(task, terms, everybody[:OTHERS], masked, first=standing[0])
        everybody = [one for one in everybody if one in standing[:1] or one not in against]
        if pattern(language("premises")["negating"]).search(masked) is None:  # who denies it is not meant
            everybody = [one for one in everybody if one in standing or not denies(task, one, masked)]
        holding = with_its_holder(task, ranked)
        if holding != ranked and not any(speaks_against(task, terms, one, masked) for one in holding):
            ranked = everybody = holding  # he alone has the very name: nobody else could be meant
    existence = pattern(language("questions")["existence"]).search(understood.folded) is not None
    if existence and not (understood.plan.speakers or ranked[0].whole >= EXISTS or surely_spoken_of(task, ranked[0])):
        return not_found(task, terms, ranked)
    asks_whether = (
        understood.detail is None
        and pattern(language("premises")["asks_whether"]).search(understood.folded) is not None
        and pattern(language("premises")["asks_more"]).search(understood.folded) is None
    )
    if asks_whether:
        otherwise = draft_denial(task, terms, ranked)
        if otherwise is not None:
            return otherwise
    condition = pattern(language("premises")["conditions"]).search(understood.folded)
    if condition and condition.group() not in fold(task.corpus.text(ranked[0].span.place)):
        return refuse(task, "detail_absent", found=[ranked[0].span])
    false = told_wrongly(task, masked, ranked[0].span) or contradiction(
        understood.folded,
        task.corpus,
        [one.span for one in ranked if one.score >= 0.8 * ranked[0].score][:4],
        taken=taken,
        about=[term.word for term in terms],
        actions=actions(understood.topic.phrases),
        phrases=understood.topic.phrases,
    )
    if false is None and (understood.plan.detail == "reason" or _tells_before(understood.folded)):
        false = _share_denied(task, ranked, taken)
    if false is None and understood.plan.kind != "who" and presumes(understood.folded):
        near = [one for one in ranked if one.score >= AS_NEAR * ranked[0].score and spoken_of(task, one)][:6]
        texts = [fold(one.text) for one in near]
        false = presumed(understood.folded, masked, texts, [one.span for one in near], terms)
    refusing = any(word in understood.folded for word in language("premises")["refusing"])
    if false is None and (understood.plan.speakers or understood.plan.detail == "reason" or refusing):
        premise = refuse_premise(task, terms, taken)
        if premise is not None:
            return premise
    if false is not None and understood.plan.kind == "who" and not understood.plan.speakers:
        others = [one for one in agreeing(task, everybody, masked) if one.span != false.span]
        if others:
            return told_apart(task, Draft(lines=fact_lines(task, others)), everybody)
    if false is not None and _surely_said(task, ranked, masked) is not None:
        false = None
    if false is not None and asks_whether:
        return draft_correction(task, ranked, false.span)
    if false is not None:
        return refuse(task, "false_premise", found=[ranked[0].span], told=false)
    if stand is not None:
        return read_over(task, stand)
    spelt = next((one for one in ranked if spells_out(understood.folded, fold(one.text))), None)
    if spelt is not None:
        return Draft(lines=fact_lines(task, [spelt, *(one for one in ranked if one is not spelt)]))
    if understood.detail is None:
        lines = fact_lines(task, ranked, further=understood.further)
        return Draft(lines=lines) if says_all(task, ranked[0]) else _sure(task, lines, everybody)
    telling = detailed(task, ranked, understood.detail)
    if not telling and understood.plan.detail == "reason":
        telling = troubles(task, ranked)
    telling = telling or surely_told(ranked, understood.detail, understood.folded)
    telling = telling or told_to_both(task, ranked, understood.detail)
    if not telling and understood.further:  # the first was only spoken of, what is asked comes behind
        asked, *behind = understood.further
        other = replace(understood, detail=asked, further=tuple(behind), beside=(*understood.beside, understood.detail))
        return draft_fact(replace(task, understood=other))
    if not telling and answers_softly(understood.detail):
        telling = ranked
    if not telling:
        beside = _beside(task, ranked) or _in_a_stretch(task, ranked)
        return beside or refuse(task, "detail_absent", found=[one.span for one in ranked[:3]])
    also = wanted(task, ranked, telling[0])
    further = (*understood.further, *understood.beside)
    lines = fact_lines(task, telling, further=further, wanted=also)
    if says_all(task, telling[0]):
        return each_asked(task, lines)
    told = _sure(task, lines, everybody)
    if not isinstance(told, Refusal) or told.reason != "detail_absent":
        return told
    unread = isinstance(read_over(task, Draft(lines=lines)), Refusal)  # and not only answered by others as well
    return _beside(task, ranked) or (_in_a_stretch(task, ranked) if unread else None) or told


def _in_other_words(task: Task, ranked: Sequence[Sentence], masked: str) -> Draft | Refusal | None:
    """Where the words of the topic are not there: the sentences that both readers find to answer, if they have the asked detail, else
    the refusal that they lack it. None where both find none, or the question (``masked``: without names) takes a figure or
    a reason for granted.
    """
    detail, asked = task.understood.detail, task.understood.folded
    granted = (
        presumes(asked) or bool(numbers(masked.replace("〇", "※"))) or (detail is not None and detail.name == "reason")
    )
    answering = [] if granted or task.understood.plan.kind != "fact" else read_by_both(task, ranked)
    if not answering:
        return None
    held = [one for one in answering if detail is None or holds_detail(detail, fold(one.text), question=asked)]
    if not held:
        return refuse(task, "detail_absent", found=[one.span for one in answering])
    return Draft(lines=fact_lines(task, held))


def _beside(task: Task, ranked: Sequence[Sentence]) -> Draft | None:
    """What stands beside that of which the reason is asked, where it reads as that."""
    detail = task.understood.detail
    beside = told_beside(task, ranked) if detail is not None and detail.name == "reason" else []
    return Draft(lines=told_together(task, beside)) if beside else None


def _in_a_stretch(task: Task, ranked: Sequence[Sentence]) -> Draft | None:
    """The sentence that reads as no answer, where a stretch of it does."""
    found = told_in_a_stretch(task, ranked)
    return Draft(lines=fact_lines(task, found)) if found else None


def _sure(task: Task, lines: list[Line], ranked: Sequence[Sentence]) -> Draft | Refusal:
    """The draft of ``lines``, where they answer as read, and better than what any other speaker says."""
    read = read_over(task, each_asked(task, lines))
    return told_apart(task, read, ranked) if isinstance(read, Draft) else read


def _mentions(task: Task, one: Sentence, masked: str) -> bool:
    """Whether a sentence has, as it is, what the question asks who mentions, or has between quotation marks."""
    plan, phrases = task.understood.plan, listed(task.understood.topic.phrases)
    if plan.kind != "who" or plan.speakers or not phrases:
        return False
    rules = language("premises")
    takes_side = pattern(f"{rules['against_it']}|{rules['favouring']}").search(masked) is not None
    if pattern(language("questions")["names_word"]).search(masked) is None and (takes_side or not phrases[0].quoted):
        return False
    text = closed_up(fold(one.text))
    return all(closed_up(phrase.text) in text for phrase in phrases)


def _surely_said(task: Task, ranked: Sequence[Sentence], masked: str) -> Sentence | None:
    """The sentence read most surely to answer who says something, where nobody is named: so surely, and with no other figures
    than the question's (``masked``: without names), that the rules are wrong which find it against that. None where none is.
    """
    plan = task.understood.plan
    read = [one for one in ranked if one.seen.reading is not None and one.seen.reading >= CERTAIN]
    if plan.kind != "who" or plan.speakers or not read:
        return None
    best = max(read, key=lambda one: one.seen.reading or 0.0)
    denied = denies(task, best, masked) or figure(masked, [fold(best.text)], [best.span]) is not None
    return None if denied else best


def _tells_before(question: str) -> bool:
    """Whether a folded question tells a share in a clause before the one that asks."""
    *before, last = pattern("[,，]").split(question)
    return bool(numbers("，".join(before))) and asks(last)


def _said_by_others(task: Task) -> Draft | None:
    """What others say for sure where an office or body is only spoken of (大学老师把技术卖出去…), and is not said to speak."""
    understood = task.understood
    if understood.bound:
        return None
    meant = [one for one in understood.mentions if one.speakers]
    of_a_kind = (
        not meant and understood.plan.kind == "who" and bool(understood.plan.speakers)
    )  # 企业的当家人: 来自企业的
    if not (meant or of_a_kind) or any(one.how not in ("role", "organisation") for one in meant) or task.filtered:
        return None
    behind = understood.folded[meant[-1].end :] if meant else ""
    rules = language("questions")
    if any(word in behind for word in (*rules["speech_verbs"], *rules["takes_part"])):
        return None
    free = replace(
        task,
        understood=replace(understood, mentions=(), plan=replace(understood.plan, speakers=(), roles=())),
        allowed=None,
    )
    terms = terms_of(free.understood.plan.terms, task.corpus, understood.topic.phrases)
    ranked = scored(free, terms, understood.topic.phrases)
    if not ranked or not surely_spoken_of(free, ranked[0]):
        return None
    found = draft_fact(free)
    return found if isinstance(found, Draft) else None


def _share_denied(task: Task, ranked: Sequence[Sentence], taken: Sequence[tuple[int, int]]) -> Contradiction | None:
    """A share that the question takes for granted, against what the best sentence's paragraph says of the same thing."""
    spans = [one.span for one in ranked if one.span.place == ranked[0].span.place]
    texts = [fold(task.corpus.stretch(one)) for one in spans]
    return share(without_names(task.understood.folded, taken), texts, spans)
