"""Whom a follow-up calls by what he is or what he said, first among those spoken of, then in the whole index: 银行那位, 村支书呢."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates, held_at
from rag.understanding.called import stands_for
from rag.understanding.cast import Cast
from rag.understanding.lexicon import Lexicon
from rag.understanding.offices import offices_of
from rag.understanding.topics import Tokenise, is_frame, topic_of

_LONGEST = 14
"""Characters by which somebody is told."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words ``[start, end)`` of a folded question that tell somebody by ``what`` he is.

    ``singly``: one person is pointed at (那位), ``described``: behind it (办厂的那位). ``earlier``: one spoken of before (前面那位);
    ``other``: another than who is spoken of, as where nothing else is asked (村支书呢).
    """

    start: int
    end: int
    what: str
    singly: bool = False
    described: bool = False
    earlier: bool = False
    other: bool = False


def named_by_office(question: str, cast: Cast, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with the name of whom it calls by what he is; as it is where it calls nobody so, or more than one is that."""
    folded = fold(question)
    told_first = pattern(language("questions")["called"]["held"]["told_first"]).match(folded)
    if told_first is not None:  # 提这个建议的王总呢: his office tells whom
        question = question[told_first.end() :]
        folded = fold(question)
    named = [one for one in lexicon.mentions(folded) if one.how in ("name", "title")]
    if named:
        return question
    for pointed in _pointed(folded):
        name = whom(pointed, cast, lexicon, tokenise)
        if name is not None:
            return f"{question[: _before(folded, pointed)]}{name}{question[pointed.end :]}"
    return question


def who_holds(question: str, cast: Cast, lexicon: Lexicon) -> str | None:
    """那主张先试两年的呢, 反对全封的那位是谁: who says so, asked by itself; None where nothing of that is asked."""
    match = pattern(language("questions")["called"]["held"]["who_holds"]).match(fold(question))
    if match is None or lexicon.mentions(match["what"]):
        return None
    beside = f"除了{'、'.join(cast.focus)}，还有" if match["other"] and cast.focus else ""
    return f"{beside}谁{match['what']}？"


def _before(folded: str, pointed: Pointed) -> int:
    """Where what a question puts before the name ends: nothing but an opening is lost."""
    return 0 if pattern(language("questions")["called"]["held"]["opening"]).match(folded) else pointed.start


def _pointed(folded: str) -> Iterable[Pointed]:
    """The readings of the first clause as one who is told by what he is, the longest first."""
    rules = language("questions")["called"]["held"]
    opening = pattern(rules["opening"]).match(folded)
    assert opening is not None  # every part of it may be missing
    before = pattern(rules["points"]).match(folded, opening.end())
    starts = [before.end()] if before is not None else []
    starts += [at for at in dict.fromkeys((opening.end(), 0)) if at not in starts]
    earlier, other = opening["place"] is not None, opening["other"] is not None
    for start in starts:
        for end in range(min(len(folded), start + _LONGEST), start, -1):
            what = folded[start:end]
            if re.search("[,，。?？他她它谁哪几]|什么|[呢嘛吗]$|^[和跟与同比像向对给把被为让由]", what):
                continue
            behind = pattern(rules["behind"]).match(folded, end)
            to = behind.end() if behind is not None else end
            asks = pattern(rules["asks"]).match(folded, to)
            points = before is not None and start == before.end()
            titled = points and behind is None and what.endswith(tuple(language("people")["titles"]["words"]))
            if asks is None and not titled:
                continue
            singly = behind is not None or points
            turns = other or pattern(rules["turns"]).match(folded, to) is not None
            he = asks is not None and re.search("[他她]", asks[0]) is not None
            yield Pointed(
                start, asks.end() if asks is not None and he else to, what, singly, behind is not None, earlier, turns
            )


