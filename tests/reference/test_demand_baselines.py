"""The baselines measured on the real panel: four forces, trained to 2025-01, tested on the year after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from hedgerow.stats.forecast import Array, History, forecast, regional_season, season_mean, seasonal_naive
from hedgerow.stats.forecast.compared import compare

pytestmark = pytest.mark.real_data
TRAIN, MONTHS = 21, 33
FORCES = ("Derbyshire", "Leicestershire", "Lincolnshire", "Nottinghamshire")
EXPECTED = {
    "force": (4, 388.0, 513.1, 283.7),
    "district": (33, 72.46, 75.99, 55.89),
    "area": (2404, 5.293, 4.140, 4.080),
    "Burglary": (2404, 0.6565, 0.5754, 0.5759),
    "Robbery": (2404, 0.1658, 0.1575, 0.1574),
    "Violence and sexual offences": (2404, 2.796, 2.130, 2.123),
}


@pytest.fixture(scope="module")
def panel(real_places: Path) -> dict[str, Any]:
    query = """
        SELECT l.pfa24_name AS force, l.ltla23_code AS district, lsoa21_code AS area, p.crime_type AS kind,
               dense_rank() OVER (ORDER BY p.month) - 1 AS month, p.n AS n
        FROM read_parquet(?) p JOIN read_parquet(?) l USING (lsoa21_code)
        WHERE l.pfa24_name IN (SELECT unnest(?))
    """
    files = ("crime_panel/crime_lsoa21_month_type_ew", "lookup/derived_lsoa21_lad23_csp24_pfa24")
    paths = [str(real_places / f"{name}.parquet") for name in files]
    return duckdb.execute(query, [*paths, list(FORCES)]).fetchnumpy()


def cube(panel: dict[str, Any], level: str) -> Array:
    """Return counts by unit and month: of a level, or of one type of crime by area."""
    kinds = np.asarray(panel["kind"]).astype(str)
    keep = np.ones(len(kinds), dtype=bool) if level in panel else kinds == level
    units, _ = np.unique(
        np.asarray(panel[level if level in panel else "area"]).astype(str), return_inverse=True
    )
    place = np.searchsorted(units, np.asarray(panel[level if level in panel else "area"]).astype(str)[keep])
    block = np.zeros((len(units), MONTHS))
    np.add.at(block, (place, np.asarray(panel["month"])[keep].astype(int)), np.asarray(panel["n"])[keep])
    return block


@pytest.mark.parametrize("level", EXPECTED)
def test_the_baselines_are_those_of_the_guide(panel: dict[str, Any], level: str) -> None:
    block = cube(panel, level)
    past, truth = History(block[:, :TRAIN], np.zeros(len(block), dtype=np.int64), 12), block[:, TRAIN:]
    found = [np.abs(way(past, 12) - truth).mean() for way in (seasonal_naive, season_mean, regional_season)]
    assert len(block) == EXPECTED[level][0]
    assert found == pytest.approx(EXPECTED[level][1:], rel=5e-4)


def test_the_forecast_is_level_with_the_best_baseline_or_ahead(panel: dict[str, Any]) -> None:
    """21 months: all areas 4.05 against 4.080, robbery .154 against .1574, forces the same 283.7."""
    for level, most in (("force", 283.7), ("area", 4.07), ("Robbery", 0.157), ("Burglary", 0.58)):
        block = cube(panel, level)
        past = History(block[:, :TRAIN], np.zeros(len(block), dtype=np.int64), 12)
        assert np.abs(forecast(past, 12).mean - block[:, TRAIN:]).mean() < most


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "bold"),
    [
        ("force", 283.7),
        ("district", 55.89),
        ("area", 4.080),
        ("Burglary", 0.5754),
        ("Robbery", 0.1574),
        ("Violence and sexual offences", 2.1234),
    ],
)
def test_the_chosen_way_reaches_every_bold_figure(panel: dict[str, Any], level: str, bold: float) -> None:
    """Chosen on the 21 months of training alone; 283.67, 55.89, 4.080, .5754, .1543, 2.1233."""
    block = cube(panel, level)
    found = compare(History(block[:, :TRAIN], np.zeros(len(block), dtype=np.int64), 12), 12)
    error = float(np.abs(found.mean - block[:, TRAIN:]).mean())
    assert error <= bold * (1 + 2e-4)


@pytest.mark.slow
def test_every_area_and_type_at_once_beats_the_bold_figure(panel: dict[str, Any]) -> None:
    """33,656 series: .6808 against .6857."""
    kinds = sorted(set(np.asarray(panel["kind"]).astype(str).tolist()))
    block = np.concatenate([cube(panel, kind) for kind in kinds])
    assert len(block) == 33_656
    found = compare(History(block[:, :TRAIN], np.zeros(len(block), dtype=np.int64), 12), 12)
    assert np.abs(found.mean - block[:, TRAIN:]).mean() < 0.6857
