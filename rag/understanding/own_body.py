"""A question whose subject is the body that one speaker alone belongs to (望月小院去年挣了多少), asked of that speaker."""

from __future__ import annotations

import re

from index.folding import fold
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.vocabulary import inside_word

_SHORTEST, _LONGEST = 3, 14
"""Characters in which a body is named."""


def asked_of_its_own(folded: str, lexicon: Lexicon) -> str | None:
    """The folded question with whoever alone holds an office at the body that it begins with in the place of that body; None where it
    begins with none, or with one that several speakers have to do with or that speaks itself.
    """
    lead = pattern(language("own_body")["lead"]).match(folded)
    start = lead.end() if lead is not None else 0
    words = plain_words().spans(folded)
    for stop in range(min(len(folded), start + _LONGEST), start + _SHORTEST - 1, -1):
        body = folded[start:stop]
        if inside_word(stop, words) or pattern(f"的?(?:那|这)?(?:位|个)?(?:{lexicon.title_pattern})").match(
            folded, stop
        ):
            continue
        speakers = [name for name, offices in lexicon.single_offices.items() if any(body in one for one in offices)]
        if len(speakers) == 1 and speakers[0] not in lexicon.organisations:
            alone = not any(body in fold(name) for name in lexicon.organisations)
            of_it = any(_names_body(body, office) for office in lexicon.single_offices[speakers[0]])
            return f"{folded[:start]}{speakers[0]}{folded[stop:]}" if alone and of_it else None
    return None


def _names_body(text: str, office: str) -> bool:
    """Whether ``text`` is a body in an ``office``, in full or up to the word for its kind (白浪水产, of 白浪水产冷冻公司总经理)."""
    ends = language("own_body")["ends"]
    whole = re.search(f"(?:{ends})$", text) is not None
    return text in office and (whole or re.search(f"{re.escape(text)}[一-鿿]{{0,6}}?(?:{ends})", office) is not None)
