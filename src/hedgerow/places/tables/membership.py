"""Which 2021 LSOAs an area of any kind holds."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.errors import NotFoundError
from hedgerow.store.lake import Lake

_COLUMNS = {
    "lsoa": "lsoa21",
    "msoa": "msoa21",
    "ward": "ward24",
    "lad": "lad24",
    "csp": "csp24",
    "bcu": "bcu",
    "pfa": "pfa24",
}


@dataclass(frozen=True)
class Members:
    """An area, and the region's LSOAs in it."""

    code: str
    kind: str
    name: str
    lsoas: tuple[str, ...]


def members(lake: Lake, code: str) -> Members:
    """Return the area and its LSOAs.

    Raises
    ------
    NotFoundError
        When there is no such area in the region.
    """
    found = lake.query(
        "SELECT kind, coalesce(house_name, name) AS name FROM area WHERE code = $code AND in_region LIMIT 1",
        {"code": code},
    ).to_pylist()
    if not found:
        raise NotFoundError(
            f"There is no area “{code}” in this region.",
            remedy="Search for it by name; codes look like E01026129 (LSOA) or E07000138 (district).",
        )
    kind = found[0]["kind"]
    column = _COLUMNS.get(kind)
    every = lake.read(
        "area_lookup", ["lsoa21", "in_region", *([column] if column and column != "lsoa21" else [])]
    ).to_pylist()
    lsoas = tuple(
        sorted(row["lsoa21"] for row in every if row["in_region"] and (column is None or row[column] == code))
    )
    return Members(code, kind, found[0]["name"], lsoas)
