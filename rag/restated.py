"""A question that finds nothing as it is put, or is taken for another kind, asked once more in a usual form.

How a list is asked for differs without end (职务一栏标着某职的, 拿某地打过比方的); what it is about and whom it asks for, the
tagger tells. The usual form of it is answered by the same rules as any question, and shown with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.folding import fold
from rag.answering import Answerer, Draft, Refusal
from rag.asked import Asked
from rag.conditioned import label_of, mentioning_among
from rag.data import language, pattern
from rag.dwelling import cited
from rag.extractive.sided import asked_side
from rag.refusal import nearest, refuse
from rag.stages import drafted_as, parts_of, retrieved
from rag.understanding.conditions import spoken_of
from rag.understanding.described import described, hinted
from rag.understanding.kinds import asks
from rag.understanding.own_body import asked_of_its_own
from rag.understanding.parts import Parts, expression, is_person, narrowed, stranger, whole, without_asides
from rag.understanding.topics import without_names

_RETRIED = ("topic_absent", "speaker_silent", "speaker_unknown", "out_of_scope", "detail_absent", "false_premise")
_SHORTEST = 2
_SENTENCE = re.compile("[^。!！?？]+[。!！?？]*")
_TAKEN_FOR_ANOTHER = ("list", "count", "who", "fact")
_OF_ONE = ("fact", "who")
_LIKELY, _SURELY = 0.7, 0.9
"""How likely a question must be of a kind to be asked once more as one of it: where it is refused, where it is answered."""


def restated(asked: Asked, result: object, *, answerer: Answerer) -> Asked | None:
    """The question with the draft of a usual form of it; None where it needs none or gets none."""
    assert asked.understood is not None
    plan = asked.understood.plan
    if pattern(language("foils")["put"]).match(asked.understood.folded):
        return None  # what was told before the question is no part of it
    if plan.kind == "who" and len(plan.speakers) > 1 and isinstance(result, Draft):
        return None  # which of the two it is compares nobody
    if plan.kind == "smalltalk" or (isinstance(result, Refusal) and (result.settled or result.reason not in _RETRIED)):
        return None
    if isinstance(result, Draft) and plan.speakers and (plan.detail or plan.kind not in _TAKEN_FOR_ANOTHER):
        return None  # nothing could be better told: not worth the reading
    parts = parts_of(asked, asked.understood)
    if parts is None or (isinstance(result, Draft) and asked.understood.asks_who_it_is):
        return None
    of_whom = _of_described(asked, result, parts, answerer)
    if of_whom is not None:
        return of_whom
    refused = _of_a_stranger(asked, result)
    if refused is not None or not isinstance(result, Refusal):
        return refused or (_of_another_kind(asked, result, parts, answerer) if isinstance(result, Draft) else None)
    if parts.kind in ("list", "count") and parts.certainty >= _LIKELY:
        named = any(map(is_person, asked.understood.plan.unknown))
        whom = any(pattern(language(rules)["people"]).search(parts.tagged.text) for rules in ("questions", "metadata"))
        whom = whom or pattern(language("restated")["of_persons"]["pattern"]).search(parts.tagged.text) is not None
        of_things = result.reason == "detail_absent" and not whom
        return None if named or of_things else _listed(asked, parts, answerer)
    return (
        _of_its_own(asked, answerer)
        or _as_its_kind(asked, parts, answerer, refused=not _wants_all(asked, result, parts))
        or _without_asides(asked, parts, answerer)
        or _asking_sentence(asked, answerer)
        or _without_frame(asked, answerer)
    )


def _of_described(asked: Asked, result: object, parts: Parts, answerer: Answerer) -> Asked | None:
    """The question of the one whom it describes and no rule resolved: where nothing was found, or of others than him."""
    assert asked.understood is not None
    plan, lexicon = asked.understood.plan, asked.opened.lexicon
    found = described(parts.tagged, lexicon)
    doubted = found is None and isinstance(result, Draft) and not plan.speakers
    if doubted:
        found = hinted(parts.tagged, lexicon)
    if found is None or found[2] in (*plan.speakers, *plan.excluded):
        return None
    start, end, name = found
    if any(one not in parts.tagged.text[start:end] for one in plan.unknown):
        return None  # 市博物馆的田馆长: the museum's is known, and is not he
    if not isinstance(result, Refusal) and plan.kind != "compare":
        told = {place[:2] for place in cited(result)}
        if plan.kind not in _OF_ONE or not told or told & {one.place[:2] for one in lexicon.appearances[name]}:
            return None
    text = parts.tagged.text
    again = next(_drafts(asked, [text[:start] + name + text[end:]], answerer, usual=False), None)
    if again is not None or not doubted or asked.task is None:
        return again
    task = replace(asked.task, understood=replace(asked.task.understood, plan=replace(plan, speakers=(name,))))
    refusal = refuse(task, "speaker_silent", found=nearest(task, ()))  # nobody else is asked for
    return replace(asked, understood=task.understood, task=task, result=refusal)


def _of_its_own(asked: Asked, answerer: Answerer) -> Asked | None:
    """A fact of a body asked of the one speaker who belongs to it: of 409 questions that begin with such a body, 367 right before, 379 so,
    one of them wrongly answered.
    """
    assert asked.understood is not None
    plan = asked.understood.plan
    if plan.kind != "fact" or plan.speakers or plan.unknown or plan.excluded:
        return None
    form = asked_of_its_own(asked.understood.folded, asked.opened.lexicon)
    return None if form is None else next(_drafts(asked, [form], answerer, usual=False), None)


def _of_a_stranger(asked: Asked, result: object) -> Asked | None:
    """The refusal of a question that names a person whom the corpus does not hold, and nobody whom it does."""
    assert asked.understood is not None
    tagged = asked.opened.index.question_parts(fold(asked.question))
    if tagged is None or asked.task is None or getattr(result, "reason", None) == "speaker_unknown":
        return None
    if (asked.understood.mentions and not asked.understood.completed) or asked.opened.lexicon.mentions(tagged.text):
        return None
    name = stranger(tagged, asked.opened.lexicon)
    if name is None:
        return None
    of_him = replace(asked.task.understood.plan, speakers=(), unknown=(name,))
    task = replace(asked.task, understood=replace(asked.task.understood, plan=of_him))
    refusal = refuse(task, "speaker_unknown", found=nearest(task, ()))
    return replace(asked, understood=task.understood, task=task, result=refusal)


def _of_another_kind(asked: Asked, result: Draft, parts: Parts, answerer: Answerer) -> Asked | None:
    """What a question surely asks for that was answered as one of another kind: a list of who mentions the name of an office, a
    list of all for one for some, a single sentence for a summary.
    """
    assert asked.understood is not None
    given = result.kind or asked.understood.plan.kind
    if given not in _TAKEN_FOR_ANOTHER or asked.understood.plan.documents or _by_lines(result):
        return None
    if asked.task is not None and asked_side(asked.task):
        return None  # who is for it, or against it, and not who mentions it
    if parts.certainty < _SURELY:
        return None
    if parts.kind not in ("list", "count"):
        summed_up = parts.kind == "summary" and bool(parts.topics)  # 把甲关于某事的几条建议归拢一下
        all_shown = given == "count" and parts.kind != "similar" and not summed_up  # how many points somebody proposes
        of_another = given == "list" and parts.kind not in ("similar", "summary")
        follows = asked.history and not (asked.understood.completed and parts.kind == "summary" and given == "fact")
        return None if follows or all_shown or of_another else _as_its_kind(asked, parts, answerer)
    if any(one.speakers and one.how != "role" for one in asked.understood.mentions):
        return None
    if asked.history and not pattern(language("questions")["people"]).search(parts.tagged.text):
        return None  # 要是老板本人失信呢 goes on with what was said
    if not all(asked.opened.index.corpus.find(one.text) for one in parts.topics):
        return None  # what was answered may say it in other words
    if any(one.likely < _LIKELY for one in parts.roles):
        return None
    as_list = given == "who" or (given == "fact" and parts.kind == "list")
    return _listed(asked, parts, answerer) if parts.roles or as_list else None


def _listed(asked: Asked, parts: Parts, answerer: Answerer) -> Asked | None:
    parts = spoken_of(parts)
    if parts.names or (parts.documents and (parts.topics or parts.roles)):
        return None
    if not all(asked.opened.index.corpus.find(one.text) for one in parts.topics if one.quoted):
        return None
    if len(parts.topics) > 1 and any(len(one.text) < _SHORTEST and not one.quoted for one in parts.topics):
        return None  # a character cut out of a word
    if any(pattern(language("restated")["denying"]["pattern"]).search(one) for one in _outside(parts)):
        return None  # the usual forms know no exceptions
    if parts.topics and any(one.quoted for one in parts.roles) and any(one.quoted for one in parts.topics):
        return None  # 同时谈到“高校”和“企业”: words alike
    if parts.topics and parts.roles and _takes_in_all(parts):
        parts = replace(parts, roles=())
    if parts.roles and not parts.topics:
        mentioned = pattern(language("restated")["speaking_of"]["pattern"])
        return None if any(map(mentioned.search, _outside(parts))) else _people(asked, parts, answerer)
    if parts.topics and parts.roles:
        return _of_people(asked, parts, answerer)
    if parts.topics:
        return next(_drafts(asked, _forms("mentioning", parts, topic=expression(parts, parts.topics)), answerer), None)
    if parts.documents:
        said = expression(parts, parts.documents)
        return next(_drafts(asked, _forms("speaking", parts, document=said), answerer), None)
    return None


def _takes_in_all(parts: Parts) -> bool:
    """Whether a role is no condition: it only takes somebody in beside all others (单位也算上), or persons and bodies are both
    asked for.
    """
    including = pattern(language("restated")["including"]["pattern"])
    both = pattern(language("metadata")["both"]).search(parts.tagged.text)
    within = both is not None and all(both.start() <= one.start and one.end <= both.end() for one in parts.roles)
    return within or any(map(including.search, _outside(parts)))


def _people(asked: Asked, parts: Parts, answerer: Answerer) -> Asked | None:
    """Whoever is what is asked for, by the speaker lines."""
    role = whole(parts, parts.roles)
    if len(role) < _SHORTEST:
        return None
    roles = dict.fromkeys((role, *(one.text for one in parts.roles if len(one.text) >= _SHORTEST)))
    forms = [form for one in roles for form in _forms("people", parts, role=one)]
    if len(parts.roles) == 1 and parts.roles[0].quoted:
        forms = [*_forms("written", parts, role=parts.roles[0].text), *forms]
    speeches = sum(len(one.speeches) for one in asked.opened.headings())
    found = (one for one in _drafts(asked, forms, answerer) if _by_lines(one.result))
    return next((one for one in found if len(cited(one.result)) < speeches), None)  # all of them fits no condition


def _of_people(asked: Asked, parts: Parts, answerer: Answerer) -> Asked | None:
    """Who mentions a topic among those who are what is asked for; the refusal that none of them does."""
    people = _people(asked, parts, answerer)
    if people is None or not isinstance(people.result, Draft):
        return None
    speeches = frozenset(place[:2] for place in cited(people.result))
    role, topic = whole(parts, parts.roles), expression(parts, parts.topics)
    told = language("restated")["told"]
    return mentioning_among(
        asked,
        next(_forms("mentioning", parts, topic=topic)),
        speeches,
        answerer,
        asked_so=next(_forms("of_people", parts, role=role, topic=topic)),
        label=label_of(people.result) or told["role"].format(role=role),
        none=told["none"].format(role=role, topic=topic.strip('“”"')),
    )


def _outside(parts: Parts) -> list[str]:
    """What stands around the topics, and around the roles, which are read with what joins them."""
    taken = [(one.start, one.end) for one in (*parts.topics, *parts.names, *parts.documents)]
    taken += [(parts.roles[0].start, parts.roles[-1].end)] if parts.roles else []
    return without_names(parts.tagged.text, taken, by="\n").split("\n")


def _by_lines(result: object) -> bool:
    """Whether a draft is proved by speaker lines alone."""
    places = cited(result)
    return bool(places) and all(place.paragraph == 0 for place in places)


def _as_its_kind(asked: Asked, parts: Parts, answerer: Answerer, *, refused: bool = False) -> Asked | None:
    """The usual form of a question of another kind than it was taken for: a summary, a comparison, who proposes the same.

    ``refused``: whoever says nothing of a topic has no recommendations on it either.
    """
    assert asked.understood is not None
    plan = asked.understood.plan
    if refused and parts.kind == "summary" and (parts.topics or asked.history or plan.point or plan.paragraph):
        return None
    if parts.kind not in language("restated") or parts.certainty < _LIKELY or parts.roles or not parts.names:
        return None
    if parts.kind == "compare" and pattern(language("metadata")["identity"]).search(parts.tagged.text):
        return None  # what somebody is called in one place and another
    if any(one.text in unknown and one.text != unknown for one in parts.names for unknown in plan.unknown):
        return None  # of a body that the corpus does not hold only a part (市委会)
    of_one = len(plan.speakers) == 1 and parts.kind == "summary"
    values = {
        "name": plan.speakers[0] if of_one else expression(parts, parts.names),
        "topic": expression(parts, parts.topics) if parts.topics else "",
    }
    forms = language("restated")[parts.kind]["topic" if parts.topics else "whole"]
    found = _drafts(asked, [form.format(**values) for form in forms], answerer)
    return next((one for one in found if _kind(one) == parts.kind), None)


def _wants_all(asked: Asked, result: Refusal, parts: Parts) -> bool:
    """Whether a question that surely wants all that somebody proposes was taken for one of a single fact, which he does not tell."""
    assert asked.understood is not None
    plan = asked.understood.plan
    taken = plan.kind == "fact" and plan.detail is None and not plan.point and result.reason == "detail_absent"
    return taken and parts.kind == "summary" and parts.certainty >= _SURELY and not asked.history


def _kind(asked: Asked) -> str:
    assert asked.understood is not None
    return (asked.result.kind if isinstance(asked.result, Draft) else None) or asked.understood.plan.kind


def _forms(name: str, parts: Parts, **values: str) -> Iterator[str]:
    yield from (form.format(**values) for form in language("restated")[name][parts.kind])


def _drafts(asked: Asked, forms: Iterable[str], answerer: Answerer, *, usual: bool = True) -> Iterator[Asked]:
    """The question drafted in each of ``forms``, without the lists that leave out a document which it names."""
    named = {*asked.understood.plan.documents} if asked.understood is not None else set()
    for form in forms:
        again = drafted_as(asked, form, answerer, usual=usual)
        if again is None or again.understood is None:
            continue
        if _kind(again) not in ("list", "count") or named <= {*again.understood.plan.documents}:
            yield replace(again, understood=replace(again.understood, completed=True))


def _without_asides(asked: Asked, parts: Parts, answerer: Answerer) -> Asked | None:
    """The question without what is said beside it."""
    assert asked.understood is not None
    shorter = without_asides(parts.tagged)
    if not shorter or len(shorter) > len(parts.tagged.text) - 2:
        return None
    if any(is_person(one) and one not in shorter for one in asked.understood.plan.unknown):
        return None  # 想引用某某某的发言，他…: whom it asks about stands there
    tasks = [pattern(rule) for rule in language("scope")["tasks"]]
    if any(rule.search(parts.tagged.text) and not rule.search(shorter) for rule in tasks):
        return None  # 帮我订两张票 is what is asked
    return next(_drafts(asked, [shorter], answerer, usual=False), None)


def _asking_sentence(asked: Asked, answerer: Answerer) -> Asked | None:
    """The one sentence of the question that asks, where it names whom it asks about and no other asks or names anybody (春天栽树，不能秋天
    催果子。张三说考核放到几年？).
    """
    sentences = [one for one in _SENTENCE.findall(asked.question) if one.strip()]
    lexicon = asked.opened.lexicon
    asking = [one for one in sentences if asks(fold(one))]
    named = [one for one in sentences if any(mention.speakers for mention in lexicon.mentions(fold(one)))]
    if len(sentences) < 2 or len(asking) != 1 or named != asking:
        return None
    return next(_drafts(asked, asking, answerer, usual=False), None)


def _without_frame(asked: Asked, answerer: Answerer) -> Asked | None:
    """The question with the words left out of its topic that only put it."""
    assert asked.understood is not None
    tagged = asked.opened.index.question_parts(asked.understood.folded)
    fewer = None if tagged is None else narrowed(asked.understood, Parts.of(tagged))
    if fewer is None:
        return None
    again = retrieved(replace(asked, understood=fewer))
    assert again.task is not None
    result = again.result or answerer.draft(again.task)
    return None if isinstance(result, Refusal) else replace(again, result=result)
