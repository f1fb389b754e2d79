"""A question as it is understood: what every answerer takes it for."""

from __future__ import annotations

from dataclasses import dataclass

from rag.records import Plan
from rag.understanding.kinds import Detail
from rag.understanding.lexicon import Mention
from rag.understanding.topics import Topic


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is answered: the completed text, the plan, and what the answerers need of the reading.

    ``folded`` is the completed question folded; ``mentions`` and ``topic`` are stretches of it. ``further``: the types
    of answer that it asks for beside ``detail`` (多少公里，几年改完). ``naming``: the stretches ``[start, end)`` that name
    whom it asks about, offices included. ``resumes``: it names nobody itself, whom it asks about was told before it.
    ``asks_who_it_is``: it asks for the speaker line of whoever it names, not for anything said. ``beside``: types of answer
    that were asked first and are told beside the others, if at all. ``bound``: the speakers whom it tells by what they are, of whom alone
    the answer may be. ``subject``: the body of which it asks a detail, with whoever speaks for it.
    ``told_before``: who is only told of in a clause before the one that asks somebody bound.
    """

    question: str
    folded: str
    plan: Plan
    topic: Topic
    mentions: tuple[Mention, ...]
    naming: tuple[tuple[int, int], ...]
    detail: Detail | None
    further: tuple[Detail, ...]
    completed: bool
    asks_of_speech: bool
    asks_of_background: bool
    resumes: bool = False
    asks_who_it_is: bool = False
    beside: tuple[Detail, ...] = ()
    bound: tuple[str, ...] = ()
    subject: Mention | None = None
    told_before: tuple[str, ...] = ()
