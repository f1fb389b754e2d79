"""Which sentences of the corpus speak of a topic, and how well: the extractive answerer's choice, as arithmetic.

A sentence is scored by the words of the topic that stand in it, with what its paragraph, title and speaker add, and a
little for the rank that retrieval gave its paragraph. Ties go to the earlier place, so a choice never depends on chance.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.corpus import Corpus
from index.folding import closed_up, fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Task
from rag.data import language, pattern
from rag.matching import Term, coverage, strength, weigh
from rag.relevance import Nearness, Observed, is_relevant, probability
from rag.speeches import parts_of
from rag.understanding.kinds import numeral
from rag.understanding.topics import Phrase

CONTEXT = 0.5
"""What a word is worth that stands in the same paragraph, but in another sentence."""
TITLE = 0.5
"""What a word is worth that stands only in the speech's title or role."""
RETRIEVED = 0.12
"""What being first in retrieval is worth; rank r is worth this over r."""
LITERAL = 0.15
"""What it is worth that a phrase of the question stands in the sentence as it is."""
QUOTED = 1.2
"""The least that a quoted phrase weighs which the corpus holds."""
RECOMMENDED = 0.08
"""What it is worth to stand in a recommendation rather than in the background, unless the question asks for the latter."""
NEARER = 0.08
"""What it is worth for each standard deviation that the vectors find the paragraph nearer than others."""
IN_CHUNK = 0.06
"""What it is worth to stand in the paragraph's nearest chunk."""
NEAREST = 0.2
"""A paragraph this little behind the nearest (in standard deviations) is looked at even where no word of the topic stands in it."""
PROPOSED = 0.1
"""What it is worth for a sentence to propose where the question asks what is proposed."""
OPPOSED = 0.25
"""What it is worth for a paragraph to refuse where the question asks who is against; and what it costs not to."""
FOUND = 10
"""How many of the paragraphs that retrieval put first are looked at whatever words stand in them."""
NAMED = 0.2
"""What it is worth to name as many things as the question asks for (哪两家)."""
SHAPED = 0.12
"""What it is worth for a sentence to have the question's own words on both sides of what is asked (用什么作抵押: 用订单作抵押)."""
SURE = 0.8
"""The probability from which a sentence that was read answers, whatever words it lacks. Of the development questions on
what no speech touches, or on no recommendations at all, none reaches it."""
LOOKED_AT = 60
"""How far down the list of sentences anybody looks."""
_CANDIDATES = 120
_LEAD = 16  # characters up to which a lead-in says nothing by itself


@dataclass(frozen=True, slots=True)
class Sentence:
    """A scored sentence. ``own``: coverage by itself, ``whole``: with its paragraph and title, ``score``: with everything
    that adds to it; all about 0 to 1. ``seen``: what is known of its paragraph beside the question.
    """

    span: Span
    text: str
    own: float
    whole: float
    score: float
    seen: Observed


def terms_of(words: Iterable[str], corpus: Corpus, phrases: Sequence[Phrase] = ()) -> tuple[Term, ...]:
    """The topic's words with their weights in this corpus; a quoted phrase that the corpus holds is one word."""
    total = speech_count(corpus)
    whole = [phrase for phrase in phrases if phrase.quoted and corpus.find(phrase.text)]
    inside = {word for phrase in whole for word in phrase.words}
    outside = {word for phrase in phrases if phrase not in whole for word in phrase.words}
    terms = []
    for word in dict.fromkeys((*(phrase.text for phrase in whole), *words)):
        if word in inside and word not in outside and not any(word == phrase.text for phrase in whole):
            continue
        speeches = len({(span.place.document, span.place.speech) for span in corpus.find(word)})
        weight = weigh(word, speeches=speeches, of=total)
        if any(word == phrase.text for phrase in whole):
            weight = max(weight, QUOTED)
        terms.append(Term(word, weight, speeches))
    return tuple(terms)


def speech_count(corpus: Corpus) -> int:
    """How many speeches the corpus holds."""
    return sum(len(corpus.heading(Place(number, 0, 0)).speeches) for number in range(len(corpus.documents)))


