"""The same build on the real East Midlands, from files as published."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from hedgerow.workspace import Workspace, create_workspace
from hedgerow.workspace.build import build
from hedgerow.workspace.doctor import Report, doctor
from hedgerow.workspace.making import build_profile
from hedgerow.workspace.trace import trace

pytestmark = [pytest.mark.real_data, pytest.mark.slow]
MADE_WITHOUT_OWN_TABLES = {"own": "skipped"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, real_places: Path) -> tuple[Workspace, Report]:
    root = tmp_path_factory.mktemp("real") / "east-midlands"
    workspace = create_workspace(root, region="east-midlands", sources=(real_places,))
    result = build(root)
    states = {step.name: step.state for step in result.steps}
    assert states == dict.fromkeys(states, "done") | MADE_WITHOUT_OWN_TABLES
    assert not any(step.ran for step in build(root).steps)
    return workspace, doctor(root)


def test_the_region_has_its_areas(real: tuple[Workspace, Report]) -> None:
    areas = real[1].areas
    assert (areas["lsoa21"], areas["lsoa11"], areas["lad24"], areas["pfa24"]) == (2847, 2774, 35, 5)


def test_missing_is_marked_and_never_zero(real: tuple[Workspace, Report]) -> None:
    gaps = {(gap["force"], gap["from"], gap["to"]): gap["kind"] for gap in real[1].as_dict()["gaps"]}
    assert gaps["Greater Manchester", "2023-05", "2026-01"] == "missing"
    assert gaps["Northamptonshire", "2023-05", "2026-01"] == "missing"
    address = "panel/crime_type=burglary,pfa24=E23000022,month=2025-06/n"
    trail = trace(real[0], address)
    assert trail.value is None
    assert "not zero" in trail.notes[0]


def test_every_file_is_accounted_for_to_the_row(real: tuple[Workspace, Report]) -> None:
    sources = list(real[1].sources.records())
    assert {"police-street", "crime-panel-lsoa21", "imd2025"} <= {str(row["name"]) for row in sources}
    for row in sources:
        assert row["rows_in"] == int(str(row["rows_kept"])) + int(str(row["rows_rejected"])), row["path"]


def test_random_counts_are_the_same_when_counted_again(real: tuple[Workspace, Report]) -> None:
    sql = "SELECT lsoa21, month, crime_type FROM panel WHERE lsoa21 <> '' ORDER BY ALL"
    cells = real[0].lake.query(sql).to_pylist()
    for cell in random.Random(7).sample(cells, 12):
        keys = ",".join(f"{name}={value}" for name, value in cell.items())
        assert trace(real[0], f"panel/{keys}/n").agrees, keys


def test_the_profile_of_lincoln_is_made_and_each_of_its_numbers_followed(
    real: tuple[Workspace, Report], tmp_path: Path
) -> None:
    made = build_profile(real[0], "Lincoln", edition="restricted", out=tmp_path)
    assert {path.suffix for path in made.files.values()} == {".docx", ".pdf", ".html", ".json"}
    import json

    figures = json.loads(made.files["manifest"].read_text("utf-8"))["figures"]
    assert len(figures) > 50
    for address in figures:
        assert trace(real[0], address).agrees is not False, address
    real[0].database.close()


def test_random_contrasts_rest_on_the_counts_of_their_own_months(real: tuple[Workspace, Report]) -> None:
    sql = "SELECT family, lsoa21 FROM contrast WHERE observed IS NOT NULL ORDER BY ALL"
    for row in random.Random(11).sample(real[0].lake.query(sql).to_pylist(), 12):
        address = f"contrast/family={row['family']},lsoa21={row['lsoa21']}/observed"
        assert trace(real[0], address).agrees, address
