"""What a build does, on the demonstration region: every step, once; every number followed to its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hedgerow.demo import make_workspace
from hedgerow.errors import DisclosureError
from hedgerow.workspace import Workspace, open_workspace
from hedgerow.workspace.build import BuildResult, build
from hedgerow.workspace.doctor import doctor
from hedgerow.workspace.road import ROAD
from hedgerow.workspace.trace import trace


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, BuildResult]:
    root = make_workspace(tmp_path_factory.mktemp("spec") / "demo").root
    result = build(root)
    return open_workspace(root), result


def test_every_step_is_done_from_sources_to_map(built: tuple[Workspace, BuildResult]) -> None:
    workspace, result = built
    assert {step.name: step.state for step in result.steps} == {step.name: "done" for step in ROAD}
    assert list((workspace.root / "out" / "map").iterdir())
    for table in ("area", "street", "panel", "panel_gap", "index_score", "contrast", "alignment"):
        assert workspace.lake.read(table).num_rows, table


def test_with_nothing_changed_nothing_runs(built: tuple[Workspace, BuildResult]) -> None:
    workspace, _ = built
    assert not any(step.ran for step in build(workspace.root).steps)


def test_the_doctor_speaks_with_the_agreed_keys(built: tuple[Workspace, BuildResult]) -> None:
    workspace, _ = built
    report = json.loads(json.dumps(doctor(workspace.root).as_dict()))
    assert report["healthy"]
    assert report["areas"]["lsoa21"] == workspace.lake.read("area_lookup").num_rows
    assert {"lsoa11", "msoa21", "ward24", "lad24", "csp24", "pfa24", "bcu"} <= set(report["areas"])
    assert {step["state"] for step in report["steps"]} == {"done"}
    assert {"force", "from", "to", "kind", "source"} <= set(report["gaps"][0])
    keys = {"name", "vintage", "licence", "sha256", "rows_in", "rows_kept", "rows_rejected"}
    for source in report["sources"]:
        assert keys <= set(source)
        assert source["rows_in"] == source["rows_kept"] + source["rows_rejected"], source["path"]


def test_a_count_is_followed_to_the_rows_of_a_file_and_counted_again(
    built: tuple[Workspace, BuildResult],
) -> None:
    workspace, _ = built
    sql = "SELECT * FROM panel JOIN area_lookup USING (lsoa21) ORDER BY n DESC LIMIT 1"
    cell = workspace.lake.query(sql).to_pylist()[0]
    keys = f"crime_type={cell['crime_type']},lsoa21={cell['lsoa21']},month={cell['month']}"
    trail = trace(workspace, f"panel/{keys}/n")
    assert trail.value == cell["n"]
    assert trail.agrees
    origin = trail.origins[0]
    assert origin.unchanged
    assert len(origin.sha256) == 64
    assert origin.publisher
    assert origin.licence
    assert origin.retrieved
    assert origin.row_count == cell["n"]


def test_a_number_is_not_traced_to_a_file_that_has_changed_since(
    built: tuple[Workspace, BuildResult],
) -> None:
    workspace, _ = built
    row = workspace.lake.query(
        "SELECT * FROM indicator_value WHERE row_number IS NOT NULL LIMIT 1"
    ).to_pylist()[0]
    address = f"indicator_value/indicator={row['indicator']},lsoa21={row['lsoa21']}/value"
    before = trace(workspace, address)
    assert before.agrees
    file = next(workspace.root.rglob(Path(before.origins[0].file).name))
    content = file.read_bytes()
    file.write_bytes(content + b"\n")
    after = trace(workspace, address)
    file.write_bytes(content)
    assert after.origins[0].unchanged is None
    assert after.agrees is None


def test_a_month_without_data_is_a_gap_and_a_known_month_without_crime_is_zero(
    built: tuple[Workspace, BuildResult],
) -> None:
    workspace, _ = built
    sql = """
        SELECT a.lsoa21, c.month, c.state FROM panel_coverage c JOIN area_lookup a USING (pfa24)
        ANTI JOIN (FROM panel WHERE crime_type = 'robbery') AS p ON p.lsoa21 = a.lsoa21 AND p.month = c.month
        WHERE c.state IN ('missing', 'complete') ORDER BY ALL
    """
    rows = {row["state"]: row for row in workspace.lake.query(sql).to_pylist()}
    address = "panel/crime_type=robbery,lsoa21={lsoa21},month={month}/n"
    assert trace(workspace, address.format(**rows["complete"])).value == 0
    missing = trace(workspace, address.format(**rows["missing"]))
    assert missing.value is None
    assert "not zero" in missing.notes[0]


def test_no_trace_gets_round_the_small_number_rules(built: tuple[Workspace, BuildResult]) -> None:
    workspace, _ = built
    row = workspace.lake.query("SELECT area_code, measure FROM own_value ORDER BY ALL LIMIT 1").to_pylist()[0]
    keys = f"area_code={row['area_code']},measure={row['measure']}"
    for column in ("value", "rows"):
        with pytest.raises(DisclosureError, match="not traced one by one"):
            trace(workspace, f"own_value/{keys}/{column}")


def test_a_count_whose_file_is_away_is_not_said_to_differ(built: tuple[Workspace, BuildResult]) -> None:
    workspace, _ = built
    row = workspace.lake.query("SELECT lsoa21, month, crime_type FROM panel WHERE lsoa21 <> '' LIMIT 1")
    keys = ",".join(f"{name}={value}" for name, value in sorted(row.to_pylist()[0].items()))
    folder = workspace.settings.source_folders[1]
    away = folder.rename(folder.with_name("away"))
    found = trace(workspace, f"panel/{keys}/n")
    away.rename(folder)
    assert found.value is not None
    assert found.agrees is None
    assert "not at hand" in found.notes[0]
    assert trace(workspace, f"panel/{keys}/n").agrees


def test_a_contrast_of_a_place_without_one_crime_is_counted_as_nought(
    built: tuple[Workspace, BuildResult],
) -> None:
    workspace, _ = built
    rows = workspace.lake.query("SELECT family, lsoa21 FROM contrast WHERE observed = 0").to_pylist()
    assert rows
    for row in rows[:3]:
        assert trace(workspace, f"contrast/family={row['family']},lsoa21={row['lsoa21']}/observed").agrees
