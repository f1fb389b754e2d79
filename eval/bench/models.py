"""A real model as the answerer, beside the extractive one on the same questions: what it said, what of it was shown.

Needs an OpenAI-compatible endpoint: ``-o base_url=http://127.0.0.1:8091/v1 -o model=NAME``.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval import answers
from eval.evidence import Observation, Sources
from eval.intervals import percentile
from eval.measures import BY_NAME
from eval.running import measure as measured
from eval.running import observe
from eval.sets import Gold, Question, find_documents, load_set
from index.building import build_index
from index.records import Place
from index.retrieval import Index, open_index
from index.settings import Settings
from rag import Assistant
from rag.claims import Evidence, check
from rag.endpoint import open_model
from rag.generative import GenerativeAnswerer, Judged, Options
from rag.records import EXTRACTIVE, Answer, Citation

_KINDS = ("fact", "who", "summary", "compare")
_INVARIANTS = ("literal", "marked", "agreeing", "refusal_form")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question answered by the model's answerer and by the extractive one, and what became of each sentence."""

    seen: Observation
    plain: Observation
    judged: tuple[tuple[str, Judged], ...]


def chosen(questions: Sequence[Question], count: int) -> list[Question]:
    """``count`` questions spread evenly over the set: of the kinds a model writes, and a tenth of those to refuse."""
    wanted = [one for one in questions if one.kind in _KINDS and not one.reason]
    refused = [one for one in questions if one.reason]
    found = _spread(wanted, count - count // 10) + _spread(refused, count // 10)
    random.Random(0).shuffle(found)  # so that a run that is stopped early has seen all kinds
    return found


def _spread(questions: Sequence[Question], count: int) -> list[Question]:
    return [questions[at * len(questions) // count] for at in range(min(count, len(questions)))]


def agreeing(answer: Answer, texts: Sequence[str], speakers: Sequence[str]) -> list[str]:
    """Invariant 3, held against the cited quotes alone: the sentences that disagree with what they cite."""
    from eval.statements import sentences_of

    quotes = {one.marker: one for one in answer.citations}
    found = []
    for sentence in sentences_of(answer.text):
        cited = [quotes[number] for number in sentence.marks if number in quotes]
        if any(f"“{one.quote}”" in sentence.text and literally_introduced(sentence.text, one) for one in cited):
            continue
        evidence = [
            Evidence(
                one.quote, one.speaker, one.role,
                (one.title, one.newspaper or "", one.date or "", f"第{one.page}版", f"第{one.paragraph}段", *texts),
            )
            for one in cited
        ]  # fmt: skip
        if cited and check(sentence.text, evidence, question=answer.understood, speakers=speakers, wording=False):
            found.append(sentence.text)
    return found


def literally_introduced(text: str, citation: Citation) -> bool:
    """Whether a sentence is a literal quotation and, before it, only whose it is and where it stands."""
    lead = text[: text.index(f"“{citation.quote}”")]
    for known in (citation.speaker or "", citation.role, citation.title):
        lead = lead.replace(known, "") if known else lead
    return (
        re.fullmatch(
            r"[（）《》，：、\s]*(在?\s*第\s*\d+\s*段|中|在|的|提出|所针对的问题|不是建议|[（）《》，：、\s])*", lead
        )
        is not None
    )


def ask(
    questions: Sequence[Question], index: Index, settings: Settings, *, passages: int, minutes: float, progress: bool
) -> list[Asked]:
    """Every question answered twice; those left after ``minutes`` are not asked."""
    from tqdm import tqdm

    judged: list[tuple[str, Judged]] = []
    answerer = GenerativeAnswerer(
        open_model(settings),
        options=Options(seconds=settings.deadline, passages=passages),
        observe=lambda text, one: judged.append((text, one)),
    )
    fluent = Assistant(index, settings=settings, answerer=answerer)
    plain = fluent.choose(None)
    sources = Sources.of(index.corpus.documents)
    found: list[Asked] = []
    until = time.monotonic() + 60 * minutes
    for question in tqdm(questions, desc="提问", disable=not progress):
        if found and time.monotonic() > until:
            break
        judged.clear()
        seen = observe(question, fluent, sources)
        found.append(Asked(seen, observe(question, plain, sources), tuple(judged)))
    return found


def _golds(places: Sequence[Place], index: Index) -> set[Gold]:
    return {Gold(index.corpus.heading(one).source, index.corpus.speech(one).speaker, one.paragraph) for one in places}


def _shares(pairs: Sequence[tuple[set[Gold], set[Gold]]]) -> dict[str, float]:
    """Mean precision over the questions that cite anything, mean recall over all."""
    cited = [(mine, gold) for mine, gold in pairs if mine]
    return {
        "precision": sum(len(mine & gold) / len(mine) for mine, gold in cited) / max(1, len(cited)),
        "recall": sum(len(mine & gold) / len(gold) for mine, gold in pairs) / max(1, len(pairs)),
    }


def summary(asked: Sequence[Asked], index: Index) -> dict[str, Any]:
    """The figures of one model."""
    given = [(one, one.seen.answer) for one in asked if one.seen.answer is not None]
    by_model = [(one, answer) for one, answer in given if answer.answered_by != EXTRACTIVE]
    fallen = [(one, answer) for one, answer in given if any("改由原文摘录" in text for text in answer.warnings)]
    judged = [pair for one in asked for pair in one.judged]
    told = [one for one in asked if one.judged and one.seen.question.gold]
    before = [
        (_golds([p for _, j in one.judged for p in j.marked], index), set(one.seen.question.gold)) for one in told
    ]
    after = [(set(one.seen.cited), set(one.seen.question.gold)) for one in told]
    marked = [j for _, j in judged if j.marked and j.reason != "frame"]
    speakers = [name for name in dict.fromkeys(speech.speaker for _, speech in index.corpus.speeches()) if name]
    kept = {
        "literal": [not any(not right for right in answers.literal(one.seen)) for one, _ in given],
        "marked": [not answers.marked(one.seen) for one, _ in given],
        "agreeing": [not agreeing(answer, (), speakers) for _, answer in by_model],
        "refusal_form": [not answers.refusal_formed(one.seen) for one, _ in given],
    }
    first = sorted(answer.timings["first"] for _, answer in by_model if "first" in answer.timings)
    total = sorted(one.seen.seconds for one, _ in by_model)
    answerable = [one for one in asked if not one.seen.question.reason]
    return {
        "questions": len(asked),
        "failed": [f"{one.seen.question.id}: {one.seen.error}" for one in asked if one.seen.answer is None],
        "by_model": len(by_model),
        "by_fallback": len(fallen),
        "fallback_reasons": dict(Counter(answer.warnings[0].split("，改由")[0] for _, answer in fallen).most_common()),
        "extractive_by_rule": len(given) - len(by_model) - len(fallen),
        "sentences": len(judged),
        "outcomes": dict(Counter(j.outcome for _, j in judged).most_common()),
        "repaired_for": dict(Counter(j.reason for _, j in judged if j.outcome == "repaired").most_common()),
        "dropped_for": dict(Counter(j.reason for _, j in judged if j.outcome == "dropped").most_common()),
        "marked_sentences": len(marked),
        "marks_that_prove": sum(j.outcome == "marked" for j in marked) / max(1, len(marked)),
        "citations_before": _shares(before),
        "citations_after": _shares(after),
        "right": sum(answers.right(one.seen) for one in answerable if one.seen.answer) / max(1, len(answerable)),
        "right_extractive": sum(answers.right(one.plain) for one in answerable if one.plain.answer)
        / max(1, len(answerable)),
        "wrong_speaker": sum(
            measured(one.seen, measures=[BY_NAME["wrong_speaker"]]).values.get("wrong_speaker") or 0 for one in asked
        ),
        "first_p50": percentile(first, 0.5) if first else None,
        "first_p95": percentile(first, 0.95) if first else None,
        "total_p50": percentile(total, 0.5) if total else None,
        "total_p95": percentile(total, 0.95) if total else None,
        "invariants": {name: sum(values) / max(1, len(values)) for name, values in kept.items()},
        "load": os.getloadavg()[0],
    }


def measure(
    *,
    base_url: str = "http://127.0.0.1:8091/v1",
    model: str = "local",
    set_name: str = "pages",
    count: int = 66,
    seconds: float = 60.0,
    passages: int = 700,
    index: str = "",
    minutes: float = 600.0,
    progress: bool = False,
) -> dict[str, Any]:
    """One model on ``count`` questions; ``passages``: tokens of the passages in a prompt; ``seconds``: the deadline."""
    settings = replace(Settings(), model=f"openai:{model}", base_url=base_url, api_key="none", deadline=seconds)
    questions = load_set(set_name)
    with tempfile.TemporaryDirectory() as folder:
        location = Path(index) if index else Path(folder) / "index"
        if not index:
            build_index(find_documents(questions), location, settings=settings)
        opened = open_index(location, settings=settings)
        asked = ask(
            chosen(questions.questions, count), opened, settings, passages=passages, minutes=minutes, progress=progress
        )
        figures = summary(asked, opened)
    figures |= {"model": model, "set": set_name, "passages": passages, "deadline": seconds}
    details = [
        {
            "id": one.seen.question.id,
            "question": one.seen.question.question,
            "answered_by": one.seen.answer.answered_by if one.seen.answer else None,
            "right": bool(one.seen.answer and answers.right(one.seen)),
            "right_extractive": bool(one.plain.answer and answers.right(one.plain)),
            "broken": [*answers.marked(one.seen)] if one.seen.answer else [],
            "text": one.seen.answer.text if one.seen.answer else one.seen.error,
            "warnings": list(one.seen.answer.warnings) if one.seen.answer else [],
            "sentences": [{"said": text, "outcome": j.outcome, "reason": j.reason} for text, j in one.judged],
            "seconds": one.seen.seconds,
        }
        for one in asked
    ]
    checks = [
        {
            "name": f"invariant {name}",
            "value": figures["invariants"][name],
            "limit": 1.0,
            "passed": figures["invariants"][name] >= 1.0,
        }
        for name in _INVARIANTS
    ]
    return {"figures": figures, "details": details, "checks": checks}


def table(result: dict[str, Any]) -> str:
    """The figures as Markdown, one a line."""
    return "\n".join(
        ["| figure | value |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in result["figures"].items())]
    )
