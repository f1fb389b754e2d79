"""A list whose conditions the tagger tells: what those who are listed must be, where they must have spoken, of what, and who or what
is left out.

How such a list is put differs without end (把身份是甲的挑出来，兼着乙的去掉; 甲有谁，乙又有谁), what it consists of does not. Each
condition is asked by itself in a usual form, which the rules answer by the record; the list is what they leave together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.folding import fold
from index.records import Place
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.dwelling import cited
from rag.extractive.appearances import only_there, silent, twice_heard
from rag.extractive.metadata import draft_people
from rag.extractive.speakers import without_documents
from rag.records import Kind
from rag.refusal import nearest
from rag.stages import drafted_as, parts_read, retrieved, understood
from rag.understanding import Understood
from rag.understanding.asked_offices import asked_offices
from rag.understanding.background import without_remark
from rag.understanding.conditions import all_read, asks_for_several, of_the_index, put_right
from rag.understanding.intents import SURELY
from rag.understanding.masked import Masked, masked
from rag.understanding.offices import offices_of
from rag.understanding.parts import Parts, Stretch, expression, is_person, whole
from rag.understanding.sorts import listed_documents
from rag.understanding.sources import put_in_its_place

_NAMES_MOST = 0.5
"""The share of what is left out that the name of a speaker must be."""

Speeches = frozenset[tuple[int, int]]
"""(document, speech) ordinals."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``text``: how a question tells it; ``label``: how whoever fulfils it is called before they are counted; their ``speeches``."""

    text: str
    label: str
    speeches: Speeches


