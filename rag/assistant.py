"""The assistant: opens an index once, answers many questions; one LangChain chain from question to checked answer.

question → understood → retrieved passages → answerer's draft → composed and checked :class:`Answer`
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.locations import default_location
from index.offline import tracing_on
from index.records import Hit
from index.retrieval import Index, open_index
from index.settings import Settings
from rag.answering import Answerer
from rag.asked import LONGEST_QUESTION, Asked, Opened, QuestionError, check_filters, checked_question
from rag.attributed import attributed
from rag.belonging import beside_another, keeps_to, not_likened, of_its_body
from rag.conditioned import conditioned
from rag.dwelling import dwelling
from rag.each_who import each_who
from rag.extractive import ExtractiveAnswerer
from rag.failures import FAILURES, search_failed
from rag.finishing import finished
from rag.followups import asked_again, leaning, likened, staying
from rag.last_reading import read_at_last
from rag.records import Answer, Verdict
from rag.restated import restated
from rag.stages import retrieved, understood
from rag.understanding import Lexicon

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

log = logging.getLogger(__name__)

__all__ = ["LONGEST_QUESTION", "Assistant", "QuestionError", "checked_question"]


class Assistant:
    """Answers questions about one index. Safe to share between threads; takes up a new generation between questions."""

    def __init__(
        self, index: Index, *, settings: Settings, location: str | Path | None = None, answerer: Answerer | None = None
    ) -> None:
        self.settings = settings
        self._location = location
        self._open = Opened.of(index)
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
        if _heard():
            asked = self.chain().invoke(asked)
        else:
            for _, stage in self._stages():
                asked = stage(asked)
        yield from finished(asked, answerer=self._answerer, fallback=self._extractive)

    def search(
        self, question: str, *, k: int = 10, speaker: str | None = None, document: str | None = None
    ) -> list[Hit]:
        """Retrieval alone: the ``k`` best paragraphs, best first."""
        asked = self._asked(question, (), speaker, document)
        return asked.opened.index.search(asked.question, k=k, speaker=speaker, document=document)

    def verify(self, sentence: str, *, speaker: str | None = None) -> Verdict:
        """Who said this? Looks for ``sentence`` itself in the whole corpus; ``speaker`` is who is said to have said it."""
        from rag.verification import verify

        return verify(sentence, corpus=self._renewed().index.corpus, speaker=speaker)

    def chain(self) -> Runnable[Any, Any]:
        """The LangChain chain that an asked question runs through; its result still has to be composed."""
        from langchain_core.runnables import RunnableLambda, RunnableSequence

        return RunnableSequence(
            *(RunnableLambda(stage).with_config(run_name=name) for name, stage in self._stages()), name="answer"
        )

    def _asked(
        self, question: str, history: Sequence[Mapping[str, str]], speaker: str | None, document: str | None
    ) -> Asked:
        question = checked_question(question)
        opened = self._renewed()
        check_filters(opened, speaker=speaker, document=document)
        return Asked(question, opened, tuple(history), speaker, document)

    def _renewed(self) -> Opened:
        """The open generation, or the newer one if there is; a reader keeps what it has where that cannot be read."""
        opened = self._open
        if self._location is not None and not opened.index.latest() and self._renewing.acquire(blocking=False):
            try:
                self._open = opened = Opened.of(open_index(self._location, settings=self.settings))
            except FAILURES as error:
                log.warning("the newer generation cannot be read: %s", error)
            finally:
                self._renewing.release()
        return opened

    def _stages(self) -> tuple[tuple[str, Callable[[Asked], Asked]], ...]:
        return (("understand", understood), ("retrieve", retrieved), ("answer", self._drafted))

    def _drafted(self, asked: Asked) -> Asked:
        """The question with its draft, or with a refusal."""
        began = time.perf_counter()
        assert asked.task is not None
        if asked.result is not None:  # the search failed
            return asked
        try:
            each = each_who(asked, answerer=self._answerer)
            if each is not None:
                return replace(each, **asked.took("answer", began))
            leant = leaning(asked, answerer=self._answerer)
            if leant is not None:
                return replace(leant, **asked.took("answer", began))
            result = self._answerer.draft(asked.task)
            again = (rule(asked, result, answerer=self._answerer) for rule in _AGAIN)
            forms = (one for one in chain((dwelling(asked, result),), again) if one is not None)
            beside = beside_another(asked, result, answerer=self._answerer)
            kept = beside or next((one for one in forms if keeps_to(asked, one)), None)
            asked = read_at_last(not_likened(of_its_body(kept or replace(asked, result=result))))
        except FAILURES as error:
            asked = replace(asked, result=search_failed(error))
        return replace(asked, **asked.took("answer", began))


_AGAIN: tuple[Callable[..., Asked | None], ...] = (staying, likened, asked_again, attributed, conditioned, restated)
"""What asks a question again in another form, the first that answers it better; each of the question, its result and the answerer."""


def _heard() -> bool:
    """Whether anybody can hear LangChain's callbacks and traces: it is loaded, or tracing is turned on.

    Else the stages of the chain run one after another without it: loading it takes a second and more, most of the
    time that a question on the command line waits.
    """
    return "langchain_core" in sys.modules or tracing_on()
