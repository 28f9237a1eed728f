"""What a person asks of the contrast: months, region, families and cut-offs; and what comes back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.stats.e_value import e_value, e_value_limit


def test_e_value_of_the_paper() -> None:
    """VanderWeele and Ding 2017: a risk ratio of 3.9 (1.8 to 8.7) has E-values 7.26 and 3.0."""
    assert e_value(3.9) == pytest.approx(7.263, abs=1e-3)
    assert e_value_limit(1.8, 8.7) == pytest.approx(3.0, abs=1e-9)
    assert e_value(1 / 3.9) == pytest.approx(float(e_value(3.9)))
    assert e_value_limit([0.8, np.nan], [1.3, 2.0]).tolist()[0] == 1.0
    assert np.isnan(e_value([0.0, np.nan])).all()


@pytest.mark.parametrize(
    ("asked", "status", "named"),
    [
        (["--months", "2026-01:2023-05"], 2, "2023-05:2026-01"),
        (["--months", "May"], 2, "“May”"),
        (["--months", "2023-13:2024-01"], 2, "2023-13"),
        (["--months", "1999-01:2024-01"], 4, "1999-01"),
        (["--region", "atlantis"], 2, "atlantis"),
        (["--region", "london"], 4, "London"),
        (["--family", "treason"], 2, "treason"),
        (["--low", "1.5"], 2, "1.5"),
        (["--high", "0.9"], 2, "0.9"),
        (["--q", "0"], 2, "false discoveries"),
    ],
)
def test_a_question_that_does_not_fit_is_refused_by_name(
    asked: list[str], status: int, named: str, demo_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["places", "contrast", str(demo_workspace), *asked, "--json"]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    error = json.loads(captured.err)
    assert named in error["message"] + error["remedy"]


def test_two_months_are_too_few(demo_workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from hedgerow.places.tables.contrast_inputs import window_months
    from hedgerow.workspace import open_workspace

    last = window_months(open_workspace(demo_workspace).lake)[-2:]
    assert run(["places", "contrast", str(demo_workspace), "--months", ":".join(last), "--json"]) == 6
    assert "too few" in json.loads(capsys.readouterr().err)["cause"]


def test_every_place_comes_back_with_all_its_figures(
    demo_workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from hedgerow.workspace import open_workspace

    out = tmp_path / "places.csv"
    asked = ["--family", "all_crime", "--json", "--out", str(out)]
    assert run(["places", "contrast", str(demo_workspace), *asked]) == 0
    found = json.loads(capsys.readouterr().out)
    lake = open_workspace(demo_workspace).lake
    held = lake.query("SELECT * FROM contrast WHERE family = 'all_crime' ORDER BY lsoa21").to_pylist()
    assert [row["lsoa21"] for row in found["places"]] == [row["lsoa21"] for row in held]
    for row, kept in zip(found["places"], held, strict=True):
        assert set(kept) <= set(row)
        assert row["observed"] == kept["observed"]
        assert row["verdict"] == kept["verdict"]
        assert (row["verdict"] == "not_known") == (row["ratio"] is None)
    family = found["families"][0]
    assert sum(family["counts"].values()) == len(held)
    assert family["leads"] == sum(row["lead"] for row in found["places"])
    assert {check["name"] for check in family["checks"]} >= {"null calibration", "persistence", "silence"}
    with out.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["verdict"] for row in rows] == [row["verdict"] for row in held]


def test_every_key_of_the_json_is_in_the_how_to(
    demo_workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "compare-places.md").read_text("utf-8")
    assert run(["places", "contrast", str(demo_workspace), "--family", "all_crime", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    family = found["families"][0]
    keys = {
        *found,
        *family,
        *family["figures"],
        *found["places"][0],
        *family["checks"][0],
        *family["levers"][0],
    }
    assert sorted(key for key in keys if f"`{key}`" not in page) == []
