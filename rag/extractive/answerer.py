"""The extractive answerer: each kind of question to the module that answers it."""

from __future__ import annotations

import re

from rag.answering import Draft, Refusal, Task
from rag.data import language
from rag.evidence import terms_of
from rag.extractive.comparisons import draft_comparison
from rag.extractive.facts import draft_fact
from rag.extractive.listing import draft_list
from rag.extractive.metadata import draft_metadata
from rag.extractive.similarity import draft_similar
from rag.extractive.smalltalk import draft_smalltalk
from rag.extractive.summaries import draft_summary
from rag.records import EXTRACTIVE
from rag.refusal import nearest, refuse


class ExtractiveAnswerer:
    """Chooses and quotes sentences; deterministic, offline."""

    name = EXTRACTIVE

    def draft(self, task: Task) -> Draft | Refusal:
        """The draft for the task's kind of question, or the reason why there is none."""
        plan = task.understood.plan
        if plan.kind == "smalltalk":
            return draft_smalltalk(task)
        if out_of_scope(task):
            return refuse(task, "out_of_scope")
        if plan.kind == "verify":
            from rag.extractive.checking import draft_verdict

            return draft_verdict(task)
        if plan.unknown and (not plan.speakers or plan.kind == "compare"):
            return refuse(task, "speaker_unknown", found=nearest(task, terms_of(plan.terms, task.corpus)))
        metadata = draft_metadata(task)
        if metadata is not None:
            return metadata
        if plan.kind == "compare":
            return draft_comparison(task)
        if plan.kind == "similar":
            return draft_similar(task)
        if plan.kind == "summary":
            return draft_summary(task)
        if plan.kind == "count" and plan.speakers and not plan.terms:
            return draft_summary(task)
        if plan.kind in ("list", "count"):
            return draft_list(task)
        return draft_fact(task)


def out_of_scope(task: Task) -> bool:
    """Whether the question is about no corpus of recommendations at all: another task, a live fact, an opinion."""
    folded, rules = task.understood.folded, language("scope")
    if any(re.search(pattern, folded) for pattern in rules["tasks"]):
        return True
    asked = [word for word in rules["live"] if word in folded]
    if asked and not task.understood.plan.speakers and not any(task.corpus.find(word) for word in asked):
        return True
    return any(re.search(pattern, folded) for pattern in rules["opinion"]) and not task.understood.plan.speakers
