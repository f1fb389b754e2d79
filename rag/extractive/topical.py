"""Who speaks of a matter, in whatever words: a list that no term decides, since nobody says what is asked as it is asked.

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
from dataclasses import dataclass

from index.embedding.tagger import TOPIC
from index.folding import fold
from index.records import Place, Span
from rag.answering import Draft, Task
from rag.data import language, pattern
from rag.evidence import Sentence, proposes, terms_of, weighed
from rag.extractive.feedback import share_of, told_in
from rag.extractive.listing import list_lines, listed
from rag.extractive.positions import backs, refuses
from rag.extractive.quotations import introduce
from rag.extractive.wording import quoting, sentence_spans
from rag.membership import Membership, members
from rag.premises import CLAUSE
from rag.relevance import read
from rag.reranking import passage

FEATURES = ("asked", "of_it", "of_it_again", "coverage", "similarity", "behind", "best", "shared")
"""What is known of a speaker beside a matter, in the order of :attr:`Speaking.features`; told in ``rag/data/topical.toml``."""
LIKELIER = 0.0
"""The average reading from which a sentence likelier speaks of the matter than not: with less nobody is named by himself."""
_SOME_WORDS, _UNLIKELY = 0.1, -1.5
"""The share of the topic's words, or else the average reading, without which a list would begin with what nobody says: chosen, with the
probabilities, on the development questions of ``eval/topical``."""
_OF_QUESTION, _OF_MATTER, _OF_EACH = 10, 8, 2
"""How many paragraphs that retrieval finds for the question, and for the matter, are read whole; and sentences of everybody else."""
_READ_AGAIN = 10
"""How many sentences, beside everybody's best, are read beside the matter too."""
_SUREST = 5
"""How many sentences of others, the best read ones, tell in which words the matter is spoken of."""
_LEAD = 12
"""Characters up to which a sentence without a word of the topic leads to what follows."""
_RULE = "说法不同的也计入：与所问相近的句子逐一细读，读来是在谈此事的才算，仍可能有遗漏；已检索全部发言"


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

    @property
    def is_there(self) -> bool:
        """Whether he has some of the topic's words or his best sentence reads not wholly unlike it: what he shares with others may be
        what none of them says of it.
        """
        return self.features[FEATURES.index("coverage")] >= _SOME_WORDS or self.reads >= _UNLIKELY


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


def draft_topical(task: Task) -> Draft | None:
    """The list of who speaks of the matter that a question asks of; None where nobody surely does, or nothing can be read."""
    found = _asked_speakers(task)
    surest = max(found, key=probability, default=None)
    if surest is None or probability(surest) < language("topical")["least_best"] or not surest.is_there:
        return None
    chosen = [one for one in found if probability(one) >= language("topical")["least"]]
    if proposes(task.understood.folded):  # whoever is against it speaks of it too
        chosen = [one for one in chosen if not _is_against(task, one)] or chosen
    chosen.sort(key=lambda one: one.spans[0])
    term = Membership(_as_asked(task), tuple(span for one in chosen for span in one.spans))
    return Draft(lines=list_lines(task, {one.speaker: [*one.spans] for one in chosen}, [term], rule=_RULE))


def _is_against(task: Task, one: Speaking) -> bool:
    """Whether the first of his sentences that takes a side expressly refuses."""
    for span in one.spans:
        clauses = CLAUSE.findall(fold(_text(task, span)))
        refused, backed = any(map(refuses, clauses)), any(map(backs, clauses))
        if refused != backed:
            return refused
    return False


def draft_likely(task: Task) -> Draft | None:
    """Whoever surely speaks of the matter of a who-question that no sentence answers by itself, the surest first; None for nobody."""
    sure = [
        one
        for one in _asked_speakers(task)
        if probability(one) >= language("topical")["least_one"] and one.reads >= LIKELIER
    ]
    sure.sort(key=lambda one: (-probability(one), one.spans[0]))
    shown = [one.spans[0] for one in sure]
    if proposes(task.understood.folded):  # who wants it is asked for, not who speaks of it
        shown = [span for span in shown if proposes(fold(_text(task, span)))]
    lines = [quoting(task.corpus, span, lead=introduce(task, span.place, first=True, same=False)) for span in shown]
    return Draft(lines) if lines else None


