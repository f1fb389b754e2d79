"""How the cross-encoder, the regression over its readings and the question encoder are trained: on purpose, never by a test.

``python -m eval.training examples DIR``   gathers examples from all sets and what training needs, a folder of ~60 MB
``python -m eval.training learn DIR``      trains the cross-encoder (torch; a GPU takes minutes, a CPU hours)
``python -m eval.training fit DIR``        fits the regression over its readings
``python -m eval.training search DIR``     trains the question encoder (torch; a quarter of an hour on a CPU)

- ``questions``: ``training.jsonl`` of a set, questions put in other words than their answers, and near misses
- ``matters``: invented sentences with questions on them, for both trainings
- ``examples``: what a question's best sentences are in its own corpus, of other speakers, and in other corpora
- ``mining``: which questions to go on learning from
- ``updates``: low-rank updates of a network; ``learning``: the cross-encoder's training; ``searching``: the question
  encoder's; ``regression``: the fit over the readings

Every set is in one fold of four; a fold's readings, from which the regression is fitted and the figures are taken, are
by a network that saw none of its sets. What ships is trained on all but the sets held back.
"""