def conditioned(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question with the list that all its conditions leave; None where it is no such list, a condition is none that the record tells,
    or ``result``, drafted by the rules, has them all.
    """
    assert asked.understood is not None
    rules = language("conditioned")
    folded = fold(without_remark(put_in_its_place(asked.question, asked.opened.lexicon)))
    plan = asked.understood.plan
    if asked.understood.completed or plan.kind == "smalltalk":
        return None
    if plan.kind == "summary" and plan.speakers and not plan.terms and isinstance(result, Draft):
        return None  # what he says is asked, whom the question tells by his office
    if pattern(rules["told_otherwise"]["pattern"]).search(folded) or any(map(is_person, asked.understood.plan.unknown)):
        return None
    if asked.history and pattern(rules["points_back"]["pattern"]).search(folded):
        return None
    hidden = masked(folded, asked.opened.lexicon)
    parts = parts_read(asked.opened, hidden.text)
    if parts is None or parts.kind not in ("list", "count") or parts.certainty < SURELY:
        return None
    parts = put_right(parts, hidden)
    if parts.roles and asked.understood.plan.excluded and not parts.left_out:
        return None  # who is left out was read as who is asked for
    if parts.names or not (parts.roles or parts.documents or parts.left_out or asks_for_several(parts)):
        return None
    if not all_read(parts, hidden) or _read_by_rules(asked, result, parts, hidden):
        return None
    if not all(asked.opened.index.corpus.find(hidden.unmasked(one.text)) for one in parts.topics):
        return None  # the rules know other words for it
    reading = _Reading(asked, parts, hidden, answerer)
    wanted, denied = reading.wanted(), reading.denied()
    if wanted is None or denied is None:
        return None
    found = reading.listed(wanted, denied)
    surely = bool(denied) or (not parts.topics and (asks_for_several(parts) or of_the_index(parts, hidden)))
    if found is not None and isinstance(found.result, Refusal) and not surely:
        return None  # the rules may know better who is meant
    return found


def _read_by_rules(asked: Asked, result: object, parts: Parts, hidden: Masked) -> bool:
    """Whether the list drafted by the rules is one of all the conditions of the question, and of no others."""
    assert asked.understood is not None and asked.task is not None
    plan, task = asked.understood.plan, asked.task
    if not isinstance(result, Draft) or (result.kind or plan.kind) not in ("list", "count", "who", "fact"):
        return False
    by_lines = {place.paragraph for place in cited(result)} == {0}
    topical = any(asked.opened.index.corpus.find(hidden.unmasked(one.text)) for one in parts.topics)
    if by_lines == topical or (not by_lines and (result.kind or plan.kind) == "fact"):
        return False  # what it is about was left out, or what only puts it was taken for what it is about
    by_office = asked_offices(without_documents(task), task.lexicon.roles_held)
    if parts.roles and of_the_index(parts, hidden):
        offices = [hidden.unmasked(one.text) for one in parts.roles]
        if by_office is None or not all(office in by_office.text for office in offices):
            return False
    named = {
        source for stand_in, sources in hidden.documents.items() if stand_in in parts.tagged.text for source in sources
    }
    if not named <= {*plan.documents} or (len(named) > 1 and only_there(task) is None):
        return False
    told, head = language("conditioned")["told"], _head(result)
    denied = pattern(told["denied"]).search(head) or (by_lines and told["by_name"] in head)
    if parts.left_out and not (plan.excluded or denied or by_office or silent(task) or only_there(task)):
        return False
    if asks_for_several(parts) and twice_heard(task) is None:
        return False
    return not (parts.roles and parts.topics) or by_lines or bool(plan.speakers) or by_office is not None


def _head(draft: Draft) -> str:
    """What the first line of a draft states."""
    lines = draft.lines if isinstance(draft.lines, list) else []
    return "".join(part.text for line in lines[:1] for part in line.parts if isinstance(part, Statement))


class _Reading:
    """The conditions of one question, each resolved against the open index."""

    def __init__(self, asked: Asked, parts: Parts, hidden: Masked, answerer: Answerer) -> None:
        assert asked.task is not None
        task = asked.task
        self._asked, self._parts, self._hidden, self._answerer, self._task = asked, parts, hidden, answerer, task
        self._speaker = {
            (place.document, place.speech): speech.speaker
            for place, speech in task.corpus.speeches()
            if speech.speaker is not None and task.passes_filters(place)
        }

    def wanted(self) -> list[Condition] | None:
        """What whoever is listed fulfils; None where one of the conditions cannot be told."""
        found = list[Condition]()
        for stretches, of in ((self._parts.roles, self._holding), (self._parts.documents, self._speaking_in)):
            if not stretches:
                continue
            together = of(whole(self._parts, stretches)) if _side_by_side(self._parts, stretches) else None
            each = [together] if together is not None else [of(one.text) for one in stretches]
            if any(one is None for one in each):
                return None
            found.append(self._joined([one for one in each if one is not None]))
        if asks_for_several(self._parts):
            found.append(self._in_several())
        return found

    def denied(self) -> list[Condition] | None:
        """What is left out; None where it cannot be told what that is."""
        found = [self._left_out(one) for one in self._parts.left_out]
        return None if any(one is None for one in found) else [one for one in found if one is not None]

    def listed(self, wanted: Sequence[Condition], denied: Sequence[Condition]) -> Asked | None:
        """The question with its list, or with the refusal that nobody fulfils it all."""
        rules = language("conditioned")["told"]
        without = {self._speaker[one] for condition in denied for one in condition.speeches if one in self._speaker}
        speeches = frozenset(
            one
            for one, speaker in self._speaker.items()
            if speaker not in without and all(one in condition.speeches for condition in wanted)
        )
        told = [condition.text for condition in (*wanted, *denied)]
        label = "、".join(condition.label for condition in wanted) or rules["anybody"]
        if denied:
            label += rules["without"].format(denied="、".join(condition.label for condition in denied))
        if not self._parts.topics:
            return self._people(speeches, told, label)
        return self._mentioning(self._all_said_by(speeches), told, label)

    def _all_said_by(self, speeches: Speeches) -> Speeches:
        """All that the speakers of ``speeches`` say, where no document is asked for: also what they say in another office."""
        if self._parts.documents:
            return speeches
        names = {self._speaker[one] for one in speeches}
        return frozenset(one for one, speaker in self._speaker.items() if speaker in names)

    def _people(self, speeches: Speeches, told: Sequence[str], label: str) -> Asked | None:
        shown = self._shown(told)
        places = sorted(Place(*one, 0) for one in speeches)
        task = replace(self._task, understood=shown)
        result = draft_people(task, label, places) if places else None
        if result is None and places:
            return None  # no line proves them
        nobody = Refusal("topic_absent", language("metadata")["nobody_so"].format(label=label), settled=True)
        return replace(self._asked, understood=shown, task=task, result=result or nobody)

    def _mentioning(self, speeches: Speeches, told: Sequence[str], label: str) -> Asked | None:
        topic = self._hidden.unmasked(expression(self._parts, self._parts.topics))
        form = language("restated")["mentioning"][self._parts.kind][0].format(topic=topic)
        none = language("conditioned")["told"]["none"].format(label=label, topic=topic.strip('“”"'))
        asked_so = self._question([*told, f"提到{topic}"])
        return mentioning_among(self._asked, form, speeches, self._answerer, asked_so=asked_so, label=label, none=none)

    def _holding(self, text: str) -> Condition | None:
        """Whoever is what ``text`` says, as the rules read it in the usual form; None where they do not."""
        role = self._hidden.unmasked(text)
        forms = language("restated")["people"]["list"]
        whichever = pattern(language("conditioned")["of_bodies"]["whichever"])
        for form in forms:
            again = drafted_as(self._asked, form.format(role=role), self._answerer)
            draft = again.result if again is not None else None
            if not isinstance(draft, Draft):
                continue
            draft = replace(draft, lines=list(draft.lines))
            places = cited(draft)
            if language("conditioned")["of_bodies"]["any"] in label_of(draft) and not whichever.fullmatch(role):
                continue  # of one kind of bodies, not of any
            if places and all(place.paragraph == 0 for place in places) and len(places) < len(self._speaker):
                return Condition(f"是{role}", label_of(draft) or f"职务属于“{role}”的", _speeches(places))
        office = self._hidden.offices.get(text)
        speeches = frozenset(
            (one.place.document, one.place.speech)
            for own in (self._task.lexicon.appearances.values() if office else ())
            for one in own
            if office in offices_of(fold(one.role).replace(" ", ""))
        )
        return Condition(f"是{role}", f"署名的职务属于“{role}”的", speeches) if speeches else None

    def _speaking_in(self, text: str) -> Condition | None:
        corpus, document = self._task.corpus, self._hidden.unmasked(text)
        bare = pattern(language("conditioned")["within"]["pattern"]).sub("", text)
        sources = self._hidden.documents.get(bare) or listed_documents(corpus, fold(f"在{document}上"))
        if not sources:
            return None
        speeches = frozenset(one for one in self._speaker if corpus.heading(Place(*one, 0)).source in sources)
        document = pattern(language("conditioned")["within"]["pattern"]).sub("", document)
        return Condition(f"在{document}发言", f"在{document}发言的", speeches)

    def _in_several(self) -> Condition:
        where: dict[str, set[int]] = {}
        for (document, _), speaker in self._speaker.items():
            where.setdefault(speaker, set()).add(document)
        speeches = frozenset(one for one, speaker in self._speaker.items() if len(where[speaker]) > 1)
        return Condition("在不止一份文件里发言", "不止一份文件里有发言的", speeches)

    def _joined(self, each: Sequence[Condition]) -> Condition:
        """Conditions of one sort as one: any of them, or where all are asked for, those of whoever fulfils all."""
        speeches = frozenset(one for condition in each for one in condition.speeches)
        joint = "或"
        either = pattern(language("conditioned")["any_of_them"]["pattern"]).search(self._parts.tagged.text)
        if self._parts.relation == "all" and len(each) > 1 and either is None:
            joint = "并且"
            everywhere = set.intersection(
                *({self._speaker[one] for one in condition.speeches if one in self._speaker} for condition in each)
            )
            speeches = frozenset(one for one in speeches if self._speaker.get(one) in everywhere)
        return Condition(joint.join(one.text for one in each), joint.join(one.label for one in each), speeches)

    def _left_out(self, stretch: Stretch) -> Condition | None:
        """Whom or what a stretch names that is left out: a speaker, a document, an office, a word."""
        rules = language("conditioned")["told"]
        text, lexicon = self._hidden.unmasked(stretch.text), self._task.lexicon
        mentions = [one for one in lexicon.mentions(fold(text)) if one.speakers and one.how != "role"]
        if mentions and sum(one.end - one.start for one in mentions) >= _NAMES_MOST * len(text):
            names = {name for one in mentions for name in one.speakers}
            speeches = frozenset(one for one, speaker in self._speaker.items() if speaker in names)
            return Condition(rules["besides"].format(text=text), text, speeches)
        found = self._speaking_in(stretch.text) or self._holding(stretch.text) or self._saying(text)
        return found and replace(found, text=rules["not"].format(text=found.text))

    def _saying(self, text: str) -> Condition | None:
        found = frozenset((span.place.document, span.place.speech) for span in self._task.corpus.find(text))
        return Condition(f"提到{text}", f"提到“{text}”的", found) if found else None

    def _question(self, told: Sequence[str]) -> str:
        return f"{language('conditioned')['told'][self._parts.kind]}{'、'.join(told)}？"

    def _shown(self, told: Sequence[str]) -> Understood:
        assert self._asked.understood is not None
        found = self._asked.understood
        kind: Kind = "count" if self._parts.kind == "count" else "list"
        plan = replace(found.plan, kind=kind, speakers=(), terms=(), topic="", unknown=(), detail=None, sentence=None)
        return replace(found, plan=plan, detail=None, completed=True, question=self._question(told))


def _side_by_side(parts: Parts, stretches: Sequence[Stretch]) -> bool:
    """Whether nothing but what joins them stands between the stretches."""
    joins = pattern(language("restated")["joining"]["joins"])
    return all(joins.fullmatch(parts.tagged.text[one.end : other.start]) for one, other in pairwise(stretches))


def mentioning_among(
    asked: Asked, form: str, speeches: Speeches, answerer: Answerer, *, asked_so: str, label: str, none: str
) -> Asked | None:
    """The list that ``form`` asks for, of who mentions something, among some ``speeches``, whose speakers are called ``label``; the refusal
    that ``none`` of them does. ``asked_so``: how the question is shown to be understood. None where nobody at all mentions it.
    """
    again = retrieved(understood(replace(asked, question=form, history=()), usual=True))
    if again.task is None or again.understood is None or again.result is not None:
        return None
    anybody = again.task
    task = replace(anybody, allowed=speeches if anybody.allowed is None else speeches & anybody.allowed)
    result = answerer.draft(task)
    shown = replace(again.understood, completed=True, question=asked_so)
    again = replace(again, question=asked.question, understood=shown, task=task)
    if isinstance(result, Refusal):
        if isinstance(answerer.draft(anybody), Refusal):
            return None
        return replace(again, result=Refusal("speaker_silent", none, nearest=tuple(nearest(anybody, ()))))
    lines = list(result.lines)
    first = lines[0].parts[0] if lines else None
    if (result.kind or shown.plan.kind) not in ("list", "count") or not isinstance(first, Statement):
        return None
    lead = language("restated")["told"]["among"].format(people=label)
    lines[0] = Line((Statement(lead + first.text, first.evidence), *lines[0].parts[1:]), lines[0].prefix)
    return replace(again, result=replace(result, lines=lines))


def label_of(draft: Draft) -> str:
    """How a list of people calls them, with the words by which they are known, before it counts them."""
    first = next((part for line in draft.lines for part in line.parts if isinstance(part, Statement)), None)
    counted = pattern("共 [0-9]+ 位").search(first.text) if first is not None else None
    return first.text[: counted.start()] if first is not None and counted is not None else ""


def _speeches(places: Iterable[Place]) -> Speeches:
    return frozenset((place.document, place.speech) for place in places)
