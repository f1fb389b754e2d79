"""Speaker lines told by those of the page that are sure: lines of the same form at the same place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .analogy import ALIKE, common_forms, form_of, read_alike, read_labelled
from .bodies import FAIR, STRONG, is_organisation, is_placed
from .builds import ORDINAL, undressed
from .candidates import FAR_IN, Candidate, organisation, with_fields
from .facts import number as value_of
from .kinds import HEADS, PLAIN, RUNNING, TEXT
from .lines import Line
from .signatures import visit_end
from .speakers import parse_speaker
from .together import Speaker

FEWEST_NUMBERED = 3
"""Numbered speaker lines of one form after which the next number is no subheading of the last speaker's."""
WIDEST = 70.0
"""Em of a speaker line."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a speaker line stands: what it wears, between what lines, how it is set."""

    worn: str
    before: str
    after: str
    level: int
    far_in: bool
    apart: bool


def _place(lines: Sequence[Line], classes: Sequence[str], number: int) -> _Place:
    line = lines[number]
    around = [classes[n] if 0 <= n < len(lines) else "" for n in (number - 1, number + 1)]
    before, after = (TEXT if kind in RUNNING else PLAIN for kind in around)
    return _Place(undressed(line.text)[0], before, after, line.level, line.indent >= FAR_IN, line.gap > 0)


def alike(
    lines: Sequence[Line], classes: Sequence[str], accepted: dict[int, Candidate], signed: dict[int, Speaker]
) -> tuple[dict[int, Candidate], dict[int, Speaker]] | None:
    """Further speaker lines and signatures: those in the form and at the place of others, at least two of them sure."""
    single = {c.first: c for c in accepted.values() if c.first == c.last and not c.host}
    unread = {n for n in range(len(lines)) if classes[n] in HEADS | {TEXT} and lines[n].width <= WIDEST}
    unread |= {n for n, c in single.items() if c.speaker is None or (organisation(c) and lines[n].text[-1] in "）)")}
    unread -= {n for n in unread if visit_end(lines[n].text)}
    unread |= {n for n, speaker in signed.items() if not speaker.name}
    read = {c.first: c.speaker for c in accepted.values() if c.speaker is not None and not c.host}
    read = {n: speaker if n in single else replace(speaker, role="") for n, speaker in read.items()}
    read |= {n: speaker for n, speaker in signed.items() if speaker.name}
    read |= {n: speaker for n in unread if (speaker := read_labelled(lines[n].text)) is not None}
    forms = common_forms((lines[n].text, speaker) for n, speaker in read.items())
    if not forms:
        return None
    sure = [n for n, speaker in read.items() if form_of(lines[n].text, speaker) in forms]
    places = {_place(lines, classes, n): n in signed for n in sure}
    shortest, longest = (pick(lines[n].width for n in sure) for pick in (min, max))
    speakers: dict[int, Candidate] = {}
    signatures: dict[int, Speaker] = {}
    for number in sorted(unread):
        line = lines[number]
        below = places.get(_place(lines, classes, number)) if line.width <= 2.0 * longest else None
        speaker = read_alike(line.text, forms) if below is not None and line.width >= 0.5 * shortest else None
        if speaker is None and below is False and (_is_next(lines, sure, number) or _is_marked_so(lines, sure, number)):
            speakers[number] = Candidate(number, number, None)
        elif speaker is not None and below:
            signatures[number] = speaker
        elif speaker is not None:
            speakers[number] = with_fields(lines, number, speaker, free=number) or Candidate(number, number, speaker)
    plain = [n for n in sure if n not in signed and not undressed(lines[n].text)[0]]
    left = sorted(unread - speakers.keys() - signatures.keys())
    named = {n: body for n in left if (body := _body_alone(lines[n])) is not None}
    named = {n: body for n, body in named.items() if places.get(_place(lines, classes, n)) is False}
    return speakers | _bodies(lines, plain, named), signatures


def _bodies(lines: Sequence[Line], people: Sequence[int], named: Mapping[int, Speaker]) -> dict[int, Candidate]:
    """Bodies alone on a line, undressed, where ``people`` stand with what they are: among those ``named`` on lines set as these.

    A heading inside a speech may name a body as well. So the texts of the page must begin with the same number below both,
    or nothing else stand apart as they do, or the body speak of itself below (我局).
    """
    if not named or len(people) < ALIKE:
        return {}
    first, later = min(people), [lines[n].gap for n in people if n > min(people)]
    below = {n: lines[n + 1].text[:2] for n in [*people, *named] if n + 1 < len(lines) and lines[n + 1].enumeration}
    begun = {below.get(n, "") for n in people}
    apart = {n for n in range(first + 1, len(lines)) if lines[n].gap and lines[n].gap >= min(later)}
    set_off = min(later) > 0 and apart <= {*people, *named}
    ends = [*sorted({*people, *named}), len(lines)]
    found = {}
    for number, body in named.items():
        restarts = begun == {below.get(number)}
        own = (lines[n].text for n in range(number + 1, ends[ends.index(number) + 1]))
        if restarts or set_off or any(each in text for text in own for each in _own_words(body.name)):
            found[number] = Candidate(number, number, replace(body, strength=STRONG))
    return found


def _body_alone(line: Line) -> Speaker | None:
    """The body that a line consists of, told by its ending or by whose it is (县水利局); one of any kind is none."""
    found = parse_speaker(line.text) if not (line.closed or line.level or line.enumeration) else None
    alone = found is not None and found.name == line.text and not found.role and is_organisation(found.name)
    known = found is not None and (found.strength >= FAIR or is_placed(found.name))
    return found if alone and known else None


def _own_words(body: str) -> tuple[str, ...]:
    """How a body speaks of itself, by how its name ends: 我局, 本中心."""
    return tuple(own + body[-count:] for own in "我本" for count in (1, 2))


def _is_marked_so(lines: Sequence[Line], sure: Sequence[int], number: int) -> bool:
    """Whether a line behind the mark of the sure ones (▶ …), which no other line of the page has, names another whom no
    rule can read."""
    mark, first = lines[number].text[:1], min(sure)
    others = [n for n in range(first, len(lines)) if lines[n].text[:1] == mark and n not in sure]
    alike = sum(lines[n].text[:1] == mark for n in sure)
    bracketed = lines[number].text[-1:] in "）)"
    return not mark.isalnum() and mark not in "“《（(【[" and bracketed and alike >= ALIKE and len(others) <= alike


def _is_next(lines: Sequence[Line], sure: Sequence[int], number: int) -> bool:
    """Whether a line with the number after that of the last sure one must name another, whom no rule can read.

    What follows must not go to the speaker before.
    """
    text = lines[number].text
    above = max((n for n in sure if n < number), default=None)
    if above is None or len(sure) < FEWEST_NUMBERED or (lines[number].closed and text[-1] not in "：:"):
        return False
    last, this = (ORDINAL.match(each) for each in (lines[above].text, text))
    values = [value_of(ordinal["number"]) if ordinal is not None else None for ordinal in (last, this)]
    return values[0] is not None and values[1] == values[0] + 1
