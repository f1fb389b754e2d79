"""Lists of who spoke of a matter, asked in other words than the source's: are they exact?

The questions stand in ``eval/topical``, written by people who had the texts alone before them. Those of the part ``held`` were asked
of nothing before it was measured; the regression is fitted on those of ``development``. A list counts only if it names exactly those
whom its writer names, whoever can be counted either way apart; where nobody spoke of the matter, only a refusal is right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.bench import BenchError
from eval.running import opened
from eval.sets import load_set
from index.settings import Settings
from rag import Answer

FOLDER = Path(__file__).parents[1] / "topical"
EXACT, REFUSED = 0.4, 0.95
"""The least share of lists that are exact, and of questions about matters that nobody speaks of which are refused."""
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the documents of ``set``, with the ``speakers`` who spoke of it, and ``also`` those who can be counted or not."""

    set: str
    question: str
    speakers: frozenset[str]
    also: frozenset[str]
    part: str

    def met_by(self, answer: Answer) -> bool:
        """Whether ``answer`` names exactly the speakers, or is a refusal where there are none."""
        return answer.refused if not self.speakers else self.named(answer) - self.also == self.speakers - self.also

    def shared(self, answer: Answer) -> float:
        """The F1 of the speakers named, 0 to 1."""
        named = self.named(answer) - (self.also - self.speakers)
        return 2 * len(named & self.speakers) / (len(named) + len(self.speakers))

    @staticmethod
    def named(answer: Answer) -> frozenset[str]:
        """Whom an answer names; nobody in a refusal."""
        return frozenset(one.speaker for one in answer.citations if one.speaker and not answer.refused)


def read_asked(part: str) -> Iterator[Asked]:
    """The questions of a part, set by set."""
    for file in sorted(FOLDER.glob("*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            if row["part"] == part:
                yield Asked(file.stem, row["question"], frozenset(row["speakers"]), frozenset(row["also"]), part)


def measure(*, part: str = "held", exact: float = EXACT, refused: float = REFUSED) -> dict[str, Any]:
    """How many lists are exact, of ``held`` or of ``development`` questions. Raises BenchError for another part."""
    asked = list(read_asked(part))
    if not asked:
        raise BenchError(f"没有“{part}”这一部分，请用 held 或 development。")
    settings = replace(Settings.from_environment(), model=None)
    answered: list[tuple[Asked, Answer]] = []
    for name in dict.fromkeys(one.set for one in asked):
        with opened(load_set(name), index=None, settings=settings) as assistant:
            answered += [(one, assistant.answer(one.question)) for one in asked if one.set == name]
    lists = [(one, answer) for one, answer in answered if one.speakers]
    empty = [(one, answer) for one, answer in answered if not one.speakers]
    shares = [sum(one.met_by(answer) for one, answer in those) / len(those) for those in (lists, empty)]
    return {
        "part": part,
        "lists": len(lists),
        "empty": len(empty),
        "f1": round(sum(one.shared(answer) for one, answer in lists) / len(lists), 4),
        "failures": [
            {
                "set": one.set,
                "question": one.question,
                "wanted": sorted(one.speakers),
                "named": sorted(one.named(answer)),
            }
            for one, answer in answered
            if not one.met_by(answer)
        ],
        "checks": [
            {"name": name, "value": round(share, 4), "limit": f"≥ {least}", "passed": share >= least}
            for name, share, least in zip(("exact", "refused"), shares, (exact, refused), strict=True)
        ],
    }


def table(result: dict[str, Any]) -> str:
    """The shares, and the first lists that are not exact."""
    lines = [
        f"谁谈过某事（{result['part']}，{result['lists']} 份名单，{result['empty']} 问无人谈到），F1 {result['f1']}",
        "",
    ]
    lines += [f"- {one['name']}：{one['value']}（应 {one['limit']}）" for one in result["checks"]]
    lines += ["", "不全对的：", ""] if result["failures"] else []
    lines += [
        f"- {one['question']}（应为{'、'.join(one['wanted']) or '无'}，答{'、'.join(one['named']) or '无'}）"
        for one in result["failures"][:_SHOWN]
    ]
    return "\n".join(lines) + "\n"
