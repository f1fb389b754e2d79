"""A sentence of the corpus that a question holds without quotation marks, to be checked whose it is."""

from __future__ import annotations

import re

from index.corpus import Corpus
from rag.understanding.parts import Parts
from rag.verification.questions import between_marks

LIKELY = 0.7
"""How likely a question must want a sentence checked."""
_SHORTEST = 8
"""Characters from which a sentence without marks is taken for somebody's."""
_SAID = 0.6
"""The share of a clause that must be read as a topic for it to belong to the sentence before it."""
_CLAUSE = re.compile("[^,，。;；:：!！?？“”]+")


def marked(question: str, parts: Parts, corpus: Corpus) -> str | None:
    """``question`` with quotation marks around the longest of its clauses or topics that stands in ``corpus`` as it is; None where none
    does, something is between marks already, or nothing is to be checked.

    The parts are those of the question as it is asked: folding keeps its length.
    """
    if parts.kind not in ("verify", "who") or parts.certainty < LIKELY or between_marks(question):
        return None
    spans = [match.span() for match in _CLAUSE.finditer(question)]
    spans += [(one.start, one.end) for one in parts.topics] if parts.kind == "verify" else []
    held = [one for one in spans if one[1] - one[0] >= _SHORTEST and corpus.find(question[slice(*one)])]
    if not held:
        return None
    start, end = max(held, key=lambda one: one[1] - one[0])
    end = _with_clauses_behind(question, end, parts)
    return f"{question[:start]}“{question[start:end]}”{question[end:]}"


def _with_clauses_behind(question: str, end: int, parts: Parts) -> int:
    """Where what is said goes on to, behind ``end``: over the clauses of the same sentence that are read as a topic too."""
    while question[end : end + 1] in (",", "，") and (clause := _CLAUSE.match(question, end + 1)) is not None:
        said = sum(max(0, min(one.end, clause.end()) - max(one.start, clause.start())) for one in parts.topics)
        if said < _SAID * len(clause.group()):
            break
        end = clause.end()
    return end
