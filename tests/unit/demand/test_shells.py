"""The build, the command and the pages over the demonstration."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from asgi_client import Asking
from hedgerow.cli.app import app
from hedgerow.commissioning.tables.prevention import programme_of
from hedgerow.errors import EstimateError, NotFoundError, SchemaError, UsageError
from hedgerow.places.tables.demand_views import demand_view
from hedgerow.store.lake import Lake
from hedgerow.web import create_app
from hedgerow.workspace import open_workspace

MONTH = "2019-01"


@pytest.fixture(scope="module")
def lake(demo_workspace: Path) -> Lake:
    return open_workspace(demo_workspace).lake


def command(*words: str) -> dict[str, object]:
    done = CliRunner().invoke(app, ["places", "forecast", *words, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_build_gives_every_level_and_they_add_up(lake: Lake) -> None:
    sums = lake.query(
        "SELECT crime_type, month, area_kind, sum(mean) AS n FROM demand "
        "WHERE area_kind IN ('lad', 'pfa', 'region') GROUP BY ALL HAVING count(*) = count(mean)"
    ).to_pylist()
    by_month: dict[tuple[str, str], list[float]] = {}
    for row in sums:
        by_month.setdefault((row["crime_type"], row["month"]), []).append(row["n"])
    assert len(by_month) >= 48
    assert all(np.ptp(values) < 1e-6 for values in by_month.values())
    types = lake.query(
        "SELECT month, sum(CASE WHEN crime_type = 'every_type' THEN mean END) AS whole, "
        "sum(CASE WHEN crime_type <> 'every_type' THEN mean END) AS parts FROM demand "
        "WHERE area_kind = 'region' GROUP BY month"
    ).to_pylist()
    assert all(row["whole"] == pytest.approx(row["parts"]) for row in types)
    assert lake.query("SELECT count(*) AS n FROM demand WHERE lower95 < 0").column("n")[0].as_py() == 0


def test_the_command_says_what_beats_what_and_saves_a_file(demo_workspace: Path, tmp_path: Path) -> None:
    found = command(str(demo_workspace), "--level", "lad", "--horizon", "24")
    assert found["horizon"] == 24
    assert "the mean of the last twelve months" in str(found["summary"])
    assert "scenario of no change" in str(found["summary"])
    out = tmp_path / "months.csv"
    done = CliRunner().invoke(app, ["places", "forecast", str(demo_workspace), "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_text().splitlines()[0].startswith('"area_kind","area_code","month","mean","lower95"')


def test_a_scenario_from_a_file(demo_workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    first = str(command(str(demo_workspace), "--horizon", "1")["from_month"])
    file.write_text(
        f'effect = 0.8\nlower = 0.7\nupper = 0.9\nfrom = "{first}"\nshare = 0.5\nsource = "a review"\n'
    )
    found = command(str(demo_workspace), "--level", "pfa", "--horizon", "12", "--scenario", str(file))
    scenario = found["scenario"]
    assert isinstance(scenario, dict)
    assert scenario["programme"]["source"] == "a review"
    assert 0.05 < scenario["total"]["prevented"] / scenario["total"]["expected"] < 0.15
    assert "seen elsewhere" in scenario["caution"]
    file.write_text('effekt = 0.8\nlower = 0.7\nupper = 0.9\nfrom = "2026-01"\n')
    done = CliRunner().invoke(
        app, ["places", "forecast", str(demo_workspace), "--scenario", str(file), "--json"]
    )
    assert isinstance(done.exception, SchemaError)
    assert "effekt" in done.exception.message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--level", "parish"), "no level of demand"),
        (("--type", "piracy"), "no crime type"),
        (("--family", "piracy"), "no crime family"),
        (("--family", "violence", "--type", "burglary"), "Both"),
        (("--horizon", "0"), "horizon of 0"),
        (("--effect", "0.8", "--from", "2026-01"), "no limits"),
        (("--effect", "0.8", "--lower", "0.7", "--upper", "0.9"), "no first month"),
    ],
)
def test_what_cannot_be_asked_is_refused(demo_workspace: Path, words: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(app, ["places", "forecast", str(demo_workspace), *words, "--json"])
    assert isinstance(done.exception, UsageError)
    assert said in done.exception.message


def test_an_effect_of_the_library_is_used_or_refused(lake: Lake) -> None:
    found = programme_of(lake, "florence-2011-cardiff-model#1", start=MONTH, share=1.0, fade=0.0)
    assert (found.ratio, found.lower, found.upper) == (0.58, 0.49, 0.69)
    percent = programme_of(lake, "petersen-2022-selective-licensing#1", start=MONTH, share=1.0, fade=0.0)
    assert (percent.ratio, percent.lower, percent.upper) == pytest.approx((0.85, 0.79, 0.918))
    with pytest.raises(EstimateError, match="cannot be used"):
        programme_of(lake, "petrosino-2013-scared-straight#1", start=MONTH, share=1.0, fade=0.0)
    with pytest.raises(NotFoundError, match="no effect"):
        programme_of(lake, "nobody#1", start=MONTH, share=1.0, fade=0.0)


def test_the_page_shows_the_months_with_intervals_and_says_what_it_is(
    demo_workspace: Path, lake: Lake
) -> None:
    client = Asking(create_app(open_workspace(demo_workspace), hosts=("testserver",)))
    answer = client.get("/demand?kind=lad")
    assert answer.status_code == 200
    assert "scenario of no change" in answer.text
    assert 'fill="#a9c7b4"' in answer.text
    assert client.get("/demand?kind=parish").status_code == 400
    assert client.get("/demand?kind=lad&area=nowhere").status_code == 404
    view = demand_view(lake, "lad")
    assert len(view.months) == 48
    assert (
        client.get("/modern-slavery").status_code in {200, 404, 503}
        or "Nothing has been built" in answer.text
    )
