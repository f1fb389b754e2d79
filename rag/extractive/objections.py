"""What the corpus has against a question: it says otherwise, or its speaker takes no such stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, proposes, spoken_of, surely_spoken_of, terms_of
from rag.extractive.doubted import faults_in, statement_of, unnamed
from rag.extractive.quotations import introduce
from rag.extractive.second_reading import certain_again
from rag.extractive.standing import asking, said_in, stand, topical
from rag.extractive.wording import quoting, trimmed, where, who
from rag.matching import Term
from rag.premises import CLAUSE, Contradiction, asked_stance, contradiction, counted, goes, polarities, stance
from rag.refusal import refuse
from rag.reranking import CERTAIN, scored
from rag.understanding.topics import without_names

NEAR = 0.55
"""The share of the best score from which a paragraph is asked where it stands."""
NAMED = 0.1
"""The weight from which words name what somebody takes a stand on (这么办 names nothing)."""
SPOKEN = 0.2
"""The share of the topic from which the sentence that takes the stand is taken for the answer."""
LITERAL = 5
"""Characters from which a phrase is somebody's own word for a thing."""
LONG = 6
"""The same where it is told before what is asked."""
_PARAGRAPHS = 4
HARDLY = 0.35
"""Coverage below which whoever is asked whether he said something does not speak of it, unless it surely reads so."""
SAID_OTHERWISE = 0.6
"""Coverage from which a statement whose nouns are not all in the source is taken for said in other words."""


def refuse_attribution(task: Task) -> Refusal | None:
    """The refusal where the question gives to the one speaker that it names what, word for word, only others propose
    (甲提议的某某基金); None otherwise.
    """
    understood, corpus = task.understood, task.corpus
    asked = understood.plan.speakers
    if len(asked) != 1 or task.filtered is not None:
        return None
    proposed = pattern(language("questions")["proposed_by"])
    proposing = pattern(language("premises")["told_proposal"])
    for mention in understood.mentions:
        given = proposed.match(understood.folded, mention.end)
        named = [one for one in understood.topic.phrases if given is not None and one.start == given.end()]
        named = [one for one in named if len(one.text) >= LITERAL]
        clause = proposing.match(understood.folded, mention.end) if not named else None
        if clause is not None and understood.plan.kind == "fact":  # 甲提出“某物”，具体…
            end = re.compile("[,，]").search(understood.folded, clause.end())
            named = [
                one
                for one in understood.topic.phrases
                if (one.quoted or len(one.text) >= LONG)
                and end is not None
                and clause.end() <= one.start
                and one.end < end.start()
            ]
        if not named or mention.speakers != asked:
            continue
        found = corpus.find(named[0].text)
        others = [one for one in found if corpus.speech(one.place).speaker not in (None, *asked)]
        if others and len(others) == len(found) and not _surely_his(task):
            other = corpus.speech(others[0].place).speaker
            told = Contradiction(asked[0], str(other), others[0])
            return refuse(task, "false_premise", found=others[:1], told=told)
    return None


