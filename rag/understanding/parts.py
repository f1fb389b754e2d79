"""The parts of a question as the tagger reads them: stretches of topic, of what speakers must be, of names and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.embedding import Tagged
from index.embedding.tagger import DOCUMENT, FRAME, LEFT_OUT, NAME, ROLE, TOPIC
from rag.data import language, pattern
from rag.understanding.kinds import asks
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Phrase, Topic
from rag.understanding.understood import Understood
from rag.understanding.vocabulary import has_surname, is_personal_name

FRAMING, SURELY_FRAMING = 0.5, 0.7
"""From which likelihood a word is only how the question is put: where somebody named or a type of answer is asked for, and else."""
ASIDE = 0.8
"""From which likelihood, over all its characters, a clause is."""
SURELY_NAMED = 0.9
"""How likely the characters of a name must be one, of a person whom the corpus does not hold."""
_LONGEST_NAME = 4
_MARKS = "，,。、：:；;"
_EDGES = f"{_MARKS}？?！!“”\"'「」『』《》()（）的 "
_QUOTES = '“”"「」『』'
_QUOTED = re.compile('[“「『"](?P<text>[^“”「」『』"]{2,})[”」』"]')
_MARKS_OF_QUOTING = re.compile(f"[{_QUOTES}]")
_CLAUSE = re.compile("[^,，。;；:：!！]+[,，。;；:：!！]*")
_JOINING = re.compile("、|或者?|和|与|及|以及|跟")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``[start, end)`` of a question, how likely they are of their part, and whether they stand between quotation marks."""

    text: str
    start: int
    end: int
    likely: float
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The stretches of each part in order; ``kind``: what kind of question it is likeliest, ``certainty``: how likely;
    ``relation``: how the parts of a list likeliest go together.
    """

    tagged: Tagged
    topics: tuple[Stretch, ...]
    roles: tuple[Stretch, ...]
    names: tuple[Stretch, ...]
    documents: tuple[Stretch, ...]
    left_out: tuple[Stretch, ...]
    kind: str
    certainty: float
    relation: str

    @classmethod
    def of(cls, tagged: Tagged) -> Parts:
        """The parts by what is likeliest of each character."""
        kind = max(tagged.kinds, key=lambda one: tagged.kinds[one])
        relation = max(tagged.relations, key=lambda one: tagged.relations[one])
        every = (TOPIC, ROLE, NAME, DOCUMENT, LEFT_OUT)
        found = [(part, one) for part in every for one in _stretches(tagged, part)]
        found = _quoted_whole(tagged, sorted(found, key=lambda each: each[1].start))
        settled = _settled(tagged, found)
        topics, roles, names, documents, left_out = (
            tuple(one for part, one in settled if part == wanted) for wanted in every
        )
        return cls(tagged, topics, roles, names, documents, left_out, kind, tagged.kinds[kind], relation)

    def framing(self, start: int, end: int) -> float:
        """How likely the characters ``[start, end)`` are only how the question is put, 0 to 1, on average."""
        return float(self.tagged.parts[start:end, FRAME].mean()) if end > start else 1.0


def _quoted_whole(tagged: Tagged, found: Sequence[tuple[int, Stretch]]) -> list[tuple[int, Stretch]]:
    """Stretches in order; what stands between one pair of quotation marks is one topic, of however many parts it is read."""
    whole = list(found)
    for match in _QUOTED.finditer(tagged.text):
        start, end = match.span("text")
        within = [one for one in whole if start <= one[1].start and one[1].end <= end]
        if len({part for part, _ in within}) > 1 and LEFT_OUT not in {part for part, _ in within}:
            at = whole.index(within[0])
            whole[at : at + len(within)] = [(TOPIC, _stretch(tagged, TOPIC, start, end))]
    return whole


def _settled(tagged: Tagged, found: Sequence[tuple[int, Stretch]]) -> list[tuple[int, Stretch]]:
    """Stretches in order, those of one expression as one part: a body with the office there (市政协|常委), what a quoted topic goes
    on with (“专精特新”企业) or any has right behind it (技术|经理人), and what is joined to topics or roles (中职、高职或技师学院).
    """
    text, settled = tagged.text, list[tuple[int, Stretch]]()
    for part, one in found:
        before, last = settled[-1] if settled else (FRAME, one)
        between = text[last.end : one.start] if settled else ""
        if settled and (before, part) == (NAME, ROLE) and between in ("", "的"):
            settled[-1] = ROLE, _stretch(tagged, ROLE, last.start, one.end)
        elif settled and (before, part) == (TOPIC, ROLE) and last.quoted and between in _QUOTES:
            settled[-1] = TOPIC, _stretch(tagged, TOPIC, last.start - 1, one.end)
        elif settled and (before, part) == (TOPIC, ROLE) and not between:
            settled[-1] = TOPIC, _stretch(tagged, TOPIC, last.start, one.end)
        elif settled and {before, part} == {TOPIC, ROLE} and _JOINING.fullmatch(between):
            settled.append((before, one))
        else:
            settled.append((part, one))
    return settled


def expression(parts: Parts, stretches: Sequence[Stretch]) -> str:
    """Stretches as one expression: as the question joins them, else side by side; without what only points back (这个园区)."""
    rules, text = language("restated")["joining"], parts.tagged.text
    points_back = pattern(rules["points_back"])
    kept = [one for number, one in enumerate(stretches) if not (number and points_back.search(text[: one.start]))]
    between = [text[before.end : one.start] for before, one in pairwise(kept)]
    if all(pattern(rules["joins"]).fullmatch(one) for one in between):
        start, end = kept[0].start - kept[0].quoted, kept[-1].end + kept[-1].quoted
        return text[start:end]
    return "和".join(f"“{one.text}”" if one.quoted else one.text for one in kept)


def whole(parts: Parts, stretches: Sequence[Stretch]) -> str:
    """All from the first stretch to the last, without quotation marks: whoever reads it reads all of it or nothing."""
    return _MARKS_OF_QUOTING.sub("", parts.tagged.text[stretches[0].start : stretches[-1].end])


def _stretches(tagged: Tagged, part: int) -> Iterator[Stretch]:
    text, marks = tagged.text, "".join("x" if one == part else "." for one in tagged.parts.argmax(axis=1))
    for match in re.finditer("x+", marks):
        start, end = match.span()
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        if end > start:
            yield _stretch(tagged, part, start, end)


def _stretch(tagged: Tagged, part: int, start: int, end: int) -> Stretch:
    text = tagged.text
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    quoted = len(around) == 2 and all(one in _QUOTES for one in around)
    return Stretch(text[start:end], start, end, float(tagged.parts[start:end, part].mean()), quoted)


def without_asides(tagged: Tagged) -> str:
    """The question without the clauses that neither ask nor hold anything of what is asked (校对用，烦请核一下：…)."""
    parts, kept = Parts.of(tagged), list[str]()
    for match in _CLAUSE.finditer(tagged.text):
        clause = match.group()
        if asks(clause) or parts.framing(*match.span()) < ASIDE:
            kept.append(clause)
    return "".join(kept).strip(_MARKS)


def narrowed(understood: Understood, parts: Parts) -> Understood | None:
    """``understood`` without the topic words that only put the question; None where there are none, or no others."""
    plan, folded = understood.plan, understood.folded
    least = FRAMING if plan.speakers or plan.detail else SURELY_FRAMING
    phrases = [one for phrase in understood.topic.phrases if (one := _of_topic(phrase, folded, parts, least))]
    kept = {word for phrase in phrases for word in phrase.words}
    words = tuple(word for word in understood.topic.words if word in kept)
    if not words or words == understood.topic.words:
        return None
    topic = Topic(tuple(phrases), words)
    return replace(understood, topic=topic, plan=replace(understood.plan, topic=topic.text, terms=words))


def _of_topic(phrase: Phrase, folded: str, parts: Parts, least: float) -> Phrase | None:
    """``phrase`` without the words that only put the question; None where no word is left."""
    if phrase.quoted:
        return phrase
    at, kept = phrase.start, []
    for word in phrase.words:
        start = folded.find(word, at, phrase.end)
        if start < 0:
            return phrase  # not as it stands in the question
        at = start + len(word)
        if parts.framing(start, at) < least:
            kept.append((word, start, at))
    if len(kept) == len(phrase.words):
        return phrase
    if not kept:
        return None
    words = tuple(word for word, *_ in kept)
    return replace(phrase, text="".join(words), words=words, start=kept[0][1], end=kept[-1][2])


def stranger(tagged: Tagged, lexicon: Lexicon) -> str | None:
    """The person whom a question names, however it does (听说有个叫某某某的), and the corpus does not hold; None where it names
    nobody so.
    """
    behind = pattern(language("restated")["stranger"]["behind"])
    for one in Parts.of(tagged).names:
        surely = one.likely >= SURELY_NAMED
        if surely and is_person(one.text) and behind.match(tagged.text, one.end) and not lexicon.corpus.find(one.text):
            return one.text
    return None


def is_person(text: str) -> bool:
    """Whether a text looks like the name of a person: surname and given name, no office or body, though one may stand behind it
    (某某某委员).
    """
    people = language("people")
    titles = (*people["titles"]["words"], *people["generic"]["addresses"])
    title = max((one for one in titles if text.endswith(one) and len(text) > len(one) + 1), key=len, default="")
    name = text.removesuffix(title)
    endings = (*titles, *people["short_titles"], *people["organisations"]["endings"])
    short_enough = 2 <= len(name) <= _LONGEST_NAME
    return short_enough and has_surname(name) and is_personal_name(name) and not name.endswith(endings)
