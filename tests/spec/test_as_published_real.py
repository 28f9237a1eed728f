"""England and Wales, from the real figures written again in the publishers' own formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest
import shapely

from as_published import ROOMS
from hedgerow.places.sources import discover
from hedgerow.places.tables.context import build_context
from hedgerow.places.tables.geography import build_geography
from hedgerow.settings import region
from hedgerow.store.lake import Lake

pytestmark = [pytest.mark.real_data, pytest.mark.slow]
TIDY = (
    "lookup/lookup_lsoa11_lsoa21_ltla22",
    "lookup/lookup_lsoa21_ward24_ltla24",
    "lookup/derived_lsoa21_lad23_csp24_pfa24",
    "lookup/lookup_ltla24_csp24_pfa24",
    "lookup/hoc_msoa21_names",
    "lookup/ruc21_lsoa21",
    "geo/boundaries_lsoa21",
    "deprivation/imd2025_england_lsoa21",
    "deprivation/imd2019_england_lsoa11",
    "deprivation/cni2023_england_lsoa21",
    "census/household_tenure21_lsoa21",
    "census/household_overcrowding21_lsoa21",
)
LONG = {
    "IMD": "Index of Multiple Deprivation (IMD)",
    "Education": "Education, Skills and Training",
    "Health": "Health Deprivation and Disability",
    "Housing_and_Services": "Barriers to Housing and Services",
    "Housing_and_Access": "Barriers to Housing and Services",
    "Environment": "Living Environment",
}
ENDINGS = {
    "score": "Score",
    "rank": "Rank (where 1 is most deprived)",
    "decile": "Decile (where 1 is most deprived 10% of LSOAs)",
}


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


def made(root: Path, folders: Sequence[Path]) -> Lake:
    lake = Lake(root)
    files = discover(folders).files
    build_geography(lake, files, region("east-midlands"), quiet)
    build_context(lake, files, region("east-midlands"), quiet)
    return lake


@pytest.fixture(scope="module")
def both(real_places: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Lake]:
    """Tidy copies, and the same in the publishers' formats; the Nomis file of ages already is."""
    root = tmp_path_factory.mktemp("real")
    tidy, published = root / "tidy", root / "published"
    tidy.mkdir()
    published.mkdir()
    ages = real_places / "census" / "raw_nomis_RM121_lsoa21_pop_65plus.csv"
    for folder in (tidy, published):
        (folder / ages.name).symlink_to(ages)
    for name in TIDY:
        (tidy / f"{name.rsplit('/', 1)[-1]}.parquet").symlink_to(real_places / f"{name}.parquet")
    tables = {name.rsplit("/", 1)[-1]: pq.read_table(real_places / f"{name}.parquet") for name in TIDY}
    write(published, tables)
    return made(root / "lake-tidy", [tidy]), made(root / "lake-published", [published])


def write(folder: Path, tables: dict[str, pa.Table]) -> None:
    ons = {
        "lookup_lsoa11_lsoa21_ltla22": "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Lookup.csv",
        "lookup_lsoa21_ward24_ltla24": "LSOA_(2021)_to_Electoral_Ward_(2024)_to_LAD_(2024)_Lookup.csv",
        "lookup_ltla24_csp24_pfa24": "LAD_to_CSP_to_PFA_(2024)_Lookup.csv",
    }
    for name, file in ons.items():
        put(folder / file, tables[name].rename_columns([_ons(c) for c in tables[name].column_names]))
    names = tables["hoc_msoa21_names"].select(["msoa21cd", "msoa21nm", "msoa21hcln"])
    put(folder / "MSOA-Names.csv", names.rename_columns(["msoa21cd", "msoa21nm", "msoa21hclnm"]))
    classes = tables["ruc21_lsoa21"].select(["lsoa21_code", "ruc21_code", "classification"])
    put(folder / "RUC_(2021).csv", classes.rename_columns(["LSOA21CD", "RUC21CD", "RUC21NM"]))
    needs = tables["cni2023_england_lsoa21"].drop_columns(["Left Behind Area?"])
    put(folder / "cni.csv", needs.rename_columns(["LSOA Code", "LSOA Name", *needs.column_names[2:]]))
    new, old = tables["imd2025_england_lsoa21"], tables["imd2019_england_lsoa11"]
    put(folder / "File_7_IoD2025.csv", new.rename_columns([_file_7(c) for c in new.column_names]))
    old = old.append_column("Crime_score", pa.array([0.0] * len(old)))
    old = old.append_column("IMD_score", pa.array([0.0] * len(old)))
    put(folder / "File_7_IoD2019.csv", old.rename_columns([_file_7(c) for c in old.column_names]))
    wide(folder, tables["household_tenure21_lsoa21"], "ts054", "Tenure of household", "tenure")
    wide(
        folder,
        tables["household_overcrowding21_lsoa21"],
        "ts052",
        "Occupancy rating for bedrooms",
        "occupancy_rating",
    )
    outlines(folder / "LSOA_2021_EW_BSC.geojson", tables["boundaries_lsoa21"])


