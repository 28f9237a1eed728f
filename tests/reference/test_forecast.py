"""Forecasts against the M3 competition and the synthetic counts; the test parts were never tuned on."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from hedgerow.stats.forecast import Array, Forecast, History, forecast, season_mean, seasonal_naive, smape

pytestmark = pytest.mark.real_data


def history(values: Array) -> History:
    return History(values, np.zeros(len(values), dtype=np.int64), 12)


def covered(found: Forecast, truth: Array, low: int, high: int) -> float:
    return float(np.mean((truth >= found.quantiles[:, :, low]) & (truth <= found.quantiles[:, :, high])))


@pytest.fixture(scope="module")
def m3(shared: Path) -> tuple[Array, Array]:
    """Return the monthly series, ending together, and their test parts."""
    past: dict[str, list[float]] = {}
    ahead: dict[str, list[float]] = {}
    with (shared / "reference/places/forecast/M3_monthly_other.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["period"] == "MONTHLY":
                (ahead if row["test"] == "1" else past).setdefault(row["id"], []).append(float(row["y"]))
    width = max(map(len, past.values()))
    block = np.full((len(past), width), np.nan)
    for place, values in enumerate(past.values()):
        block[place, width - len(values) :] = values
    return block, np.array([ahead[name] for name in past])


@pytest.fixture(scope="module")
def counts(shared: Path) -> Array:
    return np.loadtxt(shared / "reference/places/forecast/synthetic_nb_1000x132.csv", delimiter=",")


def test_m3_monthly_is_ahead_of_the_best_peer(m3: tuple[Array, Array]) -> None:
    """The best published peer stands at 13.725 in 7.6 CPU seconds, the competition's winner at 13.892."""
    past, truth = m3
    begin = time.process_time()
    found = forecast(history(past), 18)
    assert time.process_time() - begin < 7.6
    assert past.shape[0] == 1428
    assert smape(found.mean, truth) < 13.6
    assert covered(found, truth, 1, 5) == pytest.approx(0.80, abs=0.03)
    assert covered(found, truth, 0, 6) == pytest.approx(0.95, abs=0.03)
    assert {one.method: one.mase for one in found.scores}["combined"] < 0.9


def test_synthetic_counts_are_ahead_of_the_best_peer(counts: Array) -> None:
    """AutoETS stands at 3.2058 in 65 CPU seconds, the mean of the last twelve months at 3.2394."""
    past, truth = counts[:, :120], counts[:, 120:]
    begin = time.process_time()
    found = forecast(history(past), 12)
    assert time.process_time() - begin < 6
    assert set(found.kinds) == {"count"}
    assert np.abs(found.mean - truth).mean() < 3.16
    assert 0.78 <= covered(found, truth, 1, 5) <= 0.82
    assert covered(found, truth, 0, 6) == pytest.approx(0.95, abs=0.03)
    assert found.quantiles.min() >= 0


def test_the_baselines_are_those_of_the_reference(counts: Array) -> None:
    past, truth = counts[:, :120], counts[:, 120:]
    assert np.abs(seasonal_naive(history(past), 12) - truth).mean() == pytest.approx(4.2145, abs=5e-5)
    assert np.abs(season_mean(history(past), 12) - truth).mean() == pytest.approx(3.239444444, abs=5e-5)
