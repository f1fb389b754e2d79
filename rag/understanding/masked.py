"""A question with the documents and offices that it names, and that the index knows, put by short stand-ins.

What a title is about is no topic, and a long office no several: with their values out of the way, the tagger reads how a question is
put (delexicalisation, as in Henderson et al. 2014, Robust dialog state tracking using delexicalised recurrent neural networks).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.folding import occurrences
from rag.data import language, pattern
from rag.understanding.documents import document_names, whens
from rag.understanding.lexicon import Lexicon
from rag.understanding.sorts import listed_documents

_SHORTEST = 3
"""Characters from which an office is put by a stand-in."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A folded question with stand-ins; ``documents``: the sources, and ``offices``: the office, that each stands for; ``original``: the
    words of the question by stand-in.
    """

    text: str
    documents: dict[str, tuple[str, ...]]
    offices: dict[str, str]
    original: dict[str, str]

    def unmasked(self, text: str) -> str:
        """``text`` in the words of the question."""
        for stand_in, words in self.original.items():
            text = text.replace(stand_in, words)
        return text


def masked(folded: str, lexicon: Lexicon) -> Masked:
    """The folded question with as many stand-ins as there are."""
    rules = language("conditioned")["stand_ins"]
    documents, offices, original = dict[str, tuple[str, ...]](), dict[str, str](), dict[str, str]()
    free = {name: [one for one in rules[name] if one not in folded] for name in ("documents", "offices")}
    stretches = list[tuple[int, int, str]]()
    for start, end, sources in _documents(folded, lexicon):
        stand_in = next((one for one in documents if original[one] == folded[start:end]), "")
        if not stand_in and not free["documents"]:
            continue
        stand_in = stand_in or free["documents"].pop(0)
        documents[stand_in], original[stand_in] = sources, folded[start:end]
        stretches.append((start, end, stand_in))
    for start, end in _offices(folded, lexicon):
        office = folded[start:end]
        if any(start < other and begin < end for begin, other, _ in stretches):
            continue
        stand_in = next((one for one, known in offices.items() if known == office), "")
        if not stand_in and not free["offices"]:
            continue
        stand_in = stand_in or free["offices"].pop(0)
        offices[stand_in], original[stand_in] = office, office
        stretches.append((start, end, stand_in))
    text = folded
    for start, end, stand_in in sorted(stretches, reverse=True):
        text = text[:start] + stand_in + text[end:]
    return Masked(text, documents, offices, original)


def _documents(folded: str, lexicon: Lexicon) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The stretches that name one document each, its date and page and the marks around its title with it."""
    spans = [*document_names(lexicon.corpus, folded), *whens(folded)]
    spans += [match.span() for match in pattern(language("conditioned")["sorts"]["pattern"]).finditer(folded)]
    joining = pattern(language("conditioned")["within_document"]["pattern"])
    whole = list[tuple[int, int]]()
    for start, end in sorted(spans):
        if whole and (start <= whole[-1][1] or joining.fullmatch(folded, whole[-1][1], start)):
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    around = pattern(language("conditioned")["within"]["around"])
    for stretch in whole:
        match = around.fullmatch(folded, *stretch)
        start, end = match.span("name") if match is not None else stretch
        if folded[start - 1 : start] == "《" and folded[end : end + 1] == "》":
            start, end = start - 1, end + 1
        sources = listed_documents(lexicon.corpus, f"在{folded[start:end]}上")
        if len(sources) == 1:
            yield start, end, sources


def _offices(folded: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches that are an office of a speaker as his line has it, the longest first, none within another."""
    found = list[tuple[int, int]]()
    titles = tuple(lexicon.titles)
    for office in sorted(lexicon.every_office, key=lambda one: (-len(one), one)):
        if len(office) < _SHORTEST or not office.endswith(titles):
            continue
        for start, end in occurrences(office, folded):
            if not folded.startswith("会", end) and not any(start < other and begin < end for begin, other in found):
                found.append((start, end))
    return sorted(found)