def candidates(task: Task, terms: Sequence[Term]) -> list[Place]:
    """Paragraphs worth a look, in source order: what retrieval found, what holds the rarer words, all of an asked speech."""
    places: dict[Place, None] = {}
    if task.allowed is not None and len(task.allowed) <= 12:
        for document, number in sorted(task.allowed):
            speech = task.corpus.speech(Place(document, number, 0))
            places.update(
                dict.fromkeys(Place(document, number, paragraph) for paragraph in range(1, len(speech.paragraphs) + 1))
            )
        return list(places)
    for hit in task.hits:
        if hit.paragraph and task.allows(hit.place):
            places[hit.place] = None
    for term in sorted(terms, key=lambda term: -term.weight):
        found = dict.fromkeys(span.place for span in task.corpus.find(term.word) if task.allows(span.place))
        if len(found) <= _CANDIDATES:
            places.update(found)
    return sorted(places)


def weighed(task: Task, terms: Sequence[Term], phrases: Sequence[Phrase] = ()) -> list[Sentence]:
    """The sentences of the candidates by their words and their paragraphs' vectors, best first; exact for the first
    ``LOOKED_AT`` and for what retrieval found.
    """
    ranks = {hit.place: rank for rank, hit in enumerate(task.hits, start=1)}
    hits = {hit.place: hit for hit in task.hits if not _leads(task, hit.place)}
    nearness = Nearness(list(hits.values()))
    total = sum(term.weight for term in terms)
    found: list[Sentence] = []
    if not total:
        return found
    asked = _WHICH.search(task.understood.folded)
    wanted = numeral(asked[1]) if asked and asked[1] in _FEW else 0 if asked else None
    question = task.understood.folded
    asks_proposal, against = proposes(question), pattern(language("premises")["against"]).search(question) is not None
    shapes, turning = answer_shapes(question), reversals(question)
    long_phrases = [phrase.text for phrase in phrases if len(phrase.text) >= 4]
    for place in candidates(task, terms):
        if _leads(task, place):
            continue
        speech = task.corpus.speech(place)
        text = speech.text(place.paragraph)
        paragraph = _laid_out(text)
        around = [strength(term.word, paragraph.closed) for term in terms]
        heading = fold(f"{speech.title} {speech.role}")
        titled = [
            strength(term.word, heading) if inside < 1 else 0.0 for term, inside in zip(terms, around, strict=True)
        ]
        hit = hits.get(place)
        stance = 0.0 if not against else OPPOSED if refuses(text) else -OPPOSED
        for start, end, folded, sentence in paragraph.sentences:
            turned = -OPPOSED * any(one.search(folded) for one in turning)
            proposed = PROPOSED * (asks_proposal and proposes(folded))
            named = NAMED * (wanted is not None and enumerates(folded, wanted))
            own = whole = 0.0
            for term, inside, above in zip(terms, around, titled, strict=True):
                here = strength(term.word, sentence) if inside else 0.0
                own += term.weight * here
                whole += term.weight * max(here, CONTEXT * inside, TITLE * above)
            if not own and nearness.lead(place) < -NEAREST and ranks.get(place, FOUND + 1) > FOUND:
                continue
            literal = LITERAL * any(phrase in sentence for phrase in long_phrases)
            shaped = SHAPED * any(shape.search(folded) for shape in shapes)
            retrieved = RETRIEVED / ranks[place] + NEARER * hit.similarity if hit is not None else 0.0
            near = IN_CHUNK * (hit is not None and start < hit.end and hit.start < end)
            found.append(
                Sentence(
                    Span(place, start, end),
                    text[start:end],
                    own / total,
                    whole / total,
                    whole / total + literal + shaped + retrieved + near + named + proposed + turned + stance,
                    nearness.observed(place, coverage=whole / total),
                )
            )
    if not task.understood.asks_of_background:
        found = _recommending_first(task, found)
    found.sort(key=lambda one: (-one.score, one.span))
    return found


