"""The way to a language model and back: an endpoint that may refuse, lie, stall or break off.

faults      what can go wrong, as a value with a Chinese message; nothing of a server's own text is in it
wire        an HTTP client that keeps one deadline for a whole reply, however it drips
opening     settings → the LangChain model with its name
listing     which models the endpoint offers
streaming   one reply, piece by piece, from a thread that cannot hold up an answer
attempts    at most two attempts within the deadline
breaker     rests a failing endpoint and probes it again
"""

from rag.endpoint.attempts import replies
from rag.endpoint.breaker import Breaker
from rag.endpoint.faults import Fault
from rag.endpoint.listing import list_models
from rag.endpoint.opening import Model, ModelNotUsable, named, open_model
from rag.endpoint.streaming import Piece

__all__ = ["Breaker", "Fault", "Model", "ModelNotUsable", "Piece", "list_models", "named", "open_model", "replies"]
