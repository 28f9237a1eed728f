"""Outlines of areas: size, a point inside, and which areas touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

HECTARE = 10_000.0
# The British National Grid: metres, so that an area can be measured.
_TO_METRES = ("EPSG:4326", "EPSG:27700")


@dataclass(frozen=True)
class Outlines:
    """Codes and their outlines, in the same order, in degrees (EPSG:4326)."""

    codes: tuple[str, ...]
    shapes: NDArray[np.object_]

    def only(self, wanted: Sequence[str]) -> Outlines:
        """Return the outlines of the wanted codes that are held, sorted by code."""
        place = {code: number for number, code in enumerate(self.codes)}
        kept = sorted(code for code in set(wanted) if code in place)
        return Outlines(tuple(kept), self.shapes[[place[code] for code in kept]])

    def merged(self, group: Mapping[str, str]) -> Outlines:
        """Return one outline a group, so that outer and inner lines lie on each other exactly."""
        members: dict[str, list[int]] = {}
        for number, code in enumerate(self.codes):
            members.setdefault(group[code], []).append(number)
        names = sorted(members)
        shapes = np.empty(len(names), dtype=object)
        for number, name in enumerate(names):
            shapes[number] = shapely.union_all(shapely.make_valid(self.shapes[members[name]]))
        return Outlines(tuple(names), shapes)


def outline_table(outlines: Outlines, kind: str) -> pa.Table:
    """Return the rows of `area_geometry` for one kind of area."""
    inside = shapely.point_on_surface(outlines.shapes)
    return pa.table(
        {
            "code": pa.array(outlines.codes, pa.string()),
            "kind": pa.array([kind] * len(outlines.codes), pa.string()),
            "wkb": pa.array(list(shapely.to_wkb(outlines.shapes)), pa.binary()),
            "area_ha": hectares(outlines.shapes),
            "longitude": shapely.get_x(inside),
            "latitude": shapely.get_y(inside),
        }
    )


def hectares(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the area of each outline in hectares, measured on the British National Grid."""
    transformer = Transformer.from_crs(*_TO_METRES, always_xy=True)
    flat = shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))
    return np.asarray(shapely.area(flat) / HECTARE, dtype=np.float64)


def neighbour_table(outlines: Outlines) -> pa.Table:
    """Return each pair of areas whose outlines touch, in both directions."""
    tree = shapely.STRtree(outlines.shapes)
    left, right = tree.query(outlines.shapes, predicate="intersects")
    apart = left != right
    codes = np.asarray(outlines.codes, dtype=object)
    pairs = sorted(zip(codes[left[apart]], codes[right[apart]], strict=True))
    return pa.table(
        {
            "lsoa21": pa.array([a for a, _ in pairs], pa.string()),
            "neighbour": pa.array([b for _, b in pairs], pa.string()),
        }
    )