def _surely_his(task: Task) -> bool:
    """Whether both readers are certain that a sentence of whoever is asked answers: then he says it in words of his own."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    best = next(iter(scored(task, terms, task.understood.topic.phrases)), None)
    return best is not None and (best.seen.reading or 0.0) >= CERTAIN and certain_again(task, best)


def answer_stand(task: Task, terms: Sequence[Term], question: str) -> Draft | Refusal | None:
    """Why somebody is for or against something: a refusal where he is not, else his words with what he adds to them.

    A speaker who takes a stand explains it in the sentences around it, seldom with a word for the reason; so these are
    the answer where no sentence has such a word. None where ``question``, names masked, or the speaker takes no stand.
    """
    understood = task.understood
    told = pattern(language("premises")["told_stance"]).search(question)
    if not understood.plan.speakers or (understood.plan.detail != "reason" and told is None):
        return None
    if told is not None and understood.plan.detail != "reason":  # what is asked behind it is another thing
        question = told.group()
        terms = [term for term in terms if term.word in question]
    side, start = asked_stance(question)
    asked = asking(question, side)
    topic = topical(terms)
    if sum(term.weight for term in topic) < NAMED or not (side or asked.ways):
        return None
    ranked = scored(task, topic, understood.topic.phrases)
    if not ranked or not spoken_of(task, ranked[0]):
        return None
    near = [one.span.place for one in ranked if one.score >= NEAR * ranked[0].score and spoken_of(task, one)]
    stands = [stand(task, place, terms, asked) for place in list(dict.fromkeys(near))[:_PARAGRAPHS]]
    held = next((one for wanted in (1, -1) for one in stands if one.side == wanted), None)
    if held is None or held.span is None:
        return None
    if held.side < 0:
        return refuse(
            task,
            "false_premise",
            found=[held.span],
            told=Contradiction(said_in(task, question, start), held.words, held.span),
        )
    if not side or held.share < SPOKEN or understood.plan.detail != "reason":
        return None
    place, text = held.span.place, task.corpus.text(held.span.place)
    own = [
        Span(place, start, start + len(sentence.rstrip()))
        for start, end in sentences(text)
        for sentence in (text[start:end],)
        if not proposes(fold(sentence)) or stance(fold(sentence))[0]
    ]
    explained = len(own) > 1 or any(len(CLAUSE.findall(text[span.start : span.end])) > 2 for span in own)
    if not explained:
        return None
    lead = introduce(task, place, first=True, same=False)
    return Draft(
        lines=[quoting(task.corpus, span, lead=lead if not at else "同一段还提出：") for at, span in enumerate(own[:3])]
    )


def refuse_premise(task: Task, terms: Sequence[Term], taken: Sequence[tuple[int, int]]) -> Refusal | None:
    """A refusal where the corpus holds the topic of the question but for a direction it takes for granted.

    The words of direction and negation are left out of the topic; what then is spoken of, with no sentence that goes
    the asked way, contradicts the premise.
    """
    left_open = pattern(language("premises")["alternatives"])
    question = left_open.sub(lambda match: "※" * len(match.group()), task.understood.folded)
    turning = polarities(question, taken=taken)
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


def draft_denial(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence]) -> Draft | Refusal | None:
    """The real wording where a question whether something is so says it otherwise: other figures, directions, things; a refusal
    where whoever is named hardly speaks of it.
    """
    best = ranked[0]
    place = best.span.place
    if best.whole < HARDLY and task.understood.plan.speakers and not surely_spoken_of(task, best):
        return refuse(task, "speaker_silent", found=[best.span])  # a word or two in common: he does not say it
    if faults_in(task, statement_of(task.understood.question), place, close=best.whole >= SAID_OTHERWISE):
        return draft_correction(task, ranked, best.span)
    if best.whole >= SAID_OTHERWISE:
        return None  # most of it stands there, in other words
    speech = task.corpus.speech(place)
    nouns = unnamed(terms, fold(f"{task.corpus.text(place)} {speech.title} {speech.role}"))
    return draft_correction(task, ranked, best.span) if nouns else None


def draft_false_figure(task: Task) -> Refusal | None:
    """The refusal of a question for what one speaker says which counts otherwise than he does (调研的二十家单位, of twelve)."""
    understood = task.understood
    if len(understood.plan.speakers) != 1 or task.allowed is None:
        return None
    places = [place for place, _ in task.corpus.paragraphs() if task.allows(place)]
    spans = [
        Span(place, start, start + len(text[start:end].rstrip()))
        for place in places
        for text in (task.corpus.text(place),)
        for start, end in sentences(text)
    ]
    texts = [fold(task.corpus.stretch(one)) for one in spans]
    masked = without_names(understood.folded, [(mention.start, mention.end) for mention in understood.mentions])
    told = counted(masked, texts, spans)
    return None if told is None else refuse(task, "false_premise", found=[told.span], told=told)


def contradicted(task: Task) -> Draft | None:
    """The real wording of a quoted sentence that nobody said so, where the source says its opposite; else None."""
    understood = task.understood
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    ranked = scored(task, terms, understood.topic.phrases)
    if not ranked or not spoken_of(task, ranked[0]):
        return None
    taken = [(mention.start, mention.end) for mention in understood.mentions]
    false = contradiction(understood.folded, task.corpus, [ranked[0].span], taken=taken)
    return draft_correction(task, ranked, false.span) if false is not None else None


def draft_correction(task: Task, ranked: Sequence[Sentence], false: Span) -> Draft:
    """A question whether something was said that was said otherwise: the real wording is the answer."""
    span = trimmed(task.corpus, next((one.span for one in ranked if one.span == false), ranked[0].span))
    lead = f"不是这样说的：{who(task.corpus, span.place)}在{where(task.corpus, span.place)}的原文是"
    return Draft(lines=[quoting(task.corpus, span, lead=lead)], kind="verify")
