"""What a question takes for granted, held against what the corpus says: its figures and its directions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from index.words import part_of_speech
from rag.claims.language import directions, words
from rag.claims.numbers import Number, numbers
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import Phrase
from rag.understanding.vocabulary import substance

_CLAUSE = re.compile(r"[^，,。！？!?；;：:]+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question says and what the corpus says in its place, at ``span``."""

    said: str
    source: str
    span: Span


def contradiction(
    question: str,
    corpus: Corpus,
    spans: Sequence[Span],
    *,
    taken: Sequence[tuple[int, int]] = (),
    absent: Sequence[str] = (),
    about: Sequence[str] = (),
    actions: Sequence[tuple[str, str]] = (),
) -> Contradiction | None:
    """The first premise of a folded ``question`` that every one of the sentences at ``spans`` speaks against, or None.

    ``taken``: stretches of the question that are no premises (names, ordinals, dates of documents). ``absent``: words of
    direction that none of the sentences' paragraphs holds in any form; a word of the other direction suffices then, in a
    clause that holds one of ``about``. ``actions``: verbs of the question with their objects.
    """
    plain = question
    for start, end in taken:
        plain = plain[:start] + "〇" * (end - start) + plain[end:]
    texts = [fold(corpus.text(span.place)[span.start : span.end]) for span in spans]
    if not texts:
        return None
    return (
        _figure(plain, texts, spans)
        or _direction(plain, texts, spans)
        or _negated(plain, texts, spans, actions)
        or _opposed(plain, texts, spans, about)
        or _affirmed(plain, corpus, texts, spans, actions)
        or _compared(plain, texts, spans)
        or _turned(plain, texts, spans)
        or _absent(plain, texts, spans, absent, about)
    )


def _negated(
    question: str, texts: Sequence[str], spans: Sequence[Span], actions: Sequence[tuple[str, str]]
) -> Contradiction | None:
    """An action that the question takes for granted and a clause of a sentence refuses: 不赞成再修某物."""
    negations = "|".join(map(re.escape, sorted(language("premises")["negations"], key=len, reverse=True)))
    for verb, thing in actions:
        if not thing or re.search(f"(?:{negations})[^,，。]{{0,6}}?{re.escape(verb)}", question):
            continue
        form = re.compile(
            f"(?P<said>(?:{negations}|不(?={re.escape(verb[0])}))(?:{'|'.join(language('premises')['between'])})?"
            f"(?:{re.escape(verb)}|{re.escape(verb[0])}))[^,，。；;]{{0,8}}?{re.escape(thing)}"
        )
        for text, span in zip(texts, spans, strict=True):
            match = form.search(text)
            if match:
                return Contradiction(verb, match["said"], span)
    return None


def _opposed(question: str, texts: Sequence[str], spans: Sequence[Span], about: Sequence[str]) -> Contradiction | None:
    """A stance for something that the question gives a speaker, and a sentence's stance against it (支持…, 我不赞成…)."""
    rules = language("premises")
    stance = pattern(f"〇[^,，。？?]{{0,10}}?(?<!不)(?P<for>{rules['favouring']})").search(question)
    if stance is None:
        return None
    against = pattern("|".join(map(re.escape, sorted(rules["stances"], key=len, reverse=True))))
    for text, span in zip(texts[:1], spans[:1], strict=True):
        match = against.search(text)
        if match is not None and any(len(word) > 1 and word in text for word in about):
            return Contradiction(stance["for"], match.group(), span)
    return None


def _affirmed(
    question: str, corpus: Corpus, texts: Sequence[str], spans: Sequence[Span], actions: Sequence[tuple[str, str]]
) -> Contradiction | None:
    """An action that the question takes for refused (不要与…挂钩) and a sentence states without any negation."""
    forbidden = "|".join(language("premises")["forbidding"])
    for match in re.finditer(f"(?P<no>{forbidden})(?P<rest>[^,，。？?]{{2,16}})", question):
        verbs = [verb for verb, _ in actions if len(verb) > 1 and verb in match["rest"]]
        for verb in verbs:
            clauses = [
                (clause, span) for text, span in zip(texts, spans, strict=True) for clause in _CLAUSE.findall(text)
            ]
            holding = [(clause, span) for clause, span in clauses if verb in clause]
            negated = pattern(language("premises")["denying"])
            refusal = pattern(language("premises")["refusal"])
            if holding and not any(
                negated.search(clause) or refusal.search(fold(corpus.text(span.place))) for clause, span in holding
            ):
                return Contradiction(f"{match['no']}{match['rest']}", holding[0][0].strip()[-40:], holding[0][1])
    return None


