"""Which speeches are asked for by where they stand: under a title that holds a word, in two documents, in one and not in another."""

from __future__ import annotations

from index.folding import fold
from index.records import Place
from rag.answering import Task
from rag.data import language, pattern
from rag.extractive.speakers import only_counts, said_of_people
from rag.understanding.documents import named_documents


def titled(task: Task) -> tuple[str, list[Place]] | None:
    """What the question says of titles (题目里有“人才”的), and the speeches whose title holds it; None where it says nothing of them."""
    match = pattern(language("metadata")["titled"]).search(task.understood.folded)
    if match is None or task.understood.plan.kind not in ("who", "list", "count"):
        return None
    held = match["quoted"] or match["plain"]
    return held, [
        place for place, speech in task.corpus.speeches() if task.allows(place) and held in fold(speech.title)
    ]


def twice_heard(task: Task) -> tuple[str, list[Place]] | None:
    """The speakers of more than one document, where the question asks for them."""
    words = [word for word in task.understood.topic.words if word not in said_of_people() and not only_counts(word)]
    if words or not pattern(language("metadata")["twice"]).search(task.understood.folded):
        return None
    names = {
        speaker for speaker, found in task.lexicon.appearances.items() if len({one.place.document for one in found}) > 1
    }
    corpus = task.corpus
    return "不止一份文件里有发言的", [
        place for place, _ in corpus.speeches() if task.allows(place) and corpus.speech(place).speaker in names
    ]


def only_there(task: Task) -> tuple[str, list[Place]] | None:
    """The speeches in one document of those who do not speak in another, where the question asks for them."""
    corpus, folded = task.corpus, task.understood.folded
    if task.understood.plan.kind not in ("who", "list", "count"):
        return None
    every = [corpus.heading(Place(ordinal, 0, 0)).source for ordinal in range(len(corpus.documents))]
    for rule in language("metadata")["only_there"]:
        match = pattern(rule).search(folded)
        if match is None:
            continue
        one, other = (named_documents(corpus, match[name]) for name in ("one", "other"))
        another = pattern(language("metadata")["another_document"])
        if another.search(match["other"]):
            other = tuple(source for source in every if source not in one)
        elif another.search(match["one"]):
            one = tuple(source for source in every if source not in other)
        if not one or not other or {*one} & {*other}:
            continue
        heard = {speech.speaker for place, speech in corpus.speeches() if corpus.heading(place).source in other}
        return "只在其中一处发言的", [
            place
            for place, speech in corpus.speeches()
            if task.passes_filters(place)
            and corpus.heading(place).source in one
            and speech.speaker is not None
            and speech.speaker not in heard
        ]
    return None
