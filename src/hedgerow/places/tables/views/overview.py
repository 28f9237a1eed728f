"""The region at a glance: headline numbers, its forces and its districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.places.geography import region_code
from hedgerow.places.tables.views.counting import RATE_COLUMNS, YEAR, last_month, period, rates_within
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.settings import Region
from hedgerow.store.lake import Lake

_AREAS = """
    SELECT a.code, a.name, a.parent_name, a.lsoa_count, a.population FROM area a
    WHERE a.kind = $kind AND a.in_region AND a.lsoa_count > 0 ORDER BY a.name
"""
_TOP_TENTH = """
    SELECT CASE $column WHEN 'lad24' THEN lad24 ELSE pfa24 END AS code,
           100.0 * avg(CASE WHEN s.decile = 1 THEN 1.0 ELSE 0.0 END) AS share
    FROM index_score s JOIN area_lookup a USING (lsoa21)
    WHERE s.index = $index AND s.decile IS NOT NULL GROUP BY 1
"""
_INDEX_COLUMNS = (
    ReleasedColumn("need_top", "LSOAs in the region’s tenth with most need", "%", 0, missing="not_built"),
    ReleasedColumn(
        "strength_top", "LSOAs in the region’s tenth with most strength", "%", 0, missing="not_built"
    ),
)


@dataclass(frozen=True)
class RegionOverview:
    """What is known of a region, in a page."""

    code: str
    name: str
    fictional: bool
    first: str | None
    last: str | None
    summary: str
    headline: Released
    forces: Released
    districts: Released


def region_overview(lake: Lake, region: Region) -> RegionOverview:
    """Return headline numbers and the tables of forces and districts."""
    last = last_month(lake)
    first, last = period(last) if last else (None, None)
    forces = _table(lake, "pfa", "pfa24", "Police force areas")
    districts = _table(lake, "lad", "lad24", "Local authority districts")
    headline = _headline(lake, len(forces), len(districts))
    unknown = [str(row["name"]) for row in forces.records() if row["crimes"] is None]
    words = f"{region.name}: {len(forces)} police force areas and {len(districts)} districts."
    if last is None:
        words += " No crime data are held yet."
    else:
        words += f" Recorded crime is counted from {first} to {last}."
        words += f" It is not known for {', '.join(unknown)}." if unknown else ""
    return RegionOverview(
        region_code(region), region.name, region.fictional, first, last, words, headline, forces, districts
    )


def _table(lake: Lake, kind: str, column: str, title: str) -> Released:
    rates = rates_within(lake, column)
    need, strength = _share(lake, column, "need"), _share(lake, column, "strength")
    rows, reasons = [], {}
    for number, row in enumerate(lake.query(_AREAS, {"kind": kind}).to_pylist()):
        code = row["code"]
        rate = rates.get(code)
        rows.append(
            (*row.values(), *(rate.values if rate else (None,) * 5), need.get(code), strength.get(code))
        )
        for name, held in (("need_top", need), ("strength_top", strength)):
            if held and code not in held:
                reasons[number, name] = "missing"
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "Name"),
        ReleasedColumn("parent_name", "In", missing="not_applicable"),
        ReleasedColumn("lsoa_count", "LSOAs", decimals=0),
        ReleasedColumn("population", "Residents", "people", decimals=0),
        *RATE_COLUMNS,
        *_INDEX_COLUMNS,
    )
    return release(
        Draft(
            f"region_{kind}",
            title,
            columns,
            tuple(rows),
            source_class="open",
            reasons=reasons,
            sources=source_notes(
                lake, "lookup-", "crime-panel-", "police-street", "census21-sex-age", "census21-residents"
            ),
            notes=(
                "A missing month is never counted as nought; the months that were counted are stated.",
                "Need and strength are modelled; each is a score of its own.",
            ),
        )
    )


def _share(lake: Lake, column: str, index: str) -> Mapping[str, float]:
    if not lake.has("index_score"):
        return {}
    rows = lake.query(_TOP_TENTH, {"column": column, "index": index}).to_pylist()
    return {row["code"]: row["share"] for row in rows}


def _headline(lake: Lake, forces: int, districts: int) -> Released:
    totals = lake.query(
        "SELECT count(*) AS lsoas, sum(population) AS residents, count(DISTINCT msoa21) AS msoas"
        " FROM area_lookup WHERE in_region"
    ).to_pylist()[0]
    rate = rates_within(lake, "").get("all")
    gaps = (
        lake.query(
            "SELECT count(*) AS n FROM panel_coverage WHERE state IN ('missing', 'partial')"
            " AND pfa24 IN (SELECT pfa24 FROM area_lookup WHERE in_region)"
            " AND month IN (SELECT DISTINCT month FROM panel_coverage ORDER BY month DESC LIMIT $months)",
            {"months": YEAR},
        ).to_pylist()[0]["n"]
        if lake.has("panel_coverage")
        else None
    )
    residents = totals["residents"]
    rows = (
        ("lsoas", "Small neighbourhoods (LSOAs)", float(totals["lsoas"]), ""),
        ("residents", "Residents (Census 2021)", None if residents is None else float(residents), "people"),
        ("districts", "Local authority districts", float(districts), ""),
        ("forces", "Police forces", float(forces), ""),
        ("crimes", "Recorded crimes in the last twelve months", rate.crimes if rate else None, ""),
        ("rate", "Recorded crimes per 1,000 residents a year", rate.rate if rate else None, "per 1,000"),
        (
            "months_missing",
            "Force-months not known, of the last twelve",
            None if gaps is None else float(gaps),
            "",
        ),
    )
    return release(
        Draft(
            "region_headline",
            "The region in numbers",
            (
                ReleasedColumn("key", "Key"),
                ReleasedColumn("what", "What"),
                ReleasedColumn("value", "Number", decimals=0),
                ReleasedColumn("unit", "Unit"),
            ),
            rows,
            sources=source_notes(lake, "lookup-", "crime-panel-", "census21-sex-age", "census21-residents"),
            notes=("Crimes and their rate cover only the forces and months that are known.",),
        )
    )
