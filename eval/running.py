"""Asking every question of a set: one observation and its values a question, nothing swallowed."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from eval import answers
from eval.evidence import Observation, Sources, missing_gold
from eval.measures import MEASURES, Measure
from eval.sets import Question, QuestionSet, SetError, find_documents
from index.records import Document, Hit
from index.settings import Settings
from rag.records import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 10  # recall is measured to rank 10


class Asked(Protocol):
    """What an evaluation needs of an Assistant."""

    def answer(self, question: str, *, history: Sequence[dict[str, str]] = ()) -> Answer:
        """One answer."""

    def search(self, question: str, *, k: int = 10) -> Sequence[Hit]:
        """The ranking alone."""


@dataclass(frozen=True, slots=True)
class Result:
    """One question's outcome: ``values`` has only the measures that apply, None where unscored; ``broken`` says
    in Chinese which invariant an answer broke and where.
    """

    seen: Observation
    values: dict[str, float | None]
    broken: tuple[str, ...]


def observe(question: Question, assistant: Asked, sources: Sources) -> Observation:
    """Asks one question. An error of the program is recorded in the observation: it counts as a wrong answer."""
    seen = Observation(question, sources, None)
    begun = time.perf_counter()
    try:
        answer = assistant.answer(question.question, history=question.turns)
        seen = replace(seen, answer=answer, seconds=time.perf_counter() - begun)
        completed = answer.understood if question.history else question.question
        return replace(seen, hits=tuple(assistant.search(completed, k=DEPTH)))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is a result, shown with its question
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).parent.name}/{Path(frame.filename).name}:{frame.lineno}"
        return replace(seen, answer=None, hits=(), error=f"{type(error).__name__}: {error}（{place}）")


def measure(seen: Observation, *, measures: Sequence[Measure] = MEASURES) -> Result:
    """The values of one observation by every measure that applies to its question."""
    values = {one.name: one(seen) for one in measures if one.applies(seen.question)}
    broken: list[str] = []
    if seen.answer is not None:
        broken = [*answers.marked(seen), *answers.refusal_formed(seen)]
        broken += [
            f"引文 [{citation.marker}] 不是原文"
            for citation, literal in zip(seen.citations, answers.literal(seen), strict=True)
            if not literal
        ]
    return Result(seen, values, tuple(broken))


def run_questions(
    questions: Sequence[Question], assistant: Asked, documents: Iterable[Document], *, progress: bool = False
) -> list[Result]:
    """Every question asked once, in order, after one warming question that is not counted.

    Raises SetError where the gold is not in the corpus: such a set would measure nothing.
    """
    from tqdm import tqdm

    sources = Sources.of(documents)
    if not questions:
        raise SetError("没有问题可问：所选的部分是空的。")
    if missing := missing_gold(questions, sources):
        shown = "\n".join(missing[:20])
        raise SetError(f"{len(missing)} 处标准答案在索引里找不到，评测集与索引不是一回事：\n{shown}")
    observe(questions[0], assistant, sources)
    shown_questions = tqdm(questions, desc="提问", unit="题", disable=not progress)
    return [measure(observe(question, assistant, sources)) for question in shown_questions]


@contextmanager
def opened(questions: QuestionSet, *, index: str | None, settings: Settings) -> Iterator[Any]:
    """An Assistant over the given index, or over the set's documents built into a temporary one."""
    paths = find_documents(questions) if index is None else []
    from index.building import build_index
    from rag import Assistant

    if index is not None:
        yield Assistant.open(index, settings=settings)
        return
    with TemporaryDirectory(prefix="eval-") as folder:
        location = Path(folder) / "index"
        build_index(paths, location, settings=settings)
        yield Assistant.open(location, settings=settings)
