"""Whoever holds an office or belongs to a kind of body, asked for in one expression: 大学的正副校长, 公司董事长或者总经理, 既是委员
又是董事长.

The expression counts as read only if every part of it is one: an office, a body that the roles of the index know, or a body
with an office. Anything else in the question, and it asks for something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from rag.data import language, pattern
from rag.understanding.bodies import held_at
from rag.understanding.offices import offices_of

_LOOKING = re.compile(r"\(\?[<!=][^)]*\)")
"""What a pattern only looks at, before or behind it."""


_MASK = "〇"
"""What stands for a name in a question whose names are masked."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office or body asked for: an office ends in a match of ``ending`` ("": any), at a body that ``body`` matches ("": any);
    ``named``: the body as it is asked, where it may be named in short.
    """

    text: str
    ending: str = ""
    body: str = ""
    named: str = ""

    def held_in(self, role: str) -> bool:
        """Whether folded ``role`` names such an office."""
        return any(
            re.search(f"(?:{self.ending})$", office) is not None
            and (re.search(self.body, at) is not None or (self.named != "" and held_at(self.named, at)))
            for office, at in held_offices(role)
        )


@dataclass(frozen=True, slots=True)
class AskedOffices:
    """What a role must hold, as it was asked (``text``): one office of each group of ``wanted``, and none of ``denied``."""

    text: str
    wanted: tuple[tuple[Office, ...], ...]
    denied: tuple[Office, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """The words by which bodies of a kind are known, where kinds are asked for."""
        forms = [one.body for one in (*(one for group in self.wanted for one in group), *self.denied)]
        kinds = [_LOOKING.sub("", form) for form in forms if "|" in form]
        return tuple(dict.fromkeys(word for kind in kinds for word in re.findall("[一-鿿]{2,}", kind)))

    def held_in(self, role: str) -> bool:
        """Whether a speaker of folded ``role`` ("" for a body) is asked for."""
        return all(any(one.held_in(role) for one in group) for group in self.wanted) and not any(
            one.held_in(role) for one in self.denied
        )

    def wants(self, role: str) -> bool:
        """Whether folded ``role`` names any of the offices that are asked for."""
        return not self.wanted or any(one.held_in(role) for group in self.wanted for one in group)


def asked_offices(question: str, roles: Sequence[str]) -> AskedOffices | None:
    """The offices for whose holders a folded ``question`` asks, of those that folded ``roles`` name; None where it asks for
    anything else.
    """
    rules = language("offices")
    question = pattern(rules["in_marks"]).sub(lambda match: match["of"] + match["office"], question)
    left_out = pattern(rules["left_out"]).search(question)
    if left_out is not None:
        rest = asked_offices(question[: left_out.start()], roles)
        without = _several(_trimmed(left_out["other"], rules), roles, rules)
        return rest if rest is None or not without else replace(rest, denied=(*rest.denied, *without))
    for form, plainly in rules["plainly"]:
        question = pattern(form).sub(plainly, question)
    core, asks = _core(question, rules)
    if (
        not asks
        or not (_names_office(core) or _calls_university(core, roles))
        or pattern(rules["quoted"]).search(question)
    ):
        return None
    but_not = pattern(rules["but_not"]).fullmatch(core)
    if but_not is not None:
        wanted, denied = _trimmed(but_not["one"], rules), _trimmed(but_not["other"], rules)
        one, other = _several(wanted, roles, rules) if wanted else [], _of_group(denied, roles, rules)
        if (one is None) or not other:
            return None
        return AskedOffices(core, (tuple(one),) if one else (), tuple(other))
    if pattern(rules["written"]).search(question):  # 职务写着大学的: no 学院
        named = Office(core, "", re.escape(core), "")
        if _known(named, roles):
            return AskedOffices(core, ((named,),))
    both = pattern(rules["all_of_them"]).fullmatch(core)
    if both is not None:
        told = [both[name] for name in ("one", "other", "first", "second") if both[name]]
        groups = [_of_group(_trimmed(one, rules), roles, rules) for one in told]
        return AskedOffices(core, tuple(tuple(group) for group in groups if group)) if all(groups) else None
    found = _several(core, roles, rules)
    return AskedOffices(core, (tuple(found),)) if found else None


@cache
def _words() -> re.Pattern[str]:
    """Any word for an office, or for a kind of body."""
    rules, people = language("offices"), language("people")
    kinds = (word for kind in people["categories"].values() for word in kind["ask"])
    words = {*rules["held"], *rules["bodies"], *people["titles"]["words"], *people["short_titles"], *kinds}
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) > 1))


def _names_office(core: str) -> bool:
    return _words().search(core) is not None


def _calls_university(core: str, roles: Sequence[str]) -> bool:
    """Whether ``core`` is a university's short name (交大) and somebody of ``roles`` is there."""
    called = pattern(language("people")["organisations"]["universities"]["called"]).fullmatch(core)
    return called is not None and any(held_at(core, role) for role in roles)


