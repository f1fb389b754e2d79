"""Which documents a question names: by date, page, newspaper, title, or the meeting that they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.corpus import Corpus
from index.folding import fold, occurrences
from index.records import Place
from rag.data import language, pattern
from rag.understanding.bodies import abbreviates
from rag.understanding.kinds import numeral
from rag.understanding.topics import Topic

_DAY = re.compile(r"(?:([0-9]{4})[年\-/.])?([0-9]{1,2})[月\-/.]([0-9]{1,2})[日号]?")
_YEAR_OF_DOCUMENT = re.compile(
    r"([0-9]{4})年(?=的?(?:那次|那份|那篇|那版|这次|这份|这版|的?(?:发言|会议|座谈会|报纸|版面)))"
)
_PAPERS = ("晚报", "早报", "晨报", "日报", "周报", "政协报", "时报", "商报", "都市报", "联合报", "快报")


_TITLED = 0.7
"""The share of a meeting's name, in pairs of characters, that a title must hold to be the meeting's."""
_PAGE = re.compile(
    "(?:第|(?<=[日号,，]))([0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])版"
)

DATE = re.compile(
    r"(?P<year>[0-9]{4})[年\-/.](?P<month>[0-9]{1,2})(?:[月\-/.](?P<day>[0-9]{1,2})[日号]?)?|(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})[日号]"
)
"""A date as a question writes it."""
_ISSUE = re.compile("(?:[0-9]{4}年)?第([0-9]{1,3}|[一二三四五六七八九]?十?[一二三四五六七八九]|十)期")
_MONTH = re.compile(
    r"(?:今年|去年|[0-9]{4}年)?[0-9一二三四五六七八九十]{1,3}月(?:份|底|初|中旬|上旬|下旬)?(?:上午|下午|晚上)?(?:印|编|出|开|办|召开|举行|举办|刊|登)?的?"
)
_PRINTED = re.compile(
    r"(?<![0-9.])第?[0-9]+版(?:上|里头|里面|里|面)?|(?:那|这)一?(?:张|块|期|份)?(?:版面?|报纸)(?:上|里头|里面|里)?|[一-鿿]{0,4}(?:晚|早|晨|日|周|时|商|政协|联合|快)报纸?(?:上|里头|里面|里)?"
)
_PART_OF_DAY = re.compile(
    "(?:(?<=[日号])[,，(（]?(?:星期|礼拜|周)[一二三四五六日天][)）]?|(?:上午|下午|当天|当晚))(?=[^,，。“「]{0,4}(?:会|版|报|场))"
)


def whens(question: str) -> list[tuple[int, int]]:
    """The stretches of a folded question that tell a document by its date, its hour, its page or its newspaper."""
    return [
        match.span() for rule in (_ISSUE, DATE, _MONTH, _PRINTED, _PART_OF_DAY) for match in rule.finditer(question)
    ]


def _same_day(match: re.Match[str], date: str | None) -> bool:
    """Whether the day a question names, with or without its year, is the document's date."""
    if date is None:
        return False
    year, month, day = date.split("-")
    return (match[1] in (None, year)) and (int(match[2]), int(match[3])) == (int(month), int(day))


def named_documents(corpus: Corpus, question: str) -> tuple[str, ...]:
    """The sources that a folded question names, by date, newspaper, file name or title, in index order."""
    found = []
    days = list(_DAY.finditer(question))
    year = _YEAR_OF_DOCUMENT.search(question)
    told = [match["title"] for match in _titles_told(question)]
    for ordinal in range(len(corpus.documents)):
        heading = corpus.heading(Place(ordinal, 0, 0))
        page = _PAGE.search(question)
        if page is not None and days and heading.page is not None and heading.page != numeral(page[1]):
            continue
        stem = stem_of(heading.source)
        names = [fold(name) for name in (heading.source, heading.title, heading.newspaper) if name]
        if (
            any(_same_day(match, heading.date) for match in days)
            or (year is not None and (heading.date or "").startswith(year[1]))
            or any(name in question for name in names if _tells(name))
            or (len(stem) > 3 and stem in question)
            or any(paper in question and names[-1].endswith(paper) for paper in _PAPERS if heading.newspaper)
            or any(title in fold(heading.title) for title in told)
        ):
            found.append(heading.source)
    found = found or list(dict.fromkeys(one.source for one in _by_record(corpus, question)))
    found = found or _by_number(corpus, question)
    return tuple(found or _by_event(corpus, question))


