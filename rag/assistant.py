"""The assistant: opens an index once, answers many questions; one LangChain chain from question to checked answer.

question → understood → retrieved passages → answerer's draft → composed and checked :class:`Answer`
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.folding import fold
from index.locations import default_location
from index.records import Hit, Place, Span
from index.retrieval import Index, open_index
from index.settings import Settings
from index.words import Words
from rag.answering import Answerer, Closing, Draft, Refusal, Replaced, Task
from rag.drafts import cite, composing
from rag.extractive import ExtractiveAnswerer
from rag.extractive.similarity import alike
from rag.extractive.wording import clause_around
from rag.guarantees import broken
from rag.records import Answer, Citation, Suggestion, Verdict
from rag.understanding import Lexicon, Understood, understand
from rag.understanding.dialogue import carried

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

LONGEST_QUESTION = 2000
"""Characters of a question; longer input is no question but a document."""
_RETRIED = ("topic_absent", "detail_absent", "out_of_scope")
_PASSAGES = 10
_SEARCHED = 50


class QuestionError(ValueError):
    """A question that cannot be asked; the message is one Chinese sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class _Open:
    """One generation of the index with what is derived from it; replaced as a whole."""

    index: Index
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    history: tuple[Mapping[str, str], ...] = ()
    speaker: str | None = None
    document: str | None = None
    opened: _Open | None = None
    started: float = field(default_factory=time.perf_counter)
    understood: Understood | None = None
    task: Task | None = None
    result: Draft | Refusal | None = None
    timings: tuple[tuple[str, float], ...] = ()
    usage: tuple[tuple[str, dict[str, int]], ...] = ()


