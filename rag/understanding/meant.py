"""Whom a follow-up asks by what he is, put by his name: 局长呢, 银行那边怎么说, 谈汽车的那位总经理提过这个吗."""

from __future__ import annotations

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.addressed import addressed
from rag.understanding.lexicon import Lexicon
from rag.understanding.turns import Turn, shown_speakers, speakers_of


def named_by_office(question: str, previous: Turn, lexicon: Lexicon) -> str:
    """``question`` with the name of the one speaker whom it asks by his office, his body or what he does, of several the one who speaks
    of what was spoken of; as it is where it asks nobody so, or it cannot be told whom.
    """
    folded = fold(question)
    known = lexicon.mentions(folded)
    if any(one.how in ("name", "title") for one in known):
        return question
    told = addressed(folded, known, lexicon)
    if told.left_out or told.among or len(told.mentions) != 1 or not told.mentions[0].speakers:
        return question
    one = told.mentions[0]
    names = list(one.speakers)
    if pattern(language("addressed")["another"]).search(one.text):
        before = {*speakers_of(previous, lexicon), *shown_speakers(previous, lexicon)[:1]}
        names = [name for name in names if name not in before]
    spoken_of = {*speakers_of(previous, lexicon), *shown_speakers(previous, lexicon), *previous.earlier}
    if len(names) > 1:
        names = [name for name in names if name in spoken_of] or names
    if len(names) > 1:
        names = [name for name in names if _speaks_of(name, previous, lexicon)]
    return question[: one.start] + names[0] + question[one.end :] if len(names) == 1 else question


def _speaks_of(name: str, previous: Turn, lexicon: Lexicon) -> bool:
    speeches = {one.place[:2] for one in lexicon.appearances[name]}
    phrases = [phrase.text for phrase in previous.topic.phrases]
    return any(span.place[:2] in speeches for text in phrases for span in lexicon.corpus.find(text))
