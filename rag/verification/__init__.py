"""Who said this?

verdicts    verify(sentence, corpus=…, speaker=None) -> Verdict: exact, altered, other_speaker, stitched, absent
candidates  which paragraphs may hold a sentence
matching    a sentence against one paragraph, character by character
questions   claimed(question, speakers) -> the sentence and the person a question asks about
"""

from rag.verification.questions import Claimed, claimed
from rag.verification.verdicts import verify

__all__ = ["Claimed", "claimed", "verify"]
