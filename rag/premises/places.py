"""A place of the corpus that a question names, where its sentences have another of the same sort."""

from __future__ import annotations

from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from rag.data import language, pattern
from rag.premises.records import Contradiction


def place(question: str, corpus: Corpus, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """设在某镇 in a folded ``question``, names masked, against 设在另一镇 in the best of the sentences at ``spans``, where the
    corpus knows the one from elsewhere and its paragraph, speaker line and title do not hold it.
    """
    rules = language("premises")["places"]
    speech = corpus.speech(spans[0].place)
    around = fold(" ".join([corpus.text(spans[0].place), speech.role, speech.title, speech.speaker or ""]))
    asked = [
        one
        for one, end in _places(question, corpus)
        if one[:-1] not in around and not pattern(rules["said_of"]).match(question, end)
    ]
    if len(asked) != 1:
        return None
    name = asked[0]
    others = {one for one, _ in _places(texts[0], corpus) if one[-1] == name[-1] and one not in question}
    return Contradiction(name, others.pop(), spans[0]) if len(others) == 1 else None


def _places(text: str, corpus: Corpus) -> list[tuple[str, int]]:
    """The names of places in a folded text, each as long as the corpus has it, and where they end."""
    found = []
    for match in pattern(language("premises")["places"]["ends"]).finditer(text):
        for length in (4, 3):
            start = match.end() - length
            name = text[max(0, start) : match.end()]
            if (
                start >= 0
                and pattern(language("premises")["places"]["name"]).fullmatch(name)
                and len(corpus.find(name)) > 0
            ):
                found.append((name, match.end()))
                break
    return found
