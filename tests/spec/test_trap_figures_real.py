"""The traps of published data with their figures: what the files hold, and what Hedgerow makes of them."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hedgerow.places.sources import discover
from hedgerow.places.tables.geography import build_geography
from hedgerow.places.tables.panel import build_panel
from hedgerow.settings import region
from hedgerow.store.lake import Lake

pytestmark = pytest.mark.real_data
PEACEFUL = "Greater Manchester"


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


@pytest.fixture(scope="module")
def lake(real_places: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Geography and panel of the real East Midlands, with the gap register of every force."""
    files = discover([real_places / name for name in ("geo", "lookup", "census", "crime_panel")]).files
    built = Lake(tmp_path_factory.mktemp("traps") / "lake")
    for build in (build_geography, build_panel):
        build(built, files, region("east-midlands"), quiet)
    return built


@pytest.fixture(scope="module")
def published(lake: Lake, real_places: Path) -> duckdb.DuckDBPyConnection:
    """The files as published, beside the tables that Hedgerow made of them."""
    connection = duckdb.connect()
    for name in ("area_lookup", "panel", "panel_coverage", "lsoa11_to_lsoa21"):
        connection.register(name, lake.read(name))
    for name, path in {
        "given": "crime_panel/crime_lsoa21_month_type_ew",
        "district": "lookup/lookup_ltla24_csp24_pfa24",
        "best_fit": "lookup/lookup_lsoa21_ward24_ltla24",
        "change": "lookup/lookup_lsoa11_lsoa21_ltla22",
        "kingdom": "lookup/lookup_lsoa11_msoa11",
    }.items():
        connection.register(name, connection.read_parquet(str(real_places / f"{path}.parquet")))
    return connection


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


class TestVintages:
    def test_the_panel_is_whole(self, published: duckdb.DuckDBPyConnection) -> None:
        assert rows(
            published,
            "SELECT count(*), CAST(sum(n) AS BIGINT), count(DISTINCT month), count(DISTINCT crime_type)"
            " FROM given",
        ) == [(5_402_860, 16_231_144, 33, 14)]
        unplaced = "SELECT CAST(sum(n) AS BIGINT) FROM given WHERE lsoa21_code = ''"
        assert rows(published, unplaced) == [(629_949,)]

    def test_both_editions_of_codes_stand_in_one_month(self, published: duckdb.DuckDBPyConnection) -> None:
        old = rows(
            published,
            "SELECT d.pfa24_name, CAST(sum(g.n) AS BIGINT) AS n FROM given g"
            " JOIN (SELECT DISTINCT lsoa11_code, ltla22_code FROM change) c ON c.lsoa11_code = g.lsoa21_code"
            " JOIN (SELECT DISTINCT ltla24_code, pfa24_name FROM district) d ON d.ltla24_code = c.ltla22_code"
            " WHERE g.month = '2023-06' AND g.lsoa21_code NOT IN (SELECT lsoa21 FROM area_lookup)"
            " GROUP BY 1 ORDER BY 2 DESC LIMIT 3",
        )
        assert old == [("Hertfordshire", 307), ("Essex", 190), ("Wiltshire", 147)]

    def test_retired_codes_reach_the_panel_under_their_new_ones(
        self, published: duckdb.DuckDBPyConnection
    ) -> None:
        assert rows(
            published,
            "SELECT count(*) FROM panel WHERE lsoa21 <> ''"
            " AND lsoa21 NOT IN (SELECT lsoa21 FROM area_lookup)",
        ) == [(0,)]

    def test_no_code_changes_its_meaning(self, published: duckdb.DuckDBPyConnection) -> None:
        retired, new = rows(
            published,
            "SELECT count(DISTINCT lsoa11_code) FILTER (lsoa11_code NOT IN (SELECT lsoa21_code FROM change)),"
            " count(DISTINCT lsoa21_code) FILTER (lsoa21_code NOT IN (SELECT lsoa11_code FROM change))"
            " FROM change",
        )[0]
        assert (retired, new) == (1_106, 2_025)
        assert rows(
            published,
            "SELECT count(*) FROM change WHERE change_code <> 'U' AND lsoa11_code = lsoa21_code",
        ) == [(0,)]

    def test_scottish_zones_of_a_uk_wide_lookup_are_no_areas_here(
        self, published: duckdb.DuckDBPyConnection
    ) -> None:
        assert rows(
            published,
            "SELECT count(*), count(*) FILTER (lsoa11_code LIKE 'S%'), count(DISTINCT lsoa11_code)"
            " FILTER (lsoa11_code NOT LIKE 'S%') FROM kingdom",
        ) == [(41_729, 6_976, 34_753)]
        assert rows(
            published,
            "SELECT (SELECT count(*) FROM area_lookup WHERE lsoa21 LIKE 'S%')"
            " + (SELECT count(*) FROM lsoa11_to_lsoa21 WHERE lsoa11 LIKE 'S%')",
        ) == [(0,)]


