"""Who speaks of a matter, in whatever words: a list that no term decides, since nobody says what is asked as it is asked.

:mod:`rag.extractive.speaking` tells how surely everybody speaks of it; here that becomes the answer to a list, or to who said something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.records import Span
from index.words import part_of_speech
from rag.answering import Draft, Task
from rag.data import language, pattern
from rag.evidence import proposes
from rag.extractive.listing import list_lines, listed
from rag.extractive.positions import AGAINST, NEITHER, expressed
from rag.extractive.quotations import introduce
from rag.extractive.speaking import Speaking, is_sure, matter_asked, probability, speaking
from rag.extractive.wording import quoting, sentences_beside
from rag.membership import Membership, members

LIKELIER = 0.0
"""The average reading from which a sentence likelier speaks of the matter than not: with less nobody is named by himself."""
AHEAD, UNLIKELY = 0.6, -1.5
"""By how much more likely than anybody else somebody must be, and how his best sentence must read at least, to be named without reading as
the answer. Of 42 who-questions of development that are refused and name nobody (all 28 that nobody answers, and 14 of the newest
corpora that somebody does), 6 get somebody so, each time whoever is right."""
_SHOWN = 2
"""How many sentences of his are then shown."""
NEAR, ALSO = 3.0, 0.8
"""How near, in standard deviations, somebody's paragraph must be, and how likely he must speak of it, to be listed beside whoever says the
very term. Of the 98 development lists they were chosen on, this made 7 exact that were not, and spoilt none; of 260 others it spoilt 1."""
_RULE = "说法不同的也计入：与所问相近的句子逐一细读，读来是在谈此事的才算，仍可能有遗漏；已检索全部发言"


def draft_topical(task: Task) -> Draft | None:
    """The list of who speaks of the matter that a question asks of; None where nobody surely does, or nothing can be read."""
    found = _asked_speakers(task)
    if not any(map(is_sure, found)):
        return None
    chosen = [one for one in found if probability(one) >= language("topical")["least"]]
    if proposes(task.understood.folded):  # whoever is against it speaks of it too
        chosen = [one for one in chosen if not _is_against(task, one)] or chosen
    chosen.sort(key=lambda one: one.spans[0])
    term = Membership(_as_asked(task), tuple(span for one in chosen for span in one.spans))
    return Draft(lines=list_lines(task, {one.speaker: [*one.spans] for one in chosen}, [term], rule=_RULE))


def in_other_words(task: Task) -> dict[str, list[Span]]:
    """Whoever surely speaks of the only term of a list without saying it, with his sentences, the best first; nobody where the question
    asks for the term itself (提到, 用了这个词), and nothing is read where nobody else's paragraphs are near.
    """
    phrases, folded, rules = listed(task.understood.topic.phrases), task.understood.folded, language("topical")
    if len(phrases) != 1 or phrases[0].quoted or pattern(rules["of_the_word"]).search(folded):
        return {}
    done = any(part_of_speech(word) == "v" for word in phrases[0].words[:-1])  # 装电梯 is no term but a matter
    if not done and not pattern(rules["speaks_of"]).search(folded):
        return {}
    saying = {task.corpus.speech(span.place).speaker for span in members(task, phrases[0]).spans}
    near = {task.corpus.speech(hit.place).speaker for hit in task.hits if hit.similarity >= NEAR} - saying
    if not saying or not near:
        return {}
    likely = (one for one in _asked_speakers(task) if one.speaker in near and probability(one) >= ALSO)
    return {one.speaker: [*one.spans] for one in likely}


def _is_against(task: Task, one: Speaking) -> bool:
    """Whether the first of his sentences that takes a side expressly refuses."""
    sides = (expressed(fold(task.corpus.stretch(span))) for span in one.spans)
    return next((side for side in sides if side != NEITHER), NEITHER) == AGAINST


def draft_likely(task: Task) -> Draft | None:
    """Whoever surely speaks of the matter of a who-question that no sentence answers by itself, the surest first; None for nobody."""
    found = sorted(_asked_speakers(task), key=probability, reverse=True)
    likely = [one for one in found if probability(one) >= language("topical")["least_one"]]
    sure = [one for one in likely if one.reads >= LIKELIER]
    sure.sort(key=lambda one: (-probability(one), one.spans[0]))
    shown = [one.spans[0] for one in sure] or [
        span for one in likely[:1] if _stands_alone(found) for span in one.spans[:_SHOWN]
    ]
    if proposes(task.understood.folded):  # who wants it is asked for, not who speaks of it
        shown = list(dict.fromkeys(one for span in shown if (one := _proposing(task, span)) is not None))
    lines = [quoting(task.corpus, span, lead=introduce(task, span.place, first=True, same=False)) for span in shown]
    return Draft(lines) if lines else None


def _proposing(task: Task, span: Span) -> Span | None:
    """The sentence at ``span`` where it proposes, else the one behind or before it that does; None where neither does."""
    before, behind = sentences_beside(task.corpus, span)
    near = [one for one in (span, behind, before) if one is not None]
    return next((one for one in near if proposes(fold(task.corpus.stretch(one)))), None)


def _stands_alone(found: Sequence[Speaking]) -> bool:
    """Whether the first of ``found`` surely speaks of the matter and hardly anybody else can."""
    behind = probability(found[1]) if len(found) > 1 else 0.0
    return is_sure(found[0]) and found[0].reads >= UNLIKELY and probability(found[0]) - behind >= AHEAD


def _asked_speakers(task: Task) -> list[Speaking]:
    """Everybody who can speak of the matter asked of; [] where nothing can be read, or whoever is against it is asked for."""
    matter = matter_asked(task)
    against = pattern(language("topical")["against"]).search(task.understood.folded) is not None
    return [] if against or not matter else speaking(task, matter) or []


def is_literal(task: Task) -> bool:
    """Whether the terms of the question that the corpus holds are what it asks of, and not only words of it: one of them nearly all
    of the matter, or several together where the question says how they go together (甲或乙, 既提到甲又提到乙).
    """
    return bool(_held_share(task) >= language("topical")["literal"])


def is_fragment(task: Task) -> bool:
    """Whether they are so little of it that who says them tells nothing of who speaks of the matter (路灯, of 晚上走路怕黑、路灯不亮)."""
    return bool(_held_share(task) < language("topical")["fragment"])


def _held_share(task: Task) -> float:
    """The share of the matter, in characters, that the terms held are: of the longest one, or of all where they go together; 1 where no
    matter is told or a term is quoted.
    """
    phrases, rules, asked_as = listed(task.understood.topic.phrases), language("questions"), language("topical")
    matter, folded = matter_asked(task), task.understood.folded
    if not matter or any(phrase.quoted for phrase in phrases):
        return 1.0
    found = [(len(phrase.words), members(task, phrase)) for phrase in phrases]
    if pattern(asked_as["has_his_say"]).search(folded):
        found = [(words, one) for words, one in found if words == 1]
    held = [len(one.term) for _, one in found if one.spans]
    several = f"{rules['all_terms']}|{rules['either_term']}|{rules['unmentioned']}"
    together = pattern(several).search(pattern(asked_as["sides"]).sub("", folded)) is not None
    return (sum if together else max)(held or [0]) / len(matter)


def wants_several(task: Task) -> bool:
    """Whether a who-question asks for all of them, and names nobody whom it could mean."""
    plan, folded = task.understood.plan, task.understood.folded
    return (
        plan.kind == "who" and not plan.speakers and pattern(language("topical")["several"]).search(folded) is not None
    )


def _as_asked(task: Task) -> str:
    """The matter in the question's own characters; of one that is cut, its longest stretch."""
    folded, whole = task.understood.folded, matter_asked(task)
    stretches = [one for one in re.split("[,，]", whole) if one in folded]
    stretch = whole if whole in folded else max(stretches, key=len, default=whole)
    at = folded.find(stretch)
    return task.understood.question[at : at + len(stretch)] if at >= 0 else stretch
