"""The real public files, to the row; skipped where they are absent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hedgerow.places.sources import SOURCES, Discovery, discover, read_table
from hedgerow.places.tables.street import build_street, editions
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

pytestmark = pytest.mark.real_data

# Files that hold no table of a kind that is read, and are listed as such.
NOT_READ = {
    "README.md",
    "raw_a002400000KeYdsAAF.json",
    "raw_a002400000OiDBQAA3.json",
    "nottingham_burglary.csv.gz",
    "nottingham_robbery.csv.gz",
    "nottingham_wards.gpkg",
}
ROWS = {
    "leicestershire_2019-12_2022-10_street.zip": 301_838,
    "eastmids_4forces_2018-10_2019-02_street.zip": 166_431,
    "lincolnshire_2017-02_2020-01_street_outcomes.zip": 333_021,
    "lincolnshire_2020-06_2022-06_street.zip": 149_887,
    "city_of_london_2018-12_2021-11_street_stopsearch.zip": 30_537,
}


@pytest.fixture(scope="module")
def found(real_places: Path) -> Discovery:
    return discover([real_places])


@pytest.fixture(scope="module")
def lake(found: Discovery, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    built = Lake(tmp_path_factory.mktemp("real") / "lake")
    build_street(built, found.files, lambda *_: None)
    return built


def test_the_real_data_are_discovered_whole(found: Discovery) -> None:
    assert {item.path.name for item in found.unrecognised} == NOT_READ
    assert len(found.files) == 341
    assert len(found.of("police-street")) == 156
    assert len(found.of("police-outcomes")) == 37
    assert len(found.of("police-stop-and-search")) == 37
    assert len(found.of("boundaries-lsoa21")) == 37


@pytest.mark.parametrize(
    ("source", "rows", "columns"),
    [
        ("lookup-lsoa11-lsoa21", 35_795, ["lsoa11_code", "lsoa21_code", "change_code"]),
        ("lookup-lsoa21-ward-lad", 35_672, ["lsoa21_code", "ward24_code", "lad24_code"]),
        ("lookup-lsoa21-lad-csp-pfa", 35_672, ["lsoa21_code", "lad23_code", "csp24_code", "pfa24_code"]),
        ("lookup-lsoa11-msoa11", 41_729, ["lsoa11_code", "msoa11_code"]),
        ("names-msoa21", 7_264, ["msoa21_code", "msoa21_house_name"]),
        ("imd2025", 33_755, ["lsoa21_code", "imd_score", "imd_rank"]),
        ("imd2019", 32_844, ["lsoa11_code", "imd_rank"]),
        ("cni2023", 33_755, ["lsoa21_code", "civic_assets_domain_score"]),
        ("rural-urban-lsoa21", 35_672, ["lsoa21_code", "ruc21_code"]),
        ("population20-lsoa11", 34_753, ["lsoa11_code", "total_population"]),
    ],
)
def test_tables_have_their_rows_and_columns(
    found: Discovery, source: str, rows: int, columns: list[str]
) -> None:
    (one,) = found.of(source)
    assert read_table(one, columns).num_rows == rows


def test_the_nomis_table_keeps_names_with_commas(found: Discovery) -> None:
    table = read_table(found.of("census21-sex-age")[0], ["lsoa21", "total"])
    areas = [
        (name, int(total))
        for name, total in zip(*(table.column(c).to_pylist() for c in ("lsoa21", "total")), strict=True)
        if name and name[:3] in ("E01", "W01")
    ]
    assert len(areas) == 35_672
    assert sum(total for _, total in areas) == 59_597_538
    assert sum(1 for name, _ in areas if "," in name) == 240


def test_every_row_is_kept_and_counted(lake: Lake) -> None:
    by_file = lake.query("SELECT path, rows_in, rows_kept, rows_rejected, note FROM source_file").to_pylist()
    assert all(row["rows_in"] == row["rows_kept"] + row["rows_rejected"] for row in by_file)
    assert sum(row["rows_rejected"] for row in by_file) == 0
    totals: dict[str, int] = {}
    for row in by_file:
        # A loose file that holds the same bytes as a zip's member is read first and stands for it.
        again = (row["note"] or "").partition("the same bytes also at ")[2]
        archive = (again or row["path"]).partition("!")[0]
        totals[archive] = totals.get(archive, 0) + row["rows_in"]
    assert {name: totals[name] for name in ROWS} == ROWS


def test_the_four_tables_hold_what_was_kept(lake: Lake) -> None:
    counted = lake.query(
        "SELECT (SELECT count(*) FROM street) AS street, (SELECT count(*) FROM outcome) AS outcome, "
        "(SELECT count(*) FROM stop_search) AS stop_search, "
        "(SELECT sum(rows_kept)::BIGINT FROM source_file) AS kept"
    ).to_pylist()[0]
    assert counted == {"street": 848_367, "outcome": 131_061, "stop_search": 8_057, "kept": 987_485}


def test_incidents_of_anti_social_behaviour_are_kept_and_none_has_an_id(lake: Lake) -> None:
    row = lake.query(
        "SELECT count(*) AS n, count(crime_id) AS ids FROM street s JOIN source_file USING (file_id) "
        "WHERE crime_type = 'anti-social-behaviour' AND s.force = 'leicestershire' AND path LIKE 'leic%'"
    ).to_pylist()[0]
    assert row["ids"] == 0
    assert row["n"] > 0


def test_months_published_twice_are_two_editions(lake: Lake) -> None:
    twice = [
        edition.month
        for edition in editions(lake)
        if edition.force == "lincolnshire" and "eastmids" not in edition.path and edition.month < "2019-03"
    ]
    rows = {
        (edition.month, edition.rows)
        for edition in editions(lake)
        if edition.force == "lincolnshire" and edition.month in ("2018-10", "2019-02")
    }
    assert rows == {("2018-10", 5_669), ("2019-02", 5_340)}
    assert len(twice) > len(set(twice))
    both = [e for e in editions(lake) if e.force == "lincolnshire" and e.month == "2018-10"]
    assert len(both) == 2


def test_leicestershire_has_its_35_months(lake: Lake) -> None:
    months = lake.query(
        "SELECT month, count(*) AS n FROM street WHERE force = 'leicestershire' AND month >= '2019-12' "
        "GROUP BY month ORDER BY month"
    ).to_pylist()
    assert len(months) == 35
    counts = {row["month"]: row["n"] for row in months}
    assert (counts["2020-02"], counts["2020-04"]) == (7_857, 7_809)
    assert sum(counts.values()) == 301_838


@pytest.mark.parametrize(
    ("archive", "surplus"), [("lincolnshire_2017", 13_870), ("leicestershire_2019", 7_936)]
)
def test_rows_identical_to_another_are_kept_and_none_has_an_id(
    lake: Lake, archive: str, surplus: int
) -> None:
    """Dropping what looks like a duplicate would destroy this many incidents."""
    row = lake.query(
        """
        WITH same AS (
            SELECT count(*) AS n, count(crime_id) AS ids
            FROM street JOIN source_file USING (file_id)
            WHERE source_file.path LIKE $pattern OR note LIKE '%also at ' || $pattern
            GROUP BY street.month, force, crime_id, longitude, latitude, location, lsoa_published, crime_type,
                     last_outcome
        )
        SELECT sum(n - 1)::BIGINT AS surplus, sum(ids) FILTER (n > 1)::BIGINT AS ids FROM same WHERE n > 1
        """,
        {"pattern": f"{archive}%"},
    ).to_pylist()[0]
    assert row["surplus"] == surplus
    assert row["ids"] == 0


def test_vintage_is_stated_for_every_row_with_a_code(lake: Lake) -> None:
    rows = lake.query(
        "SELECT coalesce(lsoa_vintage, 'none') AS vintage, count(*) AS n FROM street GROUP BY 1"
    ).to_pylist()
    assert {row["vintage"]: row["n"] for row in rows} == {
        "both": 759_334,
        "2011": 77_525,
        "2021": 399,
        "none": 11_109,
    }
    missing = lake.query(
        "SELECT count(*) AS n FROM street WHERE lsoa_vintage IS NULL AND lsoa_published IS NOT NULL"
    )
    assert missing.to_pylist() == [{"n": 0}]


def test_every_table_reads_with_the_columns_that_its_source_declares(found: Discovery) -> None:
    seen = set()
    for item in found.files:
        if item.source.startswith("police-") or item.source in seen or item.member:
            continue
        seen.add(item.source)
        columns = set(read_table(item).column_names)
        for pattern in set(SOURCES[item.source].columns) - {"geo"}:
            assert any(re.fullmatch(pattern, column) for column in columns), (item.label, pattern)
    assert len(seen) > 65


def test_what_is_written_keeps_the_catalogues_promise_and_says_whose_it_is(lake: Lake) -> None:
    for name in ("street", "outcome", "stop_search", "source_file", "rejected_row"):
        assert lake.read(name).schema.equals(catalogue.spec(name).schema), name
    unsaid = lake.query(
        "SELECT count(*) AS n FROM source_file "
        "WHERE licence = '' OR publisher = '' OR vintage NOT LIKE '____-__'"
    )
    assert unsaid.to_pylist() == [{"n": 0}]
