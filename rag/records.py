"""What users get: answers, citations, verdicts, and the plan that led to them. All frozen, all plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from index.records import Hit

Kind = Literal["fact", "who", "list", "count", "summary", "compare", "similar", "verify", "smalltalk"]
Reason = Literal[
    "speaker_unknown",
    "speaker_silent",
    "topic_absent",
    "detail_absent",
    "false_premise",
    "out_of_scope",
    "search_failed",
]
Status = Literal["exact", "altered", "other_speaker", "stitched", "absent"]

EXTRACTIVE = "extractive"


@dataclass(frozen=True, slots=True)
class Citation:
    """A literal quote: ``text_of(paragraph)[start:end] == quote``, of one speaker. ``marker`` 0: not yet numbered.

    ``document`` is the document's ``source``; ``paragraph`` counts from 1 within the speech, 0 is the speaker line.
    """

    marker: int
    document: str
    newspaper: str | None
    date: str | None
    page: int | None
    speaker: str | None
    role: str
    title: str
    paragraph: int
    quote: str
    start: int
    end: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A real item of the corpus near to what was asked: something to read or to ask instead, never an answer."""

    question: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question was understood, resolved against the open index.

    ``speakers`` and ``documents`` are names and sources of the index; ``unknown`` are names the index does not hold;
    ``terms`` are the words of the topic; ``topic`` is the asked topic as a phrase;
    ``detail`` is the type of answer asked for (amount, date, …);
    ``point`` is a wanted recommendation number (第二条) and ``paragraph`` a wanted paragraph number, both from 1;
    ``roles`` tell a named speaker's offices apart, ``excluded`` are speakers left out (除了…);
    ``sentence`` is what a verify question wants checked.
    """

    kind: Kind
    topic: str = ""
    terms: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    detail: str | None = None
    point: int | None = None
    paragraph: int | None = None
    sentence: str | None = None
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``text`` is Markdown with ``[n]`` marks; ``timings`` are seconds and ``usage`` tokens, by stage."""

    question: str
    understood: str
    plan: Plan
    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    reason: Reason | None = None
    suggestions: tuple[Suggestion, ...] = ()
    related: tuple[Citation, ...] = ()
    answered_by: str = EXTRACTIVE
    warnings: tuple[str, ...] = ()
    passages: tuple[Hit, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)
    usage: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, every field by its name."""
        return {**asdict(self), "passages": [hit.to_dict() for hit in self.passages]}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a checked sentence and the source part: ``said`` in the sentence, ``source`` in the quote ("" where nothing)."""

    said: str
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who said this? ``citations`` prove the status; ``nearest`` are only near (for ``absent``), never a proof."""

    status: Status
    citations: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    nearest: tuple[Citation, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
