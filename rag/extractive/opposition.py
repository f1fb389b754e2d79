"""Who is against what the last answer showed: another who speaks of the same and says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from index.folding import fold
from index.records import Place
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, spoken_of, terms_of
from rag.extractive.quotations import fact_lines
from rag.extractive.standing import asking, stand
from rag.premises import stance
from rag.refusal import nearest, refuse
from rag.reranking import CERTAIN, scored
from rag.understanding import Understood
from rag.understanding.topics import without_names

SHARED = 0.15
"""The share of the topic from which a sentence that takes the stand speaks of it, near or not."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class _Other:
    """A paragraph of another speaker, its sentences best first. ``express``: it says in so many words that he is against
    it; ``against``: it refuses something of it; ``contrary``: it says something else instead; all only where it speaks of
    what was shown (``spoken``: surely).
    """

    sentences: tuple[Sentence, ...]
    express: bool
    against: bool
    contrary: bool
    spoken: bool

    @property
    def sure(self) -> bool:
        """Whether its first sentence, read beside the question, surely answers."""
        return (self.sentences[0].seen.reading or 0.0) >= CERTAIN


def opposes(understood: Understood) -> bool:
    """Whether a follow-up asks who, but for those shown, is against it."""
    rules = language("questions")["opponents"]
    return (
        understood.completed
        and bool(understood.plan.excluded)
        and pattern(rules["who"]).search(understood.folded) is not None
        and pattern(rules["against"]).search(understood.folded) is not None
    )


def draft_opposition(task: Task) -> Draft | Refusal:
    """The words of who is against it, expressly before who only says otherwise; the refusal where nobody is."""
    understood, corpus = task.understood, task.corpus
    terms = terms_of(understood.plan.terms, corpus, understood.topic.phrases)
    found: dict[Place, list[Sentence]] = {}
    for one in scored(task, terms, understood.topic.phrases):
        speaker = corpus.speech(one.span.place).speaker
        if speaker is not None and speaker not in understood.plan.excluded:
            found.setdefault(one.span.place, []).append(one)
    masked = without_names(understood.folded, [(mention.start, mention.end) for mention in understood.mentions])
    asked = asking(pattern(language("questions")["opponents"]["occasion"]).sub("", masked), -1)
    others = []
    for place, sentences in list(found.items())[:_LOOKED_AT]:
        taken = stand(task, place, terms, asked)
        others.append(_other(task, sentences, spoken_of(task, sentences[0]), taken.side, taken.share))
    ranked = (
        [one for one in others if fits(one)] for fits in (_is_sure, _is_express, _is_against, _is_contrary, _reads_so)
    )
    chosen = next((found[0] for found in ranked if found), None)
    if chosen is None:
        spoken = any(spoken_of(task, one) for sentences in found.values() for one in sentences[:1])
        return refuse(task, "detail_absent" if spoken else "topic_absent", found=nearest(task, terms))
    return Draft(lines=fact_lines(task, chosen.sentences), kind="who")


def _other(task: Task, sentences: Sequence[Sentence], spoken: bool, side: int, share: float) -> _Other:
    rules = language("premises")
    refusing = [
        one
        for one in sentences
        if (stance(fold(one.text))[0] < 0 and (spoken or one.own >= SHARED)) or _names_him(task, one)
    ]
    express = [one for one in refusing if pattern(language("questions")["opponents"]["express"]).search(fold(one.text))]
    taken = side > 0 and (spoken or share >= SHARED)
    against = taken or any(one.own >= SHARED for one in refusing)  # 不要 refuses anything: it has to be of the topic
    against = against or any(_names_him(task, one) for one in refusing)
    marks = f"{rules['doubting']}|{rules['instead']}|{rules['contrary']}"
    contrary = side >= 0 and spoken and any(pattern(marks).search(fold(one.text)) for one in sentences)
    first = [*express, *(one for one in refusing if one not in express)]
    return _Other((*first, *(one for one in sentences if one not in first)), bool(express), against, contrary, spoken)


def _names_him(task: Task, one: Sentence) -> bool:
    """Whether a sentence says that its speaker sees it otherwise than one who is left out, and names him (我和某局长看法不一样)."""
    text = fold(one.text)
    if pattern(language("questions")["opponents"]["against"]).search(text) is None:
        return False
    return any({*mention.speakers} & {*task.understood.plan.excluded} for mention in task.lexicon.mentions(text))


def _is_sure(one: _Other) -> bool:
    """Whether who is against it answers so surely that no more express words of another count for more."""
    return one.against and one.sure


def _reads_so(one: _Other) -> bool:
    """Whether what somebody else says reads surely as the answer, in whatever words."""
    return one.spoken and one.sure


_is_express, _is_against, _is_contrary = attrgetter("express"), attrgetter("against"), attrgetter("contrary")
