"""Whom a question points at by the office alone: 那位电焊工, 当校长的那位, where one speaker of the index holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.data import language, pattern

_LEAST, _LONGEST = 2, 14


def pointed_at(question: str, offices: Mapping[str, Sequence[str]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The stretches of a folded ``question`` that point at somebody, each with the one speaker whose office ends so.

    ``offices``: speaker → the single offices, folded. A 副校长 is no 校长, and who is addressed as anybody is (那位委员) is
    not told apart by it.
    """
    rules = language("people")["pointed"]
    found = []
    for match in pattern(rules["before"]).finditer(question):
        for end in range(min(len(question), match.end() + _LONGEST), match.end() + _LEAST - 1, -1):
            if pattern(rules["behind"]).match(question, end) and (
                names := _holders(question[match.end() : end], offices)
            ):
                found.append((match.start(), end, names))
                break
    for match in pattern(rules["described"]).finditer(question):
        names = _holders(match["office"], offices)
        if names:
            found.append((*match.span(), names))
    return found


def _holders(office: str, offices: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The only speaker with an office that ends so; () where there are none or several."""
    if office in language("people")["generic"]["addresses"]:
        return ()
    body, of, title = office.partition("的")
    if of and title:  # 某社区的退休教师: both may stand in offices of their own
        both = tuple(
            name
            for name, held in offices.items()
            if any(body in one for one in held) and any(one.endswith(title) for one in held)
        )
        return both if len(both) == 1 else ()
    found = tuple(
        name
        for name, held in offices.items()
        if any(one.endswith(office) and not one[: -len(office)].endswith("副") for one in held)
    )
    return found if len(found) == 1 else ()
