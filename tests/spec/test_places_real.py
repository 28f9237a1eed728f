"""The real East Midlands, to the row: what the published files hold and what must not be made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hedgerow.places.sources import discover
from hedgerow.places.tables.context import build_context
from hedgerow.places.tables.geography import build_geography
from hedgerow.places.tables.map import build_map
from hedgerow.places.tables.panel import build_panel
from hedgerow.places.tables.views import (
    area_crime,
    area_header,
    find_areas,
    gaps_view,
    get_area,
    indicators_view,
    layer_values,
    outline_svg,
    region_overview,
)
from hedgerow.settings import region
from hedgerow.store.lake import Lake

pytestmark = pytest.mark.real_data
EAST_MIDLANDS = region("east-midlands")


def quiet(done: int, total: int, message: str) -> None:
    assert 0 <= done <= total, message


@pytest.fixture(scope="module")
def lake(real_places: Path, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Geography, context and panel from everything but the raw street files."""
    folders = [
        real_places / name for name in ("geo", "lookup", "census", "deprivation", "indices", "crime_panel")
    ]
    files = discover(folders).files
    built = Lake(tmp_path_factory.mktemp("real") / "lake")
    for build in (build_geography, build_context, build_panel):
        build(built, files, EAST_MIDLANDS, quiet)
    return built


def rows(lake: Lake, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in lake.query(sql, parameters).to_pylist()]


def test_the_five_forces_have_2847_lsoas(lake: Lake) -> None:
    found = dict(rows(lake, "SELECT force, count(*) AS n FROM area_lookup WHERE in_region GROUP BY 1"))
    assert found == {
        "derbyshire": 651,
        "leicestershire": 634,
        "lincolnshire": 435,
        "northamptonshire": 443,
        "nottinghamshire": 684,
    }
    assert sum(found.values()) == 2847
    assert get_area(lake, "east-midlands").lsoa_count == 2847


def test_every_lsoa_of_england_and_wales_has_one_row(lake: Lake) -> None:
    assert rows(
        lake,
        "SELECT count(*) AS n, count(DISTINCT lsoa21) AS d, count(*) - count(csp24) AS shared,"
        " CAST(sum(population) AS BIGINT) AS people FROM area_lookup",
    ) == [(35672, 35672, 1481, 59597538)]


def test_northamptonshires_partnerships_multiply_nothing(lake: Lake) -> None:
    assert rows(lake, "SELECT lad24_name, pfa24_name FROM area_lookup WHERE lsoa21 = 'E01027305'") == [
        ("West Northamptonshire", "Northamptonshire")
    ]
    shared = rows(
        lake,
        "SELECT name, lsoa_count FROM area WHERE kind = 'csp' AND in_region AND lsoa_count = 0 ORDER BY name",
    )
    assert [name for name, _ in shared] == [
        "Corby",
        "Daventry and South Northamptonshire",
        "East Northamptonshire",
        "Kettering",
        "Northampton",
        "Wellingborough",
    ]
    assert "shares its district" in area_header(lake, "E22000233").summary


def test_how_2011_became_2021(lake: Lake) -> None:
    found = rows(
        lake,
        'SELECT change, count(*) AS n, count(DISTINCT lsoa11) AS "from", count(DISTINCT lsoa21) AS "to",'
        " round(sum(weight), 6) AS weight FROM lsoa11_to_lsoa21 GROUP BY 1 ORDER BY 1",
    )
    assert found == [
        ("M", 239, 239, 119, 239.0),
        ("S", 1900, 861, 1900, 861.0),
        ("U", 33647, 33647, 33647, 33647.0),
        ("X", 9, 6, 6, None),
    ]
    note = rows(lake, "SELECT note FROM source_file WHERE source = 'lookup-lsoa11-lsoa21'")[0][0]
    assert note.startswith("6 irregular 2011 areas")


def test_outlines_touch_16696_times_and_no_lsoa_is_an_island(lake: Lake) -> None:
    assert rows(lake, "SELECT count(*) AS n, count(DISTINCT lsoa21) AS d FROM area_neighbour") == [
        (16696, 2847)
    ]
    assert dict(rows(lake, "SELECT kind, count(*) AS n FROM area_geometry GROUP BY 1")) == {
        "lsoa": 2847,
        "lad": 35,
        "pfa": 5,
    }


def test_retired_codes_of_may_2023_are_placed_row_by_row(lake: Lake, real_places: Path) -> None:
    published = str(real_places / "crime_panel" / "crime_lsoa21_month_type_ew.parquet")
    with lake.connect() as connection:
        mixed = connection.execute(
            "SELECT count(DISTINCT p.lsoa21_code), CAST(sum(n) AS BIGINT),"
            " CAST(sum(n) FILTER (month = '2023-05') AS BIGINT),"
            " CAST(sum(n) FILTER (month = '2023-06') AS BIGINT)"
            " FROM read_parquet($path) p WHERE lsoa21_code <> ''"
            " AND lsoa21_code NOT IN (SELECT lsoa21 FROM area_lookup)",
            {"path": published},
        ).fetchall()
    assert mixed == [(873, 21580, 20898, 682)]
    # What the published 2021 codes hold, and what the retired codes of May 2023 add to it.
    expected = {
        "derbyshire": 289_765 + 377,
        "leicestershire": 285_270 + 678,
        "lincolnshire": 189_972 + 0,
        "nottinghamshire": 342_168 + 471,
    }
    found = dict(
        rows(
            lake,
            "SELECT a.force, sum(p.n) AS n FROM panel p JOIN area_lookup a USING (lsoa21)"
            " WHERE p.month >= '2023-05' GROUP BY 1",
        )
    )
    assert found == {force: pytest.approx(n, abs=1e-3) for force, n in expected.items()}


