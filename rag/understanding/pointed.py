"""Whom a question points at by the office alone: 那位电焊工, 当校长的那位, where one speaker of the index holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.data import language, pattern

_LEAST, _LONGEST = 2, 14
_FIELD, _TRADE = (2, 6), 3
"""Characters by which a field or body is named before whom it points at."""


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
                one := _held(question, match.start(), question[match.end() : end], offices)
            ):
                start, names = one
                found.append((start, end, names))
                break
    for match in pattern(rules["described"]).finditer(question):
        names = _holders(match["office"], offices)
        if names:
            found.append((*match.span(), names))
    return found


def _held(
    question: str, start: int, office: str, offices: Mapping[str, Sequence[str]]
) -> tuple[int, tuple[str, ...]] | None:
    """The one who holds ``office``, pointed at from ``start`` on, and where he is named from: the field or body that is named
    before (交通部门那位副局长) must be his, and of several tells the one. None for nobody.
    """
    kind = pattern(language("people")["pointed"]["field"]).search(question[:start])
    before = question[: kind.start()] if kind is not None else question[:start]
    for length in range(min(_FIELD[1], len(before)), _FIELD[0] - 1, -1):
        field = before[-length:]
        only = _holders(office, {name: [one for one in held if field in one] for name, held in offices.items()})
        if only:
            return len(before) - length, only
    only = _holders(office, offices) or _only_of_title(office, offices)
    return (start, only) if only and (kind is None or len(kind.group()) < 2) else None


def _only_of_title(office: str, offices: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The only holder of the title behind a trade or field by which somebody is told (那个军医院士), which names no body."""
    people = language("people")
    title = max((word for word in people["titles"]["words"] if office.endswith(word)), key=len, default="")
    field = office.removesuffix(title)
    is_body = field.endswith(tuple(people["organisations"]["endings"]))
    return _holders(title, offices) if title and 0 < len(field) <= _TRADE and not is_body else ()


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
