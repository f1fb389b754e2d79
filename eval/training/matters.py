"""Matters: a few invented sentences of one speaker with questions on them, for more words than the corpora of the sets hold.

The other sentences of the matter are what a careless reader would take for the answer, and so are the nearest sentences
of other matters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.sets import SetError
from eval.training.arrays import MATTER, TWIN
from eval.training.examples import Candidate, Example
from index.embedding import Passage
from index.embedding.opening import Embedder
from index.folding import fold
from rag.relevance import Observed

FILE = Path(__file__).parent / "data" / "matters.jsonl"
OTHERS = 10
"""Sentences of other matters beside each question, the nearest ones."""
_NOTHING = Observed(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Matter:
    """``title`` of the speech (may be empty), its ``sentences``, the ``questions`` with the number of the sentence that
    answers each, and questions ``unanswered`` by all of them: on another thing of the same field, or on a detail nobody
    states. ``twins``: they differ from answered ones in a single point.
    """

    title: str
    sentences: tuple[str, ...]
    questions: tuple[tuple[str, int], ...]
    unanswered: tuple[str, ...]
    twins: bool = False


def load_matters(file: Path = FILE) -> list[Matter]:
    """The matters of ``file``, a JSON object a line. Raises SetError with the line."""
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            values = json.loads(line)
            sentences = tuple(map(str, values["sentences"]))
            questions = tuple((str(question), int(answers)) for question, answers in values["questions"])
            matter = Matter(
                str(values["title"]),
                sentences,
                questions,
                tuple(map(str, [*values["near"], *values["detail"]])),
                bool(values.get("twins")),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise SetError(f"{file} 第 {number} 行不是一组训练句子（{error}），请改正或删去这一行。") from error
        if not all(0 <= answers < len(sentences) for _, answers in questions):
            raise SetError(f"{file} 第 {number} 行有问题指向不存在的句子，句子从 0 数起。")
        found.append(matter)
    return found


def matter_examples(matters: Sequence[Matter], embedder: Embedder) -> Iterator[Example]:
    """The examples of the matters; none is held."""
    sentences = [(number, place) for number, one in enumerate(matters) for place in range(len(one.sentences))]
    passages = [_passage(matters[number], place) for number, place in sentences]
    vectors = embedder.embed_passages([one.text for one in passages])
    of = np.array([number for number, _ in sentences])
    for number, matter in enumerate(matters):
        own = [passage for passage, mine in zip(passages, of == number, strict=True) if mine]
        asked: list[tuple[str, int | None]] = [*matter.questions, *((one, None) for one in matter.unanswered)]
        for order, (question, answers) in enumerate(asked):
            cosines = np.where(of == number, -1.0, vectors @ embedder.embed_query(question))
            others = [passages[place] for place in np.argsort(-cosines, kind="stable")[:OTHERS]]
            candidates = [
                Candidate(passage, _NOTHING, 0.0, place == answers, place == answers)
                for place, passage in enumerate([*own, *others])
            ]
            yield Example(
                fold(question),
                f"matter-{number}-{order}",
                False,
                TWIN if matter.twins else MATTER,
                named=False,
                answerable=False,  # no corpus was asked: the fit over readings leaves it out
                learned=True,
                reworded=True,
                candidates=tuple(candidates),
            )


def _passage(matter: Matter, place: int) -> Passage:
    """A sentence as it is read: every second one has the one before it in its paragraph."""
    return Passage(matter.sentences[place], matter.title, matter.sentences[place - 1] if place % 2 else "")
