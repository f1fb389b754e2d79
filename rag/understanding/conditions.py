"""The conditions of a list as the tagger tells them: what is wanted and what is left out, and whether all of the question is read.

What the tagger takes for left out, or not, is put right where words around it leave no doubt (rules in ``rag/data/conditioned.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.folding import occurrences
from rag.data import language, pattern
from rag.understanding.masked import Masked
from rag.understanding.parts import Parts, Stretch
from rag.understanding.topics import without_names

_SHORTEST = 2
_RUN, _FRAMING = 3, 0.6
"""How likely any so many characters outside of the parts must be only how the question is put."""


def put_right(parts: Parts, hidden: Masked) -> Parts:
    """The parts without a role that only takes somebody in beside others, and with all that words around it surely leave out."""
    rules, text = language("conditioned"), parts.tagged.text
    parts = spoken_of(_without_doubt(parts, hidden))
    if parts.topics or parts.documents:
        both = pattern(language("metadata")["both"]).search(text)
        everybody = both.span() if both is not None else (0, 0)
        kept = [one for one in parts.roles if not (everybody[0] <= one.start and one.end <= everybody[1])]
        parts = replace(parts, roles=tuple(one for one in kept if not _taken_in(text, one)))
    if parts.names and pattern(rules["beside"]["pattern"]).search(text):
        parts = replace(parts, names=(), left_out=(*parts.left_out, *parts.names))
    roles, without_roles = _parted(text, parts.roles)
    documents, without_documents = _parted(text, parts.documents)
    parts = replace(
        parts, roles=roles, documents=documents, left_out=(*parts.left_out, *without_roles, *without_documents)
    )
    return parts


def spoken_of(parts: Parts) -> Parts:
    """The parts with every role that stands right behind a verb of mentioning as a topic: 又谈到兽医, 没谈光伏."""
    mentions = pattern(language("conditioned")["mentions_it"]["pattern"])
    told = [one for one in parts.roles if mentions.search(parts.tagged.text[: one.start]) and not one.quoted]
    if not told:
        return parts
    topics = tuple(sorted((*parts.topics, *told), key=lambda one: one.start))
    return replace(parts, topics=topics, roles=tuple(one for one in parts.roles if one not in told))


def all_read(parts: Parts, hidden: Masked) -> bool:
    """Whether nothing that the question holds is left unread: every stand-in belongs to a part, all else surely only puts the question,
    and whatever is spoken of is told.
    """
    text = parts.tagged.text
    stretches = [*parts.topics, *parts.roles, *parts.documents, *parts.left_out]
    taken = [(one.start, one.end) for one in stretches]
    for stand_in in (*hidden.documents, *hidden.offices):
        for start, end in occurrences(stand_in, text):
            if not any(begin < end and start < stop for begin, stop in taken):
                return False
    outside = without_names(text, taken, by="\n").split("\n")
    spoken = pattern(language("conditioned")["spoken_of"]["pattern"])
    if not parts.topics and any(map(spoken.search, outside)):
        return False
    if any(len(one.text) < _SHORTEST for one in (*parts.roles, *parts.documents, *parts.left_out)):
        return False
    at = 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        for begin in range(at, start - _RUN + 1):
            if parts.framing(begin, begin + _RUN) < _FRAMING:
                return False
        at = max(at, end)
    return True


def asks_for_several(parts: Parts) -> bool:
    """Whether whoever speaks in several documents is asked for, none of which is named."""
    told = pattern(language("conditioned")["several"]["pattern"]).search(parts.tagged.text)
    return parts.relation == "several" and not parts.documents and not parts.topics and told is not None


def of_the_index(parts: Parts, hidden: Masked) -> bool:
    """Whether all that is asked for are offices and documents as the index has them."""
    within = pattern(language("conditioned")["within"]["pattern"])
    return all(one.text in hidden.offices for one in parts.roles) and all(
        within.sub("", one.text) in hidden.documents for one in parts.documents
    )


def _without_doubt(parts: Parts, hidden: Masked) -> Parts:
    """The parts with nothing left out in whose clause no word leaves anything out: that is asked for."""
    denying = pattern(language("conditioned")["denying"]["pattern"])
    clauses = [
        match for match in re.finditer("[^,，。;；:：?？!！]+", parts.tagged.text) if denying.search(match.group())
    ]
    wanted = pattern(f"(?:{language('conditioned')['surely_wanted']['before']})$")
    doubted = [
        one
        for one in parts.left_out
        if not any(one.start < match.end() and match.start() < one.end for match in clauses)
        or wanted.search(parts.tagged.text[: one.start])
    ]
    if not doubted:
        return parts
    kinds = pattern(language("conditioned")["of_bodies"]["pattern"])
    roles = [one for one in doubted if one.text in hidden.offices or kinds.search(one.text)]
    documents = [one for one in doubted if one.text in hidden.documents]
    topics = [one for one in doubted if one not in roles and one not in documents]

    def joined(own: tuple[Stretch, ...], more: Sequence[Stretch]) -> tuple[Stretch, ...]:
        return tuple(sorted((*own, *more), key=lambda one: one.start))

    return replace(
        parts,
        roles=joined(parts.roles, roles),
        documents=joined(parts.documents, documents),
        topics=joined(parts.topics, topics),
        left_out=tuple(one for one in parts.left_out if one not in doubted),
    )


def _parted(text: str, stretches: tuple[Stretch, ...]) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The stretches that are wanted, and those that are left out."""
    out = [one for one in stretches if _surely_left_out(text, one)]
    if not out and len(stretches) == 2 and pattern(language("conditioned")["not_the_latter"]["pattern"]).search(text):
        out = [stretches[1]]
    return tuple(one for one in stretches if one not in out), tuple(out)


def _taken_in(text: str, stretch: Stretch) -> bool:
    """Whether a stretch only takes somebody in beside all others (单位发言的也算上)."""
    rules = language("conditioned")["taken_in"]
    behind = pattern(rules["behind"]).match(text, stretch.end)
    return behind is not None or pattern(f"(?:{rules['before']})$").search(text[: stretch.start]) is not None


def _surely_left_out(text: str, stretch: Stretch) -> bool:
    rules = language("conditioned")["surely_left_out"]
    behind = pattern(rules["behind"]).match(text, stretch.end)
    return behind is not None or pattern(f"(?:{rules['before']})$").search(text[: stretch.start]) is not None
