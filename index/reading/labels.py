"""Labels: lines on which a text follows its speaker (王某：…, 市某局：…), and the pages that are written that way.

A label is a colon behind a few words, and so is every lead-in (现状：…, 建议如下：). What tells them apart is who can
speak, whether the page shows several labels, and whether blank lines set its speeches off from each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from .analogy import ALIKE, Form, common_forms, read_alike
from .bodies import FAIR, WEAK, is_placed, is_undetermined
from .candidates import NEAR, Candidate, organisation
from .frames import in_frame
from .items import ENTRY, LABEL, is_addressed, is_answer_head, kind_of
from .lines import Line
from .marks import SPACES, asks, is_stamped, spoken_from, strip_signs
from .names import is_name, is_role
from .platform import stamp_end
from .presiding import without_presiding
from .reported import reporter, reports
from .roster import may_be_introduced, roster
from .speakers import parse_labelled, parse_speaker
from .together import Speaker
from .turns import is_nobody, only_asks, speaking, takes_turn, with_office
from .unread import PREFIX, asking, dense, opens_paragraph, set_apart, unknown
from .vocabulary import words

_TAG = re.compile(r"[【〔］]\s*[^【】〔〕。，：:]{1,16}[】〕］]\s*(?=[^\s:：])")
_CLOCK = re.compile(r"^[^：:]*[\s（(\[](?:[01]\d|2[0-3])[:：][0-5]\d(?!\d)")
_LEAD_IN = re.compile(r"[：:]\**$")
_OPEN = re.compile(r"^[^（()）。！？；：:]{2,16}[（(][^（()）。！？；：:]+$")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．，,）)]?\s*")
_ENUMERATED = ("digit", "comma", "bracket", "bullet")
LONGEST_INFORMANT = 20
"""Characters of a label that ends in one of those verbs, up to which it names somebody, known or not."""
WIDEST_GUEST = 40.0
"""Em of a line of such a list."""
LONGEST_LABEL = 3
"""Lines over which a label with a long role in brackets may be hard-wrapped."""


def transcript_lines(lines: Sequence[Line], head: Sequence[Line] = ()) -> dict[int, Candidate]:
    """Lines of the form 王某：…, 王某委员：…, 王某（市政协委员）：…, 市某局：…, by the number of their first line.

    A bare name or a body proves nothing by itself (成效：… begins like one), so each counts where other lines of the
    page are labels as well, or where it carries a role. ``head``: the lines of the masthead, which may say who presides.
    """
    found = _introduced(lines, _labels(lines))
    found = {number: label for number, label in found.items() if label.host or opens_paragraph(lines, number)}
    found = _in_one_style(lines, _without_lists(lines, found))
    kept = _proved(found, _listed(lines)) if found else {}
    asked = any(takes_turn(label_of(lines, label), "asks in turn") for label in kept.values())
    quoted = {number for number, label in kept.items() if reports(label_of(lines, label))}
    turns = asked or sum(takes_turn(label_of(lines, label), "says in turn") for label in kept.values()) >= 2
    quoted -= {n for n in quoted if turns and takes_turn(label_of(lines, kept[n]), "says in turn")}
    if len({kept[n].speaker for n in quoted}) < 2 or 2 * len(quoted) < sum(not c.host for c in kept.values()):
        kept = {number: label for number, label in kept.items() if number not in quoted}
    if asked:
        kept |= {
            number: label
            for number in range(min(kept), len(lines))
            if number not in kept
            if (label := asking(lines, number))
        }
    apart = set_apart(lines, kept)
    if apart:
        kept = {number: label for number, label in kept.items() if number == min(kept) or lines[number].gap}
    if kept:
        kept |= unknown(lines, kept, apart=apart, anywhere=apart or dense(lines, kept))
    return without_presiding(lines, kept, head)


def _listed(lines: Sequence[Line]) -> set[str]:
    """The names behind labels, and those on short lines of their own with what they are, as in a list of who will speak."""
    names: set[str] = set()
    for line in lines:
        labelled = kind_of(line) == LABEL
        if labelled or (line.width <= WIDEST_GUEST and not line.closed and not line.level):
            guest = parse_speaker(line.text.replace("**", ""))
            names |= set(guest.name.split("、")) if guest is not None and (labelled or guest.role) else set()
    return names


def _labels(lines: Sequence[Line]) -> dict[int, Candidate]:
    """Every label, by line; those with a name that no rule knows where other labels of the page are built alike."""
    found = {number: label for number in range(len(lines)) if (label := _label(lines, number)) is not None}
    named = {c.speaker.name for c in found.values() if c.speaker is not None}
    for number, label in found.items():
        if (
            (who := label.speaker) is not None
            and not who.role
            and takes_turn(who.name, "says in turn")
            and who.name[:-1] in named
        ):
            found[number] = replace(label, speaker=replace(who, name=who.name[:-1]))
    forms = common_forms((label_of(lines, c), c.speaker) for c in found.values() if c.speaker is not None)
    if not forms:
        return found
    alike = {
        number: label
        for number in range(len(lines))
        if number not in found or found[number].speaker is None
        if (label := _label(lines, number, forms)) is not None
    }
    return found | alike


def _introduced(lines: Sequence[Line], found: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """``found`` with those whom lines above the first speech introduce, and what they are; an entry that says so is no label."""
    named = {
        number: (name, match)
        for number, line in enumerate(lines)
        if not line.level and (match := PREFIX.match(line.text)) is not None
        if may_be_introduced(name := SPACES.sub("", match["prefix"].replace("*", "")))
    }
    entries = {n: match["rest"] for n, (_, match) in named.items() if not lines[n].closed and is_role(match["rest"])}
    spoken = [
        number
        for number in {**named, **found}
        if number not in entries and not (number in found and found[number].host)
    ]
    first = min(spoken, default=0)
    said = {name for number, (name, _) in named.items() if number not in entries}
    entries = {number: role for number, role in entries.items() if number < first and named[number][0] in said}
    entries = entries if len({named[number][0] for number in entries}) >= ALIKE else {}
    roles = roster(lines[max(0, first - NEAR) : first], said) | {
        named[number][0]: role for number, role in entries.items()
    }
    kept = {number: label for number, label in found.items() if number not in entries}
    for number, (name, match) in named.items():
        label = kept.get(number)
        if number < first or name not in roles or (label is not None and label.host):
            continue
        if label is None or label.speaker is None:
            kept[number] = Candidate(number, number, Speaker(name, roles[name], FAIR), match.start("rest"))
        elif label.speaker.name == name and not label.speaker.role:
            kept[number] = replace(label, speaker=Speaker(name, roles[name], FAIR))
    return kept


def label_of(lines: Sequence[Line], candidate: Candidate) -> str:
    """The label of a line with its speech behind it, without the colon; all of the line where the speech stands below."""
    text = "".join(line.text for line in lines[candidate.first : candidate.last + 1])
    return text[: candidate.inline or None].rstrip(" ：:*")


def _label(lines: Sequence[Line], number: int, forms: frozenset[Form] = frozenset()) -> Candidate | None:
    """The label that opens line ``number``, proved or not; one of nobody's (主持人, 王主任) has no speaker.

    ``forms`` of speaker lines in which a name that no rule knows is believed.
    """
    line = lines[number]
    if line.level or (line.enumeration and line.enumeration not in _ENUMERATED):
        return None
    begin = spoken_from(line.text)
    stamp = stamp_end(line.text)
    opens = line.text[stamp] == "【" or not is_stamped(line.text)
    if (
        not begin
        and (tag := _TAG.match(line.text)) is not None
        and (said := PREFIX.match(line.text, tag.end())) is not None
    ):
        who = parse_speaker(speaking(said["prefix"].replace("*", "")))
        begin = tag.end() if who is not None and who.role and who.strength >= FAIR else 0
    settled, candidate = in_frame(line.text, number, stamp=stamp if opens else None, begin=begin)
    if settled:
        return candidate
    last, text = _unwrapped(lines, number)
    before = len(text) - len(lines[last].text)
    match = PREFIX.match(text, begin)
    if match is None or (last > number and match.start("rest") <= before) or _CLOCK.search(text[begin : match.end()]):
        return None
    prefix = strip_signs(
        _NUMBER.sub("", match["prefix"].replace("*", "")) if line.enumeration else match["prefix"].replace("*", "")
    )
    if asks(prefix):
        return Candidate(number, last, None, match.start("rest") - before, host=True)
    prefix = speaking(prefix)
    if is_addressed(match["rest"]) or (number and _greets(prefix, lines[number - 1])):
        return None
    inline = match.start("rest") - before
    if forms and parse_speaker(prefix) is None and (alike := read_alike(match["prefix"], forms)) is not None:
        return Candidate(number, last, alike, inline)
    if kind_of(line) == ENTRY or (kind_of(line) == LABEL and parse_speaker(line.text) is not None):
        return None
    if is_nobody(prefix) or only_asks(prefix):
        return Candidate(number, last, None, inline, host=only_asks(prefix))
    if prefix in words("speakers", "leads") | words("speakers", "labels") or is_undetermined(prefix):
        return None
    speaker = parse_speaker(prefix) or parse_labelled(prefix) or (None if reporter(prefix) else with_office(prefix))
    if speaker is None and prefix.endswith(tuple(words("speakers", "informing"))) and len(prefix) <= LONGEST_INFORMANT:
        return Candidate(number, last, None, inline)
    if speaker is None or (not speaker.role and match["rest"].startswith(tuple(words("speakers", "duties")))):
        return None
    if begin:
        speaker = replace(speaker, strength=max(speaker.strength, FAIR))
    return Candidate(number, last, speaker, inline)


def _greets(prefix: str, above: Line) -> bool:
    """Whether a label right below the head of an answer is its salutation, and names who asked: 王某等代表：."""
    return re.search(r"等.{0,6}$|(?:代表|委员)$", prefix) is not None and is_answer_head(above)


def _unwrapped(lines: Sequence[Line], number: int) -> tuple[int, str]:
    """A label whose bracketed role is broken over lines, joined; and the number of its last line."""
    text, last = lines[number].text, number
    while _OPEN.match(text) and last + 1 < len(lines) and last + 1 < number + LONGEST_LABEL:
        if lines[last].width < 12 or lines[last + 1].level:
            break
        last += 1
        text += lines[last].text
    return (last, text) if last > number and re.search(r"[）)]\s*[：:]", text) else (number, lines[number].text)


def _without_lists(lines: Sequence[Line], found: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """``found`` without the bodies of a list inside a speech: such a list stands right under a lead-in (分工如下：)."""
    kept: dict[int, Candidate] = {}
    listing: int | None = None
    for number, label in sorted(found.items()):
        body = organisation(label) or label.speaker is None
        opens = bool(kept) and _LEAD_IN.search(lines[number - 1].text) is not None
        if body and (
            opens or (listing is not None and listing == number - 1 and lines[number].gap <= lines[listing].gap)
        ):
            listing = number
        else:
            kept[number] = label
    return kept


def _in_one_style(lines: Sequence[Line], found: Mapping[int, Candidate]) -> dict[int, Candidate]:
    """Numbered labels count only where all labels of the page are numbered, and all lines numbered so are labels."""
    numbered = [number for number in found if lines[number].enumeration]
    if len(numbered) >= 2 and len(numbered) == len(found):
        first = lines[numbered[0]]
        sign = first.text[0] if first.enumeration == "bullet" else ""
        alike = (n for n, line in enumerate(lines) if line.enumeration == first.enumeration)
        if numbered == [number for number in alike if lines[number].text.startswith(sign)]:
            return dict(found)
    people = [n for n in numbered if (who := found[n].speaker) is not None and who.role and is_name(who.name)]
    if len(people) == len(numbered) >= 2:
        families = {lines[number].enumeration for number in numbered}
        if numbered == [number for number, line in enumerate(lines) if line.enumeration in families]:
            return dict(found)
    return {number: label for number, label in found.items() if not lines[number].enumeration}


def _proved(found: Mapping[int, Candidate], listed: Collection[str]) -> dict[int, Candidate]:
    """The labels that the others, or a role, prove; ``listed`` are the names in lists of who will speak."""
    people = [c.speaker for c in found.values() if c.speaker is not None and not organisation(c)]
    introduced = {speaker.name for speaker in people if speaker.role}
    single = {name for name, count in Counter(speaker.name for speaker in people).items() if count == 1} - set(listed)
    fair = any(speaker.role and speaker.strength >= FAIR for speaker in people)
    bodies = sum(organisation(c) and (c.strength >= FAIR or _placed(c)) for c in found.values())
    conversation = fair or len(people) >= 2 or bodies >= 2 or any(speaker.name in listed for speaker in people)
    kept: dict[int, Candidate] = {}
    for number, label in found.items():
        speaker = label.speaker
        if (speaker is not None and speaker.role and speaker.strength >= FAIR) or label.host:
            kept[number] = label
        elif not conversation:
            continue
        elif speaker is None or organisation(label) or speaker.role:
            kept[number] = label
        elif len(speaker.name) == 2 and speaker.name in single and (len(introduced) >= 2 or len(people) < 2):
            # Where the others are introduced with a role, a single 费用： is hardly a person, and must not become one.
            kept[number] = replace(label, speaker=None)
        else:
            kept[number] = label
    return kept


def _placed(label: Candidate) -> bool:
    return label.speaker is not None and is_placed(label.speaker.name)


def standing_alone(lines: Sequence[Line], candidates: Sequence[Candidate]) -> list[Candidate]:
    """Doubtful speakers on a line of their own that ends with a colon, where a sure one of the page is written so."""
    alone = [c for c in candidates if _LEAD_IN.search(lines[c.last].text)]
    titled = {c.speaker.name: c for c in alone if c.speaker is not None and c.strength == WEAK and c.speaker.role}
    sure = sum(c.strength >= FAIR or _placed(c) for c in alone)
    if sure + len(titled) < 2:
        return []
    doubtful = [c for c in alone if c.strength == WEAK and c.speaker is not None]
    return [c for c in doubtful if c.speaker and (c.speaker.role or organisation(c) or len(c.speaker.name) >= 3)]
