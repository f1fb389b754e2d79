"""Pages read in the reader's tests, and sentences to fill them with."""

from __future__ import annotations

from index.reading import read_text
from index.records import Document

ONE = "老街的井盖缺了十一块，晚上走路要打手电。"
TWO = "建议排水公司一周内补齐，今后每季度查一次。"
THREE = "渡口的船只有一条，赶集的日子要等一个钟头。"


def read(text: str) -> Document:
    """The document of a page."""
    return read_text(text.strip("\n"), source="page.txt").document


def told(text: str) -> list[tuple[str | None, str, str, tuple[str, ...]]]:
    """Speaker, role, title and paragraphs of each speech of a page."""
    return [(one.speaker, one.role, one.title, one.paragraphs) for one in read(text).speeches]
