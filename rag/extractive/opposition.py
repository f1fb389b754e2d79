"""Who is against what the last answer showed: another who speaks of the same and says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.records import Place
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, spoken_of, terms_of
from rag.extractive.quotations import fact_lines
from rag.extractive.standing import asking, stand
from rag.premises import stance
from rag.refusal import nearest, refuse
from rag.reranking import scored
from rag.understanding import Understood
from rag.understanding.topics import without_names

SHARED = 0.15
"""The share of the topic from which a sentence that takes the stand speaks of it, near or not."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class _Other:
    """A paragraph of another speaker, its sentences best first. ``against``: it says that he is; ``contrary``: it says
    something else instead; both only where it speaks of what was shown.
    """

    sentences: tuple[Sentence, ...]
    against: bool
    contrary: bool


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
        others.append(_other(sentences, spoken_of(task, sentences[0]), taken.side, taken.share))
    chosen = next((one for one in others if one.against), None) or next((one for one in others if one.contrary), None)
    if chosen is None:
        spoken = any(spoken_of(task, one) for sentences in found.values() for one in sentences[:1])
        return refuse(task, "detail_absent" if spoken else "topic_absent", found=nearest(task, terms))
    return Draft(lines=fact_lines(task, chosen.sentences), kind="who")


def _other(sentences: Sequence[Sentence], spoken: bool, side: int, share: float) -> _Other:
    rules = language("premises")
    refusing = [one for one in sentences if stance(fold(one.text))[0] < 0 and (spoken or one.own >= SHARED)]
    against = bool(refusing) or (side > 0 and (spoken or share >= SHARED))
    marks = f"{rules['doubting']}|{rules['instead']}|{rules['contrary']}"
    contrary = side >= 0 and spoken and any(pattern(marks).search(fold(one.text)) for one in sentences)
    return _Other((*refusing, *(one for one in sentences if one not in refusing)), against, contrary)
