"""A list of who will speak, over the speeches: it gives no speech, but what the speakers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .sections import Section
from .vocabulary import words

FEWEST = 2
"""Guests of a list over a text that introduces them."""


def without_guests(sections: Sequence[Section]) -> tuple[list[Section], list[int]]:
    """``sections`` without those that say nothing and whose names speak later, or who report, and the lines that these took.

    Who speaks later without a role has the one that the list gives.
    """
    kept: list[Section] = []
    roles: dict[str, str] = {}
    lines = [number for section in sections if _is_byline(section) for number in section.spoken]
    sections = [section for section in sections if not _is_byline(section)]
    for rank, section in enumerate(sections):
        guests = _guests(section)
        later = {
            other.speaker.name
            for other in sections[rank + 1 :]
            if other.speaker is not None and other.text and (not section.text or _is_inline(other))
        }
        if guests and set(guests) <= later:
            roles |= guests
            lines += [*section.spoken, *section.title, *section.text]
        else:
            kept.append(section)
    for section in kept:
        speaker = section.speaker
        if speaker is not None and not speaker.role and speaker.name in roles:
            section.speaker = replace(speaker, role=roles[speaker.name])
    return kept, lines


def _is_byline(section: Section) -> bool:
    """Whether a section is but the line of whoever reports, without a word below it."""
    reports = section.speaker is not None and section.speaker.role.endswith(tuple(words("masthead", "reporting")))
    return reports and not (section.text or section.title or section.turns)


def _guests(section: Section) -> dict[str, str]:
    """The names of a section without text, each with its role; of one whose text may introduce several, who all have one."""
    if section.speaker is None:
        return {}
    found = [candidate.speaker for candidate in section.candidates if candidate.speaker is not None]
    listed = len(found) >= FEWEST and all(speaker.role for speaker in found) and not _is_inline(section)
    return {speaker.name: speaker.role for speaker in found} if listed or not section.text else {}


def _is_inline(section: Section) -> bool:
    return section.candidate is not None and section.candidate.inline > 0
