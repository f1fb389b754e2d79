"""Whom a question is about: whom it leaves out, names only in passing, names by a role or as a class of bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.folding import fold
from rag.data import language, pattern
from rag.records import Plan
from rag.understanding.bodies import abbreviates
from rag.understanding.called import stands_for
from rag.understanding.categories import asked_category
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.offices import offices_of
from rag.understanding.topics import Tokenise


def excluded_speakers(folded: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The speakers whom 除了…还有谁 leaves out."""
    apart = pattern(language("questions")["apart"])  # 那丁瑶之外，某事又是谁提的
    apart_from = [one for one in mentions if apart.match(folded, one.end)]
    joined = pattern(language("questions")["side_by_side"])
    for one in reversed(mentions):  # 甲和乙以外
        if apart_from and one.end <= apart_from[0].start and joined.fullmatch(folded[one.end : apart_from[0].start]):
            apart_from.insert(0, one)
    set_apart = tuple(name for one in apart_from for name in one.speakers)
    if set_apart:
        return set_apart
    likewise = language("questions")["likewise"]
    alike = tuple(
        name
        for one in mentions
        if pattern(likewise["before"]).search(folded[: one.start])
        and pattern(likewise["behind"]).match(folded, one.end)
        for name in one.speakers
    )
    if alike:
        return alike
    match = re.search("除(了|开|去)?(?P<who>.+?)(以外|之外|外|[,，]|还|其他|别)", folded)
    match = match or pattern(language("questions")["others_too"]).match(folded)
    match = match or pattern(language("questions")["left_out"]).search(folded)
    if match is None:
        return ()
    left_out = match.groupdict().get("without")
    if left_out is not None:
        return tuple(name for mention in mentions if mention.end <= match.end() for name in mention.speakers)
    if match["who"].strip() in ("他", "她", "它", "他们", "她们", "这位", "此人"):  # 甲反对某事，除了他还有谁
        return tuple(name for mention in mentions if mention.end <= match.start() for name in mention.speakers)
    return tuple(
        name for mention in mentions if match.start() <= mention.start < match.end() for name in mention.speakers
    )


