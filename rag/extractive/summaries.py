"""Summaries: every recommendation of a speech in source order, the stated problem told apart."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement, evidence
from rag.evidence import terms_of
from rag.extractive.second_reading import read_by_neither
from rag.extractive.subject import whole_chance
from rag.extractive.wording import clause_around, quoted, quoting, trimmed, where, who
from rag.matching import Term, coverage
from rag.refusal import nearest, refuse, topic_shown
from rag.relevance import UNSAID, closeness, share_of_least
from rag.reranking import scored
from rag.speeches import Point, perhaps_points_of, points_of, problem_of
from rag.understanding.vocabulary import substance

_AS_GOOD = 0.35
"""A recommendation is on the topic from this share of the probability of the best one."""
_SURE = 10.0
"""How often the least probability is sure: no recommendation has to come nearer to the best one than to this."""
_TELLING = 0.4
"""The substance of a word from which it tells what is asked about."""
_WHOLE, _PERHAPS = 0.5, 0.1
"""How likely the topic must be that of the whole speech for all its recommendations to be on it; and for the others to be
shown behind those that are, as others of the same speech."""
_HELD = 0.5
"""Coverage of the topic from which a paragraph says what somebody thinks of it, and the share of the best one's."""
_BESIDE = 0.6
"""Coverage of what a question leaves out (除了某事，还提了什么) from which a recommendation is left out."""
_TERM, _SPOKEN, _LONGEST = 3, 3, 160
"""Characters from which a topic is looked for as it is put; how many places that have it are shown, and up to how many characters."""
_BRIEF_FROM = 3
"""From this many speeches on, only the opening sentence of each recommendation is quoted; of fewer, all of it: the
measures stand behind the opening sentence, and none may be missing."""


def draft_summary(task: Task) -> Draft | Refusal:
    """All points of the asked speeches, or the one asked for by its number."""
    plan = task.understood.plan
    if task.allowed is None and not pattern(language("questions")["of_all"]).search(task.understood.folded):
        return refuse(task, "topic_absent")  # what it names is nobody and nothing of the corpus
    speeches = asked_speeches(task)
    if not speeches:
        return refuse(task, "speaker_unknown" if plan.unknown else "out_of_scope")
    if plan.point is not None or plan.paragraph is not None:
        return _one(task, speeches)
    many = len(speeches) >= _BRIEF_FROM
    lines: list[Line] = []
    for place in speeches:
        lines += _speech(task, place, brief=many)
    return Draft(lines=lines) if lines else refuse(task, "speaker_silent")


def draft_topical_summary(task: Task) -> Draft | Refusal | None:
    """What the asked speakers recommend on the question's topic, every paragraph in full; None where none speaks of it, the refusal where
    hardly a word of it is there, no reader finds it, and it is not that of a whole speech either.

    Where the topic is that of a speech, or most of its recommendations are on it, none is left out.
    """
    corpus, topic = task.corpus, task.understood.topic
    terms = terms_of(task.understood.plan.terms, corpus, topic.phrases)
    best: dict[Place, float] = {}
    found = scored(task, terms, topic.phrases)
    neither = read_by_neither(task, found) and not _said(task)
    for one in found:
        best[one.span.place] = max(best.get(one.span.place, 0.0), share_of_least(one.seen, named=True))
    most = max(best.values(), default=0.0)
    unsaid = neither or (most < UNSAID and not _said(task))
    enough = max(1.0, _AS_GOOD * min(most, _SURE))
    lines: list[Line] = []
    for place in asked_speeches(task):
        speech = corpus.speech(place)
        points = points_of(speech)
        relevant = {one.paragraph: share for one, share in best.items() if one[:2] == place[:2]}
        of_topic = [point for point in points if relevant.get(point.paragraph, 0.0) >= enough]
        chance = whole_chance(task.index, task.understood.plan.topic.replace(" ", ""), speech, points, relevant)
        opens = chance >= _PERHAPS and most >= 1 and most in relevant.values()  # the likeliest paragraph is its own
        if not points or not ((not unsaid and (of_topic or opens)) or chance >= _WHOLE):
            continue
        opinion = _holding(task, place, terms) if asks_opinion(task) else []
        whole = not opinion and (chance >= _WHOLE or len(of_topic) * 2 >= len(points) or not of_topic)
        shown = points if whole else of_topic
        spans = opinion or [point_span(task, place, point) for point in shown]
        lines += _points(task, place, spans, first=not lines, about="" if whole else topic_shown(task))
        if chance >= _PERHAPS and not opinion:
            others = [point_span(task, place, point) for point in points if point not in shown]
            lines += _beside(task, others, "条其他建议")
        if whole:
            lines += _beside(task, _perhaps(task, place, spans), "段可能也含建议")
        lines += _spoken_of(task, place, lines)
    if neither and not lines:
        return refuse(task, "speaker_silent", found=nearest(task, terms))
    return Draft(lines=lines) if lines else None


