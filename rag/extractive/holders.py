"""The one speaker who has the very compound that a question asks who proposes, where nearer words of others read as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.folding import closed_up, fold
from rag.answering import Task
from rag.evidence import Sentence
from rag.understanding.topics import Phrase

LEAST = 3
"""Characters from which words side by side name one thing (互助贷), not one of its kind."""

NAMED = 0.6
"""The share of the topic from which such words name it."""


def with_its_holder(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of ``ranked`` that have the longest compound of the topic as it was asked, where one speaker alone has it and
    the best sentence is another's; else all of them.

    Only for a question who says something that names nobody.
    """
    plan, corpus = task.understood.plan, task.corpus
    if plan.kind != "who" or plan.speakers or not ranked:
        return list(ranked)
    phrases = task.understood.topic.phrases
    whole = sum(len(phrase.text) for phrase in phrases)
    for compound in _compounds(phrases):
        if len(compound) < NAMED * whole:
            break  # one of several things told of it, not its name
        places = [span.place for span in corpus.find(compound) if task.passes_filters(span.place)]
        if not places:
            continue
        holders = {corpus.speech(place).speaker for place in places}
        if len(holders) > 1 or holders & {None, *plan.excluded, corpus.speech(ranked[0].span.place).speaker}:
            break
        having = [one for one in ranked if compound in closed_up(fold(one.text))]
        return having or list(ranked)
    return list(ranked)


def _compounds(phrases: Sequence[Phrase]) -> Iterator[str]:
    """The runs of at least two words within one phrase, the longest first."""
    runs = [
        "".join(phrase.words[start:end])
        for phrase in phrases
        for start in range(len(phrase.words))
        for end in range(start + 2, len(phrase.words) + 1)
        if "".join(phrase.words[start:end]) in phrase.text
    ]
    yield from sorted({run for run in runs if len(run) >= LEAST}, key=lambda run: (-len(run), run))
