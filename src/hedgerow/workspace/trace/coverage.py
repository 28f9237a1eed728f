"""Which months a count covers: a month without a row is a true zero, or a gap, and a trace says which."""

from __future__ import annotations

import pyarrow as pa

from hedgerow.errors import NotFoundError
from hedgerow.provenance import Figure
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms
from hedgerow.workspace.trace.select import AREA_KEYS, BETWEEN, plain_keys
from hedgerow.workspace.trace.trail import Trail

UNKNOWN = ("missing", "partial")
_KNOWN = """
    FROM picked ANTI JOIN (
        SELECT a.lsoa21, c.month FROM panel_coverage c JOIN area_lookup a USING (pfa24)
        WHERE c.state IN ('missing', 'partial')
    ) AS gap USING (lsoa21, month)
    ORDER BY ALL
"""


def states(lake: Lake, figure: Figure) -> list[tuple[str, str, str]]:
    """Return the force, month and state of what the figure's keys cover."""
    if not lake.has("panel_coverage"):
        return []
    areas, months = ["in_region"], ["true"]
    values: dict[str, object] = {}
    for key, value in plain_keys(figure):
        if key in AREA_KEYS:
            areas.append(f"{key} IN (SELECT unnest(${key}))")
            values[key] = value.split("|")
        if key in {"month", *BETWEEN}:
            months.append(
                f"month {BETWEEN[key]} $m_{key}" if key in BETWEEN else f"month IN (SELECT unnest($m_{key}))"
            )
            values[f"m_{key}"] = value if key in BETWEEN else value.split("|")
    where = " AND ".join(areas)
    sql = (
        "SELECT pfa24_name, month, state FROM panel_coverage WHERE pfa24 IN "  # noqa: S608 - names are our own
        f"(SELECT pfa24 FROM area_lookup WHERE {where}) AND {' AND '.join(months)} ORDER BY ALL"
    )
    return [(row["pfa24_name"], row["month"], row["state"]) for row in lake.query(sql, values).to_pylist()]


def known_cells(lake: Lake, cells: pa.Table) -> pa.Table:
    """Return the cells of months that are known; what was seen of a month that is not adds nothing."""
    if not lake.has("panel_coverage"):
        return cells
    with lake.connect() as connection:
        connection.register("picked", cells)
        return connection.execute(_KNOWN).to_arrow_table()


def gap_notes(lake: Lake, figure: Figure) -> tuple[str, ...]:
    """Return one sentence for each force whose months are, in part, not known."""
    gaps: dict[str, list[str]] = {}
    for force, month, state in states(lake, figure):
        if state in UNKNOWN:
            gaps.setdefault(force, []).append(month)
    return tuple(
        f"{force}: {len(months)} months between {months[0]} and {months[-1]} are not known, not zero."
        for force, months in gaps.items()
    )


def not_counted(lake: Lake, figure: Figure) -> Trail | None:
    """Return the trail of a count that has no row: zero where the month is known, else missing.

    `None` when the address names an area, month or type that does not exist.
    """
    keys = dict(plain_keys(figure))
    covered = states(lake, figure)
    if not covered or not _types_known(keys.get("crime_type", "")):
        return None
    gaps = gap_notes(lake, figure)
    known = len(covered) > sum(state in UNKNOWN for _, _, state in covered)
    how = "The files of these months hold no such crime there." if known else "No file tells of these months."
    return Trail(str(figure), "Crimes recorded", 0.0 if known else None, (how,), notes=gaps)


def _types_known(text: str) -> bool:
    try:
        return not text or set(text.split("|")) <= set(terms("crime_type"))
    except NotFoundError:
        return False
