"""Tails, limits, combination and gates, beside slow and obvious versions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import cauchy as cauchy_law
from scipy.stats import nbinom

from hedgerow.places.signals.composite import cauchy
from hedgerow.places.signals.gate import _simes
from hedgerow.places.signals.tails import quantile, tails, uniform


@given(st.integers(0, 60), st.floats(0.05, 40), st.floats(1.01, 4))
def test_tails_are_those_of_the_negative_binomial(y: int, mean: float, phi: float) -> None:
    law = nbinom(mean / (phi - 1), 1 / phi)
    found = tails(np.array([float(y)]), np.array([mean]), np.array([mean * phi]))
    assert np.isclose(found.above[0], law.sf(y), rtol=1e-8)
    assert np.isclose(found.below[0], law.cdf(y - 1), rtol=1e-8)
    assert np.isclose(found.rise(0.3)[0] + found.fall(0.3)[0], 1, atol=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.05, 200), st.floats(1.01, 4))
def test_quantiles_reach_their_probability(p: float, mean: float, phi: float) -> None:
    law = nbinom(mean / (phi - 1), 1 / phi)
    k = quantile(p, np.array([mean]), np.array([mean * phi]))[0]
    assert law.cdf(k) >= p * (1 - 1e-9)
    assert k == 0 or law.cdf(k - 1) < p * (1 + 1e-9)


def test_quantiles_keep_their_shape_and_what_is_missing() -> None:
    mean = np.array([[1.0, np.nan], [5.0, 2.0]])
    found = quantile(0.975, mean, mean * 1.2)
    assert found.shape == (2, 2)
    assert np.isnan(found[0, 1])


def test_the_random_numbers_of_a_place_do_not_depend_on_the_others() -> None:
    alone, among = uniform(("b",), seed=0, salt="x"), uniform(("a", "b", "c"), seed=0, salt="x")
    assert alone[0] == among[1]
    assert abs(uniform(tuple(map(str, range(4000))), seed=0, salt="x").mean() - 0.5) < 0.02


def test_the_cauchy_combination() -> None:
    p = np.array([[0.01, 0.5], [0.2, np.nan], [0.9, 0.5]])
    turned = np.tan((0.5 - p[:, 0]) * np.pi).mean()
    assert np.isclose(cauchy(p)[0], cauchy_law.sf(turned))
    assert np.isclose(cauchy(p)[1], 0.5)
    assert cauchy(np.array([[1e-14], [0.9]]))[0] < 1e-13
    assert np.isnan(cauchy(np.full((2, 1), np.nan))[0])


def test_simes_by_hand() -> None:
    p = np.array([0.03, 0.01, np.nan, 0.4, np.nan])
    group = np.array([0, 0, 0, 1, 2])
    assert np.allclose(_simes(p, group, 3), [0.02, 0.4, np.nan], equal_nan=True)
