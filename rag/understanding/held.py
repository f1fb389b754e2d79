"""The speakers who are what an expression says: holders of an office (理工大的校长), those of a body (工商联那位), in full or in short."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from index.folding import fold
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.asked_offices import held_offices
from rag.understanding.bodies import abbreviates, held_at
from rag.understanding.called import stands_for
from rag.understanding.lexicon import Lexicon

_WHOLE_NAMES = ("大学", "学院", "中学", "小学", "医院", "卫生院")
"""Of these a place has several whose names differ by a word: only the whole name tells one."""
_LONG = 5
"""Characters beyond which a name that leaves some of another out can hardly do so by chance."""


def holders(text: str, lexicon: Lexicon, *, widely: bool = False) -> tuple[str, ...]:
    """The speakers who hold the office at the end of folded ``text``, or else are of the body that it names; () for nobody.

    ``widely``: also those whom a word for an office may mean less surely (医生: 某卫生院副院长).
    """
    one_of_it = pattern(language("addressed")["person"]).search(text) is not None
    pointed = plainly(text) != text
    text = plainly(text)
    if not text or text in language("people")["generic"]["addresses"]:
        return ()
    department = pattern(language("people")["departments"]["form"]).fullmatch(text)
    if department is not None and (found := _department(department["field"], lexicon)):
        return found
    surname = pattern(language("addressed")["surname"]).match(text)
    if surname is not None:
        found = tuple(name for name in lexicon.appearances if fold(name).startswith(surname["surname"]))
        return found if not set(found) & {*lexicon.organisations} else ()
    for title, forms in _titles(text):
        body = text[: -len(title)].rstrip("的里")
        apart = pointed or not text.endswith(body + title)
        each = [
            _holding(body, form, lexicon, heads=title in language("offices")["held"], apart=apart) for form in forms
        ]
        if widely and any(each):
            return tuple(dict.fromkeys(name for found in each for name in found))
        if any(each):
            return next(found for found in each if found)
    if _titles(text):
        return ()  # of another office at that body: a deputy is not the head
    found = members(text, lexicon) if len(text) > 1 and (pointed or _is_body(text)) else ()
    bodies = tuple(name for name in found if name in lexicon.organisations)
    persons = tuple(name for name in found if name not in bodies)
    if persons and one_of_it:
        return persons
    return bodies if bodies and text not in kinds() else found


def _department(field: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The bodies that are the department of a ``field`` (教育部门: 县教育局), or else who holds an office at one."""
    at = pattern(f"{field}{language('people')['departments']['body']}")
    bodies = tuple(name for name in lexicon.appearances if name in lexicon.organisations and at.search(fold(name)))
    return bodies or tuple(
        name for name in lexicon.appearances if any(at.search(place) for place in _places(name, lexicon))
    )


def kinds() -> set[str]:
    """The words for kinds of bodies (银行, 高校)."""
    return {word for kind in language("people")["categories"].values() for word in kind["ask"]}


def _is_body(text: str) -> bool:
    """Whether a name is that of a body or of a kind of bodies, and not of a place."""
    people = language("people")
    short = (
        *people["organisations"]["short_endings"],
        *people["organisations"]["endings"],
        *people["organisations"]["parties"],
    )
    if text in kinds() or text.endswith(short):
        return not text.endswith(("社区", "村", "镇", "乡"))
    called = pattern(f"(?:{language('questions')['called']['body']})$").search(text)
    return called is not None and called.group() not in ("村", "镇", "乡", "社区")


def plainly(text: str) -> str:
    """An expression without what only points at somebody (那位, 那边) or is said of anybody (女)."""
    rules = language("addressed")
    text = pattern(rules["ends"]).sub("", pattern(rules["points"]).sub("的", text).strip("的"))
    return pattern(rules["anybody"]).sub("", text.strip("的"))


def ends_in_title(text: str) -> bool:
    """Whether folded ``text`` ends in a word for an office."""
    return bool(_titles(plainly(text)))


