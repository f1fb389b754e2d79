"""Who speaks of a matter in whatever words, and how surely: what is read of everybody, and the regression over it.

What can speak of it (the paragraphs that retrieval finds for the question and for the matter, and of everybody else the sentences
that share most words) is read beside the question; a logistic regression over the readings, the words, the vectors, the distance to
whoever is read best and the words shared with the surest of the others tells whether a speaker is one of them. The coefficients stand
in ``rag/data/topical.toml``; ``python -m eval.training lists`` fits them, ``python -m eval bench topical`` measures them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.embedding.tagger import TOPIC
from index.records import Place, Span
from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import Sentence, terms_of, weighed
from rag.extractive.feedback import share_of, told_in
from rag.extractive.wording import sentence_spans
from rag.relevance import read
from rag.reranking import passage

FEATURES = ("asked", "of_it", "of_it_again", "coverage", "similarity", "behind", "best", "shared")
"""What is known of a speaker beside a matter, in the order of :attr:`Speaking.features`; told in ``rag/data/topical.toml``."""
_OF_QUESTION, _OF_MATTER, _OF_EACH = 10, 8, 2
"""How many paragraphs that retrieval finds for the question, and for the matter, are read whole; and sentences of everybody else."""
_READ_AGAIN = 10
"""How many sentences, beside everybody's best, are read beside the matter too."""
_SUREST = 5
"""How many sentences of others, the best read ones, tell in which words the matter is spoken of."""
_LEAD = 12
"""Characters up to which a sentence without a word of the topic leads to what follows."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """What is known of a ``speaker`` beside a matter, and the sentences of his that speak of it, the best read first."""

    speaker: str
    features: tuple[float, ...]
    spans: tuple[Span, ...]

    @property
    def reads(self) -> float:
        """How well his best sentence reads, on average: a logit."""
        behind, best = self.features[FEATURES.index("behind")], self.features[FEATURES.index("best")]
        return best + behind


@dataclass(frozen=True, slots=True)
class _Read:
    span: Span
    asked: float
    of_it: float
    of_it_again: float
    coverage: float
    similarity: float

    @property
    def mean(self) -> float:
        return (self.asked + self.of_it + self.of_it_again) / 3


def matter_asked(task: Task) -> str:
    """The folded question from the first to the last character of its topic, and on to the end of that clause, without what asks in
    between or behind; "" where the model does not tell.
    """
    tagged = task.index.question_parts(task.understood.folded)
    if tagged is None:
        return ""
    parts = "".join(
        one if part == TOPIC else " " for one, part in zip(tagged.text, tagged.parts.argmax(1), strict=True)
    )
    matter, asking = "", pattern(language("questions")["asks_list"])
    for run in re.finditer(r"\S+", parts):
        between = tagged.text[len(parts[: run.start()].rstrip()) : run.start()] if matter else ""
        matter += ("，" if asking.search(between) else between) + run.group()
    behind = re.match(r"[^,，。;；:：?？!！]*", tagged.text[len(parts.rstrip()) :]) if matter else None
    if behind is not None and not pattern(f"{asking.pattern}|{language('topical')['put']}").search(behind.group()):
        matter += behind.group()  # 老桥|该拆还是该留，哪几位谈过
    matter = re.sub(r"^[\W的]+|[\W的]+$", "", pattern(language("topical")["of_what"]).sub("", matter))
    return matter if len(matter) > 1 else ""


def probability(one: Speaking) -> float:
    """The logistic regression (Cox 1958): how likely the speaker speaks of the matter, 0 to 1."""
    model = language("topical")
    logit = model["intercept"] + sum(model[name] * value for name, value in zip(FEATURES, one.features, strict=True))
    return float(1 / (1 + math.exp(-logit)))


def is_sure(one: Speaking) -> bool:
    """Whether somebody surely speaks of the matter, and likelier than not without what he shares with others: that may be what none of them
    says of it.
    """
    by_himself = replace(one, features=(*one.features[: FEATURES.index("shared")], 0.0))
    best, alone = (float(language("topical")[name]) for name in ("least_best", "least_alone"))
    return probability(one) >= best and probability(by_himself) >= alone


def speaking(task: Task, matter: str) -> list[Speaking] | None:
    """Everybody with a sentence that can speak of ``matter``; None where the model reads no pairs."""
    by_speaker: dict[str, list[_Read]] = {}
    sentences_read = _read(task, matter)
    if sentences_read is None:
        return None
    for one in sentences_read:
        speaker = task.corpus.speech(one.span.place).speaker
        if speaker is not None and speaker not in task.understood.plan.excluded:
            by_speaker.setdefault(speaker, []).append(one)
    best = max((one.mean for own in by_speaker.values() for one in own), default=0.0)
    ordered = sorted((one for own in by_speaker.values() for one in own), key=lambda one: (-one.mean, one.span))
    found = []
    for speaker, own in by_speaker.items():
        surest = [(task.corpus.stretch(one.span), one.mean) for one in ordered if one not in own][:_SUREST]
        told = told_in(surest, task.corpus, task.index.words, asked=matter)
        found.append(_speaking(task, speaker, own, best, told))
    return found


def _speaking(task: Task, speaker: str, own: Sequence[_Read], best: float, told: Mapping[str, float]) -> Speaking:
    def features(some: Sequence[_Read]) -> tuple[float, ...]:
        words = (word for one in some for word in task.index.words(task.corpus.stretch(one.span)))
        return (*_features(some, best), share_of(told, words))

    ordered = sorted(own, key=lambda one: (_says_nothing(one), -one.mean, one.span))
    least = language("topical")["least"]
    shown = [one.span for one in ordered if probability(Speaking(speaker, features([one]), (one.span,))) >= least]
    first = ordered[0].span
    return Speaking(speaker, features(own), (first, *(span for span in shown if span != first)))


def _says_nothing(one: _Read) -> bool:
    """Whether a sentence only leads to what follows (再讲另一件事。), with no word of the topic: it is shown last."""
    return one.span.end - one.span.start <= _LEAD and one.coverage == 0


def _features(own: Sequence[_Read], best: float) -> tuple[float, ...]:
    return (
        max(one.asked for one in own),
        max(one.of_it for one in own),
        max(one.of_it_again for one in own),
        max(one.coverage for one in own),
        max(one.similarity for one in own),
        max(one.mean for one in own) - best,
        best,
    )


def _read(task: Task, matter: str) -> list[_Read] | None:
    """What can speak of the matter, read beside it."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    known: dict[tuple[Place, int], Sentence] = {}
    for one in weighed(task, terms, task.understood.topic.phrases):
        known.setdefault((one.span.place, one.span.start), one)
    spans = _worth_reading(task, matter, list(known.values()))
    passages = [passage(task.corpus, span) for span in spans]
    asked = read(task.index, task.understood.folded, passages)
    if asked is None:
        return None
    chosen = _surest(task, spans, asked)
    of_it = language("topical")["question"].format(matter)
    once, again = (
        read(task.index, of_it, [passages[at] for at in chosen], again=second) or () for second in (False, True)
    )
    found = []
    for at, of_it_once, of_it_again in zip(chosen, once, again, strict=False):
        seen = known.get((spans[at].place, spans[at].start))
        words, near = (seen.whole, seen.seen.similarity) if seen is not None else (0.0, 0.0)
        found.append(_Read(spans[at], asked[at], of_it_once, of_it_again, words, near))
    return found


