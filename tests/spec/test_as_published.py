"""A region made only from the publishers' own downloads is the same as from tidy copies of them."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest

from as_published import LSOAS, REGION, write_published, write_tidy
from hedgerow.places.sources import discover
from hedgerow.places.tables.context import build_context
from hedgerow.places.tables.geography import build_geography
from hedgerow.store.lake import Lake

TABLES = ("area", "area_lookup", "lsoa11_to_lsoa21", "area_neighbour", "area_geometry")


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


def made(root: Path, folder: Path) -> Lake:
    lake = Lake(root)
    found = discover([folder]).files
    build_geography(lake, found, REGION, quiet)
    build_context(lake, found, REGION, quiet)
    return lake


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("tidy")
    write_tidy(folder / "files")
    return made(folder / "lake", folder / "files")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    folder = tmp_path_factory.mktemp("published")
    write_published(folder / "files")
    return made(folder / "lake", folder / "files")


@pytest.mark.parametrize("table", TABLES)
def test_the_geography_is_the_same(tidy: Lake, published: Lake, table: str) -> None:
    assert published.read(table).to_pylist() == tidy.read(table).to_pylist()
    assert len(published.read(table))


def test_every_indicator_is_the_same(tidy: Lake, published: Lake) -> None:
    columns = ["indicator", "lsoa21", "value"]
    mine, theirs = (lake.read("indicator_value", columns).to_pylist() for lake in (published, tidy))
    assert mine == theirs
    held = {row["indicator"] for row in mine}
    assert {"private_rent", "overcrowding", "flats", "households_deprived", "age_65_plus", "rural"} <= held
    assert {"imd2025_income", "imd2019_decile", "cni2023_score", "population", "density"} <= held


def test_a_district_with_two_partnerships_multiplies_nothing_and_is_told(published: Lake) -> None:
    lookup = published.read("area_lookup").to_pylist()
    assert [(row["lsoa21"], row["csp24"]) for row in lookup] == [
        (x.code, "E22000901" if x.district == 1 else None) for x in LSOAS
    ]
    (note,) = published.query("SELECT note FROM source_file WHERE source = 'lookup-lad-csp-pfa'").to_pylist()
    assert note["note"] == "Districts of several partnerships, whose LSOAs are given none: Downton."


def test_rows_in_are_those_of_the_file(published: Lake) -> None:
    sql = "SELECT source, rows_in, rows_kept, rows_rejected FROM source_file"
    rows = {row.pop("source"): tuple(row.values()) for row in published.query(sql).to_pylist()}
    assert rows["lookup-lsoa21-msoa21"] == (12, 12, 0)  # two output areas an LSOA, used once each
    assert rows["census21-tenure"] == (6, 6, 0)  # eight answers a row
    assert rows["cni2023"] == (7, 6, 1)  # the empty row at the end
    assert rows["imd2019"] == (6, 6, 0)


def test_outlines_on_the_national_grid_come_to_the_same_place(tmp_path: Path, tidy: Lake) -> None:
    write_published(tmp_path / "files", grid=True)
    lake = made(tmp_path / "lake", tmp_path / "files")
    mine, theirs = (one.read("area_geometry").to_pylist() for one in (lake, tidy))
    assert [row["code"] for row in mine] == [row["code"] for row in theirs]
    for row, other in zip(mine, theirs, strict=True):
        assert row["area_ha"] == pytest.approx(other["area_ha"], rel=1e-3)
        if row["kind"] == "lsoa":
            inside = (other["longitude"], other["latitude"])
            assert (row["longitude"], row["latitude"]) == pytest.approx(inside, abs=1e-4)
    assert lake.read("area_neighbour").to_pylist() == tidy.read("area_neighbour").to_pylist()


def test_the_output_areas_tell_the_msoa_where_no_names_are_held(tmp_path: Path) -> None:
    write_published(tmp_path / "files")
    (tmp_path / "files" / "MSOA-Names-Latest2.csv").unlink()
    lake = Lake(tmp_path / "lake")
    build_geography(lake, discover([tmp_path / "files"]).files, REGION, quiet)
    rows = lake.read("area_lookup").to_pylist()
    assert [(row["msoa21"], row["msoa21_name"], row["house_name"]) for row in rows] == [
        (x.msoa, x.name[:-1], None) for x in LSOAS
    ]


def test_downloads_that_were_added_are_read_by_a_step_of_the_build(tmp_path: Path) -> None:
    """`source add` and `build` from the folder, as a person does it."""
    from hedgerow.places.sources import add_files
    from hedgerow.workspace.road import CONTEXT, GEOGRAPHY

    write_published(tmp_path / "downloads")
    added = add_files(tmp_path / "sources", sorted((tmp_path / "downloads").iterdir()))
    assert not [one.reason for one in added if not one.source and one.path.suffix != ".zip"]
    read = {item.source for item in discover([tmp_path / "sources"]).files}
    assert "census21-sex-age" in read
    patterns = (*GEOGRAPHY, *CONTEXT)
    assert all(any(fnmatch(source, pattern) for pattern in patterns) for source in read)
