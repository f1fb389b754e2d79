"""What a question takes for granted, held against what the corpus says: figures, directions, stances, offices."""

from rag.premises.checking import contradiction
from rag.premises.directions import goes, polarities
from rag.premises.figures import counted, figure, has_figures, share
from rag.premises.offices import office_denied
from rag.premises.opposites import Position, position, same_way
from rag.premises.presumed import presumed, presumes
from rag.premises.records import CLAUSE, Contradiction
from rag.premises.stances import actions, asked_stance, stance

__all__ = [
    "CLAUSE",
    "Contradiction",
    "Position",
    "actions",
    "asked_stance",
    "contradiction",
    "counted",
    "figure",
    "goes",
    "has_figures",
    "office_denied",
    "polarities",
    "position",
    "presumed",
    "presumes",
    "same_way",
    "share",
    "stance",
]
