"""A mean that is itself not known: posterior and tails against simulation, limits against the exact ones."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.stats.shrinkage import lower_tail, posterior, upper_tail
from hedgerow.stats.uncertain import lower_tail_of, posterior_of, upper_tail_of


def test_without_doubt_about_the_mean_the_answers_are_the_exact_ones() -> None:
    y, mu, none = np.array([0.0, 3.0, 40.0]), np.array([5.0, 9.0, 20.0]), np.zeros(3)
    assert posterior_of(y, mu, 0.2, none).mean == pytest.approx(posterior(y, mu, 0.2).mean)
    assert lower_tail_of(y, mu, 0.2, none) == pytest.approx(lower_tail(y, mu, 0.2))
    assert upper_tail_of(y, mu, 0.2, none) == pytest.approx(upper_tail(y, mu, 0.2))


def test_posterior_is_that_of_weighted_draws() -> None:
    rng = np.random.default_rng(0)
    y, mu, alpha, variance = np.array([30.0, 300.0, 4.0]), np.array([80.0, 200.0, 10.0]), 0.1, 0.05
    found = posterior_of(y, mu, alpha, np.full(3, variance))
    theta = rng.gamma(1 / alpha, alpha, 400_000)
    eta = rng.normal(-variance / 2, np.sqrt(variance), 400_000)
    for row in range(3):
        mean = mu[row] * np.exp(eta) * theta
        logs = y[row] * np.log(mean) - mean
        weight = np.exp(logs - logs.max())
        center = np.average(theta, weights=weight)
        assert found.mean[row] == pytest.approx(center, rel=0.01)
        spread = np.average((theta - center) ** 2, weights=weight)
        assert found.shape[row] / found.rate[row] ** 2 == pytest.approx(spread, rel=0.03)
        assert found.below(0.7)[row] == pytest.approx(np.average(theta < 0.7, weights=weight), abs=0.02)


def test_small_tails_are_those_of_simulation() -> None:
    rng = np.random.default_rng(1)
    alpha, variance, mu, n = 0.08, 0.06, 150.0, 2_000_000
    rate = mu * rng.gamma(1 / alpha, alpha, n) * np.exp(rng.normal(-variance / 2, np.sqrt(variance), n))
    y = rng.poisson(rate)
    for cut in (30, 45, 380, 480):
        found = (lower_tail_of if cut < mu else upper_tail_of)([float(cut)], [mu], alpha, [variance])[0]
        share = np.mean(y <= cut) if cut < mu else np.mean(y >= cut)
        assert found == pytest.approx(share, rel=5 / np.sqrt(share * n) + 0.03), cut
