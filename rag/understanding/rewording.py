"""A question put in other words (keywords with blanks between, a thing told first and then asked of) → put plainly."""

from __future__ import annotations

import re

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.heads import by_office
from rag.understanding.lexicon import Lexicon

_QUOTED = re.compile('(“[^”]*”|「[^」]*」|『[^』]*』|"[^"]*"|《[^》]*》)')
_DOUBLED = re.compile("(?P<body>[一-鿿]{2,8})(?P<end>[局社院厅所馆站])(?P=end)长$")
_BLANK = re.compile(r"(?<![0-9a-zA-Z])\s+|\s+(?![0-9a-zA-Z])")


def common(question: str) -> str:
    """``question`` with everyday words of a region, outside quotation marks, put as they are said everywhere (咋个: 怎么), without what
    says only how it is to be counted, and asked of everybody where it asks which of some it was.
    """
    rules = language("rewordings")
    replaced = [rule for part in ("dialect", "beside", "otherwise") for rule in rules[part]["words"]]
    if pattern(rules["counted_too"]["unless"]).search(question) is None:
        replaced.append([rules["counted_too"]["form"], ""])
    pieces = _QUOTED.split(question)
    for at in range(0, len(pieces), 2):
        for word, other in replaced:
            pieces[at] = pattern(word).sub(other, pieces[at])
    return "".join(pieces)


def reworded(question: str, lexicon: Lexicon) -> str:
    """``question`` in the words by which the rules read it, or as it is."""
    return by_office(_turned(_asked(_in_full(question, lexicon))), lexicon.single_offices)


def _in_full(question: str, lexicon: Lexicon) -> str:
    """``question`` with offices in full whose doubled character is said once (教育局长: 教育局局长)."""
    for offices in lexicon.single_offices.values():
        for office in offices:
            doubled = _DOUBLED.search(office)
            if doubled is None or f"{doubled['body'][-2:]}{doubled['end']}长" not in question:
                continue
            bodies = (doubled["body"][start:] for start in range(len(doubled["body"]) - 1))
            said = next((one for one in bodies if f"{one}{doubled['end']}长" in question), None)
            if said is not None:
                question = question.replace(f"{said}{doubled['end']}长", f"{said}{doubled['end'] * 2}长")
    return question


def _asked(question: str) -> str:
    """Keywords as the question that they stand for (技术经理人 提及者 名单: who mentions it)."""
    rules = language("rewordings")["keywords"]
    words = [word for word in _BLANK.split(question.strip()) if word]
    if len(words) < 2 or pattern(rules["sentence"]).search(fold(question)):
        return question
    return _list_of(words) or _points_of(words) or _aspect_of(words) or question


def _list_of(words: list[str]) -> str | None:
    rules = language("rewordings")["keywords"]
    persons, mentioning = f"(?:{rules['persons']})", f"(?:{rules['mentioning']})"
    listed = pattern(f"(?P<who>{persons}|{mentioning})?的?(?:{rules['list']})").fullmatch(words[-1])
    who = listed["who"] if listed else words[-1] if pattern(mentioning).fullmatch(words[-1]) else None
    if listed is None and who is None:
        return None
    rest = words[:-1]
    if who is None and len(rest) > 1 and pattern(f"{persons}|{mentioning}").fullmatch(rest[-1]):
        who = rest.pop()
    if who is None and pattern(f".*的{persons}").fullmatch(rest[-1]):
        return f"{''.join(rest)}有哪些？"
    if who is None:
        return None  # a list of what?
    asked_of = {word for rule in language("people")["categories"].values() for word in rule["ask"]}
    what = rest[0]
    of_persons = len(rest) == 1 and not pattern(mentioning).fullmatch(who)
    if of_persons and what in asked_of and pattern(rules["bodies"]).fullmatch(who):
        return f"以{what}名义发言的单位有哪些？"
    if of_persons and (what in asked_of or pattern(rules["office"]).search(what)):
        return f"来自{pattern(rules['office']).sub('', what)}的发言人有哪些？"
    return f"哪些人提到{'和'.join(rest)}？"


def _points_of(words: list[str]) -> str | None:
    rules = language("rewordings")["keywords"]
    if not pattern(rules["points"]).fullmatch(words[-1]):
        return None
    rest = words[:-1]
    if len(rest) > 1 and pattern(rules["speech"]).fullmatch(rest[-1]):
        rest.pop()
    return f"{' '.join(rest)} 有哪些建议？"


def _aspect_of(words: list[str]) -> str | None:
    rules = language("rewordings")["keywords"]
    unit = words[-1] if len(words) > 2 and pattern(rules["unit"]).fullmatch(words[-1]) else None
    if unit is not None:
        return f"{' '.join(words[:-2])} {words[-2]}是多少{unit}？"
    for aspect in rules["aspects"]:
        if pattern(aspect["words"]).fullmatch(words[-1]):
            how = pattern(f"(?:{aspect['how']})+$").sub("", words[-1]) if "how" in aspect else ""
            return f"{' '.join(words[:-1])} {aspect['ask'].format(word=words[-1], how=how)}？"
    return None


def _turned(question: str) -> str:
    """``question`` with a turn of speech put plainly (把某事写进建议里: 提到某事)."""
    for turn in language("rewordings")["turns"]:
        if pattern(turn["of"]).search(question):
            question = pattern(turn["from"]).sub(turn["to"], question)
    return question
