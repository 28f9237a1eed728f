"""Detectors of many series at once: against a slow route, by hand, with gaps, and refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from hedgerow.errors import EstimateError
from hedgerow.stats.surveillance import (
    FALL,
    MONTHLY,
    Rules,
    ShiftRules,
    Steady,
    Waves,
    Window,
    bayes_limits,
    count_bounds,
    cusum_rossi,
    ears,
    expect,
    farrington_flexible,
    farrington_original,
    hedgerow,
    pooled,
    rki_limits,
    shifts,
)
from hedgerow.stats.surveillance.bounds import at_least, below, quantile
from hedgerow.stats.surveillance.levels import fit_levels
from hedgerow.stats.surveillance.window import baseline

Array = npt.NDArray[np.float64]


def made_up(series: int = 30, periods: int = 70, seed: int = 1, mean: float = 6.0) -> Array:
    chance = np.random.default_rng(seed)
    season = 1 + 0.4 * np.cos(2 * np.pi * np.arange(periods) / 12)
    levels = mean * chance.gamma(4, 0.25, (series, 1)) * season
    return chance.negative_binomial(levels, 0.5).astype(np.float64)


def slow(counts: Array, weights: Array, now: int, window: Window) -> tuple[Array, float, float]:
    """One series by statsmodels: fitted means, Pearson's dispersion, expected count now."""
    base = baseline(now, window)
    dummies = (base.season[:, None] == np.arange(base.season.max() + 1)).astype(float)
    design = np.column_stack([dummies, base.time / 12])
    fit = sm.GLM(counts[base.index], design, family=sm.families.Poisson(), freq_weights=weights).fit(
        tol=1e-12
    )
    mean = fit.fittedvalues
    pearson = (weights * (counts[base.index] - mean) ** 2 / mean).sum() / (len(mean) - design.shape[1])
    return mean, pearson, float(fit.predict(np.r_[1.0, np.zeros(dummies.shape[1] - 1), 0.0][None])[0])


def test_the_fit_is_that_of_a_plain_regression_series_by_series() -> None:
    counts = made_up(5)
    base = baseline(69, MONTHLY)
    weights = np.random.default_rng(2).uniform(0.2, 1.5, (5, len(base.index)))
    got = fit_levels(counts[:, base.index], weights, base)
    for row in range(5):
        mean, dispersion, expected = slow(counts[row], weights[row], 69, MONTHLY)
        np.testing.assert_allclose(got.mean[row], mean, rtol=1e-8)
        assert got.dispersion[row] == pytest.approx(max(dispersion, 1), rel=1e-8)
        assert got.expected[row] == pytest.approx(expected, rel=1e-8)


def test_the_baseline_leaves_out_the_latest_months_and_cuts_the_year_in_seasons() -> None:
    base = baseline(72, MONTHLY)
    assert (base.index[0], base.index[-1]) == (72 - 61, 68)
    month = base.index % 12
    assert set(month[base.season == 0]) == {11, 0, 1}
    assert [set(month[base.season == level]) for level in (1, 2, 3)] == [{2, 3, 4}, {5, 6, 7}, {8, 9, 10}]


