"""The troubles of which a speaker tells (反映了哪些困难): the sentences that say what is wrong, none of his recommendations among them
unless nothing else does.
"""

from __future__ import annotations

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Draft, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.extractive.summaries import asked_speeches
from rag.extractive.wording import quoted, trimmed, who
from rag.speeches import parts_of
from rag.understanding.whole_speech import troubles_asked


def draft_troubles(task: Task) -> Draft | None:
    """The draft of a question that asks a speaker for them; None for another question, or where he tells of none."""
    understood = task.understood
    if not understood.plan.speakers or understood.plan.kind != "summary":
        return None
    if troubles_asked(understood.folded) is None:
        return None
    lines: list[Line] = []
    for place in asked_speeches(task):
        spans = _of_the_topic(task, _troubles(task, place))
        if not spans:
            continue
        title = f"在《{task.corpus.speech(place).title}》中" if task.corpus.speech(place).title else ""
        head = language("whole_speech")["head"].format(who=who(task.corpus, place), title=title, count=len(spans))
        lines += [Line(("",))] if lines else []
        lines += [Line((Statement(head, tuple(spans)),)), Line(("",))]
        lines += [
            Line((Statement(f"第 {span.place.paragraph} 段：{quoted(task.corpus, span)}", (span,)),), f"{number}. ")
            for number, span in enumerate(spans, start=1)
        ]
    return Draft(lines=lines) if lines else None


def _troubles(task: Task, place: Place) -> list[Span]:
    """One quote a paragraph that tells of a trouble, from its first such sentence to its last: of the paragraphs that recommend
    nothing; of the others only where it is called one.
    """
    speech, called = task.corpus.speech(place), pattern(language("whole_speech")["trouble"])
    sounds = pattern(language("whole_speech")["sounds"])
    found, beside = [], []
    for number, part in enumerate(parts_of(speech), start=1):
        text, at = speech.text(number), place._replace(paragraph=number)
        told = [one for one in sentences(text) if sounds.search(fold(text[slice(*one)]))]
        if not told:
            continue
        span = trimmed(task.corpus, Span(at, told[0][0], told[-1][1]))
        if part != "recommendation" or called.search(fold(text[told[0][0] : told[-1][1]])):
            found.append(span)
        else:
            beside.append(span)
    return found or beside


def _of_the_topic(task: Task, spans: list[Span]) -> list[Span]:
    """``spans`` as far as their paragraphs speak of what the question names; all where none does."""
    words = task.understood.plan.terms
    about = [one for one in spans if any(word in fold(task.corpus.text(one.place)) for word in words)]
    return about or spans
