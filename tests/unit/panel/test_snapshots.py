"""A month that a force published twice is counted once: the fullest snapshot serves."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from hedgerow.demo import generate
from hedgerow.places.sources import discover
from hedgerow.places.tables.geography import build_geography
from hedgerow.places.tables.panel import build_panel
from hedgerow.places.tables.street import build_street
from hedgerow.settings import read_region
from hedgerow.store.lake import Lake


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vales")
    generate(folder)
    return folder


@pytest.mark.parametrize("lost", [0, 40])
def test_two_snapshots_of_a_month_are_counted_once(made: Path, tmp_path: Path, lost: int) -> None:
    region = read_region(str(made / "region.toml"))
    files = discover([made / "published"]).files
    found = next(one for one in files if one.source == "police-street")
    assert found.member
    with zipfile.ZipFile(found.path) as archive:
        lines = archive.read(found.member).decode().splitlines()
    # The same rows in another order, or the same month cut short.
    snapshots = {"first": lines, "again": [lines[0], *reversed(lines[1 : len(lines) - lost])]}
    for name, held in snapshots.items():
        path = tmp_path / name / found.member
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(held) + "\n", "utf-8")
    street = discover([tmp_path / "first", tmp_path / "again"]).files
    assert len(street) == 2
    lake = Lake(tmp_path / "lake")
    build_geography(lake, files, region, quiet)
    build_street(lake, street, quiet)
    build_panel(lake, street, region, quiet)
    counted = lake.query("SELECT sum(n) AS n FROM panel").to_pylist()[0]["n"]
    assert counted == pytest.approx(len(lines) - 1)
