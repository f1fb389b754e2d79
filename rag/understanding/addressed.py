"""Whose words a question wants that tells him by what he is: an office, a body, what he does or spoke of (理工大的校长怎么看,
银行那边怎么说, 开直播的那位头一年亏多少, 哪位行长谈了某事, 除了那位院长).

Nobody else may answer such a question. An expression is one only where it stands as the speaker: at the head of a clause, with
something behind it that he says or wants. Elsewhere the same words are what is spoken of (对农商银行有什么意见).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.folding import fold
from index.words import frequency, plain_words
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates
from rag.understanding.doers import form_of_doing, told_by_doing
from rag.understanding.held import ends_in_title, holders, kinds, members, plainly
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.told_first import begins_doing
from rag.understanding.topics import is_frame
from rag.understanding.vocabulary import inside_word

_LONGEST = 24
"""Characters of an expression."""
_KIND = 3
"""Characters beyond which what ends as a body does is the name of one."""
_MANY = 3
"""How many speakers have what is in the names of most bodies of a place."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a question tells of speakers without their names: ``mentions``, which name whom it asks; ``among``: only the
    holders of an office are asked (哪位行长), at the stretch that names it; ``left_out``: who is not, likewise. ``about``:
    the stretch inside a mention that tells of what somebody spoke.
    """

    mentions: tuple[Mention, ...] = ()
    among: Mention | None = None
    left_out: tuple[Mention, ...] = ()
    about: tuple[int, int] | None = None

    @property
    def bound(self) -> tuple[str, ...]:
        """The speakers of whom alone the answer may be."""
        told = (*self.mentions, *((self.among,) if self.among else ()))
        return tuple(dict.fromkeys(name for one in told for name in one.speakers))


def addressed(question: str, known: Sequence[Mention], lexicon: Lexicon) -> Addressed:
    """Whom a folded ``question`` addresses so; ``known``: who is named in it otherwise."""
    corrected = _not_but(question, known, lexicon)
    if corrected is not None:
        return corrected
    left_out = _left_out(question, known, lexicon)
    taken = [(one.start, one.end) for one in left_out]
    among = _asked_among(question, known, lexicon)
    several = _of_several(question, lexicon) if among is None else None
    found = []
    for start, end in _clauses(question):
        if any(begin <= start < stop for begin, stop in taken):
            continue
        before = {name for one in (*known, *left_out) if one.start < start for name in one.speakers}
        asked_for = pattern(language("addressed")["asks_whose"]).search(question, end) is not None
        by_doing = None if asked_for else told_by_doing(question, start, end, before, several, lexicon)
        told = [by_doing] if by_doing is not None else _in_clause(question, start, end, before, known, lexicon)
        found += [one for one in told if not _is_named(one, known)]
    if several is not None and not found:
        found.append(several)
    doing = (form_of_doing().match(question, one.start, one.end) for one in found)
    about = next((match.span("of") for match in doing if match is not None), None)
    return Addressed(tuple(found), among, left_out, about)


def _clauses(question: str) -> Iterator[tuple[int, int]]:
    """Where an expression may begin, and where its clause ends."""
    rules = language("addressed")
    for match in pattern("[^,，。;；:：?？!！]+").finditer(question):
        lead = pattern(rules["opens"]).match(question, match.start())
        yield (lead.end() if lead is not None else match.start()), match.end()


def _is_named(one: Mention, known: Sequence[Mention]) -> bool:
    """Whether a stretch holds somebody's name, or is told already as precisely."""
    for other in known:
        if other.start < one.end and one.start < other.end:
            if other.how in ("name", "title"):
                return True
            if other.start <= one.start and one.end <= other.end and set(other.speakers) == set(one.speakers):
                return False
    return False


def _in_clause(
    question: str, start: int, end: int, before: set[str], known: Sequence[Mention], lexicon: Lexicon
) -> list[Mention]:
    """Whoever is told by office or body at ``start`` and says or wants something behind that; several, side by side (教授和学会)."""
    rules = language("addressed")
    for stop in range(start + 2, min(end, start + _LONGEST) + 1):
        text = question[start:stop]
        if pattern(rules["no_part"]).search(text):
            return []
        side = pattern(rules["side"]).match(question, stop)
        surely = side or pattern(rules["surely"]).match(question, stop)
        if not surely and not pattern(rules["says"]).match(question, stop):
            continue
        if _is_common(text) and not (surely and pattern(rules["kinds_that_speak"]).search(text)):
            continue
        names = _others(text, before, lexicon)
        if names:
            behind = side.end() if side else stop
            return [Mention(start, behind, question[start:behind], names, "role")]
        together = _side_by_side(question, start, stop, known, lexicon)
        if together:
            return together
        proposes = pattern(rules["proposes"]).match(question, stop) is not None
        if surely and (_is_nobody(text, lexicon) or (proposes and _is_only_told_of(text, lexicon))):
            return [Mention(start, stop, text, (), "unknown")]
    return []


