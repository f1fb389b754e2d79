"""The training questions of a set: ``training.jsonl``, lines of question, kind and the place that answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from eval.sets import Gold, SetError

FILE = "training.jsonl"
KINDS = ("fact", "who", "near")


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """``gold`` is the paragraph that answers and ``sentence`` how the sentence there begins; None and "" for a near miss,
    a question of the same field on which nobody in the corpus says anything.
    """

    id: str
    question: str
    kind: str
    gold: Gold | None
    sentence: str


def load_training(folder: Path) -> list[TrainingQuestion]:
    """The training questions of the set in ``folder``, none where it has none. Raises SetError with the line."""
    file = folder / FILE
    if not file.is_file():
        return []
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            values = json.loads(line)
            kind, question, sentence = values["kind"], values["question"], values["sentence"] or ""
            gold = None if kind == "near" else Gold(values["source"], values["speaker"], values["paragraph"])
        except (ValueError, KeyError, TypeError) as error:
            raise SetError(f"{file} 第 {number} 行不是训练问题（{error}），请改正或删去这一行。") from error
        if kind not in KINDS or (gold is not None and not sentence):
            raise SetError(f"{file} 第 {number} 行的 kind 应是 {'、'.join(KINDS)} 之一，能答的要有 sentence。")
        found.append(TrainingQuestion(f"{folder.name}-{number}", question, kind, gold, sentence))
    return found
