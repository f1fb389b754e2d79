"""Somebody who is denied before another, who is told, is asked: 不是甲，是乙，对某事怎么说; 不是甲，另一位讲丙的，他怎么看."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.told_first import asked_of, described_by, of_what, said_to_be
from rag.understanding.topics import Tokenise


def without_denied(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` asked of him who is meant; as it is where nobody is denied, or nobody is told instead."""
    rules, folded = language("identified")["denied"], fold(question)
    match = pattern(rules["another"]).match(folded)
    if match is not None:
        denied = said_to_be(match["not"], lexicon)
        others = [name for name in lexicon.appearances if name not in denied]
        name = described_by(match["what"], others, lexicon) if denied else None
        return question if name is None else of_what(name, match["what"], match["rest"], tokenise)
    match = pattern(rules["asks_him"]).match(folded)
    if match is not None and "另" not in match["but"]:
        denied, meant = said_to_be(match["not"], lexicon), said_to_be(match["but"], lexicon)
        if len(meant) == 1 and not denied & meant:
            return asked_of(next(iter(meant)), match["rest"])
        return question
    return question
