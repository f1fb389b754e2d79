"""Measures as values: a name, what it is called, which questions it applies to, its value for one question.

Absent, wrong and unscored are three things. A measure is *absent* for a question that it does not apply to. It is
*unscored* (None) where it applies but the answer has nothing to judge, such as the quotes of an answer that quotes
nothing; unscored questions are counted and shown and never pass for right ones. A question that failed is *wrong*:
it has the measure's worst value. Values are in [0, 1], except latencies, which are seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from eval import answers
from eval.evidence import Observation
from eval.intervals import percentile
from eval.sets import ALL, FOLLOW_UP, UNANSWERABLE, Gold, Question

POINTED = ("fact", "who", "verify")


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)


@dataclass(frozen=True, slots=True)
class Measure:
    """``better`` says which way is good; ``applies`` picks the questions; ``value`` gives None where unscored."""

    name: str
    title: str
    better: Literal["higher", "lower"]
    applies: Callable[[Question], bool]
    value: Callable[[Observation], float | None]
    worst: float
    aggregate: Callable[[Sequence[float]], float] = mean
    is_share: bool = True

    def __call__(self, seen: Observation) -> float | None:
        """The value of one question that the measure applies to; the worst where the question failed."""
        return self.worst if seen.failed else self.value(seen)

    def meets(self, value: float | None, limit: float) -> bool:
        """Whether a value reaches a threshold; no value never does."""
        if value is None or not math.isfinite(value):
            return False
        return value >= limit if self.better == "higher" else value <= limit


def in_group(question: Question, group: str) -> bool:
    """Whether a question is of a group: a kind, ``unanswerable``, ``follow_up``, ``all``, or several joined by +."""
    return any(
        name == ALL or name == question.group or (name == FOLLOW_UP and bool(question.history))
        for name in group.split("+")
    )


def ranking_values(seen: Observation) -> dict[str, float]:
    """recall@1/5/10 and MRR of the ranking, by ir-measures; gold speaker lines (paragraph 0) are not ranked.

    ir-measures orders by score, so the rank itself is given as the score: ties cannot reorder what was returned.
    """
    import ir_measures
    from ir_measures import RR, R

    wanted = {_identity(gold) for gold in seen.question.gold if gold.paragraph > 0}
    found = dict.fromkeys(_identity(Gold(hit.source, hit.speaker, hit.paragraph)) for hit in seen.hits)
    qrels = [ir_measures.Qrel("q", identity, 1) for identity in sorted(wanted)]
    run = [ir_measures.ScoredDoc("q", identity, -float(rank)) for rank, identity in enumerate(found, 1)]
    values = {
        str(metric.measure): float(metric.value)
        for metric in ir_measures.iter_calc([R @ 1, R @ 5, R @ 10, RR], qrels, run)
    }
    return {"recall@1": values["R@1"], "recall@5": values["R@5"], "recall@10": values["R@10"], "mrr": values["RR"]}


def f1(found: set[str | None], wanted: set[str]) -> float:
    """The harmonic mean of precision and recall: 2·|both| / (|found| + |wanted|)."""
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def _identity(gold: Gold) -> str:
    return "\t".join((gold.source, gold.speaker or "", str(gold.paragraph)))


def _ranked(question: Question) -> bool:
    return question.reason is None and any(gold.paragraph > 0 for gold in question.gold)


def _has_gold(question: Question) -> bool:
    return question.reason is None and bool(question.gold)


def _pointed(question: Question) -> bool:
    return _has_gold(question) and question.kind in POINTED


def _listed(question: Question) -> bool:
    return question.reason is None and question.kind in ("list", "count") and bool(question.speakers)


def _answerable(question: Question) -> bool:
    return question.reason is None


def _any(question: Question) -> bool:
    return True


def _right_speaker(seen: Observation) -> float:
    return float(bool(seen.citations) and not answers.first_speaker_wrong(seen))


def _wrong_speaker(seen: Observation) -> float:
    return float(answers.first_speaker_wrong(seen))


def _foreign_speaker(seen: Observation) -> float:
    return float(not seen.cited_speakers <= seen.gold_speakers)


def _right_paragraph(seen: Observation) -> float:
    return float(bool(seen.cited & set(seen.question.gold)))


def _non_literal(seen: Observation) -> float | None:
    literal = answers.literal(seen)
    return None if not literal else float(not all(literal))


def _citation_precision(seen: Observation) -> float | None:
    """Cited paragraphs that are gold, of all cited; a gold speaker's line only says who it is and is left out."""
    gold = set(seen.question.gold)
    judged = {one for one in seen.cited if one in gold or one.paragraph > 0 or one.speaker not in seen.gold_speakers}
    return len(judged & gold) / len(judged) if judged else None


