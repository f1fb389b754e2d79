"""From single values to tables, thresholds and the report's record (plain data, written as JSON)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from eval.intervals import share_interval
from eval.measures import BY_NAME, MEASURES, Measure, in_group
from eval.running import Result
from eval.sets import ALL, FOLLOW_UP, KINDS, PARTS, REASONS, UNANSWERABLE, Question, QuestionSet


def summarise(results: Iterable[Result], measure: Measure) -> dict[str, Any] | None:
    """One measure over some results: value, how many were scored and unscored, the 95 % interval of a share.

    None where the measure applies to none of them (absent). ``value`` is None where all are unscored or not finite.
    """
    values = [result.values[measure.name] for result in results if measure.name in result.values]
    if not values:
        return None
    scored = [value for value in values if value is not None]
    value = measure.aggregate(scored) if scored else None
    if value is not None and not math.isfinite(value):
        value = None
    interval = share_interval(scored) if scored and measure.is_share else None
    return {
        "value": value,
        "count": len(scored),
        "unscored": len(values) - len(scored),
        "interval": list(interval) if interval else None,
    }


def tabulate(
    results: Sequence[Result], groups: Sequence[str], belongs: Callable[[Question, str], bool]
) -> dict[str, dict[str, Any]]:
    """{group: {"questions": how many, measure: summary}} for the groups that have questions."""
    table: dict[str, dict[str, Any]] = {}
    for name in groups:
        chosen = [result for result in results if belongs(result.seen.question, name)]
        if chosen:
            summaries = {one.name: summary for one in MEASURES if (summary := summarise(chosen, one)) is not None}
            table[name] = {"questions": len(chosen), **summaries}
    return table


def tables(results: Sequence[Result]) -> dict[str, dict[str, dict[str, Any]]]:
    """The tables by kind, by part and by the reason for refusing."""
    return {
        "kind": tabulate(results, (ALL, *KINDS, UNANSWERABLE, FOLLOW_UP), in_group),
        "part": tabulate(results, PARTS, lambda question, part: question.part == part),
        "reason": tabulate(results, REASONS, lambda question, reason: question.reason == reason),
    }


def judge(results: Sequence[Result], thresholds: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """Every threshold with its value and whether it is met; an unknown or missing measure is not met."""
    judged = []
    for group, limits in thresholds.items():
        chosen = [result for result in results if in_group(result.seen.question, group)]
        for name, limit in limits.items():
            measure = BY_NAME.get(name)
            summary = summarise(chosen, measure) if measure else None
            value = summary["value"] if summary else None
            passed = measure is not None and measure.meets(value, limit)
            better = measure.better if measure else None
            judged.append(
                {"group": group, "measure": name, "better": better, "limit": limit, "value": value, "passed": passed}
            )
    return judged


def record(result: Result, *, show: bool) -> dict[str, Any]:
    """One question as the report keeps it; of a kept question only the values, unless ``show``."""
    seen = result.seen
    values = {name: value if value is None or math.isfinite(value) else None for name, value in result.values.items()}
    kept: dict[str, Any] = {"id": seen.question.id, "part": seen.question.part, "group": seen.question.group}
    kept |= {"seconds": seen.seconds, "failed": seen.failed, "values": values}
    if seen.question.part == "kept" and not show:
        return kept
    answer = seen.answer.to_dict() if seen.answer else None
    if answer:
        answer["passages"] = len(answer["passages"])  # the ranking is kept below, once
    ranking = [{"source": hit.source, "speaker": hit.speaker, "paragraph": hit.paragraph} for hit in seen.hits]
    shown = {"question": seen.question.to_dict(), "answer": answer, "ranking": ranking}
    return {**kept, **shown, "error": seen.error, "broken": list(result.broken)}


def assemble(
    questions: QuestionSet, results: Sequence[Result], *, made: Mapping[str, Any], show_kept: bool = False
) -> dict[str, Any]:
    """The whole report as plain data."""
    judged = judge(results, questions.thresholds)
    return {
        "set": {"name": questions.name, "title": questions.title, "fingerprint": questions.fingerprint},
        "made": dict(made),
        "passed": all(one["passed"] for one in judged),
        "thresholds": judged,
        "tables": tables(results),
        "questions": [record(result, show=show_kept) for result in results],
    }
