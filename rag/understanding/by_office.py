"""Whom a follow-up calls by what he is or what he said, first among those spoken of, then in the whole index: 银行那位, 村支书呢."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.bodies import held_at
from rag.understanding.cast import Cast
from rag.understanding.held import holders
from rag.understanding.lexicon import Lexicon
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
    for held in (_holders(what, lexicon), _holders(_deputy(what), lexicon)):
        if stays and current & held:
            return next(iter(current))
        for names in everywhere:
            found = _preferred([name for name in names if name in held], what, lexicon)
            if len(found) == 1:
                return found[0]
    return _by_words(what, everywhere, lexicon, tokenise) if pointed.described else None


def _holders(what: str, lexicon: Lexicon) -> set[str]:
    """All whom folded words tell by office or body, as they do where they point at somebody."""
    return {*holders(f"{what}那边", lexicon)} if what else set()


def _preferred(found: Sequence[str], what: str, lexicon: Lexicon) -> list[str]:
    """Of several who are told so, those who sooner are it: a body where bodies are asked for, and 村支书 is of no 社区."""
    rules = language("questions")["called"]["held"]
    if pattern(rules["any_body"]).fullmatch(what):
        found = [name for name in found if name in lexicon.organisations] or found
    if what[0] in rules["levels"]:
        found = [name for name in found if any(what[0] in role for role in lexicon.roles(name))] or found
    return [*found]


def _deputy(what: str) -> str:
    """The office of the deputy of the one at the end of ``what``; "" where it ends in none."""
    titles = sorted(language("people")["titles"]["words"], key=len, reverse=True)
    title = next((one for one in titles if what.endswith(one) and not one.startswith("副")), "")
    return f"{what.removesuffix(title)}副{title}" if title else ""


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
