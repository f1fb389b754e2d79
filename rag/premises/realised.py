"""Something that a question takes for done (已经建成了), and a source only wants or plans."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Span
from rag.data import language, pattern
from rag.premises.records import CLAUSE, Contradiction


def realised(question: str, texts: Sequence[str], spans: Sequence[Span], about: Sequence[str]) -> Contradiction | None:
    """What a folded ``question`` tells as done, against a clause of a source that tells it as still to come.

    ``about``: words of the topic; a clause of the sentences at ``spans`` that tells it as done, and holds as many of them,
    speaks for the question.
    """
    rules = language("premises")["realised"]
    told = next(
        (clause for clause in CLAUSE.findall(question) if pattern(rules["done"]).search(clause)),
        None,
    )
    if told is None or pattern(rules["open"]).search(question):
        return None
    act = pattern(rules["act"]).search(told)
    if act is None:
        return None
    family = pattern(next(words for words in rules["acts"] if pattern(words).search(act.group())))
    things = [word for word in about if word not in act.group()]
    done, opposed, most = 0, None, 0
    for text, span in zip(texts, spans, strict=True):
        for clause in CLAUSE.findall(text):
            held = sum(word in clause for word in things)
            if family.search(clause) is None or not held:
                continue
            if pattern(rules["is_done"]).search(clause):
                done = max(done, held)
            elif pattern(rules["to_come"]).search(clause) and held > most:
                most, opposed = (
                    held,
                    Contradiction(pattern(rules["teller"]).sub("", told.strip()), clause.strip(), span),
                )
    return opposed if most > done else None