def test_anniversaries_of_weeks_are_found_by_date_with_the_longer_seasons_first() -> None:
    window = Window(period=52, years_back=4, half_window=3, seasons=10, past_excluded=26)
    days = [dt.date(2016, 2, 29) + dt.timedelta(weeks=week) for week in range(320)]
    base = baseline(313, window, days)  # 2022-02-28
    firsts = [days[place] for place in base.index[base.season == 0]]
    assert dt.date(2018, 2, 26) in firsts
    lengths = np.bincount(base.season[base.index < 313 - 53])
    assert set(lengths[1:] // 3) <= {5, 6}


def test_gaps_are_left_out_and_never_count_as_zero() -> None:
    counts = made_up()
    holes = counts.copy()
    holes[:, [30, 31, 45]] = np.nan
    zeros = np.nan_to_num(holes)
    full, got, wrong = (farrington_flexible(y, now=[69]) for y in (counts, holes, zeros))
    assert np.nanmean(np.abs(got.expected - full.expected)) < np.nanmean(
        np.abs(wrong.expected - full.expected)
    )
    holes[3, 69] = np.nan
    got = farrington_flexible(holes, now=[69])
    assert got.words()[3, 0] == "missing_now"
    assert np.isnan(got.upper[3, 0])
    assert got.exceeds[3, 0] == 0


def test_one_series_gets_what_it_gets_among_many_in_any_order() -> None:
    counts = made_up()
    for method in (farrington_flexible, hedgerow):
        every = method(counts, now=[68, 69])
        order = np.random.default_rng(3).permutation(len(counts))
        other = method(counts[order], now=[69, 68])
        np.testing.assert_allclose(other.expected[:, ::-1], every.expected[order], rtol=1e-7)
        np.testing.assert_array_equal(other.upper[:, ::-1], every.upper[order])
        alone = method(counts[4:5], now=[69])
        np.testing.assert_array_equal(alone.upper[0, 0], every.upper[4, 1])


def test_a_fall_is_found_by_the_same_code() -> None:
    counts = made_up(mean=40)
    counts[0, -1], counts[1, -1] = 0, 400
    for method in (farrington_flexible, hedgerow):
        got = method(counts)
        assert got.exceeds[0, 0] == -1
        assert got.exceeds[1, 0] == 1
        assert got.p_lower[0, 0] < 1e-6
        assert got.score[1, 0] > 1 > got.score[0, 0]


def test_nothing_counted_gives_no_limit() -> None:
    nothing = np.zeros((2, 70))
    for got in (
        farrington_flexible(nothing),
        farrington_original(nothing, window=MONTHLY),
        hedgerow(nothing),
        pooled(nothing, [0, 0]),
    ):
        assert (got.words() == "too_few").all()
        assert np.isnan(got.upper).all()
        assert not got.exceeds.any()


def test_all_missing_is_said_to_be_missing() -> None:
    nothing = np.full((2, 70), np.nan)
    for got in (farrington_flexible(nothing), hedgerow(nothing), pooled(nothing, [0, 1])):
        assert (got.words() == "missing_now").all()
    assert not ears(nothing).alarm.any()
    assert np.isnan(bayes_limits(nothing, window=MONTHLY).upper).all()
    assert np.isnan(rki_limits(nothing, window=MONTHLY).upper).all()


def test_a_past_too_wild_for_limits_is_said_to_be_so() -> None:
    counts = np.ones((1, 70))
    counts[0, 20] = 1e6
    got = hedgerow(counts)
    assert got.words()[0, 0] == "too_wild"
    assert np.isnan(got.p_upper[0, 0])
    assert got.exceeds[0, 0] == 0


def test_no_series_breaks_the_arithmetic() -> None:
    chance, time = np.random.default_rng(0), np.arange(70)
    hard = [
        np.r_[np.zeros(69), 50],
        np.full(70, 1e5),
        np.r_[np.full(35, 1e5), np.zeros(35)],
        np.where(time % 12 == 0, 500, 0),
        np.round(np.exp(time * 0.2)),
        np.where(time % 12 == 9, np.nan, 5),
        np.where(time < 60, np.nan, 5),
        chance.integers(0, 2, 70) * (chance.random(70) < 0.1),
    ]
    counts = np.array(hard, dtype=float)
    own_rules = Steady(trend="tested")
    for got in (
        farrington_flexible(counts),
        farrington_original(counts, window=MONTHLY),
        hedgerow(counts),
        hedgerow(counts, rules=own_rules),
        pooled(counts, np.arange(8) // 4),
    ):
        known = got.reason == 0
        for value in (got.expected, got.lower, got.upper, got.p_upper, got.p_lower, got.dispersion):
            assert np.isfinite(value[known]).all()
            assert np.isnan(value[~known]).all()
        assert (got.lower[known] <= got.upper[known]).all()


def test_a_tested_trend_is_dropped_where_it_is_not_there() -> None:
    counts = np.round(np.tile(10 + 3 * np.cos(2 * np.pi * np.arange(84) / 12), (2, 1)))
    counts[1] = np.round(np.exp(1 + 0.02 * np.arange(84)))
    got = farrington_flexible(counts, rules=Rules(trend="tested"), window=Window(past_excluded=1))
    assert got.trend[0, 0] == 0
    assert (farrington_flexible(counts, rules=Rules(trend="never")).trend == 0).all()
    assert farrington_flexible(counts).trend[1, 0] == pytest.approx(0.02, abs=0.002)
    own = hedgerow(counts, rules=Steady(trend="tested"), window=Window(past_excluded=1))
    assert own.trend[0, 0] == 0


@settings(max_examples=60, deadline=None)
@given(
    st.floats(0.01, 500), st.sampled_from([1.0, 1.2, 3.0, 20.0]), st.floats(0.001, 0.4), st.integers(0, 900)
)
def test_bounds_are_those_of_the_distributions(mean: float, phi: float, alpha: float, seen: int) -> None:
    law = stats.poisson(mean) if phi == 1 else stats.nbinom(mean / (phi - 1), 1 / phi)
    got = count_bounds(seen, mean, phi, alpha=alpha)
    assert got.upper == law.ppf(1 - alpha)
    assert got.lower == law.ppf(alpha)
    assert float(got.p_upper) == pytest.approx(law.sf(seen - 1), rel=1e-8, abs=1e-300)
    assert float(got.p_lower) == pytest.approx(law.cdf(seen), rel=1e-8, abs=1e-300)


def test_a_quantile_is_the_first_count_that_is_enough() -> None:
    mean, phi = (grid.ravel() for grid in np.meshgrid([0.05, 0.9, 7.0, 80.0], [1.0, 1.7, 6.0]))
    for level in (0.005, 0.5, 0.99, 0.9999):
        found = quantile(level, mean, phi)
        assert (below(found, mean, phi) >= level - 1e-12).all()
        assert ((found == 0) | (below(found - 1, mean, phi) < level)).all()
    np.testing.assert_allclose(at_least(found, mean, phi), 1 - below(found - 1, mean, phi), atol=1e-12)


def brute(counts: Array, mean: Array, alpha: float, fall: bool) -> float:
    """Largest log-likelihood ratio over all starts, by trying 4,001 sizes of shift."""
    best = 0.0
    grid = np.linspace(-3, 0, 4001) if fall else np.linspace(0, 3, 4001)
    for start in range(len(counts)):
        y, m = counts[start:, None], mean[start:, None] * np.exp(grid)
        if alpha:
            part = y * grid - (y + 1 / alpha) * (np.log1p(alpha * m) - np.log1p(alpha * mean[start:, None]))
        else:
            part = y * grid - (m - mean[start:, None])
        best = max(best, float(part.sum(axis=0).max()))
    return best


@pytest.mark.parametrize("alpha", [0.0, 0.3])
@pytest.mark.parametrize("fall", [False, True])
def test_shifts_are_the_best_of_all_starts_and_sizes(alpha: float, fall: bool) -> None:
    chance = np.random.default_rng(5)
    mean = chance.uniform(2, 6, (3, 12))
    counts = chance.poisson(mean * np.where(np.arange(12) >= 8, 0.3 if fall else 2.5, 1.0)).astype(float)
    rules = ShiftRules(direction="fall" if fall else "rise", threshold=1e9)
    got = shifts(counts, mean, alpha=alpha, now=np.arange(12), rules=rules)
    for row in range(3):
        assert got.statistic[row, -1] == pytest.approx(brute(counts[row], mean[row], alpha, fall), abs=1e-4)
    assert ((got.ratio[:, -1] <= 1) if fall else (got.ratio[:, -1] >= 1)).all()


def test_a_shift_is_dated_and_forgotten_after_its_alarm() -> None:
    mean = np.full((1, 30), 5.0)
    counts = mean.copy()
    counts[0, 20:] = 12
    got = shifts(counts, mean, now=np.arange(30))
    assert got.alarm[0, :20].sum() == 0
    first = int(np.flatnonzero(got.alarm[0])[0])
    assert got.since[0, first] == 20
    assert got.ratio[0, first] == pytest.approx(12 / 5, rel=1e-6)
    assert got.since[0, first + 1] == first + 1
    assert not shifts(counts, mean, now=np.arange(30), rules=FALL).alarm.any()
    counts[0, 22] = np.nan
    gap = shifts(counts, mean, now=np.arange(30), rules=ShiftRules(restart=False))
    assert np.isnan(gap.statistic[0, 22])
    assert gap.since[0, -1] == 20


def test_only_a_shift_of_the_least_size_counts() -> None:
    mean = np.full((1, 24), 20.0)
    counts = mean * 1.3
    rules = ShiftRules(least=1.5, restart=False)
    assert shifts(np.round(counts), mean, now=np.arange(24)).alarm.any()
    assert (shifts(np.round(counts), mean, now=np.arange(24), rules=rules).statistic == 0).all()


def test_a_sparse_series_borrows_from_its_parent() -> None:
    chance = np.random.default_rng(8)
    level = np.r_[np.full(49, 0.15), 0.6]
    season = 1 + 0.5 * np.cos(2 * np.pi * np.arange(70) / 12)
    counts = chance.poisson(level[:, None] * season).astype(float)
    counts[7, -1] = 6
    got = pooled(counts, np.zeros(50, dtype=int))
    assert (got.words() == "known").all()
    assert got.exceeds[7, 0] == 1
    assert 0.3 < got.expected[-1, 0] / (0.6 * season[-1]) < 1.5
    assert (hedgerow(counts).words() == "too_few").sum() > 40
    counts[3, 20:40] = np.nan
    again = pooled(counts, np.zeros(50, dtype=int))
    assert np.nansum(again.expected) == pytest.approx(np.nansum(got.expected), rel=0.1)


def test_an_endless_rise_does_not_break_the_sum() -> None:
    counts = made_up(3)
    mean = expect(counts, 58, waves=Waves()).mean
    got = cusum_rossi(counts, mean, now=np.arange(58, 70))
    assert np.isfinite(got.statistic).all()
    counts[0, 60] = np.nan
    assert np.isnan(cusum_rossi(counts, mean, now=np.arange(58, 70)).upper[0, 2])


REFUSED: tuple[tuple[Any, dict[str, Any], str], ...] = (
    (np.full((2, 70), -1.0), {}, "negative"),
    (np.full((2, 70), 0.5), {}, "not a whole number"),
    (np.full((2, 70), np.inf), {}, "endless"),
    (np.zeros(70), {}, "shape"),
    (np.zeros((2, 30)), {}, "too short"),
    (np.zeros((2, 70)), {"now": [70]}, "70 is"),
    (np.zeros((2, 70)), {"now": [-1]}, "-1 is"),
    (np.zeros((2, 70)), {"now": [0.5]}, "places"),
    (np.zeros((2, 70)), {"alpha": 0.7}, "alpha"),
    (np.array([["a"] * 70]), {}, "not numbers"),
)


@pytest.mark.parametrize(("counts", "more", "word"), REFUSED)
def test_bad_input_is_refused_by_name(counts: Array, more: dict[str, Any], word: str) -> None:
    for method in (farrington_flexible, hedgerow):
        with pytest.raises(EstimateError, match=word) as caught:
            method(counts, **more)
        assert caught.value.code == "HR500"


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(EstimateError, match="seasons do not fit"):
        Window(seasons=12)
    with pytest.raises(EstimateError, match="not possible"):
        Window(years_back=0)
    with pytest.raises(EstimateError, match="trend"):
        Rules(trend="often")  # type: ignore[arg-type]
    with pytest.raises(EstimateError, match="not possible"):
        Steady(threshold=0)
    with pytest.raises(EstimateError, match="least ratio"):
        ShiftRules(least=0.5)
    with pytest.raises(EstimateError, match="EARS"):
        ears(made_up(), "C4")  # type: ignore[arg-type]
    with pytest.raises(EstimateError, match="follow"):
        cusum_rossi(made_up(), made_up() + 1, now=[60, 65])
    with pytest.raises(EstimateError, match="above zero"):
        shifts(made_up(), np.zeros((30, 70)))
    with pytest.raises(EstimateError, match="cannot teach"):
        expect(made_up(), 3, waves=Waves())
    with pytest.raises(EstimateError, match="parent"):
        pooled(made_up(), [0, 1])
