"""One sentence of a model → a proved statement, its nearest literal quote in its place, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.folding import fold
from index.records import Place, Span
from rag.answering import Task
from rag.claims import Disagreement, Evidence, check
from rag.data import language
from rag.evidence import terms_of
from rag.extractive.wording import quoted, where, who
from rag.generative.attribution import body_of, nearest, ranked, saying, sharing, whole
from rag.generative.cleaning import cleaned
from rag.generative.marks import read_marks
from rag.generative.passages import Passage, instructs
from rag.generative.quoting import literal_quotes
from rag.generative.support import Support, WordSupport
from rag.matching import coverage

Outcome = Literal["marked", "attributed", "repaired", "dropped"]
_TRIED = 3
"""Passages tried for a sentence whose marks do not prove it."""
_HAN = re.compile(r"[㐀-鿿]")
_LETTER = re.compile(r"[^\W\d_]")
_KANA = re.compile(r"[぀-ヿ가-힯]")


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one sentence. ``reason``: why it was repaired or dropped (a kind of disagreement, or
    ``frame``, ``absence``, ``language``, ``unsupported``, ``irrelevant``, ``instruction``, ``unclear``).

    ``marked``: the paragraphs that the model marked; ``strange``: marks of no passage; ``unquoted``: quotations that
    were not literal.
    """

    outcome: Outcome
    text: str = ""
    evidence: tuple[Span, ...] = ()
    reason: str = ""
    marked: tuple[Place, ...] = ()
    strange: int = 0
    unquoted: int = 0
    support: float | None = None


