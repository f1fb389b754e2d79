"""Answers about one index, every sentence proved.

records        Answer, Citation, Verdict, Plan: what users get
understanding  question, history and index → plan
evidence       which sentences speak of a topic (matching: how well; relevance: whether at all; membership: who mentions it)
reranking      the first of them read beside the question by the cross-encoder
answering      the seam at which an answerer stands: Task in, Draft or Refusal out
extractive     the answerer without a language model
premises, refusal   what a question takes for granted; why there is no answer
speeches       the parts of a speech: background, problem, recommendation, reported
generative     the answerer with a language model: sentence by sentence, each checked before it is shown
endpoint       the wire to the model: deadline, attempts, breaker, faults
instructions   sentences of a document that speak to a program
drafts         Draft → text with marks and citations
claims         does a sentence agree with what it cites?
verification   who said this?
guarantees     what every answer is held against before it is shown
rendering      an answer as text for a terminal
retriever      the index as a LangChain retriever
asked          a question on its way through the chain; what cannot be asked
stages, followups, finishing   the chain's steps: understand and retrieve; complete a follow-up; compose and check
dwelling       one more figure of what was just shown; ``last_reading``: all that its speaker says, before a follow-up is refused
conditioned    a list of several conditions, each asked by itself of the record
restated       a question asked once more in a usual form, by the parts that the tagger tells; ``each_who``: who says each of several
attributed     whose it is what somebody is said to have said; ``belonging``: whether an answer keeps to whom it asks of
scope          whether a question is of the corpus at all
failures       a search that fails in mid-session, told as a refusal
assistant      the chain: :class:`Assistant`, :func:`answer`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.records import Answer, Citation, Plan, Suggestion, Verdict

if TYPE_CHECKING:
    from rag.assistant import Assistant, QuestionError

__all__ = ["Answer", "Assistant", "Citation", "Plan", "QuestionError", "Suggestion", "Verdict", "answer"]


def answer(question: str, **arguments: Any) -> Answer:
    """The answer over the default index (RAG_INDEX, else data/index, else the sample); arguments of Assistant.answer."""
    return _default().answer(question, **arguments)


def _default() -> Assistant:
    global _opened
    if _opened is None:
        from rag.assistant import Assistant

        _opened = Assistant.open()
    return _opened


_opened: Assistant | None = None


def __getattr__(name: str) -> Any:
    """Assistant and QuestionError are loaded when first asked for: importing ``rag`` loads nothing heavy."""
    if name in ("Assistant", "QuestionError"):
        from rag import assistant

        return getattr(assistant, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
