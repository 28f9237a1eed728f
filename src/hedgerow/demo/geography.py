"""The fictional map: towns of many small areas, countryside of few large ones, as Voronoi cells.

The region lies in open water in the North Sea, so that nobody can take it for a real place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from hedgerow.demo.words import FORCES, District, ForceArea, neighbourhood

AREAS_PER_DISTRICT = 26
AREAS_PER_NEIGHBOURHOOD = 5
WIDTH_KM, HEIGHT_KM = 80.0, 78.0
WEST, SOUTH = 0.55, 53.2
KM_PER_DEGREE_NORTH = 111.2
KM_PER_DEGREE_EAST = 66.2


@dataclass(frozen=True)
class Place:
    """One fictional LSOA and everything that it lies in."""

    code: str
    name: str
    msoa: str
    msoa_name: str
    house_name: str
    ward: str
    ward_name: str
    lad: str
    lad_name: str
    csp: str
    csp_name: str
    pfa: str
    pfa_name: str
    force: str
    urban: bool
    outline: shapely.Geometry
    area_km2: float


def places(rng: np.random.Generator) -> list[Place]:
    """Return the region's LSOAs with outlines in degrees, district by district."""
    districts = [(force, district) for force in FORCES for district in force.districts]
    points = np.concatenate([_points(district, rng) for _, district in districts])
    cells = _cells(points)
    found: list[Place] = []
    for number, cell in enumerate(cells):
        order, within = divmod(number, AREAS_PER_DISTRICT)
        force, district = districts[order]
        found.append(_place(number, order, within, force, district, cell))
    return found


def _points(district: District, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw centres of areas round a district's centre: close together in a town."""
    spread = 3.2 if district.urban else 8.0
    drawn = rng.normal(district.centre, spread, size=(AREAS_PER_DISTRICT, 2))
    inside = np.clip(drawn, 4.0, (WIDTH_KM - 4.0, HEIGHT_KM - 4.0))
    # Areas are in reading order, so that neighbours share a neighbourhood.
    angle = np.arctan2(inside[:, 1] - district.centre[1], inside[:, 0] - district.centre[0])
    return inside[np.argsort(angle)]


def _cells(points: NDArray[np.float64]) -> list[shapely.Geometry]:
    coast = shapely.box(0, 0, WIDTH_KM, HEIGHT_KM).buffer(-10).buffer(10, quad_segs=24)
    cloud = shapely.MultiPoint(points)
    drawn = shapely.voronoi_polygons(cloud, extend_to=coast)
    cells = shapely.intersection(np.array(shapely.get_parts(drawn)), coast)
    tree = shapely.STRtree(cells)
    return [cells[int(tree.query(shapely.Point(point), predicate="intersects")[0])] for point in points]


def _place(
    number: int, order: int, within: int, force: ForceArea, district: District, cell: shapely.Geometry
) -> Place:
    group = within // AREAS_PER_NEIGHBOURHOOD
    msoa_number = order * 10 + group
    letter = "ABCDEFG"[within % AREAS_PER_NEIGHBOURHOOD]
    outline = shapely.set_precision(shapely.transform(cell, _degrees), 1e-6)
    return Place(
        code=f"E019{number + 1:05d}",
        name=f"{district.name} {group + 1:03d}{letter}",
        msoa=f"E029{msoa_number + 1:05d}",
        msoa_name=f"{district.name} {group + 1:03d}",
        house_name=neighbourhood(msoa_number),
        ward=f"E059{msoa_number + 1:05d}",
        ward_name=f"{neighbourhood(msoa_number)} Ward",
        lad=f"E079{order + 1:05d}",
        lad_name=district.name,
        csp=f"E229{order + 1:05d}",
        csp_name=f"{district.name} Community Safety Partnership",
        pfa=f"E239{FORCES.index(force) + 1:05d}",
        pfa_name=force.name,
        force=force.slug,
        urban=district.urban,
        outline=outline,
        area_km2=float(cell.area),
    )


def _degrees(km: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([WEST + km[:, 0] / KM_PER_DEGREE_EAST, SOUTH + km[:, 1] / KM_PER_DEGREE_NORTH])
