"""Which speeches are asked for by where they stand, or what they lack: under a title that holds a word, in two documents, in one and
not in another, without a word.
"""

from __future__ import annotations

from index.folding import fold
from index.records import Place
from rag.answering import Task
from rag.data import language, pattern
from rag.extractive.listing import in_marks, listed
from rag.extractive.speakers import only_counts, said_of_people
from rag.membership import members
from rag.understanding.kinds import numeral
from rag.understanding.sorts import listed_documents


def titled(task: Task) -> tuple[str, list[Place]] | None:
    """What the question says of titles (题目里有“人才”的), and the speeches whose title holds it; None where it says nothing of them."""
    rules, folded = language("metadata"), task.understood.folded
    match, at_end = pattern(rules["titled"]).search(folded), pattern(rules["titled_at"]).search(folded)
    asks = task.understood.plan.kind in ("who", "list", "count")
    asks = asks or (at_end is not None and pattern(rules["which_speech"]).search(folded, at_end.end()) is not None)
    if (match is None and at_end is None) or not asks:
        return None
    titles = [(place, fold(speech.title)) for place, speech in task.corpus.speeches() if task.allows(place)]
    if at_end is not None:
        held = at_end["what"]
        return f"题目以“{held}”{'开头' if at_end['first'] else '结尾'}的", [
            place for place, title in titles if (title.startswith(held) if at_end["first"] else title.endswith(held))
        ]
    assert match is not None
    held = match["quoted"] or match["plain"]
    return f"题目里有“{held}”的", [place for place, title in titles if held in title]


def silent(task: Task) -> tuple[str, list[Place]] | None:
    """The speeches of those who nowhere mention what the question names, where it asks for them (谁没有提到“人才”)."""
    understood, corpus = task.understood, task.corpus
    if understood.plan.kind not in ("who", "list", "count"):
        return None
    if not pattern(language("metadata")["not_mentioning"]).search(understood.folded):
        return None
    found = [members(task, phrase) for phrase in listed(understood.topic.phrases) or in_marks(task)]
    if len(found) != 1 or not found[0].spans:
        return None
    speaking = {corpus.speech(span.place).speaker for span in found[0].spans}
    return f"各段都没有谈到“{found[0].term}”的", [
        place
        for place, speech in corpus.speeches()
        if task.allows(place) and speech.speaker is not None and speech.speaker not in speaking
    ]


def by_line(task: Task) -> tuple[str, list[Place]] | None:
    """The speeches of those of an asked surname, or of those beside whose name no office stands, where the question asks for them."""
    rules, folded, corpus = language("metadata"), task.understood.folded, task.corpus
    if task.understood.plan.kind not in ("who", "list", "count"):
        return None
    speeches = [(place, speech) for place, speech in corpus.speeches() if task.allows(place) and speech.speaker]
    surname = pattern(rules["surname"]).search(folded)
    if surname is not None:
        own = surname["surname"]
        return f"姓{own}的", [
            place
            for place, speech in speeches
            if fold(str(speech.speaker)).startswith(own) and speech.speaker not in task.lexicon.organisations
        ]
    if pattern(rules["no_office"]).search(folded):
        return "署名没有写职务的", [place for place, speech in speeches if not speech.role]
    turn = pattern(rules["in_turn"]).search(folded)
    if turn is None or len({place.document for place, _ in speeches}) != 1 or task.understood.topic.words:
        return None
    order = list(dict.fromkeys(speech.speaker for _, speech in speeches))
    number = numeral(turn["number"]) if turn["number"] else 1 if turn["first"] else len(order)
    first = [place for place, speech in speeches if 0 < number <= len(order) and speech.speaker == order[number - 1]]
    return f"{turn.group()}的", first[:1]


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
        one, other = (listed_documents(corpus, f"在{match[name]}上") for name in ("one", "other"))
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
