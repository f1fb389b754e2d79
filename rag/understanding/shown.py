"""Whose words the last answer showed, where it names nobody: told by where its clauses stand in the corpus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Place
from rag.understanding.lexicon import Lexicon

_CLAUSE = re.compile(r"[^,，。；;：:!！?？\[\]“”\"\n]+")
_SHORTEST = 5
"""Characters of a clause that can tell whose it is."""
_ENOUGH = 12
"""Characters of clauses found that say it is his: one long clause, or two short ones."""


def speaker_of_words(answer: str, corpus: Corpus) -> str | None:
    """The one speaker in whose speeches most of ``answer`` stands word for word; None where too little of it does."""
    found: Counter[str] = Counter()
    clauses = [clause.strip() for clause in _CLAUSE.findall(fold(answer)) if len(clause.strip()) >= _SHORTEST]
    for clause in clauses:
        names = {corpus.speech(span.place).speaker for span in corpus.find(clause)}
        if len(names) == 1 and (name := names.pop()) is not None:
            found[name] += len(clause)
    ranked = found.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH or (len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    return ranked[0][0]


_SAME = 0.4
"""The share of an answer's pairs of characters that the paragraph holds which it shows."""


def place_of_words(answer: str, speakers: Sequence[str], lexicon: Lexicon) -> Place | None:
    """The paragraph of ``speakers`` that ``answer`` shows, word for word or nearly so; None where it shows none of them."""
    text = "".join(_CLAUSE.findall(re.sub(r"\[[0-9]+\]", "", fold(answer))))
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    best: tuple[float, Place | None] = (0.0, None)
    for name in speakers:
        for one in lexicon.appearances.get(name, ()):
            for number, paragraph in enumerate(lexicon.corpus.speech(one.place).paragraphs, 1):
                folded = fold(paragraph)
                share = sum(pair in folded for pair in pairs) / max(len(pairs), 1)
                if share > best[0]:
                    best = (share, one.place._replace(paragraph=number))
    return best[1] if best[0] >= _SAME else None
