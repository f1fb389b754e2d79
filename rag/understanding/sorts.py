"""Which documents a question means by their sort: the newspaper, the meeting, the collection of proposals."""

from __future__ import annotations

from dataclasses import dataclass

from index.corpus import Corpus, Heading
from index.folding import fold
from index.records import Place
from rag.data import language, pattern
from rag.understanding.documents import Told, named_documents, stem_of

_PAPER, _MEETING, _COLLECTION = "paper", "meeting", "collection"


@dataclass(frozen=True, slots=True)
class Kept:
    """The documents that a question asks of, and the stretches of it that tell them."""

    sources: tuple[str, ...]
    stretches: tuple[tuple[int, int], ...]


def of_sort(corpus: Corpus, question: str) -> Told | None:
    """The newspaper or the meeting that a folded question means by its sort alone (报纸上, 会上), where the corpus has one of that
    sort and others beside it, all of a known sort. A list that asks so is one of that document; of a fact it often only tells the
    occasion.
    """
    rules, sorts = language("people")["events"], _sorts(corpus)
    for rule, sort in (("in_paper", _PAPER), ("at_meeting", _MEETING), ("in_proposals", _COLLECTION)):
        match = pattern(rules[rule]).search(question)
        sources = [source for source, own in sorts if own == sort]
        if match is not None and len(sources) == 1 and len(sorts) > 1 and all(own for _, own in sorts):
            return Told(sources[0], *match.span("in" if match.groupdict().get("in") else 0))
    return None


def kept_by_sort(corpus: Corpus, question: str) -> Kept | None:
    """The documents left where a folded question leaves sorts of them out (不算提案); None where it does not, nothing or everything is
    left, or a document's sort is not known.
    """
    rules, sorts = language("sources")["sorts"], _sorts(corpus)
    matches = list(pattern(rules["without"]).finditer(question))
    left = {
        sort for one in matches for sort in (_PAPER, _MEETING, _COLLECTION) if pattern(rules[sort]).search(one["sorts"])
    }
    sources = tuple(source for source, own in sorts if own not in left)
    if not all(own for _, own in sorts) or not 0 < len(sources) < len(sorts):
        return None
    return Kept(sources, tuple(one.span() for one in matches))


def listed_documents(corpus: Corpus, question: str) -> tuple[str, ...]:
    """As :func:`named_documents`, of what asks for a list: by the sort of the document as well."""
    by_sort = of_sort(corpus, question)
    return named_documents(corpus, question) or ((by_sort.source,) if by_sort is not None else ())


def _sorts(corpus: Corpus) -> list[tuple[str, str]]:
    """Every document's source and sort, in index order."""
    headings = (corpus.heading(Place(ordinal, 0, 0)) for ordinal in range(len(corpus.documents)))
    return [(one.source, _sort(one)) for one in headings]


def _sort(heading: Heading) -> str:
    """Whether a document is a "paper", a "collection" or the record of a "meeting", as its record or title tells; "" else."""
    events = language("people")["events"]
    if heading.newspaper or heading.page is not None:
        return _PAPER
    called = f"{fold(heading.title)} {stem_of(heading.source)}"
    if pattern(events["collection"]).search(called):
        return _COLLECTION
    return _MEETING if any(word in called for word in events["occasions"]) else ""
