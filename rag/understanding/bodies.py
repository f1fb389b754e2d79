"""The short names of bodies: by a tail, a head or a few of the characters of the full one."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold, occurrences
from index.words import frequency, part_of_speech, plain_words
from rag.data import language, pattern
from rag.understanding.topics import is_frame

BOUNDARIES = "谁哪位个名些的是在和与跟及、,，。:：;；?？!！ “”‘’《》问请让由对就向除了"
"""Characters at which the name of a body cannot go on."""
_BEFORE_NAME = BOUNDARIES + "还有同比较总结了过于到看听据按除下讲说查谈"
"""Characters after which a name can begin."""


def abbreviates(short: str, full: str) -> bool:
    """Whether ``full`` holds the characters of ``short`` in its order."""
    at = -1
    for character in short:
        at = full.find(character, at + 1)
        if at < 0:
            return False
    return True


def held_at(body: str, office: str) -> bool:
    """Whether a folded ``office`` is held at ``body``: named so, a university called by its first
    characters (交大), a bank by some of its own (农商行), or a school
    by its number (石桥三小).
    """
    if body in office:
        return True
    rules = language("people")["organisations"]["universities"]
    for kind in ("banks", "colleges"):
        form = language("people")["organisations"][kind]
        whole = pattern(form["whole"]).search(office) if pattern(form["called"]).fullmatch(body) else None
        if whole is not None:
            return abbreviates(body, whole.group())
    schools = language("people")["organisations"]["numbered_schools"]
    school = pattern(schools["called"]).fullmatch(body)
    if school is not None:
        whole = pattern(schools["whole"].format(**school.groupdict())).search(office)
        return whole is not None and abbreviates(school["place"], whole.group())
    called = pattern(rules["called"]).fullmatch(body)
    return called is not None and pattern(f"{called['name']}{rules['whole']}").search(office) is not None


def short_names(question: str, organisations: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Short names of bodies: a party by its name alone (民建), any other by a tail that only one body has (工商联).

    What stands before the tail may leave characters of the full name out (市妇联), but adds none.
    """
    found = []
    unnamed: list[str] = language("people")["organisations"]["kinds"]
    parties: list[str] = language("people")["organisations"]["parties"]
    for name in organisations:
        folded = fold(name).replace(" ", "")
        for party in parties:
            if (
                folded.startswith(party)
                and party in question
                and sum(fold(one).startswith(party) for one in organisations) == 1
            ):
                for start, end in occurrences(party, question):
                    at = len(party)
                    while end < len(question) and (next_at := folded.find(question[end], at)) >= 0:
                        at, end = next_at + 1, end + 1
                    found.append((start, end, (name,)))
        for length in range(len(folded) - 1, 1, -1):
            tail = folded[-length:]
            if tail in unnamed or tail not in question or sum(fold(one).endswith(tail) for one in organisations) > 1:
                continue
            for start, end in occurrences(tail, question):
                at = len(folded) - length
                while start > 0 and (before := folded.rfind(question[start - 1], 0, at)) >= 0:
                    at, start = before, start - 1
                free = start == 0 or question[start - 1] in _BEFORE_NAME
                if free and not _is_any_of_its_kind(question, start, end):
                    found.append((start, end, (name,)))
            break
    return sorted([*found, *_heads(question, organisations)], key=lambda one: one[0] - one[1])


def _is_any_of_its_kind(question: str, start: int, end: int) -> bool:
    """Whether a word for a kind of body stands at ``[start, end)`` for any of them (由学校来管), not for the one in the index."""
    rules = language("people")["organisations"]
    return question[start:end] in rules["short_endings"] and (
        pattern(rules["unnamed_behind"]).search(question[:start]) is not None
        or pattern(rules["unnamed_before"]).match(question, end) is not None
    )


def _heads(question: str, organisations: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Short names that begin as one body's name does and leave characters of the rest out (安岭保险)."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for short in language("people")["organisations"]["abbreviations"]:
        for start, end in occurrences(short, question):
            bodies = [body for body in organisations if abbreviates(short, fold(body))]
            while start > 0 and (
                left := [body for body in bodies if abbreviates(question[start - 1 : end], fold(body))]
            ):
                start, bodies = start - 1, left
            if len(bodies) == 1:
                found.append((start, end, (bodies[0],)))
    found += _endings(question, organisations)
    for name in organisations:
        folded = fold(name).replace(" ", "")
        for start, end in occurrences(folded[:2], question):
            at = 2
            while end < len(question) and (next_at := folded.find(question[end], at)) >= 0:
                at, end = next_at + 1, end + 1
            short = question[start:end]
            if len(short) >= 4 and [body for body in organisations if abbreviates(short, fold(body))] == [name]:
                found.append((start, end, (name,)))
    return found


def _lasts(folded: str) -> list[str]:
    """The characters in which a short name of a body may end: the last one, or 委 for 委员会, 协 for 协会; no verb (某地会下雨)."""
    rules = language("people")["organisations"]
    ends: dict[str, str] = rules["short_ends"]
    return [short for whole, short in ends.items() if folded.endswith(whole)] or [
        last for last in folded[-1:] if last not in rules["verbal_ends"]
    ]


def _endings(question: str, organisations: Sequence[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Short names no dictionary has that end as one body's name does and hold its characters in order (环资庭)."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    bodies = {name: fold(name).replace(" ", "") for name in organisations}
    shortest: dict[str, int] = language("people")["organisations"]["shortest_by_end"]
    for name, folded, last in ((name, full, last) for name, full in bodies.items() for last in _lasts(full)):
        for start, end in occurrences(last, question):
            while start > 0 and abbreviates(question[start - 1 : end], folded):
                start -= 1
            short = question[start:end]
            unique = [body for body, other in bodies.items() if abbreviates(short, other)] == [name]
            free = start == 0 or question[start - 1] in _BEFORE_NAME or _behind_verb(question[:start])
            if len(short) >= shortest.get(last, 3) and free and unique and _is_no_word(short):
                found.append((start, end, (name,)))
    return found


def _behind_verb(before: str) -> bool:
    """Whether a name can begin behind ``before`` since its last word is a verb of two characters (想知道|县法院)."""
    word = next(reversed([word for word, *_ in plain_words().spans(before)]), "")
    return len(word) > 1 and part_of_speech(word) == "v"


def _is_no_word(short: str) -> bool:
    """Whether a short name can be no common word: no dictionary has it, or it names a level (县法院)."""
    return (not frequency(short) or short[0] in "省市州县区") and not is_frame(short)
