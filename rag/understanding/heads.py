"""Whom a question calls by the body that he heads, whatever his office is called: 某某公司的负责人, 某实验室的当家人."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.folding import fold
from index.words import plain_words
from rag.data import language, pattern
from rag.understanding.topics import is_frame


def heads(offices: Sequence[str], body: str) -> bool:
    """Whether one of the folded ``offices`` is that by which ``body`` is led: what follows on it is only the title."""
    rules = language("people")["organisations"]
    own = re.sub(f"(?:{rules['firms']})$", "", body)
    led = [re.escape(body)]
    if len(own) > (1 if own != body else 2):
        led.append(f"{re.escape(own)}[^、]{{0,10}}?(?:{rules['firms']})")
    if pattern(rules["called_shorter"]).search(body) and len(body) > 3:
        kind = body[-2:]
        led.append(f"{body[:2]}{'.*?'.join(('', *map(re.escape, body[2:-2]), kind))}")
    return any(pattern(f"(?:{one}){rules['heads']}").search(office) for one in led for office in offices)


def led_by(question: str, offices: Mapping[str, Sequence[str]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """The stretches of a folded ``question`` where the head of a body says something, each with the one speaker whose
    office that is.

    ``offices``: speaker → the single offices, folded. A firm may be called by its own name and another kind (热力公司:
    某热力集团) or none, any other body not.
    """
    rules = language("people")["organisations"]
    found: list[tuple[int, int, tuple[str, ...]]] = []
    kinds = pattern(f"(?:{language('questions')['called']['body']})$")
    for match in pattern(f"(?:{rules['head']})(?={rules['head_says']})").finditer(question):
        words = [(start, end) for _, start, end in plain_words().spans(question[: match.start()])]
        for start, _ in words:
            body = question[start : match.start()]
            kind = kinds.search(body)
            own = body[: kind.start()] if kind is not None else body
            if len(own) < (2 if kind is not None else 3) or is_frame(own) or pattern("[,，。、的谁哪]").search(body):
                continue
            leaders = tuple(name for name, held in offices.items() if heads(held, body))
            if len(leaders) == 1:
                found.append((start, match.end(), leaders))
            if leaders:
                break
    return found


def by_office(question: str, offices: Mapping[str, Sequence[str]]) -> str:
    """``question`` with the office by which one speaker leads a body, where it asks for its head (某局的一把手是谁).

    ``offices``: as in :func:`led_by`.
    """
    rules = language("people")["heads"]
    match = pattern(rules["called"]).search(question)
    if match is None:
        return question
    before = fold(question[: match.start()])
    for start in range(max(len(before) - rules["longest"], 0), len(before) - rules["shortest"] + 1):
        leading = pattern(f"{re.escape(before[start:])}{rules['held']}")
        held = {
            (name, found["office"])
            for name, single in offices.items()
            for one in single
            if (found := leading.search(one)) is not None
        }
        if len({name for name, _ in held}) == 1:
            return question[: match.start()] + min(office for _, office in held) + question[match.end() :]
    return question
