"""The kind of question that the tagger is sure of where the rules take it for another.

How a kind is asked for differs without end (压缩成一段导读, 路子差在哪): intent classification on the words' states (Chen et al.
2019, arXiv:1902.10909) knows more forms than rules name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from index.embedding.tagger import IDENTITY, TOPIC
from index.folding import fold
from rag.data import language, pattern
from rag.records import Kind
from rag.understanding.described import identified
from rag.understanding.details import holds_detail
from rag.understanding.lexicon import Lexicon
from rag.understanding.parts import Parts, Stretch, narrowed
from rag.understanding.topics import Topic
from rag.understanding.understood import Understood
from rag.verification.questions import between_marks

TOPICAL = 0.8
"""How likely its characters must be a topic for what looks like a name to be none."""
SURELY = 0.9
"""How likely a kind must be to be taken for that of the question against the rules."""
_COUNTED: tuple[Kind, ...] = ("list", "count")
_WIDER = (("summary", "fact"), ("similar", "who"), ("similar", "list"), ("who", "similar"))
"""Kinds of the rules whose answer holds that of the other kind."""


def intended(understood: Understood, parts: Parts) -> Kind | None:
    """The kind that the question surely is and the rules have not found; None where they agree, or have more to go by."""
    plan, kind = understood.plan, parts.kind
    if parts.certainty < SURELY or kind in (plan.kind, IDENTITY) or plan.kind == "smalltalk":
        return None
    if plan.kind == "verify" and (kind != "who" or plan.speakers or between_marks(understood.question)):
        return None  # 此议出自何人 may stand behind what nobody said so
    if kind == "fact" and plan.kind == "who" and plan.excluded:
        return None  # 撇开某人，谁赞成…: of the others
    if kind == "who" and plan.detail in ("person", "post"):
        return None  # 组长是谁 asks for nobody who speaks
    if (plan.kind, kind) in _WIDER or pattern(language("premises")["who_is_against"]).search(understood.folded):
        return None
    if kind == "summary" and not plan.speakers:
        return None  # of nobody: what a list shows
    if kind in ("similar", "compare") and not any(mention.speakers for mention in understood.mentions):
        return None
    if kind == "compare" and pattern(language("metadata")["identity"]).search(understood.folded):
        return None  # 两个版上的头衔各是什么
    counts = ("counts_people", "counts_points_last")
    if plan.kind == "count" and any(pattern(language("questions")[one]).search(understood.folded) for one in counts):
        return None
    how_many = kind == "count" and plan.detail == "number" and not parts.topics  # 那版上总共几家署名
    if kind in _COUNTED and (plan.kind in _COUNTED or (plan.detail and not how_many)):
        return None  # a list is counted too; 记账员都叫什么名字 asks for no speakers
    if kind in _COUNTED and not pattern(language("questions")["asks_list"]).search(understood.folded):
        return None
    excepts = pattern(language("restated")["denying"]["excepting"]).search(understood.folded)
    if kind in _COUNTED and excepts is not None and not plan.excluded:
        return None  # who is left out, the rules of lists do not read
    return cast("Kind", kind)


def only_a_topic(understood: Understood, parts: Parts) -> bool:
    """Whether what the rules take for the name of somebody whom the index does not hold is what the question is about (园区设主办银行
    这条意见是谁提的).
    """
    speaks = pattern(language("addressed")["surely"])
    return any(
        parts.tagged.parts[at : at + len(name), TOPIC].mean() >= TOPICAL
        and speaks.match(parts.tagged.text, at + len(name)) is None  # who is asked what he thinks is no topic
        for name in map(fold, understood.plan.unknown)
        if (at := parts.tagged.text.find(name)) >= 0
    )


def about(understood: Understood, parts: Parts) -> Understood:
    """``understood`` without the words that only put the question; a summary without any topic where the tagger reads none."""
    return of_all(understood, parts) or narrowed(understood, parts) or understood


def of_all(understood: Understood, parts: Parts) -> Understood | None:
    """``understood`` as the summary of all that somebody says, or the list of who speaks twice, where it surely is one and the tagger
    reads no topic in it; None else.
    """
    plan = understood.plan
    of_somebody = plan.kind == parts.kind == "summary" and bool(plan.speakers)
    of_everybody = plan.kind in _COUNTED and parts.kind in _COUNTED and not (parts.roles or parts.names)
    twice = of_everybody and pattern(language("metadata")["twice"]).search(understood.folded) is not None
    if parts.certainty < SURELY or parts.topics or not plan.terms or not (of_somebody or twice):
        return None
    if any(phrase.quoted for phrase in understood.topic.phrases):
        return None
    return replace(understood, topic=Topic((), ()), plan=replace(plan, topic="", terms=()))


_STANDS_OUT = 3
"""By how many pairs of characters more one of several must be told by his office to be the one who is asked for."""


def _tells_of(topic: Stretch, parts: Parts) -> bool:
    """Whether a topic stands before a name, in one clause with it: it tells who is meant, by what he speaks of."""
    ends = min((one.start for one in parts.names if one.start >= topic.end), default=-1)
    return ends >= 0 and not pattern("[,，。;；:：?？]").search(parts.tagged.text[topic.end : ends])


def _by_most_of_office(question: str, names: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The one of ``names`` whose office a folded question tells by far the most of, in pairs of characters; () where none stands out."""
    asked = {question[at : at + 2] for at in range(len(question) - 1)}
    held = []
    for name in names:
        office = fold("".join(lexicon.roles(name)))
        held.append((len({office[at : at + 2] for at in range(len(office) - 1)} & asked), name))
    (most, name), (next_most, _) = sorted(held, reverse=True)[:2]
    return (name,) if most >= next_most + _STANDS_OUT else ()


def of_identity(understood: Understood, parts: Parts, lexicon: Lexicon) -> Understood | None:
    """``understood`` as the question of who a speaker is, where it surely asks that and tells who is meant; None else."""
    plan = understood.plan
    if parts.kind != IDENTITY or parts.certainty < SURELY or plan.unknown:
        return None
    if pattern(language("metadata")["of_what_is_said"]).search(understood.folded):
        return None
    named = plan.speakers
    if not named:
        found = identified(parts, lexicon)
        named = () if found is None else (found,)
    if len(named) > 1 and not any(one.how == "name" for one in understood.mentions):
        named = _by_most_of_office(understood.folded, named, lexicon)  # 某政协的: all of it, and only one is asked for
    offices = "".join(fold(role) for name in named for role in lexicon.roles(name))
    if not named or any(one.text not in offices and not _tells_of(one, parts) for one in parts.topics):
        return None
    detail = understood.detail
    if detail is not None and detail.name == "person" and all(one.how == "name" for one in understood.mentions):
        return None  # somebody whom the speaker tells of
    if detail is not None and detail.unit and not holds_detail(detail, offices, question=understood.folded):
        return None  # 在哪家律师事务所, and the line says no more than 律师
    return replace(understood, plan=replace(plan, kind="who", speakers=named), asks_who_it_is=True)
