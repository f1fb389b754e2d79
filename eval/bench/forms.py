"""Questions in forms that other people wrote (``data/forms.jsonl``), filled from an index: does the answer fit its record?

The forms of the part ``trained`` were shown to the tagger of questions, those ``held`` never. Who wrote the forms had seen no
program; what stands in an index fills them, and its record tells what is right, so that any corpus can be tried in a thousand ways of
asking before it is trusted. Answered wrongly is worse than not at all: how often somebody is named who does not belong there is
counted apart.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

from eval.bench import BenchError
from eval.bench.filling import Case, cases, form_rules
from eval.running import opened
from eval.sets import load_set
from index.settings import Settings
from rag import Answer, Assistant

LIMIT, WRONG = 0.93, 0.02
"""The share of questions that must be answered rightly, and that may name somebody wrongly."""
_SHOWN = 20


def measure(
    *,
    set: str = "sample",
    index: str = "",
    part: str = "",
    share: float = 1.0,
    seed: int = 1,
    each: int = 1,
    limit: float = LIMIT,
    wrong: float = WRONG,
) -> dict[str, Any]:
    """How many questions are answered rightly, by kind; ``each``: how many are made of one form of a ``part``, ``share``: how many of the
    forms are taken. ``set`` is an evaluation set whose
    documents are asked, ``index`` an index to use instead. Raises BenchError where nothing in the index fits a form.
    """
    questions = load_set(set)
    settings = replace(Settings.from_environment(), model=None)
    failed, made, right, named = list[dict[str, Any]](), Counter[str](), Counter[str](), Counter[str]()
    with opened(questions, index=index or None, settings=settings) as assistant:
        for case in cases(assistant.index.corpus, random.Random(seed), each=each, part=part, share=share):
            answer = _asked(assistant, case)
            made[case.kind] += 1
            right[case.kind] += case.met_by(answer)
            named[case.kind] += case.wrongly(answer) and not case.met_by(answer)
            if not case.met_by(answer):
                failed.append(_failure(case, answer))
    if not made:
        raise BenchError("索引里没有可以填进这些问法的内容。")
    total = made.total()
    share, wrongly = right.total() / total, named.total() / total
    return {
        "index": index or questions.name,
        "seed": seed,
        "questions": total,
        "kinds": [{"kind": kind, "made": made[kind], "right": right[kind], "wrong": named[kind]} for kind in made],
        "failures": failed,
        "checks": [
            {"name": "right", "value": round(share, 4), "limit": f"≥ {limit}", "passed": share >= limit},
            {"name": "named wrongly", "value": round(wrongly, 4), "limit": f"≤ {wrong}", "passed": wrongly <= wrong},
        ],
    }


def table(result: dict[str, Any]) -> str:
    """The kinds with their counts, and the first questions that are not answered rightly."""
    lines = [f"别人写的问法（{result['index']}，{result['questions']} 题，种子 {result['seed']}）", ""]
    lines += ["| 类 | 题数 | 答对 | 错列了人 |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {form_rules()['kinds'].get(one['kind'], one['kind'])} | {one['made']} | {one['right']} | {one['wrong']} |"
        for one in result["kinds"]
    ]
    if result["failures"]:
        lines += ["", "没有答对的题：", ""]
        lines += [
            f"- {one['question']} 应为：{'、'.join(one['wanted']) or '（拒答）'}；答：{'、'.join(one['named']) or one['reason']}"
            for one in result["failures"][:_SHOWN]
        ]
    return "\n".join(lines) + "\n"


def _asked(assistant: Assistant, case: Case) -> Answer:
    if not case.first:
        return assistant.answer(case.question)
    shown = assistant.answer(case.first).text
    history = [{"role": "user", "content": case.first}, {"role": "assistant", "content": shown}]
    return assistant.answer(case.question, history=history)


def _failure(case: Case, answer: Answer) -> dict[str, Any]:
    return {
        "kind": case.kind,
        "first": case.first,
        "question": case.question,
        "wanted": sorted(case.speakers or ()),
        "named": sorted({str(one.speaker) for one in answer.citations}),
        "reason": answer.reason,
    }
