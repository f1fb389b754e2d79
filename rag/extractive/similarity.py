"""Recommendations of others that propose nearly the same, both quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.corpus import Corpus
from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.drafts import Line, Statement
from rag.evidence import Sentence, spoken_of, terms_of
from rag.extractive.sides import of_one_mind, reported, without_stand
from rag.extractive.summaries import point_span
from rag.extractive.wording import quoted, sentences_beside, trimmed, where, who
from rag.matching import Term
from rag.refusal import nearest, refuse
from rag.relevance import alignments, probability, read
from rag.reranking import READS_BETTER, passage, scored
from rag.speeches import parts_of, points_of
from rag.understanding.topics import frame_words, weak_words, without_names
from rag.understanding.vocabulary import substance

SAME_TOPIC, SAME_THING = 0.55, 0.35
"""Coverage of the asked topic by a single sentence from which another speaker's counts as being about the same; less
where it holds a noun of the topic as it is."""
SURELY = 0.1
"""The probability that a paragraph speaks of the topic from which its best sentence counts so whatever its words."""
LIKE_BOTH, SO_LIKE = 0.5, 0.1
"""How well a sentence must say what the topic and what the asked speaker says, together, where none has the topic's words;
and how little another's may say it less than the best."""
USUAL, WEIGHT = 0.88, 4.0
"""The cosine of two sentences of one corpus that is nothing special, and what a cosine weighs beside an alignment."""
READ_LIKE, READ_SO_LIKE, READ_WEIGHT = -1.5, 1.0, 80.0
"""The same by the logit of a reading instead of an alignment."""
READ_SURELY, SURELY_NOT = 2.0, -4.0
"""The logit from which somebody who shares no words proposes it, and that of a sentence that was not read."""
AS_GOOD = 0.5
"""A recommendation is shown rather than a background from this share of its score."""
NEARLY_AS_GOOD = 0.75
"""A further recommendation of the same speech is shown from this share of the score of the one that is."""
NEARLY_THE_SAME = 0.42
"""Weighted share of words that two recommendations must have in common."""
_MATCHING = 12
"""How many paragraphs with the most words of a recommendation are looked at for one that has so many of them."""
_SHOWN = 5
_READ = 60
_HEADLINE = 24
"""Characters up to which a sentence only names a point (完善三级网络。): it is quoted with the one behind it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A recommendation, one of another speaker that is like it, and how alike they are (0 to 1)."""

    mine: Span
    other: Span
    alike: float


def draft_similar(task: Task) -> Draft | Refusal:
    """What others propose that is like what the question names: a speaker's points, or a topic."""
    plan, corpus = task.understood.plan, task.corpus
    terms = terms_of(plan.terms, corpus)
    surely = True
    if terms:
        told = likened_to(task, terms)
        surely = told is not None and spoken_of(task, told)
        mine = [trimmed(corpus, told.span)] if told else []
        pairs = [pair for span in mine for pair in _of_topic(task, span, terms, surely=surely)]
        masked = without_names(task.understood.folded, [(one.start, one.end) for one in task.understood.mentions])
        topic = without_stand(terms, masked)
        minded = [
            pair for pair in pairs if of_one_mind(task, topic, pair.other, masked) and not _only_tells(task, pair)
        ]
        if pairs and not minded:  # whoever else speaks of it wants the contrary
            return replace(refuse(task, "topic_absent", found=mine[:1]), settled=True)
        pairs = minded
    else:
        places = [Place(document, speech, 0) for document, speech in sorted(task.allowed or ())]
        mine = [point_span(task, place, point) for place in places for point in points_of(corpus.speech(place))]
        pairs = [pair for span in mine for pair in alike(task, span)]
    if not mine:
        return refuse(task, "speaker_silent" if plan.speakers else "topic_absent", found=nearest(task, terms))
    pairs.sort(key=lambda pair: (-pair.alike, pair.mine, pair.other))
    if not pairs:
        return refuse(task, "topic_absent", found=mine[:1])
    return Draft(lines=_lines(task, pairs, others_alone=bool(plan.excluded) or not surely))


def _only_tells(task: Task, pair: Pair) -> bool:
    """Whether the other sentence takes up what somebody else wants only to answer it: its speaker is not of that mind."""
    return reported(task, pair.other)[1]


def likened_to(task: Task, terms: Sequence[Term]) -> Sentence | None:
    """What others are asked to be like: of the topic's sentences the best, of whom the question names, if he has any: that
    he proposes it, in whatever words, is told by the question (除了甲，还有谁也主张…).
    """
    plan, corpus = task.understood.plan, task.corpus
    ranked = scored(task, terms, task.understood.topic.phrases)
    named = plan.speakers or plan.excluded
    his = [one for one in ranked if corpus.speech(one.span.place).speaker in named]
    spoken = next((one for one in his or ranked if spoken_of(task, one)), None)
    return spoken or next(iter(his), None)


