"""Warning signs on the demonstration: the built tables, the commands and the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hedgerow.cli.app import app
from hedgerow.store.lake import Lake

LSOA = "E01900001"


def run(*words: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(app, ["places", *words, "--json"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout)


def test_the_build_gives_every_series_a_state(demo_workspace: Path) -> None:
    lake = Lake(demo_workspace / "lake")
    signal = lake.read("signal")
    areas = lake.query("SELECT count(*) AS n FROM area_lookup WHERE in_region").column("n")[0].as_py()
    lsoas = lake.query("SELECT count(DISTINCT area_code) AS n FROM signal WHERE area_kind = 'lsoa'")
    assert lsoas.column("n")[0].as_py() == areas
    assert not {"drugs", "possession-of-weapons"} & set(signal.column("crime_type").to_pylist())
    assert lake.read("signal_warning").num_rows == areas
    unknown = lake.query("SELECT * FROM signal WHERE state = 'not_known' AND observed IS NOT NULL")
    assert unknown.num_rows == 0


def test_the_command_names_alarms_counts_and_checks(demo_workspace: Path, tmp_path: Path) -> None:
    month = Lake(demo_workspace / "lake").read("signal", ["month"]).column("month")[0].as_py()
    out = tmp_path / "signs.csv"
    status, said = run("signals", str(demo_workspace), "--month", month, "--out", str(out))
    assert status == 0
    assert set(said["counts"]) == {"up", "down", "none", "cannot_tell", "not_known"}  # type: ignore[call-overload]
    assert {c["name"] for c in said["checks"]} >= {"series_tested", "share_not_known", "realised_null"}  # type: ignore[attr-defined]
    assert sum(said["counts"].values()) == len(out.read_text("utf-8").splitlines()) - 1  # type: ignore[attr-defined]
    assert "A sign is a reason to look, not a finding." in said["notes"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "extra",
    [
        ("--type", "drugs"),
        ("--family", "drugs_weapons"),
        ("--family", "nonsense"),
        ("--level", "street"),
        ("--q", "0"),
        ("--method", "cusum"),
        ("--family", "violence", "--type", "robbery"),
    ],
)
def test_what_cannot_be_asked_is_refused(demo_workspace: Path, extra: tuple[str, ...]) -> None:
    from hedgerow.errors import UsageError

    with pytest.raises(UsageError):
        run("signals", str(demo_workspace), "--month", "2025-06", *extra)


def test_a_checklist_prints_weights_and_sources(demo_workspace: Path) -> None:
    status, said = run("checklist", str(demo_workspace), LSOA, "--audience", "council")
    assert status == 0
    rows = said["by_eye"]["rows"] + said["measured"]["rows"]  # type: ignore[index]
    assert all(row["source"] and row["weight"] is not None for row in rows)
    assert any("not a score of people" in line for line in said["sentences"])  # type: ignore[attr-defined]


def test_a_watch_keeps_reports_and_enforcement_apart(demo_workspace: Path) -> None:
    months = Lake(demo_workspace / "lake").query(
        "SELECT DISTINCT month FROM panel_coverage WHERE state = 'complete' ORDER BY month"
    )
    clear = months.column("month").to_pylist()[-8]
    status, said = run("watch", str(demo_workspace), "E07900001", "--clear", clear)
    assert status == 0
    assert [panel["panel"] for panel in said["panels"]] == ["reports", "made by enforcement"]  # type: ignore[attr-defined]
    assert len(said["panels"][0]["months"]) >= 8  # type: ignore[index]


@pytest.mark.parametrize("method", ["farrington", "ears", "glr"])
def test_every_method_goes_through_the_command(demo_workspace: Path, method: str) -> None:
    month = Lake(demo_workspace / "lake").read("signal", ["month"]).column("month")[0].as_py()
    found: Any = run("signals", str(demo_workspace), "--month", month, "--method", method)[1]
    assert found["method"]["name"] == {"ears": "ears_c1"}.get(method, method)
    assert 0 <= found["method"]["calibration"]["realised"] <= 1
    names = {check["name"] for check in found["checks"]}
    assert {"method", "common_move", "beside_hedgerow", "realised_null"} <= names
    strengths = [row["p_shift"] for row in found["shifts"]]
    assert strengths == sorted(strengths)


def test_the_checks_of_the_page_are_words_and_say_the_method(demo_workspace: Path) -> None:
    from hedgerow.places.tables.signals_views import signals_view

    rows = signals_view(Lake(demo_workspace / "lake")).checks.rows
    names, texts = {str(row[0]) for row in rows}, " ".join(str(row[2]) for row in rows)
    assert {"LSOA: method", "LAD: common move", "PFA: series tested"} <= names
    assert not any("_" in name for name in names)
    assert "series are none" not in texts
    assert "series: nothing stands out." in texts
