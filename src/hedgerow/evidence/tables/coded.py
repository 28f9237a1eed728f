"""The rows of the lake that say something: what the map and every judgement are made from.

An imported reference (tier X) of which nobody has coded anything says nothing yet, and there may be a hundred
thousand of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.store.lake import Lake

_CODED = (
    "SELECT * FROM evidence_record WHERE tier <> 'X' OR id = $id "
    "OR concat(approaches, interventions, outcomes) <> '' ORDER BY file_id, row_number"
)


def coded_rows(lake: Lake, columns: Sequence[str], *, beside: str = "") -> list[dict[str, object]]:
    """Return those columns of every record but uncoded imports, and of the record `beside`, coded or not."""
    table = lake.query(_CODED, {"id": beside})
    rows: list[dict[str, object]] = table.select(
        [name for name in columns if name in table.column_names] or table.column_names
    ).to_pylist()
    return rows
