"""Others than whoever was shown: 除了他和张三还有谁, 其他人谈某事了吗, 有人回应他吗. He himself is no answer to it."""

from __future__ import annotations

import re

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.by_office import Pointed, whom
from rag.understanding.kinds import kind_of, numeral
from rag.understanding.lexicon import Lexicon
from rag.understanding.subjects import excluded_speakers
from rag.understanding.topics import Tokenise
from rag.understanding.turns import Turn, topic_in, without_light

_MOST = 6
"""Of whom was shown, at most so many are left out by name."""


def others_left_out(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str:
    """``question`` with the names of all whom it leaves out (除了他和张三，还有谁), and the last matter where it names none."""
    rules, folded = language("questions")["followup"], fold(question)
    match = pattern(rules["left_out"]).search(folded)
    people = pattern(language("questions")["people"])
    if match is None or not (
        people.search(folded, match.end())
        or pattern(rules["others"]).search(folded, match.end())
        or pattern(rules["who_more"]).match(folded[match.end() :])
        or (previous.asks_for_people and pattern(rules["bare_more"]).match(folded[match.end() :]))
    ):
        return question
    names = _named_in(match["who"], previous, lexicon, tokenise)
    rest = question[match.end() :]
    alike = pattern(language("questions")["proposes_too"]).search(folded, match.end())
    if not names or (len(match["who"]) == 1 and alike):
        return question  # who else proposes it is told by what he proposes
    bare = pattern(rules["bare_more"]).match(folded[match.end() :]) is not None
    if bare and match[0].startswith("再"):
        names = list(dict.fromkeys((*excluded_speakers(fold(previous.question), previous.mentions), *names)))
    said = f"{folded[: match.start()]}，{fold(rest)}"  # 水价的事，除了他俩，…: of what is told before
    topic = without_light(topic_in(said, lexicon.mentions(said), tokenise))
    if not topic.words and previous.matter and (bare or pattern(rules["who_more"]).match(fold(rest))):
        rest = f"还有谁提到了{previous.matter}？"
    return f"{question[: match.start()].removesuffix('那').removesuffix('再')}除了{'、'.join(names)}，{rest}"


def of_others(question: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> str | None:
    """有人回应他吗, 其他人谈某事了吗: the question for others than all who were shown of it; None where it asks no such thing."""
    rules, folded = language("questions")["followup"], fold(question)
    of_him_too = pattern(f"{rules['left_out']}|{rules['including']}").search(folded) is not None
    if lexicon.mentions(folded) or of_him_too:
        return None
    if pattern(rules["responds"]).search(folded) and previous.cast.focus and previous.matter:
        return f"除了{'、'.join(shown_so_far(previous))}，还有谁提到了{previous.matter}？"
    bare = pattern(rules["bare_others"]).match(folded)
    if bare is not None and previous.cast.focus and previous.matter:
        told = _asked_about(previous) if bare["of_list"] else shown_so_far(previous)
        return f"除了{'、'.join(told)}，还有谁提到了{previous.matter}？"
    match = pattern(rules["other_people"]).search(folded)
    if (
        match is None
        or not previous.cast.focus
        or pattern(language("questions")["opponents"]["against"]).search(folded)
    ):
        return None
    rest = f"{folded[: match.start()]}，{folded[match.end() :]}"
    own = without_light(topic_in(rest, (), tokenise))
    if own.words and kind_of(folded) in ("fact", "list", "who", "count"):
        about = "、".join(phrase.text for phrase in own.phrases)
        return f"除了{'、'.join(shown_so_far(previous))}，还有谁提到了{about}？"
    if not own.words and previous.matter and pattern(rules["spoke"]).match(folded, match.end()):
        return f"除了{'、'.join(shown_so_far(previous))}，还有谁提到了{previous.matter}？"
    return None


def shown_so_far(previous: Turn) -> list[str]:
    """Those whom others are asked for beside: whoever is spoken of, who was shown with him, and who was left out with him."""
    cast = previous.cast
    left_out = excluded_speakers(fold(previous.question), previous.mentions)
    listed = cast.listed if {*cast.focus} <= {*cast.listed} else ()
    return list(dict.fromkeys((*listed, *left_out, *cast.focus)))[:_MOST]


def _asked_about(previous: Turn) -> list[str]:
    """Those of the list shown last who were asked about since (其他几位呢); all who were shown where that leaves nobody, or none."""
    cast = previous.cast
    asked = [name for name in cast.listed if name in cast.in_turn]
    return asked if asked and len(asked) < len(cast.listed) else shown_so_far(previous)


def who_said_it(question: str, previous: Turn) -> str | None:
    """谁说的, of what the last answer quotes of one: the question for whose words they are; None where it asks something else."""
    if not pattern(language("questions")["followup"]["who_said_it"]).match(fold(question)):
        return None
    quoted = [text for text in re.findall("“([^”]{6,})”", previous.answer) if "“" not in text]
    if re.search("(说|提|讲|主张)的(吗|吧|么)", fold(previous.question)):
        return None  # 那是他说的吗？那是谁说的: not what the answer quotes instead
    if previous.asks_for_people or len(previous.cast.focus) != 1 or not quoted:
        return None
    return f"“{quoted[0]}”这句话是谁说的？"


def _named_in(text: str, previous: Turn, lexicon: Lexicon, tokenise: Tokenise) -> list[str]:
    """Those whom a folded list of names, pronouns and offices means."""
    names: list[str] = []
    for part in re.split("[和与跟及、]|以及", text):
        mentions = [one for one in lexicon.mentions(part) if one.speakers]
        joined = pattern(language("questions")["followup"]["joined"]).fullmatch(part)
        if mentions:
            names += [name for one in mentions for name in one.speakers]
        elif joined is not None:
            names += _meant(part, previous)
        elif (one := whom(Pointed(0, len(part), part, True), previous.cast, lexicon, tokenise)) is not None:
            names.append(one)
        else:
            return []
    return list(dict.fromkeys(names))


def _meant(pronoun: str, previous: Turn) -> list[str]:
    """Whom 他 or 他们 means that are left out: with 他们, all who were shown or left out before as well."""
    cast = previous.cast
    if re.search("们|[几两二三四五俩]|以上", pronoun):
        left_out = excluded_speakers(fold(previous.question), previous.mentions)
        number = re.search("[两二三四五俩]", pronoun)
        counted = cast.several(2 if number[0] == "俩" else numeral(number[0])) if number is not None else []
        if counted:
            return list(dict.fromkeys((*counted, *cast.focus)))
        several = cast.several(None) if {*cast.focus} <= {*cast.together} else []
        return list(dict.fromkeys((*left_out, *cast.focus, *several)))
    return list(cast.focus[:1])
