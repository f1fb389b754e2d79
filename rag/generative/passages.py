"""The numbered passages of a prompt: chosen within a budget of tokens, instructions in documents withheld."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.corpus import Corpus
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Task
from rag.generative.cleaning import holds_link
from rag.instructions import commands, visible

_HEADING_TOKENS = 40
_SHORTEST = 24
"""Characters of a passage that are worth a number."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered passage: characters ``[start, end)`` of the text at ``place``, all that a model sees of it."""

    number: int
    place: Place
    start: int
    end: int
    text: str
    speaker: str | None
    role: str
    title: str


def tokens_of(text: str) -> int:
    """A cautious count of tokens: one a character outside ASCII, one for three characters of ASCII."""
    wide = sum(not character.isascii() for character in text)
    return wide + -(-(len(text) - wide) // 3)


def instructs(text: str) -> bool:
    """Whether a sentence of a document may not reach a model: an instruction, something hidden, a link."""
    return commands(text) or holds_link(text)


def trusted_end(text: str) -> int:
    """Where a paragraph stops being a source for a model: its end, or where its first instruction begins."""
    for start, end in sentences(text):
        if instructs(text[start:end]):
            return start
    return len(text)


def passages_for(task: Task, *, evidence: Sequence[Span], budget: int) -> tuple[Passage, ...]:
    """The passages for a task, numbered from 1: those that ``evidence`` stands in first, then what retrieval found.

    ``budget``: tokens. Passages of other speeches than the asked ones are left out; the order is that of relevance
    for a fact, of the source for a summary or comparison.
    """
    wanted = list(dict.fromkeys(span.place for span in evidence if span.place.paragraph))
    if task.understood.plan.kind in ("summary", "compare"):
        wanted = _spread(wanted)
    else:
        wanted += [hit.place for hit in task.hits if hit.paragraph and task.allows(hit.place)]
    found: list[Passage] = []
    left = budget
    hits = {hit.place: hit for hit in task.hits}
    proved = {span.place for span in evidence}
    for place in dict.fromkeys(wanted):
        speech, text = task.corpus.speech(place), task.corpus.text(place)
        cost = _HEADING_TOKENS + tokens_of(speech.title + speech.role)
        around = next((span for span in evidence if span.place == place), None) or (
            Span(place, hits[place].start, hits[place].end) if place in hits else Span(place, 0, 0)
        )
        start, end = _window(text, around, left - cost)
        least = 1 if place in proved else _SHORTEST
        if len(text[start:end].strip()) < least:
            continue
        left -= cost + tokens_of(text[start:end])
        found.append(
            Passage(
                len(found) + 1,
                place,
                start,
                end,
                text[start:end],
                speech.speaker,
                speech.role,
                speech.title,
            )
        )
        if left < _HEADING_TOKENS:
            break
    if task.understood.plan.kind in ("summary", "compare"):
        ordered = sorted(found, key=lambda one: one.place)
        found = [replace(one, number=number) for number, one in enumerate(ordered, start=1)]
    return tuple(found)


def _spread(places: Sequence[Place]) -> list[Place]:
    """One place of each speech in turn, so that a budget cuts no speaker off."""
    groups: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        groups.setdefault((place.document, place.speech), []).append(place)
    longest = max((len(group) for group in groups.values()), default=0)
    return [group[at] for at in range(longest) for group in groups.values() if at < len(group)]


def _window(text: str, around: Span, budget: int) -> tuple[int, int]:
    """The whole sentences around ``around`` that ``budget`` tokens hold, ending before any instruction."""
    spans = [(start, end) for start, end in sentences(text) if end <= trusted_end(text)]
    if not spans:
        return 0, 0
    first = next((number for number, (_, end) in enumerate(spans) if end > around.start), len(spans) - 1)
    low = high = first
    if tokens_of(text[spans[first][0] : spans[first][1]]) > budget:
        return 0, 0
    while True:
        grown = False
        for new_low, new_high in ((low, high + 1), (low - 1, high)):
            if (
                new_low >= 0
                and new_high < len(spans)
                and tokens_of(text[spans[new_low][0] : spans[new_high][1]]) <= budget
            ):
                low, high, grown = new_low, new_high, True
                break
        if not grown:
            return spans[low][0], spans[high][1]


def shown(passages: Sequence[Passage], corpus: Corpus) -> str:
    """The passages as they stand in the prompt; whatever looks like a mark or markup in them is made harmless."""
    return "\n\n".join(_shown(one, corpus) for one in passages)


def _shown(passage: Passage, corpus: Corpus) -> str:
    heading = corpus.heading(passage.place)
    speaker = passage.speaker or "发言人不明"
    facts = [
        f"发言人：{speaker}",
        *([f"职务：{passage.role}"] if passage.role else []),
        *([f"题目：{passage.title}"] if passage.title else []),
    ]
    facts += [f"文件：{heading.title or heading.source}", f"第 {passage.place.paragraph} 段"]
    return f"[{passage.number}] {harmless('｜'.join(facts))}\n{harmless(passage.text)}"


def harmless(text: str) -> str:
    """A document's text as a model may read it: nothing hidden, no brackets that could be marks, one line."""
    text = re.sub(r"\s*\n\s*", " ", visible(text)).strip()
    return re.sub(r"[\[【［〔](\s*[0-9０-９]{1,4}[^\]】］〕]{0,10})[\]】］〕]", r"（\1）", text).replace("```", "")
