"""A follow-up that found nothing, read beside every sentence of the one whom it is about, before it is refused.

What a follow-up asks is told in a few words that whoever was shown need not use (欠着的呢: 三年不交的…), so words find nothing of
it. Of one speaker there are few sentences, and two readers read them all, beside the follow-up alone and with what was spoken of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from index.records import Span
from index.sentences import sentences
from index.words import plain_words
from rag.answering import Draft, Refusal, Task
from rag.asked import Asked
from rag.claims.numbers import numbers
from rag.data import language, pattern
from rag.extractive.quotations import introduce
from rag.extractive.wording import quoting, trimmed
from rag.instructions import commands
from rag.relevance import read
from rag.reranking import passage
from rag.scope import leaves_the_talk
from rag.stages import retrieved, understood
from rag.understanding.details import holds_detail
from rag.understanding.dialogue import last_turn
from rag.understanding.kinds import Detail
from rag.understanding.turns import Turn, describes_somebody, opens_anew, speakers_of, told
from rag.understanding.vocabulary import has_surname, is_personal_name

ENOUGH, HELD, REASON, COUNTED, SURELY = -0.55, -0.75, 0.25, 0.5, 3.5
"""The averages of both readers' logits, beside both forms, from which a sentence answers: where no detail is asked for, where it holds the
one that is, where a reason is asked for, where a number is and it has one, and whatever is asked for. Of refused follow-ups, this answers
45 of 117 that can be, always in the right place, and none of 90 that cannot."""
ANOTHER = 1.25
"""By how much more where another than whoever was spoken of is asked: what he was not shown to speak of, he seldom speaks of."""
_READ_AGAIN, _MOST = 4, 60
_REFUSED = ("topic_absent", "detail_absent", "speaker_silent", "out_of_scope")


def read_at_last(asked: Asked) -> Asked:
    """``asked``, with its draft; where it is a refused follow-up about one speaker, with the sentence of his that surely answers it."""
    assert asked.understood is not None
    result, plan = asked.result, asked.understood.plan
    if not asked.history or not isinstance(result, Refusal) or result.settled or result.reason not in _REFUSED:
        return asked
    if plan.kind not in ("fact", "summary") or plan.excluded or any(map(_is_person, plan.unknown)):
        return asked
    if result.alike and not asked.understood.completed:
        return asked  # it stands by itself, and several answer it
    if asked.task is None or leaves_the_talk(asked.task) or _turns_to_others(asked):
        return asked
    lexicon = asked.opened.lexicon
    previous = last_turn(asked.history, lexicon=lexicon, tokenise=plain_words().spans)
    people = plan.speakers or (speakers_of(previous, lexicon) if previous is not None else ())
    if previous is None or len(people) != 1:
        return asked
    forms = _forms(asked, people[0], previous)
    again = retrieved(understood(replace(asked, question=forms[0], history=())))
    if again.task is None or again.result is not None:
        return asked
    another = people[0] not in previous.cast.focus
    span = _answering(again.task, asked, people[0], forms, another=another)
    if span is None:
        return asked
    span = trimmed(again.task.corpus, span)
    line = quoting(again.task.corpus, span, lead=introduce(again.task, span.place, first=True, same=False))
    return replace(again, question=asked.question, result=Draft(lines=[line]))


def _is_person(name: str) -> bool:
    return is_personal_name(name) and has_surname(name)


def _turns_to_others(asked: Asked) -> bool:
    """Whether a follow-up asks for others than whoever was shown, or leaves what was spoken of."""
    rules, folded = language("questions"), fold(asked.question)
    others = (
        f"{rules['preamble']}|{rules['existence']}|{rules['followup']['others']}|{rules['followup']['other_people']}"
    )
    anew = opens_anew(asked.question) is not None or describes_somebody(asked.question)
    return anew or pattern(others).search(folded) is not None


def _forms(asked: Asked, name: str, previous: Turn) -> list[str]:
    """The follow-up as it is read: of the speaker, and of him with what was spoken of before."""
    assert asked.understood is not None
    whole, about = asked.understood.question, told(previous).replace(" ", "")
    alone = whole if name in whole else f"{name}，{asked.question}"
    of_him = f"{name}关于{about}" if about and name not in asked.question else about
    return [alone, f"{of_him}，{asked.question}"]


def _answering(task: Task, asked: Asked, name: str, forms: Sequence[str], *, another: bool) -> Span | None:
    """The sentence of a speaker that both readers find to answer best, where it surely does; ``another``: he was not spoken of last."""
    assert asked.understood is not None
    corpus, detail = task.corpus, asked.understood.detail
    spans = [
        Span(place, start, end)
        for one in asked.opened.lexicon.appearances.get(name, ())
        for number, paragraph in enumerate(corpus.speech(one.place).paragraphs, 1)
        if task.allows(place := one.place._replace(paragraph=number))
        for start, end in sentences(paragraph)
        if not commands(paragraph[start:end])
    ][:_MOST]
    first = [read(task.index, fold(form), [passage(corpus, span) for span in spans]) for form in forms]
    if not spans or first[0] is None or first[1] is None:
        return None
    most = [max(each) for each in zip(first[0], first[1], strict=True)]
    at = sorted(range(len(spans)), key=lambda number: -most[number])[:_READ_AGAIN]
    again = [read(task.index, fold(form), [passage(corpus, spans[n]) for n in at], again=True) for form in forms]
    if not again[0] or not again[1]:
        return None
    averages = [
        (first[0][number] + first[1][number] + one + other) / 4
        for number, one, other in zip(at, again[0], again[1], strict=True)
    ]
    best = max(range(len(at)), key=lambda number: averages[number])
    span = spans[at[best]]
    text = fold(corpus.stretch(span))
    enough = needed(detail, text, fold(asked.question)) + (ANOTHER if another else 0.0)
    return span if averages[best] >= enough else None


def needed(detail: Detail | None, text: str, question: str) -> float:
    """From which average a folded sentence answers a folded question for a detail."""
    if detail is None:
        return ENOUGH
    if holds_detail(detail, text, question=question):
        return HELD
    if detail.name == "reason":
        return REASON
    counted = detail.name in language("details")["numbers"]["told_by_any"]
    told = {one.value for one in numbers(text) if one.strong} - {one.value for one in numbers(question)}
    return COUNTED if counted and told else SURELY
