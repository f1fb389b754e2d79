"""The seam at which an answerer stands: a task goes in, a draft or a refusal comes out.

The extractive answerer and a language model implement the same :class:`Answerer`; the chain composes and checks what
either of them drafts, so that the guarantees do not depend on who answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.corpus import Corpus
from index.records import Hit, Place, Span
from index.retrieval import Index
from rag.drafts import Line, evidence
from rag.records import Kind, Reason
from rag.understanding import Lexicon, Understood


@dataclass(frozen=True, slots=True)
class Task:
    """Everything an answerer may use: the understood question, the open index and what retrieval found.

    ``allowed``: the speeches that the question's speakers and documents (and the user's filters) leave, None for all.
    ``filtered``: those that the user's filters alone leave; nothing outside may be cited or suggested.
    """

    understood: Understood
    index: Index
    lexicon: Lexicon
    hits: tuple[Hit, ...]
    allowed: frozenset[tuple[int, int]] | None = None
    filtered: frozenset[tuple[int, int]] | None = None

    @property
    def corpus(self) -> Corpus:
        """The records of the open index."""
        return self.index.corpus

    def allows(self, place: Place) -> bool:
        """Whether the answer may come from ``place``."""
        return self.allowed is None or (place.document, place.speech) in self.allowed

    def of_speeches(self, speeches: frozenset[tuple[int, int]], *, instead_of: frozenset[tuple[int, int]]) -> Task:
        """The task for some of the asked speeches alone: the others ``instead_of`` them do not compete with them."""
        others = instead_of - speeches
        hits = tuple(hit for hit in self.hits if hit.place[:2] not in others)
        return replace(self, allowed=speeches, hits=hits)

    def passes_filters(self, place: Place) -> bool:
        """Whether the user's own filters leave ``place``."""
        return self.filtered is None or (place.document, place.speech) in self.filtered


@dataclass(frozen=True, slots=True)
class Closing:
    """What is known of an answer only at its end: who gave it, warnings, tokens by stage, seconds by stage."""

    answered_by: str
    warnings: tuple[str, ...] = ()
    usage: dict[str, dict[str, int]] = field(default_factory=dict)
    timings: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its marks are numbered. ``kind``: where the answerer settled on another than the plan's.

    ``closing``: asked when the lines have come, and in between for what is known so far; None: nothing to tell.
    """

    lines: Iterable[Line]
    related: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()
    kind: Kind | None = None
    closing: Callable[[], Closing] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, in one sentence; ``nearest`` are real items to look at instead."""

    reason: Reason
    text: str
    nearest: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    closing: Callable[[], Closing] | None = None
    denied: bool = False
    """Whether the first of ``nearest`` contradicts what is asked."""
    settled: bool = False
    """Whether the record itself tells that there is nothing: no other form of the question is to be tried."""
    alike: bool = False
    """Whether two speakers answer equally well: then the question stands by itself, whatever was spoken of before."""


class Replaced(Exception):
    """Raised among a lazy draft's lines: what came before it is void, ``draft`` stands in its place."""

    def __init__(self, draft: Draft, closing: Closing) -> None:
        super().__init__(closing.answered_by)
        self.draft = draft
        self.closing = closing


class Answerer(Protocol):
    """Drafts answers. ``name`` is what ``Answer.answered_by`` shows."""

    name: str

    def draft(self, task: Task) -> Draft | Refusal:
        """The draft of one answer; may be lazy in its lines."""
        ...


def shown(result: object) -> list[Span]:
    """The spans that a draft shows; [] of a refusal, and where they are still to be written."""
    return evidence(result.lines) if isinstance(result, Draft) else []
