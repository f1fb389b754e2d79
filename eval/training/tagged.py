"""Questions with their parts marked, for the training of the tagger.

``marked.jsonl`` holds questions written for it, as different from each other in form as could be, their parts marked by
hand: ``[T:…]`` topic, ``[R:…]`` what speakers must be, ``[N:…]`` a name, ``[P:…]`` a document, ``[N-:…]`` and the like what is left
out; the rest is frame. Beside them stand the questions of the sets, marked as the rules read them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.sets import Question, SetError
from index.corpus import Corpus
from index.embedding.tagger import DOCUMENT, FRAME, IDENTITY, KINDS, LEFT_OUT, NAME, RELATIONS, ROLE, TOPIC
from index.folding import fold
from index.records import Place
from index.words import plain_words
from rag.asked import Opened
from rag.understanding import Understood, understand

FILE = Path(__file__).parent / "data" / "marked.jsonl"
UNKNOWN = -1
"""The part of a character that nothing is learned from."""
_MARKS = {"T": TOPIC, "R": ROLE, "N": NAME, "P": DOCUMENT}
_MARKED = re.compile(r"\[([TRNP])(-?):([^\[\]]*)\]")
_PUNCTUATION = re.compile(r"[，。,.、？?！!“”\"：:；;\s（）()《》「」]")
_LISTED = 10
"""Characters up to which a topic is one that a list can ask for."""
_LIKE = 6
"""How many characters longer or shorter a topic may be that stands in for another."""

Parts = npt.NDArray[np.int8]


class Stretch(NamedTuple):
    """Characters of one part, and whether what they name is left out."""

    part: int
    text: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A question in stretches; ``kind`` of ``KINDS`` and ``relation`` of ``RELATIONS``, or "" where nothing is learned of it."""

    kind: str
    stretches: tuple[Stretch, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A folded question and the part of each of its characters, UNKNOWN where none is learned; ``kind`` of ``KINDS``, ``relation``
    of ``RELATIONS`` or "".
    """

    text: str
    parts: Parts
    kind: str
    relation: str = ""


def load_marked(file: Path = FILE) -> list[Marked]:
    """The questions of ``file``, a JSON object a line. Raises SetError with the line."""
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            values = json.loads(line)
            kind, relation = str(values["kind"]), str(values.get("relation", ""))
            marked = Marked(kind, tuple(_stretches(str(values["text"]))), relation)
            if kind not in ("", *KINDS) or relation not in ("", *RELATIONS):
                raise ValueError(values["text"])
            if any("[" in one.text or "]" in one.text for one in marked.stretches):
                raise ValueError(values["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise SetError(f"{file} 第 {number} 行不是一道标好的问题（{error}），请改正或删去这一行。") from error
        found.append(marked)
    return found


def _stretches(text: str) -> Iterator[Stretch]:
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Stretch(FRAME, text[at : match.start()])
        yield Stretch(_MARKS[match[1]], match[3], match[2] == "-")
        at = match.end()
    if at < len(text):
        yield Stretch(FRAME, text[at:])


class Varied:
    """Draws marked questions, about half of their stretches replaced by the like of others; those of rare parts more often."""

    def __init__(
        self, questions: Sequence[Marked], chance: np.random.Generator, *, changed: float = 0.5, rare: int = 4
    ) -> None:
        self._questions = [one for one in questions for _ in range(rare if _is_rare(one) else 1)]
        self._chance = chance
        self._changed = changed
        self._pools: dict[int, list[str]] = {part: [] for part in _MARKS.values()}
        self._listed: list[str] = []
        for question in questions:
            for part, text, _ in question.stretches:
                if part != FRAME:
                    self._pools[part].append(text)
                    if part == TOPIC and question.kind in ("list", "count") and len(text) <= _LISTED:
                        self._listed.append(text)

    def draw(self) -> Example:
        """One of them."""
        question = self._questions[int(self._chance.integers(len(self._questions)))]
        text, parts = "", list[int]()
        for part, stretch, left_out in question.stretches:
            kept = part == FRAME or self._chance.random() >= self._changed
            folded = fold(stretch if kept else self._other(question, part, stretch))
            text += folded
            label = LEFT_OUT if left_out else part
            parts += [UNKNOWN if _PUNCTUATION.match(one) else label for one in folded]
        return Example(text, np.array(parts, np.int8), question.kind, question.relation)

    def _other(self, question: Marked, part: int, text: str) -> str:
        listed = part == TOPIC and question.kind in ("list", "count") and len(text) <= _LISTED
        pool = self._listed if listed else self._pools[part]
        other = pool[int(self._chance.integers(len(pool)))]
        return other if part != TOPIC or abs(len(other) - len(text)) <= _LIKE else text


def _is_rare(question: Marked) -> bool:
    """Whether something is left out, or the parts of a list go together otherwise than most do."""
    return any(one.left_out for one in question.stretches) or question.relation in RELATIONS[1:]


def asked_of(questions: Iterable[Question], opened: Opened) -> Iterator[Example]:
    """The answerable questions of a set as they are asked, or completed, with nothing known of them but their kind."""
    for question in questions:
        if question.reason is not None:
            continue
        found = understand(
            question.question, lexicon=opened.lexicon, tokenise=plain_words().spans, history=question.turns
        )
        text = found.folded if found.completed else fold(question.question)
        yield Example(text, np.full(len(text), UNKNOWN, np.int8), _kind(question))


def _kind(question: Question) -> str:
    """The kind of an answerable question; "" of another."""
    if question.kind in ("fact", "who") and question.gold and all(not gold.paragraph for gold in question.gold):
        return IDENTITY
    return question.group if question.group in KINDS else ""


def examples_of(questions: Iterable[Question], opened: Opened) -> Iterator[Example]:
    """The questions of a set as the rules read them, those that they complete or reword left out.

    A topic word that neither the answering paragraphs nor, in a list, the corpus holds may be frame that the rules do not know:
    nothing is learned from it.
    """
    corpus = opened.index.corpus
    texts = {(*_named(corpus, place), place.paragraph): fold(text) for place, text in corpus.paragraphs()}
    held = "".join(texts.values())
    for question in questions:
        if question.kind in ("list", "count") and question.gold and all(not gold.paragraph for gold in question.gold):
            continue  # by what they are: the rules read these whole, and mark no parts
        if question.history:
            continue
        found = understand(question.question, lexicon=opened.lexicon, tokenise=plain_words().spans)
        if found.folded != fold(question.question) or found.plan.kind in ("verify", "smalltalk"):
            continue
        anywhere = bool(question.reason) or found.plan.kind in ("list", "count")
        answering = ((gold.source, gold.speaker, gold.paragraph) for gold in question.gold)
        told = held if anywhere else "".join(texts.get(one, "") for one in answering)
        strangers = NAME if question.reason == "speaker_unknown" else UNKNOWN
        yield Example(found.folded, _parts(found, told, strangers=strangers), _kind(question))


def _named(corpus: Corpus, place: Place) -> tuple[str, str | None]:
    return corpus.heading(place).source, corpus.speech(place).speaker


def _parts(found: Understood, told: str, *, strangers: int) -> Parts:
    """The part of each character; ``strangers`` that of the names that the corpus lacks."""
    parts = np.full(len(found.folded), FRAME, np.int8)
    for start, end in found.naming:
        parts[start:end] = ROLE
    for mention in found.mentions:
        left_out = bool(mention.speakers) and set(mention.speakers) <= set(found.plan.excluded)
        parts[mention.start : mention.end] = LEFT_OUT if left_out else NAME
    for name in found.plan.unknown:
        for match in re.finditer(re.escape(fold(name)), found.folded):
            parts[match.start() : match.end()] = strangers
    for phrase in found.topic.phrases:
        at = phrase.start
        for word in phrase.words:
            start = found.folded.find(word, at, phrase.end)
            if start >= 0:
                at = start + len(word)
                parts[start:at] = TOPIC if word in told else UNKNOWN
    # a particle between two words of a topic may be of either
    spelt = "".join("x" if one in (TOPIC, UNKNOWN) else "." if one == FRAME else "-" for one in parts)
    for match in re.finditer(r"(?<=x)\.{1,2}(?=x)", spelt):
        parts[match.start() : match.end()] = UNKNOWN
    if found.plan.documents:
        for at, character in enumerate(found.folded):
            if parts[at] == FRAME and re.match("[0-9月日版号第报]", character):
                parts[at] = DOCUMENT
    return parts