class TestLookupsThatMultiply:
    def test_seven_districts_have_several_partnerships(self, published: duckdb.DuckDBPyConnection) -> None:
        assert rows(published, "SELECT count(*), count(DISTINCT ltla24_code) FROM district") == [(332, 318)]
        assert rows(
            published,
            "SELECT count(*), min(n), max(n) FROM (SELECT count(DISTINCT csp24_code) AS n FROM district"
            " GROUP BY ltla24_code) WHERE n > 1",
        ) == [(7, 2, 4)]

    def test_a_plain_join_counts_crimes_twice_and_ours_does_not(
        self, published: duckdb.DuckDBPyConnection
    ) -> None:
        month = "FROM given g JOIN area_lookup a ON a.lsoa21 = g.lsoa21_code"
        june = "WHERE g.month = '2025-06'"
        once = rows(published, f"SELECT CAST(sum(g.n) AS BIGINT) {month} {june}")
        plain = rows(
            published,
            f"SELECT CAST(sum(g.n) AS BIGINT) {month} JOIN district d ON d.ltla24_code = a.lad24 {june}",
        )
        assert (once, plain) == ([(493_204,)], [(517_664,)])
        ratio = dict(
            rows(
                published,
                f"SELECT a.pfa24_name, round(sum(g.n * k.n) / sum(g.n), 3) {month} JOIN (SELECT ltla24_code,"
                f" count(*) AS n FROM district GROUP BY 1) k ON k.ltla24_code = a.lad24 {june} GROUP BY 1",
            )
        )
        named = ("Cumbria", "Dorset", "Thames Valley", "Suffolk")
        assert [ratio[name] for name in named] == [3.0, 2.28, 1.575, 1.309]

    def test_a_best_fit_ward_would_move_an_lsoa_out_of_its_force(
        self, published: duckdb.DuckDBPyConnection
    ) -> None:
        through_wards = rows(
            published,
            "SELECT count(*) FROM best_fit b JOIN (SELECT DISTINCT ltla24_code, pfa24_name FROM district) d"
            " USING (ltla24_code) WHERE d.pfa24_name = 'Northamptonshire'",
        )
        ours = rows(published, "SELECT count(*) FROM area_lookup WHERE pfa24_name = 'Northamptonshire'")
        assert (through_wards, ours) == ([(442,)], [(443,)])
        assert rows(published, "SELECT ltla24_name FROM best_fit WHERE lsoa21_code = 'E01027305'") == [
            ("Cherwell",)
        ]


class TestOutlines:
    def test_the_east_midlands_touch_16696_times_and_no_lsoa_is_an_island(self, lake: Lake) -> None:
        links = lake.query(
            "SELECT count(*) AS links, count(DISTINCT n.lsoa21) AS areas FROM area_neighbour n"
            " JOIN area_lookup a ON a.lsoa21 = n.lsoa21 AND a.in_region"
            " JOIN area_lookup b ON b.lsoa21 = n.neighbour AND b.in_region"
        )
        assert links.to_pylist() == [{"links": 16_696, "areas": 2_847}]

    @pytest.mark.slow
    def test_england_and_wales_touch_209984_times_and_one_lsoa_is_an_island(
        self, real_places: Path, tmp_path: Path
    ) -> None:
        files = discover([real_places / name for name in ("geo", "lookup", "census")]).files
        whole = Lake(tmp_path / "lake")
        build_geography(whole, files, region("england-and-wales"), quiet)
        links = whole.query("SELECT count(*) AS links, count(DISTINCT lsoa21) AS areas FROM area_neighbour")
        assert links.to_pylist() == [{"links": 209_984, "areas": 35_671}]
        alone = whole.query(
            "SELECT lsoa21 FROM area_lookup WHERE lsoa21 NOT IN (SELECT lsoa21 FROM area_neighbour)"
        )
        assert alone.to_pylist() == [{"lsoa21": "E01019077"}]


