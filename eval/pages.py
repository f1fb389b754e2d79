"""A small document of headings, paragraphs and tables, written as Markdown or as one self-contained HTML file."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;
max-width:72rem;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;margin:.6rem 0;display:block;overflow-x:auto}
th,td{border:1px solid #c8c8c8;padding:.25rem .6rem;text-align:left;vertical-align:top;white-space:pre-wrap}
th{background:#f1f1ee}tr.bad td{background:#fdecea}h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:1.8rem}
""".strip()
_BAD = ' class="bad"'


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their columns; ``bad`` numbers the rows (from 0) to set off."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bad: frozenset[int] = frozenset()


Block = Heading | Text | Table


def to_markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown; cells are escaped, so that no text of an answer becomes markup."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def to_html(blocks: Sequence[Block], *, title: str) -> str:
    """The blocks as one HTML file without script, link or any other outside resource."""
    body = "\n".join(_html(block) for block in blocks)
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="zh-CN"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return "#" * block.level + " " + _escape(block.text)
    if isinstance(block, Text):
        return _escape(block.text)
    lines = [block.columns, ("---",) * len(block.columns)]
    return "\n".join(
        "| " + " | ".join(cells if cells == "---" else _escape(cells) for cells in row) + " |"
        for row in (*lines, *block.rows)
    )


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text).replace("\n", " ")


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
    if isinstance(block, Text):
        return f"<p>{html.escape(block.text)}</p>"
    rows = "".join(
        f"<tr{_BAD if number in block.bad else ''}>{_cells('td', row)}</tr>" for number, row in enumerate(block.rows)
    )
    return f"<table><thead><tr>{_cells('th', block.columns)}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(tag: str, cells: Sequence[str]) -> str:
    return "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
