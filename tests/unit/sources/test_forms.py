"""Files as published, one form each: recognised, read to the tidy columns, or refused with the reason."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from as_published import (
    DEPRIVED,
    HOMES,
    LSOAS,
    ROOMS,
    TENURE,
    csv_text,
    write_census,
    write_deprivation,
    write_lookups,
    write_outlines,
    write_workbook,
)
from hedgerow.errors import SettingsError, SourceFileError
from hedgerow.places import geography
from hedgerow.places.sources import SOURCES, FoundFile, columns_of, discover, read_table, rows_in
from hedgerow.places.sources.form import Form, parse_form
from hedgerow.places.sources.headers import canonical


def only(folder: Path) -> FoundFile:
    found = discover([folder])
    assert not found.unrecognised, found.unrecognised
    (one,) = found.files
    return one


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("\ufeffLSOA21CD", "lsoa21_code"),
        ("LSOA 2021 Code", "lsoa21_code"),
        ("LSOA code (2011)", "lsoa11_code"),
        ("Local Authority District name (2024)", "lad24_name"),
        ("LAD22NMW", "lad22_name_welsh"),
        ("wd24nm", "ward24_name"),
        ("msoa21hclnm", "msoa21_house_name"),
        ("msoa21hclnmw", "msoa21_house_name_welsh"),
        ("CHGIND", "change_code"),
        ("Age: Total; measures: Value", "age_total"),
        ("Occupancy rating of bedrooms: -1", "occupancy_rating_of_bedrooms_minus_1"),
        ("Occupancy rating of bedrooms: +1", "occupancy_rating_of_bedrooms_plus_1"),
        ("Aged 10-14 years", "aged_10_14_years"),
    ],
)
def test_headers_of_every_edition_have_one_name(header: str, name: str) -> None:
    assert canonical(header) == name


def test_lookups_as_downloaded(tmp_path: Path) -> None:
    write_lookups(tmp_path)
    assert sorted(item.source for item in discover([tmp_path]).files) == [
        "lookup-lad-csp-pfa",
        "lookup-lsoa11-lsoa21",
        "lookup-lsoa21-msoa21",
        "lookup-lsoa21-ward-lad",
        "names-msoa21",
        "rural-urban-lsoa21",
    ]


def test_output_areas_give_each_lsoa_once_with_the_row_that_it_comes_from(tmp_path: Path) -> None:
    write_lookups(tmp_path)
    (one,) = discover([tmp_path]).of("lookup-lsoa21-msoa21")
    table = read_table(one)
    assert table.column("lsoa21_code").to_pylist() == [x.code for x in LSOAS]
    assert table.column("row_number").to_pylist() == [1, 3, 5, 7, 9, 11]
    assert rows_in(table) == 12


def test_rural_or_urban_is_told_by_the_class_where_the_flag_is_not_there(tmp_path: Path) -> None:
    rows = [
        ("LSOA21CD", "RUC21CD", "RUC21NM"),
        ("E01000001", "UF1", "Urban"),
        ("E01000002", "RLN1", "Larger"),
    ]
    (tmp_path / "ruc.csv").write_text(csv_text([*rows, ("E01000003", "?", "?")]))
    assert read_table(only(tmp_path), ["ruc"]).column("ruc").to_pylist() == ["Urban", "Rural", None]


def test_census_zips_of_nomis_are_read_at_lsoas_and_the_other_areas_are_told(tmp_path: Path) -> None:
    write_census(tmp_path)
    found = discover([tmp_path])
    assert sorted(item.source for item in found.files) == [
        "census21-household-deprivation",
        "census21-household-type",
        "census21-overcrowding",
        "census21-sex-age",
        "census21-tenure",
    ]
    reasons = {item.member: item.reason for item in found.unrecognised}
    assert "census2021-ts054-lsoa.csv" in reasons["census2021-ts054-msoa.csv"]
    for source, column, kinds, seed in (
        ("census21-tenure", "tenure", TENURE, 1),
        ("census21-household-type", "type", HOMES, 2),
        ("census21-household-deprivation", "deprivation_dimensions", DEPRIVED, 3),
        ("census21-overcrowding", "occupancy_rating", tuple(ROOMS), 4),
    ):
        table = read_table(
            found.of(source)[0], ["lsoa21_code", "total_households", column, "n", "row_number"]
        )
        got = {(row["lsoa21_code"], row[column]): row for row in table.to_pylist()}
        assert len(got) == len(LSOAS) * len(kinds)
        for x in LSOAS:
            for kind, count in zip(kinds, x.counts(len(kinds), seed), strict=True):
                row = got[x.code, kind]
                assert (row["n"], row["row_number"]) == (count, x.number)
                assert row["total_households"] == sum(x.counts(len(kinds), seed))


@pytest.mark.parametrize("mnemonic", [True, False])
def test_a_nomis_query_has_a_preamble_and_notes_below(tmp_path: Path, mnemonic: bool) -> None:
    header = ["2021 super output area - lower layer", *(["mnemonic"] if mnemonic else [])]
    area = ["Hartlepool 001A", "E01011954"] if mnemonic else ["E01011954 : Hartlepool 001A"]
    rows = [
        ["TS054 - Tenure"],
        ["ONS Crown Copyright Reserved [from Nomis on 1 March 2024]"],
        [],
        ["Population :", "All households"],
        [],
        [*header, "Total: All households", "Owned", *TENURE],
        [*area, 36, 3, *range(1, 9)],
        [],
        ["In order to protect against disclosure of personal information, counts were perturbed"],
    ]
    (tmp_path / "4169201263056497.csv").write_text(csv_text(rows))
    one = only(tmp_path)
    assert one.source == "census21-tenure"
    table = geography.read_rows(one, ("lsoa21_code", "tenure", "n", "total_households"))
    mine = [row for row in table.to_pylist() if (row["lsoa21_code"] or "").startswith("E01011954")]
    assert [(row["tenure"], row["n"], row["total_households"]) for row in mine] == [
        (kind, number, 36) for number, kind in enumerate(TENURE, 1)
    ]


def test_residents_from_ts001(tmp_path: Path) -> None:
    rows = [("date", "geography", "geography code", "Residence type: Total; measures: Value")]
    (tmp_path / "census2021-ts001-lsoa.csv").write_text(csv_text([*rows, ("2021", "A", "E01000001", 1500)]))
    one = only(tmp_path)
    assert one.source == "census21-residents"
    assert read_table(one, ["lsoa21", "total"]).to_pylist() == [{"lsoa21": "E01000001", "total": "1500"}]


def test_file_7_of_both_editions(tmp_path: Path) -> None:
    write_deprivation(tmp_path)
    found = discover([tmp_path])
    assert sorted(item.source for item in found.files) == ["cni2023", "imd2019", "imd2025"]
    new = read_table(found.of("imd2025")[0], ["lsoa21_code", "income_score", "housing_and_services_score"])
    assert [float(value) for value in new.column("income_score").to_pylist()] == [
        x.scores(2025)[1] for x in LSOAS
    ]
    old = read_table(found.of("imd2019")[0], ["lsoa11_code", "imd_decile", "housing_and_access_rank"])
    assert len(old) == 6  # the sheet of notes before it is passed over
    assert all(decile.isdigit() for decile in old.column("imd_decile").to_pylist())


def test_a_workbook_in_a_zip(tmp_path: Path) -> None:
    inner = tmp_path / "File_1_IoD2019.xlsx"
    header = ["LSOA code (2011)", "LSOA name (2011)", "Index of Multiple Deprivation (IMD) Rank"]
    header += ["Index of Multiple Deprivation (IMD) Decile"]
    write_workbook(inner, {"Notes": [["x"]], "IMD2019": [header, ["E01000001", "A", 29199, 9]]})
    (tmp_path / "sub").mkdir()
    with zipfile.ZipFile(tmp_path / "sub" / "imd.zip", "w") as archive:
        archive.write(inner, "folder/File_1_IoD2019.xlsx")
    inner.unlink()
    one = only(tmp_path)
    assert read_table(one, ["lsoa11_code", "imd_decile"]).to_pylist() == [
        {"lsoa11_code": "E01000001", "imd_decile": "9"}
    ]
    assert "lsoa11_code" in columns_of(one)


def test_population_estimates_below_their_preamble(tmp_path: Path) -> None:
    header = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total", "F0 to 15"]
    sheet = [["Mid-2022 population estimates"], [], ["Source: ONS"], header]
    body = ["E06000901", "Upton", "E01000001", "A", 1500, 120]
    write_workbook(tmp_path / "sapelsoa.xlsx", {"Contents": [["x"]], "Mid-2022 LSOA 2021": [*sheet, body]})
    one = only(tmp_path)
    assert one.source == "population-estimates-lsoa21"
    assert read_table(one, ["lsoa21_code", "total"]).to_pylist() == [
        {"lsoa21_code": "E01000001", "total": "1500"}
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"<html></html>"])
def test_a_workbook_that_is_none_is_listed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "File_7.xlsx").write_bytes(content)
    assert [item.path.name for item in discover([tmp_path]).unrecognised] == ["File_7.xlsx"]


def test_a_workbook_with_a_document_type_is_not_read(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(tmp_path / "File_7.xlsx", "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", bomb)
        archive.writestr("xl/workbook.xml", bomb)
    assert "empty, damaged or holds no table" in discover([tmp_path]).unrecognised[0].reason


def test_a_workbook_cut_after_it_was_recognised_is_refused(tmp_path: Path) -> None:
    write_deprivation(tmp_path)
    (one,) = discover([tmp_path]).of("imd2019")
    one.path.write_bytes(one.path.read_bytes()[:4000])
    with pytest.raises(SourceFileError, match="cannot be read as XLSX"):
        read_table(one)


def test_properties_behind_a_long_outline_are_found(tmp_path: Path) -> None:
    ring = [[-1 + 0.00001 * n, 52.0] for n in range(20_000)]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*ring, [-1, 53], ring[0]]]},
    }
    feature["properties"] = {"FID": 1, "PFA24CD": "E23000020", "PFA24NM": "Lincolnshire"}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert len(text) > 1 << 18
    (tmp_path / "pfa.geojson").write_text(text)
    assert only(tmp_path).source == "boundaries-pfa"


@pytest.mark.parametrize(
    ("code", "source"),
    [("LSOA11CD", "boundaries-lsoa11"), ("LAD24CD", "boundaries-lad"), ("MSOA21CD", "boundaries-msoa21")],
)
def test_other_outlines(tmp_path: Path, code: str, source: str) -> None:
    write_outlines(tmp_path / "x.geojson", grid=False)
    text = (tmp_path / "x.geojson").read_text().replace("LSOA21", code.removesuffix("CD"))
    (tmp_path / "x.geojson").write_text(text)
    assert only(tmp_path).source == source


def test_outlines_in_metres_without_a_word_of_it(tmp_path: Path) -> None:
    write_outlines(tmp_path / "x.geojson", grid=True)
    data = json.loads((tmp_path / "x.geojson").read_text())
    del data["crs"]
    (tmp_path / "x.geojson").write_text(json.dumps(data))
    outlines = geography.read_outlines(only(tmp_path), "lsoa21_code")
    assert outlines.shapes[0].bounds == pytest.approx(LSOAS[0].outline.bounds, abs=1e-4)


def test_the_newest_codes_win_whatever_the_names_of_the_files(tmp_path: Path) -> None:
    for year, name in ((23, "lookup-99.csv"), (24, "old.csv")):
        header = [
            f"LAD{year}CD",
            f"LAD{year}NM",
            f"CSP{year}CD",
            f"CSP{year}NM",
            f"PFA{year}CD",
            f"PFA{year}NM",
        ]
        (tmp_path / name).write_text(csv_text([header, ["a"] * 6]))
    found = discover([tmp_path]).files
    assert [item.path.name for item in geography.newest(found)] == ["old.csv", "lookup-99.csv"]


def test_every_form_that_was_not_seen_says_so() -> None:
    marked = {one.name: one.files for one in SOURCES.values() if "(unverified)" in one.files}
    assert set(marked) >= {"population-estimates-lsoa21", "cni2023", "imd2019"}
    assert "(unverified)" not in SOURCES["imd2025"].files


def test_a_form_with_a_typing_error_cannot_live_on() -> None:
    with pytest.raises(SettingsError, match="colums"):
        parse_form({"colums": ["a"]}, "x.toml")
    with pytest.raises(SettingsError, match="maybe"):
        parse_form({"columns": ["a"], "status": "maybe"}, "x.toml")


def test_a_sum_of_what_is_missing_is_missing() -> None:
    table = pa.table({"a": ["1", " 2 ", "x", None], "b": ["3", "4", "5", "6"]})
    assert Form(columns=("a",), sums={"c": ("a", "b")}).tidied(table).column("c").to_pylist() == [
        4,
        6,
        None,
        None,
    ]


def test_bytes_of_no_workbook_yield_nothing() -> None:
    from hedgerow.places.sources.workbook import first_rows

    assert list(first_rows(io.BytesIO(b"no"), 5)) == []


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("lsoa.gpkg", "GeoJSON"), ("lsoa.shp", "GeoJSON"), ("imd.ods", "XLSX"), ("a.csv.gz", "Unpack")],
)
def test_a_format_that_is_not_read_says_which_to_choose(tmp_path: Path, name: str, remedy: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert remedy in discover([tmp_path]).unrecognised[0].reason
