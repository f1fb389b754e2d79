"""Where speakers stand on what a question is about, and which of them it therefore asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Refusal, Task
from rag.data import language, pattern
from rag.evidence import Sentence, spoken_of
from rag.matching import Term, coverage
from rag.premises import CLAUSE, Contradiction, Position, has_figures, position, same_way
from rag.premises import stance as stance_of
from rag.refusal import refuse

SHORT = 12
"""Characters up to which a sentence (我不同意。) speaks of the one before it, as one does that tells by how much (增到两千万)."""
SHARED = 0.1
"""The least share of the topic that a sentence must hold to stand for or against it."""
BEHIND = 0.4
"""How far, as a share of the best score, the sentence may lie behind that answers where the best takes the other stand."""
AGREEING, TOPICAL = 0.25, 0.3
"""The same where another says otherwise and a sentence has the question's own figures; and the topic's share it then holds."""
OWN = 0.4
"""The share, of what the sentence's best clause holds of the topic, that the clause must hold which goes the other way."""
SURELY = 0.25
"""The share from which a sentence that takes an asked stand speaks of the topic, near or not."""
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a paragraph stands: for (1), against (-1) or neither; the sentence that says so and its words; ``share``: how
    much of the topic that sentence holds.
    """

    side: int = 0
    span: Span | None = None
    words: str = ""
    share: float = 0.0


def topical(terms: Sequence[Term]) -> list[Term]:
    """The terms that name the thing, without those that say how to deal with it; all where there are no others."""
    return [one for one in terms if not stance_of(one.word)[0] and not position(one.word).ways] or list(terms)


def asking(question: str, stance: int) -> Position:
    """The position of a folded question that asks for a ``stance``."""
    rules = language("premises")
    rest = pattern(rules["open"]).sub("", question)
    rest = pattern(rules["against_it"]).sub("", rest)
    rest = pattern(rules["opposing"]).sub("", rest) if stance < 0 else rest
    return replace(position(question), stance=stance, undone=pattern(rules["negating"]).search(rest) is not None)


def stand(task: Task, place: Place, terms: Sequence[Term], asked: Position) -> Stand:
    """Where the paragraph at ``place`` stands on what is ``asked``: its sentence decides that holds most of ``terms``."""
    text, best, before = task.corpus.text(place), Stand(), 0.0
    topic = topical(terms)
    for start, end in sentences(text):
        folded = fold(text[start:end])
        share = coverage(topic, folded)
        goes_on = pattern(language("premises")["goes_on"]).match(folded)
        if len(folded.strip()) <= SHORT or goes_on:
            share = max(share, before)
        side, words = _side(terms, goes_on.group() if goes_on else folded, asked)
        if side and share >= SHARED and share > best.share:
            best = Stand(side, Span(place, start, start + len(text[start:end].rstrip())), words, share)
        before = share
    return best


def _side(terms: Sequence[Term], sentence: str, asked: Position) -> tuple[int, str]:
    """The side of a folded sentence by what it does with the thing, else by its stance; of a sentence that is for one thing
    and against another (赞成…，但不赞成…), that of the clause which speaks most of the topic.
    """
    rules, parts = language("premises"), CLAUSE.findall(sentence)
    least = OWN * max((coverage(terms, part) for part in parts), default=0.0)
    said = position(sentence)
    side, way = same_way(asked, said)
    acts = {one.act for one in asked.ways.values()}
    if way is not None and (
        coverage(terms, way.words) >= least or way.act in acts or pattern(rules["opposing"]).search(way.words)
    ):
        return side, way.words  # else it is another thing that goes the other way
    side, words = _stance_taken(asked, said), said.words
    express = len(sentence.strip()) <= SHORT or pattern(rules["against_it"]).search(words) is not None
    if side and (express or coverage(terms, words)):
        return side, words
    spoken = max(parts, key=lambda part: coverage(terms, part), default="")
    return _side(terms, spoken, asked) if len(parts) > 1 and coverage(terms, spoken) else (0, "")


def _stance_taken(asked: Position, said: Position) -> int:
    """Whether two stances agree. Who is against leaving something undone (有人主张不发…，我不赞成) is for it."""
    rules = language("premises")
    undone = pattern(rules["negating"]).search(pattern(rules["opposing"]).sub("", said.words)) is not None
    if not asked.undone:
        return asked.stance * said.stance * (-1 if undone and said.stance < 0 else 1)
    return asked.stance * (1 if not undone else -1) if said.stance < 0 else 0


def asked_for(task: Task, terms: Sequence[Term], ranked: Sequence[Sentence], question: str) -> list[Sentence] | Refusal:
    """Of the sentences found for a who-question, ``question`` with names masked, those of who takes the asked stand.

    Who takes up another's proposal to reject it has not proposed it. Where nobody takes the stand: the refusal that
    says what is said instead.
    """
    rules = language("premises")
    question = pattern(rules["open"]).sub(lambda match: "※" * len(match.group()), question)
    against = pattern(rules["against_it"]).search(question) is not None
    proposed = pattern(rules["proposing"]).search(question) or pattern(rules["favouring"]).search(question)
    side = -1 if against else 1 if proposed and not pattern(rules["instead"]).search(question) else 0
    asked = asking(question, side)
    if not asked.stance and not asked.ways:
        return _not_rejecting(task, ranked)
    looked_at = ranked if against else ranked[:_LOOKED_AT]
    stands = {place: stand(task, place, terms, asked) for place in dict.fromkeys(one.span.place for one in looked_at)}
    if against:
        expressly = pattern(rules["against_it"])
        taking = sorted(
            (one for one in stands.values() if one.side > 0),
            key=lambda one: (expressly.search(one.words) is None, -one.share),
        )
        return (
            _refusing(task, ranked, taking)
            or _undoing(task, ranked, stands, terms)
            or _nobody(task, ranked, question, list(stands.values()))
        )
    topic = topical(terms)
    opposed = {
        place: one
        for place, one in stands.items()
        if one.side < 0 and coverage(topic, one.words) >= SURELY and not _says_it(topic, one.words)
    }
    speaking = {task.corpus.speech(place).speaker for place in opposed}
    speaking -= {task.corpus.speech(place).speaker for place, one in stands.items() if one.side > 0}
    first = ranked[0].span.place
    if task.corpus.speech(first).speaker not in speaking and first not in opposed and not _reports(ranked[0], stands):
        return list(ranked)
    others = [
        one
        for one in ranked
        if one.span.place not in opposed
        and task.corpus.speech(one.span.place).speaker not in speaking
        and spoken_of(task, one)
        and one.score >= BEHIND * ranked[0].score
    ]
    for_it = [one for one in others if one.span.place in stands and stands[one.span.place].side > 0]
    told = {family for family in asked.ways if rules["opposites"][family].get("told")}
    if told and opposed:  # who speaks of neither does not want the asked one
        others = [one for one in others if told & position(fold(one.text)).ways.keys()]
    return for_it + [one for one in others if one not in for_it] or _nobody(
        task, ranked, question, list(opposed.values())
    )


def _says_it(topic: Sequence[Term], words: str) -> bool:
    """Whether of ``words`` that set themselves against another's proposal their own part speaks of the topic, and not what
    they report (与有人主张的一律开放不同，我认为应当先内部共享).
    """
    taken_up = pattern(language("premises")["taken_up"])
    reported = [part for part in CLAUSE.findall(words) if taken_up.search(part)]
    own = [part for part in CLAUSE.findall(words) if part not in reported]
    shares = [coverage(topic, "，".join(parts)) for parts in (own, reported)]
    return (
        bool(reported)
        and shares[0] > shares[1]
        and not pattern(language("premises")["opposing"]).search("，".join(own))
    )


def denies(task: Task, sentence: Sentence, question: str) -> bool:
    """Whether a sentence, or the short one right behind it, is expressly against what a folded ``question`` does not ask the
    opponents of; or only takes up what others propose.
    """
    rules = language("premises")
    if pattern(rules["taken_up"]).search(fold(sentence.text)):
        return True
    if pattern(rules["against_it"]).search(question) or stance_of(question)[0] < 0:
        return False
    text = task.corpus.text(sentence.span.place)
    behind = next((text[start:end] for start, end in sentences(text) if start >= sentence.span.end), "")
    said = [fold(sentence.text), *([fold(behind)] if len(behind.strip()) <= SHORT else [])]
    return any(stance_of(one)[0] < 0 for one in said)


def agreeing(task: Task, ranked: Sequence[Sentence], question: str) -> list[Sentence]:
    """Of the sentences found for a who-question, ``question`` with names masked, those that have its figures or go its way:
    where another says otherwise, they are what it asks for.
    """
    asked = position(question)
    return [
        one
        for one in ranked[:_LOOKED_AT]
        if one.score >= AGREEING * ranked[0].score
        and one.whole >= TOPICAL
        and spoken_of(task, one)
        and (has_figures(question, fold(one.text)) or same_way(asked, position(fold(one.text)))[0] > 0)
    ]


def _reports(sentence: Sentence, stands: Mapping[Place, Stand]) -> bool:
    """Whether a sentence takes up what others propose and somebody else stands for it himself."""
    other = any(one.side > 0 and place != sentence.span.place for place, one in stands.items())
    return (
        other
        and stands[sentence.span.place].side == 0
        and pattern(language("premises")["taken_up"]).search(fold(sentence.text)) is not None
    )


def _not_rejecting(task: Task, ranked: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without those that take up what others propose to reject it (有人提出…，我不赞成): who has proposed it,
    they do not tell. All of them where no other speaks of the topic.
    """
    rules = language("premises")
    taken_up, against = pattern(rules["taken_up"]), pattern(rules["against_it"])
    kept = [one for one in ranked if not (taken_up.search(fold(one.text)) and against.search(fold(one.text)))]
    return kept if kept and spoken_of(task, kept[0]) else list(ranked)