def _by_number(corpus: Corpus, question: str) -> list[str]:
    """The one document of the page, or whose title tells the issue, that a folded question names (第3版, 2024年第3期)."""
    headings = [corpus.heading(Place(ordinal, 0, 0)) for ordinal in range(len(corpus.documents))]
    page, issue = _PAGE.search(question), _ISSUE.search(question)
    found = [one.source for one in headings if page is not None and one.page == numeral(page[1])]
    if issue is not None and not found:
        found = [
            one.source
            for one in headings
            if any(numeral(told[1]) == numeral(issue[1]) for told in _ISSUE.finditer(fold(one.title + one.source)))
        ]
    return found if len(found) == 1 and len(headings) > 1 else []


def _tells(name: str) -> bool:
    """Whether a folded name is long enough to tell a document wherever it stands."""
    return len(name) > 3 or (len(name) > 2 and name.endswith("报"))


def _titles_told(question: str) -> list[re.Match[str]]:
    """Where a folded question tells a part of a document's title (标题是“…”的那一版)."""
    rules = language("people")["events"]
    return [match for rule in ("titled", "in_marks") for match in pattern(rules[rule]).finditer(question)]


@dataclass(frozen=True, slots=True)
class Told:
    """A document, and the stretch of a question that tells which."""

    source: str
    start: int
    end: int


def _by_record(corpus: Corpus, question: str) -> list[Told]:
    """The one document that a folded question tells by what its title speaks of (讲产业创新的那一版), by bearing no date,
    or by being the only collection (两会摘编里).
    """
    rules = language("people")["events"]
    headings = [corpus.heading(Place(ordinal, 0, 0)) for ordinal in range(len(corpus.documents))]
    found = []
    for match in pattern(rules["about"]).finditer(question):
        sources = [one.source for one in headings if match["what"] in fold(one.title)]
        found += [Told(sources[0], *match.span())] if len(sources) == 1 else []
    for match in pattern(rules["undated"]).finditer(question):
        sources = [one.source for one in headings if not one.date]
        found += [Told(sources[0], *match.span())] if len(sources) == 1 and len(headings) > 1 else []
    for match in pattern(rules["of_kind"]).finditer(question):
        kind = pattern(rules["collection"])
        sources = [one.source for one in headings if kind.search(f"{fold(one.title)} {stem_of(one.source)}")]
        found += [Told(sources[0], *match.span())] if len(sources) == 1 and len(headings) > 1 else []
    return found if len({one.source for one in found}) == 1 else []


def in_order(corpus: Corpus, question: str) -> Told | None:
    """The document that a folded question tells by where it stands among all (第一个版面上的某人)."""
    match = pattern(language("people")["events"]["in_order"]).search(question)
    number = numeral(match["number"]) if match is not None else 0
    if match is None or not 1 <= number <= len(corpus.documents) or len(corpus.documents) < 2:
        return None
    return Told(corpus.heading(Place(number - 1, 0, 0)).source, *match.span())


