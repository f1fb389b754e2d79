"""Complete lists whose answer the record of an index tells: who holds an office, speaks in a document, has a printed word.

Every question is made of a form (``data/lists.toml``) and of what stands in the index, so that no writer decides what is right, and any
index can be tried before it is trusted. A list counts only if it is exact: nobody missing, nobody more; where nobody fits, only a
refusal is right.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from eval.bench import BenchError
from eval.bench.records import called, offices_held, printed_words, saying
from eval.running import opened
from eval.sets import load_set
from index.corpus import Corpus
from index.settings import Settings
from rag import Answer
from rag.understanding.offices import offices_of

LIMIT = 0.97
"""The share of lists that must be exact."""
_SHOWN = 20
_OFFICES, _WORDS = 6, 6
"""How many offices and printed words of an index are asked for, by chance where there are more."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question made of ``form``, and the ``speakers`` whom its list must name."""

    form: str
    question: str
    speakers: frozenset[str]

    def met_by(self, answer: Answer) -> bool:
        """Whether ``answer`` names exactly the speakers, or is a refusal where there are none."""
        named = {citation.speaker for citation in answer.citations}
        return named == self.speakers if self.speakers else answer.refused


def measure(*, set: str = "sample", index: str = "", seed: int = 1, limit: float = LIMIT) -> dict[str, Any]:
    """How many lists are exact, by form. ``set`` is an evaluation set whose documents are asked, ``index`` an index to use
    instead. Raises BenchError where nothing in the index can be asked for.
    """
    questions = load_set(set)
    settings = replace(Settings.from_environment(), model=None)
    with opened(questions, index=index or None, settings=settings) as assistant:
        asked = list(dict.fromkeys(cases(assistant.index.corpus, random.Random(seed))))
        if not asked:
            raise BenchError("索引里没有可以按署名或原词列出的内容。")
        failed = [(case, answer) for case in asked if not case.met_by(answer := assistant.answer(case.question))]
    made, wrong = Counter(case.form for case in asked), Counter(case.form for case, _ in failed)
    share = 1 - len(failed) / len(asked)
    return {
        "index": index or questions.name,
        "seed": seed,
        "questions": len(asked),
        "forms": [{"form": form, "made": made[form], "exact": made[form] - wrong[form]} for form in made],
        "failures": [
            {
                "question": case.question,
                "wanted": sorted(case.speakers),
                "named": sorted({one.speaker or "" for one in answer.citations}),
                "reason": answer.reason,
            }
            for case, answer in failed
        ],
        "checks": [{"name": "exact", "value": round(share, 4), "limit": f"≥ {limit}", "passed": share >= limit}],
    }


def table(result: dict[str, Any]) -> str:
    """The forms with their counts, and the first lists that are not exact."""
    lines = [f"完整清单（{result['index']}，{result['questions']} 题，种子 {result['seed']}）", ""]
    lines += ["| 问法 | 题数 | 完全正确 |", "| --- | --- | --- |"]
    lines += [f"| {one['form']} | {one['made']} | {one['exact']} |" for one in result["forms"]]
    failures = result["failures"]
    if failures:
        lines += ["", "没有答对的题：", ""]
        lines += [
            f"- {one['question']} 应为：{'、'.join(one['wanted']) or '（没有）'}；答：{'、'.join(one['named']) or one['reason']}"
            for one in failures[:_SHOWN]
        ]
    return "\n".join(lines) + "\n"


def cases(corpus: Corpus, chance: random.Random) -> Iterator[Case]:
    """The questions of one index; ``chance`` chooses the offices and words where there are many."""
    speeches = [(place, speech) for place, speech in corpus.speeches() if speech.speaker]
    held = offices_held(speeches)
    offices = [one for one, names in held.items() if len(names) > 1]
    offices = sorted(chance.sample(sorted(offices), min(_OFFICES, len(offices))))
    for one in offices:
        yield from _made("holds", held[one], x=one)
    for one, other in permutations(offices, 2):
        if one in other or other in one:
            continue  # of 委员 and 政协委员 the one takes in the other
        yield from _made("holds_not", held[one] - held[other], x=one, y=other)
        yield from _made("holds_either", held[one] | held[other], x=one, y=other)
        if held[one] & held[other]:
            yield from _made("holds_both", held[one] & held[other], x=one, y=other)
    words = printed_words(speeches)
    chosen = sorted(chance.sample(sorted(words), min(_WORDS, len(words))))
    for word in chosen:
        yield from _made("mentions", saying(word, speeches), t=word)
    for ordinal in range(len(corpus.documents)):
        there = [(place, speech) for place, speech in speeches if place.document == ordinal]
        for name in called(corpus, ordinal) if there else ():
            yield from _made("speaks", {str(speech.speaker) for _, speech in there}, d=name)
            for one in offices:
                found = {str(speech.speaker) for _, speech in there if one in offices_of(speech.role)}
                yield from _made("speaks_as", found, d=name, x=one)
            for word in chosen:
                if found := saying(word, there):
                    yield from _made("mentions_in", found, d=name, t=word)


def _made(kind: str, speakers: set[str], **values: str) -> Iterator[Case]:
    for form in _forms()[kind]["forms"]:
        yield Case(form, form.format(**values), frozenset(speakers))


@cache
def _forms() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "data" / "lists.toml").read_text("utf-8"))
