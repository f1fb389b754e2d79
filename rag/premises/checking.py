"""The first premise of a question that the sentences found speak against."""

from __future__ import annotations

from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from rag.data import language, pattern
from rag.premises.directions import absent_direction, compared, direction, reversed_figures, turned
from rag.premises.figures import figure
from rag.premises.named_apart import named_apart
from rag.premises.places import place
from rag.premises.realised import never, realised
from rag.premises.records import Contradiction
from rag.premises.respective import respective
from rag.premises.sites import side, site
from rag.premises.stances import affirmed, forbidden, negated, not_done
from rag.premises.turned_figures import turned_figures
from rag.premises.turned_round import turned_round
from rag.understanding.topics import Phrase, without_names


def contradiction(
    question: str,
    corpus: Corpus,
    spans: Sequence[Span],
    *,
    taken: Sequence[tuple[int, int]] = (),
    absent: Sequence[str] = (),
    about: Sequence[str] = (),
    actions: Sequence[tuple[str, str]] = (),
    phrases: Sequence[Phrase] = (),
) -> Contradiction | None:
    """The first premise of a folded ``question`` that every one of the sentences at ``spans`` speaks against, or None.

    ``taken``: stretches of the question that are no premises (names, ordinals, dates of documents). ``absent``: words of
    direction that none of the sentences' paragraphs holds in any form; a word of the other direction suffices then, in a
    clause that holds one of ``about``. ``actions``: verbs of the question with their objects; ``phrases``: those of its topic.
    """
    plain = pattern(language("premises")["alternatives"]).sub("※", without_names(question, taken))
    for left_open in (language("premises")["not_done"]["left_open"], language("premises")["decade"]):  # 占不占
        plain = pattern(left_open).sub(lambda match: "※" * len(match.group()), plain)
    texts = [fold(corpus.stretch(span)) for span in spans]
    if not texts:
        return None
    return (
        figure(plain, texts, spans)
        or respective(plain, texts, spans)
        or turned_figures(plain, texts, spans)
        or turned_round(plain, texts, spans)
        or place(plain, corpus, texts, spans)
        or named_apart(plain, texts, spans, fold(corpus.text(spans[0].place)))
        or direction(plain, texts, spans)
        or negated(plain, texts, spans, actions)
        or forbidden(plain, texts, spans, phrases)
        or not_done(plain, texts, spans)
        or affirmed(plain, corpus, texts, spans, actions)
        or compared(plain, texts, spans)
        or turned(plain, texts, spans)
        or reversed_figures(plain, texts, spans)
        or side(plain, texts, spans)
        or realised(plain, texts, spans, about)
        or never(plain, texts, spans)
        or site(plain, texts, spans, about)
        or absent_direction(plain, texts, spans, absent, about)
    )
