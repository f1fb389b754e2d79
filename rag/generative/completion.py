"""What a model may not leave out: a summary's points, the speakers of a comparison or of a who-question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Place, Span
from rag.drafts import Line, Statement
from rag.extractive.wording import quoted, where, who
from rag.records import Kind
from rag.understanding.kinds import Detail, holds_detail


def evidence_of(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The spans of all statements of a draft, in order, each once."""
    return tuple(
        dict.fromkeys(
            span for line in lines for part in line.parts if isinstance(part, Statement) for span in part.evidence
        )
    )


def missed(lines: Sequence[Line], cited: Collection[Place], *, kind: Kind, corpus: Corpus) -> list[Line]:
    """The statements of the extractive draft that a model's answer, which cites ``cited``, leaves out; [] for a fact.

    A summary must reach every paragraph, a comparison and a who-question every speaker.
    """
    if kind == "fact":
        return []
    reached = {_measure(place, kind, corpus) for place in cited}
    found: list[Line] = []
    for text, span in _singles(lines, corpus, kind):
        key = _measure(span.place, kind, corpus)
        if key not in reached:
            if kind == "summary":
                reached.add(key)
            found.append(Line((Statement(text, (span,)),), "- "))
    return found


def _measure(place: Place, kind: Kind, corpus: Corpus) -> object:
    return place if kind == "summary" else corpus.speech(place).speaker


def _singles(lines: Sequence[Line], corpus: Corpus, kind: Kind) -> list[tuple[str, Span]]:
    """The statements that rest on one span of a paragraph, worded so that they stand alone."""
    found = []
    for line in lines:
        for part in line.parts:
            if not isinstance(part, Statement) or len(part.evidence) != 1 or not part.evidence[0].place.paragraph:
                continue
            span = part.evidence[0]
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
