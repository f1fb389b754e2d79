"""Who mentions a topic: every occurrence in the corpus, by a rule of membership that can be told.

A speech is a member if a paragraph holds the term itself (width, case, 繁简 and quotation marks apart), or its words close
together in one clause in whatever order (培养人才 for 人才培养). Only where nothing is found so are synonyms tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.folding import fold
from index.records import Place, Span
from index.words import part_of_speech
from rag.answering import Task
from rag.data import language
from rag.matching import synonyms
from rag.understanding.topics import Phrase, frame_words, weak_words
from rag.understanding.vocabulary import substance

_BETWEEN = r"[“”‘’「」『』\"'《》\s]*"
_NEAR, _FAR = 1, 6
"""Characters that may stand between two words of a term within one clause: beside the term itself, and where the term itself is nowhere."""


@dataclass(frozen=True, slots=True)
class Membership:
    """Where a term stands: its spans in source order, and the variants counted beside the term itself."""

    term: str
    spans: tuple[Span, ...]
    variants: tuple[str, ...] = ()


def core(phrase: Phrase) -> tuple[str, ...]:
    """The words of a phrase that decide: those between its first and its last word of substance, nothing left out.

    A verb of the question at the front (出现, 加强) and words that hardly narrow it at either end do not belong to the term.
    """
    if phrase.quoted:
        return phrase.words
    words = list(phrase.words)
    while len(words) > 1 and _leads(words[0]) and len("".join(words[1:])) > 1:
        words.pop(0)
    while len(words) > 1 and (words[-1] in frame_words() or words[-1] in weak_words()):
        words.pop()
    return tuple(words)


def _always_headed(task: Task, phrase: Phrase, rest: str) -> bool:
    """Whether the corpus never has ``rest`` without the head of the phrase before it: then the head belongs to the term."""
    head = phrase.text[: phrase.text.find(rest)]
    found = task.corpus.find(rest)
    return bool(head and found) and all(
        fold(task.corpus.text(span.place))[: span.start].endswith(head) for span in found
    )


def _leads(word: str) -> bool:
    """Whether a word before a term only leads to it."""
    if word in frame_words() or word in weak_words():
        return True
    return part_of_speech(word) in ("v", "d", "vd") and substance(word) < 0.5 and len(word) < 3


def _with_attribute(task: Task, phrase: Phrase, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a term with the one before them that makes them another thing (大|数据, 维修|资金), where it stands so.

    What only leads to any term (加强, 推进) is not put back.
    """
    start = _at(phrase, words)
    before = phrase.words[start - 1] if start else ""
    leads = before in frame_words() or (before in weak_words() and len(before) > 1)
    return (before, *words) if before and not leads and task.corpus.find(before + words[0]) else words


def _with_kind(task: Task, phrase: Phrase, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a term with the one behind them that makes them the name of something else (产业|体系), where it stands so."""
    end = _at(phrase, words) + len(words)
    kind = phrase.words[end] if end < len(phrase.words) else ""
    named = kind in language("questions")["names_end"] and task.corpus.find("".join(words) + kind)
    return (*words, kind) if named else words


def _at(phrase: Phrase, words: tuple[str, ...]) -> int:
    """Where ``words`` begin among those of the phrase."""
    return next((at for at in range(len(phrase.words)) if phrase.words[at : at + len(words)] == words), 0)


def members(task: Task, phrase: Phrase) -> Membership:
    """Every mention of ``phrase`` in the allowed part of the corpus."""
    words = core(phrase)
    if not phrase.quoted and len(words) < len(phrase.words) and _always_headed(task, phrase, "".join(words)):
        words = phrase.words
    if not phrase.quoted:
        words = _with_attribute(task, phrase, _with_kind(task, phrase, words))
    term = phrase.text if phrase.quoted else "".join(words)
    forms: list[tuple[str, ...]] = [(word,) for word in words]
    found, variants = _search(task, term, forms, gap=None if phrase.quoted else _NEAR)
    if not found:
        found, variants = _search(task, term, forms, gap=_FAR)
    if not found and not phrase.quoted:
        found, variants = _search(task, term, [(word, *synonyms().get(word, ())) for word in words], gap=_FAR)
    return Membership(shown(task, phrase, term), tuple(sorted(found)), tuple(variants))


def shown(task: Task, phrase: Phrase, term: str) -> str:
    """``term``, a stretch of a phrase, in the question's own characters."""
    at = task.understood.folded.find(term, phrase.start)
    return task.understood.question[at : at + len(term)] if at >= 0 else term


def _search(
    task: Task, term: str, words: Sequence[tuple[str, ...]], *, gap: int | None
) -> tuple[list[Span], list[str]]:
    characters = [f"{re.escape(one)}?" if one in "()" else re.escape(one) for one in term]  # 首台(套), 首台套
    literal = re.compile(_whole_number(_BETWEEN.join(characters), term))
    close = _close(words, gap) if gap is not None and (len(words) > 1 or len(words[0]) > 1) else None
    spans: list[Span] = []
    variants: dict[str, None] = {}
    for place in _places(task, words):
        text = fold(task.corpus.text(place))
        taken: list[tuple[int, int]] = []
        for match in literal.finditer(text):
            taken.append(match.span())
            spans.append(Span(place, *match.span()))
        if close is None:
            continue
        for match in close.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                spans.append(Span(place, *match.span()))
                variants[task.corpus.text(place)[match.start() : match.end()]] = None
    return spans, list(variants)


def _places(task: Task, words: Sequence[tuple[str, ...]]) -> list[Place]:
    """Paragraphs that can hold the term: those of its rarest word."""
    rarest: list[Span] | None = None
    for forms in words:
        spans = [span for form in forms for span in task.corpus.find(form)]
        if rarest is None or len(spans) < len(rarest):
            rarest = spans
    return sorted({span.place for span in rarest or () if task.allows(span.place)})


def _whole_number(form: str, term: str) -> str:
    """The pattern of a term, whose figures do not go on at either end: 15元 is not in 150元 nor in 215元."""
    before = "(?<![0-9.])" if term[:1].isdigit() else ""
    behind = "(?![0-9]|[.][0-9])" if term[-1:].isdigit() else ""
    return f"{before}{form}{behind}"


def _close(words: Sequence[tuple[str, ...]], most: int) -> re.Pattern[str]:
    """The words in any order, few characters and no boundary of a clause between them. Few words: orders are listed."""
    alternatives = [
        f"(?:{'|'.join(_whole_number(re.escape(form), form) for form in sorted(forms, key=len, reverse=True))})"
        for forms in words
    ]
    gap = rf"[^，,。！？!?；;：:]{{0,{most}}}?"
    orders = [alternatives, alternatives[::-1]] if len(alternatives) > 1 and most > _NEAR else [alternatives]
    return re.compile("|".join(gap.join(order) for order in orders))