class TestMissingMonths:
    def test_a_missing_force_looks_peaceful(self, published: duckdb.DuckDBPyConnection) -> None:
        months = rows(
            published,
            "SELECT CAST(sum(g.n) AS BIGINT) FROM given g JOIN area_lookup a ON a.lsoa21 = g.lsoa21_code"
            " WHERE a.pfa24_name = 'Greater Manchester' GROUP BY g.month",
        )
        seen = [n for (n,) in months]
        assert (min(seen), max(seen), len(seen)) == (36, 108, 33)
        assert sum(seen) == 2_557
        empty = rows(
            published,
            "SELECT count(*), count(*) FILTER (lsoa21 NOT IN (SELECT lsoa21_code FROM given))"
            " FROM area_lookup WHERE pfa24_name = 'Greater Manchester'",
        )
        assert empty == [(1_702, 929)]
        assert rows(
            published,
            "SELECT DISTINCT state FROM panel_coverage WHERE month >= '2023-05'"
            " AND pfa24_name = 'Greater Manchester'",
        ) == [("missing",)]

    def test_the_obvious_rule_finds_19_months_and_misses_most(
        self, published: duckdb.DuckDBPyConnection
    ) -> None:
        found = rows(
            published,
            "WITH m AS (SELECT a.pfa24_name AS force, g.month, sum(g.n) AS n FROM given g JOIN area_lookup a"
            " ON a.lsoa21 = g.lsoa21_code GROUP BY 1, 2),"
            " own AS (SELECT force, median(n) AS usual FROM m GROUP BY 1)"
            " SELECT force, month FROM m JOIN own USING (force) WHERE n < 0.6 * usual",
        )
        flagged = Counter(force for force, _ in found)
        assert sum(flagged.values()) == 19
        assert (flagged[PEACEFUL], flagged["Northamptonshire"], flagged["Devon & Cornwall"]) == (7, 0, 1)
        ours = rows(
            published,
            "SELECT pfa24_name, count(*) FROM panel_coverage WHERE month >= '2023-05'"
            " AND state IN ('missing', 'partial') GROUP BY 1",
        )
        held = dict(ours)
        assert (held[PEACEFUL], held["Northamptonshire"], held["Devon & Cornwall"]) == (33, 33, 7)

    @pytest.mark.parametrize(
        ("force", "months", "low", "high"),
        [
            ("Gwent", ("2025-09", "2026-01"), 21, 39),
            ("Devon & Cornwall", ("2023-05", "2023-11"), 6_706, 7_982),
            ("Devon & Cornwall", ("2023-12", "2023-12"), 10_462, 10_462),
            ("Derbyshire", ("2024-11", "2024-11"), 6_945, 6_945),
            ("Nottinghamshire", ("2024-09", "2024-09"), 8_883, 8_883),
        ],
    )
    def test_the_low_months_have_their_figures(
        self,
        published: duckdb.DuckDBPyConnection,
        force: str,
        months: tuple[str, str],
        low: int,
        high: int,
    ) -> None:
        seen = published.execute(
            "SELECT CAST(sum(g.n) AS BIGINT) FROM given g JOIN area_lookup a ON a.lsoa21 = g.lsoa21_code"
            " WHERE a.pfa24_name = $force AND g.month BETWEEN $first AND $last GROUP BY g.month",
            {"force": force, "first": months[0], "last": months[1]},
        ).fetchall()
        numbers = [n for (n,) in seen]
        assert (min(numbers), max(numbers)) == (low, high)


class TestRowsThatLookAlike:
    def test_outcomes_that_look_alike_are_kept(self, real_places: Path) -> None:
        archive = real_places / "police_raw" / "lincolnshire_2017-02_2020-01_street_outcomes.zip"
        lines: Counter[tuple[str, bytes]] = Counter()
        with zipfile.ZipFile(archive) as folder:
            for name in folder.namelist():
                if name.endswith("-outcomes.csv"):
                    body = folder.read(name).splitlines()[1:]
                    lines.update((name, line) for line in body if line)
        assert sum(lines.values()) == 131_061
        assert sum(n - 1 for n in lines.values() if n > 1) == 9_805

    def test_a_month_published_again_differs_in_outcomes_and_in_no_place(self, real_places: Path) -> None:
        raw = real_places / "police_raw"
        for month, n, changed in (("2018-10", 5_669, 118), ("2019-02", 5_340, 188)):
            old = _month(raw / "lincolnshire_2017-02_2020-01_street_outcomes.zip", month)
            new = _month(raw / "eastmids_4forces_2018-10_2019-02_street.zip", month)
            assert len(old) == len(new) == n
            places = [Counter((row[0], *row[4:10]) for row in one) for one in (old, new)]
            assert places[0] == places[1]
            ids = [{row[0]: row[-2] for row in one if row[0]} for one in (old, new)]
            assert sum(ids[0][key] != ids[1].get(key) for key in ids[0]) == changed


def _month(archive: Path, month: str) -> list[tuple[str, ...]]:
    import csv
    import io

    with zipfile.ZipFile(archive) as folder:
        (name,) = [n for n in folder.namelist() if n.endswith(f"{month}-lincolnshire-street.csv")]
        text = folder.read(name).decode("utf-8-sig")
    return [tuple(row) for row in list(csv.reader(io.StringIO(text)))[1:]]


def test_the_earlier_panel_is_whole(real_places: Path) -> None:
    file = real_places / "crime_panel" / "crime_lsoa11_month_type_ew_2018-10_2019-02.parquet"
    found = duckdb.sql(f"SELECT count(*), CAST(sum(n) AS BIGINT) FROM '{file}'").fetchall()
    assert found == [(598_090, 1_739_174)]
