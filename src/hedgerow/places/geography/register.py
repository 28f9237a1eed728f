"""The register of areas of every kind, made from the lookup of LSOAs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from hedgerow.places.geography.naming import fold
from hedgerow.settings import Region

# Kind: the columns of area_lookup with its code and name, its year, and the code and name of its parent.
KINDS: Mapping[str, tuple[str, str, int, str, str]] = {
    "lsoa": ("lsoa21", "lsoa21_name", 2021, "msoa21", "msoa21_name"),
    "msoa": ("msoa21", "msoa21_name", 2021, "lad24", "lad24_name"),
    "ward": ("ward24", "ward24_name", 2024, "lad24", "lad24_name"),
    "lad": ("lad24", "lad24_name", 2024, "pfa24", "pfa24_name"),
    "csp": ("csp24", "csp24_name", 2024, "pfa24", "pfa24_name"),
    "bcu": ("bcu", "bcu_name", 2024, "pfa24", "pfa24_name"),
    "pfa": ("pfa24", "pfa24_name", 2024, "", ""),
}
Row = dict[str, Any]


def region_code(region: Region) -> str:
    """Return the code of the workspace's region."""
    return f"region:{region.slug}"


def areas(lookup: pa.Table, region: Region, partnerships: Iterable[Row] = ()) -> pa.Table:
    """Return the rows of `area`: every kind of area, with how many LSOAs and residents it has.

    Parameters
    ----------
    lookup
        The table `area_lookup`.
    region
        Added as an area of its own.
    partnerships
        Rows of the lookup from districts to community safety partnerships. Those that share a district with
        another have no LSOA that can be told to be theirs; they are listed, with none.
    """
    members = lookup.to_pylist()
    found: dict[tuple[str, str], Row] = {}
    for kind in KINDS:
        for row in members:
            _count(found, kind, row, region)
    _add_shared(found, partnerships, region)
    for area in found.values():
        parents = area.pop("parents")
        area["parent_code"], area["parent_name"] = max(
            parents, key=lambda pair: (parents[pair], str(pair[0])), default=(None, None)
        )
        area["in_region"] = 2 * area.pop("inside") > area["lsoa_count"] or area.pop("shared", False)
    rows = [*found.values(), _region_row(members, region)]
    for area in rows:
        area["name_folded"] = fold(area["name"])
        area["house_folded"] = fold(area["house_name"]) if area["house_name"] else None
    return pa.Table.from_pylist(sorted(rows, key=lambda area: (area["kind"], area["code"])))


def _count(found: dict[tuple[str, str], Row], kind: str, row: Row, region: Region) -> None:
    """Add one LSOA to the area of this kind that holds it."""
    code, name, year, parent, parent_name = KINDS[kind]
    if row[code] is None:
        return
    area = found.get((kind, row[code]))
    if area is None:
        area = found[kind, row[code]] = {
            "code": row[code],
            "kind": kind,
            "vintage": year,
            "name": row[name],
            "house_name": row["house_name"] if kind in ("lsoa", "msoa") else None,
            "lsoa_count": 0,
            "population": 0,
            "inside": 0,
            "parents": {},
        }
    area["lsoa_count"] += 1
    area["inside"] += row["in_region"]
    known = area["population"] is not None and row["population"] is not None
    area["population"] = area["population"] + row["population"] if known else None
    above = (row[parent], row[parent_name]) if parent else (None, None)
    if kind == "pfa" and row["in_region"]:
        above = (region_code(region), region.name)
    if above[0]:
        area["parents"][above] = area["parents"].get(above, 0) + 1


def _add_shared(found: dict[tuple[str, str], Row], partnerships: Iterable[Row], region: Region) -> None:
    for row in partnerships:
        if ("csp", row["csp24_code"]) in found:
            continue
        found["csp", row["csp24_code"]] = {
            "code": row["csp24_code"],
            "kind": "csp",
            "vintage": 2024,
            "name": row["csp24_name"],
            "house_name": None,
            "lsoa_count": 0,
            "population": None,
            "inside": 0,
            "shared": row["pfa24_code"] in region.area_codes,
            "parents": {(row["lad24_code"], row["lad24_name"]): 1},
        }


def _region_row(members: list[Row], region: Region) -> Row:
    inside = [row["population"] for row in members if row["in_region"]]
    return {
        "code": region_code(region),
        "kind": "region",
        "vintage": 2024,
        "name": region.name,
        "house_name": None,
        "parent_code": None,
        "parent_name": None,
        "in_region": True,
        "lsoa_count": len(inside),
        "population": None if None in inside else sum(inside),
    }
