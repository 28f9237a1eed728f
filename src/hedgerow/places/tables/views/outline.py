"""An outline map of one district as SVG paths: for print, and where there is no WebGL."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from hedgerow.errors import NotFoundError
from hedgerow.places.tables.views.areas import Area, get_area
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

WIDTH = 640.0
PRECISION = 1


@dataclass(frozen=True)
class Outline:
    """Outlines of an area's LSOAs in a box of `width` by `height`, north at the top.

    Attributes
    ----------
    paths
        Code, name and path data (`d`) of each LSOA, in the order of the codes.
    """

    code: str
    name: str
    width: float
    height: float
    paths: tuple[tuple[str, str, str], ...]


def outline_svg(lake: Lake, code: str, *, width: float = WIDTH) -> Outline:
    """Return the outlines of the LSOAs of an area of any kind.

    Degrees are drawn as a flat sheet, with longitude drawn together by the cosine of the middle latitude: at
    the size of a district the error cannot be seen.

    Raises
    ------
    NotFoundError
        When no area has the code, or it has no outlines in this workspace.
    """
    area = get_area(lake, code)
    key = ("outline", area.code, width)
    return remembered(lake, ("area_geometry", "area_lookup"), key, lambda: _drawn(lake, area, width))


def _drawn(lake: Lake, area: Area, width: float) -> Outline:
    rows = lake.query(
        "SELECT g.code, a.lsoa21_name AS name, g.wkb"
        " FROM area_geometry g JOIN area_lookup a ON a.lsoa21 = g.code"
        " WHERE g.kind = 'lsoa' AND g.code IN (SELECT unnest($members)) ORDER BY g.code",
        {"members": list(area.members)},
    ).to_pylist()
    if not rows:
        raise NotFoundError(
            f"There is no outline of {area.name} in this workspace.",
            remedy="Outlines are held for the region’s own areas.",
        )
    shapes = np.array(shapely.from_wkb([row["wkb"] for row in rows]))
    west, south, east, north = shapely.total_bounds(shapes)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * narrow)
    paths = tuple(
        (row["code"], row["name"], _path(shape, west, north, (scale * narrow, scale)))
        for row, shape in zip(rows, shapes, strict=True)
    )
    return Outline(area.code, area.name, width, round((north - south) * scale, PRECISION), paths)


def _path(shape: shapely.Geometry, west: float, north: float, scale: tuple[float, float]) -> str:
    """Return the rings of a shape as path data."""
    parts = []
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            points = np.asarray(ring.coords)
            x = np.round((points[:-1, 0] - west) * scale[0], PRECISION)
            y = np.round((north - points[:-1, 1]) * scale[1], PRECISION)
            parts.append("M" + "L".join(f"{a:g} {b:g}" for a, b in zip(x, y, strict=True)) + "Z")
    return "".join(parts)
