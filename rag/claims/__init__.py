"""Does a sentence agree with the paragraphs it cites?

records       Evidence, Disagreement, Kind
checking      check(sentence, evidence) -> the disagreements, none if it agrees
numbers       numbers in any notation as exact values
tokens        a text as comparable tokens
alignment     which words of the sentence stand for which of the evidence
differences   where the two differ
figures       numbers, dates and units that differ
judging       whether a difference in words is another claim
wordings      negation, direction, modality, synonyms
names         names and offices
attributions  whose words a sentence says it gives
quotations    text between quotation marks
language      the rules in rag/data/claims
"""

from rag.claims.checking import check
from rag.claims.records import KINDS, Disagreement, Evidence, Kind

__all__ = ["KINDS", "Disagreement", "Evidence", "Kind", "check"]