def modifying(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Who is named only as the one whose proposal another is asked about: 甲为什么反对乙提的某事, 甲为什么同意乙的看法;
    or as the one of whom somebody asked for wants something: 谁要求甲公司每年分红.
    """
    rules = language("questions")
    wanted_of = [one for one in mentions if pattern(rules["wants_of"]).search(folded[: one.start])]
    return wanted_of + [
        mention
        for before, mention in pairwise(mentions)
        if before.speakers != mention.speakers
        and not pattern(rules["side_by_side"]).fullmatch(folded[before.end : mention.start])
        and (
            pattern(rules["proposed_by"]).match(folded, mention.end)
            or pattern(rules["on_another"]).search(folded[before.end : mention.start])
        )
    ]


def named_roles(
    folded: str, mentions: Sequence[Mention], lexicon: Lexicon, tokenise: Tokenise
) -> list[tuple[int, int, str]]:
    """Words of the question that tell a named speaker's roles apart (某院的张三; 以院长和会长的身份), with their stretches."""
    found = []
    for mention in mentions:
        if len(mention.speakers) == 1 and mention.how == "organisation":  # the body that a person speaks for
            roles = [fold(part) for role in lexicon.roles(mention.speakers[0]) for part in offices_of(role)]
            found += [(mention.start, mention.end, part) for part in roles if abbreviates(mention.text, part)][:1]
        if len(mention.speakers) != 1 or mention.how not in ("name", "title"):
            continue
        offices = [fold(role) for role in lexicon.roles(mention.speakers[0])]
        before = re.search(r"(?P<body>[^,，。:：的]{2,16})的?$", folded[: mention.start])
        if before is not None:
            body = _longest_tail(before["body"], offices) or _short_of(before["body"], offices, tokenise)
            if body:
                start = before.end("body") - len(body)
                does = pattern(language("people")["occupied_with"]).search(folded[:start])
                found.append((does.start() if does else start, before.end(), body))
        clause = re.search(
            r"(?:以(?P<a>[^,，。]{2,20}?)(?:的)?(?:身份|名义)|作为(?P<b>[^,，。]{2,20}?)(?=提|说|讲|谈|建议|主张|的|有|$))",
            folded,
        )
        if clause is not None and len(offices) > 1:
            group = "a" if clause["a"] else "b"
            if any(clause[group] in office for office in offices):
                found.append((*clause.span(group), clause[group]))
                continue
            for word, start, end in tokenise(clause[group]):
                if len(word) > 1 and any(word in office for office in offices):
                    found.append((clause.start(group) + start, clause.start(group) + end, word))
    return found


def told_of(folded: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The stretches beside a speaker's name that only tell what he does (搞农机的张三)."""
    rules, found = language("people"), []
    for mention in mentions:
        before = pattern(rules["told_before"]).search(folded[: mention.start])
        behind = pattern(rules["told_behind"]).match(folded, mention.end)
        if mention.speakers:
            found += [match.span("told") for match in (before, behind) if match is not None]
    return found


def parts_of_names(folded: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The stretches before a body's short name that are of its full one: 法院的 of 法院的环资庭."""
    found = []
    for mention in mentions:
        before = re.search(r"(?P<body>[^,，。:：的]{2,16})的$", folded[: mention.start])
        if before is not None and len(mention.speakers) == 1:
            part = _longest_tail(before["body"], [fold(mention.speakers[0])])
            found += [(before.end("body") - len(part), before.end())] if part else []
    return found


def _longest_tail(text: str, offices: Sequence[str]) -> str:
    """The longest end of ``text`` that stands in one of ``offices``, at least two characters; "" for none."""
    for start in range(len(text) - 1):
        if any(text[start:] in office for office in offices):
            return text[start:]
    return ""


def _short_of(text: str, offices: Sequence[str], tokenise: Tokenise) -> str:
    """The longest end of ``text`` by which people call a body that one of ``offices`` names (热力公司: 某市热力集团的); "" for
    none.
    """
    kind = pattern(f"(?:{language('questions')['called']['body']})$").search(text)
    if kind is None:
        return ""
    for _, start, _ in tokenise(text):
        own = text[start : kind.start()]
        if any((len(own) > 1 and own in office) or stands_for(text[start:], office, tokenise) for office in offices):
            return text[start:]
    return ""


def with_holder(plan: Plan, lexicon: Lexicon) -> Plan:
    """某公司那位副总工怎么说: all that is asked about is an office that one speaker holds."""
    short: dict[str, list[str]] = language("people")["short_titles"]
    titles = (*lexicon.titles, *(word for word in short if len(word) > 1))
    if plan.kind != "summary" or not any(word.endswith(titles) for word in plan.terms):
        return plan
    holders = [
        name
        for name in lexicon.appearances
        if any(
            all(any(form in fold(office) for form in (word, *short.get(word, ()))) for word in plan.terms)
            for office in lexicon.roles(name)
        )
    ]
    named = [word for word in plan.terms if word in lexicon.titles and "副" not in plan.terms]
    if len(holders) != 1 or not all(lexicon.holds(holders[0], word) for word in named):
        return plan  # a 副局长 is no 局长
    return replace(plan, speakers=tuple(holders), terms=(), topic="")


def without_deputies(plan: Plan, mentions: Sequence[Mention], folded: str, lexicon: Lexicon) -> Plan:
    """某局局长怎么说, where only somebody else of that body speaks: the holder of the office is unknown."""
    offices = [word for word in plan.terms if word in lexicon.titles]
    if plan.kind != "summary" or len(plan.speakers) != 1 or offices != list(plan.terms) or not offices:
        return plan
    body = next((one for one in mentions if one.how in ("organisation", "role")), None)
    office = next(
        (word for word in offices if body and re.match(f"的?([那这](一)?(位|个))?{word}", folded[body.end :])), None
    )
    if body is None or office is None or any(lexicon.holds(plan.speakers[0], word) for word in offices):
        return plan
    return replace(plan, speakers=(), terms=(), topic="", unknown=(body.text + office,))


def with_category(plan: Plan, folded: str, lexicon: Lexicon) -> Plan:
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
    category = asked_category(lexicon, folded)
    if category is None or plan.kind not in ("summary", "fact", "who", "list"):
        return plan
    name, offices = category
    asked: list[str] = language("people")["categories"][name]["ask"]
    if any(
        pattern(f"(提|谈|说|讲)(到|及|过|起)[^,，]{{1,12}}{word}的?(都|有|是)*(有)?(谁|哪)").search(folded)
        for word in asked
    ):
        return plan  # 提到寄宿制学校的都有谁: a word that was spoken of, not who speaks
    neutral = language("metadata")["neutral"]
    rest = tuple(word for word in plan.terms if word not in asked and word not in neutral)
    if (not rest and plan.kind != "summary") or (rest and all(lexicon.affiliated(word) for word in rest)):
        return plan
    members = dict.fromkeys(speaker for word in offices for speaker in lexicon.affiliated(word))
    ordered = tuple(speaker for speaker in lexicon.appearances if speaker in members)
    return replace(plan, speakers=ordered, terms=rest) if ordered else plan


def asks_for_all(folded: str, named: Sequence[Mention]) -> bool:
    """Whether the clause that asks for several people names nobody, and the one who is named stands in another (他那段里还写到某词，这个
    词有哪些人用过).
    """
    if len({one.speakers for one in named}) != 1:
        return False
    clauses = [match.span() for match in re.finditer("[^,，;；。?？]+", folded)]
    asking = [span for span in clauses if pattern(language("questions")["people"]).search(folded[slice(*span)])]
    return bool(asking) and not any(start <= one.start < end for start, end in asking for one in named)
