"""Whom a question tells by a description before it asks him of something else, by name: 讲甲的那位，对乙怎么说 → 某人对乙怎么说.

Who is meant is told by his office or by the words that he alone says so; what he is asked is what stands behind the description,
whose own words are no part of that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from index.folding import fold
from index.records import Place
from index.sentences import sentences
from index.words import part_of_speech, plain_words
from rag.data import language, pattern
from rag.understanding.held import ends_in_title, holders
from rag.understanding.lexicon import Lexicon
from rag.understanding.topics import Tokenise, topic_of

_HOLDS = 0.45
"""The share of a description, in weighted pairs of characters, that somebody's words must hold."""
_HINTS = 0.2
"""The share that is enough where he alone holds the office by which he is told as well."""
_FEW = 4
"""How many may hold an office of whom what is asked tells the one."""
_APART = 1.25
"""How many times as much of it as anybody else's."""
_WRITTEN = re.compile("[0-9a-z一-鿿]")


def asked_by_name(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` asked of whom it describes by name; as it is where it describes nobody so, or more than one is that."""
    rules, folded = language("identified"), fold(question)
    if len(folded) != len(question):
        return question
    lead = pattern(rules["opens"]).match(folded)
    start = lead.end() if lead is not None else 0
    for form in ("there_is", "told", "not_him"):
        match = pattern(rules[form]).match(folded[start:])
        name = None if match is None else _whom(match, lexicon, tokenise)
        if match is not None and name is not None:
            rest = question[start:][match.start("rest") :]
            return of_what(name, match["what"], rest, tokenise)
    return question


def _whom(match: re.Match[str], lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    rules = language("identified")
    told = match.groupdict()
    head = told.get("head") or told.get("kind") or ""
    rest = match["rest"]
    unquoted = pattern(rules["quoted"]).sub("", match["what"])
    if pattern(rules["no_description"]).search(unquoted):
        return None
    if pattern(rules["no_question"]).search(rest) and not told.get("not"):
        return None
    if not told.get("points") and "kind" in told and told["kind"] and not begins_doing(match["what"]):
        return None  # 某厂的总经理: an office
    if any(one.how in ("name", "title") for one in lexicon.mentions(f"{match['what']}，{rest}")):
        return None
    if not told.get("points") and re.search("[,，]", match["what"]):
        return None  # 培育某事，某社的社长说…: what is asked of is told before
    if told.get("kind") == "人" and not pattern(rules["speaks"]).match(match["what"]):
        return None
    asked = topic_of(pattern(rules["pronoun"]).sub("", rest), (), tokenise).words
    if not asked and not told.get("not"):
        return None
    within = within_called(head, lexicon, singly=(told.get("points") or "").endswith("位"))
    left_out = said_to_be(told.get("not"), lexicon)
    also = said_to_be(told.get("but"), lexicon)
    if (told.get("not") and not left_out) or (told.get("but") and not also):
        return None
    within = [name for name in within if name not in left_out and (not also or name in also)]
    if not within:
        return None
    return described_by(match["what"], within, lexicon) or _speaking_of(asked, match["what"], within, lexicon)


def _speaking_of(words: Sequence[str], what: str, within: Sequence[str], lexicon: Lexicon) -> str | None:
    """The only one of the few ``within`` who says what is asked, where they are told by office alone."""
    held = pattern(language("identified")["at_body"]).fullmatch(what)
    if held is None and len(within) == len(lexicon.appearances):
        return None
    within = [name for name in within if held is None or name in said_to_be(held["body"], lexicon)]
    long = [word for word in words if len(word) > 1]
    found = [
        name for name in within if long and all(any(word in text for text, _ in _texts(name, lexicon)) for word in long)
    ]
    return found[0] if len(found) == 1 and len(within) <= _FEW else None


def said_to_be(text: str | None, lexicon: Lexicon) -> set[str]:
    """The speakers whom a few folded words tell by name, office or body; none where they tell nobody."""
    if not text:
        return set()
    named = {name for one in lexicon.mentions(text) for name in one.speakers}
    text = text.removesuffix("的")
    return named or {*holders(text, lexicon), *holders(f"{text}那位", lexicon)}


def within_called(head: str, lexicon: Lexicon, *, singly: bool) -> Sequence[str]:
    """Of whom ``head`` may be said; nobody where it is no word for a speaker. ``singly``: a person is pointed at (那位)."""
    rules = language("identified")
    if pattern(rules["anyone"]).fullmatch(head):
        return tuple(lexicon.appearances)
    if pattern(rules["body"]).fullmatch(head):
        ends = rules["bodies"].get(head)
        if ends is None:
            return tuple(lexicon.appearances)
        found = tuple(
            name
            for name in lexicon.appearances
            if re.search(ends, fold(name)) or any(re.search(ends, office) for office in lexicon.single_offices[name])
        )
        return found or tuple(lexicon.appearances)
    if ends_in_title(head):
        held = {*holders(head, lexicon, widely=True)}
        also = rules["also_called"].get(head, "(?!)")
        return tuple(
            name
            for name in lexicon.appearances
            if name in held or any(re.search(also, office) for office in lexicon.single_offices[name])
        )
    names = lexicon.appearances if singly else ()
    return tuple(name for name in names if any(fold(head) in office for office in lexicon.single_offices[name]))


def begins_doing(what: str) -> bool:
    """Whether a description begins with what somebody does, and is no name of a body."""
    first = next((word for word, *_ in plain_words().spans(what)), "")
    rules = language("identified")
    if any(pattern(rules[rule]).fullmatch(what) for rule in ("surname", "at_body")):
        return True
    if pattern(rules["body_name"]).fullmatch(what):
        return False
    verbal = pattern(rules["describing"]).match(what) is not None
    return verbal or part_of_speech(first)[:1] in ("v", "p")


def described_by(what: str, within: Sequence[str], lexicon: Lexicon) -> str | None:
    """The one of ``within`` whose words or office hold what a folded description tells; None where nobody's or several's do."""
    rules = language("identified")
    surname = pattern(rules["surname"]).fullmatch(what)
    if surname is not None:
        named = [name for name in within if fold(name).startswith(surname["surname"])]
        return named[0] if len(named) == 1 and named[0] not in lexicon.organisations else None
    at = pattern(rules["at_body"]).fullmatch(what)
    if at is not None:
        held = [name for name in holders(f"{at['body']}那位", lexicon) if name in within]
        return held[0] if len(held) == 1 else None
    if pattern(rules["negative"]).match(what):
        return None
    favours = pattern(rules["favours"]).match(what) is not None
    pairs = _pairs(pattern(rules["describing"]).sub("", what))
    if not pairs:
        return None
    texts = {name: _texts(name, lexicon) for name in lexicon.appearances}
    every = [text for own in texts.values() for text, _ in own]
    weights = {}
    for pair in pairs:
        among = sum(pair in text for text in every)
        weights[pair] = log((len(every) + 1) / (among + 1)) if among else log(len(every) + 1) / 2
    total = sum(weights.values())
    shares = {}
    for name in within:
        offices = " ".join(lexicon.single_offices[name])
        shares[name] = max(
            (_share(weights, total, text, parts, offices, favours) for text, parts in texts[name]), default=0.0
        )
    ranked = sorted(shares, key=lambda name: -shares[name])
    best = shares[ranked[0]]
    if len(ranked) == 1:
        return ranked[0] if best >= _HINTS else None
    return ranked[0] if best >= _HOLDS and best >= _APART * shares[ranked[1]] else None


def _share(
    weights: dict[str, float], total: float, text: str, parts: Sequence[str], offices: str, favours: bool
) -> float:
    """How much of a description a paragraph holds, half by its best sentence."""
    against = pattern(language("identified")["against"])

    def held(one: str) -> float:
        return sum(weight for pair, weight in weights.items() if pair in one or pair in offices) / total

    own = [one for one in parts if not (favours and against.search(one))]
    whole = held(" ".join(own)) if favours else held(text)
    return (whole + max((held(one) for one in own), default=0.0)) / 2


def _texts(name: str, lexicon: Lexicon) -> list[tuple[str, list[str]]]:
    found = []
    for one in lexicon.appearances[name]:
        paragraphs = lexicon.corpus.speech(one.place).paragraphs
        for number in range(len(paragraphs)):
            text = lexicon.corpus.text(Place(one.place.document, one.place.speech, number + 1))
            found.append((fold(text), [fold(text[start:end]) for start, end in sentences(text)]))
    return found


def _pairs(what: str) -> set[str]:
    return {
        what[at : at + 2]
        for at in range(len(what) - 1)
        if _WRITTEN.match(what[at]) and _WRITTEN.match(what[at + 1]) and "的" not in what[at : at + 2]
    }


def of_what(name: str, what: str, rest: str, tokenise: Tokenise) -> str:
    """``rest`` asked of ``name``; of what he is told by, where it asks of nothing else (怎么看)."""
    if pattern(language("identified")["reason"]).match(rest):  # 主张甲的那位，理由是什么
        takes_side = pattern(language("identified")["favours"]).match(what) is not None
        return f"{name}{what if takes_side else f'说{what}'}的{rest}"
    if topic_of(fold(rest), (), tokenise).words:
        return asked_of(name, rest)
    return f"{name}对{pattern(language('identified')['describing']).sub('', what)}{rest}"


def asked_of(name: str, rest: str) -> str:
    """``rest`` asked of ``name``, who may be told there by a pronoun."""
    rules = language("identified")
    plain = pattern(rules["pronoun"]).sub("", rest, count=1)
    plain = pattern(rules["settled"]).sub(lambda match: match["of"] + "怎么说", plain)
    return f"{name}{plain}" if pattern(rules["verbal"]).match(plain) else f"{name}说的{plain}"
