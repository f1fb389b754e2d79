"""How cross-encoder, second reader, regression over readings, question encoder and tagger are trained: on purpose, never by
a test.

``python -m eval.training examples DIR``   gathers examples from all sets and what training needs, a folder of ~25 MB
``python -m eval.training learn DIR``      trains the cross-encoder (torch; a GPU takes minutes, a CPU days)
``python -m eval.training refine DIR``     goes on training the small one (torch; an hour on a CPU)
``python -m eval.training second DIR``     trains the second reader (torch; a GPU takes minutes, a CPU days)
``python -m eval.training fit DIR``        fits the regression over its readings
``python -m eval.training search DIR``     trains the question encoder (torch; a quarter of an hour on a CPU)
``python -m eval.training tag DIR``        trains the tagger (torch; a quarter of an hour on a CPU)

- ``questions``: ``training.jsonl`` of a set, questions put in other words than their answers, and near misses
- ``matters``: invented sentences with questions on them, for both trainings
- ``examples``: what a question's best sentences are in its own corpus, of other speakers, and in other corpora
- ``pairs``, ``arrays``: these as arrays, in one file
- ``network``: the cross-encoder in torch; ``learning``: its training, large and small; ``refining``: the small one's last part
- ``regression``: the fit over the readings
- ``lowrank``: the second reader in torch
- ``updates``: low-rank updates of a network; ``searching``: the question encoder's training
- ``tagged``: questions with their parts marked; ``tagging``: the tagger's training

No network learns from the sets held back; from its readings of those the regression is fitted and the figures are taken.
"""
