"""What a model may not leave out: a summary's points, the speakers of a comparison or of a who-question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from rag.drafts import Line, Statement
from rag.extractive.wording import quoted, where, who
from rag.records import Kind
from rag.understanding.details import holds_detail
from rag.understanding.kinds import Detail

_COVERED = 0.4
"""Share of a point from which a model's sentence about it stands for it."""


def evidence_of(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The spans of all statements of a draft, in order, each once."""
    return tuple(
        dict.fromkeys(
            span for line in lines for part in line.parts if isinstance(part, Statement) for span in part.evidence
        )
    )


def missed(lines: Sequence[Line], cited: Collection[Span], *, kind: Kind, corpus: Corpus) -> list[Line]:
    """The statements of the extractive draft that a model's answer, which cites ``cited``, leaves out; [] for a fact.

    A summary must rest on a good part of every point, a comparison and a who-question on every speaker.
    """
    if kind == "fact":
        return []
    speakers = {corpus.speech(span.place).speaker for span in cited}
    found: list[Line] = []
    for text, span in _singles(lines, corpus):
        left_out = covered(span, cited) < _COVERED
        if kind != "summary":
            left_out = corpus.speech(span.place).speaker not in speakers
        if left_out:
            found.append(Line((Statement(text, (span,)),), "- "))
    return found


def covered(span: Span, cited: Collection[Span]) -> float:
    """The share of the characters of ``span`` that one of ``cited`` holds."""
    held = {
        at
        for one in cited
        if one.place == span.place
        for at in range(max(one.start, span.start), min(one.end, span.end))
    }
    return len(held) / (span.end - span.start)


def _singles(lines: Sequence[Line], corpus: Corpus) -> list[tuple[str, Span]]:
    """The statements that quote one span of a paragraph, worded so that they stand alone."""
    found = []
    for line in lines:
        for part in line.parts:
            if not isinstance(part, Statement) or len(part.evidence) != 1 or not part.evidence[0].place.paragraph:
                continue
            span = part.evidence[0]
            if "“" not in part.text:
                continue  # a heading that counts what stands below it
            speaker = corpus.speech(span.place).speaker or ""
            if part.text.startswith("“"):
                text = f"{who(corpus, span.place)}在{where(corpus, span.place)}：{quoted(corpus, span)}"
            else:
                text = part.text if not speaker or speaker in part.text else f"{speaker}，{part.text}"
            found.append((text, span))
    return found


def answers_detail(texts: Iterable[str], detail: Detail | None) -> bool:
    """Whether what is shown has something of the type asked for (an amount, a date …)."""
    return detail is None or any(holds_detail(detail, fold(text)) for text in texts)
