"""The seam between answerers and answers: a draft is statements with their evidence; composing numbers the marks.

An answerer never writes a mark or a citation. It yields :class:`Line` values made of text and :class:`Statement` values,
each statement with the spans that prove it; :func:`compose` cuts the quotes out of the corpus by those spans,
so a quote is literal, every statement carries a mark and no citation is unused, whoever wrote the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.corpus import Corpus
from index.records import Span
from rag.records import Citation


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about the corpus and the spans that prove it (at least one)."""

    text: str
    evidence: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"陈述没有依据：{self.text[:40]}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Markdown. ``prefix`` is markup only (``- ``, ``### ``, ``> ``); parts are shown one after another.

    A plain string part frames and states nothing of the corpus (a heading, 没有找到, a table's border).
    """

    parts: tuple[str | Statement, ...]
    prefix: str = ""


def say(text: str, *evidence: Span, prefix: str = "") -> Line:
    """A line of one statement, or of framing where no evidence is given."""
    return Line((Statement(text, evidence) if evidence else text,), prefix)


def evidence(lines: Iterable[Line]) -> list[Span]:
    """The spans that prove the statements of ``lines``, in their order; [] where those are still to be written."""
    if not isinstance(lines, list):
        return []
    return [span for line in lines for part in line.parts if isinstance(part, Statement) for span in part.evidence]


def cite(corpus: Corpus, span: Span, *, marker: int = 0) -> Citation:
    """The citation of ``span``; its quote is cut from the corpus by the span's offsets."""
    document, speech = corpus.document(span.place), corpus.speech(span.place)
    text = speech.text(span.place.paragraph)
    if not 0 <= span.start < span.end <= len(text):
        raise ValueError(
            f"引文位置 {span.start}–{span.end} 不在这一段（{len(text)} 字）之内：{document.source} 第 {span.place.paragraph} 段"
        )
    return Citation(
        marker=marker,
        document=document.source,
        newspaper=document.newspaper,
        date=document.date,
        page=document.page,
        speaker=speech.speaker,
        role=speech.role,
        title=speech.title,
        paragraph=span.place.paragraph,
        quote=text[span.start : span.end],
        start=span.start,
        end=span.end,
        notes=document.notes,
    )


def compose(lines: Iterable[Line], corpus: Corpus) -> tuple[str, tuple[Citation, ...]]:
    """The text with marks numbered 1, 2, … by first appearance, and their citations in that order."""
    text = ""
    citations: tuple[Citation, ...] = ()
    for text, citations in composing(lines, corpus):  # noqa: B007 - the last state is the whole
        pass
    return text, citations


def composing(lines: Iterable[Line], corpus: Corpus) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Like :func:`compose`, one state after each line, for streaming."""
    numbers: dict[Span, int] = {}
    citations: list[Citation] = []
    written: list[str] = []
    for line in lines:
        shown = [line.prefix]
        for part in line.parts:
            if isinstance(part, str):
                shown.append(part)
                continue
            for span in part.evidence:
                if span not in numbers:
                    numbers[span] = len(numbers) + 1
                    citations.append(cite(corpus, span, marker=numbers[span]))
            shown.append(mark(part.text, [numbers[span] for span in part.evidence]))
        written.append("".join(shown))
        yield "\n".join(written), tuple(citations)


def mark(text: str, numbers: Sequence[int]) -> str:
    """``text`` with ``[n]`` marks put before its closing full stop, so that the mark stays with its sentence."""
    marks = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
    if text and text[-1] in "。！？；：":
        return f"{text[:-1]}{marks}{text[-1]}"
    return f"{text}{marks}"


def renumbered(citations: Sequence[Citation], *, first: int = 1) -> tuple[Citation, ...]:
    """The citations numbered from ``first`` in their order."""
    return tuple(replace(citation, marker=number) for number, citation in enumerate(citations, first))
