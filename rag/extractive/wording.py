"""The sentences around the quotes: who speaks, where it stands, how many."""

from __future__ import annotations

import re

from index.corpus import Corpus
from index.records import Place, Span
from index.sentences import sentences
from rag.drafts import Line, Statement

_CLOSERS = "”」』》）)】’"


def who(corpus: Corpus, place: Place, *, role: bool = True) -> str:
    """The speaker as introduced: name and role, or 一位未署名的发言人."""
    speech = corpus.speech(place)
    if speech.speaker is None:
        return "发言人不明的一篇发言"
    return f"{speech.speaker}（{speech.role}）" if role and speech.role else speech.speaker


def where(corpus: Corpus, place: Place) -> str:
    """The title of the speech (or the document) and the paragraph."""
    title = corpus.speech(place).title or corpus.heading(place).title
    paragraph = f"第 {place.paragraph} 段" if place.paragraph else "署名处"
    return f"《{title}》{paragraph}" if title else paragraph


def quoted(corpus: Corpus, span: Span) -> str:
    """The literal text of ``span`` between quotation marks."""
    return f"“{corpus.stretch(span)}”"


def quoting(corpus: Corpus, span: Span, *, lead: str = "", prefix: str = "") -> Line:
    """A line that introduces and quotes one span."""
    span = trimmed(corpus, span)
    return Line((Statement(f"{lead}{quoted(corpus, span)}", (span,)),), prefix)


def named_line(corpus: Corpus, place: Place) -> Span | None:
    """The speaker line of a speech as evidence for who someone is; None where the layout has none."""
    line = corpus.text(place._replace(paragraph=0))
    start = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    return Span(place._replace(paragraph=0), start, end) if end > start else None


_FORGED = re.compile(r"\[\d+\]")


def trimmed(corpus: Corpus, span: Span) -> Span:
    """``span`` without white space at its ends, and without anything that would read as a mark of ours.

    Where a source prints ``[3]`` itself, the longest stretch beside it is quoted: a reader could not tell the two apart.
    """
    text = corpus.text(span.place)
    start, end = span.start, span.end
    forged = list(_FORGED.finditer(text, start, end))
    if forged:
        edges = [start, *(edge for match in forged for edge in match.span()), end]
        start, end = max(zip(edges[::2], edges[1::2], strict=True), key=lambda pair: pair[1] - pair[0])
    kept = text[start:end]
    return Span(span.place, start + len(kept) - len(kept.lstrip()), start + len(kept.rstrip()))


def clause_around(corpus: Corpus, span: Span, *, longest: int = 90) -> Span:
    """The clauses around ``span`` that make a short quote: its sentence, or the part of it between commas if that is long."""
    text = corpus.text(span.place)
    start, end = span.start, span.end
    while start > 0 and text[start - 1] not in "。！？!?；;":
        start -= 1
    while end < len(text) and text[end - 1] not in "。！？!?；;":
        end += 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    if end - start > longest:
        start, end = span.start, span.end
        while start > 0 and text[start - 1] not in "，,。！？!?；;：:":
            start -= 1
        while end < len(text) and text[end - 1] not in "，,。！？!?；;":
            end += 1
        if end > span.end and text[end - 1] in "，,；;":
            end -= 1
    return trimmed(corpus, Span(span.place, start, end))


def sentences_beside(corpus: Corpus, span: Span) -> tuple[Span | None, Span | None]:
    """The sentence of its paragraph before ``span`` and the one behind it; None where there is none."""
    whole = sentence_spans(corpus, span.place)
    before = [one for one in whole if one.end <= span.start]
    behind = [one for one in whole if one.start >= span.end]
    return (before[-1] if before else None), (behind[0] if behind else None)


def sentence_spans(corpus: Corpus, place: Place) -> list[Span]:
    """The sentences of the paragraph at ``place``, without the space behind them."""
    text = corpus.text(place)
    return [Span(place, start, start + len(text[start:end].rstrip())) for start, end in sentences(text)]