def test_every_row_of_the_national_tables_is_kept_or_listed(lake: Lake) -> None:
    found = rows(
        lake,
        "SELECT source, rows_in, rows_kept, rows_rejected FROM source_file"
        " WHERE source LIKE 'crime-panel-%' ORDER BY source",
    )
    assert found == [
        ("crime-panel-lsoa11", 598_090, 597_973, 117),
        ("crime-panel-lsoa21", 5_402_860, 5_402_835, 25),
    ]
    listed = rows(
        lake,
        "SELECT DISTINCT value FROM rejected_row WHERE reason LIKE 'its area cannot be placed%' ORDER BY 1",
    )
    irregular = rows(lake, "SELECT DISTINCT lsoa11 FROM lsoa11_to_lsoa21 WHERE change = 'X' ORDER BY 1")
    assert set(listed) <= set(irregular)
    note = rows(lake, "SELECT note FROM source_file WHERE source = 'crime-panel-lsoa21'")[0][0]
    assert "629,949 records have no location" in note


def test_anti_social_behaviour_is_kept(lake: Lake, real_places: Path) -> None:
    published = str(real_places / "crime_panel" / "crime_lsoa21_month_type_ew.parquet")
    with lake.connect() as connection:
        direct, both = connection.execute(
            "SELECT CAST(sum(p.n) FILTER (a.lsoa21 IS NOT NULL) AS BIGINT),"
            " (SELECT sum(n) FROM panel WHERE crime_type = 'anti-social-behaviour' AND month >= '2023-05'"
            "  AND lsoa21 <> '') FROM read_parquet($path) p"
            " LEFT JOIN area_lookup a ON a.lsoa21 = p.lsoa21_code AND a.in_region"
            " WHERE p.crime_type = 'Anti-social behaviour'",
            {"path": published},
        ).fetchone() or (0, 0)
    assert direct == 185_572
    assert both >= direct


def test_greater_manchester_is_missing_and_not_crime_free(lake: Lake) -> None:
    found = rows(
        lake,
        "SELECT DISTINCT state FROM panel_coverage"
        " WHERE pfa24_name = 'Greater Manchester' AND month >= '2023-05'",
    )
    assert found == [("missing",)]
    gap = rows(
        lake,
        "SELECT from_month, to_month, source FROM panel_gap WHERE force = 'Greater Manchester'"
        " AND from_month >= '2023-05'",
    )
    assert gap[0][:2] == ("2023-05", "2026-01")
    assert "July 2019" in gap[0][2]


@pytest.mark.parametrize(
    ("force", "months", "states"),
    [
        ("Northamptonshire", ("2018-10", "2026-01"), {"missing"}),
        ("Gwent", ("2025-09", "2026-01"), {"missing"}),
        ("Dyfed-Powys", ("2023-05", "2023-05"), {"partial"}),
        ("Dyfed-Powys", ("2024-01", "2024-04"), {"missing", "partial"}),
        ("Northumbria", ("2026-01", "2026-01"), {"partial"}),
        ("Northumbria", ("2018-10", "2018-10"), {"missing"}),
        ("Lancashire", ("2018-10", "2018-10"), {"missing"}),
        ("Metropolitan Police", ("2018-10", "2019-02"), {"missing"}),
        ("West Midlands", ("2018-10", "2019-02"), {"missing"}),
        ("West Yorkshire", ("2018-10", "2019-02"), {"missing"}),
        ("Devon & Cornwall", ("2023-05", "2023-11"), {"partial"}),
        ("Derbyshire", ("2024-11", "2024-11"), {"unusual"}),
        ("Nottinghamshire", ("2024-09", "2024-09"), {"unusual"}),
    ],
)
def test_each_known_hole_is_found(lake: Lake, force: str, months: tuple[str, str], states: set[str]) -> None:
    found = rows(
        lake,
        "SELECT state FROM panel_coverage WHERE pfa24_name = $force AND month BETWEEN $first AND $last",
        force=force,
        first=months[0],
        last=months[1],
    )
    assert {state for (state,) in found} == states


def test_few_other_months_are_doubted(lake: Lake) -> None:
    """Of 1,419 force-months from May 2023 no more than a dozen others are not called complete."""
    doubted = rows(
        lake,
        "SELECT pfa24_name, month, state FROM panel_coverage WHERE month >= '2023-05' AND state <> 'complete'"
        " AND pfa24_name NOT IN ('Greater Manchester', 'Northamptonshire', 'Gwent', 'Dyfed-Powys',"
        " 'Devon & Cornwall', 'Northumbria')",
    )
    assert {state for _, _, state in doubted} == {"unusual"}
    assert len(doubted) <= 12
    assert rows(lake, "SELECT count(*) AS n FROM panel_coverage WHERE month >= '2023-05'") == [(43 * 33,)]