def _of_topic(task: Task, mine: Span, terms: Sequence[Term], *, surely: bool) -> list[Pair]:
    """The best sentence of every other speaker who speaks of the topic; ``surely``: what ``mine`` says is what is asked."""
    own = {task.corpus.speech(mine.place).speaker, *task.understood.plan.excluded, *task.understood.plan.speakers}
    best: dict[str | None, Sentence] = {}
    others: dict[Place, Sentence] = {}
    said: list[Sentence] = []
    literal = [fold(phrase.text) for phrase in task.understood.topic.phrases if phrase.quoted]
    for one in scored(replace(task, allowed=task.filtered), terms, task.understood.topic.phrases):
        speaker = task.corpus.speech(one.span.place).speaker
        if speaker in own:
            continue
        others.setdefault(one.span.place, one)
        said.append(one)
        if literal and not any(phrase in fold(one.text) for phrase in literal):
            continue
        named = any(term.word in fold(one.text) for term in terms if substance(term.word) == 1 and len(term.word) > 1)
        if task.understood.plan.kind == "list" and one.own < SAME_TOPIC:
            continue  # who else speaks of it: hardly by other words alone
        alike_enough = one.own >= (SAME_THING if named else SAME_TOPIC) or probability(one.seen, named=False) >= SURELY
        if speaker not in best and (literal or alike_enough):
            best[speaker] = one
    if task.understood.plan.kind == "similar":
        if not best:
            return _in_other_words(task, mine, said[:_READ], surely=surely)
        best = _as_read(task, best, said[:_READ], literal)
    return [
        Pair(mine, trimmed(task.corpus, shown.span), shown.score)
        for one in best.values()
        for shown in _with_next(task, _proposing(task, mine, one, others), others)
    ]


def _as_read(
    task: Task, best: Mapping[str | None, Sentence], said: Sequence[Sentence], literal: Sequence[str]
) -> dict[str | None, Sentence]:
    """``best``, and who else surely proposes it in other words; of each the sentence that is read to do so most, read beside the
    question who wants it.
    """
    texts = [one for one in said if not literal or any(phrase in fold(one.text) for phrase in literal)]
    topic = task.understood.plan.topic.replace(" ", "")
    readings = read(task.index, f"谁主张{topic}？", [passage(task.corpus, one.span) for one in texts])
    if not readings:
        return dict(best)
    found = dict(best)
    known = {one.span: reading for one, reading in zip(texts, readings, strict=True)}
    for reading, one in sorted(zip(readings, texts, strict=True), key=lambda pair: (-pair[0], pair[1].span)):
        speaker = task.corpus.speech(one.span.place).speaker
        if speaker in found and found[speaker] is best.get(speaker):
            if reading >= known.get(found[speaker].span, SURELY_NOT) + READS_BETTER:
                found[speaker] = one
        elif speaker not in found and reading >= READ_SURELY:
            found[speaker] = one
    return found


def _proposing(task: Task, mine: Span, found: Sentence, others: Mapping[Place, Sentence]) -> Sentence:
    """The sentence in which the same speech recommends nearly as much of the topic, or what is more like ``mine``, where
    ``found`` only states what is.
    """
    if _recommends(task, found):
        return found
    same = [one for place, one in others.items() if place[:2] == found.span.place[:2]]
    proposed = [one for one in same if _recommends(task, one)]
    good = next((one for one in proposed if one.score >= AS_GOOD * found.score), None)
    if good is not None or not proposed:
        return good or found
    text = task.corpus.stretch(mine)
    near = task.index.cosines(text, [one.text for one in (found, *proposed)])
    closest = max(range(len(proposed)), key=lambda at: float(near[at + 1]))
    return proposed[closest] if float(near[closest + 1]) >= float(near[0]) else found


def _with_next(task: Task, shown: Sentence, others: Mapping[Place, Sentence]) -> list[Sentence]:
    """``shown`` and the recommendation of the same speech that is on the topic nearly as well, where there is one."""
    further = [
        one
        for place, one in others.items()
        if place[:2] == shown.span.place[:2]
        and place != shown.span.place
        and one.score >= NEARLY_AS_GOOD * shown.score
        and _recommends(task, one)
    ]
    return [shown, *further[:1]]


