"""Whether a question is about no corpus of recommendations at all."""

from __future__ import annotations

from rag.answering import Task
from rag.data import language, pattern
from rag.evidence import surely_spoken_of, terms_of
from rag.reranking import scored


def leaves_the_talk(task: Task) -> bool:
    """Whether a follow-up is about no corpus at all, whatever was spoken of before it."""
    return out_of_scope(task) and pattern(language("scope")["elsewhere"]).search(task.understood.folded) is not None


def out_of_scope(task: Task) -> bool:
    """Whether the question is about no corpus of recommendations at all: another task, a live fact, an opinion."""
    folded, rules = task.understood.folded, language("scope")
    if any(pattern(rule).search(folded) for rule in rules["tasks"]):
        return True
    if not task.understood.plan.speakers and any(pattern(rule).search(folded) for rule in rules["opinion"]):
        return True
    asked = [match.group() for word in rules["live"] if (match := pattern(word).search(folded))]
    of_speech = pattern(rules["of_speech"]).search(folded) is not None
    if not asked or of_speech or task.understood.plan.speakers or all(task.corpus.find(word) for word in asked):
        return False
    return not (_quotes_corpus(task) or _answered(task))


def _quotes_corpus(task: Task) -> bool:
    """Whether the question names in quotation marks what the corpus holds (“某某夜航”的船票多少钱)."""
    return any(phrase.quoted and task.corpus.find(phrase.text) for phrase in task.understood.topic.phrases)


def _answered(task: Task) -> bool:
    """Whether a sentence of the corpus answers all the same, in other words (外卖的时限, 电脑看片子)."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    return any(surely_spoken_of(task, one) for one in scored(task, terms, task.understood.topic.phrases)[:1])