def test_every_lsoa_of_the_four_forces_has_records(lake: Lake) -> None:
    silent = rows(
        lake,
        "SELECT count(*) AS n FROM area_lookup a WHERE a.in_region AND a.pfa24 <> 'E23000022'"
        " AND a.lsoa21 NOT IN (SELECT lsoa21 FROM panel WHERE month >= '2023-05')",
    )
    assert silent == [(0,)]


def test_indicators_cover_england_and_come_without_crime(lake: Lake) -> None:
    found = dict(rows(lake, "SELECT indicator, count(value) AS n FROM indicator_value GROUP BY 1"))
    assert len(found) == 25
    assert found["imd2025_income"] == 33_755
    assert found["cni2023_engaged"] == 33_755
    assert found["population"] == 35_672
    assert found["density"] == 2_847
    assert not [name for name in found if "crime" in name]


def test_a_published_value_is_found_again_by_its_row(lake: Lake, real_places: Path) -> None:
    value, row = rows(
        lake,
        "SELECT value, row_number FROM indicator_value"
        " WHERE indicator = 'imd2025_score' AND lsoa21 = 'E01021988'",
    )[0]
    assert value == 94.223
    published = pq.read_table(real_places / "deprivation" / "imd2025_england_lsoa21.parquet")
    assert published.column("IMD_score")[row - 1].as_py() == value


def test_a_missing_force_is_missing_in_every_view(lake: Lake) -> None:
    crime = area_crime(lake, "E23000022")
    assert all(row["n"] is None and row["rate"] is None for row in crime.by_type.records())
    assert set(crime.by_type.reasons.values()) >= {"gap"}
    assert crime.months_counted == 0
    assert "Not known is not nought" in crime.summary
    layer = layer_values(lake, "crime:all_crime")
    assert layer.missing == 443
    assert sum(entry.count for entry in layer.legend) == 2404
    overview = region_overview(lake, EAST_MIDLANDS)
    assert "not known for Northamptonshire" in overview.summary
    assert len(overview.districts) == 35


def test_a_districts_crime_is_the_sum_over_its_lsoas(lake: Lake) -> None:
    crime = area_crime(lake, "E07000138")
    family = {row["family"]: row for row in crime.by_family.records()}
    assert (crime.first, crime.last, crime.months_counted) == ("2025-02", "2026-01", 12)
    summed = rows(
        lake,
        "SELECT sum(p.n) AS n FROM panel p JOIN area_lookup a USING (lsoa21) WHERE a.lad24 = 'E07000138'"
        " AND p.month BETWEEN '2025-02' AND '2026-01' AND p.crime_type <> 'anti-social-behaviour'",
    )
    assert family["all_crime"]["n"] == pytest.approx(summed[0][0])
    low, rate, high = (family["all_crime"][name] for name in ("lower", "rate", "upper"))
    assert low < rate < high
    assert (
        crime.by_family.figures[0, "n"] == "panel/family=all_crime,lad24=E07000138,month=2025-02..2026-01/n"
    )


def test_names_are_found_as_people_type_them(lake: Lake) -> None:
    def first(text: str, kind: str | None = None) -> tuple[Any, ...]:
        return find_areas(lake, text, kind=kind).areas.rows[0][:4]

    assert first("lincoln") == ("E07000138", "Lincoln", None, "lad")
    assert first("e01026122")[0] == "E01026122"
    assert first("MONKS ROAD")[2:] == ("Monks Road, St Giles & Greetwell", "msoa")
    assert first("Boston", kind="csp")[0] == "E22000173"
    assert len(find_areas(lake, "nowhere at all").areas) == 0


def test_an_area_shows_its_indicators_and_its_outline(lake: Lake) -> None:
    view = indicators_view(lake, "E01026122")
    assert len(view.indicators) == 25
    assert (
        "indicator_value/indicator=imd2025_education,lsoa21=E01026122/value"
        in view.indicators.figures.values()
    )
    outline = outline_svg(lake, "E07000138")
    assert len(outline.paths) == 60
    assert all(path.startswith("M") and path.endswith("Z") for _, _, path in outline.paths)


def test_the_gap_register_is_shown_with_the_regions_first(lake: Lake) -> None:
    view = gaps_view(lake)
    assert next(view.register.records())["in_region"] is True
    assert "Northamptonshire" in view.summary


def test_the_regions_tiles_are_under_a_megabyte_and_a_half(lake: Lake, tmp_path: Path) -> None:
    build_map(lake, tmp_path, EAST_MIDLANDS, quiet)
    tiles = tmp_path / "map" / "areas.pmtiles"
    assert tiles.read_bytes()[:7] == b"PMTiles"
    assert tiles.stat().st_size < 1_200_000
    assert sorted(path.name for path in (tmp_path / "map").iterdir()) == ["areas.pmtiles", "map.json"]
