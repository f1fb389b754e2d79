"""The extractive answerer: complete without a language model, every statement a literal quote.

wording      the sentences around the quotes: who, where, how many
facts        facts and who-questions: the sentences that answer, or why none does
listing      who all mentions …, how many: every speech examined
metadata     roles, documents, dates: answered from speaker lines
summaries    all recommendations of a speech, in source order
comparisons  a table: a column a speaker, a row an aspect
similarity   what others propose that is nearly the same
checking     who said this sentence?
smalltalk    greetings and what this program can do
"""

from rag.extractive.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
