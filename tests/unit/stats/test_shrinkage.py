"""Shrunken ratios, tails and q-values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hedgerow.errors import UsageError
from hedgerow.stats import benjamini_hochberg, posterior, posterior_q
from hedgerow.stats.rank import decile, from_most, weighted_rank
from hedgerow.stats.shrinkage import lower_tail, upper_tail


def test_by_hand() -> None:
    """alpha .25, 3 recorded, 8 expected: Gamma(7, rate 12), mean 7/12."""
    after = posterior([3], [8], 0.25)
    assert after.mean[0] == pytest.approx(7 / 12)
    assert after.below(0.5)[0] == pytest.approx(stats.gamma.cdf(0.5, 7, scale=1 / 12))
    assert after.above(2.0)[0] == pytest.approx(stats.gamma.sf(2.0, 7, scale=1 / 12))


def test_crimes_in_runs_tell_less_and_the_intervals_still_cover() -> None:
    """Scale 2: 6 recorded, 16 expected tell as much as 3 and 8; runs of two are drawn."""
    assert posterior([6], [16], 0.25, 2.0) == posterior([3], [8], 0.25)
    rng = np.random.default_rng(6)
    ratio = rng.gamma(1 / 0.15, 0.15, 20000)
    mean = rng.uniform(20, 300, 20000)
    counts = 2 * rng.poisson(mean * ratio / 2)
    lower, upper = posterior(counts, mean, 0.15, 2.0).interval(0.9)
    assert np.mean((lower <= ratio) & (ratio <= upper)) == pytest.approx(0.9, abs=0.02)
    lower, upper = posterior(counts, mean, 0.15).interval(0.9)
    assert np.mean((lower <= ratio) & (ratio <= upper)) < 0.85


def test_intervals_cover_what_was_drawn() -> None:
    rng = np.random.default_rng(4)
    ratio = rng.gamma(1 / 0.3, 0.3, 20000)
    mean = rng.uniform(2, 300, 20000)
    lower, upper = posterior(rng.poisson(mean * ratio), mean, 0.3).interval(0.9)
    assert np.mean((lower <= ratio) & (ratio <= upper)) == pytest.approx(0.9, abs=0.02)


def test_the_guide_s_figures_for_a_zero_count_among_like_places() -> None:
    """P(0) = (1 + alpha E)^(-1/alpha): with alpha .25 it is .05 at E = 4.46 and 1e-4 at E = 36."""
    tail = lower_tail(np.zeros(2), [4.46, 36.0], 0.25)
    assert tail == pytest.approx([0.05, 1e-4], rel=0.01)


def test_tails_agree_with_the_negative_binomial() -> None:
    counts, mean = np.array([0, 3, 17, 40]), np.array([2.0, 8.0, 11.0, 12.0])
    law = stats.nbinom(4, 1 / (1 + 0.25 * mean))
    assert lower_tail(counts, mean, 0.25) == pytest.approx(law.cdf(counts))
    assert upper_tail(counts, mean, 0.25) == pytest.approx(law.sf(counts - 1))


def test_as_much_is_expected_the_detectable_ratio_meets_the_spread_between_places() -> None:
    """The gamma(4, 1/4) quantile at .05 is .342: half of expected is never in the tail."""
    assert lower_tail([0.342 * 1e6], [1e6], 0.25)[0] == pytest.approx(0.05, abs=0.001)


def test_wrong_spread_is_refused() -> None:
    with pytest.raises(UsageError, match="alpha"):
        posterior([1], [1], 0)


def test_benjamini_hochberg_by_hand() -> None:
    q = benjamini_hochberg([0.01, 0.04, np.nan, 0.03, 0.005])
    assert q[[0, 1, 3, 4]] == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert np.isnan(q[2])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_benjamini_hochberg_equals_its_slow_definition(p: list[float]) -> None:
    values = np.array(p)
    share = [v * len(p) / np.count_nonzero(values <= v) for v in values]
    slow = [min([1.0, *(s for s, v in zip(share, values, strict=True) if v >= x)]) for x in values]
    assert benjamini_hochberg(values) == pytest.approx(slow)


def test_posterior_q_is_the_expected_share_of_false_ones() -> None:
    q = posterior_q([0.99, 0.9, 0.5, np.nan, 0.9])
    assert q[[0, 1, 2, 4]] == pytest.approx([0.01, (0.01 + 0.1 + 0.1) / 3, (0.21 + 0.5) / 4, 0.07])
    assert np.isnan(q[3])


def test_ranks_share_the_best_and_missing_stays_missing() -> None:
    assert from_most([5, 9, 5, np.nan, 1]).tolist()[:3] == [2, 1, 2]
    assert np.isnan(from_most([5, np.nan])[1])
    assert decile(np.arange(1, 21)).tolist() == sorted(list(range(1, 11)) * 2)


def test_weighted_rank_counts_residents_not_areas() -> None:
    assert weighted_rank([1, 2, 3], [1, 8, 1]) == pytest.approx([0.05, 0.5, 0.95])
