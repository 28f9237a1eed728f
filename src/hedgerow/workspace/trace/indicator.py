"""Follow an indicator's value to the rows of its source, and read it again by its definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.mean import mean_of
from hedgerow.workspace.trace.select import select
from hedgerow.workspace.trace.trail import Origin, Trail, same

if TYPE_CHECKING:
    from hedgerow.places.indicators import Indicator
    from hedgerow.places.sources import FoundFile

_OLD_CODES = "SELECT lsoa11 FROM lsoa11_to_lsoa21 WHERE lsoa21 = $code AND weight IS NOT NULL ORDER BY 1"


def follow(workspace: Workspace, figure: Figure) -> Trail:
    """Return an indicator's value with the rows of its source, read again from the file."""
    from hedgerow.places.indicators import definitions

    found_rows = select(workspace.lake, figure).to_pylist()
    row = found_rows[0]
    indicator = definitions()[row["indicator"]]
    if len(found_rows) > 1:
        return mean_of(workspace, figure, found_rows, indicator)
    files = Files(workspace)
    found = files.found(row["file_id"])
    value = row[figure.column]
    if indicator.reading.derived:
        return _derived(workspace, figure, row, indicator, files)
    if found is None:
        origin = files.origin(row["file_id"], [] if row["row_number"] is None else [row["row_number"]])
        return Trail(str(figure), indicator.title, value, _how(indicator), origins=(origin,))
    again, origin = _read_again(workspace, row, indicator, found, files)
    merged = indicator.reading.area == "lsoa11" and origin.row_count > 1
    return Trail(
        figure=str(figure),
        title=f"{indicator.title} ({indicator.unit})",
        value=value,
        how=_how(indicator),
        recomputed=again,
        agrees=None if merged else same(value, again),
        origins=(origin,),
        notes=("Several 2011 areas became this one: the value is their residents’ mean.",) if merged else (),
    )


def _how(indicator: Indicator) -> tuple[str, ...]:
    reading = indicator.reading
    ways = {
        "column": f"The number in the column {reading.column}.",
        "category": f"{', '.join(reading.categories)} as a share of {reading.total}.",
        "parts": f"{', '.join(reading.parts)} as a share of {reading.whole}.",
    }
    way = ways.get(reading.way, f"Made from other tables: {reading.derived}.")
    return indicator.plain, way, f"Definition: {indicator.name}, looked after by {indicator.owner}."


def _read_again(
    workspace: Workspace, row: dict[str, Any], indicator: Indicator, found: FoundFile, files: Files
) -> tuple[float | None, Origin]:
    from hedgerow.places import geography
    from hedgerow.places.indicators.reading import values

    codes = [row["lsoa21"]]
    if indicator.reading.area == "lsoa11":
        codes = workspace.lake.query(_OLD_CODES, {"code": row["lsoa21"]}).column("lsoa11").to_pylist()
    rows = geography.read_rows(found, indicator.reading.columns)
    given = pc.utf8_slice_codeunits(rows.column(indicator.reading.code), 0, 9)  # “E01013816 : Leicester 014F”
    mine = rows.filter(pc.is_in(given, value_set=pa.array(codes)))
    read = [number for number in values(indicator, mine).column("value").to_pylist() if number is not None]
    again = float(sum(read) / len(read)) if read else None
    numbers = mine.column("row_number").to_pylist() if "row_number" in mine.column_names else []
    return again, files.origin(row["file_id"], numbers, value=again)


def _derived(
    workspace: Workspace, figure: Figure, row: dict[str, Any], indicator: Indicator, files: Files
) -> Trail:
    """Follow residents for each hectare: the population of the lookup over the area of the outline."""
    sql = (
        "SELECT l.population AS residents, g.area_ha FROM area_lookup l "
        "JOIN area_geometry g ON g.code = l.lsoa21 AND g.kind = 'lsoa' WHERE l.lsoa21 = $code"
    )
    parts = workspace.lake.query(sql, {"code": row["lsoa21"]}).to_pylist()
    again = parts[0]["residents"] / parts[0]["area_ha"] if parts else None
    sources = files.of_sources(("census21-sex-age", "census21-residents", "boundaries-lsoa21"))
    return Trail(
        figure=str(figure),
        title=f"{indicator.title} ({indicator.unit})",
        value=row[figure.column],
        how=(indicator.plain, "Residents divided by the hectares of the outline."),
        recomputed=again,
        agrees=same(row[figure.column], again),
        origins=tuple(files.origin(file_id, []) for file_id in sources),
    )
