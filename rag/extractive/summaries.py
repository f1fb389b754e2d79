"""Summaries: every recommendation of a speech in source order, the stated problem told apart."""

from __future__ import annotations

from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.extractive.wording import quoted, quoting, trimmed, where, who
from rag.refusal import refuse
from rag.speeches import Point, points_of, problem_of

_BRIEF_FROM = 3
"""From this many speeches on, only the opening sentence of each recommendation is quoted; of fewer, all of it: the
measures stand behind the opening sentence, and none may be missing."""


def draft_summary(task: Task) -> Draft | Refusal:
    """All points of the asked speeches, or the one asked for by its number."""
    plan = task.understood.plan
    if task.allowed is None and not pattern(language("questions")["of_all"]).search(task.understood.folded):
        return refuse(task, "topic_absent")  # what it names is nobody and nothing of the corpus
    speeches = asked_speeches(task)
    if not speeches:
        return refuse(task, "speaker_unknown" if plan.unknown else "out_of_scope")
    if plan.point is not None or plan.paragraph is not None:
        return _one(task, speeches)
    many = len(speeches) >= _BRIEF_FROM
    lines: list[Line] = []
    for place in speeches:
        lines += _speech(task, place, brief=many)
    return Draft(lines=lines)


def asked_speeches(task: Task) -> list[Place]:
    """The speeches of the asked speakers or documents, in source order."""
    if task.allowed is None:
        return [place for place, _ in task.corpus.speeches()]
    return [Place(document, speech, 0) for document, speech in sorted(task.allowed)]


def point_span(task: Task, place: Place, point: Point, *, brief: bool = False) -> Span:
    """The quote of one point: the whole paragraph, or its opening sentence where it shall be brief."""
    end = point.end if brief else point.length
    return trimmed(task.corpus, Span(place._replace(paragraph=point.paragraph), point.start, end))


def _speech(task: Task, place: Place, *, brief: bool) -> list[Line]:
    corpus, speech = task.corpus, task.corpus.speech(place)
    points = points_of(speech)
    lines: list[Line] = [Line(("",))] if place != asked_speeches(task)[0] else []
    spans = [point_span(task, place, point, brief=brief) for point in points]
    if not spans:
        spans = [
            trimmed(corpus, Span(place._replace(paragraph=number), 0, len(text)))
            for number, text in enumerate(speech.paragraphs, 1)
            if text.strip()
        ]
    if not spans:
        return []
    title = f"在《{speech.title}》中" if speech.title else ""
    lines.append(Line((Statement(f"{who(corpus, place)}{title}共提出 {len(spans)} 条建议：", tuple(spans)),)))
    lines.append(Line(("",)))
    for number, span in enumerate(spans, start=1):
        lines.append(
            Line((Statement(f"第 {span.place.paragraph} 段：{quoted(corpus, span)}", (span,)),), f"{number}. ")
        )
    problem = None if brief else problem_of(place, speech)
    if problem is not None:
        lines += [
            Line(("",)),
            quoting(corpus, problem, lead=f"所针对的问题（第 {problem.place.paragraph} 段，不是建议）："),
        ]
    return lines


def _one(task: Task, speeches: list[Place]) -> Draft | Refusal:
    plan, corpus = task.understood.plan, task.corpus
    lines = []
    for place in speeches:
        speech = corpus.speech(place)
        if plan.paragraph is not None:
            wanted = [plan.paragraph] if 1 <= plan.paragraph <= len(speech.paragraphs) else []
        else:
            points = points_of(speech)
            number = len(points) if plan.point == -1 else plan.point or 0
            wanted = [points[number - 1].paragraph] if 1 <= number <= len(points) else []
        for number in wanted:
            text = speech.text(number)
            span = trimmed(corpus, Span(place._replace(paragraph=number), 0, len(text)))
            lines.append(quoting(corpus, span, lead=f"{who(corpus, place)}在{where(corpus, span.place)}提出："))
    if not lines:
        return refuse(task, "detail_absent")
    return Draft(lines=lines)
