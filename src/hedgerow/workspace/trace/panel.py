"""Follow a count of crimes to the street-level rows, or the rows of a national table, and count again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from hedgerow.errors import NotFoundError
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.coverage import gap_notes, known_cells, not_counted
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.rows import total
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Origin, Trail, same

STREET = "police-street"
MOST_FILES = 60

# Where a published code counts: itself when it lives in 2021, else its shares. Written apart from the build's
# own query, so that the two can be held against each other.
_SHARES = """
    SELECT lsoa21 AS given, lsoa21, 1.0 AS share FROM area_lookup
    UNION ALL
    SELECT lsoa11, lsoa21, weight FROM lsoa11_to_lsoa21
    WHERE weight IS NOT NULL AND lsoa11 NOT IN (SELECT lsoa21 FROM area_lookup)
"""
_STREET_ROWS = f"""
    WITH cells AS (FROM picked WHERE edition LIKE 'police-street%'),
    size AS (SELECT force, month, file_id, count(*) AS n FROM street WHERE force <> 'btp' GROUP BY ALL),
    fullest AS (
        SELECT force, month, arg_min(file_id, (-n, file_id)) AS file_id FROM size GROUP BY force, month
    )
    SELECT s.file_id, s.row_number, s.lsoa_published AS given, s.crime_type, s.month,
           sum(coalesce(h.share, 1.0)) AS adds
    FROM street s
    JOIN fullest USING (force, month, file_id)
    LEFT JOIN ({_SHARES}) h ON h.given = s.lsoa_published
    JOIN cells c ON c.month = s.month AND c.crime_type = s.crime_type
        AND c.lsoa21 = CASE WHEN coalesce(s.lsoa_published, '') = '' THEN '' ELSE h.lsoa21 END
    GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - made of two constants


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return a count with the rows behind it, counted again from the files themselves."""
    try:
        cells = known_cells(workspace.lake, select(workspace.lake, figure))
    except NotFoundError:
        if known := not_counted(workspace.lake, figure):
            return known
        raise
    if not cells.num_rows:
        return not_counted(workspace.lake, figure) or Trail(str(figure), "Crimes recorded", None)
    value = total(cells, figure.column)
    files = Files(workspace)
    street, notes = _street(workspace.lake, files, cells)
    national = _national(workspace.lake, files, cells)
    origins = (*street, *national)
    away = [origin.file for origin in origins if origin.unchanged is None]
    again = None if away else sum(origin.value for origin in origins if origin.value is not None)
    gone = (f"Not counted again: {', '.join(away[:3])} is not at hand as it was read.",) if away else ()
    return Trail(
        figure=str(figure),
        title="Crimes recorded",
        value=value,
        how=(
            "Each published row counts for the 2021 area of its LSOA code; the count of a 2011 area that was "
            "split is shared out.",
            "Of several files for one force and month, the fullest serves.",
        ),
        recomputed=again,
        agrees=None if away else isinstance(value, int | float) and same(float(value), again),
        origins=origins,
        notes=(*gone, *notes, *gap_notes(workspace.lake, figure)),
    )


def _street(lake: Lake, files: Files, cells: pa.Table) -> tuple[tuple[Origin, ...], tuple[str, ...]]:
    if not lake.has("street"):
        return (), ()
    with lake.connect() as connection:
        connection.register("picked", cells)
        rows = connection.execute(_STREET_ROWS).to_arrow_table().to_pylist()
    held: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        held.setdefault(row["file_id"], []).append(row)
    check = len(held) <= MOST_FILES
    made = [
        files.origin(
            file_id,
            [row["row_number"] for row in listed],
            value=_counted(files, file_id, listed, check=check),
        )
        for file_id, listed in held.items()
    ]
    notes = (
        () if check else (f"{len(held)} files: counted from the lake’s rows, not read again from each file.",)
    )
    return tuple(made), notes


def _counted(files: Files, file_id: str, rows: list[dict[str, Any]], *, check: bool) -> float:
    """Return what the rows add up to; rows that the file at hand does not bear out add nothing."""
    found = files.found(file_id) if check else None
    if found is None:
        return float(sum(row["adds"] for row in rows))
    from hedgerow.places.sources import read_table
    from hedgerow.vocabulary import crime_type_of

    table = read_table(found, ["month", "lsoa_code", "crime_type"]).take(
        pa.array([row["row_number"] - 1 for row in rows])
    )
    total_ = 0.0
    for row, seen in zip(rows, table.to_pylist(), strict=True):
        same_type = crime_type_of(seen["crime_type"], row["month"]).id == row["crime_type"]
        if same_type and seen["month"] == row["month"] and (seen["lsoa_code"] or "") == (row["given"] or ""):
            total_ += row["adds"]
    return total_


def _national(lake: Lake, files: Files, cells: pa.Table) -> Iterable[Origin]:
    wanted: dict[str, list[dict[str, Any]]] = {}
    for cell in cells.to_pylist():
        source, _, file_id = cell["edition"].partition("/")
        if source != STREET:
            wanted.setdefault(file_id, []).append(cell)
    if not wanted:
        return []
    shares = lake.query(_SHARES)
    return [_of_table(files, file_id, listed, shares) for file_id, listed in sorted(wanted.items())]


def _of_table(files: Files, file_id: str, cells: list[dict[str, Any]], shares: pa.Table) -> Origin:
    """Return the rows of a national table that make up the cells, counted again from the file."""
    found = files.found(file_id)
    if found is None:
        return files.origin(file_id, [])
    from hedgerow.places.sources import read_table
    from hedgerow.vocabulary import crime_type_of

    code = "lsoa11_code" if found.source.endswith("lsoa11") else "lsoa21_code"
    areas = {cell["lsoa21"] for cell in cells}
    given = {
        (row["given"], row["lsoa21"]): row["share"] for row in shares.to_pylist() if row["lsoa21"] in areas
    }
    by_code: dict[str, list[tuple[str, float]]] = {}
    for (published, area), share in given.items():
        by_code.setdefault(published, []).append((area, share))
    table = read_table(found, ["month", code, "crime_type", "n"])
    keys = {(cell["lsoa21"], cell["month"], cell["crime_type"]) for cell in cells}
    rows, adds = [], 0.0
    for position, row in _of_areas(table, code, list(by_code)):
        kind = crime_type_of(row["crime_type"], row["month"]).id
        for area, share in by_code[row[code]]:
            if (area, row["month"], kind) in keys:
                rows.append(position + 1)
                adds += row["n"] * share
    return files.origin(file_id, rows, value=adds)


def _of_areas(table: pa.Table, code: str, codes: list[str]) -> Iterable[tuple[int, dict[str, Any]]]:
    import numpy as np
    import pyarrow.compute as pc

    mask = pc.is_in(table.column(code), value_set=pa.array(codes, pa.string()))
    positions = np.flatnonzero(mask.combine_chunks().to_numpy(zero_copy_only=False))
    return zip(positions.tolist(), table.take(pa.array(positions)).to_pylist(), strict=True)
