"""What a measure looks at: one question's answer and ranking, and the texts of the corpus to hold it against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from eval.sets import Gold, Question
from index.records import Document, Hit, Speech
from rag.records import Answer, Citation


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts of a corpus by (document, speaker), each with all speeches of that speaker in that document, and the
    titles of its documents.
    """

    speeches: dict[tuple[str, str | None], tuple[Speech, ...]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Sources:
        """Gathers the speeches of ``documents``."""
        found: dict[tuple[str, str | None], tuple[Speech, ...]] = {}
        titles: list[str] = []
        for document in documents:
            titles.append(document.title)
            for speech in document.speeches:
                key = (document.source, speech.speaker)
                found[key] = (*found.get(key, ()), speech)
        return cls(found, tuple(titles))

    def cited(self, citation: Citation) -> list[str]:
        """The texts a citation can mean: its paragraph in every speech of that document, speaker, role and title."""
        return [
            speech.text(citation.paragraph)
            for speech in self.speeches.get((citation.document, citation.speaker), ())
            if (speech.role, speech.title) == (citation.role, citation.title)
            and 0 <= citation.paragraph <= len(speech.paragraphs)
        ]

    def holds(self, gold: Gold) -> bool:
        """Whether the corpus has the paragraph."""
        return any(
            0 <= gold.paragraph <= len(speech.paragraphs)
            for speech in self.speeches.get((gold.source, gold.speaker), ())
        )

    def contains(self, text: str) -> bool:
        """Whether ``text`` stands literally within one paragraph, speaker line, role, name or title of the corpus."""
        return any(text in title for title in self.titles) or any(
            text in passage
            for speeches in self.speeches.values()
            for speech in speeches
            for passage in (*speech.paragraphs, speech.line, speech.role, speech.speaker or "", speech.title)
        )


@dataclass(frozen=True, slots=True)
class Observation:
    """One question as it went: ``answer`` is None where answering failed (``error`` says how).

    ``hits`` is the ranking of the completed question, best first; ``seconds`` is the time of the answer alone.
    """

    question: Question
    sources: Sources
    answer: Answer | None
    hits: Sequence[Hit] = ()
    seconds: float = 0.0
    error: str | None = None

    @property
    def failed(self) -> bool:
        """No answer, or one that says that the search itself failed: wrong in every measure."""
        unexpected = self.answer is not None and self.answer.reason == "search_failed"
        return self.answer is None or (unexpected and self.question.reason != "search_failed")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The answer's citations, none where it failed."""
        return () if self.answer is None else self.answer.citations

    @property
    def cited(self) -> set[Gold]:
        """The paragraphs cited."""
        return {Gold(citation.document, citation.speaker, citation.paragraph) for citation in self.citations}

    @property
    def cited_speakers(self) -> set[str | None]:
        """The speakers cited."""
        return {citation.speaker for citation in self.citations}

    @property
    def gold_speakers(self) -> set[str | None]:
        """The speakers who answer."""
        return {gold.speaker for gold in self.question.gold}


def missing_gold(questions: Iterable[Question], sources: Sources) -> list[str]:
    """A Chinese line for every gold paragraph that the corpus does not have: such a set measures nothing."""
    return [
        f"{question.id}：{gold.source} 里没有 {gold.speaker or '（发言人不明）'} 的第 {gold.paragraph} 段"
        for question in questions
        for gold in question.gold
        if not sources.holds(gold)
    ]
