"""Uncertainty of measured shares: bootstrap intervals, Wilson's where a bootstrap cannot vary, the sign test."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, comb, sqrt
from typing import NamedTuple

RESAMPLES, SEED, LEVEL = 2000, 20250703, 0.95
_Z = 1.959963984540054  # the normal distribution's 97.5 % point


class Interval(NamedTuple):
    """A 95 % interval, both ends inclusive."""

    low: float
    high: float


def bootstrap(values: Sequence[float]) -> Interval:
    """The percentile bootstrap interval of the mean (Efron 1979), seeded; raises ValueError for no values."""
    import numpy

    if not values:
        raise ValueError("没有数值，算不出区间")
    drawn = numpy.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = numpy.asarray(values, dtype=float)[drawn].mean(axis=1)
    low, high = numpy.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def wilson(successes: float, count: int) -> Interval:
    """Wilson's score interval (1927) of a share; raises ValueError for a count of 0."""
    if count < 1:
        raise ValueError("没有数值，算不出区间")
    share, z2 = successes / count, _Z**2
    middle, spread = share + z2 / (2 * count), _Z * sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return Interval(max(0.0, (middle - spread) / (1 + z2 / count)), min(1.0, (middle + spread) / (1 + z2 / count)))


def share_interval(values: Sequence[float]) -> Interval:
    """The interval of a mean of values in [0, 1]. Where all are 0 or all are 1 resampling always gives the same
    mean, which would look like certainty; Wilson's interval is taken there.
    """
    return wilson(sum(values), len(values)) if set(values) in ({0.0}, {1.0}) else bootstrap(values)


def sign_test(differences: Sequence[float]) -> float:
    """The two-sided sign test's p: how often a fair coin divides the non-zero differences as unevenly or more."""
    better, worse = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    tosses = better + worse
    tail = float(sum(comb(tosses, heads) for heads in range(min(better, worse) + 1)) / 2**tosses)
    return min(1.0, 2 * tail)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value with at least ``share`` (0–1) of all at or below it."""
    if not values or not 0 < share <= 1:
        raise ValueError("百分位数要有数值，且比例在 0 与 1 之间")
    ordered = sorted(values)
    return ordered[max(1, ceil(share * len(ordered) - 1e-9)) - 1]  # 0.95 · 20 is 19, not a hair above it
