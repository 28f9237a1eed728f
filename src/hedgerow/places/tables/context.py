"""Build the indicators of places: one value for each LSOA of 2021 and each definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.places import geography
from hedgerow.places.indicators import Indicator, definitions
from hedgerow.places.indicators.reading import values
from hedgerow.places.sources import FoundFile, rows_in
from hedgerow.places.tables.geography import ENTERED, first
from hedgerow.places.tables.receipts import Receipts
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
POPULATION_2011 = "population20-lsoa11"

# A 2011 value brought to 2021: the whole value where an area was split, the residents' mean where merged.
_TO_2021 = """
    SELECT c.lsoa21 AS code,
           sum(v.value * coalesce(p.residents, 1)) / sum(coalesce(p.residents, 1)) AS value,
           CASE WHEN count(*) = 1 THEN min(v.row_number) END AS row_number
    FROM old_value v
    JOIN lsoa11_to_lsoa21 c ON c.lsoa11 = v.code AND c.weight IS NOT NULL
    LEFT JOIN old_population p ON p.code = v.code
    WHERE v.value IS NOT NULL
    GROUP BY c.lsoa21
"""
_DENSITY = """
    SELECT l.lsoa21 AS code, l.population / g.area_ha AS value, CAST(NULL AS BIGINT) AS row_number
    FROM area_lookup l JOIN area_geometry g ON g.code = l.lsoa21 AND g.kind = 'lsoa'
    WHERE l.population IS NOT NULL AND g.area_ha > 0
"""


def build_context(lake: Lake, files: Sequence[FoundFile], region: Region, progress: Progress) -> None:
    """Build indicator_value from the sources that are held; an indicator without its source has no rows."""
    receipts = Receipts("context")
    wanted = definitions()
    codes = lake.read("area_lookup", ["lsoa21"]).column("lsoa21")
    sources = _columns(wanted)
    population = _residents_2011(files, receipts)
    parts = [catalogue.spec("indicator_value").schema.empty_table()]
    for done, (source, columns) in enumerate(sources.items()):
        progress(done, len(sources), source)
        found = first(files, source)
        if found is None:
            continue
        rows = geography.read_rows(found, columns)
        file_id = receipts.enter(found, rows_in(rows))
        receipts.pass_over(found, files)
        _reject_strangers(receipts, found, rows, wanted)
        for indicator in (one for one in wanted.values() if one.source == source):
            parts.append(_of(lake, indicator, rows, file_id, codes, population))
    table = pa.concat_tables(parts)
    lake.write("indicator_value", table.sort_by([("indicator", "ascending"), ("lsoa21", "ascending")]))
    receipts.leave_out(ENTERED)
    receipts.write(lake)
    held = pc.count_distinct(table.column("indicator")).as_py()
    progress(len(sources), len(sources), f"{held} of {len(wanted)} indicators of {region.name}")


def _columns(wanted: Mapping[str, Indicator]) -> dict[str, tuple[str, ...]]:
    """Return the columns that each source must have."""
    found: dict[str, dict[str, None]] = {}
    for indicator in wanted.values():
        found.setdefault(indicator.source, {}).update(dict.fromkeys(indicator.reading.columns))
    return {source: tuple(columns) for source, columns in found.items()}


def _of(
    lake: Lake,
    indicator: Indicator,
    rows: pa.Table,
    file_id: str,
    codes: pa.ChunkedArray,
    population: pa.Table,
) -> pa.Table:
    """Return the rows of one indicator on the areas of 2021."""
    if indicator.reading.derived:
        found = lake.query(_DENSITY)
    else:
        found = values(indicator, rows)
        if indicator.reading.area == "lsoa11":
            found = _to_2021(lake, found, population)
    found = found.filter(pc.is_in(found.column("code"), codes.combine_chunks()))
    columns = {
        "indicator": [indicator.name] * len(found),
        "lsoa21": found.column("code"),
        "value": found.column("value"),
        "standard_error": pa.nulls(len(found), pa.float64()),
        "file_id": [file_id] * len(found),
        "row_number": found.column("row_number"),
    }
    return pa.table(columns, schema=catalogue.spec("indicator_value").schema)


def _residents_2011(files: Sequence[FoundFile], receipts: Receipts) -> pa.Table:
    """Return residents of each LSOA of 2011; no rows where they are not held."""
    held = first(files, POPULATION_2011)
    if held is None:
        return pa.table({"code": pa.array([], pa.string()), "residents": pa.array([], pa.int64())})
    rows = geography.read_rows(held, ("lsoa11_code", "total_population"))
    receipts.enter(held, rows_in(rows))
    return pa.table({"code": rows.column("lsoa11_code"), "residents": rows.column("total_population")})


def _to_2021(lake: Lake, found: pa.Table, population: pa.Table) -> pa.Table:
    with lake.connect() as connection:
        connection.register("old_value", found)
        connection.register("old_population", population)
        return connection.execute(_TO_2021).to_arrow_table()


def _reject_strangers(
    receipts: Receipts, found: FoundFile, rows: pa.Table, wanted: Mapping[str, Indicator]
) -> None:
    """List the rows whose code is no area's: a publisher's notes below the table."""
    code = next(one.reading.code for one in wanted.values() if one.source == found.source)
    known = pc.fill_null(pc.match_substring_regex(rows.column(code), r"^[A-Z]\d{8}"), False)
    strange = rows.filter(pc.invert(known))
    once = dict(zip(strange.column("row_number").to_pylist(), strange.column(code).to_pylist(), strict=True))
    if once:
        values = list(once.values())
        receipts.reject(found, list(once), "a note of the publisher, no area", code, values)
