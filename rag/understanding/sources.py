"""In which document a question asks, and who there is left out by what he is, as the rules read it: 报纸那一版上, 不算报纸，单说座谈会."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.records import Place
from rag.data import language, pattern
from rag.understanding.documents import Told
from rag.understanding.held import holders
from rag.understanding.kinds import numeral
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.sorts import listed_documents


def put_in_its_place(question: str, lexicon: Lexicon) -> str:
    """``question`` with its document told plainly, and by name who is left out of it as one of several (除了几位常委)."""
    rules = language("sources")
    question = pattern(rules["day"]).sub(lambda match: _in_figures(match, lexicon), question)
    for form, plainly in rules["plainly"]:
        question = pattern(form).sub(plainly, question)
    match = pattern(rules["left_out"]).search(question)
    if match is None:
        return question
    documents = listed_documents(lexicon.corpus, fold(question))
    found = lexicon.organisations if match["bodies"] else holders(fold(match["office"]), lexicon)
    names = [name for name in found if not documents or _speaks_in(name, documents, lexicon)]
    if not names or (match["bodies"] and not documents):
        return question
    return f"{question[: match.start()]}除了{'、'.join(names)}{question[match.end() :]}"


def _in_figures(match: re.Match[str], lexicon: Lexicon) -> str:
    """A day told in Chinese numerals (三月十二号) in figures, as the documents tell theirs, where one of them is of that day."""
    month, day = numeral(match["month"]), numeral(match["day"])
    corpus = lexicon.corpus
    dates = [corpus.heading(Place(ordinal, 0, 0)).date for ordinal in range(len(corpus.documents))]
    return f"{month}月{day}日" if any((date or "").endswith(f"-{month:02}-{day:02}") for date in dates) else match[0]


def _speaks_in(name: str, documents: tuple[str, ...], lexicon: Lexicon) -> bool:
    return any(lexicon.corpus.heading(one.place).source in documents for one in lexicon.appearances[name])


def where_he_spoke(told: Told | None, mentions: Sequence[Mention], lexicon: Lexicon, folded: str) -> Told | None:
    """The document of the sort that is told, where the one who is named spoke there and elsewhere (贺某在报上说了什么), or where it stands
    right before him and all that he said there is asked for (报纸上贺某怎么说): if he said nothing there, that is the answer.
    """
    names = {name for one in mentions for name in one.speakers}
    if told is None or len(names) != 1:
        return None
    corpus = lexicon.corpus
    sources = {corpus.heading(one.place).source for one in lexicon.appearances[names.pop()]}
    only = pattern(language("sources")["only_there"]).match(folded, mentions[0].end) is not None
    if mentions[0].start == told.end and only:
        return told
    return told if told.source in sources and len(sources) > 1 else None
