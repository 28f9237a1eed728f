"""Ways of forecasting beside each other: the simplest that is level with the best is used."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.stats.forecast import Array, History
from hedgerow.stats.forecast.compared import compare
from hedgerow.stats.forecast.count_scores import log_chance
from hedgerow.stats.forecast.negbin import mid_quantiles
from hedgerow.stats.forecast.ways import WAYS, steady_season

MONTHS = 33


def history(values: Array) -> History:
    return History(values, np.full(len(values), 0, dtype=np.int64), 12)


def counts(mean: Array, seed: int = 3, series: int = 60) -> Array:
    rng = np.random.default_rng(seed)
    return rng.poisson(np.broadcast_to(mean, (series, MONTHS))).astype(float)


def test_counts_without_a_season_are_forecast_by_a_plain_mean() -> None:
    found = compare(history(counts(np.full(MONTHS, 6.0))), 48)
    assert found.method == "season_mean"
    assert found.mean == pytest.approx(np.full((60, 48), 6.0), abs=3.0)
    assert found.origins == 12
    assert found.reach == 12


def test_a_strong_season_is_used() -> None:
    wave = 30 * (1 + 0.5 * np.sin(2 * np.pi * np.arange(MONTHS) / 12))
    found = compare(history(counts(wave)), 12)
    assert found.method != "season_mean"
    ahead = 30 * (1 + 0.5 * np.sin(2 * np.pi * (np.arange(12) + MONTHS) / 12))
    assert found.mean.mean(axis=0) == pytest.approx(ahead, rel=0.1)


def test_the_interval_widens_beyond_what_origins_saw() -> None:
    rng = np.random.default_rng(5)
    level = np.exp(np.cumsum(rng.normal(0, 0.05, (40, MONTHS)), axis=1) + 4)
    found = compare(history(rng.poisson(level).astype(float)), 48)
    assert (found.alpha[:, 47] >= found.alpha[:, 11] * 3.9).all()
    assert (np.diff(found.alpha[:, 12:], axis=1) >= 0).all()


def test_poisson_counts_are_covered_as_promised_and_the_transform_is_near_uniform() -> None:
    found = compare(history(counts(np.full(MONTHS, 4.0), series=300)), 12)
    used = next(score for score in found.scores if score.method == found.method)
    assert used.coverage80 == pytest.approx(0.8, abs=0.03)
    assert used.coverage95 == pytest.approx(0.95, abs=0.02)
    assert used.pit_distance < 0.03
    others = [score for score in found.scores if score.method == "seasonal_naive"]
    assert used.mae < others[0].mae
    assert used.log_score < others[0].log_score


def test_a_missing_month_is_not_zero() -> None:
    values = counts(np.full(MONTHS, 50.0))
    holed = values.copy()
    holed[:, [4, 17, 31]] = np.nan
    found = compare(history(holed), 12)
    assert found.mean == pytest.approx(np.full((60, 12), 50.0), rel=0.2)


def test_a_series_too_short_to_be_scored_is_forecast_without_scores() -> None:
    found = compare(history(counts(np.full(MONTHS, 9.0))[:, :13]), 24)
    assert found.scores == ()
    assert found.origins == 0
    assert np.isfinite(found.alpha).all()


def test_the_same_seed_gives_the_same_answer_and_the_input_is_kept() -> None:
    values = counts(np.full(MONTHS, 6.0))
    before = values.copy()
    one, two = compare(history(values), 12), compare(history(values), 12)
    assert [s.pit_distance for s in one.scores] == [s.pit_distance for s in two.scores]
    assert (values == before).all()


def test_a_season_that_did_not_come_back_is_drawn_to_none() -> None:
    rng = np.random.default_rng(1)
    then = 100 + 30 * np.sin(np.arange(12))
    now = then[::-1]
    values = np.tile(np.concatenate([then, now]), (50, 1)) + rng.normal(0, 1, (50, 24))
    found = steady_season(history(values), 12)
    assert found.std() < 0.5 * now.std()


@pytest.mark.parametrize("name", WAYS)
def test_no_way_forecasts_below_zero(name: str) -> None:
    values = counts(np.linspace(3, 0.01, MONTHS))
    assert (WAYS[name](history(values), 48).mean >= 0).all()


def test_the_quick_quantiles_are_those_of_the_slow() -> None:
    from scipy.stats import nbinom

    mean, alpha, levels = np.array([[25.0, 400.0]]), np.array([[0.02, 0.05]]), np.array([0.1, 0.5, 0.9])
    found = mid_quantiles(mean, alpha, levels)[0]
    for place, (m, a) in enumerate(zip(mean[0], alpha[0], strict=True)):
        whole = nbinom(1 / a, 1 / (1 + a * m)).ppf(levels)
        assert np.abs(found[place] - whole).max() <= 1.0


def test_the_log_probability_is_that_of_the_negative_binomial() -> None:
    from scipy.stats import nbinom

    y, mean, alpha = np.array([0.0, 3.0, 20.0]), np.array([0.5, 2.0, 18.0]), np.array([0.7, 0.2, 0.05])
    assert log_chance(y, mean, alpha) == pytest.approx(nbinom(1 / alpha, 1 / (1 + alpha * mean)).logpmf(y))
