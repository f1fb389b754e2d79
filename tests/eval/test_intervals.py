"""Intervals and the sign test against figures derived by hand or printed elsewhere."""

from __future__ import annotations

import pytest

from eval.intervals import bootstrap, percentile, share_interval, sign_test, wilson


def test_sign_test_by_hand():
    # 4 better, 1 worse of 5 tosses: 2 · (C(5,0) + C(5,1)) / 2^5
    assert sign_test([1, 1, 1, 1, -1, 0, 0]) == 2 * (1 + 5) / 32
    assert sign_test([1, -1]) == 1.0
    assert sign_test([]) == sign_test([0, 0]) == 1.0


def test_wilson():
    # 10 of 10: low end n / (n + z²) = 10 / (10 + 1.96²)
    assert wilson(10, 10).low == pytest.approx(10 / (10 + 1.959964**2), abs=1e-6)
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert wilson(0, 10).low == pytest.approx(0.0) and wilson(0, 10).high == pytest.approx(1 - wilson(10, 10).low)


def test_bootstrap_is_seeded_and_holds_the_mean():
    values = [1.0] * 80 + [0.0] * 20
    low, high = bootstrap(values)
    assert bootstrap(values) == (low, high)
    # The binomial's standard error is 0.04: 0.8 ± 1.96 · 0.04, within a resample's step of 0.01.
    assert low == pytest.approx(0.7216, abs=0.015) and high == pytest.approx(0.8784, abs=0.015)


def test_all_right_is_not_certain():
    assert share_interval([1.0] * 5).low < 0.6
    assert share_interval([0.0] * 5).high > 0.4


def test_percentile_is_the_nearest_rank():
    values = [float(value) for value in range(20, 0, -1)]
    assert percentile(values, 0.5) == 10.0
    assert percentile(values, 0.95) == 19.0
    assert percentile([3.0], 0.95) == 3.0


@pytest.mark.parametrize("call", [lambda: bootstrap([]), lambda: wilson(0, 0), lambda: percentile([], 0.5)])
def test_nothing_has_no_interval(call):
    with pytest.raises(ValueError):
        call()
