"""Something that a question takes for done (已经建成了), and a source only wants or plans."""

from __future__ import annotations

from collections.abc import Sequence

from index.records import Span
from rag.data import language, pattern
from rag.premises.records import CLAUSE, Contradiction


def never(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """What a folded ``question`` tells as having happened (出现了三笔逾期), and a source says that it never has (至今无一逾期)."""
    rules = language("premises")["never"]
    for text, span in zip(texts, spans, strict=True):
        for match in pattern(rules["denied"]).finditer(text):
            told = pattern(rules["told"].replace("WHAT", match["what"])).search(question)
            if told is not None:
                return Contradiction(told.group(), match.group(), span)
    return None


def realised(question: str, texts: Sequence[str], spans: Sequence[Span], about: Sequence[str]) -> Contradiction | None:
    """What a folded ``question`` tells as done, against a clause of a source that tells it as still to come.

    ``about``: words of the topic; a clause of the sentences at ``spans`` that tells it as done, and holds as many of them as
    the sentence that only wants it, speaks for the question.
    """
    rules = language("premises")["realised"]
    told = next((clause for clause in CLAUSE.findall(question) if pattern(rules["done"]).search(clause)), None)
    if told is None or pattern(rules["open"]).search(question) or pattern(rules["open_here"]).search(told):
        return None
    act = pattern(rules["act"]).search(told)
    if act is None:
        return None
    family = pattern(next(words for words in rules["acts"] if pattern(words).search(act.group())))
    things = [word for word in about if word not in act.group()]
    said = pattern(rules["teller"]).sub("", told.strip())
    done, opposed, most = 0, None, 0
    for text, span in zip(texts, spans, strict=True):
        whole = sum(word in text for word in things)
        for match in CLAUSE.finditer(text):
            clause = match.group()
            if family.search(clause) is None:
                continue
            if pattern(rules["is_done"]).search(clause):
                done = max(done, sum(word in clause for word in things))
            elif whole > most and (
                pattern(rules["to_come"]).search(clause) or pattern(rules["proposing"]).search(text[: match.start()])
            ):
                most, opposed = whole, Contradiction(said, clause.strip(), span)
    return opposed if most > done else None
