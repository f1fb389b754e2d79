"""Who speaks in one index: as what, in which documents, holding which offices, and what each can be called."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from index.corpus import Corpus
from index.folding import fold
from index.records import Place
from index.words import frequency
from rag.data import language
from rag.understanding.heads import heads
from rag.understanding.offices import holder_of_short, offices_of

_WHOLE_NAME = 3
"""Characters of a name beyond which one without a dot has no surname."""
_WHOLE = 5
"""Characters from which an office is known by its wording alone."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """One speech of a speaker: where, and in which role (an organisation has none)."""

    place: Place
    role: str
    title: str


class Roster:
    """The speakers of an index, as its record has them. Immutable."""

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


def _dotted(name: str) -> tuple[str, str, str]:
    """A name before its dot, the dot, and the rest; the whole name, "" and "" where it has none."""
    return re.sub("[•・．.]", "·", name).partition("·")
