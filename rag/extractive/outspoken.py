"""Who takes a side in so many words (我不同意) on a matter that he speaks of in others than the question's.

:mod:`rag.extractive.positions` tells by the matter's own words that a stand is on it. Here the regression of
:mod:`rag.extractive.speaking` tells who speaks of it, and the first sentence of his that takes a side expressly tells which.
"""

from __future__ import annotations

from index.folding import fold
from index.records import Span
from rag.answering import Task
from rag.data import language, pattern
from rag.extractive.positions import AGAINST, EXPRESS, FOR, NEITHER, Held, Taken, expressed, matter_of
from rag.extractive.sides import reported
from rag.extractive.speaking import matter_asked, probability, speaking
from rag.relevance import read
from rag.reranking import passage

_SENTENCES = 6
"""How many sentences of a speaker, the best read first, are looked at."""


def outspoken(task: Task, side: int) -> list[Held]:
    """Whoever surely speaks of the matter asked of and is expressly on ``side``, with the sentence that says so, the surest first. Of 108
    development questions who is against something, it names whoever is right for 9 of 17 that were refused and for none anybody
    wrong, nobody for the 11 rightly refused, and completes 3 of 5 lists; of 133 who is for it, 1 of 3 lists.
    """
    matter = matter_asked(task) or matter_of(task.understood.folded)
    least = language("topical")["least_best"]
    found = []
    for one in sorted(speaking(task, matter) or (), key=lambda one: -probability(one)):
        if probability(one) < least:
            break
        stand = _stand(task, matter, one.spans[:_SENTENCES])
        if stand is not None and stand.side == side:
            found.append(Held(one.speaker, side, (stand.span,), stand.reads, 0.0))
    return found


def _stand(task: Task, matter: str, spans: tuple[Span, ...]) -> Taken | None:
    """The first of ``spans`` that takes a side expressly and is read to do so on the matter."""
    passages = [passage(task.corpus, span) for span in spans]
    against, for_it = (read(task.index, form.format(matter), passages) for form in ("谁反对{}？", "谁主张{}？"))
    for span, refused, backed in zip(spans, against or (), for_it or (), strict=True):
        side = _side(task, span)
        reads = refused if side == AGAINST else backed
        if side != NEITHER and reads >= EXPRESS:
            return Taken(span, side, reads)
    return None


def _side(task: Task, span: Span) -> int:
    """The side that a sentence takes expressly for its own speaker."""
    text = fold(task.corpus.stretch(span))
    if pattern(language("bearing")["conceded"]).search(text) is not None:
        return NEITHER  # 我不反对甲，反对的是乙: of which, words do not tell
    side = expressed(text)
    return NEITHER if side == FOR and reported(task, span)[1] else side
