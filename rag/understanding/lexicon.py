"""The names of one index: who speaks, as what, in which document, and by which words they can be asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.corpus import Corpus
from index.folding import fold
from index.records import Place
from rag.data import language, pattern
from rag.understanding.kinds import numeral
from rag.understanding.vocabulary import is_personal_name

_BOUNDARIES = "谁哪位个名些的是在和与跟及、,，。:：;；?？!！ “”‘’《》问请让由对就向除了"
"""Characters at which the name of a body cannot go on."""
_BEFORE_NAME = _BOUNDARIES + "还有同比较总结了过于到看听据按除下讲说查谈"
"""Characters after which a name can begin."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One speech of a speaker: where, and in which role (an organisation has none)."""

    place: Place
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters ``[start, end)`` of a folded question that name ``speakers``; none: a name the index does not hold."""

    start: int
    end: int
    text: str
    speakers: tuple[str, ...]
    how: Literal["name", "title", "role", "organisation", "unknown"]


_DAY = re.compile(r"(?:([0-9]{4})[年\-/.])?([0-9]{1,2})[月\-/.]([0-9]{1,2})日?")
_YEAR_OF_DOCUMENT = re.compile(
    r"([0-9]{4})年(?=的?(?:那次|那份|那篇|那版|这次|这份|这版|的?(?:发言|会议|座谈会|报纸|版面)))"
)
_PAPERS = ("晚报", "早报", "晨报", "日报", "周报", "政协报", "时报", "商报", "都市报", "联合报", "快报")


_TITLED = 0.75
"""The share of a meeting's name, in pairs of characters, that a title must hold to be the meeting's."""
_PAGE = re.compile(r"第([0-9]{1,2})版")


def _same_day(match: re.Match[str], date: str | None) -> bool:
    """Whether the day a question names, with or without its year, is the document's date."""
    if date is None:
        return False
    year, month, day = date.split("-")
    return (match[1] in (None, year)) and (int(match[2]), int(match[3])) == (int(month), int(day))


def parts_of(role: str) -> list[str]:
    """A role's single offices: ``市政协常委、某大学校长`` → both."""
    return [part for part in re.split(r"[、，,；; ]+", role) if part]


def _runs_on(name: str, subjects: Sequence[str]) -> bool:
    """Whether a supposed body is a common noun before a common subject (评估费政府), and no place's (望川镇商会)."""
    before = next((name[: -len(one)] for one in subjects if name.endswith(one)), "")
    return len(before) > 1 and before[-1] in "费金款额率价税"