def _side_by_side(question: str, start: int, stop: int, known: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Those of several told side by side in a stretch who are told by what they are; [] where one of them is nobody."""
    parts = pattern(f"(?:{language('addressed')['joins']})").split(question[start:stop])
    found, at = [], start
    for part in parts if len(parts) > 1 else ():
        begin = question.find(part, at)
        at = begin + len(part)
        if any(one.start < at and begin < one.end and one.speakers for one in known):
            continue
        names = holders(part, lexicon) if len(part) > 1 and not _is_common(part) else ()
        if len(names) != 1:
            return []
        found.append(Mention(begin, at, part, names, "role"))
    return found


def _others(text: str, before: set[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The holders of what ``text`` says; with 另一位, those who were not named before."""
    another = pattern(language("addressed")["another"]).search(text)
    if another is None:
        return holders(text, lexicon)
    rest = text[: another.start()] + text[another.end() :]
    return tuple(name for name in holders(rest, lexicon) if name not in before)


def _is_common(text: str) -> bool:
    """Whether ``text`` is a word for bodies or people in general: most often they are spoken of."""
    return plainly(text) in language("people")["generic"]["subjects"] and not ends_in_title(text)


def _is_nobody(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` is somebody or a body that speaks for itself, and no speaker is that."""
    rules, plain = language("addressed"), plainly(text)
    if is_frame(plain) or plain in language("people")["generic"]["addresses"]:
        return False
    named_body = plain.endswith(tuple(language("people")["organisations"]["endings"])) and not _is_common(text)
    person = pattern(rules["persons"]).search(plain)
    if person is not None and begins_doing(plain) and _is_in_roles(person.group(), lexicon):
        return False  # 那位做直播的店主: told by what he does
    if person is not None or (named_body and len(plain) > _KIND):
        return True
    told = pattern(rules["of_a_body"]).fullmatch(text)
    return told is not None and not _is_told_otherwise(told, lexicon)


def _is_in_roles(text: str, lexicon: Lexicon) -> bool:
    return any(text in role for role in lexicon.roles_held)


def _is_only_told_of(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` is a name, none of the dictionary's words, which the speeches tell of and no speaker bears."""
    strange = [word for word, *_ in plain_words().spans(text) if len(word) > 1 and not frequency(word)]
    return bool(strange) and bool(lexicon.corpus.find(text)) and not any(_is_in_roles(one, lexicon) for one in strange)


def _is_told_otherwise(told: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether the body of an office may be a speaker's in other words: any two of its characters stand in his name or offices."""
    body = told["body"].removesuffix("的")
    if is_frame(body) or begins_doing(body):
        return True
    if _is_common(body):  # 海关的同志: of a body that is one alone, and nobody is of it
        return told["office"] is not None or body in kinds() or bool(holders(f"{body}那位", lexicon))
    if told["office"] is not None and holders(f"{body}的副{told['office']}", lexicon):
        return False  # the deputy of who is asked for speaks
    if len(body) > _KIND and lexicon.corpus.find(body) and not _is_in_roles(body[:2], lexicon):
        return False  # the speeches tell of that body
    if holders(body, lexicon) or holders(f"{body}那位", lexicon):
        return True
    said = [" ".join((fold(name), *lexicon.single_offices[name])) for name in lexicon.appearances]
    pairs = {body[at : at + 2] for at in range(len(body) - 1)} - {*language("addressed")["kinds_of_bodies"]}
    times = [sum(pair in one for one in said) for pair in pairs]  # what many have is the place's name
    return not pairs or any(0 < one < _MANY for one in times) or any(abbreviates(body, one) for one in said)


def _asked_among(question: str, known: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    """The holders of the office, or the bodies, of which one is asked for (哪位行长谈了某事)."""
    rules, people = language("addressed"), language("people")
    in_general = {word for kind in people["categories"].values() for word in kind["ask"]}
    in_general |= {*people["generic"]["addresses"], *people["organisations"]["kinds"]}
    for match in pattern(rules["which"]).finditer(question):
        who = match["who"]
        named = [one for one in known if one.start < match.end("who") and match.start("who") < one.end]
        if who in in_general or is_frame(who) or any(one.how in ("name", "title") for one in named):
            continue
        names = holders(who, lexicon) if ends_in_title(who) or pattern(rules["bodies"]).search(who) else ()
        if names:
            return Mention(match.start("who"), match.end("who"), who, names, "role")
    return None


def _of_several(question: str, lexicon: Lexicon) -> Mention | None:
    """All who hold an office, where so many of them are told (两位校长分别怎么谈某事)."""
    for match in pattern(language("addressed")["of_several"]).finditer(question):
        who = match["who"].removesuffix("的人")
        names = holders(who, lexicon) if ends_in_title(who) or who != match["who"] else ()
        if len(names) > 1:
            return Mention(match.start(), match.end("who"), match.group(), names, "role")
    return None


def _left_out(question: str, known: Sequence[Mention], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Who is left out by what he is (除了那位院长, 两家市委会以外), each expression with all who are it."""
    rules, found = language("addressed"), []
    for match in pattern(rules["left_out"]).finditer(question):
        name = "a" if match["a"] else "b"
        at = match.start(name)
        for text in pattern(f"(?:{rules['joins']})").split(match[name]):
            start = question.find(text, at)
            at = start + len(text)
            if _is_common(text) and pattern(rules["who_speaks"]).search(question, match.end() - 2) is None:
                continue  # 除了政府，谁来出钱
            named = any(one.start < at and start < one.end and one.how in ("name", "title") for one in known)
            names = holders(text, lexicon) if text and not named else ()
            if names:
                found.append(Mention(start, at, text, names, "role"))
    return tuple(found)


def _not_but(question: str, known: Sequence[Mention], lexicon: Lexicon) -> Addressed | None:
    """Who is asked in the place of somebody else (不是甲，而是某校的另一位，他…); None where nobody is told so."""
    match = pattern(language("addressed")["not_but"]).search(question)
    if match is None:
        return None
    denied = [one for one in known if match.start("not") <= one.start < match.end("not")]
    names = {name for one in denied for name in one.speakers}
    if not names or any(match.start("who") <= one.start < match.end("who") and one.how == "name" for one in known):
        return None
    start, end = match.span("who")
    told = told_by_doing(question, start, end, names, None, lexicon, alone=True)
    if told is None:
        found = _others(question[start:end], names, lexicon)
        told = Mention(start, end, question[start:end], tuple(one for one in found if one not in names), "role")
    told = Mention(start, end, question[start:end], told.speakers, "role")
    if not told.speakers:
        return None
    left_out = tuple(Mention(one.start, one.end, one.text, one.speakers, "role") for one in denied)
    doing = form_of_doing().match(question, start, end)
    return Addressed((told,), None, left_out, doing.span("of") if doing else None)


def subject_of(question: str, lexicon: Lexicon) -> Mention | None:
    """The body at the head of a folded question for a detail, with the one speaker who is it or holds an office at it
    (县医院编制有多少个); None where none or several are.
    """
    words = [one for one in plain_words().spans(question) if frequency(one[0])]
    kinds = "|".join(language("people")["organisations"]["short_endings"])
    endings = pattern(f"[^,，。的谁哪几什怎]{{1,{_LONGEST // 2}}}?(?:{kinds}|合作社)")
    for start, end in _clauses(question):
        match = endings.match(question, start, end)
        if match is None:
            continue
        if len(match.group()) < _KIND or _is_common(match.group()) or inside_word(match.end(), words):
            continue  # 中心|城区, 大学|生
        names = members(match.group(), lexicon)
        if len(names) == 1:
            return Mention(start, match.end(), match.group(), names, "role")
    return None


def spoken_of_before(question: str, mentions: Sequence[Mention], told: Addressed) -> list[Mention]:
    """Who is only told of in a clause before the one that asks somebody else (甲要求某事，保险公司做得到吗)."""
    last = max((one for one in told.mentions if one.speakers), key=lambda one: one.start, default=None)
    if last is None or any(one.start > last.start for one in mentions):
        return []
    surely = pattern(language("addressed")["surely"])
    return [
        one
        for one in mentions
        if one.end <= last.start
        and pattern("[,，。;；?？]").search(question[one.end : last.start])
        and surely.match(question, one.end) is None
    ]


def with_told(mentions: Sequence[Mention], told: Addressed) -> list[Mention]:
    """The mentions with those who are told by what they are, in the place of what else was read there."""
    own = [one for one in told.mentions if one.speakers and not any(_says_the_same(other, one) for other in mentions)]
    rest = [
        one
        for one in mentions
        if not any(one.start < other.end and other.start < one.end for other in (*own, *told.left_out))
    ]
    return sorted([*rest, *own], key=lambda mention: mention.start)


def _says_the_same(other: Mention, one: Mention) -> bool:
    """Whether a mention that was read already lies in one that tells of the same speakers: it tells in what role as well."""
    return one.start <= other.start and other.end <= one.end and set(other.speakers) == set(one.speakers)


def cut_out(mentions: Sequence[Mention], about: tuple[int, int]) -> list[tuple[int, int]]:
    """The stretches of the mention around ``about`` that are no part of it."""
    around = next((one for one in mentions if one.start <= about[0] < one.end), None)
    return [] if around is None else [(around.start, about[0]), (about[1], around.end)]
