"""What contradicts a premise."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.records import Span

CLAUSE = re.compile(r"[^，,。！？!?；;：:]+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What the question says and what the corpus says in its place, at ``span``."""

    said: str
    source: str
    span: Span
