"""The surveillance references from the command line: counts of alarms, bounds, and what is withheld."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "places" / "surveillance"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def run(source: Path, out: Path, *options: str) -> tuple[dict[str, object], list[dict[str, str]]]:
    asked = ["places", "surveillance", str(source), *options, "--out", str(out), "--json"]
    got = CliRunner().invoke(app, asked)
    assert got.exit_code == 0, got.output
    return json.loads(got.stdout), rows_of(out)


@pytest.fixture(scope="module")
def weeks(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weeks") / "salmonella.csv"
    lines = [
        f"agona,{row['date']},{row['observed']}" for row in rows_of(folder / "salmonella_agona_input.csv")
    ]
    path.write_text("\n".join(["series,period,value", *lines]))
    return path


@pytest.mark.parametrize(
    ("method", "alarms", "column"),
    [
        ("farrington", 5, "ff_ub"),
        ("farrington_1996", 5, "fo_ub"),
        ("ears_c1", 3, "c1_ub"),
        ("ears_c2", 4, "c2_ub"),
        ("ears_c3", 8, "c3_ub"),
        ("cusum", 10, ""),
        ("glr", 2, ""),
        ("bayes", 2, "bayes_ub"),
        ("rki", 3, "rki_ub"),
    ],
)
def test_weeks_of_salmonella(
    method: str, alarms: int, column: str, *, folder: Path, weeks: Path, tmp_path: Path
) -> None:
    options = ("--method", method, "--season", "52", "--from", "1994-10-10")
    found, rows = run(weeks, tmp_path / "out.csv", *options)
    assert found["alarms"] == alarms == sum(row["alarm"] == "1" for row in rows)
    assert len(rows) == found["periods"] == 63
    wanted = rows_of(folder / "surveillance_salmonella_agona_ref.csv")
    assert [row["period"] for row in rows] == [row["date"] for row in wanted]
    if column:
        for mine, theirs in zip(rows, wanted, strict=True):
            bound = theirs[column]
            if bound == "NA" or (bound, column) == ("0", "fo_ub"):
                assert (mine["upper"], mine["alarm"], mine["reason"]) == ("", "", "too_few")
            else:
                assert float(mine["upper"]) == pytest.approx(float(bound), abs=1e-7)


def test_two_hundred_monthly_series(folder: Path, tmp_path: Path) -> None:
    with (folder / "ff_monthly200_input.csv").open() as file:
        counts = list(csv.reader(file))[1:]
    source = tmp_path / "months.csv"
    source.write_text(
        "series,period,value\n"
        + "\n".join(
            f"V{row:03d},{2010 + place // 12}-{place % 12 + 1:02d},{value}"
            for row, line in enumerate(counts)
            for place, value in enumerate(line)
        )
    )
    found, rows = run(source, tmp_path / "out.csv", "--alpha", "0.01", "--from", "2016-01")
    assert (found["alarms"], found["not_known"]) == (90, {"too_few": 275})
    with (folder / "ff_monthly200_ub.csv").open() as file:
        bounds = list(csv.reader(file))[1:]
    wanted = [line[row] for row in range(200) for line in bounds]
    assert [row["upper"] or "NA" for row in rows] == wanted
