"""The answerer with a language model: fluent sentences, each proved before it is shown.

answerer     which questions a model answers, and what stands in its place
passages     numbered passages within a budget of tokens; instructions in documents are withheld
prompting    passages and question → messages
opening      settings → the answerer
writing      one answer being written: proved lines, or the extractive draft in their place
sentences    a stream of text → sentences with their marks
cleaning     links, pictures, markup and invisible characters taken out of a model's text
marks        the many ways in which models write a mark
quoting      text between quotation marks made literal, or its marks taken off
support      how well a paragraph supports a sentence
attribution  which passages a sentence rests on
proving      one sentence → a proved statement, its nearest literal quote, or nothing
repetition   a reply that goes round in circles
completion   what a summary or comparison may not leave out
rewriting    a follow-up rewritten by the model, kept only if it loses nothing
"""

from rag.generative.answerer import GenerativeAnswerer, Options
from rag.generative.proving import Judged
from rag.generative.support import CrossEncoderSupport, Support, WordSupport, pairs_of

__all__ = ["CrossEncoderSupport", "GenerativeAnswerer", "Judged", "Options", "Support", "WordSupport", "pairs_of"]
