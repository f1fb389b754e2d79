"""The answerer with a language model.

The extractive answerer drafts first. What it refuses stays refused: that something is absent, or a premise false, is
known from the whole index, of which a model sees a few passages. Lists, counts, similar recommendations, verdicts,
roles and dates stay with it too: they must be complete. Facts, who-questions, summaries and comparisons are written by
the model, sentence by sentence, each proved before it is shown; what a summary or comparison leaves out is added as the
source has it. Where the model fails, is cut, or no sentence of it can be proved, the extractive draft stands, labelled.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.retrieval import Index
from rag.answering import Answerer, Closing, Draft, Refusal, Task
from rag.data import language
from rag.drafts import Statement
from rag.endpoint.breaker import Breaker
from rag.endpoint.faults import Fault
from rag.endpoint.opening import Model
from rag.extractive import ExtractiveAnswerer
from rag.generative.completion import evidence_of
from rag.generative.passages import passages_for
from rag.generative.proving import Judged, Prover
from rag.generative.rewriting import rewritten
from rag.generative.support import Support, WordSupport
from rag.generative.writing import Writing
from rag.records import EXTRACTIVE, Kind
from rag.understanding import Lexicon

_REWRITING = 0.2
"""Share of the deadline that rewriting a follow-up may take."""
_MOST_PLACES = 16
"""Paragraphs of a draft beyond which a model's retelling would be as long as the source."""


@dataclass(frozen=True, slots=True)
class Options:
    """``seconds``: for the whole reply; ``passages``: tokens of the passages in a prompt, None for the usual number."""

    seconds: float = 60.0
    passages: int | None = None


class GenerativeAnswerer:
    """Drafts with ``model``; ``support`` replaces the project's own score; ``observe`` is told of every sentence."""

    def __init__(
        self,
        model: Model,
        *,
        options: Options | None = None,
        support: Support | None = None,
        fallback: Answerer | None = None,
        breaker: Breaker | None = None,
        observe: Callable[[str, Judged], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model, self.name = model, model.name
        self._options = options or Options()
        self._support = support
        self._fallback = fallback or ExtractiveAnswerer()
        self._breaker = breaker or Breaker()
        self._observe, self._sleep = observe, sleep

    def draft(self, task: Task) -> Draft | Refusal:
        """The model's draft, lazy in its lines, or the extractive one."""
        base = self._fallback.draft(task)
        if isinstance(base, Refusal):
            return replace(base, closing=lambda: Closing(EXTRACTIVE))
        base = replace(base, lines=list(base.lines), closing=lambda: Closing(EXTRACTIVE))
        kind: Kind = base.kind or task.understood.plan.kind
        if not _writable(task, base, kind):
            return base
        budget = self._options.passages or int(language("generative")["limits"]["passages"])
        passages = passages_for(task, evidence=evidence_of(base.lines), budget=budget)
        if not passages:
            return base
        words = _words(task.index)
        prover = Prover(task, passages, support=self._support or words, words=words)
        writing = Writing(
            task,
            base,
            kind,
            passages,
            prover,
            self.model,
            breaker=self._breaker,
            seconds=self._options.seconds,
            observe=self._observe,
            sleep=self._sleep,
        )
        return Draft(lines=writing.lines(), related=base.related, kind=base.kind, closing=writing.closing)

    def rewrite(
        self, question: str, history: Sequence[Mapping[str, str]], lexicon: Lexicon
    ) -> tuple[str, dict[str, int]]:
        """A follow-up that the rules cannot complete, rewritten by the model or as it is; and the tokens used."""
        try:
            self._breaker.enter()
        except Fault:
            return question, {}
        try:
            seconds = _REWRITING * self._options.seconds
            return rewritten(question, question, history, model=self.model, lexicon=lexicon, seconds=seconds)
        finally:
            self._breaker.left()


def _writable(task: Task, base: Draft, kind: Kind) -> bool:
    """Whether a model may write this answer in the extractive answerer's place."""
    plan = task.understood.plan
    if kind not in language("generative")["tasks"] or plan.point is not None or plan.paragraph is not None:
        return False
    lines = list(base.lines)
    places = {span.place for span in evidence_of(lines)}
    stated = any(isinstance(part, Statement) for line in lines for part in line.parts)
    return stated and all(place.paragraph for place in places) and len(places) <= _MOST_PLACES


def _words(index: Index) -> WordSupport:
    return WordSupport.of(index)
