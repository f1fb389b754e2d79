"""Both real pages, read exactly as their structure.json says."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from index.reading import read_paths, read_text
from index.records import Document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder ../shared/corpus is absent")


def documents() -> list[Document]:
    return [found for found in read_paths([CORPUS]) if isinstance(found, Document)]


def test_speeches_equal_the_structure_character_by_character() -> None:
    expected = json.loads((CORPUS / "structure.json").read_text(encoding="utf-8"))
    read = [
        {
            "doc": document.source[:3],
            "speaker": speech.speaker,
            "role": speech.role,
            "title": speech.title,
            "paragraphs": list(speech.paragraphs),
        }
        for document in documents()
        for speech in document.speeches
    ]
    assert read == expected
    assert len(read) == 19
    assert sum(len(speech["paragraphs"]) for speech in read) == 95


def test_masthead_facts_are_those_the_pages_print() -> None:
    first, second = documents()
    assert (first.newspaper, first.date, first.page) == (None, None, None)
    assert (second.date, second.page) == ("2025-07-03", 2)
    assert second.newspaper is not None and second.newspaper in (CORPUS / second.source).read_text(encoding="utf-8")
    assert not first.warnings and not second.warnings


def test_regions_account_for_every_character() -> None:
    for path in sorted(CORPUS.glob("0*.txt")):
        text = path.read_text(encoding="utf-8")
        owners = [0] * len(text)
        for region in read_text(text, source=path.name).regions:
            for position in range(region.start, region.end):
                owners[position] += 1
        assert all(owner == 1 for character, owner in zip(text, owners, strict=True) if not character.isspace())


def test_one_line_divides_between_masthead_and_heading() -> None:
    path = next(CORPUS.glob("001*.txt"))
    text = path.read_text(encoding="utf-8")
    regions = read_text(text, source=path.name).regions
    on_one_line = [(a.kind, b.kind) for a, b in itertools.pairwise(regions) if "\n" not in text[a.end : b.start]]
    assert ("masthead", "heading") in on_one_line