def members(body: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The speakers who are folded ``body`` or hold an office at it: the nearest reading of the name that anybody fits."""
    for fits in (_named_so, _called_so, _of_kind):
        found = tuple(
            name
            for name in lexicon.appearances
            if any(fits(body, at) for at in (fold(name).replace(" ", ""), *_places(name, lexicon)) if at)
        )
        if found:
            return found
    return ()


def _places(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(at for role in lexicon.roles(name) for _, at in held_offices(fold(role)))


def _holding(body: str, form: str, lexicon: Lexicon, *, heads: bool = False, apart: bool = True) -> tuple[str, ...]:
    """Whoever holds an office that ends in a match of ``form`` at ``body`` ("": anywhere), by the nearest reading of the name; ``heads``:
    of the whole of it, not of a part (某大学的负责人 is not who edits its paper); ``apart``: he may hold it elsewhere, and another there.
    """
    ends = re.compile(f"(?:{form})$")
    held = {
        name: [
            (office, at)
            for role in lexicon.roles(name)
            for office, at in held_offices(fold(role))
            if ends.search(office)
        ]
        for name in lexicon.appearances
    }
    if heads and body:
        held = {name: [one for one in offices if one[1].endswith(body[-1])] for name, offices in held.items()}
    held = {name: offices for name, offices in held.items() if offices}
    if not body:
        return tuple(held)
    for fits in (_named_so, _called_so, _of_kind):
        found = tuple(name for name, offices in held.items() if any(_all_fit(fits, body, at) for _, at in offices))
        if found:
            return found
    # 某党派的那位主任: both are told of him, in offices of their own; 某党派主任 is one office
    return tuple(name for name in held if apart and any(_named_so(body, at) for at in _places(name, lexicon)))


def _all_fit(fits: Callable[[str, str], bool], body: str, at: str) -> bool:
    return all(fits(part, at) for part in re.split("[的、]", body) if part)


def _named_so(body: str, at: str) -> bool:
    return body in at


@lru_cache(maxsize=65536)
def _called_so(body: str, at: str) -> bool:
    """Whether ``body`` is a shorter name of one in ``at``: 交大, 卫健局, 丰乐合作社."""
    if held_at(body, at):
        return True
    if body in language("people")["organisations"]["abbreviations"] and stands_for(body, at, plain_words().spans):
        return True  # 消协
    if body.endswith(_WHOLE_NAMES):
        return False
    if len(body) < 3:
        return stands_for(body, at, plain_words().spans)
    if body.endswith("大") and "大学" in at:  # 某开大: 某开放大学
        return abbreviates(body, at[: at.find("大学") + 1])
    firm = pattern(f"(?P<own>[一-鿿]{{2,}})(?:{language('people')['organisations']['firms']})$").match(body)
    if firm is not None and pattern(
        f"{firm['own']}[一-鿿]{{0,6}}?(?:{language('people')['organisations']['firms']})"
    ).search(at):
        return True  # 公交公司: 某公交集团
    if len(body) > _LONG and at.startswith(body[:2]) and abbreviates(body, at):
        return True
    return set(body) <= set(at) and stands_for(body, at, plain_words().spans)


def _of_kind(body: str, at: str) -> bool:
    """Whether ``body`` is a kind of body of which ``at`` is one (银行: 某农商行), or that and a part of the name (党派市委会)."""
    apart = language("people")["held_apart"]
    form = language("offices")["bodies"].get(body)
    if form is not None and pattern(form).search(at):
        return True
    for kind in language("people")["categories"].values():
        asked = max((word for word in kind["ask"] if body.startswith(word)), key=len, default="")
        rest = pattern(language("addressed")["any_body"]).sub("", body.removeprefix(asked))
        if asked and rest in at:
            return any(
                word in re.sub("|".join(map(re.escape, apart.get(word, ()))) or "(?!)", "〇", at)
                for word in kind["role"]
            )
    return False


@lru_cache(maxsize=4096)
def _titles(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The words for an office in which ``text`` ends, longest first, and how such an office ends in a role, the nearest first."""
    people, held = language("people"), language("offices")["held"]
    found: list[tuple[str, tuple[str, ...]]] = [(word, (form,)) for word, form in held.items() if text.endswith(word)]
    for word in people["titles"]["words"]:
        if text.endswith(word):
            found.append(
                (word, (word if word.startswith("副") else f"(?<!副){re.escape(word)}", *_short(word, people)))
            )
    for word in people["short_titles"]:
        if len(word) > 1 and text.endswith(word) and word not in people["titles"]["words"]:
            found.append((word, _short(word, people)))
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def _short(word: str, people: dict[str, Any]) -> tuple[str, ...]:
    """How the offices end that a short title stands for; those that stand anywhere in a role behind them (医生: …卫生院…)."""
    offices = people["short_titles"].get(word, ())
    if not offices:
        return ()
    either = "|".join(map(re.escape, offices))
    return (f"(?<!副)(?:{either})", f"(?<!副)(?:{either}).*")


def said_of(word: str, name: str, offices: tuple[str, ...]) -> bool:
    """Whether a word stands in a name or an office, in full or in short; a 副局长 is no 局长."""
    people = language("people")
    titles = [word, *people["short_titles"].get(word, ())]
    if any(re.search(f"(?<!副){re.escape(one)}", said) for one in titles for said in (name, *offices)):
        return True
    if word in people["titles"]["words"]:
        return False
    if any(held_at(word, office) for office in offices):
        return True
    shortened = pattern(people["described"]["shortened"]).search(word) is not None
    return shortened and any(
        word[0] in office and abbreviates(word, office[office.find(word[0]) : office.rfind(word[-1]) + 1])
        for office in offices
    )
