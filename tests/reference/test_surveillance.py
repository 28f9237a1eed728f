"""Outbreak detection against the numbers that R's surveillance 1.20.3 gives."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from hedgerow.stats.surveillance import WEEKLY, farrington_flexible

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
