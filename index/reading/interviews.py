"""Interviews: what somebody answers in turns below the line that names him is one speech of his."""

from __future__ import annotations

from collections.abc import Sequence

from .classes import Page
from .sections import Section
from .signatures import visit_end

LONGEST_QUESTION = 200
"""Characters of a question; a longer turn of whoever asks is a text of its own."""


def interviewed(page: Page, sections: Sequence[Section]) -> tuple[list[Section], list[int]]:
    """``sections``, in which the answers of one who is named on a line of his own above the questions are one; and the
    lines of these questions.

    What stands between that line and the first question is the reporter's, where the line says that he has asked.
    """
    kept: list[Section] = []
    asked: list[int] = []
    guest: Section | None = None
    for section in sections:
        question = kept[-1] if kept and kept[-1] is not guest else None
        if guest is not None and question is not None and _answers(section, guest):
            _join(guest, section)
            asked += question.text
            kept.pop()
            continue
        if guest is None or guest is not kept[-1] or not _asks(page, section):
            guest = section if _opens(page, section) else None
        kept.append(section)
    return [piece for section in kept for piece in _parts(page, section)], asked


def _opens(page: Page, section: Section) -> bool:
    """Whether somebody is named on a line of his own, over no text or, where a reporter has asked him, over the reporter's."""
    candidate = section.candidate
    named = candidate is not None and not candidate.inline and section.speaker is not None
    return named and (not section.text or _is_visited(page, section))


def _is_visited(page: Page, section: Section) -> bool:
    return section.candidate is not None and visit_end(page.lines[section.candidate.first].text) > 0


def _asks(page: Page, section: Section) -> bool:
    """Whether a short turn of nobody's stands without a headline of its own."""
    host = section.candidate is not None and section.candidate.host and section.candidate.inline > 0
    return host and not section.title and sum(len(page.lines[n].text) for n in section.text) <= LONGEST_QUESTION


def _answers(section: Section, guest: Section) -> bool:
    candidate, speaker = section.candidate, section.speaker
    same = speaker is not None and guest.speaker is not None and speaker.name == guest.speaker.name
    turn = candidate is not None and candidate.inline > 0 and candidate.first == candidate.last
    return same and turn and not section.title and not section.signed


def _join(guest: Section, answer: Section) -> None:
    assert answer.candidate is not None
    guest.text = [*guest.text, *answer.text]
    guest.turns = {**guest.turns, answer.candidate.last: answer.candidate.inline}


def _parts(page: Page, section: Section) -> list[Section]:
    """A section, and what in it stands above the first answer of one whom a reporter has asked."""
    first = min(section.turns, default=len(page.lines))
    lead = [n for n in section.text if n < first] if _is_visited(page, section) else []
    section.text = [n for n in section.text if n not in lead]
    return [section, Section(text=lead)] if lead else [section]
