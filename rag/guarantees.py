"""The guarantees every answer is held against before it is shown, whoever drafted it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus import Corpus
from index.records import Place
from rag.records import Citation

_MARK = re.compile(r"\[(\d+)\]")


def broken(text: str, citations: Sequence[Citation], corpus: Corpus) -> list[str]:
    """What of invariants 1 and 2 an answer breaks, in Chinese; empty for a sound answer.

    Every quote is literal at its offsets inside one paragraph; marks and citations are the same set, numbered from 1.
    """
    faults = []
    marks = {int(number) for number in _MARK.findall(_outside_quotes(text, citations))}
    if marks != {citation.marker for citation in citations}:
        faults.append(f"标注与引文不一致：正文有 {sorted(marks)}，引文有 {[citation.marker for citation in citations]}")
    sources = (
        {corpus.heading(Place(number, 0, 0)).source: number for number in range(len(corpus.documents))}
        if citations
        else {}
    )
    for citation in citations:
        number = sources.get(citation.document)
        heading = corpus.heading(Place(number, 0, 0)) if number is not None else None
        texts = [
            corpus.text(Place(number, speech, citation.paragraph))
            for speech, (speaker, role, title) in enumerate(heading.speeches if heading else ())
            if number is not None
            and (speaker, role, title) == (citation.speaker, citation.role, citation.title)
            and citation.paragraph <= len(corpus.speech(Place(number, speech, 0)).paragraphs)
        ]
        if not any(one[citation.start : citation.end] == citation.quote for one in texts):
            faults.append(f"引文 [{citation.marker}] 不是原文")
    return faults


def _outside_quotes(text: str, citations: Sequence[Citation]) -> str:
    """``text`` without its literal quotes: a source may print ``[3]`` itself."""
    for citation in sorted(citations, key=lambda one: -len(one.quote)):
        text = text.replace(citation.quote, "")
    return text
