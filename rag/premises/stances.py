"""What a question takes somebody to be for or against, and what a source refuses or does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.corpus import Corpus
from index.folding import fold
from index.records import Span
from index.words import part_of_speech
from rag.data import language, pattern
from rag.premises.records import CLAUSE, Contradiction
from rag.understanding.topics import Phrase
from rag.understanding.vocabulary import substance


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


def negated(
    question: str, texts: Sequence[str], spans: Sequence[Span], actions: Sequence[tuple[str, str]]
) -> Contradiction | None:
    """An action that the question takes for granted and a clause of a sentence refuses: 不赞成再修某物."""
    negations = "|".join(map(re.escape, sorted(language("premises")["negations"], key=len, reverse=True)))
    for verb, thing in actions:
        if verb not in question:
            continue  # left open (占不占)
        before = question[: question.find(verb)]
        refused = pattern(language("premises")["turned"]).search(before) or re.search(
            f"(?:{negations})[^,，。]{{0,6}}$", before
        )
        if not thing or refused:
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


def stance(text: str) -> tuple[int, str]:
    """Whether folded ``text`` speaks for something (1), against it (-1), or neither way or both (0); and by which words."""
    rules = language("premises")
    against = pattern(rules["opposing"]).search(text)
    backing = pattern(rules["backing"]).search(pattern(rules["opposing"]).sub("〇", text))
    if against is not None and backing is None:
        return -1, against.group()
    if backing is not None and against is None:
        return 1, backing.group()
    return 0, ""


def asked_stance(question: str) -> tuple[int, int]:
    """The stance that a folded question, names masked as 〇, gives a speaker behind the name, and where its word begins."""
    rules = language("premises")
    match = pattern(f"〇[^,，。？?〇说讲谈]{{0,12}}?(?P<against>{rules['opposing']})").search(question)
    match = match or pattern(
        f"〇[^,，。？?〇说讲谈]{{0,4}}?(?:{rules['holding']})[^,，。？?〇]{{0,24}}?(?P<against>{rules['opposing']}|{rules['refusal']})"
    ).search(question)
    if match is not None:
        return -1, match.start("against")
    match = pattern(f"〇[^,，。？?〇说讲谈]{{0,12}}?(?<!不)(?P<for>{rules['favouring']}|{rules['holding']})").search(
        question
    )
    return (1, match.start("for")) if match is not None else (0, 0)


def forbidden(
    question: str, texts: Sequence[str], spans: Sequence[Span], phrases: Sequence[Phrase]
) -> Contradiction | None:
    """Words of the question that it takes for wanted and a sentence forbids as they are: 天天飞, 不要天天飞."""
    negations = "|".join(map(re.escape, sorted(language("premises")["negations"], key=len, reverse=True)))
    refusing, turned = pattern(f"{negations}|[不没别]"), pattern(language("premises")["turned"])
    replaced, against = pattern(language("premises")["replaced"]), pattern(language("premises")["against_it"])
    for phrase in phrases:
        if phrase.quoted or re.search(f"(?:{negations}|不|没)[^,，]{{0,4}}$", question[: phrase.start]):
            continue
        runs = {phrase.text[at : at + 3] for at in range(len(phrase.text) - 2)}
        for text, span in zip(texts, spans, strict=True):
            for match in re.finditer(f"(?:(?:{negations})[^,，。；;]{{0,2}}?|不)(?P<run>[^,，。；;]{{3}})", text):
                before, _, behind = question.partition(match["run"])
                if (
                    match["run"] in runs
                    and not refusing.search(phrase.text)
                    and not turned.search(before)
                    and not replaced.search(behind)
                    and not against.search(behind)  # 某事，他为什么不赞成
                ):
                    return Contradiction(match["run"], match.group(), span)
    return None


def not_done(question: str, texts: Sequence[str], spans: Sequence[Span]) -> Contradiction | None:
    """What a sentence says is not done to a thing (不考外地名山), and a folded ``question`` asks of as done (考哪几座外地名山)."""
    form = pattern(language("premises")["not_done"]["form"])
    for text, span in zip(texts, spans, strict=True):
        for match in form.finditer(text):
            told = re.search(
                f"(?<![不没未别])(?<![不没未别].){match['verb']}[^,，。？?不没]{{0,6}}?{re.escape(match['thing'])}",
                question,
            )
            if told is not None and match.group() not in question:
                return Contradiction(told.group(), match.group(), span)
    return None


def affirmed(
    question: str, corpus: Corpus, texts: Sequence[str], spans: Sequence[Span], actions: Sequence[tuple[str, str]]
) -> Contradiction | None:
    """An action that the question takes for refused (不要与…挂钩) and a sentence states without any negation."""
    forbidden = "|".join(language("premises")["forbidding"])
    for match in re.finditer(f"(?P<no>{forbidden})(?P<rest>[^,，。？?]{{2,16}})", question):
        verbs = [verb for verb, _ in actions if len(verb) > 1 and verb in match["rest"]]
        for verb in verbs:
            clauses = [
                (clause, span) for text, span in zip(texts, spans, strict=True) for clause in CLAUSE.findall(text)
            ]
            holding = [(clause, span) for clause, span in clauses if verb in clause]
            negated = pattern(language("premises")["denying"])
            refusal = pattern(language("premises")["refusal"])
            if holding and not any(
                negated.search(clause) or refusal.search(fold(corpus.text(span.place))) for clause, span in holding
            ):
                return Contradiction(f"{match['no']}{match['rest']}", holding[0][0].strip()[-40:], holding[0][1])
    return None
