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


def opposed(question: str, texts: Sequence[str], spans: Sequence[Span], about: Sequence[str]) -> Contradiction | None:
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