def _recommending_first(task: Task, found: Sequence[Sentence]) -> list[Sentence]:
    """``found`` with what it is worth to stand in a recommendation.

    Telling the parts of a speech takes longer than all else here, so it is left to what may thereby come among the
    sentences that are looked at, and to the paragraphs that retrieval found.
    """
    retrieved = {hit.place for hit in task.hits}
    scores = sorted((one.score for one in found), reverse=True)
    least = scores[LOOKED_AT - 1] - RECOMMENDED if len(scores) > LOOKED_AT else -math.inf

    def gains(one: Sentence) -> bool:
        place = one.span.place
        return (one.score >= least or place in retrieved) and (
            parts_of(task.corpus.speech(place))[place.paragraph - 1] == "recommendation"
        )

    return [replace(one, score=one.score + RECOMMENDED) if gains(one) else one for one in found]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph ready to be weighed. ``closed``: folded, letter-spaced runs closed up; ``sentences``: where each starts
    and ends without the space behind it, folded, and closed up.
    """

    closed: str
    sentences: tuple[tuple[int, int, str, str], ...]


@lru_cache(maxsize=4096)
def _laid_out(text: str) -> _Paragraph:
    folded = fold(text)
    return _Paragraph(
        closed_up(folded),
        tuple(
            (start, start + len(text[start:end].rstrip()), folded[start:end], closed_up(folded[start:end]))
            for start, end in sentences(text)
        ),
    )


def _leads(task: Task, place: Place) -> bool:
    """Whether the paragraph only leads to others (为此，建议：): it answers nothing, near as it is to what asks so."""
    return len(task.corpus.text(place)) <= _LEAD and parts_of(task.corpus.speech(place))[place.paragraph - 1] == "lead"


def answer_shapes(question: str) -> list[re.Pattern[str]]:
    """Where a folded question asks in the middle of a clause, the clause with anything in that place."""
    asking = pattern(language("questions")["interrogative"])
    shapes = []
    for match in asking.finditer(question):
        before, behind = question[: match.start()][-1:], question[match.end() :][:2]
        if pattern("[一-鿿]").fullmatch(before) and pattern("[一-鿿]{2}").fullmatch(behind):
            shapes.append(pattern(f"{before}[^,，。；;：:]{{1,16}}?{behind}"))
    return shapes


def proposes(text: str) -> bool:
    """Whether a folded text asks what is proposed, or proposes."""
    return pattern(language("premises")["proposing"]).search(text) is not None


def reversals(question: str) -> list[re.Pattern[str]]:
    """What stands in a sentence by which that need not be which the folded question wants done, or the other way round
    (应写, 不必写).
    """
    rules = language("premises")
    wanted, spared = rules["wanted"], rules["spared"]
    return [
        pattern(f"(?<![不无没])(?:{other}){match['verb']}")
        for mine, other in ((wanted, spared), (spared, wanted))
        for match in pattern(f"(?<![不无没])(?:{mine})(?P<verb>[一-鿿])").finditer(question)
    ]


def refuses(text: str) -> bool:
    """Whether a text refuses something, or finds it too early."""
    return pattern(language("premises")["refusal"]).search(fold(text)) is not None


_FEW = "两二三四五六七八九"
_WHICH = re.compile(f"哪([{_FEW}几些])")
_JOINT = re.compile(r"、|”“|[”》]?(?:和|与|及|以及)[“《]?")


def enumerates(sentence: str, wanted: int) -> bool:
    """Whether a clause of a folded sentence names ``wanted`` things side by side; 0: at least two."""
    counts = [len(_JOINT.findall(clause)) + 1 for clause in re.split("[,，;；:：。!！?？]", sentence)]
    return wanted in counts if wanted else max(counts) > 1


def spoken_of(task: Task, sentence: Sentence) -> bool:
    """Whether the sentence's paragraph speaks of the topic."""
    plan = task.understood.plan
    return is_relevant(
        sentence.seen,
        named=bool(plan.speakers or plan.excluded),
        compared=plan.kind in ("compare", "similar"),
        who=plan.kind in ("who", "list", "count"),
    )


def surely_spoken_of(task: Task, sentence: Sentence) -> bool:
    """Whether the sentence, read beside the question, answers it so likely that words it lacks count for nothing."""
    named = bool(task.understood.plan.speakers)
    return sentence.seen.reading is not None and probability(sentence.seen, named=named) >= SURE


def missing(terms: Sequence[Term], text: str) -> list[Term]:
    """The terms that do not stand in folded ``text`` in any form, the weightiest first."""
    return sorted((term for term in terms if not strength(term.word, text)), key=lambda term: -term.weight)


__all__ = [
    "Sentence",
    "candidates",
    "coverage",
    "missing",
    "speech_count",
    "spoken_of",
    "surely_spoken_of",
    "terms_of",
    "weighed",
]
