"""Whoever is told by what he does or spoke of, with what he is called behind it: 主持某实验室的人, 谈创投的那位政协主席, 办兑换点的村子."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Place
from index.sentences import sentences
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.held import ends_in_title, holders, said_of
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import is_frame

_HEAD = 10
"""Characters of what somebody is called behind what he does."""
_MOSTLY = 3
"""How many times as often as any other somebody must speak of what he alone is told by."""


def told_by_doing(
    question: str,
    start: int,
    end: int,
    before: set[str],
    several: Mention | None,
    lexicon: Lexicon,
    *,
    alone: bool = False,
) -> Mention | None:
    """Whoever is told at ``start`` by what he does or spoke of, with what he is called behind it."""
    rules = language("addressed")
    told = form_of_doing().match(question, start, end)
    if told is None:
        return None
    head_at = told.start("head")
    for stop in range(min(end, head_at + _HEAD), head_at - 1, -1):
        head = question[head_at:stop]
        anyone = pattern(rules["anyone"]).fullmatch(head) is not None
        if not head and not told["points"]:
            continue
        if not (anyone or ends_in_title(head) or holders(head, lexicon)):
            continue
        if stop < end and head and ends_in_title(question[head_at : stop + 1]) and not ends_in_title(question[stop]):
            continue  # 董事|长
        if pattern(rules["asked_for"]).match(question, stop):
            continue
        goes_on = question[stop : stop + 1] in (",", "，") and stop < len(question) - 2
        says = alone or goes_on or any(pattern(rules[one]).match(question, stop) for one in ("surely", "says", "side"))
        if not says and not (anyone or told["points"]):
            continue
        plain_body = pattern(rules["trade"]).fullmatch(head) is not None and not told["points"]
        if plain_body and not says and pattern(rules["its_detail"]).match(question, stop) is None:
            continue  # 做边贸的企业收款呢: of any such
        within = () if anyone else holders(head, lexicon, widely=True)
        if not anyone and not within:
            return None
        if several is not None:
            within = several.speakers
        if alone or "另" in question[start:head_at]:
            within = tuple(name for name in within if name not in before)
        names = _doing(told, within, lexicon)
        return Mention(start, stop, question[start:stop], names, "role") if names else None
    return None


def form_of_doing() -> re.Pattern[str]:
    rules = language("addressed")
    return pattern(rules["before_does"] + rules["does"] + rules["who"])


def _doing(told: re.Match[str], within: Sequence[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Of ``within`` (all speakers where it is empty) the one who does or spoke of what is ``told``; all of ``within`` where
    that tells nobody apart.
    """
    rules = language("addressed")
    if len(within) == 1:
        return tuple(within)
    everybody = tuple(within or lexicon.appearances)
    of = pattern(rules["around_object"]).sub("", told["of"])
    opposes = told["verb"].startswith("反对")
    takes_side = opposes or pattern(f"(?:{rules['favouring']})").match(told["verb"]) is not None
    found = _saying(lexicon.corpus, of)
    if told["not"] and not takes_side:
        silent = tuple(name for name in everybody if name not in found)
        return silent if within and len(silent) == 1 else tuple(within)
    by_office = tuple(name for name in everybody if _in_office(of, name, lexicon))
    if len(by_office) == 1:
        return by_office
    by_title = tuple(name for name in everybody if any(_in_title(of, one.title) for one in lexicon.appearances[name]))
    if len(by_title) == 1 and not takes_side:
        return by_title
    times = {name: len(places) for name, places in found.items() if name in everybody}
    if takes_side:
        wanted = bool(told["not"]) or opposes
        sided = [name for name in times if _is_against(lexicon.corpus, found[name], of) == wanted]
        times = {name: times[name] for name in sided} or times
    of_field = tuple(name for name in everybody if _in_field(of, name, lexicon))
    if of_field and not takes_side:
        return of_field
    ranked = sorted(times, key=lambda name: -times[name])
    if ranked and (len(ranked) == 1 or times[ranked[0]] >= _MOSTLY * times[ranked[1]]):
        return (ranked[0],)
    return tuple(within)


def _is_against(corpus: Corpus, places: Sequence[Place], of: str) -> bool:
    """Whether one of the paragraphs at ``places`` says in the sentence with the last word of ``of`` that it is not wanted."""
    against, word = pattern(language("addressed")["against"]), of[-2:]
    return any(
        word in (text := fold(corpus.text(place))[start:end]) and against.search(text) is not None
        for place in places
        for start, end in sentences(corpus.text(place))
    )


def _in_field(of: str, name: str, lexicon: Lexicon) -> bool:
    """Whether a speaker holds an office at a body of a field (搞金融的: 银行, 金租)."""
    form = language("offices")["bodies"].get(of)
    return form is not None and any(pattern(form).search(office) for office in lexicon.single_offices[name])


def _in_title(of: str, title: str) -> bool:
    """Whether a speech is of a thing by its title: all words of it stand there."""
    words = [word for word, *_ in plain_words().spans(of) if len(word) > 1 and not is_frame(word)]
    return bool(words) and all(word in fold(title) for word in words)


def _in_office(of: str, name: str, lexicon: Lexicon) -> bool:
    words = [word for word, *_ in plain_words().spans(of) if len(word) > 1]
    return bool(words) and all(said_of(word, "", lexicon.single_offices[name]) for word in words)


def _saying(corpus: Corpus, of: str) -> dict[str, list[Place]]:
    """The paragraphs of each speaker that have ``of`` as it is, or else all its words."""
    found: dict[str, list[Place]] = {}
    words = [word for word, *_ in plain_words().spans(of) if len(word) > 1 and not is_frame(word)]
    spans = corpus.find(of) if len(of) > 1 else []
    places = sorted({span.place for span in spans if span.place.paragraph})
    if not places and words:
        each = [{span.place for span in corpus.find(word) if span.place.paragraph} for word in words]
        places = sorted(set.intersection(*each))
    for place in places:
        speaker = corpus.speech(place).speaker
        if speaker is not None:
            found.setdefault(speaker, []).append(place)
    return found
