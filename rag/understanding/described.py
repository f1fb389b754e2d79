"""Whom the tagger reads as named though no rule resolves the words: 修渠的事，管灌区的那位女代表报了多少, 水务局想收几个钱."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.embedding import Tagged
from index.folding import fold
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.held import said_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.parts import Parts, Stretch

SURELY = 0.8
"""How likely the characters of a description must be a name."""
HINTED = 0.45
"""How likely they must be where an answer by another speaker is doubted for them."""
_SHORTEST = 3


def described(tagged: Tagged, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """The stretch ``[start, end)`` of a question that describes somebody, and the one speaker who is all of it; None where
    nobody or several are, or a rule resolves it.
    """
    mentions = lexicon.mentions(tagged.text)
    for one in Parts.of(tagged).names:
        if one.likely < SURELY or len(one.text) < _SHORTEST:
            continue
        within = [mention for mention in mentions if mention.start < one.end and one.start < mention.end]
        if any(mention.how not in ("role", "title") or _by_surname(mention, lexicon) for mention in within):
            continue
        start, end = _whole(tagged.text, one)
        names = fitting(tagged.text[start:end], lexicon)
        # of 江北那位政协主席 the office alone may point at another
        if len(names) == 1 and not any(names[0] in mention.speakers for mention in within):
            return start, end, names[0]
    return None


def hinted(tagged: Tagged, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """The stretch of a question in which somebody says or wants something and no rule resolves who, and the only speaker in whose name
    or offices two of its characters stand together (军医院士: 院士); None where nobody does, or several do. Enough to
    doubt an answer by anybody else, not to tell who it is.

    Of the answers to 2,820 questions of looks, who said it and facts, this changes one, which was by the wrong speaker.
    """
    mentions, short = lexicon.mentions(tagged.text), language("people")["short_titles"]
    rules = language("people")["pointed"]
    read = [(one.start, one.end) for one in Parts.of(tagged).names if one.likely >= HINTED and len(one.text) > 1]
    for start, end in (*read, *(match.span("who") for match in pattern(rules["side"]).finditer(tagged.text))):
        resolved = any(mention.start < end and start < mention.end for mention in mentions)
        if resolved or pattern(rules["says"]).match(tagged.text, end) is None:
            continue
        text = tagged.text[start:end]
        forms = [text, *(form for size in (2, 3) for form in short.get(text[-size:], ()))]
        pairs = {form[at : at + 2] for form in forms for at in range(len(form) - 1)}
        said = {name: (fold(name), *lexicon.single_offices[name]) for name in lexicon.appearances}
        names = [name for name, told in said.items() if any(pair in one for pair in pairs for one in told)]
        return (start, end, names[0]) if len(names) == 1 else None
    return None


def _by_surname(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention calls somebody by surname (王局长), and not by his office alone."""
    return any(mention.text[:1] == fold(name)[:1] for name in mention.speakers)


def identified(parts: Parts, lexicon: Lexicon) -> str | None:
    """The one speaker whom the words of office fit in a question of who somebody is (期刊社社长是谁来着，交大的那位); None where
    nobody or several do.
    """
    told = [one.text for one in sorted((*parts.names, *parts.roles), key=lambda one: one.start)]
    for text in (" ".join(told), *told):
        names = fitting(text, lexicon)
        if len(names) == 1:
            return names[0]
    return None


def _whole(text: str, one: Stretch) -> tuple[int, int]:
    """A stretch with what tells of whom it points at: before it (管灌区的|那位女代表), and the address behind it (那位|委员)."""
    rules = language("people")["described"]
    before = pattern(rules["before"]).search(text[: one.start]) if pattern(rules["points"]).match(one.text) else None
    behind = pattern(rules["behind"]).match(text, one.end)
    return before.start("what") if before else one.start, behind.end() if behind else one.end


def fitting(text: str, lexicon: Lexicon) -> list[str]:
    """The speakers of whom every word of ``text`` is said that tells anybody apart; [] where none does."""
    rules = language("people")["described"]
    words = [
        word
        for word, *_ in plain_words().spans(pattern(rules["points"]).sub(" ", text).replace("的", " "))
        if word.strip() and word not in rules["anybody"]
    ]
    if not words:
        return []
    heads = _head_of(text, words)
    return [
        name
        for name in lexicon.appearances
        if (heads is None or any(heads.search(office) for office in lexicon.single_offices[name]))
        and all(
            all(said_of(one, fold(name).replace(" ", ""), lexicon.single_offices[name]) for one in told)
            for told in (_body_and_title(word, lexicon) for word in words)
        )
    ]


def _head_of(text: str, words: Sequence[str]) -> re.Pattern[str] | None:
    """How an office ends whose holder is at the head of the body in whose words ``text`` ends (期刊社的一把手): the editor of a
    university's paper is not its head. None where no head is asked for.
    """
    rules = language("people")["organisations"]
    if len(words[-1]) < 2 or pattern(f"(?:{rules['head']})$").search(text) is None:
        return None
    return pattern(f"{re.escape(words[-1])}{rules['heads']}")


def _body_and_title(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A word of office as body and title, which may stand apart in a role (政协主席: 江北区政协党组书记、主席)."""
    title = max((one for one in lexicon.titles if word.endswith(one)), key=len, default="")
    body = word.removesuffix(title)
    return (body, title) if title and len(body) > 1 else (word,)
