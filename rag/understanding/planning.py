"""A question, its history and the open index → the plan by which it is answered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.folding import fold
from index.words import part_of_speech
from rag.data import language, pattern
from rag.records import Kind, Plan
from rag.understanding.dialogue import complete
from rag.understanding.documents import document_names, named_documents
from rag.understanding.kinds import Detail, details_of, kind_of, matches, numeral
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.strangers import unknown_speaker
from rag.understanding.topics import Tokenise, Topic, topic_of
from rag.verification.questions import Claimed, claimed

_DATE = re.compile(
    r"(?P<year>[0-9]{4})[年\-/.](?P<month>[0-9]{1,2})(?:[月\-/.](?P<day>[0-9]{1,2})日?)?|(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})[日号]"
)


_PRINTED = re.compile(r"第[0-9]+版(?:上|里|面)?|[一-鿿]{0,4}(?:晚|早|晨|日|周|时|商)报(?:上|里)?")
_SHORTEST_SENTENCE = 6
"""Characters from which words between quotation marks are a sentence to be checked rather than a topic."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is answered: the completed text, the plan, and what the answerers need of the reading.

    ``folded`` is the completed question folded; ``mentions`` and ``topic`` are stretches of it. ``further``: the types
    of answer that it asks for beside ``detail`` (多少公里，几年改完). ``naming``: the stretches ``[start, end)`` that name
    whom it asks about, offices included.
    """

    question: str
    folded: str
    plan: Plan
    topic: Topic
    mentions: tuple[Mention, ...]
    naming: tuple[tuple[int, int], ...]
    detail: Detail | None
    further: tuple[Detail, ...]
    completed: bool
    asks_of_speech: bool
    asks_of_background: bool


def understand(
    question: str,
    *,
    lexicon: Lexicon,
    tokenise: Tokenise,
    history: Sequence[Mapping[str, str]] = (),
    speaker: str | None = None,
    document: str | None = None,
) -> Understood:
    """The plan of ``question``; ``speaker`` and ``document`` are the user's filters, which outrank its words."""
    plainly = pattern(language("questions")["preamble"]).sub("", question.strip()) or question.strip()
    whole = complete(plainly, history, lexicon=lexicon, tokenise=tokenise)
    folded = fold(whole)
    printed = document_names(lexicon.corpus, folded)
    mentions = [
        mention
        for mention in lexicon.mentions(folded)
        if not any(start <= mention.start and mention.end <= end for start, end in printed)
    ]
    verbs: list[str] = language("questions")["speech_verbs"]
    words = list(tokenise(folded))
    unknown = unknown_speaker(lexicon, folded, mentions, verbs, words)
    documents = tuple(dict.fromkeys((*([document] if document else ()), *named_documents(lexicon.corpus, folded))))
    if unknown is not None and unknown.speakers:  # a body that only one speaker's role holds
        mentions, unknown = sorted([*mentions, unknown], key=lambda mention: mention.start), None
    taken = [(mention.start, mention.end) for mention in mentions]
    if unknown is not None:
        taken.append((unknown.start, unknown.end))
    if documents:
        taken += [match.span() for rule in (_DATE, _PRINTED) for match in rule.finditer(folded)]
        taken += printed
    point, paragraph, ordinals = _ordinals(folded)
    taken += ordinals
    called = [(mention.start, mention.end) for mention in mentions if mention.speakers]
    plain = _without(folded, [*called, *_degrees(words)])
    checked = claimed(whole, tuple(lexicon.appearances))
    quoted = checked is not None and re.search(f'[“「『"]{re.escape(checked.sentence)}', whole) is not None
    if checked is not None and not quoted and re.search('[“”「」『』"]', checked.sentence):
        checked = None  # a topic with a quoted word in it
    if matches("similar", plain):
        checked = None
    asked = "" if checked is None else fold(checked.sentence) if quoted else folded.rstrip("吗?？。")
    asking = pattern(language("questions")["asking"]).search(asked) is not None
    calls_it_sentence = pattern(language("questions")["sentence"]).search(folded) is not None
    if checked is not None and len(checked.sentence) < _SHORTEST_SENTENCE and not calls_it_sentence:
        checked = None  # who uses a word, not who said a sentence
    if checked is not None and ((quoted and not asking) or (checked.speaker is not None and not asking)):
        return _to_verify(question, whole, folded, checked, mentions, lexicon, topic_of(folded, taken, tokenise))
    details = details_of(folded, words)
    detail, rules = next(iter(details), None), language("questions")
    if detail is not None and _asks_for_speaker(folded, detail[0], detail[1]):
        detail = None
    kind = _kind(plain, folded, mentions, detail)
    counts_people = pattern(language("questions")["counts_people"]).search(plain) is not None
    if kind == "count" and mentions and not counts_people and not pattern(rules["counts_points"]).search(plain):
        kind = "fact"  # what a speaker counts, not how many speak
    if kind != "fact" and not (kind == "who" and detail and detail[0].name in ("actor", "recipient")):
        detail = None
    elif kind == "who":
        kind = "fact"
    if detail is not None:
        taken.append(_asking_part(folded, detail[1]))
    excluded = _excluded(folded, mentions)
    modifying = _modifying(folded, mentions)
    named = [mention for mention in mentions if not set(mention.speakers) <= set(excluded) and mention not in modifying]
    roles = _roles(folded, named, lexicon, tokenise)
    taken += [(start, end) for start, end, _ in roles]
    topic = topic_of(folded, taken, tokenise)
    if detail is not None and detail[0].unit:
        topic = _with_counted(topic, folded, detail, words)
    speakers = tuple(
        dict.fromkeys((*([speaker] if speaker else ()), *(name for mention in named for name in mention.speakers)))
    )
    if kind == "count" and counts_people and topic.words:
        speakers = (speaker,) if speaker else ()  # whoever is named is one of those counted
    plan = Plan(
        kind=kind,
        topic=topic.text,
        terms=topic.words,
        speakers=speakers,
        unknown=(unknown.text,) if unknown is not None else (),
        roles=tuple(dict.fromkeys(word for *_, word in roles)),
        excluded=excluded,
        documents=documents,
        dates=tuple(match.group() for match in _DATE.finditer(folded)),
        detail=detail[0].name if detail else None,
        point=point,
        paragraph=paragraph,
    )
    if not plan.speakers and not plan.unknown:
        plan = _of_category(plan, folded, lexicon)
    plan = _settled(plan, topic, folded, several=len(named) > 1)
    return Understood(
        whole,
        folded,
        plan,
        topic,
        tuple(mentions),
        (*((mention.start, mention.end) for mention in mentions), *((start, end) for start, end, _ in roles)),
        detail[0] if detail and plan.kind == "fact" else None,
        tuple(one for one, _ in details[1:]),
        whole != plainly,
        any(word in folded for word in language("questions")["of_speech"]),
        any(word in folded for word in language("questions")["of_background"]),
    )


