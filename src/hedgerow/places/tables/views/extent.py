"""Where the region lies, for the first view of the map."""

from __future__ import annotations

import numpy as np
import shapely

from hedgerow.errors import NotFoundError
from hedgerow.store.lake import Lake

Box = tuple[float, float, float, float]


def map_extent(lake: Lake, code: str | None = None) -> Box:
    """Return west, south, east and north of the region, or of one LSOA, district or force of it.

    Raises
    ------
    NotFoundError
        When no outline has the code.
    """
    rows = lake.query(
        "SELECT wkb FROM area_geometry WHERE CASE WHEN $code IS NULL THEN kind = 'pfa' ELSE code = $code END",
        {"code": code},
    ).to_pylist()
    if not rows:
        raise NotFoundError(f"There is no outline of {code or 'the region'} in this workspace.")
    west, south, east, north = shapely.total_bounds(np.array(shapely.from_wkb([row["wkb"] for row in rows])))
    return float(west), float(south), float(east), float(north)
