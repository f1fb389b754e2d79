"""Another than whoever was taken for him: 不是他，另外那位，他说…; 我问的不是某局这位，是另一位。…那个人想…."""

from __future__ import annotations

import re

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.by_office import Pointed, whom
from rag.understanding.kinds import detail_of, kind_of
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Tokenise
from rag.understanding.turns import Turn, topic_in, with_speaker, without_light


def not_he(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """What is asked of who is meant instead, the question behind him or else the last one; None where nobody is told so."""
    match = pattern(language("questions")["called"]["not_he"]["form"]).match(fold(question))
    if match is None:
        return None
    name = _meant(match["who"], match["not"], previous, lexicon, tokenise)
    if name is None:
        return None
    rest = match["rest"] or ""
    if rest.startswith(match["who"]):
        return None  # 是妇联，妇联提了什么: named again, which is read where names are
    asks = detail_of(rest) is not None or kind_of(rest) != "fact"
    if not asks and not without_light(topic_in(rest, (), tokenise)).words:
        return with_speaker(previous, name)
    return _asked_of(name, rest)


def _asked_of(name: str, rest: str) -> str:
    """``rest`` with the name of whom it tells by 他 or 那个人; behind the name where it tells nobody so."""
    he = pattern(language("questions")["called"]["not_he"]["he"]).search(rest)
    if he is None:
        return f"{name}，{rest}"
    before = rest[: he.start()]
    return f"{before}{name}{rest[he.end() :]}" if before else f"{name}{rest[he.end() :]}"


def _meant(who: str, other: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """The one whom ``who`` tells by name, by his place among those spoken of, or by his office."""
    rules, cast = language("questions")["called"], previous.cast
    names = list(dict.fromkeys(name for one in lexicon.mentions(who) for name in one.speakers))
    if names:
        return names[0] if len(names) == 1 else None
    denied = _told_by(other, previous, lexicon, tokenise)
    if pattern(rules["not_he"]["other"]).fullmatch(who):
        rest = [name for name in cast.together if name != denied]
        if len(rest) == 1:
            return rest[0]
    for which in ("first", "one_before", "other", "last"):
        if pattern(rules["places"][which]).fullmatch(who.removesuffix("的")):
            return cast.placed(which)
    what = re.sub(f"^{rules['not_he']['points']}|{rules['not_he']['behind']}$", "", who)
    return whom(Pointed(0, len(what), what, True, other=True), cast, lexicon, tokenise) if len(what) > 1 else None


def _told_by(other: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """Who is not meant: whom ``other`` tells by name or office, else whoever is spoken of."""
    names = [name for one in lexicon.mentions(other) for name in one.speakers]
    rules, cast = language("questions")["called"]["not_he"], previous.cast
    what = re.sub(f"{rules['behind']}$", "", other)
    told = whom(Pointed(0, len(what), what, True), cast, lexicon, tokenise) if len(what) > 1 and not names else None
    return next(iter((*names, *([told] if told else []), *cast.focus)), None)