def _ons(column: str) -> str:
    kind, _, part = column.partition("_")
    if kind == "change":
        return "CHGIND"
    kind = kind.replace("ltla", "lad").replace("ward", "wd").upper()
    return kind + {"code": "CD", "name": "NM"}[part]


def _file_7(column: str) -> str:
    domain, _, ending = column.rpartition("_")
    if domain.startswith("lsoa"):
        return f"LSOA code (20{domain[-2:]})"
    return f"{LONG.get(domain, domain)} {ENDINGS[ending]}"


def put(path: Path, table: pa.Table) -> None:
    """Write CSV with a byte order mark, as the portal does."""
    with path.open("wb") as handle:
        handle.write(b"\xef\xbb\xbf")
        pcsv.write_csv(table, handle)


def wide(folder: Path, table: pa.Table, name: str, topic: str, column: str) -> None:
    """Write one row an LSOA and one column an answer."""
    rows: dict[str, dict[str, object]] = {}
    for row in table.to_pylist():
        area = rows.setdefault(
            row["lsoa21_code"],
            {
                "date": 2021,
                "geography": "x",
                "geography code": row["lsoa21_code"],
                f"{topic}: Total: All households": row["total_households"],
            },
        )
        answer = ROOMS.get(row[column])
        told = f"Occupancy rating of bedrooms: {answer}" if answer else row[column]
        area[f"{topic}: {told}"] = row["n"]
    pcsv.write_csv(pa.Table.from_pylist(list(rows.values())), folder / f"census2021-{name}-lsoa.csv")


def outlines(path: Path, table: pa.Table) -> None:
    shapes = shapely.to_geojson(shapely.from_wkb(table.column("geometry").to_pylist()))
    code = next(name for name in table.column_names if name.endswith("_code"))
    features = [
        {"type": "Feature", "properties": {"FID": 1, "LSOA21CD": one}, "geometry": json.loads(shape)}
        for one, shape in zip(table.column(code).to_pylist(), shapes, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


@pytest.mark.parametrize("table", ["area", "area_lookup", "lsoa11_to_lsoa21", "area_neighbour"])
def test_the_geography_of_england_and_wales_is_the_same(both: tuple[Lake, Lake], table: str) -> None:
    tidy, published = both
    assert published.read(table).to_pylist() == tidy.read(table).to_pylist()
    assert len(published.read("area_lookup")) == 35_672


def test_the_districts_of_several_partnerships_are_named(both: tuple[Lake, Lake]) -> None:
    sql = "SELECT note FROM source_file WHERE source = 'lookup-lad-csp-pfa'"
    (row,) = both[1].query(sql).to_pylist()
    assert row["note"].startswith("Districts of several partnerships, whose LSOAs are given none: ")
    assert "Cumberland, East Suffolk, North Northamptonshire, West Northamptonshire," in row["note"]


def test_the_best_fit_ward_does_not_move_an_lsoa_to_another_force(both: tuple[Lake, Lake]) -> None:
    sql = "SELECT lad24_name, pfa24_name, ward24 FROM area_lookup WHERE lsoa21 = 'E01027305'"
    assert both[0].query(sql).to_pylist() == both[1].query(sql).to_pylist()
    assert both[1].query(sql).to_pylist()[0]["lad24_name"] == "West Northamptonshire"


def test_every_indicator_of_every_lsoa_is_the_same(both: tuple[Lake, Lake]) -> None:
    tidy, published = (
        lake.read("indicator_value", ["indicator", "lsoa21", "value"]).to_pylist() for lake in both
    )
    assert published == tidy
    assert len({row["indicator"] for row in tidy}) == 20
