"""The extractive answerer: complete without a language model, every statement a literal quote.

answerer     each kind of question to the module that answers it
wording      the sentences around the quotes: who, where, how many; ``quotations``: those of one answer as lines
facts        facts and who-questions: the sentences that answer, or why none does; ``rereading``: their lines, read once more
standing     where speakers stand on the topic; ``opposition``: who is against what was shown
positions    where everybody stands on a matter; ``sided``: who is on the asked side, and what all of them think
objections   what the corpus has against a question
listing      who all mentions …, how many: every speech examined
metadata     roles, documents, dates: answered from speaker lines
summaries    all recommendations of a speech, in source order; ``items``: one by its number; ``troubles``: what it says is wrong
subject      whether a topic is that of a whole speech
comparisons  a table: a column a speaker, a row an aspect
similarity   what others propose that is nearly the same
checking     who said this sentence?
smalltalk    greetings and what this program can do
"""

from rag.extractive.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
