"""The layout of a page: where each speech begins and what belongs to it, in either order of speaker and title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .bodies import WEAK
from .candidates import Candidate, organisation
from .captions import opens_box
from .classes import Page
from .guests import without_guests
from .interviews import interviewed
from .introduction import introduction, issues_minutes, speaks_for_meeting, tells_of
from .kinds import HEADS, MARKED, PLAIN, RUNNING, SIGNATURE
from .marks import is_label
from .sections import Arrangement, Section, joint_speaker, segments_between
from .signed import arrange_signed, is_signed_below
from .stories import arrange_story
from .titles import (
    SPEAKER_FIRST,
    TITLE_ENDS,
    TITLE_FIRST,
    leading,
    others_untitled,
    stands_for_agenda,
    title_after,
    title_before,
    title_orders,
    trailing,
    usual_title,
)
from .together import Speaker


def arrange(page: Page) -> Arrangement:
    """Divides all lines of ``page`` between sections and headings; every line number occurs exactly once."""
    if (story := arrange_story(page)) is not None:
        return story
    starts = _merged(page)
    if is_signed_below(page, starts):
        return arrange_signed(page, starts)
    page, starts = _with_text(page, starts)
    issuer = _issuer(page, starts)
    starts = starts[:-1] if issuer else starts
    segments = segments_between(page, starts)
    segments[-1] = [number for number in segments[-1] if number not in issuer]
    orders = title_orders(page, starts, segments)
    usual = usual_title(page, segments, orders)
    agenda = stands_for_agenda(page, starts, segments)
    arrangement = Arrangement([], [])
    for rank, segment in enumerate(segments):
        section = None
        if rank:
            candidates = starts[rank - 1]
            section = Section(joint_speaker(candidates), candidates)
            section.spoken = [number for c in candidates for number in range(c.first, c.last + 1)]
            arrangement.sections.append(section)
        rest = list(segment)
        following: list[int] = []
        if rank < len(starts) and orders[rank] == TITLE_FIRST:
            before = trailing(page, rest)
            untitled = agenda or (rank == 0 and others_untitled(page, starts, segments, orders))
            following = [] if untitled else title_before(page, before, usual=usual, opening=rank == 0)
            for number in following:
                rest.remove(number)
            loose = [number for number in before if number not in following]
            if (
                section is None
                or agenda
                or all(page.classes[number] == MARKED or is_label(page.lines[number]) for number in loose)
            ):
                arrangement.headings.extend(loose)
                rest = [number for number in rest if number not in loose]
        elif rank < len(starts):
            before = trailing(page, rest)
            arrangement.headings.extend(before)
            rest = rest[: len(rest) - len(before)]
        if (
            section is not None
            and orders[rank - 1] == SPEAKER_FIRST
            and section.candidate
            and not section.candidate.inline
        ):
            section.title = title_after(page, rest, usual=usual)
            rest = rest[len(section.title) :]
        if section is None and starts:
            arrangement.introduction = introduction(page, rest)
            rest = [number for number in rest if number not in arrangement.introduction]
        _fill(page, rest, section, arrangement)
        if following:
            pending = Section(title=following)
            arrangement.sections.append(pending)
    answered, asked = interviewed(page, _to_answers(page, _joined(arrangement.sections)))
    sections, listed = without_guests(answered)
    nobody = [*arrangement.introduction, *issuer, *listed]
    return Arrangement(sections, sorted(arrangement.headings), nobody, asked)


def _issuer(page: Page, starts: Sequence[Sequence[Candidate]]) -> list[int]:
    """The lines of a bare body below the last text of the page: it has issued the text, and has said nothing."""
    if len(starts) < 2 or len(starts[-1]) != 1:
        return []
    last = starts[-1][0]
    lines = list(range(last.first, last.last + 1))
    bare = last.speaker is not None and "".join(page.lines[last.last].text.split()) == last.speaker.name
    below = page.classes[last.first - 1] in RUNNING and not page.lines[last.first].level
    ends = last.last == len(page.lines) - 1 and organisation(last) and not last.inline
    return lines if bare and below and ends else []


def _merged(page: Page) -> list[list[Candidate]]:
    """Speaker lines in order; up to three that directly follow each other are one joint contribution."""
    groups: list[list[Candidate]] = []
    for first in sorted(page.speakers):
        candidate = page.speakers[first]
        last = groups[-1][-1] if groups else None
        joint = last is not None and last.last + 1 == candidate.first and not candidate.inline and not last.inline
        joint = joint and last is not None and page.lines[candidate.first].gap <= page.lines[last.first].gap
        if joint and len(groups[-1]) < 3:
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return groups


def _with_text(page: Page, starts: list[list[Candidate]]) -> tuple[Page, list[list[Candidate]]]:
    """Makes headings of lists above labels and of organisations that say nothing: among headlines, or over minutes."""
    segments = segments_between(page, starts)
    classes = list(page.classes)
    labelled = all(c.inline for group in starts[1:] for c in group)
    kept: list[list[Candidate]] = []
    for rank, group in enumerate(starts):
        after = segments[rank + 1]
        bare = all((organisation(c) or c.speaker is None) and not c.inline for c in group) and rank + 1 < len(starts)
        headings = rank + 1 < len(starts) and all(page.classes[number] in HEADS for number in after)
        roles = any(c.speaker is not None and c.speaker.role for c in group)
        listed = headings and not roles and not group[-1].inline and starts[rank + 1][0].inline > 0
        above = [number for segment in segments[: rank + 1] for number in segment]
        doubtful = labelled or all(c.strength == WEAK for c in group)
        issued = bare and not kept and issues_minutes(page, above, after, doubtful=doubtful)
        if (bare and len(after) >= 2 and headings) or listed or issued:
            for number in (number for c in group for number in range(c.first, c.last + 1)):
                classes[number] = PLAIN
        else:
            kept.append(group)
    return replace(page, classes=tuple(classes)), kept


def _fill(page: Page, rest: Sequence[int], section: Section | None, arrangement: Arrangement) -> None:
    """Puts a segment's lines into ``section``; headings inside begin speeches of unknown speakers or are subheads."""
    lines, classes = page.lines, page.classes
    current = section
    titled = {lines[number].level for other in arrangement.sections for number in other.title if lines[number].level}
    position = 0
    while position < len(rest):
        number = rest[position]
        if classes[number] == SIGNATURE:
            _sign(page, number, current, arrangement)
            position += 1
            continue
        if classes[number] not in HEADS:
            if current is not None and current.text and (box := _box(page, rest, position)):
                arrangement.sections.append(Section(text=box))
                position += len(box)
                continue
            if current is not None and current.text and tells_of(page, number, current):
                arrangement.sections.append(Section(text=[number]))
                position += 1
                continue
            if current is None or _is_signed(current) or (current.spoken and speaks_for_meeting(page, number)):
                current = Section()
                arrangement.sections.append(current)
            current.text.append(number)
            position += 1
            continue
        block = leading(page, rest[position:])
        if current is not None and current.spoken and speaks_for_meeting(page, block[0]):
            arrangement.headings.extend(block)
            current = None
            position += len(block)
            continue
        position += len(block)
        if position == len(rest) and (current is None or not current.text):
            arrangement.headings.extend(block)
        elif current is None or _opens(page, block, titled, current):
            title = title_before(page, block, usual=1, opening=current is None)
            arrangement.headings.extend(other for other in block if other not in title)
            current = Section(title=title)
            arrangement.sections.append(current)
        else:
            current.text.extend(block)


