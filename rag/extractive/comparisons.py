"""Comparisons: a table with a column for each speaker (or document) and a row for each aspect; every cell a literal quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.folding import fold
from index.records import Place, Span
from index.sentences import sentences
from rag.answering import Draft, Refusal, Task
from rag.drafts import Line, Statement
from rag.evidence import spoken_of, terms_of
from rag.extractive.summaries import point_span
from rag.extractive.wording import clause_around, quoted, trimmed
from rag.matching import Term, weigh
from rag.refusal import nearest, refuse
from rag.relevance import alignments, read
from rag.reranking import passage, scored
from rag.speeches import parts_of, points_of, problem_of

Row = tuple[str, list[tuple[Span, ...]]]
"""An aspect and its cells, one a column, each with the spans it quotes."""
_EMPTY = "（未谈到）"
_ALIKE = 0.3
_QUOTES = 4
_PLAIN, _PLAIN_ALONE = 0.35, 0.45
"""The alignment with the topic from which a sentence speaks of it: where its speaker does in any case, and where nothing
else shows that he does."""
_ASKED = ("谁提到{}？", "谁主张{}？", "谁反对{}？")
"""What the sentences of a column are read beside."""
_LEAST = (-3.0, -1.0, -1.0)
"""The logit from which the sentence of a column that is read best beside each of these belongs into its cell."""
_SURELY, _STRAY = 1.0, 5.0
"""The logit from which a sentence surely answers, and how far below it others of its column are left out."""
_MOST_READ = 60
"""Sentences of a column up to which all of them are read: some tenths of a second."""
_NEUTRAL = frozenset({"身份", "材料", "文件", "问题", "两次", "前后", "先后", "侧重", "重点", "差别"})


def draft_comparison(task: Task) -> Draft | Refusal:
    """The table; refused where not a single cell could be filled."""
    plan = task.understood.plan
    columns = _columns(task)
    if len(columns) < 2:
        return refuse(task, "speaker_unknown" if plan.unknown else "out_of_scope")
    terms = terms_of([word for word in plan.terms if word not in _NEUTRAL], task.corpus)
    rows = _by_topic(task, columns, terms) if terms else _by_points(task, columns)
    if not any(cell for _, cells in rows for cell in cells):
        return refuse(task, "speaker_silent", found=nearest(task, ()))
    return Draft(lines=list(_table(task, [name for name, _ in columns], rows)))


def compared(task: Task) -> bool:
    """Whether the question names enough to be compared: two speakers or documents, or one speaker's two speeches."""
    return len(_columns(task)) > 1 or bool(task.understood.plan.unknown)


def _columns(task: Task) -> list[tuple[str, list[Place]]]:
    plan = task.understood.plan
    if len(plan.speakers) == 1:  # one person in two roles or documents: a column an appearance
        return [
            (f"{plan.speakers[0]}（{one.role or task.corpus.heading(one.place).source}）", [one.place])
            for one in task.lexicon.appearances.get(plan.speakers[0], ())
            if task.passes_filters(one.place)
        ]
    if plan.speakers or not plan.documents:
        return [
            (name, [one.place for one in task.lexicon.appearances.get(name, ()) if task.passes_filters(one.place)])
            for name in plan.speakers
        ]
    corpus = task.corpus
    return [
        (source, [place for place, _ in corpus.speeches() if corpus.heading(place).source == source])
        for source in plan.documents
    ]


def _by_topic(task: Task, columns: Sequence[tuple[str, list[Place]]], terms: Sequence[Term]) -> list[Row]:
    """One row: of each column the sentences that speak of the topic best, one a paragraph."""
    cells: list[tuple[Span, ...]] = []
    compared = frozenset((place.document, place.speech) for _, places in columns for place in places)
    for _, places in columns:
        own = task.of_speeches(frozenset((place.document, place.speech) for place in places), instead_of=compared)
        found = scored(own, terms, task.understood.topic.phrases)
        best: dict[Place, Span] = {}
        for one in found:
            if spoken_of(task, one) and one.own >= 0.75 * found[0].own:
                best.setdefault(one.span.place, one.span)
        every = _sentences(task, places)
        plain = _plainest(task, every, least=_PLAIN if best else _PLAIN_ALONE)
        readings = _readings(task, every)
        chosen = dict.fromkeys((*_best_read(readings), *plain[:1], *best.values(), *plain[1:]))
        spans = _without_strays(list(chosen), _most(readings))[:_QUOTES]
        cells.append(tuple(sorted(_going_on(spans, every))))
    return [(task.understood.plan.topic.replace(" ", ""), cells)]


def _sentences(task: Task, places: Sequence[Place]) -> list[Span]:
    """All sentences of a column's speeches."""
    corpus = task.corpus
    return [
        trimmed(corpus, Span(place._replace(paragraph=number), start, end))
        for place in places
        for number, text in enumerate(corpus.speech(place).paragraphs, 1)
        for start, end in sentences(text)
    ]


def _readings(task: Task, spans: Sequence[Span]) -> list[dict[Span, float]]:
    """What the cross-encoder makes of the sentences of a column, asked who speaks of what is compared, who wants it and who is against it
    (it has learned to read questions, not topics); [] where it reads none.
    """
    if not spans or len(spans) > _MOST_READ or not task.understood.topic.phrases:
        return []
    passages, subject = [passage(task.corpus, span) for span in spans], _subject(task)
    found = [read(task.index, form.format(subject), passages) for form in _ASKED]
    return [dict(zip(spans, one, strict=True)) for one in found if one is not None]