def _refusing(task: Task, ranked: Sequence[Sentence], taking: Sequence[Stand]) -> list[Sentence]:
    """The sentences that take the stand, the one that holds most of the topic first."""
    order = {one.span: number for number, one in enumerate(taking)}
    said = [one for one in ranked if one.span in order]
    said = [one for one in said if spoken_of(task, one) or taking[order[one.span]].share >= SURELY]
    return sorted(said, key=lambda one: order[one.span])


def _undoing(
    task: Task, ranked: Sequence[Sentence], stands: Mapping[Place, Stand], terms: Sequence[Term]
) -> list[Sentence]:
    """The sentences that want the thing ended, or do without it, where nobody says expressly that he is against it."""
    undoing = pattern(language("premises")["undoing"])
    return [
        one
        for one in ranked[:_LOOKED_AT]
        if spoken_of(task, one)
        and stands[one.span.place].side >= 0
        and any(
            undoing.search(clause[: clause.find(term.word)])
            for clause in CLAUSE.findall(fold(one.text))
            for term in terms
            if term.word in clause
        )
    ]


def _nobody(task: Task, ranked: Sequence[Sentence], question: str, stands: Sequence[Stand]) -> Refusal:
    """The refusal where nobody takes the asked stand: by the words of the opposite one, if anybody's."""
    opposite = next((one for one in stands if one.side < 0), None)
    if opposite is None or opposite.span is None:
        return refuse(task, "detail_absent", found=[ranked[0].span])
    rules = language("premises")
    verb = pattern(f"{rules['against_it']}|{rules['favouring']}").search(question)
    said = said_in(task, question, verb.start() if verb else 0)
    return refuse(task, "false_premise", told=Contradiction(said, opposite.words, opposite.span))


def said_in(task: Task, question: str, start: int) -> str:
    """What a question takes for granted from ``start`` to the end of the clause, without what asks for the reason."""
    tail = pattern(language("premises")["asking_tail"]).search(question, start)
    end = tail.start() if tail is not None and tail.start() > start else len(question)
    return task.understood.folded[start:end].rstrip("?？。!！")
