"""Examples for training: each question beside the best sentences of its own corpus, of other speakers, of other corpora.

They are what answering would read: understood, retrieved and weighed by the program itself.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.sets import Gold, Question, SetError, available, find_documents, load_set
from eval.training.arrays import CORPUS, OWN, SPEAKER
from eval.training.questions import TrainingQuestion, load_training
from index.building import build_index
from index.embedding import Passage
from index.retrieval import open_index
from index.settings import Settings
from rag.answering import Task
from rag.asked import Asked, Opened
from rag.evidence import Sentence, terms_of, weighed
from rag.relevance import Observed
from rag.reranking import passage, rest_to_read, to_read
from rag.stages import retrieved, understood

SAME_TEXT = frozenset({"pages", "sample"})  # the sample is a digest of the pages: each answers the other's questions
_SPEAKERS, _CORPORA = 1, 2
_REST = 16
"""Of what is read where nothing surely answers, so much is kept beside questions asked of others."""
_ABSENT = ("topic_absent", "speaker_silent", "out_of_scope")
_UNANSWERED = ("topic_absent", "speaker_silent", "detail_absent")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence beside the question. ``score``: as weighed; ``gold``: whether its paragraph answers; ``answers``: whether
    it does itself, None where that is not known (another sentence of the paragraph that answers).
    """

    passage: Passage
    seen: Observed
    score: float
    gold: bool
    answers: bool | None


