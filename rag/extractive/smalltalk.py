"""Greetings, thanks and what this program can do: answered without retrieval, stating nothing of the corpus."""

from __future__ import annotations

import re

from rag.answering import Draft, Task
from rag.data import language
from rag.drafts import Line


def draft_smalltalk(task: Task) -> Draft:
    """The reply whose pattern matches first."""
    for rule in language("smalltalk")["replies"]:
        if re.search(rule["ask"], task.understood.folded):
            return Draft(lines=[Line((rule["reply"],))])
    return Draft(lines=[Line((language("smalltalk")["default"],))])
