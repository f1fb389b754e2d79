"""Questions about who the speakers are and where the speeches stand, answered from speaker lines and document records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.folding import fold
from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement, evidence
from rag.extractive.appearances import by_line, only_there, silent, titled, twice_heard
from rag.extractive.speakers import chosen_speeches, of_bodies, of_persons, said_of_people, without_documents
from rag.extractive.wording import named_line
from rag.understanding.asked_offices import asked_offices
from rag.understanding.kinds import without_tail

_OF_ONE = ("who", "fact")


def draft_metadata(task: Task) -> Draft | Refusal | None:
    """The answer if the question is about roles, bodies or documents; None if it is about what was said."""
    understood = task.understood
    rules = language("metadata")
    folded = without_tail(understood.folded)
    by_name = [one.how == "name" for one in understood.mentions]
    if understood.detail is not None and understood.detail.name == "person" and by_name and all(by_name):
        return None  # somebody whom he tells of
    if understood.plan.speakers:
        of_office = bool(understood.mentions) and all(one.how in ("role", "title") for one in understood.mentions)
        if of_office and pattern(rules["name"]).search(folded) and not _says_more(task, [rules["name"]]):
            return _about(task, "role")
        for name in ("role", "title", "printed"):
            if any(pattern(rule).search(folded) for rule in rules[name]) and not _says_more(task, rules[name]):
                return _about(task, name)
        if _asks_identity(task, folded):
            return _about(task, "role")
        by_office = all(mention.how == "role" for mention in understood.mentions)
        asked_for = ("who",) if understood.mentions else ("who", "list", "count")  # a kind of body, and only one of it
        if not (by_office and understood.plan.kind in asked_for):
            return None
    of_sort = of_bodies(folded) or of_persons(folded)
    if (
        twice_heard(task) is None
        and not ((of_sort or _asks_who(task)) and understood.plan.kind in ("count", "list"))
        and any(pattern(rule).search(folded) for rule in rules["printed"])
        and understood.plan.kind in ("fact", "count", "list")
        and not _says_more(task, rules["printed"])
    ):
        return _about(task, "printed")
    by_title = titled(task)
    if by_title is not None:
        label, places = by_title
        return draft_people(task, label, places) or Refusal("topic_absent", rules["no_title"].format(label=label))
    told = silent(task) or by_line(task)
    if told is not None and not told[1]:
        return Refusal("topic_absent", rules["nobody_so"].format(label=told[0]))
    chosen = only_there(task) or told or twice_heard(task) or chosen_speeches(task)
    if chosen is None:
        return None
    label, places = chosen
    if understood.plan.excluded:
        places = [one for one in places if task.corpus.speech(one).speaker not in understood.plan.excluded]
        if not places:
            return Refusal("topic_absent", rules["nobody_else"].format(named="、".join(understood.plan.excluded)))
    if pattern(rules["only_persons"]).search(folded) and not of_bodies(folded):
        places = [place for place in places if task.corpus.speech(place).speaker not in task.lexicon.organisations]
        label = "以个人名义发言的" if label in ("发言", "发言的") else label
    if not places and understood.plan.documents:
        return Refusal("topic_absent", rules["nobody_there"].format(label=label), settled=True)
    return draft_people(task, label, places) if places else None


def draft_identity(task: Task) -> Draft | None:
    """Who the speakers are whom the question names, by their speaker lines."""
    return _about(task, "role")


def with_identity(task: Task, draft: Draft) -> Draft:
    """``draft``, or where the question names nobody and asks what whoever says something is (讲农机的那位是什么身份): his speaker line
    before what he says.
    """
    plan, rules = task.understood.plan, language("metadata")
    shown = evidence(draft.lines)
    speeches = {span.place[:2] for span in shown}
    asks = any(pattern(rule).search(task.understood.folded) for rule in rules["role"])
    if plan.kind not in _OF_ONE or plan.speakers or len(speeches) != 1 or shown[0].place.paragraph == 0 or not asks:
        return draft
    told = _about(replace(task, allowed=frozenset(speeches)), "role", of_somebody=True)
    return draft if told is None else replace(draft, lines=[*told.lines, *draft.lines])


def draft_holders(task: Task) -> Draft | Refusal | None:
    """The holders of the offices for which the question asks, if it asks for nothing else; None where nobody holds them, a refusal where
    nobody in the document that it names does.
    """
    understood, corpus = task.understood, task.corpus
    if understood.plan.kind in ("verify", "compare", "similar"):
        return None
    asked = asked_offices(without_documents(task), task.lexicon.roles_held)
    if asked is None:
        return None
    documents = understood.plan.documents
    found = []
    for name, own in task.lexicon.appearances.items():
        held = [fold(name if name in task.lexicon.organisations else one.role).replace(" ", "") for one in own]
        if asked.held_in("、".join(dict.fromkeys(held))):  # what he is called in one place and another counts together
            found += [one.place for one, role in zip(own, held, strict=True) if asked.wants(role)]
    found = sorted(
        place
        for place in found
        if task.passes_filters(place) and (not documents or corpus.heading(place).source in documents)
    )
    by = f"（按职务中含{'、'.join(asked.counted)}等字判断）" if asked.counted else ""
    called = f"“{asked.text}”" if asked.text in understood.folded else asked.text
    if not found and documents:
        return Refusal(
            "topic_absent", language("metadata")["nobody_there"].format(label=f"职务属于{called}的"), settled=True
        )
    return draft_people(task, f"署名的职务属于{called}的{by}", found) if found else None


def _asks_who(task: Task) -> bool:
    """Whether the question names a document and asks who speaks there, not where something is printed."""
    asked = pattern(language("metadata")["people"]).search(task.understood.folded)
    return bool(task.understood.plan.documents) and asked is not None


def _says_more(task: Task, patterns: Sequence[str]) -> bool:
    """Whether the question has a topic beyond the words that ask for the record.

    What stands before the name only tells which speaker is meant (提某事的张三是什么职务), but where the question ends
    in 是谁 it may be what was said. An office may be named in short (政协主席: 某区政协党组书记、主席).
    """
    understood = task.understood
    last = max((mention.end for mention in understood.mentions if mention.speakers), default=0)
    start = 0 if without_tail(understood.folded).rstrip("?？。").endswith("是谁") else last
    asked = {word for phrase in understood.topic.phrases if phrase.start >= start for word in phrase.words}
    rest = [
        word
        for word in understood.topic.words
        if word in asked and word not in said_of_people() and not any(pattern(rule).search(word) for rule in patterns)
    ]
    roles = [fold(role) for name in understood.plan.speakers for role in task.lexicon.roles(name)]
    return any(not any(pattern(".*?".join(map(re.escape, word))).search(role) for role in roles) for word in rest)


def _asks_identity(task: Task, folded: str) -> bool:
    """Whether the question has no topic but who the speaker that it names is, however it is put (任什么职，本职又在哪里)."""
    understood, rules = task.understood, language("metadata")
    if not any(mention.how == "name" for mention in understood.mentions if mention.speakers):
        return False
    if understood.plan.kind not in ("fact", "who") or not pattern(rules["identity"]).search(folded):
        return False
    roles = "".join(fold(role) for name in understood.plan.speakers for role in task.lexicon.roles(name))
    return all(
        pattern(rules["identity"]).fullmatch(word) or word in said_of_people() or word in roles
        for word in understood.topic.words
    )


def draft_people(task: Task, label: str, places: Sequence[Place]) -> Draft | None:
    """The speakers of the speeches at ``places``, by their speaker lines, and how many of them are ``label``; None where no line
    proves any.
    """
    corpus = task.corpus
    by_name: dict[str, list[Place]] = {}
    for place in places:
        by_name.setdefault(corpus.speech(place).speaker or "", []).append(place)
    items: list[tuple[str, tuple[Span, ...]]] = []
    for name, own in by_name.items():
        spans = tuple(span for place in own if (span := named_line(corpus, place)))
        if spans:
            roles = "；".join(dict.fromkeys(corpus.speech(place).role for place in own if corpus.speech(place).role))
            items.append((f"**{name or '发言人不明'}**" + (f"（{roles}）" if roles else ""), spans))
    if not items:
        return None
    speeches = f"，{len(places)} 篇发言" if len(places) != len(items) or label == "发言" else ""
    counted = (
        f"{label}共 {len(items)} 位{speeches}。"
        if label != "发言"
        else f"共 {len(places)} 篇发言，{len(items)} 位发言人。"
    )
    lines = [Line((Statement(counted, tuple(span for _, spans in items for span in spans)),)), Line(("",))]
    lines += [Line((Statement(f"{text}", spans),), f"{number}. ") for number, (text, spans) in enumerate(items, 1)]
    return Draft(lines=lines)


def _about(task: Task, name: str, *, of_somebody: bool = False) -> Draft | None:
    corpus = task.corpus
    places = [place for place, _ in corpus.speeches() if task.allows(place)]
    if not (task.understood.plan.speakers or of_somebody):
        # the documents as a whole: one speaker line of each proves it
        first: dict[int, Place] = {}
        for place in places:
            first.setdefault(place.document, place)
        places = list(first.values())
    lines: list[Line] = []
    for place in places:
        span, speech, heading = named_line(corpus, place), corpus.speech(place), corpus.heading(place)
        if span is None:
            continue
        if name == "role":
            text = (
                f"{speech.speaker}的身份是“{speech.role}”。" if speech.role else f"{speech.speaker}是以单位名义发言的。"
            )
        elif name == "title":
            text = (
                f"{speech.speaker}的发言题目是《{speech.title}》。"
                if speech.title
                else f"{speech.speaker}的发言没有另外的题目，收在《{heading.title}》里。"
            )
        else:
            day = f"{heading.date} " if heading.date else "日期未印出，"
            page = f"第 {heading.page} 版" if heading.page is not None else "版次未印出"
            paper = f"《{heading.newspaper}》" if heading.newspaper else ""
            subject = f"{speech.speaker}的发言" if task.understood.plan.speakers else f"{heading.source}"
            text = (
                f"{subject}刊于{paper}{day}{page}。"
                if paper or heading.date or heading.page is not None
                else f"{subject}没有印出报名、日期和版次。"
            )
        lines.append(Line((Statement(text, (span,)),)))
    return Draft(lines=lines) if lines else None