def _core(question: str, rules: dict[str, Any]) -> tuple[str, bool]:
    """A question without what only asks for people, and whether anything in it did."""
    asks, text, before = False, question, ""
    while text != before:
        before = text
        for rule in rules["asks"]:
            shorter = pattern(f"^(?:{rule})|(?:{rule})$").sub("", text)
            asks, text = asks or shorter != text, shorter
        text = _trimmed(text, rules)
    return text, asks


def _trimmed(text: str, rules: dict[str, Any]) -> str:
    before = ""
    while text != before:
        before = text
        for rule in (*rules["leading"], rules["around"]):
            text = pattern(f"^(?:{rule})").sub("", text)
        for rule in (*rules["behind"], rules["around"]):
            text = pattern(f"(?:{rule})$").sub("", text)
    return text


def _several(
    text: str, roles: Sequence[str], rules: dict[str, Any], before: Office | None = None
) -> list[Office] | None:
    """The offices that ``text`` lists, each read by itself or else at the body of the one ``before`` it; None where one of
    them is none.
    """
    whole = _office(text, roles, rules, before)
    if whole is not None:
        return whole
    for match in pattern(rules["joined"]).finditer(text):
        first = _office(text[: match.start()], roles, rules, before)
        rest = _several(text[match.end() :], roles, rules, first[-1]) if first else None
        if first and rest:
            return [*_shared(first, rest[-1], text, roles), *rest]
    return None


def _of_group(text: str, roles: Sequence[str], rules: dict[str, Any]) -> list[Office] | None:
    """The offices of one of several conditions, where a word by which anybody is addressed is an office as well (既是代表又是校长)."""
    words = pattern(rules["joined"]).split(text)
    if all(map(_addresses, words)):
        return [Office(word, re.escape(word)) for word in words]
    return _several(text, roles, rules)


def _shared(first: Sequence[Office], last: Office, text: str, roles: Sequence[str]) -> list[Office]:
    """``first`` with the office of the ``last`` where that is told of all (银行和租赁公司的老总)."""
    held = text.rpartition("的")[2]
    if not last.ending or not last.body or not last.text.endswith(held):
        return list(first)
    given = [replace(one, ending=last.ending) if one.body and not one.ending else one for one in first]
    return [there if _known(there, roles) else one for one, there in zip(first, given, strict=True)]


def _office(text: str, roles: Sequence[str], rules: dict[str, Any], before: Office | None) -> list[Office] | None:
    """One office or body, with its deputies where they are asked for; None where the roles know none such."""
    text = _trimmed(text, rules)
    if _MASK in text:
        return None  # a name or a document stands there
    deputies = pattern(rules["with_deputies"]).search(text)
    if deputies is not None:
        plain = text[: deputies.start()] + text[deputies.end() :]
        found = [
            _office(one, roles, rules, before)
            for one in (plain, f"{text[: deputies.start()]}副{text[deputies.end() :]}")
        ]
        return [one for each in found for one in each or ()] or None
    for called, ending in _endings(text, rules):
        bodies = _bodies(text[: len(text) - len(called)], rules)
        if not bodies:
            at_the_same = before and Office(text, ending, before.body, before.named)
            if at_the_same and _known(at_the_same, roles):
                return [at_the_same]
            if not _addresses(text):
                return [Office(text, ending)]
            continue
        for body in bodies:
            office = Office(text, ending, _form(body, rules), body)
            if _known(office, roles):
                return [office]
    if len(text) < 2 or _addresses(text):
        return None
    of_the_same_kind = _general(before.text[:-1], rules) + text if before else text  # 区县党委、政府: 区县政府
    for body in dict.fromkeys((of_the_same_kind, *_bodies(text, rules))):
        for form in (_form(body, rules), *_forms_of_kind(body, rules)):
            office = Office(body, "", form, body)
            if _known(office, roles):
                return [office]
    in_general = text in rules["bodies"] or any(
        text in kind["ask"] for kind in language("people")["categories"].values()
    )
    return [Office(text, "", _form(text, rules), text)] if in_general else None  # nobody is of it


