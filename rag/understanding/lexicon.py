"""The names of one index: who speaks, as what, in which document, and by which words they can be asked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.corpus import Corpus
from index.folding import fold, occurrences
from index.records import Place
from index.words import frequency, part_of_speech, plain_words
from rag.data import language, pattern
from rag.understanding.bodies import BOUNDARIES, held_at, short_names
from rag.understanding.heads import heads, led_by
from rag.understanding.offices import end_of_office, head_of_short, holder_of_short, offices_of
from rag.understanding.pointed import pointed_at
from rag.understanding.topics import is_frame
from rag.understanding.vocabulary import inside_word


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


_WHOLE_NAME = 3
"""Characters of a name beyond which one without a dot has no surname."""
_WHOLE = 5
"""Characters from which an office is known by its wording alone."""


def is_asked_for(question: str, start: int, end: int) -> bool:
    """Whether the office at ``[start, end)`` is what is asked for (有几位合作社理事长, 谁提到志愿律师), and names nobody."""
    rules = language("people")["generic"]
    return (
        pattern(f"(?:{rules['asking_before']})$").search(question[:start]) is not None
        or pattern(rules["asking_behind"]).match(question, end) is not None
    )


def _dotted(name: str) -> tuple[str, str, str]:
    """A name before its dot, the dot, and the rest; the whole name, "" and "" where it has none."""
    return re.sub("[•・．.]", "·", name).partition("·")


class Lexicon:
    """Resolves names, titles and organisations of a question against the open index. Immutable."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
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
            given, dot, _ = _dotted(whole)
            for form in dict.fromkeys((whole, *whole.split("、"), re.sub(r"[(（].*[)）]$", "", whole), given)):
                if len(form) > 1 and not (dot and form == given and frequency(given)):
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
    def _spoken_for(self) -> dict[str, str]:
        """The bodies that one person each speaks for, as his role says by their name alone (某委员会) → the person."""
        rules = language("people")["organisations"]
        endings, parties = (*rules["endings"], *rules["short_endings"]), tuple(rules["parties"])
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.appearances:
            for part in (part.removeprefix("代表") for role in self.roles(name) for part in offices_of(role)):
                if part.endswith(endings) or (part.startswith(parties) and not part.endswith(self._titles)):
                    found[part].add(name)
        return {body: min(names) for body, names in found.items() if len(names) == 1}

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
    def title_pattern(self) -> str:
        """Any title; a single character (王总, 李董) only where the name ends there."""
        people = language("people")
        short = [word for word in people["short_titles"] if word not in self._titles]
        words = sorted((*self._titles, *(word for word in short if len(word) > 1)), key=len, reverse=True)
        long = "|".join(map(re.escape, words))
        single = "".join(word for word in short if len(word) == 1)
        everyday, titles = people["generic"]["everyday_address"], people["titles"]
        goes_on, behind = titles["goes_on"], titles["behind"]
        return f"(?!{goes_on})(?:{everyday}|{long})|[{single}](?=[{behind},，?？。]|$)"

    @cached_property
    def _offices_held(self) -> dict[str, tuple[str, ...]]:
        """Speaker → the roles, folded and without spaces."""
        return {name: tuple(fold(role).replace(" ", "") for role in self.roles(name)) for name in self.appearances}

    @cached_property
    def roles_held(self) -> tuple[str, ...]:
        """Every role of the index once, and the name of every body that speaks itself, folded and without spaces."""
        bodies = (fold(name).replace(" ", "") for name in self.organisations)
        return tuple(dict.fromkeys((*(role for roles in self._offices_held.values() for role in roles), *bodies)))

    @cached_property
    def single_offices(self) -> dict[str, tuple[str, ...]]:
        """Speaker → the offices one by one, folded and without spaces."""
        return {
            name: tuple(part for role in roles for part in offices_of(role))
            for name, roles in self._offices_held.items()
        }

    @cached_property
    def every_office(self) -> frozenset[str]:
        """Every single office of the index, folded and without spaces."""
        return frozenset(office for offices in self.single_offices.values() for office in offices)

    @cached_property
    def _named_otherwise(self) -> dict[str, str]:
        """The whole offices that one speaker each holds and no title ends (某村护林员, 某厂退休钳工) → the speaker."""
        held: dict[str, set[str]] = defaultdict(set)
        for name, offices in self.single_offices.items():
            for office in offices:
                if len(office) >= _WHOLE and not office.endswith(self._titles):
                    held[office].add(name)
        return {office: min(names) for office, names in held.items() if len(names) == 1}

    @cached_property
    def _surnames(self) -> dict[str, list[str]]:
        """What a title follows → the persons called so: the surname, or the given name before a dot."""
        double: list[str] = language("people")["surnames"]["double"]
        table: dict[str, list[str]] = defaultdict(list)
        for name in self.appearances:
            if name not in self.organisations:
                given, dot, rest = _dotted(
                    name
                )  # 阿依·买买提 is 阿依老师, and 买买提老师 to who takes it for a surname
                surname = given if dot else name[:2] if name[:2] in double else name[:1]
                table[fold(surname)].append(name)
                if not dot and len(name) > _WHOLE_NAME and name[:2] not in double:
                    table[fold(name[:2])].append(name)  # of a name without surname the first half is what he is called
                if len(rest) > 1 and rest != given:
                    table[fold(rest)].append(name)
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
            for part in offices_of(role)
        )

    def heads(self, speaker: str, body: str) -> bool:
        """Whether ``speaker`` is the body or holds the office by which a folded ``body`` is led."""
        return speaker in self.organisations or heads(self.single_offices[speaker], body)

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
            for start, end in occurrences(folded, question):
                take(start, end + self._address(names, question[end:]), names, "name")
        for start, end, names in short_names(question, self.organisations):
            if not self._begins_office(question, start, end):
                take(start, end, names, "organisation")
        for start, end, names in self._surnames_with_title(question):
            take(start, end, names, "title")
        parties = tuple(language("people")["organisations"]["parties"])
        for start, end, bodies in short_names(question, tuple(self._spoken_for)):
            if end - start > 3 or question.startswith(parties, start):  # 市委会 alone is anybody's
                take(start, end, tuple(self._spoken_for[body] for body in bodies), "organisation")
        for office, holder in self._named_otherwise.items():
            for start, end in occurrences(office, question):
                take(start, end, (holder,), "role")
        by_office = (pointed_at(question, self.single_offices), led_by(question, self.single_offices))
        for start, end, names in (*self._offices(question), *by_office[0], *by_office[1]):
            take(start, end, names, "role")
        return sorted(found, key=lambda mention: mention.start)

    def _begins_office(self, question: str, start: int, end: int) -> bool:
        """Whether an office that somebody holds stands at ``start`` and reaches to ``end``: 市政协委员, where 市政协某委员会 speaks too."""
        longest = max(map(len, self.every_office), default=0)
        return any(question[start:to] in self.every_office for to in range(end, start + longest + 1))

    def _surnames_with_title(self, question: str) -> list[tuple[int, int, tuple[str, ...]]]:
        people = language("people")
        short: dict[str, list[str]] = people["short_titles"]
        titles = self.title_pattern
        if not self._surnames:
            return []
        surnames = "|".join(map(re.escape, sorted(self._surnames, key=len, reverse=True)))
        everyday = pattern(people["generic"]["everyday_address"])
        words = plain_words().spans(question)
        found = []
        for match in pattern(f"({surnames})({titles})").finditer(question):
            if inside_word(match.start(), words):
                continue
            if everyday.fullmatch(match[2]) and len(self._surnames[match[1]]) == 1:
                # 颜师傅: said of anybody, so of the only one of that surname
                found.append((match.start(), match.end(), tuple(self._surnames[match[1]])))
                continue
            wanted = [match[2], *short.get(match[2], [])]
            names = tuple(
                name
                for name in self._surnames[match[1]]
                if any(word in office for office in self._offices_held[name] for word in wanted)
                or (match[2] in people["generic"]["addresses"] and name in self._spoken_for.values())
            )
            if names:
                found.append((match.start(), match.end(), names))
        single = "".join(word for word in short if len(word) == 1)
        for match in pattern(f"({surnames})([{single}])(?=[一-鿿])").finditer(question):
            goes_on = frequency(question[match.end() - 1 : match.end() + 1]) or frequency(match.group())
            held = [
                name
                for name in self._surnames[match[1]]
                if any(word in office for office in self._offices_held[name] for word in short[match[2]])
            ]
            if len(held) == 1 and not goes_on and not inside_word(match.start(), words):
                found.append((match.start(), match.end(), tuple(held)))  # 乔总返乡几年
        for match in pattern(f"({surnames})(?=[一-鿿])").finditer(question):
            for name in self._surnames[match[1]]:
                title = end_of_office(question, match.end(), self.single_offices[name])
                if title is not None and not inside_word(match.start(), words):
                    found.append((match.start(), match.end() + len(title), (name,)))
                    break
        for match in pattern(people["surnames"]["elder"].replace("SURNAME", surnames)).finditer(question):
            if len(self._surnames[match["surname"]]) == 1 and not frequency(match["whole"]):
                found.append((*match.span("whole"), tuple(self._surnames[match["surname"]])))
        return found

    def _offices(self, question: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Offices: a body and a title that one speaker's role holds (某大学校长); a class of several speakers is no name."""
        found = []
        short: dict[str, list[str]] = language("people")["short_titles"]
        long = "|".join(map(re.escape, self._titles))
        called = "|".join(re.escape(word) for word in short if len(word) > 1 and word not in self._titles)
        behind = language("people")["titles"]["behind"]
        several_of_a_kind = pattern(language("questions")["called"]["many_of_a_kind"])
        form = f"(?P<body>[^{BOUNDARIES}]{{2,20}}?)(?:的|的?[那这][位个])?(?P<title>{long}|(?:{called})(?=[{BOUNDARIES}{behind}]|$))"
        for match in pattern(form).finditer(question):
            for start in range(match.start("body"), match.end("body") - 1):
                body = question[start : match.end("body")]
                if is_asked_for(question, start, match.end()):
                    continue
                names = self._holders(body, match["title"])
                inner = next(
                    (one for one in self._titles if match["title"].endswith(one) and one != match["title"]), ""
                )
                if not names and inner:  # 某社区|书记: 某社区党总支书记
                    names = self._holders(body + match["title"].removesuffix(inner), inner)
                named = match["title"] in self._titles and question[match.end("body")] != "的"
                common = part_of_speech(body) in ("n", "v", "vn")
                done = part_of_speech(body) in ("v", "vn")
                if names and ((not named and (len(body) < 3 or common)) or (len(body) < 3 and done)):
                    break  # 大学老师, 公司的董事长: a class of people
                if not names and len(body) > 3 and named and not several_of_a_kind.search(body):
                    names = head_of_short(
                        question[start : match.end()], self._offices_held, self._titles
                    )  # 瀚海研究院院长: 瀚海发展研究院院长
                if not names and len(body) > 1 and named and match["title"] == "局长":  # 林草局长: 林业和草原局局长
                    names = tuple(
                        name
                        for name in holder_of_short(f"{body}局", self._offices_held, self._titles)
                        if self.holds(name, "局长")
                    )
                if names:
                    rest = question[match.start("body") : start]
                    if len(names) == 1 and (rest in language("people")["generic"]["before_office"] or is_frame(rest)):
                        found.append((start, match.end(), names))
                    break
        return sorted(found, key=lambda one: one[0] - one[1])

    def _holders(self, body: str, title: str) -> tuple[str, ...]:
        """Whoever holds an office of ``title`` at ``body``; a 副局长 is no 局长."""
        titles = (title, *language("people")["short_titles"].get(title, ()))
        return tuple(
            name
            for name, offices in self._offices_held.items()
            if any(
                held_at(body, office) and any(pattern(f"(?<!副){re.escape(one)}").search(office) for one in titles)
                for office in offices
            )
        )

    def affiliated(self, phrase: str) -> tuple[str, ...]:
        """Speakers whose role or own name holds ``phrase`` (folded), in source order."""
        wanted = fold(phrase).replace(" ", "")
        return tuple(
            name
            for name, places in self.appearances.items()
            if wanted in fold(name) or any(wanted in fold(one.role).replace(" ", "") for one in places)
        )

    def abbreviated_in_roles(self, short: str) -> tuple[str, ...]:
        """The one speaker with an office that folded ``short`` abbreviates, or at the body that it does; () for none or more."""
        return holder_of_short(short, self._offices_held, self._titles)