def _citation_recall(seen: Observation) -> float:
    return len(seen.cited & set(seen.question.gold)) / len(seen.question.gold)


def _facts(seen: Observation) -> float:
    return mean([float(covered) for covered in answers.covered_facts(seen)])


def _list_f1(seen: Observation) -> float:
    return f1(seen.cited_speakers, set(seen.question.speakers))


def _refused(seen: Observation) -> float:
    return float(answers.answer_of(seen).refused)


def _reason(seen: Observation) -> float:
    answer = answers.answer_of(seen)
    return float(answer.refused and answer.reason == seen.question.reason)


def _kind(seen: Observation) -> float:
    return float(answers.answer_of(seen).kind == seen.question.kind)


def _invariant(check: Callable[[Observation], list[str]], seen: Observation) -> float:
    return float(not check(seen))


def _count_stated(seen: Observation) -> float | None:
    answer = answers.answer_of(seen)
    return None if answer.refused or answer.kind != "list" else float(not answers.count_stated(seen))


def _failed(seen: Observation) -> float:
    return float(seen.failed)


def _rank_measure(name: str, title: str) -> Measure:
    return Measure(name, title, "higher", _ranked, lambda seen: ranking_values(seen)[name], 0.0)


def _latency(name: str, title: str, share: float) -> Measure:
    aggregate = partial(percentile, share=share)
    return Measure(name, title, "lower", _any, lambda seen: seen.seconds, math.inf, aggregate, is_share=False)


MEASURES: tuple[Measure, ...] = (
    Measure("right", "答对", "higher", _any, lambda seen: float(answers.right(seen)), 0.0),
    Measure("right_paragraph", "引到正确段落", "higher", _has_gold, _right_paragraph, 0.0),
    Measure("right_speaker", "发言人正确", "higher", _pointed, _right_speaker, 0.0),
    Measure("wrong_speaker", "张冠李戴", "lower", _pointed, _wrong_speaker, 1.0),
    Measure("foreign_speaker", "引了标准答案之外的人", "lower", _pointed, _foreign_speaker, 1.0),
    Measure("non_literal", "引文不是原文", "lower", _any, _non_literal, 1.0),
    Measure("citation_precision", "引文准确率", "higher", _has_gold, _citation_precision, 0.0),
    Measure("citation_recall", "引文召回率", "higher", _has_gold, _citation_recall, 0.0),
    Measure("fact_coverage", "要点覆盖", "higher", lambda q: _answerable(q) and bool(q.facts), _facts, 0.0),
    Measure("list_exact", "清单完全正确", "higher", _listed, lambda seen: float(answers.list_right(seen)), 0.0),
    Measure("list_f1", "清单 F1", "higher", _listed, _list_f1, 0.0),
    Measure("refused", "该拒答的拒答了", "higher", lambda q: q.group == UNANSWERABLE, _refused, 0.0),
    Measure("reason", "拒答理由正确", "higher", lambda q: q.group == UNANSWERABLE, _reason, 0.0),
    Measure("false_refusal", "能答却拒答", "lower", _answerable, _refused, 1.0),
    Measure("kind", "问题类型认对", "higher", _answerable, _kind, 0.0),
    Measure("marked", "不变量二：句句有标号", "higher", _any, partial(_invariant, answers.marked), 0.0),
    Measure("refusal_form", "不变量四：拒答的形式", "higher", _any, partial(_invariant, answers.refusal_formed), 0.0),
    Measure("count_stated", "不变量五：清单写明数目", "higher", lambda q: q.group == "list", _count_stated, 0.0),
    _rank_measure("recall@1", "检索 recall@1"),
    _rank_measure("recall@5", "检索 recall@5"),
    _rank_measure("recall@10", "检索 recall@10"),
    _rank_measure("mrr", "检索 MRR"),
    Measure("error", "出错", "lower", _any, _failed, 1.0),
    _latency("latency_p50", "用时 p50（秒）", 0.5),
    _latency("latency_p95", "用时 p95（秒）", 0.95),
)
BY_NAME: dict[str, Measure] = {measure.name: measure for measure in MEASURES}
