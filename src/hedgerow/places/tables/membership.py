"""Which 2021 LSOAs an area of any kind holds."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.compute as pc

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
    table = lake.read("area", ["code", "kind", "name", "house_name", "in_region"])
    found = table.filter((pc.field("code") == code) & pc.field("in_region")).to_pylist()
    if not found:
        raise NotFoundError(
            f"There is no area “{code}” in this region.",
            remedy="Search for it by name; codes look like E01026129 (LSOA) or E07000138 (district).",
        )
    kind, name = found[0]["kind"], found[0]["house_name"] or found[0]["name"]
    column = _COLUMNS.get(kind)
    chosen = pc.field("in_region")
    if column is not None:
        chosen = chosen & (pc.field(column) == code)
    columns = list(dict.fromkeys(["lsoa21", "in_region", *([column] if column else [])]))
    inside = lake.read("area_lookup", columns).filter(chosen).column("lsoa21")
    return Members(code, kind, name, tuple(sorted(inside.to_pylist())))
