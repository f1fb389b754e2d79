"""Conversations as people led them while they tried to make the program go wrong, asked again turn by turn.

Each stood wrong once: whoever wrote it asked, read the answer, and asked on where it was weak. Only the last turn of a conversation
counts, with what the program itself said before as its history, so that nothing is made easier than it is for a user. The shares
are those of hard questions, not of what is usually asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.bench import BenchError
from eval.running import opened
from eval.sets import load_set
from index.settings import Settings
from rag import Answer, Assistant

TALKS = Path(__file__).parents[1] / "talks"
RIGHT, WRONG_SPEAKER = 0.5, 0.15
"""The least share of conversations answered rightly, and the largest of those whose answer shows somebody who is not asked for. Set before
the harder sets were measured: not all of them reach it."""
_ALL, _SEVERAL = ("list", "count"), ("compare", "similar")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Talk:
    """The ``turns`` of a conversation, and of its last one the ``kind``, the (speaker, paragraph) places that answer it, or the
    ``reason`` of the refusal that it must get.
    """

    turns: tuple[str, ...]
    kind: str
    gold: frozenset[tuple[str, int]] = frozenset()
    reason: str | None = None

    def met_by(self, answer: Answer) -> bool:
        """Whether ``answer`` is right: a refusal where one is due; else a place that answers and nobody who is not asked for, of lists
        exactly those who are, of comparisons all of them.
        """
        if self.reason is not None or answer.refused:
            return self.reason is not None and answer.refused
        cited = {(one.speaker, one.paragraph) for one in answer.citations}
        named, wanted = {speaker for speaker, _ in cited}, {speaker for speaker, _ in self.gold}
        if self.kind in _ALL:
            return named == wanted
        if self.kind in _SEVERAL:
            return wanted <= named
        return bool(self.gold & cited) and named <= wanted

    def wrong_speaker_in(self, answer: Answer) -> bool:
        """Whether ``answer`` shows somebody's words who is not asked for; not told of lists and of what others propose too."""
        if answer.refused or self.kind in (*_ALL, "similar"):
            return False
        return not {one.speaker for one in answer.citations} <= {speaker for speaker, _ in self.gold}


def measure(
    *, set: str = "looe", index: str = "", right: float = RIGHT, wrong_speaker: float = WRONG_SPEAKER
) -> dict[str, Any]:
    """How many conversations about the documents of an evaluation set end rightly; ``index``: an index of them to use instead.
    Raises BenchError for a set about which there are none.
    """
    talks = read_talks(set)
    settings = replace(Settings.from_environment(), model=None)
    with opened(load_set(set), index=index or None, settings=settings) as assistant:
        ended = [(talk, last_answer(assistant, talk.turns)) for talk in talks]
    met = [talk.met_by(answer) for talk, answer in ended]
    mistaken = [talk.wrong_speaker_in(answer) for talk, answer in ended]
    made, good = (
        Counter(map(_group, talks)),
        Counter(_group(talk) for talk, is_met in zip(talks, met, strict=True) if is_met),
    )
    shares = sum(met) / len(talks), sum(mistaken) / len(talks)
    return {
        "set": set,
        "talks": len(talks),
        "groups": [{"group": group, "made": made[group], "right": good[group]} for group in sorted(made)],
        "failures": [
            {
                "turns": list(talk.turns),
                "understood": answer.understood,
                "reason": answer.reason,
                "cited": _cited(answer),
            }
            for (talk, answer), is_met in zip(ended, met, strict=True)
            if not is_met
        ],
        "checks": [
            {"name": "right", "value": round(shares[0], 4), "limit": f"≥ {right}", "passed": shares[0] >= right},
            {
                "name": "wrong_speaker",
                "value": round(shares[1], 4),
                "limit": f"≤ {wrong_speaker}",
                "passed": shares[1] <= wrong_speaker,
            },
        ],
    }


def table(result: dict[str, Any]) -> str:
    """How many of each sort are right, and the first that are not."""
    lines = [f"难对话（{result['set']}，{result['talks']} 段，只算最后一问）", ""]
    lines += ["| 种类 | 段数 | 答对 |", "| --- | --- | --- |"]
    lines += [f"| {one['group']} | {one['made']} | {one['right']} |" for one in result["groups"]]
    lines += ["", *(f"- {one['name']}：{one['value']}（应 {one['limit']}）" for one in result["checks"])]
    lines += ["", "没有答对的：", ""] if result["failures"] else []
    lines += [
        f"- {' > '.join(one['turns'])}（{one['reason'] or '、'.join(f'{speaker} {paragraph}' for speaker, paragraph in one['cited'])}）"
        for one in result["failures"][:_SHOWN]
    ]
    return "\n".join(lines) + "\n"


def read_talks(name: str) -> list[Talk]:
    """The conversations about the documents of the evaluation set ``name``. Raises BenchError where there are none."""
    file = TALKS / f"{name}.jsonl"
    if not file.is_file():
        there = "、".join(sorted(path.stem for path in TALKS.glob("*.jsonl")))
        raise BenchError(f"没有关于评测集“{name}”的对话。有的是：{there}。")
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [
        Talk(
            tuple(row["talk"]),
            row["kind"],
            frozenset((speaker, number) for speaker, number in row["gold"]),
            row["reason"],
        )
        for row in rows
    ]


def last_answer(assistant: Assistant, turns: Sequence[str]) -> Answer:
    """The answer to the last of ``turns``, each asked with what was said before it."""
    history: list[dict[str, str]] = []
    for turn in turns[:-1]:
        told = assistant.answer(turn, history=history).text
        history += [{"role": "user", "content": turn}, {"role": "assistant", "content": told}]
    return assistant.answer(turns[-1], history=history)


def _group(talk: Talk) -> str:
    asked = "该拒答" if talk.reason is not None else talk.kind
    return f"{asked}，{'追问' if len(talk.turns) > 1 else '单问'}"


def _cited(answer: Answer) -> list[tuple[str | None, int]]:
    return list(dict.fromkeys((one.speaker, one.paragraph) for one in answer.citations))
