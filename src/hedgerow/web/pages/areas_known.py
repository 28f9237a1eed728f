"""The areas of the region that a form offers."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.store.lake import Lake

NAMES = {"csp": "partnership", "bcu": "command unit", "pfa": "police force area", "lad": "district"}


def areas_known(lake: Lake, kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Return code and name of the region's areas of some kinds, kind by kind."""
    if not lake.has("area"):
        return []
    rows = lake.read("area", ["code", "kind", "name", "in_region", "lsoa_count"]).to_pylist()
    mine = [row for row in rows if row["in_region"] and row["kind"] in kinds and row["lsoa_count"]]
    mine.sort(key=lambda row: (kinds.index(row["kind"]), row["name"]))
    return [(row["code"], f"{row['name']} ({NAMES.get(row['kind'], row['kind'])})") for row in mine]
