"""From a question to a plan.

lexicon    the names of the open index, and which of them a question names
strangers  names that a question treats as speakers and the index does not hold
documents  the documents that a question names
kinds      the kind of answer and the type of detail asked for
topics     the phrases and words of the topic
dialogue   what a follow-up leaves out, completed from the history
planning   all of it together: :func:`understand`
"""

from rag.understanding.lexicon import Lexicon
from rag.understanding.planning import Understood, understand

__all__ = ["Lexicon", "Understood", "understand"]
