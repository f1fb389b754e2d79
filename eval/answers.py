"""What a right answer is, defined once for each kind, and the invariants of the contract as seen from outside.

Every function takes an observation whose answer exists; measures.py decides what a failed question counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from eval.evidence import Observation
from eval.sets import REASONS, UNANSWERABLE
from eval.statements import marks, plain, quotations, sentences_of
from index.folding import fold
from index.sentences import sentences
from rag.records import Answer

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNT = re.compile(
    r"(?<!公)共\s*(?:有|计|是|为)?\s*(\d+|[零〇一二两三四五六七八九十百]+)\s*"
    r"(位|人|名|家|个|条|处|段|篇|项|份|次)"
)
_PEOPLE = "位人名家个"


def answer_of(seen: Observation) -> Answer:
    """The answer; raises ValueError where the question failed."""
    if seen.answer is None:
        raise ValueError(f"问题 {seen.question.id} 没有回答")
    return seen.answer


def bare(text: str) -> str:
    """``text`` for comparing facts: width, case and 繁简 folded, white space, marks and markup removed."""
    return re.sub(r"\s+", "", fold(plain(text)))


def covered_facts(seen: Observation) -> list[bool]:
    """For each fact of the question, whether the answer's text has it."""
    text = bare(answer_of(seen).text)
    return [bare(fact) in text for fact in seen.question.facts]


def stated_counts(text: str) -> list[tuple[int, str]]:
    """Every 共 N 位, 共 M 条 … of a text as (number, unit); Chinese numerals up to 999."""
    return [(_number(match[1]), match[2]) for match in _COUNT.finditer(plain(text))]


def first_speaker_wrong(seen: Observation) -> bool:
    """Whether the opening citation is of somebody who is not gold: the answer names the wrong person."""
    return bool(seen.citations) and seen.citations[0].speaker not in seen.gold_speakers


def literal(seen: Observation) -> list[bool]:
    """Invariant 1, for each citation: ``paragraph_text[start:end] == quote`` in the paragraph that it names."""
    return [
        0 <= citation.start < citation.end <= len(text) and text[citation.start : citation.end] == citation.quote
        for citation in seen.citations
        for text in _best_text(seen, citation.quote, seen.sources.cited(citation))
    ]


def marked(seen: Observation) -> list[str]:
    """Invariant 2: what breaks it, in Chinese; empty where it holds."""
    answer, broken = answer_of(seen), []
    shown, expected = list(dict.fromkeys(marks(answer.text))), list(range(1, len(answer.citations) + 1))
    if [citation.marker for citation in answer.citations] != expected:
        broken.append("引文的编号不是 1、2、3…")
    if shown != expected:
        broken.append(f"正文的标号 {shown} 与引文 {expected} 不一一对应")
    if answer.kind != "smalltalk" and not answer.refused:
        broken += [f"没有标号：{one.text}" for one in sentences_of(answer.text) if not one.marks and one.needs_mark]
    return broken + [f"引号内不是原文：{text}" for text in quotations(answer.text) if not _said(seen, text)]


def refusal_formed(seen: Observation) -> list[str]:
    """Invariant 4: what breaks it, in Chinese; empty where it holds."""
    answer, broken = answer_of(seen), []
    if not answer.refused:
        return [] if answer.reason is None else [f"没有拒答却有理由 {answer.reason}"]
    if answer.citations or marks(answer.text):
        broken.append("拒答却带引文")
    if answer.reason not in REASONS:
        broken.append(f"拒答的理由 {answer.reason} 不在七种之内")
    if len([span for span in sentences(answer.text) if answer.text[span[0] : span[1]].strip()]) != 1:
        broken.append("拒答的正文不是一句话")
    return broken


