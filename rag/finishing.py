"""The end of the chain: a draft becomes the growing, checked :class:`Answer` that users get."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import Span
from rag.answering import Answerer, Closing, Draft, Refusal, Replaced, Task
from rag.asked import Asked
from rag.drafts import cite, composing
from rag.extractive.similarity import alike
from rag.extractive.wording import clause_around
from rag.failures import FAILURES, search_failed
from rag.guarantees import broken
from rag.records import EXTRACTIVE, Answer, Citation, Suggestion
from rag.refusal import refuse

log = logging.getLogger(__name__)

_PASSAGES = 10


class _Broken(Exception):
    """A draft that breaks a guarantee; ``faults`` say which, in Chinese."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = tuple(faults)


def finished(asked: Asked, *, answerer: Answerer, fallback: Answerer) -> Iterator[Answer]:
    """The answer, growing line by line; the last one is whole.

    Every state of another answerer than ``fallback`` is held against the guarantees before it is given, and every whole
    answer. Where one breaks them, the draft of ``fallback`` stands in its place, under its own name, with a warning.
    """
    task, result, understood = asked.task, asked.result, asked.understood
    assert task is not None and result is not None and understood is not None
    answer = Answer(
        question=asked.question,
        understood=understood.question,
        plan=understood.plan,
        kind=understood.plan.kind,
        text="",
        answered_by=answerer.name,
        passages=task.hits[:_PASSAGES],
    )
    try:
        yield from _finished(asked, task, result, answer)
    except _Broken as found:
        log.warning("an answer by %s broke a guarantee: %s", answer.answered_by, found)
        yield from _instead(asked, task, found.faults, answer, fallback=fallback)
    except FAILURES as error:
        yield _refused(asked, task, search_failed(error), answer)


def _instead(
    asked: Asked, task: Task, faults: tuple[str, ...], answer: Answer, *, fallback: Answerer
) -> Iterator[Answer]:
    """The fallback's answer in the place of one that broke a guarantee; a refusal where it is no better."""
    try:
        if answer.answered_by != fallback.name:
            told = (f"{answer.answered_by} 的回答没有通过核对（{'；'.join(faults)}），改由原文摘录回答。",)
            yield from _finished(
                asked, task, fallback.draft(task), replace(answer, answered_by=fallback.name), warnings=told
            )
            return
    except _Broken as found:
        log.warning("an answer by %s broke a guarantee: %s", fallback.name, found)
        faults = found.faults
    refusal = Refusal(reason="search_failed", text="这次回答没有通过核对，请换个说法再问。", warnings=faults)
    yield _refused(asked, task, refusal, answer)


def _finished(
    asked: Asked, task: Task, result: Draft | Refusal, answer: Answer, *, warnings: tuple[str, ...] = ()
) -> Iterator[Answer]:
    """The states of one draft. Raises _Broken in the place of a state that breaks a guarantee."""
    closing = result.closing() if result.closing else Closing(answer.answered_by)
    answer = replace(answer, answered_by=closing.answered_by, warnings=warnings)
    if isinstance(result, Draft) and isinstance(result.lines, Sequence) and not result.lines:
        result = refuse(task, "detail_absent")  # whatever was to be shown, nothing is left of it
    if isinstance(result, Refusal):
        yield _refused(asked, task, result, answer)
        return
    whole = answer
    try:
        for whole in _composed(result, task, answer):
            if answer.answered_by != EXTRACTIVE:  # the extractive draft is literal by construction: once, below
                _hold(whole, task)
            yield whole
        closing = result.closing() if result.closing else closing
    except Replaced as replaced:  # what was shown is void: the draft that stands in its place is shown instead
        result, closing = replaced.draft, replaced.closing
        for whole in _composed(result, task, replace(answer, answered_by=closing.answered_by)):
            yield whole
    _hold(whole, task)
    related = tuple(cite(task.corpus, span) for span in result.related or _related(task, whole))
    yield replace(
        whole,
        related=related,
        warnings=(*warnings, *closing.warnings, *result.warnings, *_layout_warnings(whole.citations)),
        timings={**asked.seconds(), **dict(closing.timings)},
        usage={**dict(asked.usage), **closing.usage},
    )


def _composed(draft: Draft, task: Task, answer: Answer) -> Iterator[Answer]:
    """The answer after each line of ``draft``."""
    for text, citations in composing(draft.lines, task.corpus):
        yield replace(answer, text=text, citations=citations, kind=draft.kind or answer.kind)


def _hold(answer: Answer, task: Task) -> None:
    """Raises _Broken for an answer that breaks a guarantee."""
    if faults := broken(answer.text, answer.citations, task.corpus):
        raise _Broken(faults)


def _refused(asked: Asked, task: Task, refusal: Refusal, answer: Answer) -> Answer:
    return replace(
        answer,
        text=refusal.text,
        refused=True,
        reason=refusal.reason,
        suggestions=tuple(_suggestion(task, span) for span in refusal.nearest),
        warnings=(*answer.warnings, *refusal.warnings),
        timings=asked.seconds(),
    )


def _suggestion(task: Task, span: Span) -> Suggestion:
    citation = cite(task.corpus, span)
    name = citation.speaker or "这篇发言"
    return Suggestion(question=f"{name}提出了哪些建议？", citation=citation)


def _related(task: Task, answer: Answer) -> list[Span]:
    """What others propose that is like the first quote of a single-speaker answer."""
    citations = answer.citations
    if answer.plan.kind not in ("fact", "who") or not citations:
        return []
    first = citations[0]
    if first.paragraph == 0 or any(citation.speaker != first.speaker for citation in citations):
        return []
    for hit in task.hits:
        if (hit.source, hit.speaker, hit.title, hit.paragraph) == (
            first.document,
            first.speaker,
            first.title,
            first.paragraph,
        ):
            mine = Span(hit.place, first.start, first.end)
            return [clause_around(task.corpus, pair.other, longest=120) for pair in alike(task, mine, most=3)]
    return []


def _layout_warnings(citations: Sequence[Citation]) -> list[str]:
    if any(citation.speaker is None for citation in citations):
        return ["有的引文来自发言人不明的段落，请核对原件。"]
    return []
