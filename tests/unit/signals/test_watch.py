"""The regeneration watch: each state on counts whose path is known."""

from __future__ import annotations

import numpy as np
import pytest

from hedgerow.errors import EstimateError
from hedgerow.places.panel import month_of
from hedgerow.places.signals import WatchResult, WatchSeries, watch

MONTHS = tuple(month_of(2020 * 12 + number) for number in range(60))
CLEAR = MONTHS[24]


def series(path: list[float], mean: float = 60.0) -> WatchSeries:
    chance = np.random.default_rng(3)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(60) / 12)
    area = chance.poisson(mean * np.array(path) * season).astype(float)
    return WatchSeries(MONTHS, area, chance.poisson(3000 * season).astype(float))


def seen(path: list[float]) -> WatchResult:
    return watch(series(path), CLEAR)


def test_signs_that_stay_away() -> None:
    result = seen([1.0] * 24 + [0.5] * 36)
    assert set(result.states) == {"suppressed"}
    assert np.isnan(result.returned[0])
    assert "right-censored" in result.summary()
    assert 0.4 < result.estimate < 0.6


def test_signs_that_come_back_soon_are_regenerated() -> None:
    result = seen([1.0] * 24 + [0.5] * 4 + [1.0] * 32)
    assert result.state == "regenerated"
    assert result.states[2] == "suppressed"
    assert "returning" in result.states
    assert 4 <= result.returned[0] <= 16
    assert 4 <= result.returned[1] <= 8


def test_a_return_after_a_long_quiet_is_a_relapse() -> None:
    result = seen([1.0] * 24 + [0.5] * 12 + [1.1] * 24)
    assert result.state == "relapse_after_recovery"
    assert 12 <= result.returned[0] <= 18


def test_no_change_is_said_to_be_none() -> None:
    result = seen([1.0] * 60)
    assert set(result.states) <= {"not_below", "suppressed", "returning", "regenerated"}
    assert result.states.count("not_below") >= 20


def test_missing_months_have_no_state() -> None:
    given = series([1.0] * 24 + [0.5] * 36)
    area = given.area.copy()
    area[30] = np.nan
    result = watch(WatchSeries(MONTHS, area, given.beside), CLEAR)
    assert result.states[6:9] == ("not_known",) * 3
    assert result.tidy().column("observed").to_pylist()[6] is None


def test_too_few_expected_cannot_tell() -> None:
    assert watch(series([1.0] * 60, mean=0.4), CLEAR).state == "cannot_tell"


def test_too_short_a_past_is_refused() -> None:
    with pytest.raises(EstimateError, match="8 complete months"):
        watch(series([1.0] * 60), MONTHS[8])


def test_the_same_seed_gives_the_same_answer() -> None:
    one, other = seen([1.0] * 60), seen([1.0] * 60)
    assert np.array_equal(one.p_below, other.p_below)


@pytest.mark.parametrize(("down", "relapses"), [(4, range(3)), (8, range(12, 21))])
def test_a_short_quiet_is_no_recovery_and_a_long_one_is(down: int, relapses: range) -> None:
    """Three months together stay low for two months more than the records: that is not more quiet."""
    path = np.r_[np.ones(24), np.full(down, 0.4), np.full(36 - down, 1.05)]
    states = []
    for seed in range(20):
        chance = np.random.default_rng(seed)
        area = chance.negative_binomial(80 * path, 2 / 3).astype(float)  # 40 a month, spread 1.5
        beside = chance.poisson(3000, 60).astype(float)
        states.append(watch(WatchSeries(MONTHS, area, beside), CLEAR).state)
    assert states.count("relapse_after_recovery") in relapses
    assert "suppressed" not in states
