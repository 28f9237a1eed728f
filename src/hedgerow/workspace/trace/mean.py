"""Follow an indicator of a wider area: the mean of its LSOAs, weighted by their residents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hedgerow.provenance import Figure
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.trace.files import Files
from hedgerow.workspace.trace.trail import Origin, Trail

if TYPE_CHECKING:
    from hedgerow.places.indicators import Indicator

_RESIDENTS = "SELECT lsoa21, population FROM area_lookup WHERE population > 0"


def mean_of(workspace: Workspace, figure: Figure, rows: list[dict[str, Any]], indicator: Indicator) -> Trail:
    """Return the weighted mean with each LSOA's own figure and the rows of the source."""
    residents = {row["lsoa21"]: row["population"] for row in workspace.lake.query(_RESIDENTS).to_pylist()}
    used = [row for row in rows if row["value"] is not None and row["lsoa21"] in residents]
    weight = sum(residents[row["lsoa21"]] for row in used)
    value = sum(row["value"] * residents[row["lsoa21"]] for row in used) / weight if weight else None
    via = tuple(_one(row, residents[row["lsoa21"]]) for row in used)
    return Trail(
        figure=str(figure),
        title=f"{indicator.title} ({indicator.unit})",
        value=value,
        how=(
            indicator.plain,
            f"The mean of {len(used)} LSOAs, weighted by their {weight:,} residents; "
            "each LSOA has a trail of its own.",
        ),
        origins=_origins(Files(workspace), used),
        via=via,
        notes=(f"{len(rows) - len(used)} LSOAs have no value.",) if len(used) < len(rows) else (),
    )


def _one(row: dict[str, Any], residents: int) -> Trail:
    keys = {"indicator": row["indicator"], "lsoa21": row["lsoa21"]}
    words = f"{row['lsoa21']}, {residents:,} residents"
    return Trail(str(Figure.of("indicator_value", "value", keys)), words, row["value"])


def _origins(files: Files, rows: list[dict[str, Any]]) -> tuple[Origin, ...]:
    held: dict[str, list[int]] = {}
    for row in rows:
        numbers = held.setdefault(row["file_id"], [])
        if row["row_number"] is not None:
            numbers.append(row["row_number"])
    return tuple(files.origin(file_id, numbers) for file_id, numbers in sorted(held.items()))
