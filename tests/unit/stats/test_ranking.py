"""Where places stand: ranks against brute force, r-values, local rates and resolvability."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.errors import UsageError
from hedgerow.stats.discovery import local_rate
from hedgerow.stats.ranking import posterior_ranks
from hedgerow.stats.resolvable import largest_spread, least_expected, ratio_limit
from hedgerow.stats.shrinkage import posterior


def test_ranks_are_those_of_draws() -> None:
    """Posterior expected rank sum_j P(theta_j <= theta_i) of 40 places, beside 40,000 ranked draws."""
    rng = np.random.default_rng(0)
    mean = rng.uniform(5, 200, 40)
    after = posterior(rng.poisson(mean * rng.gamma(4, 0.25, 40)), mean, 0.25)
    ranks = rng.gamma(after.shape, 1 / after.rate, (40_000, 40)).argsort(axis=1).argsort(axis=1) + 1
    found = posterior_ranks(after)
    assert np.abs(ranks.mean(axis=0) - found.expected).max() < 0.3
    assert np.abs(np.quantile(ranks, 0.05, axis=0) - found.lower).max() < 1.2
    assert np.abs(np.quantile(ranks, 0.95, axis=0) - found.upper).max() < 1.2
    assert found.expected.sum() == pytest.approx(40 * 41 / 2, rel=0.01)


def test_r_values_say_how_many_are_no_worse() -> None:
    """Henderson and Newton 2016: a share a of places has an r-value up to a."""
    rng = np.random.default_rng(1)
    mean = rng.uniform(2, 500, 5000)
    found = posterior_ranks(posterior(rng.poisson(mean * rng.gamma(4, 0.25, 5000)), mean, 0.25))
    for share in (0.01, 0.1, 0.5):
        assert np.mean(found.r_value <= share) == pytest.approx(share, rel=0.2)
    assert posterior_ranks(posterior([], [], 0.25)).expected.size == 0


def test_local_rates_of_noise_name_nobody_and_of_a_mixture_the_right_ones() -> None:
    rng = np.random.default_rng(2)
    noise = rng.normal(size=20_000)
    assert local_rate(noise).min() > 0.2
    mixed = noise.copy()
    mixed[:200] -= 4.5
    found = local_rate(np.append(mixed, np.nan))
    assert np.isnan(found[-1])
    assert np.mean(found[:200] < 0.2) > 0.6
    named = found[:-1] < 0.2
    assert np.mean(np.flatnonzero(named) >= 200) < 0.1
    assert np.isnan(local_rate(noise[:50])).all()


def test_what_must_be_expected_before_a_zero_settles_anything() -> None:
    """Places guide, section 5: 3.0, 9.2 and 13.5 by a place's own noise; 4.46, 36 and 112.2 at alpha .25."""
    p = (0.05, 1e-4, 0.05 / 35_672)
    assert [least_expected(one) for one in p] == pytest.approx([3.0, 9.2, 13.5], abs=0.05)
    assert [least_expected(one, 0.25) for one in p] == pytest.approx([4.46, 36, 112.2], abs=0.06)
    for one in p:  # and a zero there has just that probability
        assert (1 + 0.25 * least_expected(one, 0.25)) ** -4 == pytest.approx(one)
    assert least_expected(0.05, scale=2.0) == pytest.approx(2 * least_expected(0.05))


def test_no_number_of_months_moves_the_limit() -> None:
    """The gamma quantile: .342 at .05 and .058 at 1e-4; half needs alpha up to .124 or .027."""
    assert ratio_limit(0.05, 0.25) == pytest.approx(0.342, abs=5e-4)
    assert ratio_limit(1e-4, 0.25) == pytest.approx(0.058, abs=5e-4)
    assert largest_spread(0.5, 0.05) == pytest.approx(0.124, abs=5e-4)
    assert largest_spread(0.5, 1e-4) == pytest.approx(0.027, abs=5e-4)
    with pytest.raises(UsageError, match=r"0\.7"):
        least_expected(0.7)
    with pytest.raises(UsageError, match="between 0 and 1"):
        largest_spread(1.5, 0.05)