@dataclass(frozen=True, slots=True)
class Example:
    """A question asked of a corpus. ``held``: whether no network learns from its set; ``source``: "own", of another "speaker", of
    another "corpus", of a "matter"; ``answerable``: whether it is there; ``learned``: whether to train on it (a detail nobody
    states has a topic all the same); ``reworded``: whether it is one of the training questions, which are harder;
    ``unanswered``: whether it is asked of its own corpus and nobody there speaks of it, or states the detail.
    """

    question: str
    id: str
    held: bool
    source: str
    named: bool
    answerable: bool
    learned: bool
    reworded: bool
    candidates: tuple[Candidate, ...]
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A question with what is known of its answer."""

    id: str
    question: str
    turns: tuple[dict[str, str], ...]
    gold: tuple[Gold, ...]
    marks: tuple[str, ...]  # what stands in a sentence that answers
    reason: str | None
    trained: bool


@dataclass(frozen=True, slots=True)
class Corpora:
    """The open indexes of the sets, by name, with their questions; ``held``: those that no network learns from, so that no
    other set's questions are asked of them.
    """

    opened: Mapping[str, Opened]
    questions: Mapping[str, Sequence[Known]]
    held: frozenset[str] = frozenset()


def build_corpora(folder: Path, *, settings: Settings) -> list[str]:
    """Builds the indexes of all sets whose documents are here into ``folder``; their names."""
    names = []
    for name in available():
        try:
            documents = find_documents(load_set(name))
        except SetError:
            continue
        build_index(documents, folder / name, settings=settings)
        names.append(name)
    return names


def open_corpora(folder: Path, names: Sequence[str], *, settings: Settings, held: Sequence[str] = ()) -> Corpora:
    """Opens what was built; of the questions, the facts and speakers asked for in development are taken."""
    opened, questions = {}, {}
    for name in names:
        one = load_set(name)
        opened[name] = Opened.of(open_index(folder / name, settings=settings))
        asked = [_known(question) for question in one.of_part("development") if question.kind in ("fact", "who")]
        questions[name] = asked + [_trained(question) for question in load_training(one.folder)]
    return Corpora(opened, questions, frozenset(held))


@dataclass(frozen=True, slots=True)
class Case:
    """A question understood and looked up: in its own corpus, of another speaker there, or in another corpus."""

    known: Known
    source: str
    task: Task

    @property
    def answerable(self) -> bool:
        """Whether the answer is there."""
        return self.source == OWN and self.known.reason is None

    def is_gold(self, one: Sentence) -> bool:
        """Whether a sentence stands in a paragraph that answers."""
        place, corpus = one.span.place, self.task.corpus
        found = Gold(corpus.heading(place).source, corpus.speech(place).speaker, place.paragraph)
        return self.source == OWN and found in self.known.gold


def cases_of(name: str, corpora: Corpora, *, trained: bool = True) -> Iterator[Case]:
    """The cases of one set; the other speakers and corpora are drawn by its name. ``trained``: with the training questions."""
    chance = random.Random(zlib.crc32(name.encode()))
    own = corpora.opened[name]
    for known in corpora.questions[name]:
        if known.trained and not trained:
            continue
        asked: list[tuple[str, Opened, str | None]] = [(OWN, own, None)]
        if known.reason is None and known.gold:
            others = sorted(set(own.lexicon.appearances) - {gold.speaker for gold in known.gold})
            asked += [(SPEAKER, own, one) for one in chance.sample(others, min(_SPEAKERS, len(others)))]
            foreign = [
                other for other in corpora.opened if other not in {name, *corpora.held} and {name, other} != SAME_TEXT
            ]
            chosen = chance.sample(foreign, min(_CORPORA, len(foreign))) if not known.turns else []
            asked += [(CORPUS, corpora.opened[other], None) for other in chosen]
        for source, opened, speaker in asked:
            task = _looked_up(opened, known, speaker=speaker)
            if task is not None:
                yield Case(known, source, task)


def examples_of(name: str, corpora: Corpora) -> Iterator[Example]:
    """The examples of one set."""
    for case in cases_of(name, corpora):
        task = case.task
        topic = task.understood.topic
        terms = terms_of(task.understood.plan.terms, task.corpus, topic.phrases)
        sentences = weighed(task, terms, topic.phrases)
        found = to_read(task, sentences)
        if found:
            rest = rest_to_read(task, sentences, found)
            read = [*found, *(rest if case.source == OWN else rest[:_REST])]
            yield _example(case, read, held=name in corpora.held)


def _known(question: Question) -> Known:
    return Known(
        question.id,
        question.question,
        tuple(question.turns),
        question.gold,
        question.facts,
        question.reason,
        trained=False,
    )


def _trained(question: TrainingQuestion) -> Known:
    near = question.gold is None
    gold, marks = ((), ()) if question.gold is None else ((question.gold,), (question.sentence,))
    return Known(question.id, question.question, (), gold, marks, "topic_absent" if near else None, trained=True)


def _looked_up(opened: Opened, known: Known, *, speaker: str | None) -> Task | None:
    """The question's task, asked of ``speaker`` where one is given; None where it is no fact to look up."""
    asked = understood(Asked(known.question, opened, known.turns))
    if asked.understood is None or asked.understood.plan.kind not in ("fact", "who"):
        return None
    if speaker is not None:
        plan = replace(asked.understood.plan, speakers=(speaker,))
        asked = replace(asked, understood=replace(asked.understood, plan=plan))
    return retrieved(asked).task


def _example(case: Case, found: Sequence[Sentence], *, held: bool) -> Example:
    known, task = case.known, case.task
    gold = [case.is_gold(one) for one in found]
    marked = [right and any(mark in one.text for mark in known.marks) for right, one in zip(gold, found, strict=True)]
    told = marked if any(marked) else gold  # where no sentence is marked, any of the paragraph may answer
    answers = [True if one else None if right else False for one, right in zip(told, gold, strict=True)]
    return Example(
        question=task.understood.folded,
        id=known.id,
        held=held,
        source=case.source,
        named=bool(task.understood.plan.speakers),
        answerable=case.answerable,
        learned=case.source != OWN or known.reason is None or known.reason in _ABSENT,
        reworded=known.trained,
        candidates=tuple(
            Candidate(passage(task.corpus, one.span), one.seen, one.score, right, told)
            for one, right, told in zip(found, gold, answers, strict=True)
        ),
        unanswered=case.source == OWN and known.reason in _UNANSWERED,
    )
