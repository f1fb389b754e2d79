"""Several who were spoken of, asked about as several: 他俩看法一样吗, 各提了什么, 后两位分别怎么主张; and the points of one: 一共几条."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.cast import Cast
from rag.understanding.kinds import numeral
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Tokenise
from rag.understanding.turns import Turn, adds_nothing, speakers_of, topic_in

_MOST = 6
"""So many are set beside one another at most."""


def of_several(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """What each of those whom a follow-up means by their number or by 各自 says of the matter, its own or the last; None where it
    names somebody or means no several.
    """
    rules, folded = language("questions")["together"], fold(question)
    if lexicon.mentions(folded):
        return None
    several, each = pattern(rules["several"]).match(folded), pattern(rules["each"]).match(folded)
    if several is not None and pattern(rules["compared"]).search(folded, several.end()):
        names, behind = _counted(several["number"], previous.cast), folded[several.end() :]
    elif each is not None:
        names, behind = _slice(each["which"], each["number"], previous.cast), ""
    else:
        return None
    if not 1 < len(names) <= _MOST:
        return None
    told = [one for one in topic_in(behind, (), tokenise).phrases if not _is_said(one.words, previous)]
    about = "、".join(one.text.replace(" ", "") for one in told) or _matter(previous, names, lexicon)
    joined = f"{'、'.join(names[:-1])}和{names[-1]}"
    return f"{joined}关于{about}的建议有什么不同？" if about else f"{joined}分别提出了哪些建议？"


def points_of_one(question: str, previous: Turn, lexicon: Lexicon) -> str | None:
    """一共几条, of the one who is spoken of; None where nothing but that is asked, or of several."""
    people = speakers_of(previous, lexicon)
    counts = pattern(language("questions")["together"]["points"]).match(fold(question))
    return f"{people[0]}一共提了几条建议？" if counts is not None and len(people) == 1 else None


def _counted(number: str | None, cast: Cast) -> list[str]:
    return cast.several(
        None if not number else language("questions")["together"]["counts"].get(number[0]) or numeral(number[0])
    )


def _slice(which: str | None, number: str | None, cast: Cast) -> list[str]:
    """Those of the list shown last whom 前两位, 后两位 or nothing tells; [] where no list is spoken of now."""
    if not {*cast.focus} <= {*cast.listed}:
        return []
    names = [*cast.listed]
    if which is None or number is None:
        return names
    count = numeral(number)
    return [] if count > len(names) else names[:count] if which == "前" else names[-count:]


def _is_said(words: Sequence[str], previous: Turn) -> bool:
    """Whether a phrase is only how the comparing is put (看法, 说的)."""
    compared = pattern(language("questions")["together"]["compared"])
    return all(adds_nothing(word, previous) or compared.search(word) for word in words)


def _matter(previous: Turn, names: Sequence[str], lexicon: Lexicon) -> str:
    """The last matter, where it is none of the offices by which they were listed."""
    words = previous.topic.words
    held = bool(words) and all(all(name in lexicon.affiliated(word) for name in names) for word in words)
    return "" if held else previous.matter
