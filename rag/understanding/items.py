"""第二条展开: the item of the list shown last, as a question of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.speeches import points_of
from rag.understanding.kinds import detail_of, numeral
from rag.understanding.lexicon import Lexicon
from rag.understanding.shown import place_of_words
from rag.understanding.turns import Turn, shown_speakers

_ITEM = re.compile(r"^\s*(?:[-*•]|(?P<number>[0-9]+)[.、．)）])\s*(?P<text>.+)$", re.MULTILINE)
_OF_ITEM = "里面中当说讲谈提到的关于,，:：建议是"
"""What stands between 第二条 and what is asked of it."""


def shown_item(folded: str, previous: Turn, lexicon: Lexicon) -> str | None:
    """第二条展开: the item of the list shown last, as a question of its own."""
    rules = language("questions")["ordinals"]
    folded = pattern(rules["first"]).sub("第1条", folded)
    person = pattern(rules["person"]).search(folded)
    counted = person or pattern(rules["point"]).search(folded)
    last = pattern(rules["last"]).search(folded)
    if last is not None and counted is not None and last.start() <= counted.start():
        counted = None  # 倒数第一条
    if (counted is None and last is None) or lexicon.mentions(folded):
        return None
    items = [found["text"] for found in _ITEM.finditer(previous.answer)]
    number = numeral(counted[1]) if counted is not None else len(items)
    people = list(dict.fromkeys(name for mention in previous.mentions for name in mention.speakers))
    who = people or shown_speakers(previous, lexicon)
    if person is None and len(who) == 1 and (number or counted is None):
        match = counted or last
        assert match is not None  # the question names an item
        rest = folded[match.end() :].lstrip(_OF_ITEM)
        which = f"{who[0]}的{_which(number if counted else -1, items, who[0], lexicon)}"
        bare = pattern(rules["asks_item"]).match(rest) is not None
        if not bare and (detail_of(rest) is not None or pattern(rules["asks_of_item"]).search(rest)):
            return f"{which}里，{pattern(rules['before_item_detail']).sub('', rest)}"
        if people:
            return f"{which}建议是什么？"
    if 1 <= number <= len(items):
        named = [mention for mention in lexicon.mentions(fold(items[number - 1])) if mention.how == "name"]
        if named:
            about = f"关于“{previous.topic.text}”" if previous.topic.words else ""
            return f"{named[0].speakers[0]}{about}提出了什么建议？"
    shown = shown_speakers(previous, lexicon)
    counts_points = person is None and len(shown) == 1 and (number or counted is None)
    return f"{shown[0]}的{'最后一' if counted is None else f'第{number}'}条建议是什么？" if counts_points else None


def _which(number: int, items: Sequence[str], name: str, lexicon: Lexicon) -> str:
    """第三条 as the speech counts; the paragraph, where the shown list counts otherwise (only what is on one topic)."""
    shown = items[number - 1] if items and number <= len(items) else ""
    place = place_of_words(shown, [name], lexicon) if shown else None
    points = points_of(lexicon.corpus.speech(place)) if place is not None else []
    counts = 0 < number <= len(points) and place is not None and points[number - 1].paragraph == place.paragraph
    if place is not None and number > 0 and not counts:
        return f"第{place.paragraph}段"
    return f"第{number}条" if number > 0 else "最后一条"
