"""The outlines of the whole region for one picture: small areas simplified to what its size can show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from hedgerow.errors import NotFoundError
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

# In units of the picture: what is smaller than half a unit cannot be seen.
FINEST = 0.5
Shapes = NDArray[np.object_]
_SHAPES = "SELECT code, wkb FROM area_geometry WHERE kind = $kind ORDER BY code"


@dataclass(frozen=True)
class RegionOutline:
    """Path data of every LSOA, by code, and of the borders of districts and forces, in one box."""

    width: float
    height: float
    areas: tuple[tuple[str, str], ...]
    districts: tuple[str, ...]
    forces: tuple[str, ...]


def region_outline(lake: Lake, width: float, height: float) -> RegionOutline:
    """Return the outlines drawn as large as they fit in `width` by `height`, north at the top.

    Raises
    ------
    NotFoundError
        When the workspace holds no outlines.
    """
    key = ("region_outline", width, height)
    return remembered(lake, ("area_geometry",), key, lambda: _drawn(lake, width, height))


def _drawn(lake: Lake, width: float, height: float) -> RegionOutline:
    codes, shapes = _shapes(lake, "lsoa")
    if not codes:
        raise NotFoundError("There are no outlines in this workspace.", remedy="Run: hedgerow build PATH.")
    west, south, east, north = shapely.total_bounds(shapes)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * narrow), height / (north - south))

    def flat(found: Shapes) -> Shapes:
        """Return shapes in units of the picture, simplified, none of them lost."""
        moved = shapely.transform(
            found, lambda p: np.column_stack([(p[:, 0] - west) * scale * narrow, (north - p[:, 1]) * scale])
        )
        simple = shapely.coverage_simplify(moved, FINEST) if len(moved) > 1 else moved
        kept: Shapes = np.where(shapely.is_empty(simple), moved, simple)
        return kept

    drawn = flat(shapes)
    return RegionOutline(
        round((east - west) * narrow * scale, 1),
        round((north - south) * scale, 1),
        tuple((code, path_data(shape)) for code, shape in zip(codes, drawn, strict=True)),
        tuple(path_data(shape) for shape in flat(_shapes(lake, "lad")[1])),
        tuple(path_data(shape) for shape in flat(_shapes(lake, "pfa")[1])),
    )


def _shapes(lake: Lake, kind: str) -> tuple[Sequence[str], Shapes]:
    rows = lake.query(_SHAPES, {"kind": kind}).to_pydict()
    return rows["code"], np.array(shapely.from_wkb(rows["wkb"]), dtype=object)


def path_data(shape: shapely.Geometry) -> str:
    """Return the rings of a shape as path data with one decimal."""
    parts = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.round(np.asarray(ring.coords)[:-1], 1).tolist()
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)
