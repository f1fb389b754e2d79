"""The Unigram tokenizer of XLM-R as a ``tokenizer.json`` of the tokenizers library."""

from __future__ import annotations

import base64
import re
import struct
from typing import Any

from index.embedding.wheel import Vocabulary

LONGEST = 512
"""Tokens of the longest input, the two special ones included; what is longer is cut."""
SPACE = "▁"


def character_map(replacements: dict[str, str]) -> bytes:
    """SentencePiece's precompiled map of characters: a double-array trie of the keys, then the replacements.

    A unit is 32 bits: the label of the edge that leads to it (8 bits), whether a key ends here (bit 8) and the
    distance to its children (from bit 10); a child stands at (node XOR distance XOR label), a key's value at label 0.
    Source: the units of darts-clone, as sentencepiece writes them.
    """
    texts = bytearray()
    root: dict[int, Any] = {}
    for key, text in sorted(replacements.items()):
        node = root
        for byte in key.encode("utf-8"):
            if not byte:
                raise ValueError("a key of the trie holds no zero byte")
            node = node.setdefault(byte, {})
        node[0] = len(texts)
        texts += text.encode("utf-8") + b"\0"
    units = _double_array(root)
    packed = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(packed)) + packed + bytes(texts)


def _double_array(root: dict[int, Any]) -> list[int]:
    units: dict[int, int] = {0: 0}
    bases: set[int] = set()
    starts: dict[int, int] = {}
    pending: list[tuple[int, dict[int, Any]]] = [(0, root)]
    while pending:
        position, children = pending.pop()
        # Where the search for the last node of the same first label ended: lower places would fail again, mostly.
        first = min(children)
        slot = starts.get(first, 1)
        # Two nodes with one base would take each other's children for theirs, since a child knows only its label.
        while (base := slot ^ first) in bases or any(base ^ label in units for label in children):
            slot += 1
        starts[first] = slot
        bases.add(base)
        units[position] |= (position ^ base) << 10 | (0 in children) << 8
        for label, child in children.items():
            units[base ^ label] = child | 1 << 31 if label == 0 else label
            if label:
                pending.append((base ^ label, child))
    # Whole pages of 256, so that no label can lead out of the array.
    size = (max(units) | 255) + 1
    return [units.get(position, 0) for position in range(size)]


def _unknown_characters(vocabulary: Vocabulary) -> str:
    """A regular expression for one character that no piece contains."""
    known = sorted({ord(character) for piece in vocabulary.pieces for character in piece} | {ord(" ")})
    ranges: list[tuple[int, int]] = []
    for code in known:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "[^" + "".join(re.escape(chr(a)) + ("-" + re.escape(chr(b)) if b > a else "") for a, b in ranges) + "]"


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """The content of ``tokenizer.json``: normalisation, spaces, pieces, special tokens, truncation to LONGEST.

    A character outside the vocabulary becomes one unknown token even beside another such: the wheel's engine counts
    them singly, the library by itself would join them. Ids from the last piece on are the table's unused rows.
    """
    special = [vocabulary.begin, vocabulary.padding, vocabulary.end, vocabulary.unknown, len(vocabulary.pieces) - 1]
    begin, end = vocabulary.pieces[vocabulary.begin], vocabulary.pieces[vocabulary.end]
    return {
        "version": "1.0",
        "truncation": {"direction": "Right", "max_length": LONGEST, "strategy": "LongestFirst", "stride": 0},
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": vocabulary.pieces[number],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number in sorted(special)
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {
                    "type": "Precompiled",
                    "precompiled_charsmap": base64.b64encode(character_map(vocabulary.normalisation)).decode("ascii"),
                },
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
                {
                    "type": "Split",
                    "pattern": {"Regex": _unknown_characters(vocabulary)},
                    "behavior": "Isolated",
                    "invert": False,
                },
            ],
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": begin, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
            ],
            "pair": [
                {"SpecialToken": {"id": begin, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
                {"SpecialToken": {"id": end, "type_id": 0}},
            ],
            "special_tokens": {
                begin: {"id": begin, "ids": [vocabulary.begin], "tokens": [begin]},
                end: {"id": end, "ids": [vocabulary.end], "tokens": [end]},
            },
        },
        "decoder": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unknown,
            "vocab": [list(pair) for pair in zip(vocabulary.pieces, vocabulary.scores, strict=True)],
            "byte_fallback": False,
        },
    }