def asks_opinion(task: Task) -> bool:
    """Whether a question asks what somebody thinks of one thing, not what he recommends on it."""
    return pattern(language("questions")["opinion"]).search(task.understood.folded) is not None


def _holding(task: Task, place: Place, terms: Sequence[Term]) -> list[Span]:
    """The paragraphs that speak of a topic by its own words where the others of the speech do not: what somebody thinks of one thing is
    there, not in all that he says. [] where no paragraph holds it so well, or more than half of them do.
    """
    paragraphs = task.corpus.speech(place).paragraphs
    covered = [coverage(terms, fold(text)) for text in paragraphs]
    best = max(covered, default=0.0)
    held = [number for number, share in enumerate(covered, start=1) if share >= _HELD * best]
    if best < _HELD or len(held) * 2 > len(paragraphs):
        return []
    places = [place._replace(paragraph=number) for number in held]
    return [trimmed(task.corpus, Span(one, 0, len(task.corpus.text(one)))) for one in places]


def _spoken_of(task: Task, place: Place, shown: Sequence[Line]) -> list[Line]:
    """Where the speaker has the words of the topic as they are, if none of the lines shown quotes them: what he says of it need not be a
    recommendation.
    """
    corpus, topic = task.corpus, task.understood.topic
    quoted_so = "".join(corpus.stretch(span) for span in evidence(shown))
    for term in dict.fromkeys((topic.text.replace(" ", ""), *(one.text for one in topic.phrases))):
        found = [span for span in corpus.find(term) if span.place[:2] == place[:2]]
        if len(term) < _TERM or not found:
            continue
        if fold(term) in fold(quoted_so):
            return []
        spans = list(dict.fromkeys(clause_around(corpus, span, longest=_LONGEST) for span in found))[:_SPOKEN]
        head = Statement(f"同一发言还有 {len(spans)} 处说到“{term}”：", tuple(spans))
        return [Line(("",)), Line((head,)), Line(("",)), *_numbered(task, spans)]
    return []


def _said(task: Task) -> bool:
    """Whether any word of the topic that tells something stands in the asked speeches or over them; so if none does."""
    words = [word for word in task.understood.topic.words if len(word) > 1 and substance(word) >= _TELLING]
    places = asked_speeches(task)
    over = "".join(fold(task.corpus.speech(place).title) for place in places)
    allowed = {place[:2] for place in places}
    return not words or any(
        word in over or any(span.place[:2] in allowed for span in task.corpus.find(word)) for word in words
    )


def _perhaps(task: Task, place: Place, shown: Sequence[Span]) -> list[Span]:
    """The paragraphs of a speech beside those shown that may recommend something as well."""
    spans = [point_span(task, place, point) for point in perhaps_points_of(task.corpus.speech(place))]
    return [span for span in spans if span not in shown]


def _beside(task: Task, spans: Sequence[Span], what: str) -> list[Line]:
    """Further paragraphs of a speech, told apart from those above; ``what`` they are, behind how many."""
    if not spans:
        return []
    head = Statement(f"同一发言还有 {len(spans)} {what}：", tuple(spans))
    return [Line(("",)), Line((head,)), Line(("",)), *_numbered(task, spans)]


def _besides(task: Task, place: Place, points: Sequence[Point]) -> list[Point]:
    """``points`` without what the question leaves out (除了冷静期，还提了什么): those that open with its words as they are,
    else the one nearest to it of those that speak of it; all where none would be left.
    """
    match = pattern(language("questions")["beside"]).match(task.understood.folded)
    if match is None:
        return list(points)
    speech, what = task.corpus.speech(place), match["what"]
    words = [word for word in task.index.words(what) if len(word) > 1] or [what]
    terms = terms_of(words, task.corpus)
    texts = [fold(speech.text(point.paragraph)) for point in points]
    opening = [point for point, text in zip(points, texts, strict=True) if what in text[point.start : point.end]]
    if opening and len(opening) * 2 <= len(points):
        return [point for point in points if point not in opening]
    told = [at for at, text in enumerate(texts) if what in text or coverage(terms, text) >= _BESIDE]
    if not told:
        return list(points)
    near = closeness(task.index, what, [texts[at] for at in told])
    meant = points[told[max(range(len(told)), key=near.__getitem__)]]
    return [point for point in points if point != meant] or list(points)


