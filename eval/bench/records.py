"""What the record of an index tells for questions that are made of forms: who holds an office, who has a word, how a document is
called.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from index.corpus import Corpus, Heading
from index.folding import fold
from index.records import Place, Speech
from rag.data import language
from rag.understanding.offices import offices_of

_MEETINGS = ("座谈会", "协商会", "听证会", "研讨会", "论坛", "联组讨论")


def offices_held(speeches: Sequence[tuple[Place, Speech]]) -> dict[str, set[str]]:
    """The offices of three characters and more that end in a title, each with those who hold it."""
    titles = tuple(language("people")["titles"]["words"])
    held: dict[str, set[str]] = defaultdict(set)
    for _, speech in speeches:
        for office in offices_of(speech.role):
            if len(office) > 2 and office.endswith(titles):
                held[office].add(str(speech.speaker))
    return dict(held)


def printed_words(speeches: Sequence[tuple[Place, Speech]]) -> set[str]:
    """Words that stand between quotation marks somewhere, of three to eight characters."""
    texts = (text for _, speech in speeches for text in speech.paragraphs)
    return {word for text in texts for word in re.findall("“([一-鿿]{3,8})”", text)}


def saying(word: str, speeches: Sequence[tuple[Place, Speech]]) -> set[str]:
    """Whoever has the word as it is, whatever quotation marks and blanks stand in it."""
    wanted = bare(word)
    return {str(speech.speaker) for _, speech in speeches if any(wanted in bare(text) for text in speech.paragraphs)}


def bare(text: str) -> str:
    """A folded text without quotation marks and blanks."""
    return re.sub(r"[“”‘’「」『』\"'《》\s]", "", fold(text))


def called(corpus: Corpus, ordinal: int) -> list[str]:
    """How a question may call a document: by newspaper, day and page, by its sort where it is the only one, by its title."""
    headings = [corpus.heading(Place(number, 0, 0)) for number in range(len(corpus.documents))]
    own, found = headings[ordinal], []
    if own.date and own.page is not None:
        year, month, day = map(int, own.date.split("-"))
        alone = sum(one.date == own.date for one in headings) == 1
        found += [f"{year}年{month}月{day}日第{own.page}版", *([f"{month}月{day}日那版"] if alone else [])]
        found += [f"{month}月{day}日的{own.newspaper}"] if own.newspaper and re.search("[一-鿿]", own.newspaper) else []
    else:
        found += [sort for sort in _MEETINGS if [one for one in headings if _is_of(sort, one)] == [own]]
    title = re.sub("[（(].*", "", own.title)
    return [*found, *([f"《{title}》"] if len(title) > 7 and own.page is None else [])]


def _is_of(sort: str, heading: Heading) -> bool:
    return sort in f"{heading.title} {heading.source}"