def _worth_reading(task: Task, matter: str, best_first: Sequence[Sentence]) -> list[Span]:
    hits = [*task.hits[:_OF_QUESTION], *task.index.search(matter, k=_OF_MATTER)]
    places = dict.fromkeys(hit.place for hit in hits)
    found = {
        (span.place, span.start): span
        for place in places
        if _counts(task, place)
        for span in sentence_spans(task.corpus, place)
    }
    taken: Counter[str | None] = Counter()
    for one in best_first:
        speaker = task.corpus.speech(one.span.place).speaker
        if _counts(task, one.span.place) and taken[speaker] < _OF_EACH:
            taken[speaker] += 1
            found.setdefault((one.span.place, one.span.start), one.span)
    return list(found.values())


def _surest(task: Task, spans: Sequence[Span], readings: Sequence[float]) -> list[int]:
    """Which of ``spans`` read best: the first of all, and of every speaker the first."""
    order = sorted(range(len(spans)), key=lambda at: (-readings[at], spans[at]))
    first: dict[str | None, int] = {}
    for at in order:
        first.setdefault(task.corpus.speech(spans[at].place).speaker, at)
    return list(dict.fromkeys([*order[:_READ_AGAIN], *first.values()]))


def _counts(task: Task, place: Place) -> bool:
    return bool(place.paragraph) and task.allows(place) and task.corpus.speech(place).speaker is not None