def asked_speeches(task: Task) -> list[Place]:
    """The speeches of the asked speakers or documents, in source order."""
    if task.allowed is None:
        return [place for place, _ in task.corpus.speeches()]
    return [Place(document, speech, 0) for document, speech in sorted(task.allowed)]


def point_span(task: Task, place: Place, point: Point, *, brief: bool = False) -> Span:
    """The quote of one point: the whole paragraph, or its opening sentence where it shall be brief."""
    end = point.end if brief else point.length
    return trimmed(task.corpus, Span(place._replace(paragraph=point.paragraph), point.start, end))


def _speech(task: Task, place: Place, *, brief: bool) -> list[Line]:
    corpus, speech = task.corpus, task.corpus.speech(place)
    points = _besides(task, place, points_of(speech))
    spans = [point_span(task, place, point, brief=brief) for point in points]
    if not spans:
        spans = [
            trimmed(corpus, Span(place._replace(paragraph=number), 0, len(text)))
            for number, text in enumerate(speech.paragraphs, 1)
            if text.strip()
        ]
    if not spans:
        return []
    lines = _points(task, place, spans, first=place == asked_speeches(task)[0])
    perhaps = [] if brief else _perhaps(task, place, spans)
    lines += _beside(task, perhaps, "段可能也含建议")
    problem = None if brief else problem_of(place, speech)
    if problem is not None and problem.place not in {span.place for span in perhaps}:
        lines += [
            Line(("",)),
            quoting(corpus, problem, lead=f"所针对的问题（第 {problem.place.paragraph} 段，不是建议）："),
        ]
    return lines


def _points(task: Task, place: Place, spans: list[Span], *, first: bool, about: str = "") -> list[Line]:
    """The numbered points of one speech behind the line that says whose and how many they are, and ``about`` what."""
    corpus, speech = task.corpus, task.corpus.speech(place)
    title = f"在《{speech.title}》中" if speech.title else ""
    lines: list[Line] = [] if first else [Line(("",))]
    if about and len(spans) == 1:
        lead = f"{who(corpus, place)}在{where(corpus, spans[0].place)}提出："
        return [*lines, quoting(corpus, spans[0], lead=lead)]
    counted = f"关于{about}的建议共 {len(spans)} 条：" if about else f"共提出 {len(spans)} 条建议："
    lines.append(Line((Statement(f"{who(corpus, place)}{title}{counted}", tuple(spans)),)))
    return [*lines, Line(("",)), *_numbered(task, spans)]


def _numbered(task: Task, spans: Sequence[Span]) -> list[Line]:
    """One numbered line a quote."""
    return [
        Line((Statement(f"第 {span.place.paragraph} 段：{quoted(task.corpus, span)}", (span,)),), f"{number}. ")
        for number, span in enumerate(spans, start=1)
    ]


def item_places(task: Task, speeches: Sequence[Place]) -> list[Place]:
    """The paragraphs that the question asks for by the number of a recommendation or of the paragraph itself."""
    plan, found = task.understood.plan, []
    for place in speeches:
        speech = task.corpus.speech(place)
        if plan.paragraph is not None:
            wanted = [plan.paragraph] if 1 <= plan.paragraph <= len(speech.paragraphs) else []
        else:
            points = points_of(speech)
            number = len(points) if plan.point == -1 else plan.point or 0
            wanted = [points[number - 1].paragraph] if 1 <= number <= len(points) else []
        found += [place._replace(paragraph=number) for number in wanted]
    return found


def _one(task: Task, speeches: list[Place]) -> Draft | Refusal:
    corpus = task.corpus
    spans = [trimmed(corpus, Span(place, 0, len(corpus.text(place)))) for place in item_places(task, speeches)]
    if not spans:
        return refuse(task, "detail_absent")
    return Draft(
        lines=[
            quoting(corpus, span, lead=f"{who(corpus, span.place)}在{where(corpus, span.place)}提出：")
            for span in spans
        ]
    )