def _to_verify(
    question: str,
    whole: str,
    folded: str,
    checked: Claimed,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    topic: Topic,
) -> Understood:
    """The plan of a question that wants a sentence checked: whose is it, or is it this person's?"""
    speakers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    if checked.speaker is not None:
        resolved = [name for mention in lexicon.mentions(fold(checked.speaker)) for name in mention.speakers]
        speakers = tuple(dict.fromkeys(resolved))
        unknown = () if speakers else (checked.speaker,)
    called = tuple((mention.start, mention.end) for mention in mentions)
    plan = Plan(
        kind="verify",
        topic=checked.sentence,
        terms=topic.words,
        speakers=speakers,
        unknown=unknown,
        sentence=checked.sentence,
    )
    return Understood(
        whole, folded, plan, topic, tuple(mentions), called, None, (), whole != question.strip(), True, False
    )


def _degrees(words: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """比较 before an adjective (比较合适) says how much so; it compares nothing."""
    return [
        (start, end)
        for (word, start, end), (following, *_) in pairwise(words)
        if word == "比较" and part_of_speech(following).startswith("a")
    ]


def _without(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """``text`` with names replaced, so that no character of a name is read as a question word."""
    for start, end in stretches:
        text = text[:start] + "〇" * (end - start) + text[end:]
    return text


def _kind(plain: str, folded: str, mentions: Sequence[Mention], detail: tuple[Detail, tuple[int, int]] | None) -> Kind:
    rules = language("questions")
    if pattern(rules["some"]).search(plain):
        plain = re.sub("几(?=个|位|家|名|所)", "数", plain)  # 谁主张几个县联合…: some, not how many
    kind = kind_of(plain)
    if kind == "count" and mentions and pattern(rules["counts_and_names"]).search(plain):
        kind = "summary"
    names = {name for mention in mentions for name in mention.speakers}
    if kind == "compare" and len(names) < 2 and not matches("compare", re.sub("分别|各自|各", "", plain)):
        kind = kind_of(re.sub("分别|各自", "", plain))
    return kind


def _settled(plan: Plan, topic: Topic, folded: str, *, several: bool) -> Plan:
    """What a kind needs beyond its words: a summary without a speaker but with a topic is a list, and so on."""
    if plan.kind == "list" and pattern(language("premises")["who_is_against"]).search(folded):
        return replace(plan, kind="who")
    if plan.kind in ("list", "who") and plan.excluded and pattern(language("questions")["proposes_too"]).search(folded):
        return replace(plan, kind="similar")  # who else proposes it, not who mentions a word
    if plan.kind == "summary" and not plan.speakers and not plan.unknown and topic.words and not plan.documents:
        return replace(plan, kind="list")
    if plan.kind == "compare" and several and pattern(language("questions")["either"]).search(folded):
        return replace(plan, kind="who")
    if plan.kind in ("fact", "summary") and several and pattern(language("questions")["either"]).search(folded):
        return replace(plan, kind="who")
    if plan.kind in ("fact", "summary") and several and len(plan.speakers) > 1:
        return replace(plan, kind="compare")
    if plan.kind == "list" and plan.speakers and not pattern(language("questions")["people"]).search(folded):
        return replace(plan, kind="summary")
    if plan.kind == "fact" and plan.speakers and not topic.words and not plan.detail:
        return replace(plan, kind="summary")
    return plan


def _asks_for_speaker(folded: str, detail: Detail, stretch: tuple[int, int]) -> bool:
    """由谁提出, 谁当校长: the person who speaks, or who holds an office, not who is to do something."""
    if detail.name not in ("actor", "recipient"):
        return False
    rules = language("questions")
    behind = folded[stretch[0] : stretch[1] + 4]
    return any(verb in behind for verb in rules["speech_verbs"] if len(verb) > 1) or any(
        title in behind for title in language("people")["titles"]["words"]
    )


def _with_counted(
    topic: Topic, folded: str, detail: tuple[Detail, tuple[int, int]], words: Sequence[tuple[str, int, int]]
) -> Topic:
    """The topic with the thing counted (多少家单位), which elsewhere belongs to the frame of a question."""
    end = _asking_part(folded, detail[1])[1]
    counted = next((word for word, start, _ in words if start == end), "")
    if counted in topic.words or len(counted) < 2 or not part_of_speech(counted).startswith("n"):
        return topic
    return replace(topic, words=(*topic.words, counted))


def _asking_part(folded: str, stretch: tuple[int, int]) -> tuple[int, int]:
    """Of what asks for a detail (每餐补贴多少), the part that only asks (多少): the rest belongs to the topic."""
    match = pattern(language("details")["asking"]["core"]).search(folded, *stretch)
    return match.span() if match else stretch


def _of_category(plan: Plan, folded: str, lexicon: Lexicon) -> Plan:
    """民主党派提了什么: a class of bodies as the subject stands for all speakers that belong to it."""
    office = pattern(language("people")["generic"]["which_office"]).search(folded)
    if office is not None and plan.kind in ("who", "fact", "list"):
        title = next((word for word in lexicon.titles if office.string.startswith(word, office.end())), "")
        rest = tuple(word for word in plan.terms if word not in title and title not in word)
        holders = tuple(name for name in lexicon.appearances if title and lexicon.holds(name, title))
        neutral = language("metadata")["neutral"]
        if (
            title
            and holders
            and title not in language("people")["generic"]["addresses"]
            and any(word not in neutral for word in rest)
            and not all(lexicon.affiliated(word) for word in rest)
        ):
            return replace(plan, speakers=holders, terms=rest)
    asked_of = {word for rule in language("people")["categories"].values() for word in rule["ask"]}
    if plan.kind in ("who", "list") and any(word not in asked_of for word in plan.terms):
        plan = replace(plan, terms=tuple(word for word in plan.terms if word not in asked_of or len(plan.terms) == 1))
    category = lexicon.category(folded)
    if category is None or plan.kind not in ("summary", "fact", "who", "list"):
        return plan
    name, offices = category
    asked: list[str] = language("people")["categories"][name]["ask"]
    neutral = language("metadata")["neutral"]
    rest = tuple(word for word in plan.terms if word not in asked and word not in neutral)
    if (not rest and plan.kind != "summary") or (rest and all(lexicon.affiliated(word) for word in rest)):
        return plan
    members = dict.fromkeys(speaker for word in offices for speaker in lexicon.affiliated(word))
    ordered = tuple(speaker for speaker in lexicon.appearances if speaker in members)
    return replace(plan, speakers=ordered, terms=rest) if ordered else plan


def _modifying(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Who is named only as the one whose proposal another is asked about: 甲为什么反对乙提的某事."""
    return [
        mention
        for before, mention in pairwise(mentions)
        if before.speakers != mention.speakers
        and not pattern(language("questions")["side_by_side"]).fullmatch(folded[before.end : mention.start])
        and pattern(language("questions")["proposed_by"]).match(folded, mention.end)
    ]


def _excluded(folded: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The speakers whom 除了…还有谁 leaves out."""
    match = re.search("除(了|开|去)?(?P<who>.+?)(以外|之外|外|[,，]|还|其他|别)", folded)
    match = match or pattern(language("questions")["others_too"]).search(folded)
    if match is None:
        return ()
    return tuple(
        name for mention in mentions if match.start() <= mention.start < match.end() for name in mention.speakers
    )


def _roles(
    folded: str, mentions: Sequence[Mention], lexicon: Lexicon, tokenise: Tokenise
) -> list[tuple[int, int, str]]:
    """Words of the question that tell a named speaker's roles apart (某院的张三; 以院长和会长的身份), with their stretches."""
    found = []
    for mention in mentions:
        if len(mention.speakers) != 1 or mention.how not in ("name", "title"):
            continue
        offices = [fold(role) for role in lexicon.roles(mention.speakers[0])]
        before = re.search(r"(?P<body>[^,，。:：的]{2,16})的?$", folded[: mention.start])
        if before is not None and (len(offices) > 1 or folded[: mention.start].endswith("的")):
            body = _longest_tail(before["body"], offices)
            if body:
                found.append((before.end("body") - len(body), before.end(), body))
        clause = re.search(
            r"(?:以(?P<a>[^,，。]{2,20}?)(?:的)?(?:身份|名义)|作为(?P<b>[^,，。]{2,20}?)(?=提|说|讲|谈|建议|主张|的|有|$))",
            folded,
        )
        if clause is not None and len(offices) > 1:
            group = "a" if clause["a"] else "b"
            for word, start, end in tokenise(clause[group]):
                if len(word) > 1 and any(word in office for office in offices):
                    found.append((clause.start(group) + start, clause.start(group) + end, word))
    return found


def _longest_tail(text: str, offices: Sequence[str]) -> str:
    """The longest end of ``text`` that stands in one of ``offices``, at least two characters; "" for none."""
    for start in range(len(text) - 1):
        if any(text[start:] in office for office in offices):
            return text[start:]
    return ""


def _ordinals(folded: str) -> tuple[int | None, int | None, list[tuple[int, int]]]:
    rules = language("questions")["ordinals"]
    found: dict[str, int] = {}
    taken = []
    for name in ("paragraph", "point"):
        match = pattern(rules[name]).search(folded)
        if match:
            found[name] = numeral(match[1])
            taken.append(match.span())
    match = pattern(rules["last"]).search(folded)
    if match:
        found["point"] = -1
        taken.append(match.span())
    return found.get("point"), found.get("paragraph"), taken
