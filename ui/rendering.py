"""Untrusted text → HTML. Everything the page shows of a question, an answer or a source goes through this module.

Two ways in: :func:`escape` for plain text (nothing in it is markup), and :func:`markdown` for an answer's ``text``.
The Markdown is strict: paragraphs, headings, lists, bold, tables and quotes. Links, images, HTML, entities and code
are not recognised at all, so they are shown as the characters they are; there is nothing to sanitise afterwards.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# What `markdown` can produce, by tag; the tests hold it to this.
TAGS: Mapping[str, frozenset[str]] = {
    **{tag: frozenset[str]() for tag in ("p", "h3", "h4", "h5", "h6", "ul", "li", "strong", "table", "thead", "tbody")},
    **{tag: frozenset[str]() for tag in ("tr", "blockquote", "hr", "br")},
    "ol": frozenset({"start"}),
    "th": frozenset({"style"}),
    "td": frozenset({"style"}),
    "bdi": frozenset({"class", "data-code"}),
    "button": frozenset({"type", "class", "data-open", "aria-label"}),
    "div": frozenset({"class"}),
}

_MARK = re.compile(r"\[(\d{1,5})\]")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Letters that are drawn as nothing although Unicode calls them letters.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_ZERO_WIDTH_JOINER = "\u200d"  # part of emoji, draws and hides nothing by itself


def _invisible(character: str) -> bool:
    if character in "\n\t" or character == _ZERO_WIDTH_JOINER:
        return False
    return character in _BLANK_LETTERS or unicodedata.category(character) in ("Cf", "Cc", "Zl", "Zp")


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """One character as HTML: lone surrogates cannot be sent, invisible ones are isolated and get a visible label."""
    if unicodedata.category(character) == "Cs":
        return "\ufffd"
    if _invisible(character):
        # Isolation keeps a direction override from reordering its surroundings; CSS shows the code point.
        literal = "&#13;" if character == "\r" else character
        return f'<bdi class="invisible-character" data-code="U+{ord(character):04X}">{literal}</bdi>'
    return html.escape(character)


def escape(text: str) -> str:
    """Plain text as HTML content: no markup of it survives, its text content stays what it was."""
    if text.isascii() and text.isprintable():
        return html.escape(text)
    return "".join(map(_shown, text))


def attribute(text: str) -> str:
    """Plain text as the content of a double-quoted attribute."""
    return html.escape("".join("\ufffd" if unicodedata.category(one) in ("Cs", "Cc") else one for one in text))


def literal(text: str) -> str:
    """Markdown that shows ``text`` as it is."""
    return _PUNCTUATION.sub(r"\\\1", text)


def markdown(text: str, *, quotes: Iterable[str] = (), markers: Collection[int] = (), key: str = "") -> str:
    """An answer's text as HTML.

    ``quotes`` are source text: where they stand in ``text`` no Markdown is read in them. ``[n]`` with n in ``markers``
    becomes a button whose ``data-open`` is ``key:c:n``; any other ``[n]`` stays text.
    """
    literals = sorted({quote for quote in quotes if _PUNCTUATION.search(quote)}, key=len, reverse=True)
    if literals:
        text = re.sub("|".join(map(re.escape, literals)), lambda found: literal(found[0]), text)
    return str(_parser().render(text, {"markers": frozenset(markers), "key": key}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    parser.enable(["heading", "list", "blockquote", "table", "hr", "newline", "escape"])
    parser.inline.ruler.push("bold", _bold)
    parser.inline.ruler.push("mark", _mark)
    return parser


def _bold(state: StateInline, silent: bool) -> bool:
    """``**…**`` by position alone: CommonMark's rule for its ends is about spaces and fails in ``**要点：**正文``."""
    start = state.pos
    if not state.src.startswith("**", start):
        return False
    end = start + 2
    while (end := state.src.find("**", end)) >= 0 and state.src[end - 1] == "\\":
        end += 1
    inside = state.src[start + 2 : end]
    if end < 0 or end >= state.posMax or not inside or inside != inside.strip() or inside.startswith("*"):
        return False
    if not silent:
        state.push("strong_open", "strong", 1)
        limit, state.pos, state.posMax = state.posMax, start + 2, end
        state.md.inline.tokenize(state)
        state.posMax = limit
        state.push("strong_close", "strong", -1)
    state.pos = end + 2
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    found = _MARK.match(state.src, state.pos, state.posMax)
    if not found or int(found[1]) not in state.env["markers"]:
        return False
    if not silent:
        state.push("mark", "button", 0).content = found[1]
    state.pos = found.end()
    return True


class _Renderer(RendererHTML):
    """markdown-it's renderer with our own text, marks, and headings that fit below the page's."""

    def text(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return escape(tokens[index].content)

    def text_special(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return escape(tokens[index].content)

    def mark(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        number = int(tokens[index].content)
        return mark_button(f"{env['key']}:c:{number}", number)

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return f"<{_heading(tokens[index])}>"

    def heading_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return f"</{_heading(tokens[index])}>"

    def table_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return '<div class="table-frame"><table>'

    def table_close(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "</table></div>"

    def hr(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "<hr>"

    def hardbreak(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "<br>"

    def softbreak(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        return "<br>"


def _heading(token: Token) -> str:
    return f"h{min(6, int(token.tag[1]) + 2)}"


def mark_button(target: str, number: int) -> str:
    """The ``[n]`` that opens a source; ``target`` is its ``data-open``."""
    return (
        f'<button type="button" class="mark" data-open="{attribute(target)}" aria-label="打开出处 {number}">'
        f"[{number}]</button>"
    )


def highlight(text: str, start: int, end: int) -> str:
    """A paragraph with ``text[start:end]`` marked; by offsets only. ValueError where they do not fit the text."""
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"高亮位置 {start}–{end} 不在这段文字（{len(text)} 字）之内")
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