def _is_signed(current: Section) -> bool:
    """Whether a signature has ended the text; what stands right below a speaker line only adds what he is."""
    last = current.candidate.last if current.candidate is not None else -1
    return bool(current.signed and current.text) and current.signed[-1] > max(last + 1, current.text[0])


def _box(page: Page, rest: Sequence[int], position: int) -> list[int]:
    """The lines of a box that begins between those of a speech: to its end, unless the speech clearly goes on behind the box."""
    lines = page.lines
    first = rest[position]
    if not opens_box(lines[first].text, (lines[number].text for number in rest)):
        return []
    box = [first]
    for number in rest[position + 1 :]:
        line, before = lines[number], lines[box[-1]]
        listed = bool(line.enumeration) and any(lines[n].enumeration == line.enumeration for n in rest[:position])
        apart = lines[first].gap > 0 and line.gap > 0 and not any(lines[n].gap for n in rest[1:position])
        if before.closed and (listed or apart) and not opens_box(line.text, ()):
            break
        box.append(number)
    return box


def _sign(page: Page, number: int, current: Section | None, arrangement: Arrangement) -> None:
    """A signature below a text names its speaker, or adds what the named speaker is."""
    signed = page.signed[number]
    if current is None:
        arrangement.headings.append(number)
        return
    current.signed.append(number)
    if current.speaker is None and signed.name:
        current.speaker = signed
    elif current.speaker is not None and not current.speaker.role and signed.name in {"", current.speaker.name}:
        current.speaker = Speaker(current.speaker.name, signed.role, current.speaker.strength)


def _opens(page: Page, block: Sequence[int], titled: set[int], current: Section) -> bool:
    """Whether headings inside a text begin another speech (of an unknown speaker) or are the text's subheads."""
    first = page.lines[block[0]]
    if current.signed:
        return True
    if any(page.lines[number].enumeration for number in block) or first.text.startswith(("—", "–")):
        return False
    if first.level:
        return not titled or first.level <= max(titled)
    if len(block) > 1 or not current.text:
        return len(block) > 1 and len(block) <= 3
    halves = first.text.split()
    return bool(TITLE_ENDS.search(first.text)) or (len(halves) == 2 and min(map(len, halves)) >= 5)


def _joined(sections: Sequence[Section]) -> list[Section]:
    """Gives each title that was found above a speaker line to the speech behind it."""
    joined: list[Section] = []
    for section in sections:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.speaker is None
            and not last.text
            and not last.spoken
            and section.candidate is not None
        ):
            section.title = [*last.title, *section.title]
            joined.pop()
        joined.append(section)
    return joined


def _to_answers(page: Page, sections: Sequence[Section]) -> list[Section]:
    """Gives the headline over a question, marked or a question itself, to whom it was put, if he answers right behind it."""
    for asked, answer in pairwise(sections):
        host = asked.candidate is not None and asked.candidate.host
        answers = answer.candidate is not None and answer.speaker is not None and answer.candidate.inline
        headed = any(page.classes[number] == MARKED or page.lines[number].question for number in asked.title)
        if host and answers and headed and not answer.title:
            asked.title, answer.title = [], asked.title
    return list(sections)