def _compared(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """比某地高 against 低于某地, by the words of comparison in ``premises.toml``."""
    for side in language("premises")["comparisons"]:
        more, less = "|".join(side["asked"]), "|".join(side["against"])
        match = re.search(f"比(?P<other>[^,，。？?]{{2,14}}?)(?:还|更|要|都)?(?P<how>{more})", question)
        if match is None:
            continue
        heads = {match["other"][at : at + 2] for at in range(len(match["other"]) - 1)}
        for text, span in zip(texts, spans, strict=True):
            for found in re.finditer(f"(?P<how>{less})(?P<other>[^,，。；;]{{2,20}})", text):
                if any(head in found["other"] for head in heads):
                    return Contradiction(match["how"], found["how"], span)
    return None


_FROM_TO = (
    r"(?:从|由)(?P<old>[^,，。；;？?]{2,14}?)(?:退回|转回|转向|转为|转到|改为|改成|变为|变成|走向|到)(?:了|到)?"
    r"(?P<new>[^,，。；;？?]{2,14})"
)


def _turned(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """从甲到乙 against 由乙到甲: the way goes back."""
    asked = re.search(_FROM_TO, _bare(question))
    if asked is None:
        return None
    for text, span in zip(texts, spans, strict=True):
        for found in re.finditer(_FROM_TO, _bare(text)):
            if found["old"] == asked["new"][: len(found["old"])] and found["new"].startswith(asked["old"]):
                return Contradiction(asked["new"], found["old"], span)
    return None


def _bare(text: str) -> str:
    return re.sub(r"[“”‘’\"'「」『』]", "", text)


def office_denied(question: str, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[str, str] | None:
    """An office that a folded ``question`` gives a speaker who holds none such: the office as asked, and the speaker.

    Before the name (某校长张三), behind it (张三校长) or as a role (张三作为校长). Titles by which anybody is addressed say nothing.
    """
    generic = language("people")["generic"]
    for mention in mentions:
        if mention.how != "name" or len(mention.speakers) != 1 or not lexicon.roles(mention.speakers[0]):
            continue
        offices = [fold(role) for role in lexicon.roles(mention.speakers[0])]
        before = re.search(r"(?P<office>[一-鿿]{2,16})$", question[: mention.start])
        behind = question[mention.end :]
        as_role = re.match(
            r"(?:作为|身为|是?以)(?P<office>[^,，。的]{2,20}?)(?:的?身份|的?名义)?(?=[,，对在就提说讲谈]|$)", behind
        )
        found = [match["office"] for match in (before, as_role) if match is not None]
        found += [title for title in lexicon.titles if behind.startswith(title)][:1]
        for office in found:
            title = next((word for word in lexicon.titles if office.endswith(word)), None)
            if title is None or title in generic["addresses"] or any(title in held for held in offices):
                continue
            return office, mention.speakers[0]
    return None


def actions(phrases: Sequence[Phrase]) -> list[tuple[str, str]]:
    """The verbs of a question's phrases, each with the word of substance that follows ("" at the end of a phrase)."""
    found = []
    for phrase in phrases:
        if phrase.quoted:
            continue
        for word, thing in zip(phrase.words, (*phrase.words[1:], ""), strict=True):
            if part_of_speech(word)[:1] in ("v", "") and (not thing or (substance(thing) >= 0.7 and len(thing) > 1)):
                found.append((word, thing))
    return found


def _refused_by_question(question: str, word: str) -> bool:
    """Whether the question takes a refusal for somebody's stance (〇〇反对…, 为什么要取消…), not for a part of its topic."""
    return (
        re.search(f"〇[^,，。？?]{{0,8}}{word}|(?:为什么|为何|为啥|怎么)[^,，。？?]{{0,6}}{word}", question) is not None
    )


def _absent(
    question: str, texts: Sequence[str], spans: Sequence[Span], absent: Sequence[str], about: Sequence[str]
) -> Contradiction | None:
    """A direction that the sentences do not go: they hold its opposite, or it is a word of plain refusal."""
    table, refusing = directions(), set(language("premises")["refusing"])
    for word in absent:
        for text, span in zip(texts, spans, strict=True):
            mine = table.get(word, frozenset())
            against = [
                other
                for other, pairs in table.items()
                if len(other) > 1 and any((line, 1 - side) in mine for line, side in pairs)
                for clause in _CLAUSE.findall(text)
                if other in clause and any(term in clause for term in about)
            ]
            if against:
                return Contradiction(word, max(against, key=lambda other: (len(other), other)), span)
        if word in refusing and _refused_by_question(question, word):
            text, span = texts[0], spans[0]
            clause = _first_clause(text)
            return Contradiction(word, clause[:40], span)
    return None


def _first_clause(text: str) -> str:
    """The first clause of a sentence that is more than an opening."""
    return next((clause for clause in _CLAUSE.findall(text) if len(clause) >= 6), text)


def _figure(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    for number in _claimed(question):
        opposed: tuple[Number, Span, str] | None = None
        for text, span in zip(texts, spans, strict=True):
            found = numbers(text)
            if any(one.value == number.value for one in found):
                return None
            if opposed is None:
                opposed = next(((one, span, text) for one in found if _comparable(question, number, text, one)), None)
        if opposed is not None:
            one, span, text = opposed
            return Contradiction(_shown(question, number), _shown(text, one), span)
    return None


def _claimed(question: str) -> list[Number]:
    return [
        one
        for one in numbers(question)
        if not _approximate(question, one)
        and (one.strong or _unit(question, one) in _MEASURES or _behind(question, one))
        and not (one.value == "1" and (question[one.start] == "一" or _unit(question, one) not in _MEASURES))
        and not question[: one.start].endswith(("第", "哪"))
    ]


_MEASURES = ("年", "月", "天", "日", "%", "元", "成", "倍", "亩", "米", "吨")
"""Units that make two figures comparable by themselves; of counting words the thing counted must be the same too."""


def _comparable(question: str, number: Number, text: str, other: Number) -> bool:
    """Whether two figures measure the same: one unit, and behind a counting word the same thing."""
    unit, there = _unit(question, number), _unit(text, other)
    if unit in _MEASURES:
        return unit == there and _is_year(number) == _is_year(other)
    counted = {"大", *words("classifiers")}  # 三大产业 counts like 三个产业
    if unit not in counted or there not in counted:
        return False
    return bool(_behind(question, number)) and _behind(question, number) == _behind(text, other)


def _is_year(number: Number) -> bool:
    return number.value.isdigit() and len(number.value) == 4


def _approximate(question: str, number: Number) -> bool:
    """Whether a figure is only about so much (将近一半, 四成左右): that a source says it more exactly is no contradiction."""
    shown, before, behind = question[number.start : number.end], question[: number.start], question[number.end :]
    about = pattern(language("premises")["about"])
    return shown in ("一半", "半数") or about.search(before[-4:]) is not None or about.match(behind[:4]) is not None


def _behind(text: str, number: Number) -> str:
    """The two characters behind the counting word."""
    match = re.match(r"\s*(?:多|余)?[一-鿿]([一-鿿]{2})", text[number.end :])
    return match[1] if match else ""


def _unit(text: str, number: Number) -> str:
    if number.value.endswith("%"):
        return "%"
    match = re.match(r"\s*(?:多|余|左右|以上|个(?=月))?([%一-鿿])", text[number.end :])
    return match[1] if match else ""


def _shown(text: str, number: Number) -> str:
    """The figure with its unit, as the text has it."""
    unit = _unit(text, number)
    end = number.end
    if unit and not text[number.start : end].endswith(unit) and not text[number.start :].startswith("百分之"):
        end = text.find(unit, end) + len(unit)
    return text[number.start : end]


def _direction(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    table = directions()
    claimed = [
        (word, match.end())
        for word in table
        if len(word) > 1 and word in question
        for match in re.finditer(re.escape(word), question)
        if not question[: match.start()].endswith(("不", "没", "未", "非", "无"))  # 不同意 goes the other way
    ]
    for word, end in claimed:
        object_ = re.match(r"(?:了|对|的)?([一-鿿a-z0-9]{2,8})", question[end:])
        if object_ is None:
            continue
        heads = {object_[1][at : at + 2] for at in range(len(object_[1]) - 1)}
        opposed: tuple[str, Span] | None = None
        for text, span in zip(texts, spans, strict=True):
            for clause in _CLAUSE.findall(text):
                if sum(head in clause for head in heads) < max(1, len(heads) // 2):
                    continue
                sides = {side for other, pairs in table.items() if other in clause for side in pairs}
                mine = table[word]
                if sides & mine:
                    return None
                against = [
                    other
                    for other, pairs in table.items()
                    if len(other) > 1 and other in clause and any((line, 1 - side) in mine for line, side in pairs)
                ]
                if against:
                    opposed = (max(against, key=len), span)
        if opposed is not None:
            return Contradiction(word, opposed[0], opposed[1])
    return None


def polarities(question: str, *, taken: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The words of direction, of refusal and of negation in a folded ``question``, names apart, longest first."""
    for start, end in taken:
        question = question[:start] + "〇" * (end - start) + question[end:]
    refusing: list[str] = language("premises")["refusing"]
    return sorted(
        {word for word in (*directions(), *refusing) if len(word) > 1 and word in question},
        key=lambda word: (-len(word), word),
    )


def goes(word: str, text: str, *, about: Sequence[str] = ()) -> bool:
    """Whether folded ``text`` goes the way of ``word``: it holds the word or another of its side.

    Who refuses something also says so by a negation in a clause that holds one of ``about``.
    """
    mine = directions().get(word, frozenset())
    stances: list[str] = language("premises")["stances"]
    if word in stances and any(other in text for other in stances):
        return True
    if word in stances and any(
        other in clause
        for clause in _CLAUSE.findall(text)
        if any(term in clause for term in about)
        for other in language("premises")["negations"]
    ):
        return True
    return _holds_plainly(word, text) or any(
        len(other) > 1 and pairs & mine and _holds_plainly(other, text) for other, pairs in directions().items()
    )


def _holds_plainly(word: str, text: str) -> bool:
    """Whether ``text`` holds ``word`` without a negation right before it (不赞成 goes the other way)."""
    return any(
        not text[: match.start()].endswith(("不", "没", "未", "非")) for match in re.finditer(re.escape(word), text)
    )
