"""From the lake to tables and words: what is known, what is not, and which records are counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from hedgerow.commissioning.initiatives import Initiative
from hedgerow.commissioning.tables.initiatives import add_initiative
from hedgerow.commissioning.tables.shock_practice import practice_in_shock
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.panel import months_between
from hedgerow.places.shocks import COVID, Shock, shock_of
from hedgerow.places.tables.shocks import build_shocks
from hedgerow.places.tables.shocks_inputs import read_family, read_ground
from hedgerow.places.tables.shocks_views import area_shock, shocks_view
from hedgerow.settings.region import read_region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

MONTHS = months_between("2017-03", "2022-12")
FORCE, LADS = "E23000021", ("E07000001", "E07000002")
LOST = "2020-05"
REGION = "region:east-midlands"


def filled(name: str, rows: list[dict[str, object]]) -> pa.Table:
    """Return a table of the catalogue; what a row does not say is missing, or a harmless value."""
    usual = {pa.string(): "x", pa.int64(): 1, pa.float64(): 1.0, pa.bool_(): True}
    held = catalogue.spec(name)
    return pa.Table.from_pylist(
        [
            {f.name: row.get(f.name, None if f.nullable else usual[f.type]) for f in held.schema}
            for row in rows
        ],
        schema=held.schema,
    )


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Two districts of four LSOAs; in May 2020 the second district's records have no place."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    codes = [f"E0100000{n}" for n in range(8)]
    lad = [LADS[n // 4] for n in range(8)]
    lookup = [
        {
            "lsoa21": code,
            "lad24": where,
            "msoa21": f"M{where}",
            "pfa24": FORCE,
            "force": "leicestershire",
            "population": 1500,
            "in_region": True,
        }
        for code, where in zip(codes, lad, strict=True)
    ]
    areas = [{"code": code, "kind": "lsoa", "name": f"Place {code}", "in_region": True} for code in codes]
    areas += [{"code": code, "kind": "lad", "name": f"District {code}", "in_region": True} for code in LADS]
    areas.append({"code": FORCE, "kind": "pfa", "name": "Leicestershire", "in_region": True})
    areas.append({"code": REGION, "kind": "region", "name": "East Midlands", "in_region": True})
    chance = np.random.default_rng(7)
    cells, rows = [], []
    for month in MONTHS:
        if month == "2019-01":
            continue
        for code, where in zip(codes, lad, strict=True):
            n = int(chance.poisson(40 * (0.5 if "2020-03" <= month <= "2020-06" else 1)))
            gone = month == LOST and where == LADS[1]
            if not gone:
                cells.append(
                    {"lsoa21": code, "month": month, "crime_type": "burglary", "n": float(n), "edition": "e"}
                )
            place = None if gone else code
            rows += [
                {
                    "month": month,
                    "force": "leicestershire",
                    "file_id": f"f{month}",
                    "lsoa_published": place,
                    "crime_type": "burglary",
                }
            ] * n
            cells.append(
                {
                    "lsoa21": code,
                    "month": month,
                    "crime_type": "anti-social-behaviour",
                    "n": 1.0,
                    "edition": "e",
                }
            )
    states = [
        {
            "pfa24": FORCE,
            "pfa24_name": "L",
            "month": m,
            "state": "missing" if m == "2019-01" else "complete",
            "n": 1.0,
        }
        for m in MONTHS
    ]
    street = [{**row, "row_number": number} for number, row in enumerate(rows)]
    for name, held in (
        ("area", areas),
        ("area_lookup", lookup),
        ("panel", cells),
        ("panel_coverage", states),
        ("street", street),
    ):
        lake.write(name, filled(name, held))
    return lake


def test_a_force_is_counted_by_its_own_files_and_a_district_without_places_is_not_known(lake: Lake):
    data = read_family(lake, read_ground(lake, COVID), "all_crime")
    at = data.months.index(LOST)
    force, district = data.levels["pfa"], data.levels["lad"]
    assert force.published.all() and not np.isnan(force.counts[0, at])
    assert np.isnan(district.counts[1, at]) and not np.isnan(district.counts[0, at])
    assert np.isnan(data.levels["lsoa"].counts[4:, at]).all()
    assert np.isnan(force.counts[0, data.months.index("2019-01")])
    assert data.placed_share is not None and 0.8 < data.placed_share[0, at] <= 1


def test_the_step_keeps_its_promises_and_the_views_say_what_is_known(lake: Lake):
    build_shocks(lake, read_region("east-midlands"), lambda *_: None)
    view = shocks_view(lake, COVID, "all_crime", "lad")
    told = {row["area_code"]: row for row in view.places.records()}
    assert told[LADS[0]]["depth"] is not None
    assert told[LADS[1]]["depth"] is None and told[LADS[1]]["state"] == "trough_not_seen"
    assert "trough not seen" in str(told[LADS[1]]["state_words"])
    assert told[LADS[0]]["family"] == "all_crime" and told[LADS[0]]["family_title"] == "All crime"
    assert told[LADS[0]]["path"] in ("steady", "bent_and_back", "bent_not_back", "rose")
    assert told[LADS[0]]["season_known"] is True and told[LADS[0]]["basis"] == "placed"
    assert {row["state"] for row in view.windows.records()} <= {"measured", "partly_seen"}
    assert {row["diverges"] for row in view.windows.records()} == {"cannot_tell"}
    number = [row["area_code"] for row in view.places.records()].index(LADS[1])
    assert view.places.reasons[number, "depth"] == "gap"
    assert "1 trough not seen" in view.summary and view.checks == ()
    assert "Anti-social behaviour" in view.apart
    small = area_shock(lake, "E01000000")
    assert small.built and len(small.path) == len(MONTHS) and "All crime" in small.sentences[0]
    gap = next(i for i, row in enumerate(small.path.records()) if row["month"] == "2019-01")
    assert small.path.reasons[gap, "recorded"] == "gap"
    assert next(iter(view.places.figures.values())).startswith("shock")


def test_another_shock_is_measured_on_request(lake: Lake):
    view = shocks_view(lake, shock_of("2021-09:2022-05"), "burglary", "pfa")
    (row,) = view.places.records()
    assert row["state"] == "measured" and row["path"] == "steady" and row["basis"] == "published"
    assert view.shock == "2021-09:2022-05" and view.checks
    assert {w["window"] for w in view.windows.records()} == {"2021-09:2021-11", "2021-09:2022-05"}


def test_a_shock_after_the_data_is_not_known(lake: Lake):
    (row,) = shocks_view(lake, Shock("2025-01", "2025-06"), "all_crime", "pfa").places.records()
    assert row["state"] == "not_known" and row["recorded"] is None


def test_the_region_goes_by_its_own_code_and_name(lake: Lake):
    (row,) = shocks_view(lake, shock_of("2021-09:2022-05"), "burglary", "region").places.records()
    assert (row["area_code"], row["name"], row["area_kind"]) == (REGION, "East Midlands", "region")


def test_wrong_words_and_a_lake_without_a_panel_are_refused(lake: Lake, tmp_path: Path):
    with pytest.raises(UsageError, match="no kind of area"):
        shocks_view(lake, COVID, "all_crime", "ward")
    with pytest.raises(UsageError, match="no crime family"):
        shocks_view(lake, COVID, "zzz", "lad")
    with pytest.raises(NotFoundError, match="not built"):
        shocks_view(Lake(tmp_path), COVID, "all_crime", "lad")


def test_what_ran_in_the_months_stands_beside_it(lake: Lake, tmp_path: Path):
    from hedgerow.store.database import Database

    database = Database(f"sqlite:///{tmp_path / 'own.db'}").migrate()
    none = practice_in_shock(lake, database, COVID, LADS[0])
    assert (
        not len(none.table)
        and "No practice is on record" in none.sentence
        and "hedgerow initiative add" in none.how
    )
    for name, starts, ends, places in (
        ("Street pastors", "2019", "2021-06", (LADS[0],)),
        ("Force-wide outreach", "2020-06", None, (FORCE,)),
        ("Elsewhere", "2020", "2022", (LADS[1],)),
        ("Long over", "2017-01", "2018-12", (LADS[0],)),
        ("Yet to come", "2023-01", None, (LADS[0],)),
        ("No dates", None, None, (LADS[0],)),
    ):
        add_initiative(database, Initiative(name, starts=starts, ends=ends, places=places))
    found = practice_in_shock(lake, database, COVID, LADS[0])
    assert [row["name"] for row in found.table.records()] == ["Street pastors", "Force-wide outreach"]
    assert "caused" in found.sentence
    assert len(practice_in_shock(lake, database, COVID).table) == 3


def test_the_command_prints_json_and_writes_a_whole_file(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from types import SimpleNamespace

    from typer.testing import CliRunner

    import hedgerow.workspace
    from hedgerow.cli.app import app

    monkeypatch.setattr(hedgerow.workspace, "open_workspace", lambda _: SimpleNamespace(lake=lake))
    out = tmp_path / "made" / "places.csv"
    done = CliRunner().invoke(
        app, ["places", "shocks", "x", "--family", "burglary", "--level", "pfa", "--out", str(out), "--json"]
    )
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["family"] == "burglary"
    assert "E23000021" in out.read_text("utf-8")
    said = CliRunner().invoke(app, ["places", "shocks", "x", "--family", "burglary", "--level", "lad"]).output
    assert "District E07000001 (E07000001)" in said and "short of expected in" in said
    assert "No trough is claimed; the level after:" in said and "not resilience" in said
    assert len(said.splitlines()) < 40


def test_a_fall_that_the_gap_register_takes_for_a_gap_is_measured(lake: Lake, tmp_path: Path):
    fallen = Lake(tmp_path)
    for name in ("area", "area_lookup", "panel", "street"):
        fallen.write(name, lake.read(name))
    reason = {"2020-04": "far below its own usual count", "2020-06": "a published outage"}
    states = [
        {**row, "state": "partial" if row["month"] in reason else row["state"], "edition": "police-street/a"}
        for row in lake.read("panel_coverage").to_pylist()
    ]
    fallen.write("panel_coverage", filled("panel_coverage", states))
    gaps = [
        {"pfa24": FORCE, "force": "L", "from_month": m, "to_month": m, "kind": "partial", "source": why}
        for m, why in reason.items()
    ]
    fallen.write("panel_gap", filled("panel_gap", gaps))
    data = read_family(fallen, read_ground(fallen, COVID), "all_crime")
    counts = data.levels["pfa"].counts[0]
    assert not np.isnan(counts[data.months.index("2020-04")])
    assert np.isnan(counts[data.months.index("2020-06")])
