"""Who said this sentence? The verdict, told with the source's own words."""

from __future__ import annotations

import re
from dataclasses import replace

from index.corpus import Corpus
from index.folding import fold
from index.records import Place, Span, Speech
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.extractive.doubted import faults_in, statement_of
from rag.extractive.wording import clause_around, quoted, where, who
from rag.records import Citation, Verdict
from rag.refusal import refuse
from rag.understanding.topics import without_names
from rag.verification import verify


def draft_verdict(task: Task) -> Draft | Refusal:
    """Exact, altered, of another speaker, stitched, or absent (a refusal that shows the nearest)."""
    plan, corpus = task.understood.plan, task.corpus
    sentence = plan.sentence or plan.topic
    if not _letters_asked(task):
        sentence = pattern(language("questions")["only_wanting"]).sub("", sentence) or sentence
    verdict = verify(sentence, corpus=corpus, speaker=plan.speakers[0] if plan.speakers else None)
    pieced = verdict.status == "stitched" and bool(plan.speakers) and not _letters_asked(task)
    if verdict.status == "absent" or pieced or not verdict.citations:
        return refuse(task, "topic_absent", found=[span_of(corpus, citation) for citation in verdict.nearest])
    left = tuple(one for one in verdict.citations if task.passes_filters(span_of(corpus, one).place))
    if not left:  # said, but not in the part of the corpus that the user looks at
        return refuse(task, "topic_absent")
    verdict = replace(verdict, citations=left)
    return Draft(lines=[Line((statement,)) for statement in _told(task, verdict)])


def draft_of_another(task: Task, *, claimed: bool = False) -> Draft | None:
    """Whose words a quoted term is, where the question asks whether it is of a speaker who does not say it and another does;
    None for any other question. ``claimed``: the question is known to ask that, however it is put.
    """
    understood, corpus = task.understood, task.corpus
    asked = understood.plan.speakers
    masked = without_names(understood.folded, [(one.start, one.end) for one in understood.mentions])
    if len(asked) != 1 or not (claimed or pattern(language("questions")["is_it_of"]).search(masked)):
        return None
    for phrase in understood.topic.phrases:
        found = [one for one in corpus.find(phrase.text) if phrase.quoted and task.passes_filters(one.place)]
        by = {corpus.speech(one.place).speaker for one in found}
        if not by or None in by or asked[0] in by:
            continue
        first = {corpus.speech(one.place).speaker: one for one in reversed(found)}
        spans = [clause_around(corpus, one) for one in sorted(first.values())]
        lead = f"“{understood.question[phrase.start : phrase.end]}”不是{asked[0]}说的，是"
        said = [f"{who(corpus, one.place)}在{where(corpus, one.place)}说的：{quoted(corpus, one)}" for one in spans]
        lines = [Line((Statement(lead + said[0], (spans[0],)),))]
        lines += [Line((Statement(text, (one,)),)) for text, one in zip(said[1:], spans[1:], strict=True)]
        return Draft(lines=lines, kind="verify")
    return None


def draft_check(task: Task, refusal: Refusal) -> Draft | None:
    """What a question that only wants to know whether something is right gets in the place of ``refusal``: the verdict on
    the sentence between its quotation marks, or what contradicts it. None where there is neither.
    """
    plan, corpus = task.understood.plan, task.corpus
    marked = max(_MARKED.findall(task.understood.question), key=len, default="")
    if marked and len(plan.speakers) < 2:
        by, _, rest = marked.partition("：")
        sentence = rest if by and any(name in by for name in plan.speakers) else marked
        verdict = verify(sentence, corpus=corpus, speaker=plan.speakers[0] if plan.speakers else None)
        if verdict.status != "absent" and verdict.citations and _in_view(task, verdict):
            return Draft(lines=[Line((statement,)) for statement in _told(task, verdict)], kind="verify")
    if refusal.reason == "false_premise" and refusal.denied and refusal.nearest:
        span = refusal.nearest[0]
        said = f"{who(corpus, span.place)}在{where(corpus, span.place)}说的是{quoted(corpus, span)}"
        return Draft(lines=[Line((Statement(f"{refusal.text.rstrip('。')}：{said}", (span,)),))], kind="verify")
    return None


_MARKED = re.compile('[“「『"]([^”」』"]{8,})[”」』"]')
"""A sentence between quotation marks."""


def _in_other_words(task: Task, place: Place) -> bool:
    """Whether what was asked stands between no quotation marks, so that not its letters are claimed, and nothing in the paragraph
    at ``place`` denies it.
    """
    if _letters_asked(task) or not task.understood.plan.speakers:
        return False
    return not faults_in(task, statement_of(task.understood.question), place)


def _letters_asked(task: Task) -> bool:
    """Whether the very letters of a sentence are asked for: between quotation marks, or called somebody's words."""
    question = task.understood.question
    marked = pattern('[“”「」『』"]').search(question) is not None
    return marked or pattern(language("questions")["sentence"]).search(fold(question)) is not None


def _in_view(task: Task, verdict: Verdict) -> bool:
    return all(task.passes_filters(span_of(task.corpus, one).place) for one in verdict.citations)


def span_of(corpus: Corpus, citation: Citation) -> Span:
    """The span that a citation quotes; who speaks twice in a document is told apart by the quote itself."""
    for place, speech in corpus.speeches():
        heading = corpus.heading(place)
        if (heading.source, speech.speaker, speech.role, speech.title) == (
            citation.document,
            citation.speaker,
            citation.role,
            citation.title,
        ) and _holds(speech, citation):
            return Span(Place(place.document, place.speech, citation.paragraph), citation.start, citation.end)
    raise LookupError(f"引文不在索引里：{citation.document}")


def _holds(speech: Speech, citation: Citation) -> bool:
    if citation.paragraph > len(speech.paragraphs):
        return False
    return speech.text(citation.paragraph)[citation.start : citation.end] == citation.quote


def _told(task: Task, verdict: Verdict) -> list[Statement]:
    corpus = task.corpus
    asked = "、".join(task.understood.plan.speakers)
    statements = []
    for number, citation in enumerate(verdict.citations):
        span = span_of(corpus, citation)
        place = span.place
        by = f"{who(corpus, place)}在{where(corpus, place)}"
        if verdict.status == "exact":
            lead = f"这句话是{by}说的：" if number == 0 else f"{by}也说过："
        elif verdict.status == "altered" and _in_other_words(task, place):
            lead = f"原话不是逐字这样，{by}的原文是："
        elif verdict.status == "altered":
            changes = "；".join(
                f"“{one.said}”应为“{one.source}”"
                if one.said and one.source
                else f"多出“{one.said}”"
                if one.said
                else f"漏了“{one.source}”"
                for one in verdict.differences
            )
            lead = f"这句话与原文有出入（{changes}），原文是{by}说的："
        elif verdict.status == "other_speaker":
            lead = f"这句话不是{asked}说的，是{by}说的：" if asked else f"这句话是{by}说的："
        else:
            lead = f"这句话由几处拼接而成，其中一处是{by}：" if number == 0 else f"另一处是{by}："
        statements.append(Statement(f"{lead}{quoted(corpus, span)}", (span,)))
    return statements