def count_stated(seen: Observation) -> list[str]:
    """Invariant 5 as far as an answer alone shows it: a list states its count, which is that of its speakers."""
    answer = answer_of(seen)
    counts = stated_counts(answer.text)
    if not counts:
        return ["清单没有写明共几位、几条"]
    people = [number for number, unit in counts if unit in _PEOPLE]
    if people and len(seen.cited_speakers) not in people:
        return [f"写明共 {people[0]} 位，引文的发言人却有 {len(seen.cited_speakers)} 位"]
    return []


def right(seen: Observation) -> bool:
    """Whether the answer is right, by the definition of its question's group."""
    return _RIGHT[seen.question.group](seen)


def list_right(seen: Observation) -> bool:
    """The speakers cited are exactly those asked for; without ``speakers``, all gold paragraphs and nobody else's."""
    if not seen.question.speakers:
        return _complete(seen)
    return not answer_of(seen).refused and seen.cited_speakers == set(seen.question.speakers)


def _refused(seen: Observation) -> bool:
    return answer_of(seen).refused


def _smalltalk(seen: Observation) -> bool:
    return not answer_of(seen).refused and not seen.citations


def _pointed(seen: Observation) -> bool:
    """Fact, who: not refused, a gold paragraph cited, the facts covered, the first person cited is not a wrong one."""
    found = bool(seen.cited & set(seen.question.gold)) and not first_speaker_wrong(seen)
    return found and not answer_of(seen).refused and all(covered_facts(seen))


def _verified(seen: Observation) -> bool:
    """Verify: as a fact; a sentence that nobody said (no gold) is told to be so, without a citation."""
    return _pointed(seen) if seen.question.gold else not seen.citations and all(covered_facts(seen))


def _counted(seen: Observation) -> bool:
    """Count: a right list that states the right number: the one in the facts, or else that of ``speakers``."""
    numbers = [number for number, unit in stated_counts(answer_of(seen).text) if unit in _PEOPLE]
    stated = all(covered_facts(seen)) if seen.question.facts else len(seen.question.speakers) in numbers
    return stated and list_right(seen)


def _complete(seen: Observation) -> bool:
    """Summary: every gold paragraph cited, nobody else cited, the facts covered."""
    complete = set(seen.question.gold) <= seen.cited and seen.cited_speakers <= seen.gold_speakers
    return complete and not answer_of(seen).refused and all(covered_facts(seen))


def _compared(seen: Observation) -> bool:
    """Compare: every gold speaker cited in at least one of their gold paragraphs, the facts covered."""
    speakers = {gold.speaker for gold in seen.cited & set(seen.question.gold)}
    return speakers == seen.gold_speakers and not answer_of(seen).refused and all(covered_facts(seen))


def _similar(seen: Observation) -> bool:
    return bool(seen.cited & set(seen.question.gold)) and not answer_of(seen).refused and all(covered_facts(seen))


_RIGHT: dict[str, Callable[[Observation], bool]] = {
    "fact": _pointed,
    "who": _pointed,
    "verify": _verified,
    "list": list_right,
    "count": _counted,
    "summary": _complete,
    "compare": _compared,
    "similar": _similar,
    "smalltalk": _smalltalk,
    UNANSWERABLE: _refused,
}


def _best_text(seen: Observation, quote: str, texts: list[str]) -> list[str]:
    """One text to hold a quote against ("" where the cited paragraph does not exist).

    Two speeches of one speaker, role and title in one document cannot be told apart by a citation;
    then the one that has the quote is meant.
    """
    return [next((text for text in texts if quote in text), texts[0] if texts else "")]


def _said(seen: Observation, text: str) -> bool:
    """Whether a quotation is literal, of a source or of the question (or of what was said before it)."""
    answer = answer_of(seen)
    asked = (seen.question.question, answer.understood, *(content for _, content in seen.question.history))
    near = (*asked, *(passage for citation in answer.citations for passage in seen.sources.cited(citation)))
    return any(text in passage for passage in near) or seen.sources.contains(text)


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    total = digit = 0
    for character in written:
        if character in "十百":
            total += max(digit, 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
