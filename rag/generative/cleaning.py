"""A model's text without what must not reach a page, and a document's text without what must not reach a model."""

from __future__ import annotations

import re

from rag.instructions import visible

_FENCE = re.compile(r"```[a-z]*|~~~")
_PICTURE = re.compile(r"!\[[^\]]*\]?\s*(?:\([^)]*\)?|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\]\s*\(\s*(?:https?:|ftp:|mailto:|javascript:|data:|//|#|/)[^)]*\)", re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?:https?|ftp|javascript|data|file|mailto)[:：]/{0,2}[^\s，。；、（）《》“”]+|www\.[^\s，。；、（）《》“”]+",
    re.IGNORECASE,
)
_TAG = re.compile(r"<\|[^|>]*\|>|</?[a-zA-Z][^<>]{0,400}>|<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s*", re.MULTILINE)
_EMPHASIS = re.compile(r"\*\*|__|`+|~~")
_ITEM = re.compile(
    r"^\s*(?:[-*+•·▪◦]\s+|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．)）]\s*|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*|[①-⑳]\s*|>\s*)+"
)


def holds_link(text: str) -> bool:
    """Whether a text has a picture, a link or an address."""
    return any(pattern.search(text) for pattern in (_PICTURE, _LINK, _REFERENCE, _ADDRESS, _TAG))


def cleaned(text: str) -> str:
    """One sentence of a model without pictures, links, addresses, tags and emphasis; words of a link stay."""
    text = visible(text)
    text = _PICTURE.sub("", text)
    text = _LINK.sub(lambda match: f"[{match[1]}]" if re.fullmatch(r"\s*[0-9０-９]+\s*", match[1]) else match[1], text)
    text = _REFERENCE.sub("", text)
    text = _ADDRESS.sub("", _TAG.sub("", text))
    text = _FENCE.sub("", text)
    return _EMPHASIS.sub("", _HEADING.sub("", text)).strip()


def without_item(text: str) -> tuple[str, bool]:
    """A line without its list marker, and whether it had one."""
    match = _ITEM.match(text)
    return (text[match.end() :], True) if match else (text, False)