def _in_other_words(task: Task, mine: Span, others: Sequence[Sentence], *, surely: bool) -> list[Pair]:
    """Who says the same in other words: read beside the question who wants it, or where the model reads no pairs by the
    tokens of the topic, with the vector of what the asked speaker says if that is sure.
    """
    texts = [one.text for one in others]
    if not texts:
        return []
    topic = task.understood.plan.topic.replace(" ", "")
    text = task.corpus.stretch(mine)
    near = [float(one) - USUAL for one in task.index.cosines(text, texts)] if surely else [0.0] * len(texts)
    readings = read(task.index, f"谁主张{topic}？", [passage(task.corpus, one.span) for one in others])
    if readings is not None:
        return _likest(task, mine, others, readings, [READ_WEIGHT * one for one in near], READ_LIKE, READ_SO_LIKE)
    aligned = alignments(task.index, topic, texts)
    return _likest(task, mine, others, aligned or [], [WEIGHT * one for one in near], LIKE_BOTH, SO_LIKE)


def _likest(
    task: Task,
    mine: Span,
    others: Sequence[Sentence],
    values: Sequence[float],
    gains: Sequence[float],
    least: float,
    less: float,
) -> list[Pair]:
    """Of each other speaker what is most alike, from ``least`` on and at most ``less`` below the best; a recommendation
    rather than what is stated before it.
    """
    if not values:
        return []
    both = [one + gain for one, gain in zip(values, gains, strict=True)]
    enough = max(least, max(both) - less)
    ranked = sorted(zip(both, others, strict=True), key=lambda pair: (-pair[0], pair[1].span))
    best: dict[str | None, Pair] = {}
    for value, one in ranked:
        speaker = task.corpus.speech(one.span.place).speaker
        if value < enough or speaker in best:
            continue
        same = [other for near, other in ranked if near >= value - less and other.span.place[:2] == one.span.place[:2]]
        proposed = next((other for other in same if _recommends(task, other)), one)
        best[speaker] = Pair(mine, trimmed(task.corpus, proposed.span), value)
    return list(best.values())


def _recommends(task: Task, sentence: Sentence) -> bool:
    """Whether the sentence stands in a recommendation, not in what is stated before it."""
    return parts_of(task.corpus.speech(sentence.span.place))[sentence.span.place.paragraph - 1] == "recommendation"


def alike(task: Task, mine: Span, *, most: int = _SHOWN) -> list[Pair]:
    """Sentences of other speakers that propose nearly what the text at ``mine`` does, best first, one a speaker."""
    corpus = task.corpus
    own = corpus.speech(mine.place).speaker
    text = fold(corpus.stretch(mine))
    words = [
        word
        for word in dict.fromkeys(task.index.words(text))
        if len(word) > 1 and word not in frame_words() and word not in weak_words()
    ]
    terms = terms_of(words, corpus)
    total = sum(term.weight for term in terms)
    best: dict[str | None, Pair] = {}
    for place in task.index.matching(text, k=_MATCHING):
        speaker, paragraph = corpus.speech(place).speaker, corpus.text(place)
        if speaker == own or not task.passes_filters(place):
            continue
        for start, end in sentences(paragraph):
            sentence = fold(paragraph[start:end])
            share = sum(term.weight for term in terms if term.word in sentence) / total if total else 0.0
            if share >= NEARLY_THE_SAME and (speaker not in best or share > best[speaker].alike):
                best[speaker] = Pair(mine, trimmed(corpus, Span(place, start, end)), share)
    return sorted(best.values(), key=lambda pair: (-pair.alike, pair.other))[:most]


def _lines(task: Task, pairs: Sequence[Pair], *, others_alone: bool) -> list[Line]:
    """The pairs by what they are like; ``others_alone``: who else is asked, or what they are like is not told for sure."""
    corpus = task.corpus
    pairs = [replace(pair, other=_whole(corpus, pair.other)) for pair in pairs]
    if others_alone:
        return [Line((Statement(_said(corpus, pair.other), (pair.other,)),), "- ") for pair in pairs[:_SHOWN]]
    lines: list[Line] = []
    shown: dict[Span, None] = {}
    for pair in pairs[:_SHOWN]:
        if pair.mine not in shown:
            shown[pair.mine] = None
            lines += [Line((Statement(_said(corpus, pair.mine), (pair.mine,)),)), Line(("",))]
            for other in pairs[:_SHOWN]:
                if other.mine == pair.mine:
                    lines.append(Line((Statement(_said(corpus, other.other), (other.other,)),), "- "))
            lines.append(Line(("",)))
    return lines[:-1]


def _whole(corpus: Corpus, span: Span) -> Span:
    """``span``, with the sentence behind it where it only names a point."""
    _, behind = sentences_beside(corpus, span)
    if behind is None or span.end - span.start > _HEADLINE:
        return span
    return trimmed(corpus, Span(span.place, span.start, behind.end))


def _said(corpus: Corpus, span: Span) -> str:
    return f"{who(corpus, span.place)}在{where(corpus, span.place)}提出：{quoted(corpus, span)}"
