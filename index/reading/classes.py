"""What each line of a page is, seen together with its neighbours: speaker, heading or running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from .bodies import FAIR, STRONG
from .candidates import FAR_IN, Candidate, bare_name, organisation, signatures, speaker_lines
from .headed import named_headings, role_below, titled_labels
from .items import ENTRY, kind_of
from .kinds import HEADS, MARKED, PLAIN, RUNNING, SIGNATURE, SPEAKER, TEXT, TRANSCRIPT
from .labels import label_of, standing_alone, transcript_lines
from .likeness import alike
from .lines import Line, asks_as_headline, edge_slack, first_lines_set_in, local_widths
from .marks import is_label, is_ordinal_label
from .names import is_name
from .posts import posted_lines
from .reported import reported_lines, reports
from .together import Speaker
from .turns import takes_turn
from .vocabulary import longest_first, words

_LABEL = re.compile("[：:]")
_PAUSES = re.compile(r"[，。；]|, ")
_FULL = 3.6
"""Em by which a hard-wrapped line may stay short of the column and still run on: first lines are set in by two."""


@dataclass(frozen=True, slots=True)
class Page:
    """The text lines of a page, each with its class; ``speakers`` by first line, ``widths``: the column there."""

    lines: tuple[Line, ...]
    classes: tuple[str, ...]
    widths: tuple[float | None, ...]
    speakers: dict[int, Candidate]
    signed: dict[int, Speaker]


def classify(lines: Sequence[Line], head: Sequence[Line] = ()) -> Page:
    """Classes for ``lines``, which are without the furniture of ``head``: sure speakers, then text, then doubtful speakers by place."""
    widths = local_widths(lines)
    transcripts = transcript_lines(lines, head)
    labelled = _covered(transcripts.values())
    signed = {number: speaker for number, speaker in signatures(lines).items() if number not in labelled}
    signed |= {c.last + 1: Speaker("", role, FAIR) for c in transcripts.values() if (role := role_below(lines, c))}
    posts = {n: post for n, post in posted_lines(lines).items() if n not in labelled}
    taken = labelled | signed.keys() | _covered(posts.values())
    candidates = [c for c in speaker_lines(lines) if taken.isdisjoint(range(c.first, c.last + 1))]
    sure = [c for c in candidates if c.strength >= FAIR and _stands_free(lines, widths, c)]
    strong = [c for c in sure if c.strength >= STRONG]
    beside = {c.last + 1 for c in strong}, {c.first - 1 for c in strong}
    accepted = posts | {
        c.first: c
        for c in [*sure, *standing_alone(lines, candidates), *named_headings(lines, candidates)]
        if not _outdone(c, *beside)
    }
    if sum(bool(who.name) for who in signed.values()) >= 2:  # a body over signed texts has issued them
        accepted = {number: c for number, c in accepted.items() if number or not organisation(c)}
    if not accepted and not any(who.name for who in signed.values()):
        told = reported_lines(lines)
        transcripts = told if told.keys() >= transcripts.keys() else transcripts
    if any(c.speaker is not None and c.last + 1 not in transcripts for c in accepted.values()):
        labels = {number: label_of(lines, c) for number, c in transcripts.items()}
        transcripts = {
            number: c
            for number, c in transcripts.items()
            if c.host or not (reports(labels[number]) or takes_turn(labels[number], "says in turn"))
        }
    # A page with speaker lines of their own is no transcript; a line above the first label only introduces somebody.
    answering = {c.speaker.name for c in transcripts.values() if c.speaker is not None}  # a list of guests is no speech
    alone = [c for c in accepted.values() if c.strength >= STRONG and c.last + 1 not in transcripts]
    if any(c.speaker is None or c.speaker.name not in answering for c in alone):
        people = any(c.speaker is not None and not organisation(c) for c in transcripts.values())
        titled = titled_labels(lines, transcripts.values(), widths)
        transcripts = {
            number: c
            for number, c in transcripts.items()
            if c.host or c.last in titled or (people and not organisation(c))
        }
    classes = _classes(lines, widths, accepted, transcripts, signed)
    below = sum(bool(who.name) for who in signed.values()) >= 2
    doubtful = [c for c in candidates if c.first not in accepted and not (below and organisation(c))]
    chosen = {c.first: c for c in doubtful if _proved_by_place(lines, classes, c, accepted)}
    answered = _answering(lines, accepted | chosen, transcripts)
    if chosen or answered != transcripts:
        accepted, transcripts = accepted | chosen, answered
        classes = _classes(lines, widths, accepted, transcripts, signed)
    if likewise := alike(lines, classes, accepted, signed):
        accepted, signed = accepted | likewise[0], signed | likewise[1]
        classes = _classes(lines, widths, accepted, transcripts, signed)
    return Page(tuple(lines), tuple(classes), tuple(widths), accepted | transcripts, signed)


def is_wrapped(page: Page) -> bool:
    """Whether lines of running text go on in the next line anywhere on the page; else each is a paragraph of its own."""
    return any(
        page.classes[number] in RUNNING and page.classes[number + 1] == TEXT and not page.lines[number].closed
        for number in range(len(page.lines) - 1)
    )


_SET_IN = 1.5  # em from which a line is set in as the first lines of paragraphs are; a title would be centred, not so


def _covered(candidates: Iterable[Candidate]) -> set[int]:
    return {number for c in candidates for number in range(c.first, c.last + 1)}


def _answering(
    lines: Sequence[Line], speakers: dict[int, Candidate], transcripts: dict[int, Candidate]
) -> dict[int, Candidate]:
    """``transcripts`` in which a bare 答： is that of the one named on a line of his own above the questions, and a bare
    问： that of the one named as who asks right above it."""
    found = dict(transcripts)
    who: Speaker | None = None
    for number in sorted({*speakers, *transcripts}):
        candidate = speakers.get(number) or transcripts[number]
        if candidate.speaker is not None or (number in speakers and not candidate.host):
            who = candidate.speaker if number in speakers else None
        elif who is not None and candidate.host:
            said = _LABEL.split(lines[number].text)[0].strip()
            above = _LABEL.split(lines[number - 1].text)[0].strip(" \u3000*【[")
            asks = said in words("speakers", "questions") and above in words("speakers", "askers")
            if asks or said in words("speakers", "answers"):
                found[number] = replace(candidate, speaker=who, host=False)
    return found


def _outdone(candidate: Candidate, below: Collection[int], above: Collection[int]) -> bool:
    """Whether a name run together with a role stands right ``below`` or ``above`` one set apart from a role: then it is a heading."""
    if candidate.strength >= STRONG or not candidate.speaker or not candidate.speaker.role:
        return False
    return candidate.first in below or candidate.last in above


def _runs_on(line: Line, column: float | None) -> bool:
    return column is not None and not line.closed and line.width >= column - _FULL


def _stands_free(lines: Sequence[Line], widths: Sequence[float | None], candidate: Candidate) -> bool:
    """Whether the line before does not run on into the candidate as hard-wrapped text does."""
    if candidate.strength >= STRONG or candidate.first == 0:
        return True
    before = lines[candidate.first - 1]
    return before.level > 0 or not (_runs_on(before, widths[candidate.first - 1]) and _PAUSES.search(before.text))


def _classes(
    lines: Sequence[Line],
    widths: Sequence[float | None],
    speakers: dict[int, Candidate],
    transcripts: dict[int, Candidate],
    signed: dict[int, Speaker],
) -> list[str]:
    """From the last line to the first, since a line without a stop is text only if text follows on it."""
    spoken, labelled = _covered(speakers.values()), _covered(transcripts.values())
    hosts = _covered(c for c in speakers.values() if c.host)
    slack = edge_slack(lines, widths)
    usual_gap = _gap_inside(lines, widths)
    set_in = first_lines_set_in(lines, widths)
    classes = [PLAIN] * len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        after = classes[number + 1] if number + 1 < len(lines) else ""
        if number in spoken:
            classes[number] = SPEAKER
        elif number in labelled:
            classes[number] = TRANSCRIPT
        elif number in signed:
            classes[number] = SIGNATURE
        elif line.level and not (line.level == 7 and line.certain):
            classes[number] = MARKED
        elif number == 0 and line.certain and asks_as_headline(line) and (len(lines) == 1 or lines[1].gap):
            classes[number] = PLAIN
        elif line.certain or kind_of(line) == ENTRY:
            classes[number] = TEXT
        elif line.closed:
            announced = number - 1 in spoken and (lines[number - 1].text[-1:] in "：:" or number - 1 in hosts)
            asks = line.question and line.width <= 36 and not announced
            titled = asks and (after == SPEAKER or (after in RUNNING and _stands_over(lines, number)))
            classes[number] = PLAIN if titled else TEXT
        elif after == TEXT and _runs_on(line, widths[number]) and lines[number + 1].gap <= usual_gap:
            opens = number == 0 or number - 1 in spoken or lines[number - 1].closed or lines[number - 1].level > 0
            if not opens or not (
                _halved(line) or _stops_short(lines, number, widths[number], slack=slack, set_in=set_in)
            ):
                classes[number] = TEXT
    for number in [*_begun_paragraphs(lines, classes), *_posted(lines, classes, speakers)]:
        classes[number] = TEXT
    return classes


def _stands_over(lines: Sequence[Line], number: int) -> bool:
    """Whether a question is a headline by its place: behind or below a label with a number (热点一), or set off over a text set in."""
    line, after = lines[number], lines[number + 1]
    if is_ordinal_label(line.text, alone=False) and number and not lines[number - 1].text.endswith(("：", ":")):
        return True
    if number == 0 or line.certain:
        return False
    before = lines[number - 1]
    if is_ordinal_label(before.text, alone=True) or (is_label(before) and not before.closed and line.gap <= before.gap):
        return True
    return line.gap > after.gap and line.indent < _SET_IN <= after.indent and (before.closed or before.width <= 24)


def _posted(lines: Sequence[Line], classes: Sequence[str], speakers: dict[int, Candidate]) -> list[int]:
    """Lines of posts that have no stop, as many a post has not; set apart right above the next head they may be a heading."""
    posts = {number for number, c in speakers.items() if c.post}
    plain = [n for n in range(min(posts, default=len(lines)), len(lines)) if classes[n] == PLAIN]
    return [n for n in plain if not (lines[n].gap and n + 1 in posts)]


def _begun_paragraphs(lines: Sequence[Line], classes: Sequence[str]) -> list[int]:
    """Lines that look like a heading but, on a page whose paragraphs begin set in, begin one: set in, and text behind."""
    begun = [number for number, line in enumerate(lines) if line.indent >= _SET_IN and not line.level]
    if sum(classes[number] == TEXT for number in begun) < 3:
        return []
    found: list[int] = []
    for number in begun:
        end = number
        while end < len(lines) and classes[end] == PLAIN and (end == number or not lines[end].indent + lines[end].gap):
            end += 1
        if number < end < len(lines) and classes[end] == TEXT and not lines[end].indent + lines[end].gap:
            found += range(number, end)
    return found


def _gap_inside(lines: Sequence[Line], widths: Sequence[float | None]) -> int:
    """The blank lines that stand between lines of one hard-wrapped paragraph on this page; many where nothing tells."""
    gaps = Counter(
        lines[number + 1].gap
        for number in range(len(lines) - 1)
        if _runs_on(lines[number], widths[number]) and _PAUSES.search(lines[number].text)
    )
    return max(gaps, key=lambda gap: (gaps[gap], gap)) if sum(gaps.values()) >= 3 else 99


def _stops_short(lines: Sequence[Line], number: int, column: float | None, *, slack: float, set_in: bool) -> bool:
    """Whether a line that would begin a paragraph ends before the edge though a typed line would go on.

    A first line that is set in is shorter as well, but then the line after it is longer.
    """
    after = lines[number + 1]
    short = column is not None and slack <= 2 and lines[number].width < column - slack
    return short and (not set_in or (not after.closed and after.width - lines[number].width < 0.9))


def _halved(line: Line) -> bool:
    """Whether the line is built like a title: two phrases with a space between them and no comma."""
    halves = re.split(r"[ \u3000]+", line.text)
    return len(halves) == 2 and min(map(len, halves)) >= 5 and not re.search(r"[，,。]", line.text)


def _proved_by_place(
    lines: Sequence[Line], classes: Sequence[str], candidate: Candidate, accepted: dict[int, Candidate]
) -> bool:
    """Whether a bare name or a doubtful organisation stands where speaker lines do: between a title and its text."""
    first, last = candidate.first, candidate.last
    if candidate.strength >= FAIR or classes[first] == TEXT:
        return False
    if (
        lines[first].indent >= FAR_IN
        and first
        and classes[first - 1] == TEXT
        and lines[first - 1].text[-1] not in "：:"
    ):
        return True
    before = classes[first - 1] if first else ""
    after = classes[last + 1] if last + 1 < len(lines) else ""
    beyond = classes[last + 2] if last + 2 < len(lines) else ""
    person = bare_name(candidate) or (candidate.speaker is not None and is_name(candidate.speaker.name, proved=True))
    if before in HEADS and after == TEXT:
        return lines[first - 1].width > 3 and not (candidate.last > first) and (person or _unlike_title(lines[first]))
    others = sum(bare_name(c) or c.strength >= FAIR for c in accepted.values())
    if before in {TEXT, "", SIGNATURE} and after in HEADS and beyond in {TEXT, PLAIN}:
        likely = person or (others > 0 and before == TEXT and _unlike_title(lines[first]))
        return likely and lines[first].level == 0 and (before == TEXT or others > 0)
    return person and before == MARKED and after == MARKED and lines[first].level == 0


def _unlike_title(line: Line) -> bool:
    return (
        line.level in (0, 7)
        and line.width <= 18
        and not re.search(rf"(?:{longest_first('titles', 'ends')})$", line.text)
    )