class Assistant:
    """Answers questions about one index. Safe to share between threads; takes up a new generation between questions."""

    def __init__(
        self, index: Index, *, settings: Settings, location: str | Path | None = None, answerer: Answerer | None = None
    ) -> None:
        self.settings = settings
        self._location = location
        self._open = _Open(index, Lexicon(index.corpus))
        self._renewing = threading.Lock()
        self._extractive = ExtractiveAnswerer()
        self._answerer: Answerer = answerer or self._extractive

    @classmethod
    def open(
        cls, location: str | Path | None = None, *, settings: Settings | None = None, model: BaseChatModel | None = None
    ) -> Assistant:
        """Opens the index at ``location`` (a folder or a Milvus URI), by default RAG_INDEX, data/index or the sample.

        ``model``: a LangChain chat model that answers in the extractive answerer's place. Raises the index's errors,
        each with one Chinese sentence, where there is no usable index.
        """
        settings = settings or Settings.from_environment()
        where = location if location is not None else default_location(settings)
        answerer: Answerer | None = None
        if model is not None or settings.model is not None:
            from rag.generative.opening import answerer_for

            answerer = answerer_for(settings, model=model)
        return cls(open_index(where, settings=settings), settings=settings, location=where, answerer=answerer)

    def models(self) -> tuple[str, ...]:
        """The models that the set endpoint offers, the set one first; () without one. Raises Fault where they cannot be had."""
        if self.settings.model is None:
            return ()
        from rag.endpoint import list_models

        return list_models(self.settings)

    def choose(self, model: str | None) -> Assistant:
        """An assistant over the same open index that answers with another model of the endpoint; None: extractive."""
        other = copy(self)
        other._answerer, other._renewing = self._extractive, threading.Lock()
        if model is not None and model == self._answerer.name:
            other._answerer = self._answerer
        elif model is not None:
            from rag.generative.opening import answerer_for

            other._answerer = answerer_for(self.settings, name=model)
        return other

    @property
    def index(self) -> Index:
        """The open generation of the index."""
        return self._open.index

    @property
    def lexicon(self) -> Lexicon:
        """The names of the open index."""
        return self._open.lexicon

    @property
    def answered_by(self) -> str:
        """Who answers: ``extractive`` or the model's name."""
        return self._answerer.name

    def answer(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, str]] = (),
        speaker: str | None = None,
        document: str | None = None,
    ) -> Answer:
        """The answer to ``question``; ``history`` is what was said before (role and content), the filters are the user's.

        Raises QuestionError for an empty question, one over LONGEST_QUESTION characters, or a filter not in the index.
        """
        answer = None
        for answer in self.stream(question, history=history, speaker=speaker, document=document):  # noqa: B007
            pass
        assert answer is not None  # a stream always ends with a whole answer
        return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Mapping[str, str]] = (),
        speaker: str | None = None,
        document: str | None = None,
    ) -> Iterator[Answer]:
        """Like :meth:`answer`, growing line by line; the last one is whole."""
        asked = self._asked(question, history, speaker, document)
        done: _Asked = self.chain().invoke(asked)
        yield from self._composed(done)

    def search(
        self, question: str, *, k: int = 10, speaker: str | None = None, document: str | None = None
    ) -> list[Hit]:
        """Retrieval alone: the ``k`` best paragraphs, best first."""
        asked = self._asked(question, (), speaker, document)
        assert asked.opened is not None
        return asked.opened.index.search(asked.question, k=k, speaker=speaker, document=document)

    def verify(self, sentence: str, *, speaker: str | None = None) -> Verdict:
        """Who said this? Looks for ``sentence`` itself in the whole corpus; ``speaker`` is who is said to have said it."""
        from rag.verification import verify

        return verify(sentence, corpus=self._renewed().index.corpus, speaker=speaker)

    def chain(self) -> Runnable[Any, Any]:
        """The LangChain chain that an asked question runs through; its result still has to be composed."""
        from langchain_core.runnables import RunnableLambda

        return (
            RunnableLambda(self._understand).with_config(run_name="understand")
            | RunnableLambda(self._retrieve).with_config(run_name="retrieve")
            | RunnableLambda(self._draft).with_config(run_name="answer")
        )

    def _asked(
        self, question: str, history: Sequence[Mapping[str, str]], speaker: str | None, document: str | None
    ) -> _Asked:
        question = checked_question(question)
        opened = self._renewed()
        if speaker is not None and speaker not in opened.lexicon.appearances:
            raise QuestionError(f"索引里没有发言人“{speaker}”，请从名单中选择或去掉这个条件。")
        if document is not None and document not in {one.source for one in _headings(opened.index)}:
            raise QuestionError(f"索引里没有文件“{document}”，请从名单中选择或去掉这个条件。")
        return _Asked(question, tuple(history), speaker, document, opened)

    def _renewed(self) -> _Open:
        """The open generation, or the newer one if there is; a reader keeps what it has."""
        opened = self._open
        if self._location is not None and not opened.index.latest() and self._renewing.acquire(blocking=False):
            try:
                index = open_index(self._location, settings=self.settings)
                self._open = opened = _Open(index, Lexicon(index.corpus))
            finally:
                self._renewing.release()
        return opened

    def _understand(self, asked: _Asked) -> _Asked:
        began = time.perf_counter()
        assert asked.opened is not None
        understood = understand(
            asked.question,
            lexicon=asked.opened.lexicon,
            tokenise=_tokeniser().spans,
            history=asked.history,
            speaker=asked.speaker,
            document=asked.document,
        )
        return replace(
            asked, understood=understood, timings=(*asked.timings, ("understand", time.perf_counter() - began))
        )

    def _retrieve(self, asked: _Asked) -> _Asked:
        began = time.perf_counter()
        assert asked.opened is not None and asked.understood is not None
        index, understood = asked.opened.index, asked.understood
        filtered = _speeches(
            asked.opened, [asked.speaker] if asked.speaker else [], [asked.document] if asked.document else []
        )
        allowed = _speeches(
            asked.opened,
            understood.plan.speakers,
            [*understood.plan.documents] if understood.plan.kind != "compare" else [],
        )
        if understood.plan.roles and understood.plan.kind != "compare" and allowed is not None:
            corpus = index.corpus
            fitting = {
                one
                for one in allowed
                if any(
                    word in fold(corpus.heading(Place(*one, 0)).speeches[one[1]][1]) for word in understood.plan.roles
                )
            }
            allowed = frozenset(fitting) or allowed
        if filtered is not None:
            allowed = filtered if allowed is None else allowed & filtered
        hits: list[Hit] = []
        if understood.plan.kind not in ("smalltalk", "verify"):
            hits = index.search(_topical(understood), k=_SEARCHED, speaker=asked.speaker, document=asked.document)
        task = Task(understood, index, asked.opened.lexicon, tuple(hits), allowed, filtered)
        return replace(asked, task=task, timings=(*asked.timings, ("retrieve", time.perf_counter() - began)))

    def _draft(self, asked: _Asked) -> _Asked:
        began = time.perf_counter()
        assert asked.task is not None
        result = self._answerer.draft(asked.task)
        if (
            isinstance(result, Refusal)
            and result.reason in _RETRIED
            and asked.history
            and not asked.task.understood.completed
        ):
            again = self._carried(asked) or self._rewritten(asked)
            if again is not None:
                return again
        return replace(asked, result=result, timings=(*asked.timings, ("answer", time.perf_counter() - began)))

    def _carried(self, asked: _Asked) -> _Asked | None:
        """A follow-up that found nothing by itself, asked again with the last topic; None where that finds nothing either."""
        assert asked.opened is not None
        question = carried(asked.question, asked.history, lexicon=asked.opened.lexicon, tokenise=_tokeniser().spans)
        if question is None:
            return None
        again = self._retrieve(self._understand(replace(asked, question=question, history=())))
        assert again.task is not None
        result = self._answerer.draft(again.task)
        return None if isinstance(result, Refusal) else replace(again, question=asked.question, result=result)

    def _rewritten(self, asked: _Asked) -> _Asked | None:
        """A follow-up that the rules cannot complete, as the model rewrites it; None where that helps no more."""
        rewrite = getattr(self._answerer, "rewrite", None)
        if rewrite is None or asked.opened is None:
            return None
        question, tokens = rewrite(asked.question, asked.history, asked.opened.lexicon)
        if question == asked.question:
            return None
        usage = (*asked.usage, ("rewrite", tokens))
        again = self._retrieve(self._understand(replace(asked, question=question, history=(), usage=usage)))
        assert again.task is not None
        result = self._answerer.draft(again.task)
        return None if isinstance(result, Refusal) else replace(again, question=asked.question, result=result)

    def _composed(self, asked: _Asked) -> Iterator[Answer]:
        task, result, understood = asked.task, asked.result, asked.understood
        assert task is not None and result is not None and understood is not None
        answer = Answer(
            question=asked.question,
            understood=understood.question,
            plan=understood.plan,
            kind=understood.plan.kind,
            text="",
            answered_by=self._answerer.name,
            passages=task.hits[:_PASSAGES],
        )
        closing = result.closing() if result.closing else Closing(self._answerer.name)
        answer = replace(answer, answered_by=closing.answered_by)
        if isinstance(result, Refusal):
            yield replace(
                answer,
                text=result.text,
                refused=True,
                reason=result.reason,
                suggestions=tuple(_suggestion(task, span) for span in result.nearest),
                warnings=result.warnings,
                timings=_timings(asked),
            )
            return
        text = ""
        citations: tuple[Citation, ...] = ()
        try:
            for text, citations in composing(result.lines, task.corpus):
                yield replace(answer, text=text, citations=citations, kind=result.kind or answer.kind)
            closing = result.closing() if result.closing else closing
        except Replaced as replaced:  # what was shown is void: the draft that stands in its place is shown instead
            result, closing = replaced.draft, replaced.closing
            answer = replace(answer, answered_by=closing.answered_by)
            for text, citations in composing(result.lines, task.corpus):
                yield replace(answer, text=text, citations=citations, kind=result.kind or answer.kind)
        faults = broken(text, citations, task.corpus)
        if faults:  # an answer that breaks a guarantee is never shown as one
            yield replace(
                answer,
                text="这次回答没有通过核对，请换个说法再问。",
                refused=True,
                reason="search_failed",
                warnings=tuple(faults),
                timings=_timings(asked),
            )
            return
        related = tuple(cite(task.corpus, span) for span in result.related or _related(task, citations, answer))
        yield replace(
            answer,
            text=text,
            citations=citations,
            kind=result.kind or answer.kind,
            related=related,
            warnings=(*closing.warnings, *result.warnings, *_layout_warnings(task, citations)),
            timings={**_timings(asked), **dict(closing.timings)},
            usage={**dict(asked.usage), **closing.usage},
        )


