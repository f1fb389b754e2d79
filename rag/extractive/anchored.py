"""Who mentions what no speech has as it is asked (用专项债券筹钱): who has the longest stretch of it, each sentence read beside
the question.

The rule of membership is told with the answer: the stretch stands in the sentence, and reading finds that it speaks of what is
asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from index.records import Span
from rag.answering import Draft, Task
from rag.evidence import LOOKED_AT, Sentence, speech_count, terms_of, weighed
from rag.extractive.listing import grouped, list_lines, listed
from rag.instructions import commands
from rag.membership import Membership, shown
from rag.refusal import topic_shown
from rag.relevance import is_relevant, read
from rag.reranking import passage
from rag.understanding.topics import Phrase
from rag.understanding.vocabulary import substance

NAMING = 0.5
"""The substance from which a word can be what a mention is known by."""

FEW = 0.3
"""The share of the speeches up to which a single word tells one topic from others (排队, not 服务)."""


def draft_anchored(task: Task) -> Draft | None:
    """The list of who mentions the longest stretch of the topic that the corpus holds, and is read to speak of what is asked.

    None where nobody is, where the topic is quoted (it is asked for as it stands), or where the model reads no pairs.
    """
    understood = task.understood
    phrases = listed(understood.topic.phrases)
    anchor = max((_held(task, phrase) for phrase in phrases if not phrase.quoted), key=len, default="")
    if not anchor or any(phrase.quoted for phrase in phrases):
        return None
    terms = terms_of(understood.plan.terms, task.corpus, understood.topic.phrases)
    holding = [one for one in weighed(task, terms, understood.topic.phrases) if anchor in fold(one.text)]
    groups = grouped(task, [_where(one, anchor) for one in _speaking(task, holding[:LOOKED_AT])])
    groups = {speaker: spans for speaker, spans in groups.items() if speaker not in understood.plan.excluded}
    if not groups:
        return None
    found = Membership(shown(task, phrases[0], anchor), tuple(span for spans in groups.values() for span in spans))
    return Draft(lines=list_lines(task, groups, [found], read_for=topic_shown(task)))


def _held(task: Task, phrase: Phrase) -> str:
    """The longest run of a phrase's words, one a name for something, that the corpus holds, a single word in few speeches; "" for
    none.
    """
    words, held, most = phrase.words, "", FEW * speech_count(task.corpus)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            run = "".join(words[start:end])
            names = any(substance(word) >= NAMING and len(word) > 1 for word in words[start:end])
            speeches = {span.place[:2] for span in task.corpus.find(run)} if names and len(run) > len(held) else set()
            if speeches and (end - start > 1 or len(speeches) <= most):
                held = run
    return held


def _speaking(task: Task, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Those of ``sentences`` that count as speaking of what is asked: read beside the question, or beside who mentions it."""
    read_ones = [one for one in sentences if not commands(one.text)]
    passages = [passage(task.corpus, one.span) for one in read_ones]
    asked = (task.understood.folded, f"谁提到{task.understood.plan.topic.replace(' ', '')}？")
    readings = [read(task.index, question, passages) for question in asked]
    return [
        one
        for one, *both in zip(read_ones, *(found or () for found in readings), strict=False)
        if is_relevant(replace(one.seen, reading=max(both)), named=False)
    ]


def _where(sentence: Sentence, anchor: str) -> Span:
    """Where the anchor stands in a sentence."""
    start = sentence.span.start + fold(sentence.text).find(anchor)
    return Span(sentence.span.place, start, start + len(anchor))
