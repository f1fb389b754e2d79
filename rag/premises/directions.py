"""The direction that a question takes for granted (提高, 从甲到乙, 比某地高), against the one that a source states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import occurrences
from index.records import Span
from rag.claims.language import directions
from rag.data import language, pattern
from rag.premises.records import CLAUSE, Contradiction
from rag.understanding.topics import without_names


def direction(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    table = directions()
    claimed = [
        (word, end)
        for word in table
        if len(word) > 1 and word in question and word not in language("premises")["attributes"]
        for start, end in occurrences(word, question)
        if not question[:start].endswith(tuple(language("premises")["turning"]))  # 不同意 goes the other way
    ]
    opposing = pattern(language("premises")["against_it"])
    for word, end in claimed:
        object_ = re.match(r"(?:了|对|的)?([一-鿿a-z0-9]{2,8})", question[end:])
        if object_ is None:
            continue
        heads = {object_[1][at : at + 2] for at in range(len(object_[1]) - 1)}
        opposed: tuple[str, Span] | None = None
        for text, span in zip(texts, spans, strict=True):
            for clause in CLAUSE.findall(text):
                if sum(head in clause for head in heads) < max(1, len(heads) // 2):
                    continue
                if opposing.fullmatch(word) and opposing.search(clause):
                    return None  # 不能同意 is against it, in other words
                clause = opposing.sub("〇", clause)
                sides = {side for other, pairs in table.items() if _holds_plainly(other, clause) for side in pairs}
                mine = table[word]
                if sides & mine:
                    return None
                against = [
                    other
                    for other, pairs in table.items()
                    if len(other) > 1
                    and _holds_plainly(other, clause)
                    and any((line, 1 - side) in mine for line, side in pairs)
                ]
                if against:
                    opposed = (max(against, key=len), span)
        if opposed is not None:
            return Contradiction(word, opposed[0], opposed[1])
    return None


def compared(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """比某地高, 超过某地 against 低于某地, by the words of comparison in ``premises.toml``."""
    sides = language("premises")["comparisons"]
    for side in sides:
        more, of, less = ("|".join(side[key]) for key in ("asked", "asked_of", "against"))
        match = pattern(f"比(?P<other>[^,，。？?]{{2,14}}?)(?:还|更|要|都)?(?P<how>{more})").search(question)
        whole = match is None
        match = match or pattern(f"(?P<how>{of})(?:了|过)?(?P<other>[一-鿿][^,，。？?]{{1,9}})").search(question)
        turned = [*side["against"], *(word for other in sides if other is not side for word in other["asked"])]
        if match is None or pattern("|".join(turned)).search(match["other"]):
            continue  # 比某地落后一大截, 比某地差了一大截
        heads = {match["other"][at : at + 2] for at in range(len(match["other"]) - 1)}
        for text, span in zip(texts, spans, strict=True):
            for found in re.finditer(f"(?P<how>{less})(?P<other>[^,，。；;]{{2,20}})", text):
                if any(head in found["other"] for head in heads):
                    said, source = (match[0], found[0]) if whole else (match["how"], found["how"])
                    return Contradiction(said, source, span)
    return None


def _from_to() -> re.Pattern[str]:
    verbs = "|".join(language("premises")["becoming"])
    return pattern(f"(?:从|由)(?P<old>[^,，。；;？?]{{2,14}}?)(?:{verbs})(?:了|到)?(?P<new>[^,，。；;？?]{{2,14}})")


def turned(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """从甲到乙 against 由乙到甲: the way goes back."""
    asked = _from_to().search(_bare(question))
    if asked is None:
        return None
    for text, span in zip(texts, spans, strict=True):
        for found in _from_to().finditer(_bare(text)):
            if found["old"] == asked["new"][: len(found["old"])] and found["new"].startswith(asked["old"]):
                return Contradiction(asked["new"], found["old"], span)
    return None


def reversed_figures(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """从174个涨到310个 against 由310个减到174个: the same figures, the other way round."""
    form = pattern(language("premises")["from_figure_to_figure"])
    for asked in form.finditer(question):
        told = [(found, span) for text, span in zip(texts, spans, strict=True) for found in form.finditer(text)]
        if any((found["old"], found["new"]) == (asked["old"], asked["new"]) for found, _ in told):
            continue
        for found, span in told:
            if (found["old"], found["new"]) == (asked["new"], asked["old"]):
                return Contradiction(asked.group(), found.group(), span)
    return None


def _bare(text: str) -> str:
    return re.sub(r"[“”‘’\"'「」『』]", "", text)


def absent_direction(
    question: str, texts: Sequence[str], spans: Sequence[Span], absent: Sequence[str], about: Sequence[str]
) -> Contradiction | None:
    """A direction that the sentences do not go: they hold its opposite, or it is a word of plain refusal."""
    table, refusing = directions(), set(language("premises")["refusing"])
    opposing = pattern(language("premises")["against_it"])
    for word in absent:
        if opposing.fullmatch(word) and any(opposing.search(text) for text in texts):
            continue  # 不能同意 is against it, in other words
        for text, span in zip(texts, spans, strict=True):
            mine = table.get(word, frozenset())
            against = [
                other
                for other, pairs in table.items()
                if len(other) > 1 and any((line, 1 - side) in mine for line, side in pairs)
                for clause in CLAUSE.findall(opposing.sub("〇", text))
                if other in clause and any(term in clause for term in about)
            ]
            if against:
                return Contradiction(word, max(against, key=lambda other: (len(other), other)), span)
        if word in refusing and _refused_by_question(question, word):
            text, span = texts[0], spans[0]
            clause = _first_clause(text)
            return Contradiction(word, clause[:40], span)
    return None


def _refused_by_question(question: str, word: str) -> bool:
    """Whether the question takes a refusal for somebody's stance (〇〇反对…, 为什么要取消…), not for a part of its topic."""
    return (
        re.search(f"〇[^,，。？?]{{0,8}}{word}|(?:为什么|为何|为啥|怎么)[^,，。？?]{{0,6}}{word}", question) is not None
    )


def _first_clause(text: str) -> str:
    """The first clause of a sentence that is more than an opening."""
    return next((clause for clause in CLAUSE.findall(text) if len(clause) >= 6), text)


def polarities(question: str, *, taken: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The words of direction, of refusal and of negation in a folded ``question``, names apart, longest first."""
    question = without_names(question, taken)
    refusing: list[str] = language("premises")["refusing"]
    return sorted(
        {word for word in (*directions(), *refusing) if len(word) > 1 and _holds_plainly(word, question)},
        key=lambda word: (-len(word), word),
    )


def goes(word: str, text: str, *, about: Sequence[str] = ()) -> bool:
    """Whether folded ``text`` goes the way of ``word``: it holds the word or another of its side.

    Who refuses something also says so by a negation in a clause that holds one of ``about``.
    """
    mine = directions().get(word, frozenset())
    stances: list[str] = language("premises")["stances"]
    if any(word in same and any(other in text for other in same) for same in (stances, language("premises")["ending"])):
        return True
    if word in stances and any(
        other in clause
        for clause in CLAUSE.findall(text)
        if any(term in clause for term in about)
        for other in language("premises")["negations"]
    ):
        return True
    return _holds_plainly(word, text) or any(
        len(other) > 1 and pairs & mine and _holds_plainly(other, text) for other, pairs in directions().items()
    )


def _holds_plainly(word: str, text: str) -> bool:
    """Whether ``text`` holds ``word`` without a negation right before it (不赞成 goes the other way)."""
    turning = tuple(language("premises")["turning"])
    return any(not text[:start].endswith(turning) for start, _ in occurrences(word, text))