def checked_question(question: str) -> str:
    """``question`` without white space around it. Raises QuestionError where it cannot be asked."""
    if not question.strip():
        raise QuestionError("问题是空的，请输入要问的内容。")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(f"问题有 {len(question)} 字，超过了 {LONGEST_QUESTION} 字，请缩短后再问。")
    return question.strip()


@cache
def _tokeniser() -> Words:
    """jieba's words alone: an index's own names include whole titles, which would swallow a question's topic."""
    return Words({})


def _topical(understood: Understood) -> str:
    """What is searched for: the question without the names in it, so that a rank tells of the topic and not of the name."""
    text = understood.question
    if not understood.topic.words:
        return text
    for mention in sorted(understood.mentions, key=lambda mention: -mention.start):
        text = text[: mention.start] + text[mention.end :]
    return text if text.strip() else understood.question


def _headings(index: Index) -> list[Any]:
    return [index.corpus.heading(Place(number, 0, 0)) for number in range(len(index.corpus.documents))]


def _speeches(opened: _Open, speakers: Sequence[str], documents: Sequence[str]) -> frozenset[tuple[int, int]] | None:
    """The (document, speech) ordinals of the speakers and documents; None where neither is given."""
    if not speakers and not documents:
        return None
    by_speaker = {
        (one.place.document, one.place.speech) for name in speakers for one in opened.lexicon.appearances.get(name, ())
    }
    by_document = {
        (number, speech)
        for number, heading in enumerate(_headings(opened.index))
        if heading.source in documents
        for speech in range(len(heading.speeches))
    }
    if speakers and documents:
        return frozenset(by_speaker & by_document)
    return frozenset(by_speaker or by_document)


def _suggestion(task: Task, span: Span) -> Suggestion:
    citation = cite(task.corpus, span)
    name = citation.speaker or "这篇发言"
    return Suggestion(question=f"{name}提出了哪些建议？", citation=citation)


def _related(task: Task, citations: Sequence[Citation], answer: Answer) -> list[Span]:
    """What others propose that is like the first quote of a single-speaker answer."""
    if answer.kind not in ("fact", "who") or not citations or len({citation.speaker for citation in citations}) != 1:
        return []
    first = citations[0]
    if first.paragraph == 0:
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


def _layout_warnings(task: Task, citations: Sequence[Citation]) -> list[str]:
    if any(citation.speaker is None for citation in citations):
        return ["有的引文来自发言人不明的段落，请核对原件。"]
    return []


def _timings(asked: _Asked) -> dict[str, float]:
    return {**dict(asked.timings), "total": time.perf_counter() - asked.started}
