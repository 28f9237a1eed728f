"""Paths, bands, ratios, troughs and ranks by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, spearmanr

from hedgerow.errors import EstimateError
from hedgerow.places.panel import months_between
from hedgerow.places.shocks.plain import plain_change, plain_figures
from hedgerow.stats.recovery import (
    Prior,
    Ratio,
    band,
    fit_paths,
    month_design,
    rank_correlation,
    rank_interval,
    ratio_test,
    running,
    shrink_ratio,
    spread_of,
    time_to_band,
    trough,
)

WIDE = Prior(10.0, 5.0, 5.0, 5.0, 1e-6, 1e-3)


def test_with_a_wide_prior_the_path_is_the_maximum_likelihood_fit():
    statsmodels = pytest.importorskip("statsmodels.api")
    design = month_design(months_between("2016-01", "2019-12"), "2020-01")
    y = (
        np.random.default_rng(3)
        .poisson(200 * np.exp(design.values @ [0, 0.1, 0.1, 0, 0.05, 0]))
        .astype(float)
    )
    offset = np.zeros((1, 48))
    fitted = fit_paths(y[None, :], design.values, offset, WIDE, age=np.zeros((1, 48)))
    family = statsmodels.families.NegativeBinomial(alpha=fitted.alpha)
    known = statsmodels.GLM(y, design.values, family=family).fit()
    np.testing.assert_allclose(fitted.coefficients[0], known.params, atol=2e-3)
    np.testing.assert_allclose(np.sqrt(np.diag(fitted.covariance[0])), known.bse, rtol=0.1)


def test_the_trend_runs_out_after_the_shock():
    trend = month_design(months_between("2018-01", "2030-12"), "2020-01").values[:, 1]
    assert trend[0] == pytest.approx(-2) and trend[24] == 0
    assert trend[36] == pytest.approx(1 - np.exp(-1)) and trend[-1] < 1


def test_a_path_without_a_known_month_or_with_a_negative_count_is_refused():
    design = month_design(months_between("2019-01", "2019-12"), "2020-01")
    for cells, words in ((np.full((1, 12), np.nan), "no known month"), (np.full((1, 12), -1.0), "negative")):
        with pytest.raises(EstimateError, match=words):
            fit_paths(cells, design.values, np.zeros((1, 12)), WIDE, age=np.zeros((1, 12)))


@given(st.floats(20, 5000), st.floats(0.001, 0.05))
def test_the_band_holds_four_fifths_of_a_negative_binomial(mean, alpha):
    low, high = band(np.array([mean]), np.zeros(1), alpha, 1.2815515655446004)
    known = nbinom(1 / alpha, 1 / (1 + alpha * mean))
    assert known.cdf(np.floor(high[0])) - known.cdf(np.ceil(low[0]) - 1) == pytest.approx(0.8, abs=0.06)


def test_a_place_with_nothing_known_is_drawn_to_the_area_above():
    above = Ratio(np.array([0.6, 0.6]), np.zeros(2), np.zeros(2))
    found = shrink_ratio(np.array([0.0, 9000.0]), np.array([0.01, 10000.0]), np.zeros(2), above, 0.04)
    assert found.ratio[0] == pytest.approx(0.6, rel=0.01)
    assert found.ratio[1] == pytest.approx(0.9, rel=0.01)
    assert found.own_variance[1] < found.own_variance[0]


def test_the_spread_between_places_is_found():
    chance = np.random.default_rng(5)
    expected = np.full(4000, 50.0)
    y = chance.poisson(expected * chance.gamma(25, 1 / 25, 4000)).astype(float)
    assert spread_of(y, expected, np.zeros(4000)) == pytest.approx(0.04, rel=0.15)
    assert spread_of(chance.poisson(expected).astype(float), expected, np.zeros(4000)) < 0.003


def test_trough_and_return():
    path = np.array([[1.0, 0.5, 0.7, 1.2, 1.0], [np.nan] * 5])
    found = trough(path)
    assert found.lowest.tolist() == [1, -1] and found.highest_after.tolist() == [3, -1]
    inside = np.array([[True, True, True, False, True, True, True, False]])
    assert time_to_band(inside, np.array([1])).tolist() == [4]
    assert time_to_band(inside, np.array([0])).tolist() == [0]
    assert time_to_band(inside, np.array([5])).tolist() == [-1]
    assert time_to_band(inside, np.array([-1])).tolist() == [-1]


def test_running_sums_need_every_month():
    assert np.array_equal(
        running(np.array([[1.0, 2, 3, np.nan]]), 3), [[np.nan, 6, np.nan, np.nan]], equal_nan=True
    )


def test_the_test_against_places_alike_is_two_sided_and_right_in_size():
    y = np.random.default_rng(1).negative_binomial(25, 0.5, 20_000).astype(float)  # mean 25, alpha 1/25
    p = ratio_test(y, np.full(20_000, 25.0), np.full(20_000, 0.04))
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.01)
    assert ratio_test(np.array([0.0]), np.array([25.0]), np.array([0.04]))[0] < 1e-4


def test_ranks_and_correlation():
    found = rank_interval(np.array([0.0, -5.0, np.nan, 5.0]), np.full(4, 0.1), seed=1)
    assert found.rank[[0, 1, 3]].tolist() == [2, 1, 3] and np.isnan(found.rank[2])
    chance = np.random.default_rng(2)
    a = chance.normal(size=60)
    b = a + chance.normal(size=60)
    held = rank_correlation(a, b)
    assert held.rho == pytest.approx(spearmanr(a, b).statistic) and held.lower < held.rho < held.upper
    assert np.isnan(rank_correlation(a[:5], b[:5]).rho)


def test_plain_figures_by_hand():
    counts = np.array([[10.0] * 9 + [9, 12, 9, 4, 6, 10, np.nan, 11]])
    found = plain_figures(counts, 12)
    assert found.winter_before[0] == 10 and found.low[0] == 4
    assert found.low_column[0] == 12 and found.back_column[0] == 14
    assert found.year_before[0] == 10 and np.isnan(found.year_after[0])
    change = plain_change([100, 100], [80, np.nan, 80])
    assert change.percent == pytest.approx(-20) and change.lower < -20 < change.upper
