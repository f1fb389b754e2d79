"""What a question takes for granted, held against what the corpus says: figures, directions, stances, offices."""

from rag.premises.checking import contradiction
from rag.premises.directions import goes, polarities
from rag.premises.offices import office_denied
from rag.premises.records import Contradiction
from rag.premises.stances import actions, asked_stance, held_stance, stance

__all__ = [
    "Contradiction",
    "actions",
    "asked_stance",
    "contradiction",
    "goes",
    "held_stance",
    "office_denied",
    "polarities",
    "stance",
]