def _bodies(text: str, rules: dict[str, Any]) -> list[str]:
    """What ``text`` may call a body: all of it, or without what only goes on behind one; none where nothing else is there."""
    whole = text.removesuffix("的")
    return [one for one in dict.fromkeys((whole, pattern(rules["of_body"]).sub("", whole))) if one]


def _forms_of_kind(body: str, rules: dict[str, Any]) -> list[str]:
    """How the name of a body goes that is called by its kind and what is left of its name (民主党派市委会)."""
    found = []
    for kind in language("people")["categories"].values():
        for word in kind["ask"]:
            rest = body.removeprefix(word)
            if rest != body and len(rest) > 1 and not _general(rest, rules):
                found.append(f"{_any_of(kind['role'])}[一-鿿]{{0,6}}{_form(rest, rules)}")
    return found


def _any_of(words: Sequence[str]) -> str:
    """Any of the words by which a kind of body is known, none where it only stands in the name of another kind."""
    apart, forms = language("people")["held_apart"], []
    for word in words:
        others = [one.split(word, 1) for one in apart.get(word, ())]
        before = "".join(f"(?<!{re.escape(lead)})" for lead, _ in others if lead)
        behind = "".join(f"(?!{re.escape(rest)})" for lead, rest in others if rest and not lead)
        forms.append(f"{before}{re.escape(word)}{behind}")
    return f"(?:{'|'.join(forms)})"


def _addresses(text: str) -> bool:
    """Whether a word only addresses whoever speaks (哪些委员)."""
    return text in language("people")["generic"]["addresses"]


def _known(office: Office, roles: Sequence[str]) -> bool:
    return any(office.held_in(role) for role in roles)


def _endings(text: str, rules: dict[str, Any]) -> list[tuple[str, str]]:
    """The office in which ``text`` ends, by its longest name first, and how such an office ends in a role."""
    people = language("people")
    found = [(word, ending) for word, ending in rules["held"].items() if text.endswith(word)]
    for word in people["titles"]["words"]:
        if text.endswith(word):
            found.append((word, re.escape(word) if word.startswith("副") else f"(?<!副){re.escape(word)}"))
    for word, offices in people["short_titles"].items():
        if len(word) > 1 and text.endswith(word):
            found.append((word, f"(?<!副)(?:{'|'.join(map(re.escape, offices))})"))
    return sorted(found, key=lambda one: -len(one[0]))


def _form(body: str, rules: dict[str, Any]) -> str:
    """How the name of a body goes in a role: words for bodies in general, and kinds of bodies, written out."""
    for name, kind in language("people")["categories"].items():
        if body in kind["ask"] and body not in rules["bodies"]:
            return _any_of(kind["role"] or [name])
    parts = re.split(f"({'|'.join(sorted(rules['bodies'], key=len, reverse=True))})", body)
    return "".join(rules["bodies"].get(part, re.escape(part)) for part in parts if part)


def _general(text: str, rules: dict[str, Any]) -> str:
    """The word for bodies in general with which ``text`` begins; "" where it does not."""
    return max((word for word in rules["bodies"] if text.startswith(word)), key=len, default="")


@lru_cache(maxsize=8192)
def held_offices(role: str) -> tuple[tuple[str, str], ...]:
    """The single offices of a folded role, each with where it is held: one without a body of its own at the one before it
    (某区政协党组书记、主席).
    """
    found: list[tuple[str, str]] = []
    titles = tuple(language("people")["titles"]["words"])
    for office in offices_of(role.replace(" ", "")):
        bare = next((office[: -len(word)] for word in titles if office.endswith(word)), office)
        alone = len(bare) < 3 and found and bare != office
        found.append((office, f"{found[-1][1]}{office}" if alone else office))
    return tuple(found)
