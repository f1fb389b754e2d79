"""Quotations in a model's sentence: made literal where a source prints them, else their marks come off."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold

_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "＂": "＂", "‘": "’"}
_SHORTEST = 2


def literal_quotes(sentence: str, sources: Sequence[str]) -> tuple[str, int]:
    """The sentence with only literal quotations, and how many quotations lost their marks.

    A quotation that a source prints with other points, width or characters of the other script is replaced by the
    source's own text. ``sources``: paragraphs, speaker lines, the question.
    """
    kept: list[str] = []
    lost = at = 0
    while at < len(sentence):
        character = sentence[at]
        closer = _PAIRS.get(character)
        end = _closing(sentence, at, character, closer) if closer else None
        if end is None:
            # a mark without its partner says nothing about what is quoted
            if character in _PAIRS or character in "”」』":
                at += 1
                continue
            kept.append(character)
            at += 1
            continue
        inside = sentence[at + 1 : end]
        printed = literal_text(inside, sources)
        if printed is None:
            inner, more = literal_quotes(inside, sources)
            kept.append(inner)
            lost += 1 + more
        else:
            kept.append(f"“{printed}”")
        at = end + 1
    return "".join(kept), lost


def _closing(sentence: str, start: int, opener: str, closer: str) -> int | None:
    if opener == closer:
        end = sentence.find(closer, start + 1)
        return end if end > start + 1 else None
    depth = 0
    for at in range(start, len(sentence)):
        depth += (sentence[at] == opener) - (sentence[at] == closer)
        if depth == 0:
            return at if at > start + 1 else None
    return None


def literal_text(quotation: str, sources: Sequence[str]) -> str | None:
    """The text of a source that ``quotation`` is, in the source's own characters; None where no source has it."""
    for source in sources:
        if quotation in source:
            return quotation if quotation.strip() else None
    wanted, _ = _form(quotation)
    if len(wanted) < _SHORTEST:
        return None
    for source in sources:
        form, offsets = _form(source)
        found = form.find(wanted)
        if found >= 0:
            return source[offsets[found] : offsets[found + len(wanted) - 1] + 1]
    return None


def _form(text: str) -> tuple[str, list[int]]:
    """Folded letters and figures of a text, and where each stands."""
    folded = fold(text)
    offsets = [at for at, character in enumerate(folded) if character.isalnum() or character in "%‰+."]
    return "".join(folded[at] for at in offsets), offsets
