"""How well a passage says what a question asks, token by token: late interaction."""

from __future__ import annotations

import numpy as np

from index.vectors import Vectors

HARD = 0.65
"""The share of a question's tokens that decide: those that find least. The topic's own are found in every candidate.

With .5 to .8 the development questions are answered alike within a point; with all of them two points less."""
_DECIMALS = 7


def alignment(question: Vectors, passage: Vectors) -> float:
    """The mean, over the ``HARD`` share of the question's tokens that find least, of the best match in the passage.

    Takes unit vectors (m, d) and (n, d) of the tokens of both; -1 to 1, and 0 where either has none.
    For each token of the question the best of the passage's counts, as in Khattab and Zaharia 2020 (ColBERT,
    arXiv:2004.12832), there summed over all.
    """
    if not len(question) or not len(passage):
        return 0.0
    found = np.sort((question.astype(np.float64) @ passage.astype(np.float64).T).max(axis=1))
    return float(found[: max(1, round(len(found) * HARD))].mean().round(_DECIMALS))