class Lexicon:
    """Resolves names, titles and organisations of a question against the open index. Immutable."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        appearances: dict[str, list[Appearance]] = defaultdict(list)
        for ordinal in range(len(corpus.documents)):
            for number, (speaker, role, title) in enumerate(corpus.heading(Place(ordinal, 0, 0)).speeches):
                if speaker is not None:
                    appearances[speaker].append(Appearance(Place(ordinal, number, 0), role, title))
        self.appearances: dict[str, tuple[Appearance, ...]] = {
            name: tuple(found) for name, found in appearances.items()
        }

    @cached_property
    def _by_folded(self) -> dict[str, tuple[str, ...]]:
        """What a question may call a speaker → the speakers, longer names first; names told apart in brackets share one."""
        table: dict[str, list[str]] = defaultdict(list)
        for name in self.appearances:
            whole = fold(name).replace(" ", "")
            for form in dict.fromkeys((whole, *whole.split("、"), re.sub(r"[(（].*[)）]$", "", whole))):
                if len(form) > 1:
                    table[form].append(name)
        return {form: tuple(table[form]) for form in sorted(table, key=len, reverse=True)}

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Speakers that are bodies, not persons: their role is empty and their name is no person's."""
        endings = (
            *language("people")["organisations"]["endings"],
            *language("people")["organisations"]["short_endings"],
        )
        return tuple(
            name
            for name, found in self.appearances.items()
            if not any(one.role for one in found) and (len(name) > 4 or fold(name).endswith(endings))
        )

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return tuple(sorted(language("people")["titles"]["words"], key=len, reverse=True))

    def _address(self, names: Sequence[str], rest: str) -> int:
        """How many characters of ``rest`` address one of ``names`` by title or office: 张三委员, 李四常务副区长."""
        offices = [office for name in names for office in self._offices_held[name]]
        length = 0
        while length < len(rest) and any(rest[: length + 1] in office for office in offices):
            length += 1
        titled = pattern(f"(?:{'|'.join(map(re.escape, (*self._titles, '同志', '先生', '女士')))})").match(rest)
        return max(length if length > 1 else 0, titled.end() if titled else 0)

    @cached_property
    def _title_pattern(self) -> str:
        """Any title; a single character (王总, 李董) only where the name ends there."""
        short = [word for word in language("people")["short_titles"] if word not in self._titles]
        long = "|".join(map(re.escape, (*self._titles, *(word for word in short if len(word) > 1))))
        single = "".join(word for word in short if len(word) == 1)
        return f"{long}|[{single}](?=[提说讲谈建认主的对在就是怎有关指强呼表希和与跟到还都也,，?？。]|$)"

    @cached_property
    def _offices_held(self) -> dict[str, tuple[str, ...]]:
        """Speaker → the roles, folded and without spaces."""
        return {name: tuple(fold(role).replace(" ", "") for role in self.roles(name)) for name in self.appearances}

    @cached_property
    def _surnames(self) -> dict[str, list[str]]:
        """Surname → the persons who have it."""
        double: list[str] = language("people")["surnames"]["double"]
        table: dict[str, list[str]] = defaultdict(list)
        for name in self.appearances:
            if name not in self.organisations:
                table[fold(name[:2]) if name[:2] in double else fold(name[:1])].append(name)
        return dict(table)

    @property
    def titles(self) -> tuple[str, ...]:
        """All titles by which people are asked for, longest first."""
        return self._titles

    def holds(self, speaker: str, title: str) -> bool:
        """Whether one office of ``speaker`` is ``title`` itself: a 副校长 is no 校长."""
        return any(
            fold(part).endswith(title) and not fold(part)[: -len(title)].endswith("副")
            for role in self.roles(speaker)
            for part in parts_of(role)
        )

    def roles(self, speaker: str) -> tuple[str, ...]:
        """The roles in which ``speaker`` appears, in source order, each once."""
        return tuple(dict.fromkeys(one.role for one in self.appearances.get(speaker, ()) if one.role))

    def mentions(self, question: str) -> list[Mention]:
        """The speakers that a folded ``question`` names, by full name, surname with title, office or short name."""
        found: list[Mention] = []
        taken = [False] * len(question)

        def take(
            start: int, end: int, speakers: tuple[str, ...], how: Literal["name", "title", "role", "organisation"]
        ) -> None:
            if start < end and not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append(Mention(start, end, question[start:end], speakers, how))

        for folded, names in self._by_folded.items():
            if folded not in question:
                continue
            for match in re.finditer(re.escape(folded), question):
                take(match.start(), match.end() + self._address(names, question[match.end() :]), names, "name")
        for start, end, names in self._short_organisations(question):
            take(start, end, names, "organisation")
        for start, end, names in self._surnames_with_title(question):
            take(start, end, names, "title")
        for start, end, names in self._offices(question):
            take(start, end, names, "role")
        return sorted(found, key=lambda mention: mention.start)

    def _surnames_with_title(self, question: str) -> list[tuple[int, int, tuple[str, ...]]]:
        people = language("people")
        short: dict[str, list[str]] = people["short_titles"]
        titles = self._title_pattern
        if not self._surnames:
            return []
        surnames = "|".join(map(re.escape, sorted(self._surnames, key=len, reverse=True)))
        found = []
        for match in pattern(f"({surnames})({titles})").finditer(question):
            wanted = [match[2], *short.get(match[2], [])]
            names = tuple(
                name
                for name in self._surnames[match[1]]
                if any(word in office for office in self._offices_held[name] for word in wanted)
            )
            if names:
                found.append((match.start(), match.end(), names))
        return found

    def _short_organisations(self, question: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Short names of bodies: a party by its name alone (民建), any other by a tail that only one body has (工商联).

        What stands before the tail may leave characters of the full name out (市妇联), but adds none.
        """
        found = []
        parties: list[str] = language("people")["organisations"]["parties"]
        for name in self.organisations:
            folded = fold(name).replace(" ", "")
            for party in parties:
                if (
                    folded.startswith(party)
                    and party in question
                    and sum(fold(one).startswith(party) for one in self.organisations) == 1
                ):
                    for match in re.finditer(re.escape(party), question):
                        end = match.end()
                        at = len(party)
                        while end < len(question) and (next_at := folded.find(question[end], at)) >= 0:
                            at, end = next_at + 1, end + 1
                        found.append((match.start(), end, (name,)))
            for length in range(len(folded) - 1, 1, -1):
                tail = folded[-length:]
                if tail not in question or sum(fold(one).endswith(tail) for one in self.organisations) > 1:
                    continue
                for match in re.finditer(re.escape(tail), question):
                    start, at = match.start(), len(folded) - length
                    while start > 0 and (before := folded.rfind(question[start - 1], 0, at)) >= 0:
                        at, start = before, start - 1
                    if start == 0 or question[start - 1] in _BEFORE_NAME:
                        found.append((start, match.end(), (name,)))
                break
        return sorted(found, key=lambda one: one[0] - one[1])

    def _offices(self, question: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Offices: a body and a title that one speaker's role holds (某大学校长); a class of several speakers is no name."""
        found = []
        form = f"(?P<body>[^{_BOUNDARIES}]{{2,20}}?)(?P<title>{'|'.join(map(re.escape, self._titles))})"
        for match in pattern(form).finditer(question):
            for start in range(match.start("body"), match.end("body") - 1):
                body = question[start : match.end("body")]
                names = tuple(
                    name
                    for name, offices in self._offices_held.items()
                    if any(body in office and match["title"] in office for office in offices)
                )
                if names:
                    rest = question[match.start("body") : start]
                    if len(names) == 1 and (not rest or rest in language("people")["generic"]["before_office"]):
                        found.append((start, match.end(), names))
                    break
        return sorted(found, key=lambda one: one[0] - one[1])

    def affiliated(self, phrase: str) -> tuple[str, ...]:
        """Speakers whose role or own name holds ``phrase`` (folded), in source order."""
        wanted = fold(phrase).replace(" ", "")
        return tuple(
            name
            for name, places in self.appearances.items()
            if wanted in fold(name) or any(wanted in fold(one.role).replace(" ", "") for one in places)
        )

    def documents(self, question: str) -> tuple[str, ...]:
        """The sources that a folded question names, by date, newspaper, file name or title, in index order."""
        found = []
        days = list(_DAY.finditer(question))
        year = _YEAR_OF_DOCUMENT.search(question)
        for ordinal in range(len(self._corpus.documents)):
            heading = self._corpus.heading(Place(ordinal, 0, 0))
            page = _PAGE.search(question)
            if page is not None and days and heading.page is not None and heading.page != int(page[1]):
                continue
            stem = fold(heading.source.rsplit("/", 1)[-1].rsplit(".", 1)[0])
            names = [fold(name) for name in (heading.source, heading.title, heading.newspaper) if name]
            if (
                any(_same_day(match, heading.date) for match in days)
                or (year is not None and (heading.date or "").startswith(year[1]))
                or any(name in question for name in names if len(name) > 3)
                or (len(stem) > 3 and stem in question)
                or any(paper in question and names[-1].endswith(paper) for paper in _PAPERS if heading.newspaper)
            ):
                found.append(heading.source)
        return tuple(found or self._by_event(question))

    def _by_event(self, question: str) -> list[str]:
        """The document of the meeting that a folded question names by a part of its title or by its month, if one is."""
        headings = [self._corpus.heading(Place(ordinal, 0, 0)) for ordinal in range(len(self._corpus.documents))]
        match = pattern(language("people")["events"]["name"]).search(question)
        if match is not None:
            wanted = fold(match["name"])
            pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
            shares = [sum(pair in fold(one.title) for pair in pairs) / len(pairs) for one in headings]
            best = max(shares, default=0.0)
            if best >= _TITLED and shares.count(best) == 1:
                return [headings[shares.index(best)].source]
        month = pattern(language("people")["events"]["month"]).search(question)
        if month is not None:
            number = numeral(month["month"])
            of_month = [one.source for one in headings if one.date and int(one.date.split("-")[1]) == number]
            return of_month if len(of_month) == 1 else []
        return []

    def event(self, question: str) -> list[tuple[int, int]]:
        """The stretches of a folded question that name a document or the meeting that it is of."""
        rules = language("people")["events"]
        names = [
            fold(name)
            for ordinal in range(len(self._corpus.documents))
            for heading in (self._corpus.heading(Place(ordinal, 0, 0)),)
            for name in (heading.source, heading.title, heading.newspaper)
            if name and len(name) > 3
        ]
        spans = [match.span() for name in set(names) for match in re.finditer(re.escape(name), question)]
        if not self._by_event(question):
            return spans
        return spans + [match.span() for rule in ("name", "month") for match in pattern(rules[rule]).finditer(question)]

    def body(self, text: str) -> str | None:
        """The body that a folded ``text`` begins with, by its ending, whether the index holds it or not; or None."""
        endings = "|".join(
            map(re.escape, sorted(language("people")["organisations"]["endings"], key=len, reverse=True))
        )
        match = pattern(f"[^,，。:：的谁哪]{{0,14}}?(?:{endings})").match(text)
        return match.group() if match else None

    def category(self, question: str) -> tuple[str, tuple[str, ...]] | None:
        """The kind of body asked for (来自企业的 …) and the words by which a role shows it, or None."""
        for name, rule in language("people")["categories"].items():
            for word in sorted(rule["ask"], key=len, reverse=True):
                if word in question and re.search(
                    f"(来自|从事|出自|属于|有){word}|(在|于){word}(里|中)?(任职|工作|供职|当|做)|{word}(的|界|里|方面|系统)*(的)?(人|发言人|发言|代表|委员|负责人|嘉宾|单位|领导|人士)",
                    question,
                ):
                    return name, tuple(rule["role"])
        return None

    def _abbreviated(self, name: str) -> str | None:
        """The one body whose full name holds the characters of a short one in its order (市残联: 市残疾人联合会)."""

        def holds(full: str) -> bool:
            at = -1
            for character in name:
                at = full.find(character, at + 1)
                if at < 0:
                    return False
            return True

        found = [body for body in self.organisations if len(name) > 2 and holds(fold(body))]
        return found[0] if len(found) == 1 else None

    def unknown(
        self, question: str, known: list[Mention], verbs: list[str], words: list[tuple[str, int, int]]
    ) -> Mention | None:
        """A person or body that ``question`` treats as a speaker and the index does not hold, or None."""
        people = language("people")
        blocked = [range(mention.start, mention.end) for mention in known]
        boundaries = {0, *(end for _, _, end in words)}
        titles, long_titles = self._title_pattern, "|".join(map(re.escape, self._titles))
        double = "|".join(people["surnames"]["double"])
        person = f"(?:{double}|[{people['surnames']['single']}])"
        verb = "|".join(map(re.escape, sorted(verbs, key=len, reverse=True)))
        after = f"(?=[^谁]{{0,16}}?(?:{verb}|提|观点|意见|看法|提案|讲话|怎么|如何|态度|立场|评价|主张))"
        start = (
            r"(?:^|(?<=[,，。:：?？!！、和与跟及是对问请的(（])|(?<=比较)|(?<=对比)|(?<=总结)|(?<=概括)|(?<=归纳)"
            r"|(?<=梳理)|(?<=除了)|(?<=关于)|(?<=请问)|(?<=来自)|(?<=一下))"
        )
        ending = "|".join(map(re.escape, sorted(people["organisations"]["endings"], key=len, reverse=True)))
        patterns = (
            (f"{start}(?P<name>{person}[一-龥]{{0,2}}?)(?:{titles})(?!制度|机制|队伍|负责制|信箱)", True),
            (f"{start}(?P<name>{person}[一-龥]{{2}}){after}", False),
            (f"{start}(?P<name>{person}[一-龥]{{1}}){after}", False),
            (f"{start}(?P<name>[^谁哪几多,，。的]{{0,14}}?(?:{ending}))(?:的)?{after}", True),
            (f"{start}(?P<name>[^谁哪几多,，。的]{{2,12}}?(?:{long_titles}))(?:的)?{after}", True),
            (
                f"{start}(?P<name>[^谁哪几多,，。的]{{2,10}}?的(?:{long_titles}))(?=[在说讲提谈就对]|会上|怎么|如何)",
                True,
            ),
        )
        for form, certain in patterns:
            for match in pattern(form).finditer(question):
                begin, end = match.start(), max(match.end(), match.end("name"))
                if any(begin < block.stop and block.start < end for block in blocked):
                    continue
                name = match["name"].rstrip("的")
                if name.startswith(("来自", "担任", "现任", "时任", "曾任")):
                    continue
                aligned = begin in boundaries and match.end("name") in boundaries
                if not certain and not (
                    aligned and is_personal_name(name) and not set(name) & set(people["surnames"]["never_in_names"])
                ):
                    continue
                if certain and (
                    pattern(f"[谁哪几了是有没么吗里什的“”]|{verb}").search(name) or name[-1:] in "校院银集公学"
                ):
                    continue
                if name in people["generic"]["subjects"] or (len(name) > 1 and self._corpus.find(name)):
                    continue  # a common noun, or a topic that the corpus knows
                if _runs_on(name, people["generic"]["subjects"]):
                    continue
                whole = self._abbreviated(name) if certain else None
                if whole is not None:
                    return Mention(begin, end, question[begin:end].rstrip("的"), (whole,), "organisation")
                held = self.affiliated(name) if certain and len(name) > 2 else ()
                if len(held) > 1:
                    continue
                return Mention(begin, end, question[begin:end].rstrip("的"), held, "role" if held else "unknown")
        return None
