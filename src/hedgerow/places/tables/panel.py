"""Build the panel of counts, what is known of each force and month, and the gap register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import duckdb
import numpy as np
import pyarrow as pa

from hedgerow.errors import NotFoundError
from hedgerow.places import gaps
from hedgerow.places.panel import Candidate, choose, months_between
from hedgerow.places.sources import FoundFile, read_table
from hedgerow.places.sources.headers import canonical
from hedgerow.places.tables.receipts import Receipts
from hedgerow.settings import Region
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import crime_type_of

Progress = Callable[[int, int, str], None]
STREET = "police-street"
# Source of a national table: its column of area codes.
NATIONAL = {"crime-panel-lsoa21": "lsoa21_code", "crime-panel-lsoa11": "lsoa11_code"}

# Every code that a row may carry, of either vintage, and where its count goes. No code changed its meaning: a
# code that lives in 2021 is itself; a retired one is shared out; an irregular one has no place to go.
_CODES = """
    CREATE TABLE code AS
    SELECT lsoa21 AS given, lsoa21, 1.0 AS weight, pfa24, in_region FROM area_lookup
    UNION ALL
    SELECT o.lsoa11, o.lsoa21, o.weight, a.pfa24, a.in_region
    FROM lsoa11_to_lsoa21 o JOIN area_lookup a ON a.lsoa21 = o.lsoa21
    WHERE o.weight IS NOT NULL AND o.lsoa11 NOT IN (SELECT lsoa21 FROM area_lookup)
"""
_CELLS = """
    CREATE TABLE cell (edition VARCHAR, by_row BOOLEAN, force VARCHAR, month VARCHAR, lsoa21 VARCHAR,
                       crime_type VARCHAR, n DOUBLE);
    CREATE TABLE total (pfa24 VARCHAR, month VARCHAR, edition VARCHAR, records DOUBLE, by_row BOOLEAN)
"""
# Of several snapshots of a force and month, the fullest serves; the Transport Police have no area.
_SNAPSHOTS = """
    CREATE TABLE snapshot AS
    SELECT force, month, file_id, count(*) AS records,
           row_number() OVER (PARTITION BY force, month ORDER BY count(*) DESC, file_id) AS place
    FROM street WHERE force <> 'btp' GROUP BY force, month, file_id
"""
_STREET_CELLS = """
    INSERT INTO cell
    SELECT 'police-street/' || s.file_id, true, s.force, s.month, coalesce(c.lsoa21, ''), s.crime_type,
           round(sum(coalesce(c.weight, 1.0)), 9)
    FROM street s
    JOIN snapshot p ON p.force = s.force AND p.month = s.month AND p.file_id = s.file_id AND p.place = 1
    LEFT JOIN code c ON c.given = s.lsoa_published
    GROUP BY ALL
"""
_NATIONAL_CELLS = """
    INSERT INTO cell
    SELECT $edition, false, NULL, g.month, c.lsoa21, t.slug, round(sum(g.n * c.weight), 9)
    FROM given g JOIN code c ON c.given = g.area AND c.in_region
    JOIN type t ON t.text = g.crime_type AND t.month = g.month
    GROUP BY ALL
"""
_NATIONAL_TOTALS = """
    INSERT INTO total
    SELECT c.pfa24, g.month, $edition, round(sum(g.n * c.weight), 6), false
    FROM given g JOIN code c ON c.given = g.area
    GROUP BY ALL
"""
_NATIONAL_STRANGERS = """
    SELECT g.row_number, coalesce(g.area, '') AS value FROM given g
    WHERE g.area <> '' AND g.area NOT IN (SELECT given FROM code) ORDER BY 1
"""
# A force's own month comes from its own file, with what the other forces' files of that month place there;
# without its own file, theirs are no edition of it.
_STREET_TOTALS = """
    INSERT INTO total
    SELECT a.pfa24, c.month, o.edition, round(sum(c.n), 6), true
    FROM cell c
    JOIN area_lookup a ON a.lsoa21 = c.lsoa21
    JOIN (SELECT DISTINCT force, month, edition FROM cell) o ON o.force = a.force AND o.month = c.month
    GROUP BY ALL
