"""How the cross-encoder and the regression over its readings are trained: on purpose, never by a test.

``python -m eval.training examples DIR``   gathers examples from all sets and what training needs, a folder of ~60 MB
``python -m eval.training fit DIR``        trains (torch; a GPU takes minutes, a CPU hours) and fits the regression

- ``questions``: ``training.jsonl`` of a set, questions put in other words than their answers, and near misses
- ``examples``: what a question's best sentences are in its own corpus, of other speakers, and in other corpora
- ``network``: the network with low-rank updates; ``learning``: one training; ``regression``: the fit over the readings

Every set is in one fold of four; a fold's readings, from which the regression is fitted and the figures are taken, are
by a network that saw none of its sets. What ships is trained on all.
"""
