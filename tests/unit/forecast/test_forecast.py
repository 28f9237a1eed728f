"""Forecasts of made-up series: what must hold whatever the numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import EstimateError, HedgerowError, SchemaError, SourceFileError, UsageError
from hedgerow.places.forecast import demand_csv, forecast_demand, read_series
from hedgerow.stats.forecast import History, forecast, mid_quantiles, theta


def written(folder: Path, rows: list[tuple[object, ...]], head: str = "series,period,value") -> Path:
    path = folder / "series.csv"
    path.write_text("\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n", encoding="utf-8")
    return path


def months(values: list[object], name: str = "a") -> list[tuple[object, ...]]:
    return [(name, f"{2020 + at // 12}-{at % 12 + 1:02d}", value) for at, value in enumerate(values)]


def counts(periods: int = 60, mean: float = 8.0) -> list[object]:
    chance = np.random.default_rng(3)
    return [int(v) for v in chance.poisson(mean * (1 + 0.4 * np.sin(np.arange(periods) / 6 * np.pi)))]


def test_the_theta_model_follows_a_line() -> None:
    """theta = 2 on an exact line goes on with half its slope (Hyndman and Billah 2003)."""
    line = np.arange(1.0, 41.0)[None]
    ahead = theta(line, 6, weight=0.5).ahead[0]
    assert np.diff(ahead) == pytest.approx(np.full(5, 0.5), abs=1e-9)


def test_smoothing_alone_is_flat() -> None:
    ahead = theta(np.array([[3.0, 5.0, 4.0, 6.0, 5.0, 4.0]]), 4, weight=0.0).ahead[0]
    assert np.ptp(ahead) == pytest.approx(0)


def test_mid_quantiles_are_whole_in_the_middle_and_never_negative() -> None:
    """Of a Poisson of mean 0.1 the mass at zero is .905: every quantile below half of that is 0."""
    found = mid_quantiles(np.array([[0.1]]), np.array([[1e-9]]), np.array([0.1, 0.4, 0.99]))[0, 0]
    assert found[:2] == pytest.approx([0, 0])
    assert found[2] > 0.5


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = months(counts()) + months(counts(48, 3.0), "b")
    one = demand_csv(forecast_demand(read_series(written(tmp_path, rows)), horizon=6))
    two = demand_csv(forecast_demand(read_series(written(tmp_path, rows[::-1])), horizon=6))
    assert one == two


def test_a_missing_month_is_not_zero(tmp_path: Path) -> None:
    values = counts()
    held = [value if at not in (30, 31) else "" for at, value in enumerate(values)]
    zeros = [value if at not in (30, 31) else 0 for at, value in enumerate(values)]
    table = read_series(written(tmp_path, months(held)))
    assert table.missing == 2
    missing = forecast_demand(table, horizon=12).found.mean
    absent = [row for row in months(held) if row[2] != ""]
    assert forecast_demand(read_series(written(tmp_path, absent)), horizon=12).found.mean == pytest.approx(
        missing
    )
    zero = forecast_demand(read_series(written(tmp_path, months(zeros))), horizon=12).found.mean
    assert missing.sum() > zero.sum()


def test_quantiles_rise_and_are_not_negative(tmp_path: Path) -> None:
    demand = forecast_demand(read_series(written(tmp_path, months(counts(60, 0.3)))), horizon=48)
    assert (np.diff(demand.found.quantiles, axis=2) >= 0).all()
    assert demand.found.quantiles.min() >= 0
    assert demand.estimate.min() >= 0


def test_input_is_not_changed() -> None:
    values = np.array([counts()], dtype=float)
    before = values.copy()
    forecast(History(values, np.array([11]), 12), 6)
    assert np.array_equal(values, before)


def test_one_short_series_keeps_its_interval_within_reason() -> None:
    """Two years of one series: its own season fits it too well, and must not narrow or explode the spread."""
    chance = np.random.default_rng(1)
    values = chance.poisson(120, (1, 21)).astype(float)
    found = forecast(History(values, np.array([0]), 12), 12)
    assert found.quantiles.max() < 400
    assert found.quantiles[:, :, -1].min() > found.mean.max() / 2


@pytest.mark.parametrize(
    ("rows", "head", "error", "words"),
    [
        ([("a", "2020-01", 1)], "series,month,value", SchemaError, "period"),
        ([("a", "2020-01", "x")], "series,period,value", SchemaError, "“x” in row 1"),
        ([("a", "2020-13", 1)], "series,period,value", SchemaError, "2020-13"),
        ([("a", "2020-01", -1)], "series,period,value", SchemaError, "cannot be a count"),
        ([("a", "2020-01", 1), ("a", "2020-01", 2)], "series,period,value", SchemaError, "twice"),
        (
            [("a", "2020-01", 1), ("a", "2020-02", 2)],
            "series,period,value",
            EstimateError,
            "observed periods",
        ),
        ([], "series,period,value", SourceFileError, "no rows"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, rows: list[tuple[object, ...]], head: str, error: type[HedgerowError], words: str
) -> None:
    with pytest.raises(error, match=words) as raised:
        forecast_demand(read_series(written(tmp_path, rows, head)), horizon=3)
    assert raised.value.remedy


def test_a_horizon_that_is_not_ahead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="horizon"):
        forecast_demand(read_series(written(tmp_path, months(counts()))), horizon=0)


def test_the_command_writes_the_promised_columns(tmp_path: Path) -> None:
    source, out = written(tmp_path, months(counts(), "=a")), tmp_path / "out.csv"
    done = CliRunner().invoke(app, ["places", "forecast", str(source), "--horizon", "3", "--out", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == ["series", "period", "mean", "q2.5", "q10", "q25", "q50", "q75", "q90", "q97.5"]
    assert [row["period"] for row in rows] == ["2025-01", "2025-02", "2025-03"]
    assert rows[0]["series"] == "'=a"
