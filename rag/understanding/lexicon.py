"""Which speakers of one index a question names: by name, by surname with title, by office, by the short name of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.folding import occurrences
from index.words import frequency, part_of_speech, plain_words
from rag.data import language, pattern
from rag.understanding.bodies import BOUNDARIES, held_at, short_names
from rag.understanding.heads import led_by
from rag.understanding.offices import end_of_office, head_of_short, holder_of_short
from rag.understanding.pointed import pointed_at
from rag.understanding.roster import Roster
from rag.understanding.topics import is_frame
from rag.understanding.vocabulary import inside_word


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters ``[start, end)`` of a folded question that name ``speakers``; none: a name the index does not hold."""

    start: int
    end: int
    text: str
    speakers: tuple[str, ...]
    how: Literal["name", "title", "role", "organisation", "unknown"]


def is_asked_for(question: str, start: int, end: int) -> bool:
    """Whether the office at ``[start, end)`` is what is asked for (有几位合作社理事长, 谁提到志愿律师), and names nobody."""
    rules = language("people")["generic"]
    return (
        pattern(f"(?:{rules['asking_before']})$").search(question[:start]) is not None
        or pattern(rules["asking_behind"]).match(question, end) is not None
    )


class Lexicon(Roster):
    """Resolves names, titles and organisations of a question against the open index. Immutable."""

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

    def _address(self, names: Sequence[str], rest: str) -> int:
        """How many characters of ``rest`` address one of ``names`` by title or office: 张三委员, 李四常务副区长."""
        offices = [office for name in names for office in self._offices_held[name]]
        length = 0
        while length < len(rest) and any(rest[: length + 1] in office for office in offices):
            length += 1
        titled = pattern(f"(?:{'|'.join(map(re.escape, (*self._titles, '同志', '先生', '女士')))})").match(rest)
        return max(length if length > 1 else 0, titled.end() if titled else 0)

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