def _asked_speakers(task: Task) -> list[Speaking]:
    """Everybody who can speak of the matter asked of; [] where nothing can be read, or whoever is against it is asked for."""
    matter = matter_asked(task)
    against = pattern(language("topical")["against"]).search(task.understood.folded) is not None
    return [] if against or not matter else speaking(task, matter) or []


def is_literal(task: Task) -> bool:
    """Whether the terms of the question that the corpus holds are what it asks of, and not only words of it: one of them nearly all
    of the matter, or several together where the question says how they go together (甲或乙, 既提到甲又提到乙).
    """
    phrases, rules, asked_as = listed(task.understood.topic.phrases), language("questions"), language("topical")
    matter, folded = matter_asked(task), task.understood.folded
    if not matter or any(phrase.quoted for phrase in phrases):
        return True
    found = [(len(phrase.words), members(task, phrase)) for phrase in phrases]
    if pattern(asked_as["has_his_say"]).search(folded):
        found = [(words, one) for words, one in found if words == 1]
    held = [len(one.term) for _, one in found if one.spans]
    several = f"{rules['all_terms']}|{rules['either_term']}|{rules['unmentioned']}"
    together = pattern(several).search(pattern(asked_as["sides"]).sub("", folded)) is not None
    least: float = asked_as["literal"]
    return (sum if together else max)(held or [0]) >= least * len(matter)


def wants_several(task: Task) -> bool:
    """Whether a who-question asks for all of them, and names nobody whom it could mean."""
    plan, folded = task.understood.plan, task.understood.folded
    return (
        plan.kind == "who" and not plan.speakers and pattern(language("topical")["several"]).search(folded) is not None
    )


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
        matter += behind.group()  # 教学点|该撤还是该留，哪几位谈过
    matter = re.sub(r"^[\W的]+|[\W的]+$", "", matter)
    return matter if len(matter) > 1 else ""


def probability(one: Speaking) -> float:
    """The logistic regression (Cox 1958): how likely the speaker speaks of the matter, 0 to 1."""
    model = language("topical")
    logit = model["intercept"] + sum(model[name] * value for name, value in zip(FEATURES, one.features, strict=True))
    return float(1 / (1 + math.exp(-logit)))


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
        surest = [(_text(task, one.span), one.mean) for one in ordered if one not in own][:_SUREST]
        told = told_in(surest, task.corpus, task.index.words, asked=matter)
        found.append(_speaking(task, speaker, own, best, told))
    return found


def _speaking(task: Task, speaker: str, own: Sequence[_Read], best: float, told: Mapping[str, float]) -> Speaking:
    def features(some: Sequence[_Read]) -> tuple[float, ...]:
        words = (word for one in some for word in task.index.words(_text(task, one.span)))
        return (*_features(some, best), share_of(told, words))

    ordered = sorted(own, key=lambda one: (_says_nothing(one), -one.mean, one.span))
    least = language("topical")["least"]
    shown = [one.span for one in ordered if probability(Speaking(speaker, features([one]), (one.span,))) >= least]
    first = ordered[0].span
    return Speaking(speaker, features(own), (first, *(span for span in shown if span != first)))


def _says_nothing(one: _Read) -> bool:
    """Whether a sentence only leads to what follows (再说一件人的事。), with no word of the topic: it is shown last."""
    return one.span.end - one.span.start <= _LEAD and one.coverage == 0


def _text(task: Task, span: Span) -> str:
    return task.corpus.text(span.place)[span.start : span.end]


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


def _as_asked(task: Task) -> str:
    """The matter in the question's own characters; of one that is cut, its longest stretch."""
    folded, whole = task.understood.folded, matter_asked(task)
    stretches = [one for one in re.split("[,，]", whole) if one in folded]
    stretch = whole if whole in folded else max(stretches, key=len, default=whole)
    at = folded.find(stretch)
    return task.understood.question[at : at + len(stretch)] if at >= 0 else stretch
