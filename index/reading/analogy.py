"""Analogy: a line that is built, dressed and placed like the sure speaker lines of its page names a speaker as well.

There the rules for names and roles may be loose: any surname, an office that no list has, a body by its ending.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from .bodies import STRONG, is_placed, organisation_strength
from .builds import ALONE, BRACKETED, LABEL, SIGNED, SPACED, TAIL, TITLED, TOGETHER, Parts, undressed, ways
from .marks import unlabelled
from .names import HAN_WORD, SENTENCE, is_name, is_role, is_unlisted_name, is_unusual_name, patterns
from .together import Speaker
from .vocabulary import longest_first, rare_surnames

ALIKE = 2
"""Speaker lines of one form on a page from which another line of that form is believed to hold a name."""
LONG = 9
"""Characters from which on a doubtful body's name is hardly a headline's end."""
_TELLING, _TOLD, _POSSIBLE = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Form:
    """How a line is dressed (``builds.undressed``) and built (a row of ``builds``)."""

    worn: str
    build: str


def form_of(text: str, speaker: Speaker) -> Form | None:
    """The form of a line that names ``speaker``, who is a person; None where it has none that proves anything."""
    worn, core = undressed(text)
    if not speaker.role and not is_name(speaker.name, proved=True):
        return None
    way = next((way for way in ways(core) if way.name == speaker.name and bool(way.role) == bool(speaker.role)), None)
    return Form(worn, way.build) if way is not None else None


def common_forms(read: Iterable[tuple[str, Speaker]]) -> frozenset[Form]:
    """The forms in which at least two speaker lines of a page are built."""
    forms = Counter(form for form, _ in {(form_of(text, speaker), speaker.name) for text, speaker in read})
    return frozenset(form for form, count in forms.items() if form is not None and count >= ALIKE)


@lru_cache(maxsize=4096)
def read_alike(text: str, forms: Collection[Form]) -> Speaker | None:
    """Who a line names that no rule reads, if it is built in one of ``forms``."""
    worn, core = undressed(text)
    if not core or SENTENCE.search(core):
        return None
    builds = {form.build for form in forms if form.worn == worn}
    for way in ways(core, builds) if builds else ():
        if _believed(way, labelled=worn.endswith(LABEL), marked=worn not in {"", "：", TAIL}):
            return Speaker(way.name, unlabelled(way.role), STRONG)
    return _body(core, builds) if worn.strip("：") and builds else None


def read_labelled(text: str) -> Speaker | None:
    """Who stands with a role in brackets behind a label that itself says who speaks, whatever the surname."""
    worn, _ = undressed(text)
    return read_alike(text, frozenset({Form(worn, BRACKETED)})) if worn.endswith(LABEL) else None


def read_proved(text: str) -> Speaker | None:
    """Who a line names of which something else proves that it names somebody with what he is, whatever the surname."""
    found = (way for way in ways(undressed(text)[1], {BRACKETED, *SIGNED, *SPACED}) if _believed(way, labelled=True))
    return next((Speaker(way.name, unlabelled(way.role), STRONG) for way in found), None)


def _believed(way: Parts, *, labelled: bool, marked: bool = False) -> bool:
    """Whether name and role, of which no rule knows one, prove each other in a line of this build.

    A name alone is proved by a label (``labelled``) or, where it is an everyday word as well, by being set apart; behind a
    mark (``marked``) whatever is set apart and is no word may be a name.
    """
    name = _name(way)
    if name is None or (name < _TOLD and way.build in {ALONE, TITLED, TOGETHER} and not (marked and way.apart)):
        return False
    if way.build == ALONE:
        return labelled or (way.apart and (marked or is_name(way.name, proved=True)))
    if way.build == TITLED:
        return way.apart or is_unlisted_name(way.name) or is_unusual_name(way.name)
    role = _role(way.role)
    if way.build == TOGETHER:
        return role == _TELLING
    return role is not None and name + role >= _TELLING


def _name(way: Parts) -> int | None:
    """How surely the name is one; None where it is a word."""
    name = way.name
    if is_name(name):
        return _TELLING
    if is_name(name, proved=True) or is_unusual_name(name, bracketed=way.build == BRACKETED):
        return _TOLD
    if not is_unlisted_name(name) or len(name) > 4:
        return None
    single, compound = rare_surnames()
    if (len(name) < 4 and name[0] in single) or name[:2] in compound:
        return _TOLD
    return None if len(name) > 3 else _TOLD if way.build == BRACKETED and len(name) == 3 else _POSSIBLE


def _role(text: str) -> int | None:
    """How surely a phrase says what somebody is; None where it need not say so.

    Its last part must end in a role, a body or a word for somebody (省人大代表、某厂挡车工).
    """
    parts = [part for part in re.split(r"[、，,；;/]\s*", unlabelled(text).strip()) if part]
    if not parts or not (is_role(parts[-1]) or organisation_strength(parts[-1]) is not None or is_somebody(parts[-1])):
        return None
    office = any(len(part) >= 4 and is_role(part) and patterns()["office"].search(part) for part in parts)
    return _TELLING if office else _TOLD


def is_somebody(text: str, *, shortest: int = 3) -> bool:
    """Whether a word of at least so many characters ends as most for what somebody does (挡车工, 养蜂人), and begins no sentence."""
    somebody = re.search(rf"(?:{longest_first('speakers', 'person ends')})$", text) is not None
    nobody = re.search(rf"(?:{longest_first('speakers', 'no persons')})$", text) is not None
    return somebody and not nobody and len(text) >= shortest and "的" not in text and not patterns()["verb"].match(text)


def _body(core: str, builds: Collection[str]) -> Speaker | None:
    """A body where the others of the page are people; what it is may stand in brackets behind it."""
    noted = re.fullmatch(r"(?P<name>[^（(]{3,}?)\s*[（(][^（()）]+[）)]", core) if BRACKETED in builds else None
    name = noted["name"] if noted is not None else core
    kind = organisation_strength(name) if HAN_WORD.match(name) else None
    told = kind == STRONG or (kind is not None and (is_placed(name) or len(name) >= LONG))
    return Speaker(name, "", STRONG) if told else None
