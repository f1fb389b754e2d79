"""Which speeches are by the speakers that a question asks for: of a kind of body, with an office, or for a body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.folding import fold
from index.records import Place
from index.words import part_of_speech
from rag.answering import Task
from rag.data import language, pattern
from rag.understanding.categories import asked_category
from rag.understanding.documents import document_names, holders, whens
from rag.understanding.offices import offices_of
from rag.understanding.topics import Phrase

_COUNTED = re.compile("[0-9一二两三四五六七八九十几]{1,2}[个张份次场篇期版块位家名]")
_COUNTING = re.compile("[0-9一二两三四五六七八九十几多第]")


def only_counts(word: str) -> bool:
    """Whether a word only tells how many (两个, 几位)."""
    return _COUNTED.fullmatch(word) is not None or (
        part_of_speech(word).startswith("m") and _COUNTING.search(word) is not None
    )


def of_bodies(folded: str) -> bool:
    """Whether a folded question asks for the speakers that are bodies."""
    said = pattern(language("metadata")["not_in_the_name_of"]).sub("", folded)
    named = any(word in said for word in language("people")["organisations"]["as_body"])
    named = named or pattern(language("metadata")["not_as_persons"]).search(folded) is not None
    return named or pattern(language("metadata")["in_the_name_of"]).search(said) is not None


def of_persons(folded: str) -> bool:
    """Whether a folded question asks for the speakers that speak for themselves."""
    return pattern(language("people")["organisations"]["as_person"]).search(folded) is not None


def _kind_of_bodies(name: str) -> list[str] | None:
    """The words by which bodies of the kind asked for are known (以党派组织名义), or None where others are asked for too."""
    if pattern(language("metadata")["any_body"]).search(name):
        return None
    kinds = language("people")["categories"].values()
    return next((rule["role"] for rule in kinds if any(word in name for word in rule["ask"])), None)


def _roles_of_kinds(words: Sequence[str]) -> list[str] | None:
    """The words by which bodies of the kinds that ``words`` name are known, None where there are no words."""
    kinds = language("people")["categories"].values()
    return [role for rule in kinds if any(word in rule["ask"] for word in words) for role in rule["role"]] or None


def chosen_speeches(task: Task) -> tuple[str, list[Place]] | None:
    """The speeches of speakers of an asked kind (来自企业的, 行长, 单位) and how the kind is called; None if none is asked."""
    understood, corpus = task.understood, task.corpus
    folded, plan = understood.folded, understood.plan
    if plan.kind not in ("who", "list", "count") and not re.search(language("metadata")["people"], folded):
        return None
    rules = language("people")
    words = [word for word in understood.topic.words if word not in said_of_people() and not only_counts(word)]
    in_name = pattern(language("metadata")["in_the_name_of"]).search(
        pattern(language("metadata")["not_in_the_name_of"]).sub("", folded)
    )
    if in_name is not None:
        apart = pattern(language("metadata")["not_as_persons"]).search(folded)
        said = in_name.group() + (apart.group() if apart else "")
        words = [word for word in words if word not in said]
    everyone = [place for place, _ in corpus.speeches() if task.allows(place)]
    rules_of_body = language("metadata")
    represented = pattern(rules_of_body["represents"]).search(folded) or pattern(rules_of_body["sent"]).search(folded)
    if represented is not None:
        body = represented["body"]
        fitting = [place for place in everyone if fold(body) in fold(corpus.speech(place).role).replace(" ", "")]
        if fitting:
            return f"来自“{body}”的", fitting
    if plan.kind == "count" and re.search("(几|多少)(篇|份)", folded) and not words and _of_everybody(task):
        return "发言", everyone
    both = pattern(language("metadata")["both"]).search(folded)
    if both and all(word in rules["generic"]["addresses"] or word in both.group() for word in words):
        return "发言的", [place for place in everyone if corpus.speech(place).speaker is not None]
    if not both and of_bodies(folded) and all(map(_is_category, words)):
        kind = _kind_of_bodies(in_name.group()) if in_name is not None else None
        kind = kind or _roles_of_kinds(words)
        return "以单位名义发言的", [
            place
            for place in everyone
            if corpus.speech(place).speaker in task.lexicon.organisations
            and (kind is None or _belongs(task, place, kind))
        ]
    if of_persons(folded) and not words:
        return "以个人名义发言的", [
            place for place in everyone if corpus.speech(place).speaker not in (None, *task.lexicon.organisations)
        ]
    quoted = [fold(phrase.text) for phrase in understood.topic.phrases if phrase.quoted]
    of_office = pattern(rules_of_body["of_office"]).search(folded) is not None
    if quoted and of_office and all(_in_roles(task, one) for one in quoted):
        label = "、".join(f"“{one}”" for one in quoted)
        return f"职务含{label}的", [
            place for place in everyone if all(one in fold(corpus.speech(place).role) for one in quoted)
        ]
    category = asked_category(task.lexicon, without_documents(task) if plan.documents else folded)
    if category is not None:
        label, offices = category
        general = any(word in folded and word not in offices for word in rules["categories"][label]["ask"])
        named_kinds = [word for word in offices if word in folded and word not in label and not general]
        if any(_belongs(task, place, named_kinds) for place in everyone):
            offices = tuple(named_kinds)
        rest = [word for word in words if word not in rules["categories"][label]["ask"]]
        if not rest:
            return f"来自{label}的（按职务或名称中含{'、'.join(offices)}等字判断）", [
                place for place in everyone if _belongs(task, place, offices)
            ]
    of_words = not (quoted and of_office) and any(
        pattern(rule).search(folded)
        for rule in (*(language("questions")[one] for one in ("mentions", "counts_people")), rules_of_body["of_points"])
    )
    titles = [] if of_words else _titles(without_documents(task))
    if plan.documents:  # 研讨会请了几位专家: whoever speaks there, unless somebody is called so
        addresses = [one for one in titles if one in rules["generic"]["addresses"]]
        borne = [one for one in addresses if any(_holds(corpus.speech(place).role, one, ()) for place in everyone)]
        titles = [one for one in titles if one not in addresses or one in borne]
    named = [fold(mention.text) for mention in understood.mentions if mention.how == "role"]
    kinds = [
        rule["role"]
        for word in words
        for rule in rules["categories"].values()
        if word in rule["ask"] and not _in_roles(task, word)
    ]
    if titles and all(
        word in "".join(titles) or word in rules["short_titles"] or _in_roles(task, word) or _is_category(word)
        for word in words
    ):
        bodies = [
            word
            for word in words
            if _in_roles(task, word)
            and not (titles and _is_category(word))
            and not any(word in title or title in word for title in titles)
        ]
        bodies += [
            word.removesuffix(title)
            for word in words
            for title in titles
            if word.endswith(title) and len(word) - len(title) > 1 and word not in titles
        ]
        if named:
            bodies += [body for text in named if (body := re.sub(f"的?({'|'.join(titles)})$", "", text))]
        short = {word for title in titles for word, offices in rules["short_titles"].items() if title in offices}
        one_of = re.search("、|或|以及|和", folded) or any(word in words for word in short)
        wanted = titles if not one_of else titles[:0]
        places = [
            place
            for place in everyone
            if all(_holds(corpus.speech(place).role, title, bodies) for title in wanted)
            and all(_belongs(task, place, kind) for kind in kinds)
            and (wanted or any(_holds(corpus.speech(place).role, title, bodies) for title in titles))
        ]
        held = "\n".join(fold(corpus.speech(place).role) for place in places)
        shown = [title for title in titles if title in held]  # of 老总 only the offices that somebody holds
        return f"职务含“{'”“'.join([*bodies, *shown])}”的", places
    of_topic = pattern(language("metadata")["of_topic"]).search(folded) is not None
    named_bodies = [_body(phrase) for phrase in understood.topic.phrases]
    bodies = [] if of_topic else [text for text in named_bodies if text and _in_roles(task, text)]
    if (
        bodies
        and len(bodies) == len(understood.topic.phrases)
        and re.search(
            "(来自|所在|单位|任职|发言人|几位|多少位|职务|身份|哪里的|是.{0,8}的(人|代表|委员|发言人)?)", folded
        )
    ):
        return f"来自“{bodies[0]}”的", [
            place for place in everyone if fold(bodies[0]) in fold(corpus.speech(place).role)
        ]
    asks_of_words = any(phrase.quoted for phrase in understood.topic.phrases)
    if (
        not words
        and not asks_of_words
        and (plan.kind in ("list", "count") or (plan.kind == "who" and plan.documents))
        and not pattern(language("metadata")["of_points"]).search(folded)
        and _of_everybody(task)
    ):
        by_bodies = [place for place in everyone if corpus.speech(place).speaker in task.lexicon.organisations]
        if by_bodies and pattern(rules_of_body["bodies_alone"]).search(folded):
            return "以单位名义发言的", by_bodies
        return "发言的", [place for place in everyone if corpus.speech(place).speaker is not None]
    return None


def _of_everybody(task: Task) -> bool:
    """Whether a question asks for all that speak: in a document, or in words that tell no condition that they must fulfil."""
    if task.understood.plan.documents or task.filtered is not None:
        return True
    return pattern(language("metadata")["everybody"]).fullmatch(task.understood.folded) is not None


def _body(phrase: Phrase) -> str:
    """A phrase without the words at its ends that only ask for a record (某大学任职)."""
    words = list(phrase.words)
    while words and words[-1] in said_of_people():
        words.pop()
    while words and words[0] in said_of_people():
        words.pop(0)
    return "".join(words)


def _titles(folded: str) -> list[str]:
    """The titles a folded question holds, none inside another (副校长 is not also 校长 there)."""
    found: list[str] = []
    rest = folded
    for word in sorted(language("people")["titles"]["words"], key=len, reverse=True):
        if word in rest:
            found.append(word)
            rest = rest.replace(word, "〇")
    short: dict[str, list[str]] = language("people")["short_titles"]
    return found + [title for word, titles in short.items() if len(word) > 1 and word in rest for title in titles]


def without_documents(task: Task) -> str:
    """The folded question without what only calls a document (代表小组讨论那次)."""
    folded = task.understood.folded
    columns = [match.span() for match in pattern(language("people")["events"]["columns"]).finditer(folded)]
    named = document_names(task.corpus, folded)
    told = whens(folded) if task.understood.plan.documents else []
    for start, end in (*named, *holders(folded, named), *columns, *told):
        folded = folded[:start] + "〇" * (end - start) + folded[end:]
    return folded


def _is_category(word: str) -> bool:
    return any(word in rule["ask"] for rule in language("people")["categories"].values())


def said_of_people() -> frozenset[str]:
    """Words that may stand in a question for people without being a topic."""
    return frozenset(language("metadata")["neutral"])


def _in_roles(task: Task, word: str) -> bool:
    return any(word in fold(one.role) for places in task.lexicon.appearances.values() for one in places)


def _belongs(task: Task, place: Place, words: Sequence[str]) -> bool:
    speech = task.corpus.speech(place)
    text, apart = fold(speech.role or speech.speaker or ""), language("people")["held_apart"]
    return any(fold(word) in re.sub("|".join(apart.get(word, ())) or "(?!)", "〇", text) for word in words)


def _holds(role: str, title: str, bodies: Sequence[str]) -> bool:
    """Whether one office of ``role`` ends in ``title`` itself: 校长 is not 副校长."""
    for part in map(fold, offices_of(role)):
        at = part.rfind(title)
        goes_on = part.startswith("会", at + len(title))  # 委员会 is no 委员
        if at >= 0 and not goes_on and not part[:at].endswith("副") and all(body in fold(role) for body in bodies):
            return True
    return False
