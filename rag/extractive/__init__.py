"""The extractive answerer: complete without a language model, every statement a literal quote.

answerer     each kind of question to the module that answers it
wording      the sentences around the quotes: who, where, how many; ``quotations``: those of one answer as lines,
             ``surroundings``: what stands beside a quote that leans on it
facts        facts and who-questions: the sentences that answer, or why none does; ``rereading``: their lines, read once more
lacking      why no sentence answers; ``ambiguity``: several do, ``detailed``: which has the asked detail
reasons      what stands beside a claim and tells why
holders      who alone has the very name asked for; ``second_reading``: the other reader, ``stretches``: a figure in one clause
standing     where speakers stand on the topic; ``opposition``: who is against what was shown
sides, siding   whose side a sentence takes
positions    where everybody stands on a matter; ``sided``: who is on the asked side, and what all of them think;
             ``outspoken``: who takes a side in so many words
objections   what the corpus has against a question; ``doubted``: a statement put in doubt, ``contradicting``: who says the contrary
enumerating  lists and counts, and who-questions that ask for all
listing      who all mentions …, how many: every speech examined; ``topical``: who speaks of a matter, in whatever words
speaking     how surely everybody speaks of a matter; ``feedback``: in which words those found first do
metadata     roles, documents, dates: answered from speaker lines; ``appearances``: who spoke where, ``held_since``: since when in office
silence      whoever is told by what he is says nothing of it
summaries    all recommendations of a speech, in source order; ``items``: one by its number; ``troubles``: what it says is wrong
subject      whether a topic is that of a whole speech
comparisons  a table: a column a speaker, a row an aspect
similarity   what others propose that is nearly the same
checking     who said this sentence?
smalltalk    greetings and what this program can do
"""

from rag.extractive.answerer import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer"]