def without_left_out(
    corpus: Corpus, question: str, documents: Sequence[str], names: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    """``documents``, told at the stretches ``names`` of a folded question; all others where they are left out (7月3日那版以外)."""
    behind = pattern(language("people")["events"]["left_out"])
    if not documents or not any(behind.match(question, end) for _, end in names):
        return tuple(documents)
    sources = [corpus.heading(Place(ordinal, 0, 0)).source for ordinal in range(len(corpus.documents))]
    return tuple(one for one in sources if one not in documents) or tuple(documents)


def page_of_speaker(corpus: Corpus, question: str) -> tuple[str, tuple[int, int]] | None:
    """The one document that a folded question names by who is on it (跟某人登在同一版上), and the stretch that does so."""
    match = pattern(language("people")["events"]["of_speaker"]).search(question)
    if match is None:
        return None
    called = [one for one in re.split("[和与跟及、]|以及", match["who"]) if len(one) > 1]
    found = []
    for ordinal in range(len(corpus.documents)):
        heading = corpus.heading(Place(ordinal, 0, 0))
        names = [fold(speaker) for speaker, *_ in heading.speeches if speaker]
        if called and all(
            any(one == name or (len(one) > 3 and abbreviates(one, name)) for name in names) for one in called
        ):
            found.append(heading.source)
    return (found[0], match.span()) if len(found) == 1 else None


def _by_event(corpus: Corpus, question: str) -> list[str]:
    """The document of the meeting that a folded question names by a part of its title or by its month, if one is."""
    headings = [corpus.heading(Place(ordinal, 0, 0)) for ordinal in range(len(corpus.documents))]
    match = pattern(language("people")["events"]["name"]).search(question)
    if match is not None and match["name"] != "会议":
        shares = [_share(match["name"], f"{one.title} {stem_of(one.source)}") for one in headings]
        best = max(shares, default=0.0)
        if best >= _TITLED and shares.count(best) == 1:
            return [headings[shares.index(best)].source]
    month = pattern(language("people")["events"]["month"]).search(question)
    if month is not None:
        number = numeral(month["month"])
        of_month = [one.source for one in headings if one.date and int(one.date.split("-")[1]) == number]
        return of_month if len(of_month) == 1 else []
    return []


def stem_of(source: str) -> str:
    """The folded name of a file, without its folder and ending."""
    return fold(source.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _share(name: str, title: str) -> float:
    """The share of the pairs of characters of a meeting's folded name that a title holds."""
    collection = pattern(language("people")["events"]["collection"])
    name, title = collection.sub("汇编", name), collection.sub("汇编", fold(title))
    parts = pattern(language("people")["events"]["pointing"]).split(name)
    shares = [0.0]
    for wanted in ("".join(parts), parts[-1]):  # 星桥片区那场听证会: what stands before may be only where it was
        pairs = {wanted[at : at + 2] for at in range(len(wanted) - 1)}
        shares.append(sum(pair in title for pair in pairs) / len(pairs) if pairs else 0.0)
    return max(shares)


def event_names(corpus: Corpus, question: str, documents: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches of a folded question by which it calls one of ``documents``, which it names otherwise (by its date)."""
    titles = [
        f"{heading.title} {stem_of(heading.source)}"
        for ordinal in range(len(corpus.documents))
        for heading in (corpus.heading(Place(ordinal, 0, 0)),)
        if heading.source in documents
    ]
    return [
        match.span("name")
        for match in pattern(language("people")["events"]["name"]).finditer(question)
        if any(_share(match["name"], title) >= _TITLED for title in titles)
    ]


def holders(question: str, names: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a folded question that tell who held the meetings which it names at ``names``, and where."""
    rules = language("people")["events"]
    rule = pattern(rules["held_by"])
    held_by = [match.span("who") for start, _ in names if (match := rule.search(question[:start]))]
    return held_by + [match.span() for match in pattern(rules["held_in"]).finditer(question)]


def without_address(topic: Topic, folded: str, *, alone: bool) -> Topic:
    """``topic`` without the words by which a folded question calls those whom it asks for (几位专家谈到…); where nothing
    else is left of it only if they are everybody of a document (``alone``).
    """
    called = pattern(language("questions")["asked_persons"]).search(folded)
    phrases = tuple(one for one in topic.phrases if called is None or one.text not in called["who"] or one.quoted)
    if called is None or not (phrases or alone):
        return topic
    words = {word for phrase in phrases for word in phrase.words}
    return Topic(phrases, tuple(word for word in topic.words if word in words))


def without_title(topic: Topic, corpus: Corpus, documents: Sequence[str]) -> Topic:
    """``topic`` without the phrases that only call one of ``documents``, named otherwise, by words of its title."""
    titles = " ".join(
        fold(heading.title)
        for ordinal in range(len(corpus.documents))
        for heading in (corpus.heading(Place(ordinal, 0, 0)),)
        if heading.source in documents
    )
    phrases = tuple(phrase for phrase in topic.phrases if phrase.quoted or phrase.text not in titles)
    words = {word for phrase in phrases for word in phrase.words}
    return Topic(phrases, tuple(word for word in topic.words if word in words))


def document_names(corpus: Corpus, question: str) -> list[tuple[int, int]]:
    """The stretches of a folded question that name a document or the meeting that it is of."""
    rules = language("people")["events"]
    names = [
        fold(name)
        for ordinal in range(len(corpus.documents))
        for heading in (corpus.heading(Place(ordinal, 0, 0)),)
        for name in (heading.source, stem_of(heading.source), heading.title, heading.newspaper)
        if name and _tells(fold(name))
    ]
    papers = {fold(corpus.heading(Place(one, 0, 0)).newspaper or "") for one in range(len(corpus.documents))}
    names += [short for short in _PAPERS if any(paper.endswith(short) for paper in papers)]
    spans = [stretch for name in set(names) for stretch in occurrences(name, question)]
    titles = [fold(corpus.heading(Place(one, 0, 0)).title) for one in range(len(corpus.documents))]
    spans += [match.span() for match in _titles_told(question) if any(match["title"] in one for one in titles)]
    spans += [(one.start, one.end) for one in _by_record(corpus, question)]
    if not _by_event(corpus, question):
        return spans
    return spans + [match.span() for rule in ("name", "month") for match in pattern(rules[rule]).finditer(question)]