"""
_PANEL = """
    SELECT c.lsoa21, c.month, c.crime_type, round(sum(c.n), 9) AS n, s.edition
    FROM cell c
    JOIN area_lookup a ON a.lsoa21 = c.lsoa21 AND a.in_region
    JOIN serving s ON s.pfa24 = a.pfa24 AND s.month = c.month
        AND (s.edition = c.edition OR (s.by_row AND c.by_row))
    GROUP BY ALL
    UNION ALL
    SELECT '', month, crime_type, sum(n), 'police-street' FROM cell WHERE lsoa21 = '' AND by_row GROUP BY ALL
    ORDER BY 1, 2, 3
"""


def build_panel(lake: Lake, files: Sequence[FoundFile], region: Region, progress: Progress) -> None:
    """Build panel (the region's LSOAs), panel_coverage (every force) and panel_gap."""
    receipts = Receipts("panel")
    national = [found for found in files if found.source in NATIONAL]
    with lake.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute(_CODES)
        connection.execute(_CELLS)
        progress(0, len(national) + 2, "counting street-level rows")
        if lake.has("street"):
            _street(connection)
        for done, found in enumerate(national, 1):
            progress(done, len(national) + 2, found.source)
            _national(connection, found, receipts)
        progress(len(national) + 1, len(national) + 2, "looking for gaps")
        candidates = [Candidate(*row) for row in connection.execute("FROM total ORDER BY ALL").fetchall()]
        serving = choose(candidates)
        _remark(receipts, national, candidates, serving.values())
        connection.register("serving", _serving(serving.values()))
        panel = connection.execute(_PANEL).to_arrow_table()
        areas = connection.execute(
            "SELECT pfa24, any_value(pfa24_name), CAST(sum(population) AS DOUBLE) FROM area_lookup"
            " GROUP BY 1 ORDER BY 1"
        ).fetchall()
    lake.write("panel", panel)
    gap_count = _write_coverage(lake, areas, serving.values(), region)
    receipts.write(lake)
    progress(len(national) + 2, len(national) + 2, f"{len(panel):,} cells, {gap_count} gaps")


def _street(connection: duckdb.DuckDBPyConnection) -> None:
    """Count the forces' own rows; one that lies in no area that can be told is kept without a place."""
    connection.execute(_SNAPSHOTS)
    connection.execute(_STREET_CELLS)
    connection.execute(_STREET_TOTALS)


def _national(connection: duckdb.DuckDBPyConnection, found: FoundFile, receipts: Receipts) -> None:
    """Count one national table: cells of the region, totals of every force."""
    file_id = receipts.enter(found, _given(connection, found))
    pairs = connection.execute("SELECT DISTINCT crime_type, month FROM given ORDER BY ALL").fetchall()
    connection.register("type", _types(pairs))
    for statement in (_NATIONAL_CELLS, _NATIONAL_TOTALS):
        connection.execute(statement, {"edition": f"{found.source}/{file_id}"})
    strangers = connection.execute(_NATIONAL_STRANGERS).fetchall()
    unknown = connection.execute(
        "SELECT row_number, crime_type FROM given ANTI JOIN type ON text = crime_type"
        " AND type.month = given.month ORDER BY 1"
    ).fetchall()
    reason = "its area cannot be placed in 2021: irregular change or unknown code"
    receipts.reject(found, [r for r, _ in strangers], reason, "area", [v for _, v in strangers])
    receipts.reject(found, [r for r, _ in unknown], "no crime type", "crime_type", [v for _, v in unknown])
    (nowhere,) = connection.execute("SELECT coalesce(sum(n), 0) FROM given WHERE area = ''").fetchone() or (
        0,
    )
    if nowhere:
        receipts.remark(found, f"{nowhere:,.0f} records have no location and are in no area.")


def _given(connection: duckdb.DuckDBPyConnection, found: FoundFile) -> int:
    """Make the view `given` of a national table and return how many rows it has."""
    columns = ["month", NATIONAL[found.source], "crime_type", "n"]
    if found.member is None and found.name.endswith(".parquet"):
        # DuckDB reads the file itself, in pieces: the whole need not lie in memory.
        rows = connection.read_parquet(str(found.path), file_row_number=True)
        held = {canonical(name): name for name in rows.columns}
        month, area, kind, n = (f'"{held[column]}"' for column in columns)
        rows = rows.project(
            f"{month} AS month, {area} AS area, {kind} AS crime_type, CAST({n} AS DOUBLE) AS n,"
            " file_row_number + 1 AS row_number"
        )
    else:
        table = read_table(found, columns).rename_columns(["month", "area", "crime_type", "n"])
        table = table.append_column("row_number", pa.array(np.arange(1, len(table) + 1)))
        rows = connection.from_arrow(table).project(
            "month, area, crime_type, CAST(n AS DOUBLE) AS n, row_number"
        )
    rows.create_view("given", replace=True)
    (count,) = connection.execute("SELECT count(*) FROM given").fetchone() or (0,)
    return int(count)


def _types(pairs: Iterable[tuple[str, str]]) -> pa.Table:
    """Return the slug of each published type in each month; an unknown one has none."""
    rows = []
    for text, month in pairs:
        try:
            rows.append({"text": text, "month": month, "slug": crime_type_of(text, month).id})
        except NotFoundError:
            continue
    return pa.Table.from_pylist(
        rows, schema=pa.schema([(name, pa.string()) for name in ("text", "month", "slug")])
    )


def _serving(chosen: Iterable[Candidate]) -> pa.Table:
    rows = [
        {"pfa24": one.area, "month": one.month, "edition": one.edition, "by_row": one.by_row}
        for one in chosen
    ]
    kinds = [("pfa24", pa.string()), ("month", pa.string()), ("edition", pa.string()), ("by_row", pa.bool_())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _remark(
    receipts: Receipts,
    national: Iterable[FoundFile],
    candidates: list[Candidate],
    chosen: Iterable[Candidate],
) -> None:
    """Note on each national file for how many force-months it does not serve."""
    serves = {(one.area, one.month): one.edition for one in chosen}
    for found in national:
        edition = f"{found.source}/{receipts.files[found]['file_id']}"
        mine = [one for one in candidates if one.edition == edition]
        other = sum(serves[one.area, one.month] != edition for one in mine)
        receipts.remark(found, f"Serves {len(mine) - other} force-months; another edition serves {other}.")


def _write_coverage(
    lake: Lake,
    areas: Sequence[tuple[str, str, float | None]],
    serving: Iterable[Candidate],
    region: Region,
) -> int:
    """Write panel_coverage and panel_gap; return how many gaps there are."""
    held = {(one.area, one.month): one for one in serving}
    told = sorted({month for _, month in held})
    national = {month for (area, month), one in held.items() if not one.by_row}
    months = months_between(told[0], told[-1]) if told else ()
    seen = gaps.Seen(
        tuple(code for code, _, _ in areas),
        months,
        np.array(
            [[_records(held, code, month, national) for month in months] for code, _, _ in areas]
        ).reshape(len(areas), len(months)),
        np.array([np.nan if residents is None else residents for _, _, residents in areas]),
    )
    judged = gaps.judge(seen, gaps.published())
    names = {code: name for code, name, _ in areas}
    coverage = [
        {
            "pfa24": area,
            "pfa24_name": names[area],
            "month": month,
            "state": judged.state[row, column],
            "n": 0.0 if np.isnan(seen.records[row, column]) else seen.records[row, column],
            "expected": _finite(judged.expected[row, column]),
            "edition": held[area, month].edition if (area, month) in held else None,
        }
        for row, area in enumerate(seen.areas)
        for column, month in enumerate(seen.months)
        if area in region.area_codes or month in national
    ]
    listed = [
        {
            "pfa24": gap.area,
            "force": names[gap.area],
            "from_month": gap.first,
            "to_month": gap.last,
            "kind": gap.kind,
            "source": gap.source,
            "note": gap.note,
        }
        for gap in gaps.register(judged)
        if gap.area in region.area_codes or gap.source != gaps.UNTOLD
    ]
    for name, rows in (("panel_coverage", coverage), ("panel_gap", listed)):
        lake.write(name, pa.Table.from_pylist(rows, schema=catalogue.spec(name).schema))
    return len(listed)


def _records(held: dict[tuple[str, str], Candidate], area: str, month: str, national: set[str]) -> float:
    """Return the records of a force and month; a national table that names none of them tells of zero."""
    if (area, month) in held:
        return held[area, month].records
    return 0.0 if month in national else np.nan


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
