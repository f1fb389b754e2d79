"""What a check takes and gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, get_args

Kind = Literal[
    "number", "date", "unit", "name", "negation", "direction", "modality", "speaker", "quote", "wording", "evidence"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

NAMES: dict[Kind, str] = {
    "number": "数字不符",
    "date": "日期不符",
    "unit": "单位不符",
    "name": "名称或职务不符",
    "negation": "肯定与否定不符",
    "direction": "增减方向不符",
    "modality": "语气不符（建议、可能与已经）",
    "speaker": "发言人不符",
    "quote": "引号内不是原文",
    "wording": "用词不符",
    "evidence": "原文中没有依据",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A paragraph that a sentence cites, with who says it.

    ``speaker`` is None where unknown, ``role`` "" for organisations. ``context`` holds further texts that the
    sentence may name facts of without contradiction: title, newspaper, date, page, the number of the paragraph.
    """

    text: str
    speaker: str | None = None
    role: str = ""
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where a sentence and its evidence differ: what the sentence says, what the source says ("" if nothing).

    ``message`` names both in Chinese.
    """

    kind: Kind
    said: str
    source: str
    message: str

    @classmethod
    def of(cls, kind: Kind, said: str, source: str) -> Disagreement:
        """A disagreement with the usual message."""
        there = f"原文为“{source}”" if source else "原文没有"
        here = f"句中为“{said}”" if said else "句中没有"
        return cls(kind, said, source, f"{NAMES[kind]}：{here}，{there}")

    def to_dict(self) -> dict[str, str]:
        """Plain values for JSON."""
        return asdict(self)