class Prover:
    """Proves the sentences of one answer."""

    def __init__(self, task: Task, passages: Sequence[Passage], *, support: Support, words: WordSupport) -> None:
        self._task, self._support, self._words = task, support, words
        self._passages = {one.number: one for one in passages}
        self._speakers = tuple(name for name in task.lexicon.appearances)
        self._question = task.understood.question
        self._texts = [one.text for one in passages]
        self._terms = (
            terms_of(task.understood.plan.terms, task.corpus) if task.understood.plan.kind in ("fact", "who") else ()
        )
        self._rules: dict[str, float] = language("generative")["support"]

    def judge(self, sentence: str) -> Judged:
        """What becomes of a sentence as the model wrote it."""
        marked = read_marks(cleaned(sentence), known=self._passages, literal=self._texts)
        text = _opened(marked.text)
        own = [self._passages[number] for number in marked.numbers]
        others = [one for one in self._passages.values() if one not in own]
        text, lost = literal_quotes(text, [*(one.text for one in (*own, *others)), self._question])
        facts = {"marked": tuple(one.place for one in own), "strange": marked.strange, "unquoted": lost}
        reason = _framing(text) or self._language(text)
        if reason or instructs(text):
            return Judged("dropped", reason=reason or "instruction", **facts)  # type: ignore[arg-type]
        found, why = self._proof(text, own)
        if found is not None:
            evidence, score, by_marks = found
            return Judged("marked" if by_marks else "attributed", _ended(text), evidence, support=score, **facts)  # type: ignore[arg-type]
        if re.search(language("generative")["frames"]["absence"], text):
            return Judged("dropped", reason="absence", **facts)  # type: ignore[arg-type]
        quote = self._nearest(text, own) if why != "irrelevant" else None
        if quote is None:
            return Judged("dropped", reason=why, **facts)  # type: ignore[arg-type]
        corpus = self._task.corpus
        told = f"{who(corpus, quote.place)}在{where(corpus, quote.place)}提出：{quoted(corpus, quote)}"
        return Judged("repaired", told, (quote,), reason=why, **facts)  # type: ignore[arg-type]

    def _proof(self, text: str, own: Sequence[Passage]) -> tuple[tuple[tuple[Span, ...], float, bool] | None, str]:
        """The spans that prove ``text``, the score, and whether the model marked them; else why there are none."""
        first = ""
        for group in self._groups(text, own):
            spans, score, why = self._checked(text, group)
            if spans:
                return (spans, score or 0.0, bool(own) and all(one in own for one in group)), ""
            first = first or why
        return None, first or "unsupported"

    def _groups(self, text: str, own: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
        """Sets of passages to hold a sentence against: the marked ones together and singly, then the nearest."""
        seen: set[tuple[int, ...]] = set()
        best = [
            one
            for score, one in ranked(
                body_of(text, list(self._passages.values())), list(self._passages.values()), self._words
            )[:_TRIED]
            if score > 0
        ]
        for group in (tuple(own), *((one,) for one in own), *((one,) for one in best), tuple(best[:2])):
            key = tuple(sorted(one.number for one in group))
            if group and key not in seen:
                seen.add(key)
                yield group

    def _checked(self, text: str, group: Sequence[Passage]) -> tuple[tuple[Span, ...], float | None, str]:
        """The spans of ``group`` that prove ``text`` and the score, or no spans and the reason."""
        if self._terms and not any(self.relevant(one) for one in group):
            return (), None, "irrelevant"
        if not self._fitting_names(text, group):
            return (), None, "speaker"
        body = body_of(text, group)
        parts = [saying(body, one, self._words) for one in group]
        if len(group) > 1 and any(sharing(body, one.text, self._words) < self._rules["repair"] / 2 for one in group):
            return (), None, "unsupported"  # a mark that adds nothing proves nothing
        corpus = self._task.corpus
        why = ""
        for spans_of_each in (parts, [(whole(one),) for one in group]):
            quotes = [[corpus.stretch(span) for span in spans] for spans in spans_of_each]
            evidence = [self._evidence(one, "\n".join(texts)) for one, texts in zip(group, quotes, strict=True)]
            wrong: tuple[Disagreement, ...] = check(text, evidence, question=self._question, speakers=self._speakers)
            if wrong:
                why = why or wrong[0].kind
                continue
            score = self._support.score(body, [text for texts in quotes for text in texts], given=self._question)
            if score is None or score < self._support.threshold:
                why = why or "unsupported"
                continue
            return tuple(span for spans in spans_of_each for span in spans), score, ""
        return (), None, why

    def _evidence(self, passage: Passage, text: str) -> Evidence:
        heading = self._task.corpus.heading(passage.place)
        page = f"第{heading.page}版" if heading.page is not None else ""
        context = (
            passage.title,
            heading.title,
            heading.newspaper or "",
            heading.date or "",
            page,
            f"第{passage.place.paragraph}段",
        )
        return Evidence(text, passage.speaker, passage.role, tuple(one for one in context if one))

    def _fitting_names(self, text: str, group: Sequence[Passage]) -> bool:
        """Whether one speaker says what a sentence rests on, and every speaker that it names is he or named by him."""
        speakers = {one.speaker for one in group}
        if len(speakers) > 1:  # whose words are whose could not be told apart
            return False
        held = fold(" ".join(one.text for one in group))
        named = [name for name in self._speakers if fold(name) in fold(text)]
        return all(name in speakers or fold(name) in held for name in named)

    def relevant(self, passage: Passage) -> bool:
        """Whether a passage speaks of what was asked."""
        text = fold(f"{self._task.corpus.text(passage.place)} {passage.title} {passage.role}")
        return coverage(self._terms, text) >= self._rules["relevant"]

    def _nearest(self, text: str, own: Sequence[Passage]) -> Span | None:
        """The one sentence of the passages that is nearest to a failed sentence, where it is near at all."""
        body = body_of(text, list(self._passages.values()))
        best: tuple[float, Span] | None = None
        named = [name for name in self._speakers if fold(name) in fold(text)]
        for passage in (*own, *(one for one in self._passages.values() if one not in own)):
            if (named and passage.speaker not in named) or (self._terms and not self.relevant(passage)):
                continue
            found = nearest(body, passage, self._words)
            if found is not None and found[0] >= self._rules["repair"] and (best is None or found[0] > best[0]):
                best = found
        return best[1] if best is not None else None

    def _language(self, text: str) -> str:
        """``language`` where a sentence is not Chinese although the question is."""
        letters = len(_LETTER.findall(text))
        if not letters:
            return "frame"
        if not _HAN.search(self._question):
            return ""
        return "language" if len(_HAN.findall(text)) < 0.3 * letters or len(_KANA.findall(text)) > 0.1 * letters else ""


@cache
def _frames() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in language("generative")["frames"]["patterns"])


def _framing(text: str) -> str:
    """``frame`` for a sentence about the answer itself or a lead-in, ``unclear`` for one with leftovers of markup."""
    if (
        not any(character.isalnum() for character in text)
        or text.rstrip()[-1] in "：:"
        or any(one.search(text) for one in _frames())
    ):
        return "frame"
    return "unclear" if re.search(r"\[\d+\]|[|<>{}\\]|\]\(", text) else ""


def _opened(text: str) -> str:
    """A sentence without 根据资料， and the like."""
    return re.sub(language("generative")["frames"]["openings"], "", text.strip()).strip()


def _ended(text: str) -> str:
    """A sentence with a full stop."""
    text = text.rstrip("；;，,、 ")
    return text if text and text[-1] in "。！？”）》" else f"{text}。"
