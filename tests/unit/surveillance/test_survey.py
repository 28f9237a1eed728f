"""Surveillance of any CSV: what is refused, what stays missing, and what is said of the method."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.errors import EstimateError, HedgerowError, NotFoundError, SchemaError, UsageError
from hedgerow.places.forecast import read_series
from hedgerow.places.surveillance import METHODS, Plan, surveillance_csv, survey

COLUMNS = (
    *("series", "period", "observed", "expected", "upper", "lower", "p_value", "score", "alarm", "reason"),
)


def written(path: Path, series: dict[str, list[object]], first: int = 2015 * 12) -> Path:
    lines = [
        f"{name},{(first + place) // 12}-{(first + place) % 12 + 1:02d},{value}"
        for name, values in series.items()
        for place, value in enumerate(values)
    ]
    path.write_text("\n".join(["series,period,value", *lines]))
    return path


def counts(months: int, mean: float = 20.0, seed: int = 1) -> list[object]:
    return list(np.random.default_rng(seed).poisson(mean, months))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_a_jump_and_keeps_a_missing_month_missing(method: str, tmp_path: Path) -> None:
    values = counts(96)
    values[-1], values[-4] = 90, ""
    found = survey(read_series(written(tmp_path / "s.csv", {"a": values})), Plan(method))
    rows = {str(row["period"]): row for row in found.tidy()}
    assert rows["2022-12"]["alarm"] == 1
    assert rows["2022-12"]["score"] > 1  # type: ignore[operator]
    missing = rows["2022-09"]
    assert missing["reason"] == "missing_now"
    assert all(missing[name] is None for name in ("observed", "expected", "upper", "score", "alarm"))
    table = list(csv.DictReader(surveillance_csv(found).decode().splitlines()))
    assert tuple(table[0]) == COLUMNS
    assert next(row for row in table if row["period"] == "2022-09")["alarm"] == ""


@pytest.mark.parametrize("method", ["farrington", "hedgerow", "glr"])
def test_a_fall_is_told_too(method: str, tmp_path: Path) -> None:
    values = [*counts(90, 40.0), 2, 3, 2, 1, 2, 2]
    found = survey(read_series(written(tmp_path / "s.csv", {"a": values})), Plan(method, start="2022-07"))
    assert found.falls >= 1
    assert found.alarms == 0


def test_series_of_unequal_length_share_one_calendar(tmp_path: Path) -> None:
    long, short = counts(96), counts(80, seed=2)
    source = written(tmp_path / "s.csv", {"long": long, "short": short})
    rows = [row for row in survey(read_series(source)).tidy() if row["period"] == "2021-12"]
    assert [row["observed"] for row in rows] == [long[83], None]
    assert rows[1]["reason"] == "missing_now"


@pytest.mark.parametrize(
    ("plan", "kind", "words"),
    [
        ({"method": "oracle"}, UsageError, "no method of surveillance"),
        ({"season": 7}, UsageError, "season of 7"),
        ({"alpha": 0.6}, UsageError, "one-sided"),
        ({"years_back": 0}, UsageError, "past of 0 years"),
        ({"half_window": 9}, UsageError, "half-window of 9"),
        ({"start": "2031-01"}, NotFoundError, "2031-01 is not among"),
        ({"start": "2016-01"}, EstimateError, "has 12 periods before it"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    plan: dict[str, object], kind: type[HedgerowError], words: str, tmp_path: Path
) -> None:
    table = read_series(written(tmp_path / "s.csv", {"a": counts(96)}))
    with pytest.raises(kind) as caught:
        survey(table, Plan(**plan))  # type: ignore[arg-type]
    assert words in f"{caught.value} {caught.value.cause}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,2015-01,-3", "-3 in row 1"),
        ("a,2015-01,3\na,2015-01,4", "twice"),
        ("a,2015-01-05,3\na,2015-01-13,3", "Tuesday"),
        ("a,2015-01-31,3\na,2015-02-30,3", "not in the weeks"),
    ],
)
def test_what_a_file_may_not_hold(text: str, words: str, tmp_path: Path) -> None:
    source = tmp_path / "s.csv"
    source.write_text("series,period,value\n" + text)
    with pytest.raises(SchemaError, match=words):
        survey(read_series(source))


def test_fractions_and_short_series_are_named(tmp_path: Path) -> None:
    values = counts(96)
    values[7] = 2.5
    with pytest.raises(SchemaError, match=r"“a” has 2\.5 in 2015-08"):
        survey(read_series(written(tmp_path / "s.csv", {"a": values})))
    with pytest.raises(EstimateError, match="holds 33 periods") as caught:
        survey(read_series(written(tmp_path / "t.csv", {"a": counts(33)})))
    assert "--years-back 2" in str(caught.value.remedy)
    short = survey(read_series(tmp_path / "t.csv"), Plan(years_back=2))
    assert short.settings()["trend"] == "never"


def test_weeks_may_be_written_as_iso_weeks(tmp_path: Path) -> None:
    lines = [f"a,{year}-W{week:02d},{5 + week % 3}" for year in range(2015, 2022) for week in range(1, 53)]
    source = tmp_path / "s.csv"
    source.write_text("\n".join(["series,period,value", *lines]))
    found = survey(read_series(source), Plan(season=52))
    assert found.periods[-1] == "2021-W52"
    assert "2015-W53" in found.history
    assert next(row for row in found.tidy() if row["period"] == "2020-W53")["observed"] is None


def test_the_command_prints_method_window_and_calibration(tmp_path: Path) -> None:
    source = written(tmp_path / "s.csv", {"a": counts(96)})
    got = CliRunner().invoke(
        app, ["places", "surveillance", str(source), "--method", "cusum", "--alpha", ".01", "--json"]
    )
    assert got.exit_code == 0, got.output
    found = json.loads(got.stdout)
    assert found["method"] == "cusum"
    assert found["window"]["alpha"] is None
    assert "alpha_not_used" in {check["name"] for check in found["checks"]}
    assert found["expected_by_chance"] is None


@pytest.mark.parametrize("method", ["cusum", "glr"])
def test_a_series_without_a_past_is_not_judged(method: str, tmp_path: Path) -> None:
    late: list[object] = [*[""] * 90, 50, 60, 70, 50, 60, 70]
    table = read_series(written(tmp_path / "s.csv", {"a": counts(96), "late": late}))
    rows = [row for row in survey(table, Plan(method)).tidy() if row["series"] == "late"]
    assert {(row["reason"], row["alarm"], row["expected"]) for row in rows[-6:]} == {
        ("too_short", None, None)
    }


def test_a_jump_from_constant_counts_is_printed_without_a_score(tmp_path: Path) -> None:
    values: list[object] = [*[3] * 30, 9]
    source = written(tmp_path / "s.csv", {"a": values})
    got = CliRunner().invoke(app, ["places", "surveillance", str(source), "--method", "ears_c1"])
    assert got.exit_code == 0, got.output
    assert "above: a, 2017-07: 9 recorded, 3.0 expected" in got.output


def test_a_folder_is_sent_to_the_other_command(tmp_path: Path) -> None:
    got = CliRunner().invoke(app, ["places", "surveillance", str(tmp_path)])
    assert isinstance(got.exception, UsageError)
    assert "places signals" in str(got.exception.remedy)
