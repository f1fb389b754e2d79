"""The check of one sentence against the paragraphs it cites."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from index.folding import fold
from rag.claims.alignment import Placed, place
from rag.claims.attributions import Attribution, attribution, check_speaker
from rag.claims.differences import Surroundings, differences
from rag.claims.figures import units
from rag.claims.judging import cut_off, judge
from rag.claims.language import words
from rag.claims.numbers import numbers
from rag.claims.quotations import check_quotes
from rag.claims.records import Disagreement, Evidence
from rag.claims.tokens import Tokens, tokens
from rag.claims.wordings import modality

# From this share of words in common on, a sentence is a near quotation and every other word counts as a difference.
_NEAR, _NEAR_SHORT, _SHORT = 0.55, 0.38, 12
# Below this share a clause has nothing to do with the evidence.
_NOTHING = 0.2


def check(
    sentence: str,
    evidence: Sequence[Evidence],
    *,
    question: str = "",
    speakers: Collection[str] = (),
    names: Collection[str] = (),
    wording: bool = True,
) -> tuple[Disagreement, ...]:
    """Where ``sentence`` and the paragraphs it cites disagree; empty if they agree.

    ``question``: quotations may also be of it. ``speakers``: all names of speakers of the corpus, so that one who is
    not cited is recognised. ``names``: further known names and terms. ``wording=False`` tolerates words exchanged in
    a near quotation that are no known fault of another kind. Without evidence no sentence agrees.
    """
    if not any(item.text.strip() for item in evidence):
        return (Disagreement.of("evidence", sentence.strip(), ""),)
    found = check_quotes(sentence, evidence, question)
    said_by = attribution(sentence, evidence, tuple(speakers))
    if said_by is not None:
        wrong = check_speaker(said_by, evidence, tuple(speakers))
        found += [wrong] if wrong else _dates(sentence[: said_by.end], evidence)
    body = sentence[said_by.end :] if said_by else sentence
    found += _check_body(body, said_by, evidence, frozenset(fold(n) for n in (*names, *speakers)), question)
    if not wording:
        found = [item for item in found if item.kind != "wording"]
    return tuple(dict.fromkeys(found))


def _check_body(
    body: str, said_by: Attribution | None, evidence: Sequence[Evidence], names: frozenset[str], question: str
) -> list[Disagreement]:
    said = tokens(body)
    source = tokens("\n".join(item.text for item in evidence))
    if not said.items:
        return []
    placed = place(said, source)
    facts = " ".join(text for item in evidence for text in (item.speaker or "", item.role, *item.context))
    context = fold(facts) + " " + fold(question) + tokens(facts).joined + tokens(question).joined
    matched = sum(part.matched for part in placed)
    strict = matched >= (_NEAR if len(said.items) > _SHORT else _NEAR_SHORT) * len(said.items)
    recommends = said_by is not None or bool(modality(said.folded) & {"proposed", "must"})
    used = {step.source for part in placed for step in part.steps if step.equal}
    free = {j for j, item in enumerate(source.items) if item.number and j not in used}
    found: list[Disagreement] = []
    for part in placed:
        close = part.coverage >= _NEAR
        near = Surroundings(names, context, recommends, strict or close, close)
        found += _check_part(part, said, source, near, free)
    return found


def _dates(prefix: str, evidence: Sequence[Evidence]) -> list[Disagreement]:
    """Years that the beginning of a sentence gives and that are not those of the cited documents, if known."""
    years = {number.value for item in evidence for text in item.context for number in numbers(fold(text))}
    said = tokens(prefix)
    wrong = [
        said.shown(position, position + 2)
        for position, item in enumerate(said.items[:-1])
        if item.number and len(item.text) == 4 and said.texts[position + 1] == "年" and item.text not in years
    ]
    known = "、".join(sorted(year for year in years if len(year) == 4 and year.isdigit()))
    return [Disagreement.of("date", text, known) for text in wrong] if known else []


def _check_part(part: Placed, said: Tokens, source: Tokens, around: Surroundings, free: set[int]) -> list[Disagreement]:
    found = units(part, said, source)
    for difference in differences(part, said, source):
        found += judge(difference, part, said, source, around, free)
    if not found:
        cut = cut_off(part, said, source, around)
        if cut:
            found.append(cut)
    if not found:
        found += _completed(part, said, source)
    if not found and part.coverage < _NOTHING and part.behind - part.first >= 6:
        found.append(Disagreement.of("evidence", said.shown(part.first, part.behind), ""))
    return found


def _completed(part: Placed, said: Tokens, source: Tokens) -> list[Disagreement]:
    """A 了 that the sentence adds where the source's clause reports nothing done."""
    for step in part.steps:
        if not step.equal:
            continue
        here, there = said.items[step.said], source.items[step.source]
        if said.folded[here.end : here.end + 1] != "了" or source.folded[there.end : there.end + 1] == "了":
            continue
        clause = [item for item in source.items if item.clause == there.clause]
        text = source.folded[clause[0].start : clause[-1].end + 1]
        snippet = said.folded[max(0, here.end - 2) : here.end + 2]
        if snippet in source.folded or said.folded[here.start : here.end + 1] in words("fixed"):
            continue
        if not any(word in text for word in ("了", "已", "过")) and there.text not in words("light"):
            return [
                Disagreement.of(
                    "modality",
                    said.source[max(0, here.start - 1) : here.end + 1],
                    source.source[max(0, there.start - 1) : there.end + 1],
                )
            ]
    return []
