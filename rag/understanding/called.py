"""Whom a follow-up calls by a short name or an office: 城管局那边, 三中的校长."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.words import frequency
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.offices import offices_of
from rag.understanding.topics import Tokenise, is_frame
from rag.understanding.turns import Turn, speakers_of

_LONGEST = 14
"""Characters of what somebody is called by, his office included."""


def named_in_full(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with the full name of whom it calls otherwise in that place; as it is where it calls nobody so."""
    folded = fold(question)
    if lexicon.mentions(folded):
        return question
    rules = language("questions")["called"]
    opening = pattern(rules["opening"]).match(folded)
    start = opening.end() if opening else 0
    for end in range(min(len(folded), start + _LONGEST), start + 1, -1):
        asks = pattern(rules["asks"]).match(folded, end)
        if asks is None:
            continue
        pointed = pattern(rules["pointed"]).match(folded, end)
        whom = called(folded[start:end], previous, lexicon, tokenise, pointed=pointed is not None)
        if whom is not None:
            return question[:start] + whom + question[pointed.end() if pointed else end :]
    return question


def called(text: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise, *, pointed: bool = False) -> str | None:
    """The one speaker, other than the last one, whom a folded ``text`` calls by body, by body and title, or by surname and
    a word of address; None where it calls nobody or several. ``pointed``: it is shown to be somebody (那边).
    """
    rules, people = language("questions")["called"], language("people")
    address = pattern(rules["address"]).match(text)
    if address is not None:
        found = [name for name in lexicon.appearances if name.startswith(address["surname"]) and len(name) < 5]
        return found[0] if len(found) == 1 and found[0] not in lexicon.organisations else None
    text = re.sub("的?[那这](一)?(位|个|家)", "的", text).strip("的")
    short: dict[str, list[str]] = people["short_titles"]
    titles = sorted({*lexicon.titles, *(word for word in short if len(word) > 1)}, key=len, reverse=True)
    title = next((one for one in titles if text.endswith(one)), "")
    body = text[: len(text) - len(title)].strip("的")
    if (
        pattern(rules["no_name"]).search(text)
        or len(body) < 2
        or is_frame(body)
        or (not title and not pointed and not _is_body(body))
    ):
        return None
    last = speakers_of(previous, lexicon)
    wanted = [title, *short.get(title, ())] if title else []
    others = [name for name in lexicon.appearances if name not in last]
    holders = [name for name in others if _holds(name, body, wanted, lexicon, None)]
    holders = holders or [name for name in others if _holds(name, body, wanted, lexicon, tokenise)]
    if not holders and title:  # 菜农合作社的理事长, of the one at a 合作社
        words = [word for word, *_ in tokenise(body) if len(word) > 1 and pattern(rules["body"]).search(word)]
        holders = [name for name in others if any(_holds(name, word, wanted, lexicon, None) for word in words)]
    return holders[0] if len(holders) == 1 else None


def _is_body(text: str) -> bool:
    """Whether a text can only be a body: it ends so and is no common noun (学校, 社会)."""
    rules = language("questions")["called"]
    common = text in language("people")["generic"]["subjects"] or (len(text) < 3 and frequency(text) > 0)
    return not common and pattern(f"(?:{rules['body']})$").search(text) is not None


def _holds(name: str, body: str, titles: Sequence[str], lexicon: Lexicon, tokenise: Tokenise | None) -> bool:
    """Whether ``name`` is the body or belongs to it, with one of ``titles`` where there are any (no 副局长 is a 局长); the body
    as it is written, or with ``tokenise`` in a shorter form.
    """
    forms = (
        [name] if name in lexicon.organisations else [part for role in lexicon.roles(name) for part in offices_of(role)]
    )
    for form in map(fold, forms):
        if titles:
            held = next((match for one in titles if (match := re.search(f"(?<!副){re.escape(one)}", form))), None)
            if held is None:
                continue
            form = form[: held.end()]
        if body in form or (tokenise is not None and stands_for(body, form, tokenise)):
            return True
    return False


def stands_for(short: str, full: str, tokenise: Tokenise) -> bool:
    """Whether ``short`` leaves out of ``full`` no more than people do: each character of it, in order, goes on the one
    before or begins or ends a word (文旅局: 文化广电和旅游局; 三中: 第三中学). Not for schools and hospitals: 县医院 and
    县中医院 are two.
    """
    rules = language("questions")["called"]
    if not set(short) <= set(full) or pattern(rules["many_of_a_kind"]).search(short):
        return False
    kinds = pattern(rules["body"])
    words = [*((start, end) for _, start, end in tokenise(full)), *(match.span() for match in kinds.finditer(full))]
    edges = {at for start, end in words for at in (start, end - 1)}

    def fits(at: int, before: int) -> bool:
        if at == len(short):
            return True
        return any(
            full[place] == short[at] and (place in edges or (at > 0 and place == before + 1)) and fits(at + 1, place)
            for place in range(before + 1, len(full))
        )

    return fits(0, -1)
