"""A tiny corpus, right answers over it and a fake assistant that gives the answers it was handed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from eval.evidence import Observation, Sources
from eval.sets import Gold, Question
from index.records import Document, Hit, Place, Speech
from rag.records import Answer, Citation, Plan

LIBRARY = "建议把图书馆开放时间延长到晚上十点。读者反映“闭馆太早”。"
BUS = "建议增开夜间公交 12 条，首末班车延后一小时。"
TREES = "建议在河岸补种三千棵柳树。"
DOCUMENTS = (
    Document(
        source="a.txt",
        title="甲版",
        newspaper=None,
        date=None,
        page=None,
        speeches=(
            Speech("林晓", "图书馆馆长", "让阅读更方便", "林晓 图书馆馆长", (LIBRARY, BUS)),
            Speech("河务站", "", "河岸要绿起来", "河务站", (TREES,)),
        ),
    ),
)


@dataclass
class FakeAssistant:
    """Implements what an evaluation asks of an assistant; an answer that is an exception is raised."""

    answers: Mapping[str, Answer | Exception]
    hits: Sequence[Hit] = ()
    asked: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)

    def answer(self, question: str, *, history: Sequence[dict[str, str]] = ()) -> Answer:
        self.asked.append(question)
        answer = self.answers[question]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def search(self, question: str, *, k: int = 10) -> Sequence[Hit]:
        self.searched.append(question)
        return self.hits[:k]


def _cite(marker: int, speaker: str, paragraph: int, quote: str | None = None) -> Citation:
    speech = next(speech for speech in DOCUMENTS[0].speeches if speech.speaker == speaker)
    text = speech.text(paragraph)
    quote = text if quote is None else quote
    start = text.index(quote)
    return Citation(
        marker,
        "a.txt",
        None,
        None,
        None,
        speaker,
        speech.role,
        speech.title,
        paragraph,
        quote,
        start,
        start + len(quote),
    )


def _hit(speaker: str, paragraph: int) -> Hit:
    speech = next(speech for speech in DOCUMENTS[0].speeches if speech.speaker == speaker)
    text = speech.text(paragraph)
    place = Place(0, DOCUMENTS[0].speeches.index(speech), paragraph)
    return Hit(place, 0, len(text), 1.0, "a.txt", None, None, None, speaker, speech.role, speech.title, paragraph, text)


def _answer(text: str, *citations: Citation, kind: Any = "fact", question: str = "问？", **more: Any) -> Answer:
    return Answer(question, more.pop("understood", question), Plan(kind), kind, text, citations, **more)


def _question(kind: Any = "fact", **more: Any) -> Question:
    return Question(more.pop("id", "q1"), more.pop("question", "问？"), kind, more.pop("part", "development"), **more)


class World:
    """What the tests build from."""

    documents = DOCUMENTS
    sources = Sources.of(DOCUMENTS)
    cite = staticmethod(_cite)
    hit = staticmethod(_hit)
    answer = staticmethod(_answer)
    question = staticmethod(_question)
    assistant = FakeAssistant
    library = Gold("a.txt", "林晓", 1)
    bus = Gold("a.txt", "林晓", 2)
    trees = Gold("a.txt", "河务站", 1)

    def seen(self, question: Question, answer: Answer | None, *, hits: Sequence[Hit] = ()) -> Observation:
        return Observation(question, self.sources, answer, hits, 0.1)


@pytest.fixture(scope="session")
def world() -> World:
    """The tiny corpus and its builders."""
    return World()
