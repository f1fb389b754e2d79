"""Since when, or for which term, somebody holds his office: his speaker line names the office and seldom tells that."""

from __future__ import annotations

from index.folding import fold
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import evidence
from rag.refusal import refuse
from rag.understanding.details import holds_detail


def told_since(task: Task, draft: Draft) -> Draft | Refusal:
    """``draft``; the refusal where the question asks since when or for which term an office is held, and nothing is quoted but speaker
    lines that tell neither.
    """
    detail, spans = task.understood.detail, evidence(draft.lines)
    asked = pattern(language("metadata")["held_since"]).search(task.understood.folded)
    if asked is None or detail is None or not spans or any(span.place.paragraph for span in spans):
        return draft
    lines = (fold(task.corpus.text(span.place)) for span in spans)
    told = any(holds_detail(detail, line, question=task.understood.folded) for line in lines)
    return draft if told else refuse(task, "detail_absent", found=spans)
