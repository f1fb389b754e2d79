"""Text between quotation marks: literal, of the source or of the question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from rag.claims.records import Disagreement, Evidence

_MARKS = re.compile(r"“([^“”]*(?:“[^“”]*”[^“”]*)*)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"|‘([^‘’]+)’|＂([^＂]+)＂")
# A point counts between figures only (1.5).
_ASIDE = re.compile(r"[^\w%‰.+]|\.(?!\d)|(?<!\d)\.")


def literal_form(text: str) -> str:
    """Folded, with points and spaces left out: what two prints of one text have in common."""
    return _ASIDE.sub("", fold(text))


def quoted(sentence: str) -> list[str]:
    """The texts between quotation marks, outermost only."""
    return [next(part for part in match.groups() if part is not None) for match in _MARKS.finditer(sentence)]


def check_quotes(sentence: str, evidence: Sequence[Evidence], question: str) -> list[Disagreement]:
    """A disagreement for every quotation that stands neither in one paragraph of the evidence nor in the question."""
    found: list[Disagreement] = []
    sources = [literal_form(item.text) for item in evidence]
    sources += [literal_form(text) for item in evidence for text in (*item.context, item.speaker or "", item.role)]
    for quote in quoted(sentence):
        form = literal_form(quote)
        if not form or any(form in source for source in sources) or form in literal_form(question):
            continue
        found.append(Disagreement.of("quote", quote, _parts(form, evidence)))
    return found


def _parts(form: str, evidence: Sequence[Evidence]) -> str:
    """The two places a stitched quotation is made of, or the longest literal beginning of it."""
    best = ""
    for item in evidence:
        source = literal_form(item.text)
        low = next((n for n in range(len(form), 1, -1) if form[:n] in source), 0)
        rest = form[low:]
        if low >= 4 and len(rest) >= 4 and any(rest in literal_form(other.text) for other in evidence):
            return f"{form[:low]}……{rest}（拼接）"
        if low > len(best):
            best = form[:low]
    return f"{best}……" if len(best) >= 4 else ""