def _best_read(readings: Sequence[Mapping[Span, float]]) -> list[Span]:
    """The sentences of a column that answer best, one for each question asked, the first of equals; without those that hardly do."""
    best = [(max(one, key=lambda span: one[span]), least) for one, least in zip(readings, _LEAST, strict=False)]
    return [span for one, (span, least) in zip(readings, best, strict=True) if one[span] >= least]


def _most(readings: Sequence[Mapping[Span, float]]) -> dict[Span, float]:
    """Of each sentence the best of its readings."""
    return {span: max(one[span] for one in readings) for span in (readings[0] if readings else ())}


def _without_strays(spans: Sequence[Span], readings: Mapping[Span, float]) -> list[Span]:
    """The sentences of a cell without those that, beside one that surely answers, do not."""
    best = max(readings.values(), default=0.0)
    return [span for span in spans if best < _SURELY or readings.get(span, best) >= best - _STRAY]


def _going_on(spans: Sequence[Span], every: Sequence[Span]) -> list[Span]:
    """The sentences of a cell and, while there is room, those right behind them: why, or what instead."""
    found = list(spans)
    for span in spans:
        at = every.index(span) + 1 if span in every else len(every)
        if len(found) < _QUOTES and at < len(every) and every[at].place == span.place and every[at] not in found:
            found.append(every[at])
    return found


def _subject(task: Task) -> str:
    """What is compared, as the folded question puts it: from the first word of the topic to the last, names apart."""
    understood = task.understood
    start = min(phrase.start for phrase in understood.topic.phrases)
    end = max(phrase.end for phrase in understood.topic.phrases)
    text = understood.folded[start:end]
    for name_start, name_end in sorted(understood.naming, reverse=True):
        if start <= name_start and name_end <= end:
            text = text[: name_start - start] + text[name_end - start :]
    return text


def _plainest(task: Task, spans: Sequence[Span], *, least: float) -> list[Span]:
    """The sentence of a column that says the topic most plainly, and the one that does so of what it recommends."""
    corpus = task.corpus
    texts = [corpus.stretch(span) for span in spans]
    aligned = alignments(task.index, task.understood.plan.topic.replace(" ", ""), texts) if texts else None
    if aligned is None:
        return []
    ranked = [
        span
        for value, span in sorted(zip(aligned, spans, strict=True), key=lambda one: (-one[0], one[1]))
        if value >= least
    ]
    recommended = [span for span in ranked if _recommends(task, span.place)]
    return list(dict.fromkeys((*recommended[:1], *ranked[:1])))


def _recommends(task: Task, place: Place) -> bool:
    return parts_of(task.corpus.speech(place))[place.paragraph - 1] == "recommendation"


def _by_points(task: Task, columns: Sequence[tuple[str, list[Place]]]) -> list[Row]:
    """The stated problem, then the points: alike ones of different columns in one row."""
    corpus = task.corpus
    problems = [
        tuple(span for place in places if (span := problem_of(place, corpus.speech(place))))[:_QUOTES]
        for _, places in columns
    ]
    rows: list[Row] = [("针对的问题", problems)] if any(problems) else []
    points = [
        [point_span(task, place, point, brief=True) for place in places for point in points_of(corpus.speech(place))]
        for _, places in columns
    ]
    texts = {span: fold(corpus.text(span.place)) for column in points for span in column}
    left = [list(column) for column in points]
    for number, column in enumerate(left):
        while column:
            span = column.pop(0)
            cells: list[tuple[Span, ...]] = [()] * len(columns)
            cells[number] = (span,)
            for other in range(number + 1, len(columns)):
                best = max(left[other], key=lambda one: _alike(task, texts[span], texts[one]), default=None)
                if best is not None and _alike(task, texts[span], texts[best]) >= _ALIKE:
                    cells[other] = (best,)
                    left[other].remove(best)
            rows.append((f"建议 {sum(label.startswith('建议') for label, _ in rows) + 1}", cells))
    return rows


def _alike(task: Task, a: str, b: str) -> float:
    """Weighted share of the words of the shorter text that the other holds."""
    words = set(task.index.words(a if len(a) <= len(b) else b))
    terms = [Term(word, weigh(word, speeches=0, of=10), 0) for word in words if len(word) > 1]
    total = sum(term.weight for term in terms)
    other = b if len(a) <= len(b) else a
    return sum(term.weight for term in terms if term.word in other) / total if total else 0.0


def _table(task: Task, names: Sequence[str], rows: Sequence[Row]) -> list[Line]:
    corpus = task.corpus
    lines = [Line((f"| 方面 | {' | '.join(names)} |",)), Line((f"| --- |{' --- |' * len(names)}",))]
    for label, cells in rows:
        parts: list[str | Statement] = [f"| {label} |"]
        for spans in cells:
            for span in spans:
                short = clause_around(corpus, span, longest=160)
                parts += [" ", Statement(_in_cell(quoted(corpus, short)), (short,))]
            parts.append(" |" if spans else f" {_EMPTY} |")
        lines.append(Line(tuple(parts)))
    return lines


def _in_cell(text: str) -> str:
    """A bar or a line break of the source would end the cell."""
    return text.replace("|", "\\|").replace("\n", " ")
