"""A question as it is asked → the same put plainly: without what is said beside it, in the words by which the rules read it."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.against import asked_against
from rag.understanding.background import without_background, without_guess, without_remark
from rag.understanding.foils import without_foil
from rag.understanding.lexicon import Lexicon
from rag.understanding.mentioners import mentioners
from rag.understanding.notation import as_written
from rag.understanding.other_view import asked_of_others
from rag.understanding.points import points_asked
from rag.understanding.rewording import common, reworded
from rag.understanding.sorts import of_sort
from rag.understanding.sources import put_in_its_place
from rag.understanding.topics import Tokenise
from rag.understanding.who_else import who_else


def put_plainly(question: str, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` by itself, put plainly; what it takes from a conversation is completed afterwards."""
    rules = language("questions")
    plainly = pattern(rules["particles"]).sub("", common(put_in_its_place(question.strip(), lexicon)))
    without = pattern(rules["preamble"]).sub("", plainly)
    if without and not pattern(language("mentioners")["points_at"]).search(without):
        plainly = without
    plainly = pattern(rules["examples_of"]).sub(lambda match: match["before"], plainly)
    plainly = pattern(rules["wanted_for"]).sub(lambda match: match["asks"] + "？", plainly)
    for rule in (rules["surmise"], rules["followup"]["turned_round"]):
        plainly = pattern(rule).sub(lambda match: match["rest"], plainly)
    plainly = without_guess(plainly)
    plainly = asked_of_others(without_foil(without_remark(plainly), lexicon, tokenise), lexicon)
    plainly = asked_against(plainly, lexicon, tokenise)
    if of_sort(lexicon.corpus, fold(plainly)) is None:  # 报纸上除了某会，还有谁提到某事: only there
        plainly = who_else(plainly, lexicon, tokenise)
    plainly = points_asked(plainly, lexicon, tokenise)
    plainly = mentioners(plainly, lexicon, tokenise)
    return as_written(reworded(without_background(plainly, tokenise), lexicon), lexicon.corpus)
