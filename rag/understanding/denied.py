"""Somebody who is denied before another is asked: 不是甲，是乙，对某事怎么说; 某事不是甲说的，那是谁提的."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon
from rag.understanding.told_first import asked_of, described_by, said_to_be
from rag.understanding.topics import Tokenise, topic_of


def without_denied(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` asked of him who is meant, or of everybody but him who is not; as it is where nobody is denied."""
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
    for form in rules["asks_whose"]:
        match = pattern(form).match(folded)
        denied = said_to_be(match["not"], lexicon) if match is not None else set()
        if match is not None and len(denied) == 1:
            return str(rules["whose"]).format(name=next(iter(denied)), what=match["what"])
    return question


def of_what(name: str, what: str, rest: str, tokenise: Tokenise) -> str:
    """``rest`` asked of ``name``; of what he is told by, where it asks of nothing else (怎么看)."""
    if topic_of(rest, (), tokenise).words:
        return asked_of(name, rest)
    return f"{name}对{pattern(language('identified')['describing']).sub('', what)}{rest}"
