"""第二条展开: the item of the list shown last, as a question of its own."""

from __future__ import annotations

import re

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.kinds import detail_of, numeral
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Tokenise, topic_of
from rag.understanding.turns import Turn, shown_speakers

_ITEM = re.compile(r"^\s*(?:[-*•]|(?P<number>[0-9]+)[.、．)）])\s*(?P<text>.+)$", re.MULTILINE)
_OF_ITEM = "里面中当说讲谈提到的关于,，:：建议是"
"""What stands between 第二条 and what is asked of it."""


def shown_item(folded: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """第二条展开: the item of the list shown last, as a question of its own."""
    rules = language("questions")["ordinals"]
    person = pattern(rules["person"]).search(folded)
    counted = person or pattern(rules["point"]).search(folded)
    if (counted is None and pattern(rules["last"]).search(folded) is None) or lexicon.mentions(folded):
        return None
    items = [found["text"] for found in _ITEM.finditer(previous.answer)]
    number = numeral(counted[1]) if counted is not None else len(items)
    people = list(dict.fromkeys(name for mention in previous.mentions for name in mention.speakers))
    if counted is not None and person is None:
        rest = folded[counted.end() :].lstrip(_OF_ITEM)
        asked = detail_of(rest)
        who = people or shown_speakers(previous, lexicon)
        if len(who) == 1 and asked and topic_of(rest, [asked[1]], tokenise).words:
            return f"{who[0]}{rest}"  # what is asked of the item says by itself where it stands
    if len(people) == 1 and person is None:
        which = f"第{number}条" if counted is not None else "最后一条"
        return f"{people[0]}的{which}建议是什么？" if number else None
    if 1 <= number <= len(items):
        named = [mention for mention in lexicon.mentions(fold(items[number - 1])) if mention.how == "name"]
        if named:
            about = f"关于“{previous.topic.text}”" if previous.topic.words else ""
            return f"{named[0].speakers[0]}{about}提出了什么建议？"
    shown = shown_speakers(previous, lexicon)
    return f"{shown[0]}的第{number}条建议是什么？" if len(shown) == 1 and number else None
