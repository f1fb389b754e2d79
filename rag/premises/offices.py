"""An office that a question gives a speaker who holds none such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language
from rag.understanding.lexicon import Lexicon, Mention


def office_denied(question: str, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[str, str] | None:
    """An office that a folded ``question`` gives a speaker who holds none such: the office as asked, and the speaker.

    Before the name (某校长张三), behind it (张三校长) or as a role (张三作为校长). Titles by which anybody is addressed say nothing.
    """
    generic, shortened = language("people")["generic"], language("people")["short_titles"]
    for mention in mentions:
        if mention.how != "name" or len(mention.speakers) != 1 or not lexicon.roles(mention.speakers[0]):
            continue
        offices = [fold(role) for role in lexicon.roles(mention.speakers[0])]
        named = max((other.end for other in mentions if other.end <= mention.start), default=0)
        before = re.search(
            r"(?P<office>[一-鿿]{2,16})$", re.split("[的与和跟及同比]", question[named : mention.start])[-1]
        )
        behind = question[mention.end :]
        as_role = re.match(
            r"(?:作为|身为|是?以)(?P<office>[^,，。的]{2,20}?)(?:的?身份|的?名义)?(?=[,，对在就提说讲谈]|$)", behind
        )
        found = [match["office"] for match in (before, as_role) if match is not None]
        found += [title for title in lexicon.titles if behind.startswith(title)][:1]
        for office in found:
            title = next((word for word in lexicon.titles if office.endswith(word)), None)
            if (
                title is None
                or title in (*generic["addresses"], *generic["described"])
                or any(one in held for one in (title, *shortened.get(title, ())) for held in offices)
            ):
                continue
            return office, mention.speakers[0]
    return None
