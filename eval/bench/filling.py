"""Forms of questions filled from an index, each with what its record tells to be right."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from eval.bench.records import bare, called, offices_held, printed_words, saying
from index.corpus import Corpus
from index.folding import fold
from index.records import Place, Speech
from index.words import plain_words
from rag import Answer
from rag.understanding.offices import offices_of

_TRIES = 12
"""How often values are drawn for a form that may not fit the index."""
_CLAUSE = re.compile(r"[^，。；：！？“”‘’「」（）、\s]{10,25}")
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Case:
    """A question of one form. ``speakers``: whom its answer must cite and nobody else, None where only a refusal is right; ``said``: what
    one of the quotes must hold; ``first``: the question asked before it, "" for none.
    """

    kind: str
    question: str
    speakers: frozenset[str] | None
    said: str = ""
    first: str = ""

    def met_by(self, answer: Answer) -> bool:
        """Whether ``answer`` is right by the record."""
        named = {str(one.speaker) for one in answer.citations}
        if self.kind == "others_too":
            return answer.refused or named <= (self.speakers or set())
        if self.speakers is None:
            return answer.refused
        quotes = (bare(one.quote) for one in answer.citations)
        return (
            not answer.refused
            and named == self.speakers
            and (not self.said or any(bare(self.said) in one for one in quotes))
        )

    def wrongly(self, answer: Answer) -> bool:
        """Whether ``answer`` cites somebody whom it must not."""
        return not answer.refused and not {str(one.speaker) for one in answer.citations} <= (self.speakers or set())


def cases(
    corpus: Corpus, chance: random.Random, *, each: int = 1, part: str = "", share: float = 1.0
) -> Iterator[Case]:
    """``each`` questions of every form of a ``part`` ("" for both) that the index has something for; ``chance`` draws what fills them."""
    record = _Record(corpus)
    for kind, form in _forms(part):
        made = 0 if chance.random() < share else each
        for _ in range(_TRIES * each):
            drawn = _DRAWN[kind](record, chance) if made < each else None
            if drawn is not None:
                made += 1
                yield replace(drawn[1], kind=kind, question=form.format(**drawn[0]))


@cache
def _forms(part: str) -> tuple[tuple[str, str], ...]:
    lines = [json.loads(line) for line in (_DATA / "forms.jsonl").read_text("utf-8").splitlines()]
    return tuple((str(one["kind"]), str(one["form"])) for one in lines if part in ("", one["part"]))


@cache
def form_rules() -> dict[str, Any]:
    return tomllib.loads((_DATA / "forms.toml").read_text("utf-8"))


class _Record:
    """What an index has to fill forms with."""

    def __init__(self, corpus: Corpus) -> None:
        self.speeches = [(place, speech) for place, speech in corpus.speeches() if speech.speaker]
        self.names = sorted({str(speech.speaker) for _, speech in self.speeches})
        self.held = offices_held(self.speeches)
        self.offices = sorted(one for one, names in self.held.items() if len(names) > 1)
        self.words = sorted(printed_words(self.speeches))
        self.documents = [
            (ordinal, name)
            for ordinal in range(len(corpus.documents))
            if self.there(ordinal)
            for name in called(corpus, ordinal)
        ]
        whole = (
            text
            for _, speech in self.speeches
            for text in (*speech.paragraphs, speech.title, speech.role, str(speech.speaker))
        )
        self.text = fold("\n".join(map(str, whole)))
        self.absent = [one for one in form_rules()["absent"] if not any(word in self.text for word in _words(one))]
        self.strangers = [one for one in form_rules()["strangers"] if one not in self.text]
        self.clauses = [
            (clause, str(speech.speaker))
            for _, speech in self.speeches
            for text in speech.paragraphs
            for clause in _CLAUSE.findall(str(text))
            if self.text.count(fold(clause)) == 1
        ]

    def there(self, ordinal: int) -> list[tuple[Place, Speech]]:
        """The speeches of one document."""
        return [(place, speech) for place, speech in self.speeches if place.document == ordinal]

    def speaking(self, ordinal: int) -> set[str]:
        """Whoever speaks in one document."""
        return {str(speech.speaker) for _, speech in self.there(ordinal)}

    def saying(self, word: str) -> set[str]:
        """Whoever has ``word``."""
        return saying(word, self.speeches)


def _words(text: str) -> list[str]:
    return [word for word, *_ in plain_words().spans(text) if len(word) > 1] or [text]


Drawn = tuple[dict[str, str], Case] | None


def _drawn(values: dict[str, str], speakers: set[str] | frozenset[str] | None, **more: str) -> Drawn:
    return values, Case("", "", None if speakers is None else frozenset(speakers), **more)


def _first(names: Sequence[str], chance: random.Random) -> str:
    return f"{chance.choice(names)}提出了哪些建议？"


def _holds(record: _Record, chance: random.Random) -> Drawn:
    one = chance.choice(record.offices) if record.offices else None
    return _drawn({"x": one}, record.held[one]) if one else None


def _two_offices(record: _Record, chance: random.Random, wanted: Callable[[set[str], set[str]], set[str]]) -> Drawn:
    if len(record.offices) < 2:
        return None
    one, other = chance.sample(record.offices, 2)
    found = wanted(record.held[one], record.held[other])
    apart = one not in other and other not in one
    return _drawn({"x": one, "y": other}, found) if apart and found else None


def _mentions(record: _Record, chance: random.Random) -> Drawn:
    word = chance.choice(record.words) if record.words else None
    return _drawn({"t": word}, record.saying(word)) if word else None


def _besides(record: _Record, chance: random.Random) -> Drawn:
    word = chance.choice(record.words) if record.words else None
    found = sorted(record.saying(word)) if word else []
    one = chance.choice(found) if len(found) > 1 else None
    return _drawn({"s": one, "t": str(word)}, {*found} - {one}) if one else None


def _mentions_as(record: _Record, chance: random.Random) -> Drawn:
    word = chance.choice(record.words) if record.words else None
    found = record.saying(word) if word else set()
    offices = sorted(one for one, names in record.held.items() if names & found)
    one = chance.choice(offices) if offices else None
    return _drawn({"x": one, "t": str(word)}, record.held[one] & found) if one else None


def _in_document(record: _Record, chance: random.Random, *, word: bool = False, office: bool = False) -> Drawn:
    if not record.documents or (word and not record.words) or (office and not record.offices):
        return None
    ordinal, name = chance.choice(record.documents)
    if word:
        term = chance.choice(record.words)
        found = saying(term, record.there(ordinal))
        return _drawn({"d": name, "t": term}, found) if found else None
    if office:
        one = chance.choice(record.offices)
        found = {str(speech.speaker) for _, speech in record.there(ordinal) if one in offices_of(speech.role)}
        return _drawn({"d": name, "x": one}, found or None)
    return _drawn({"d": name}, record.speaking(ordinal))


def _not_there(record: _Record, chance: random.Random) -> Drawn:
    if len({ordinal for ordinal, _ in record.documents}) < 2:
        return None
    (one, name), (other, other_name) = chance.sample(record.documents, 2)
    found = record.speaking(one) - record.speaking(other)
    return _drawn({"d": name, "e": other_name}, found) if one != other and found else None


def _several(record: _Record, chance: random.Random) -> Drawn:
    where: dict[str, set[int]] = defaultdict(set)
    for place, speech in record.speeches:
        where[str(speech.speaker)].add(place.document)
    return _drawn({}, {name for name, documents in where.items() if len(documents) > 1} or None)


def _bodies(record: _Record, chance: random.Random) -> Drawn:
    return _drawn({}, {str(speech.speaker) for _, speech in record.speeches if not speech.role} or None)


def _of_one(record: _Record, chance: random.Random) -> Drawn:
    one = chance.choice(record.names)
    return _drawn({"s": one}, {one})


def _who_said(record: _Record, chance: random.Random) -> Drawn:
    if not record.clauses:
        return None
    clause, speaker = chance.choice(record.clauses)
    return _drawn({"q": clause}, {speaker})


def _did_say(record: _Record, chance: random.Random) -> Drawn:
    if not record.clauses:
        return None
    clause, speaker = chance.choice(record.clauses)
    return _drawn({"s": speaker if chance.random() < 0.6 else chance.choice(record.names), "q": clause}, {speaker})


def _topic_of(record: _Record, chance: random.Random, *, follows: bool = False) -> Drawn:
    one = chance.choice(record.names)
    words = [word for word in record.words if one in record.saying(word)]
    if not words:
        return None
    word = chance.choice(words)
    return _drawn({"s": one, "t": word}, {one}, said=word, first=_first([one], chance) if follows else "")


def _silent(record: _Record, chance: random.Random) -> Drawn:
    return (
        _drawn({"s": chance.choice(record.names), "a": chance.choice(record.absent)}, None) if record.absent else None
    )


def _stranger(record: _Record, chance: random.Random) -> Drawn:
    return _drawn({"n": chance.choice(record.strangers)}, None) if record.strangers else None


def _another(record: _Record, chance: random.Random) -> Drawn:
    if len(record.names) < 2:
        return None
    one, other = chance.sample(record.names, 2)
    return _drawn({"s": one, "r": other}, {other}, first=_first([one], chance))


def _others_too(record: _Record, chance: random.Random) -> Drawn:
    found = _mentions(record, chance)
    return found and _drawn({}, found[1].speakers, first=f"谁提到“{found[0]['t']}”？")


def _new_topic(record: _Record, chance: random.Random) -> Drawn:
    found = _mentions(record, chance)
    return found and (found[0], replace(found[1], first=_first(record.names, chance)))


_DRAWN: dict[str, Callable[[_Record, random.Random], Drawn]] = {
    "holds": _holds,
    "holds_count": _holds,
    "holds_not": lambda record, chance: _two_offices(record, chance, set[str].difference),
    "holds_either": lambda record, chance: _two_offices(record, chance, set[str].union),
    "mentions": _mentions,
    "mentions_count": _mentions,
    "mentions_besides": _besides,
    "mentions_as": _mentions_as,
    "mentions_in": lambda record, chance: _in_document(record, chance, word=True),
    "speaks": _in_document,
    "speaks_as": lambda record, chance: _in_document(record, chance, office=True),
    "speaks_not": _not_there,
    "both": _several,
    "units": _bodies,
    "role_of": _of_one,
    "who_said": _who_said,
    "did_say": _did_say,
    "topic_of": _topic_of,
    "summary": _of_one,
    "silent": _silent,
    "absent": _silent,
    "unknown": _stranger,
    "next_person": _another,
    "same_person": lambda record, chance: _topic_of(record, chance, follows=True),
    "others_too": _others_too,
    "correct_person": _another,
    "new_topic": _new_topic,
}
