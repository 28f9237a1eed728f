"""Outbreak detection against the numbers that R's surveillance 1.20.3 gives."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from hedgerow.stats.surveillance import (
    WEEKLY,
    ShiftRules,
    Waves,
    bayes_limits,
    count_bounds,
    cusum_rossi,
    ears,
    expect,
    farrington_flexible,
    farrington_original,
    power_bounds,
    rki_limits,
    shifts,
)
from hedgerow.stats.surveillance.bounds import Power, highest_mean, score
from hedgerow.stats.surveillance.ears import Kind

pytestmark = pytest.mark.real_data
Array = npt.NDArray[np.float64]


@pytest.fixture(scope="session")
def folder(shared: Path) -> Path:
    return shared / "reference" / "places" / "surveillance"


def table(path: Path) -> Array:
    with path.open() as file:
        rows = list(csv.reader(file))[1:]
    return np.array([[np.nan if cell == "NA" else float(cell) for cell in row] for row in rows])


@pytest.fixture(scope="session")
def salmonella(folder: Path) -> tuple[list[dt.date], Array]:
    with (folder / "salmonella_agona_input.csv").open() as file:
        rows = list(csv.DictReader(file))
    return [dt.date.fromisoformat(row["date"]) for row in rows], np.array(
        [[float(row["observed"]) for row in rows]]
    )


@pytest.fixture(scope="session")
def answers(folder: Path) -> dict[str, Array]:
    with (folder / "surveillance_salmonella_agona_ref.csv").open() as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([np.nan if row[name] == "NA" else float(row[name]) for row in rows])
        for name in rows[0]
        if name != "date"
    }


TESTED = np.arange(249, 312)


def test_flexible_monthly_bounds_are_the_same_whole_numbers(folder: Path) -> None:
    counts, bounds = table(folder / "ff_monthly200_input.csv"), table(folder / "ff_monthly200_ub.csv").T
    got = farrington_flexible(counts, now=np.arange(72, 96), alpha=0.01)
    np.testing.assert_array_equal(got.upper, bounds)
    assert np.isnan(got.upper).sum() == 275
    assert (got.words() == "too_few").sum() == 275
    assert (got.exceeds == 1).sum() == (counts[:, 72:] > bounds).sum() == 90


def test_flexible_weekly_bounds_are_the_same_whole_numbers(
    salmonella: tuple[list[dt.date], Array], answers: dict[str, Array]
) -> None:
    dates, counts = salmonella
    got = farrington_flexible(counts, now=TESTED, window=WEEKLY, dates=dates)
    np.testing.assert_array_equal(got.upper[0], answers["ff_ub"])
    alarm = np.where(np.isnan(answers["ff_alarm"]), 0, answers["ff_alarm"])
    np.testing.assert_array_equal(got.exceeds[0] == 1, alarm == 1)
    assert (got.exceeds == 1).sum() == 5


def test_original_bounds_and_alarms(
    salmonella: tuple[list[dt.date], Array], answers: dict[str, Array]
) -> None:
    dates, counts = salmonella
    got = farrington_original(counts, now=TESTED, dates=dates)
    withheld = answers["fo_ub"] == 0  # how the reference writes a bound that it does not give
    assert (got.words()[0] == "too_few").sum() == withheld.sum()
    np.testing.assert_array_equal(np.isnan(got.upper[0]), withheld)
    np.testing.assert_allclose(got.upper[0][~withheld], answers["fo_ub"][~withheld], atol=1e-9, rtol=0)
    np.testing.assert_array_equal(got.exceeds[0] == 1, answers["fo_alarm"] == 1)
    assert (got.exceeds == 1).sum() == 5


@pytest.mark.parametrize(("kind", "alarms"), [("C1", 3), ("C2", 4), ("C3", 8)])
def test_ears(
    salmonella: tuple[list[dt.date], Array], answers: dict[str, Array], kind: Kind, alarms: int
) -> None:
    got = ears(salmonella[1], kind, now=TESTED)
    np.testing.assert_allclose(got.upper[0], answers[f"{kind.lower()}_ub"], atol=1e-9, rtol=0)
    np.testing.assert_array_equal(got.alarm[0], answers[kind.lower()] == 1)
    assert got.alarm.sum() == alarms


def test_bayes_and_rki(salmonella: tuple[list[dt.date], Array], answers: dict[str, Array]) -> None:
    for name, got, alarms in (
        ("bayes", bayes_limits(salmonella[1], now=TESTED), 2),
        ("rki", rki_limits(salmonella[1], now=TESTED), 3),
    ):
        np.testing.assert_allclose(got.upper[0], answers[f"{name}_ub"], atol=1e-12, rtol=0)
        np.testing.assert_array_equal(got.alarm[0], answers[f"{name}_alarm"] == 1)
        assert got.alarm.sum() == alarms


def test_cusum_of_rossi(salmonella: tuple[list[dt.date], Array], answers: dict[str, Array]) -> None:
    counts = salmonella[1]
    mean = expect(counts, 249, waves=Waves(period=52)).mean
    got = cusum_rossi(counts, mean, now=TESTED)
    # Where any count is an alarm we say 0; in two weeks the reference squares a negative root instead.
    differs = np.abs(got.upper[0] - answers["cusum"]) > 1e-9
    assert np.flatnonzero(differs).tolist() == [14, 20]
    assert (got.upper[0][differs] == 0).all()
    assert (answers["cusum"][differs] < 1).all()
    np.testing.assert_array_equal(got.alarm[0], answers["cusum_alarm"] == 1)
    assert got.alarm.sum() == 10


def test_glr_of_negative_binomial_counts(
    salmonella: tuple[list[dt.date], Array], answers: dict[str, Array]
) -> None:
    counts = salmonella[1]
    fit = expect(counts, 249, waves=Waves(period=52, trend=True), negative_binomial=True)
    got = shifts(counts, fit.mean, alpha=fit.alpha, now=TESTED, rules=ShiftRules(threshold=5))
    np.testing.assert_allclose(got.statistic[0], answers["glr"], atol=1e-7, rtol=0)
    np.testing.assert_array_equal(got.alarm[0], answers["glr_alarm"] == 1)
    assert got.alarm.sum() == 2


def test_thresholds_from_given_predictions(folder: Path) -> None:
    with (folder / "farrington_threshold_unit_values.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9
    for row in rows:
        pred, error, phi, alpha, y = (float(row[name]) for name in ("pred", "pred_se", "phi", "alpha", "y"))
        if row["rule"] == "farrington1996":
            got = power_bounds(y, pred, error, phi, alpha=alpha, power=cast(Power, row["skewness_transform"]))
        elif row["method"] == "nbPlugin":
            got = count_bounds(y, np.exp(pred), phi, alpha=alpha)
        else:
            got = count_bounds(y, highest_mean(pred, error, alpha=alpha), phi, alpha=alpha)
        np.testing.assert_allclose(
            [got.lower, got.upper, got.p_upper, score(y, pred, got.upper)],
            [float(row[name]) for name in ("lower", "upper", "prob", "score")],
            atol=1e-8,
            rtol=0,
        )
