"""One answer being written: the model's sentences as they come, proved, or the extractive draft in their place."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing

from index.folding import fold
from index.records import Span
from rag.answering import Closing, Draft, Replaced, Task
from rag.claims.records import NAMES
from rag.drafts import Line, Statement
from rag.endpoint.attempts import replies
from rag.endpoint.breaker import Breaker
from rag.endpoint.faults import Fault
from rag.endpoint.opening import Model
from rag.endpoint.streaming import Piece
from rag.extractive.wording import who
from rag.generative.completion import answers_detail, evidence_of, missed
from rag.generative.passages import Passage, tokens_of
from rag.generative.prompting import answer_messages
from rag.generative.proving import Judged, Prover
from rag.generative.repetition import Watch
from rag.generative.sentences import Raw, Splitter
from rag.records import EXTRACTIVE, Kind

_SILENT = frozenset({"frame", "repeated"})
_REASONS = {
    "unsupported": "没有依据", "irrelevant": "与问题无关", "absence": "断言资料里没有", "language": "不是中文",
    "instruction": "像是指令", "unclear": "格式混乱",
} | dict(NAMES)  # fmt: skip
_MODEL_FAULTS = frozenset({"repeats", "language", "length", "filtered"})
"""Faults of what a model said: the endpoint itself works."""


class Writing:
    """The lines of one answer and, at its end, what there is to tell about it. Serves one reader once."""

    def __init__(
        self,
        task: Task,
        base: Draft,
        kind: Kind,
        passages: Sequence[Passage],
        prover: Prover,
        model: Model,
        *,
        breaker: Breaker,
        seconds: float,
        observe: Callable[[str, Judged], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._task, self._base, self._kind, self._passages, self._prover, self._model = (
            task,
            base,
            kind,
            passages,
            prover,
            model,
        )
        self._breaker, self._seconds, self._observe, self._sleep = breaker, seconds, observe, sleep
        self._base_lines = list(base.lines)
        self._messages = answer_messages(task, passages, kind)
        self._began = time.monotonic()
        self._first: float | None = None
        self._usage: list[tuple[int, int]] = []
        self._written = ""
        self._added = 0
        self._start_over()

    def _start_over(self) -> None:
        """Nothing written yet; also between two attempts, of which the first showed nothing."""
        self._splitter, self._watch = Splitter(), Watch()
        self._shown: list[Judged] = []
        self._quoted: set[tuple[Span, ...]] = set()
        self._judged: list[Judged] = []

    def lines(self) -> Iterator[Line]:
        """The proved lines as they come. Raises Replaced where the extractive draft must stand."""
        fault: Fault | None = None
        try:
            self._breaker.enter()
        except Fault as resting:
            raise self._replaced(str(resting)) from None
        settled = False
        try:
            yield from self._proved()
            settled = True
            self._breaker.succeeded()
        except Fault as found:
            settled, fault = True, found
            (self._breaker.succeeded if found.kind in _MODEL_FAULTS else self._breaker.failed)()
        finally:
            if not settled:
                self._breaker.left()
        if fault is not None:
            raise self._replaced(str(fault))
        yield from self._ending()

    def closing(self) -> Closing:
        """Who answered, the warnings and the tokens, as far as they are known by now."""
        return Closing(self._model.name, tuple(self._warnings()), self._tokens(), self._times())

    def _proved(self) -> Iterator[Line]:
        pieces = replies(
            self._model, self._messages, seconds=self._seconds, used=lambda: bool(self._shown), sleep=self._sleep
        )
        with closing(pieces):  # a fault found here ends the reading at once
            yield from self._read(pieces)
        for raw in self._splitter.finish():
            yield from self._sentence(raw)

    def _read(self, pieces: Iterable[Piece | None]) -> Iterator[Line]:
        for piece in pieces:
            if piece is None:
                self._start_over()
                continue
            if piece.tokens is not None:
                self._usage.append(piece.tokens)
            self._written += piece.text
            sentences = self._splitter.add(piece.text)
            self._watch.piece(piece.text, self._splitter.waiting)
            for raw in sentences:
                yield from self._sentence(raw)

    def _sentence(self, raw: Raw) -> Iterator[Line]:
        if self._watch.sentence(raw.text):
            return
        judged = self._prover.judge(raw.text)
        if judged.outcome == "repaired" and any(set(judged.evidence) <= set(one.evidence) for one in self._shown):
            judged = Judged("dropped", reason=judged.reason, marked=judged.marked)
        self._judged.append(judged)
        if self._observe is not None:
            self._observe(raw.text, judged)
        if judged.outcome == "dropped":
            if (
                judged.reason == "language"
                and not self._shown
                and sum(one.reason == "language" for one in self._judged) >= 3
            ):
                raise Fault("language")
            return
        listed = raw.item or (self._kind == "summary" and raw.first)
        if self._first is None:
            self._first = time.monotonic() - self._began
            yield from self._heading()
        elif raw.first and not listed and judged.outcome != "repaired":
            yield Line(("",))
        self._shown.append(judged)
        yield Line((Statement(judged.text, judged.evidence),), "- " if listed else "")

    def _heading(self) -> Iterator[Line]:
        """Whose points follow, where they are all of one speech."""
        speeches = {(one.place.document, one.place.speech) for one in self._passages}
        if self._kind == "summary" and len(speeches) == 1:
            place = self._passages[0].place
            title = self._passages[0].title
            yield Line((f"{who(self._task.corpus, place)}{f'在《{title}》中' if title else ''}提出：",))
            yield Line(("",))

    def _ending(self) -> Iterator[Line]:
        """What a finished reply left out; raises Replaced where what it said does not answer the question."""
        if not self._shown:
            reason = "language" if self._judged and all(one.reason == "language" for one in self._judged) else ""
            raise self._replaced(str(Fault("language")) if reason else "模型的回答没有一句通过核对")
        if not answers_detail((one.text for one in self._shown), self._task.understood.detail):
            raise self._replaced("模型的回答里没有所问的内容")
        if self._kind in ("fact", "who"):
            why = off_target(self._shown, evidence_of(self._base_lines), self._task, self._kind)
            if why:
                raise self._replaced(why)
        cited = {span for one in self._shown for span in one.evidence}
        left_out = missed(self._base_lines, cited, kind=self._kind, corpus=self._task.corpus)
        if left_out:
            self._added = len(left_out)
            yield Line(("",))
            yield Line(("模型没有写到的内容，补以原文：",))
            yield Line(("",))
            yield from left_out

    def _replaced(self, why: str) -> Replaced:
        warnings = (f"{why}，改由原文摘录回答。",)
        return Replaced(self._base, Closing(EXTRACTIVE, warnings, self._tokens(), self._times()))

    def _warnings(self) -> Iterator[str]:
        repaired = [one for one in self._judged if one.outcome == "repaired"]
        dropped = [one for one in self._judged if one.outcome == "dropped" and one.reason not in _SILENT]
        strange = sum(one.strange for one in self._judged)
        unquoted = sum(one.unquoted for one in self._judged if one.outcome != "dropped")
        if repaired:
            yield f"模型有 {len(repaired)} 句与原文不符，已换成最接近的原文（{_told(repaired)}）。"
        if dropped:
            yield f"模型有 {len(dropped)} 句没有通过核对，已略去（{_told(dropped)}）。"
        if strange:
            yield f"模型有 {strange} 处标注指向不存在的段落，已去掉。"
        if unquoted:
            yield f"模型有 {unquoted} 处引号里不是原文，已去掉引号。"
        if self._added:
            yield f"模型漏写了 {self._added} 处，已补以原文。"

    def _tokens(self) -> dict[str, dict[str, int]]:
        """What the endpoint counted; where it does not count, a cautious estimate, marked as such."""
        if self._usage:
            return {
                "answer": {"input": sum(one for one, _ in self._usage), "output": sum(one for _, one in self._usage)}
            }
        if not self._written:
            return {}
        sent = sum(tokens_of(str(message.content)) for message in self._messages)
        return {"answer": {"input": sent, "output": tokens_of(self._written), "estimated": 1}}

    def _times(self) -> tuple[tuple[str, float], ...]:
        first = (("first", self._first),) if self._first is not None else ()
        return (*first, ("generate", time.monotonic() - self._began))


def _told(judged: Sequence[Judged]) -> str:
    counts = Counter(_REASONS.get(one.reason, one.reason) for one in judged)
    return "、".join(f"{name} {number} 句" for name, number in counts.most_common())


def off_target(shown: Sequence[Judged], wanted: Sequence[Span], task: Task, kind: Kind) -> str:
    """Why proved sentences do not answer a fact or who-question, "" where they do.

    They must rest on a sentence that the extractive answerer chose too, say something that the question does not, and
    name the person asked for.
    """
    evidence = [span for one in shown for span in one.evidence]
    if not any(
        one.place == two.place and one.start < two.end and two.start < one.end for one in evidence for two in wanted
    ):
        return "模型的回答没有用到最相关的原文"
    question = task.understood.folded
    new = [word for one in shown for word in task.index.words(one.text) if len(word) > 1 and fold(word) not in question]
    if not new:
        return "模型的回答只重复了问题"
    names = [name for one in shown for span in one.evidence if (name := task.corpus.speech(span.place).speaker)]
    if kind == "who" and not any(name in one.text for one in shown for name in names):
        return "模型的回答没有说出是谁"
    return ""