def whom(pointed: Pointed, cast: Cast, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one who is told so, the first that fits: of those spoken of, then of the whole index, before a deputy of it."""
    rules = language("questions")["called"]["held"]
    current = {*cast.focus[:1]}
    if pattern(rules["against"]).match(pointed.what) and pointed.singly:
        return cast.focus[0] if len(cast.focus) == 1 else None
    within = pattern(rules["within"]).search(pointed.what)
    if within is not None:  # 管教育的那位局长
        pointed = replace(pointed, what=pointed.what[: within.start()] + pointed.what[within.end() :], singly=True)
    what = pattern(rules["of_body"]).sub("", pointed.what)
    what = pattern(rules["occupied"]).sub("", what) if pointed.singly and what not in lexicon.titles else what
    is_title = pointed.singly and what in lexicon.titles and what not in language("people")["generic"]["addresses"]
    if len(what) < 2 and pointed.singly and pattern(rules["bodies"]).fullmatch(what):
        ending = next((name for name in cast.spoken_of if fold(name).endswith(what)), None)  # 那个站, 那家公司
        return ending or (_only_at(what, cast, lexicon) if pointed.described else None)  # 村里那位
    if pointed.singly and pattern(rules["any_body"]).fullmatch(what):  # 刚才那个组织
        bodies = [name for name in cast.spoken_of if name in lexicon.organisations]
        if not pointed.other or {*bodies} - current:
            return (
                next(iter(bodies), None) if not pointed.other else None
            )  # the other of two, either of whom may be meant
    if len(what) < 2 or (not is_title and (pattern(rules["nobody"]).match(what) or is_frame(what))):
        return None
    if pattern(rules["said"]).match(pointed.what):
        return _who_said(pointed, cast, lexicon, tokenise) if pointed.singly else None
    spoken = [name for name in cast.spoken_of if name not in current]
    anybody = [name for name in lexicon.appearances if name not in current]
    stays = not pointed.other and not pointed.earlier
    everywhere = (spoken,) if pointed.earlier else (spoken, anybody)
    for deputy, loosely in ((False, 0), (False, 1), (False, 2), (True, 0), (True, 1), (True, 2)):
        if loosely == 2 and not pointed.singly:
            continue
        holds = partial(
            _holds, what, lexicon=lexicon, tokenise=tokenise, deputy=deputy, loosely=loosely, singly=pointed.singly
        )
        if stays and any(holds(name) for name in current):
            return next(iter(current))
        for names in everywhere:
            found = _only(names, holds, what, lexicon)
            if found is not None:
                return found
    return _by_words(what, everywhere, lexicon, tokenise) if pointed.described else None


def _only_at(body: str, cast: Cast, lexicon: Lexicon) -> str | None:
    """The only speaker, besides who is spoken of, with an office at a place or body that is called by one character (村, 镇)."""
    names = [
        name
        for name in lexicon.appearances
        if name not in cast.focus[:1] and any(held_at(body, office) for office in lexicon.single_offices[name])
    ]
    return names[0] if len(names) == 1 else None


def _by_words(what: str, everywhere: Sequence[Sequence[str]], lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The only one whose office or words hold all that he is told by, something of it his words (村里办民宿的那位)."""
    body = language("questions")["called"]["held"]["of_body"]
    words = [pattern(body).sub("", word) or word for word in topic_of(what, (), tokenise).words if len(word) > 1]
    for names in everywhere if len(words) > 1 else ():
        found = [
            name
            for name in names
            if all(_says(name, word, lexicon) or any(word in role for role in lexicon.roles(name)) for word in words)
        ]
        if len(found) == 1:
            return found[0]
    return None


def _only(names: Sequence[str], holds: Callable[[str], bool], what: str, lexicon: Lexicon) -> str | None:
    found = [name for name in names if holds(name)]
    if len(found) > 1:  # 协会 itself before who is of one
        found = [name for name in found if name in lexicon.organisations and what in fold(name)] or found
        if pattern(language("questions")["called"]["held"]["any_body"]).fullmatch(what):
            found = [name for name in found if name in lexicon.organisations] or found
        if what[0] in language("questions")["called"]["held"]["levels"]:  # 村支书 is of no 社区
            found = [name for name in found if any(what[0] in role for role in lexicon.roles(name))] or found
    return found[0] if len(found) == 1 else None


def _holds(
    what: str, name: str, *, lexicon: Lexicon, tokenise: Tokenise, deputy: bool, loosely: int, singly: bool
) -> bool:
    """Whether ``what`` tells ``name``: his title, his body, or both; with ``deputy`` a 副局长 as a 局长, as it is written, in a shorter
    form where ``loosely`` is 1, by its kind where that is 2.
    """
    short: dict[str, list[str]] = language("people")["short_titles"]
    titles = sorted({*lexicon.titles, *(word for word in short if len(word) > 1)}, key=len, reverse=True)
    title = next((one for one in titles if what.endswith(one)), "")
    body = pattern(language("questions")["called"]["held"]["of_body"]).sub("", what.removesuffix(title))
    is_body = pattern(f"(?:{language('questions')['called']['held']['bodies']})$").search(what) is not None
    if not title and not is_body and not singly:
        return False
    if name in lexicon.organisations:
        kinds = language("people")["categories"].values() if loosely == 2 else ()
        of_kind = any(what in kind["ask"] and any(word in fold(name) for word in kind["role"]) for kind in kinds)
        return not title and (of_kind or what in fold(name) or (len(what) > 2 and abbreviates(what, fold(name))))
    wanted = (
        (title,) if any(_titled(title, one, deputy) for one in lexicon.every_office) else short.get(title, (title,))
    )
    for role in map(fold, lexicon.roles(name)):
        for office in offices_of(role):
            if title and not any(_titled(one, office, deputy) for one in wanted):
                continue
            if not body or _of(body, office, role, tokenise, loosely=loosely):
                return True
    return False


def _titled(title: str, office: str, deputy: bool) -> bool:
    return office.endswith(title) and (deputy or not office.removesuffix(title).endswith("副"))


def _of(body: str, office: str, role: str, tokenise: Tokenise, *, loosely: int) -> bool:
    """Whether an office is held at ``body``: as it is written, in a shorter form, or by its kind (高校, 金融)."""
    if held_at(body, office):
        return True
    if loosely == 1:
        words = [word for word, *_ in tokenise(body) if len(word) > 1]
        short = len(body) > 1 and stands_for(body, office, tokenise)
        return short or (bool(words) and all(word in role for word in words))
    kinds = language("people")["categories"].values()
    return loosely == 2 and any(
        body in (*kind["ask"], *kind["role"]) and any(word in office for word in kind["role"]) for kind in kinds
    )


def _who_said(pointed: Pointed, cast: Cast, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The only one of those spoken of who says what he is told by (前面提观测站的那位)."""
    match = pattern(language("questions")["called"]["held"]["said"]).match(pointed.what)
    words = topic_of(match["what"], (), tokenise).words if match is not None else ()
    names = [name for name in cast.spoken_of if not (pointed.other and name in cast.focus)]
    found = [name for name in names if words and all(_says(name, word, lexicon) for word in words)]
    return found[0] if len(found) == 1 else None


def _says(name: str, word: str, lexicon: Lexicon) -> bool:
    return any(
        word in fold(paragraph)
        for one in lexicon.appearances.get(name, ())
        for paragraph in lexicon.corpus.speech(one.place).paragraphs
    )
