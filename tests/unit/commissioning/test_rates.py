"""Rates and changes against published or hand-worked values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hedgerow.commissioning.rates import (
    change_interval,
    change_p,
    false_discovery,
    poisson_interval,
    rank_interval,
    yearly_rate,
)  # fmt: skip


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Table of exact 95 % limits of a Poisson count (Ulm 1990; Pearson and Hartley 1966, table 40).
    [(0, 0.0, 3.69), (1, 0.03, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (50, 37.11, 65.92)],
)
def test_the_interval_of_a_count_is_the_one_that_pages_print(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=0.013)


def test_a_rate_uses_the_months_that_are_known() -> None:
    rate, low, high = yearly_rate(55, 1000, 11)
    assert rate == pytest.approx(60.0)
    assert low < rate < high


def test_a_change_by_hand() -> None:
    change = change_interval(30, 20, 12, 12)
    assert change is not None
    assert change[0] == pytest.approx(50.0)
    assert change[1] < 0 < change[2]
    assert change_interval(30, 20, 6, 12) == pytest.approx(
        tuple(100 * (2 * (1 + value / 100) - 1) for value in change)
    )


def test_a_change_from_nought_is_not_a_number() -> None:
    assert change_interval(3, 0, 12, 12) is None


def test_no_change_is_rarely_called_one() -> None:
    generator = np.random.default_rng(7)
    now, before = generator.poisson(40, 4000).astype(float), generator.poisson(40, 4000).astype(float)
    p = change_p(now, before, 0.5)
    assert 0.03 < float((p < 0.05).mean()) < 0.07
    assert float((false_discovery(p) < 0.05).mean()) < 0.002


def test_false_discovery_by_hand() -> None:
    q = false_discovery(np.array([0.01, 0.04, 0.03, 0.20]))
    assert q == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.20])


def test_ranks_of_like_areas_overlap_and_of_unlike_do_not() -> None:
    counts, people = np.array([500.0, 52.0, 50.0]), np.array([1000.0, 1000.0, 1000.0])
    low, high = rank_interval(counts, people)
    assert (low[0], high[0]) == (1, 1)
    assert (low[1], high[1]) == (2, 3)
    assert (low[2], high[2]) == (2, 3)


@pytest.mark.parametrize("share", [0.5, 12 / 23])
def test_the_p_value_of_a_change_is_the_binomial_one(share: float) -> None:
    now, before = np.array([30.0, 0.0, 7.0, 5.0]), np.array([20.0, 4.0, 0.0, 5.0])
    total = now + before
    lower = stats.binom.cdf(now - 1, total, share) + stats.binom.pmf(now, total, share) / 2
    assert change_p(now, before, share) == pytest.approx(np.minimum(1, 2 * np.minimum(lower, 1 - lower)))


def test_crimes_that_come_in_runs_are_not_taken_for_changes() -> None:
    """200 places of 240 crimes a year in runs (variance 1.9 times the mean), and nothing changes."""
    draw = np.random.default_rng(5)
    plain, scaled = [], []
    for _ in range(40):
        now, before = (np.asarray(draw.negative_binomial(240 / 0.9, 1 / 1.9, 200), float) for _ in range(2))
        plain.append((false_discovery(change_p(now, before, 0.5)) < 0.05).any())
        scaled.append((false_discovery(change_p(now, before, 0.5, scale=1.9)) < 0.05).any())
    assert np.mean(plain) > 0.5
    assert np.mean(scaled) <= 0.1
    wide, narrow = (change_interval(300, 240, 12, 12, scale=scale) for scale in (1.9, 1.0))
    assert wide is not None
    assert narrow is not None
    assert wide[0] == narrow[0]
    assert wide[1] < narrow[1] < narrow[2] < wide[2]
