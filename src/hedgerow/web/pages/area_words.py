"""What stands out of an area's indicators, in sentences."""

from __future__ import annotations

from hedgerow.disclosure import Released, shown
from hedgerow.disclosure.released import Value

HIGH, LOW, MOST = 90.0, 10.0, 5


def standing_out(table: Released) -> tuple[str, ...]:
    """Return the indicators that nine in ten small areas of the region have less of, or more of."""
    rows = list(table.records())
    high = [i for i, row in enumerate(rows) if _share(row["below"]) >= HIGH and row["index"] != "none"]
    low = [i for i, row in enumerate(rows) if 0 <= _share(row["below"]) < LOW and row["index"] != "none"]
    found = []
    if high:
        found.append(f"Higher than in nine of ten LSOAs of the region: {_listed(table, high)}.")
    if low:
        found.append(f"Lower than in nine of ten LSOAs of the region: {_listed(table, low)}.")
    return tuple(found) or ("No indicator is among the region’s highest or lowest tenth here.",)


def _share(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else -1.0


def _listed(table: Released, rows: list[int]) -> str:
    columns = {column.name: column for column in table.columns}
    words = [
        f"{shown(table, row, columns['title'])} ({shown(table, row, columns['value'])}, "
        f"{shown(table, row, columns['unit'])})"
        for row in rows[:MOST]
    ]
    more = len(rows) - len(words)
    return "; ".join(words) + (f"; and {more} more" if more else "")
