"""Which LSOAs an area of any kind holds, and how SQL selects them."""

from __future__ import annotations

from hedgerow.commissioning.facts import AreaFacts
from hedgerow.errors import NotFoundError
from hedgerow.settings import Region
from hedgerow.store.lake import Lake

COLUMNS = {
    "lsoa": "lsoa21",
    "msoa": "msoa21",
    "ward": "ward24",
    "lad": "lad24",
    "csp": "csp24",
    "bcu": "bcu",
    "pfa": "pfa24",
}
ORDER = ("csp", "lad", "bcu", "pfa", "msoa", "ward")


def resolve_area(lake: Lake, code: str, region: Region | None = None) -> AreaFacts:
    """Return an area by its code, with its LSOAs, force and districts.

    Raises
    ------
    NotFoundError
        When no area has this code, a profile cannot be made for its kind, or no LSOA is known to lie in it.
    """
    found = lake.query("SELECT * FROM area WHERE code = ?", [code]).to_pylist()
    kinds = {row["kind"]: row for row in found}
    kind = next((name for name in ORDER if name in kinds), None)
    if kind is None:
        shown = f"It is a {next(iter(kinds))}." if kinds else ""
        raise NotFoundError(
            f"No profile can be made for “{code}”.",
            cause=shown or "No area has this code.",
            remedy="Give the code of a community safety partnership, district, BCU or police force area; "
            "hedgerow area find NAME finds it.",
        )
    column = COLUMNS[kind]
    # The column is one of ours, never a caller's text.
    rows = lake.query(f"SELECT * FROM area_lookup WHERE {column} = ? ORDER BY lsoa21", [code]).to_pylist()  # noqa: S608
    if not rows:
        raise NotFoundError(
            f"No LSOA is known to lie in {kinds[kind]['name']} ({code}).",
            cause="Its district is shared by several partnerships, and no open lookup tells them apart.",
            remedy="Make the profile for the district or the force area instead.",
        )
    return AreaFacts(
        code=code,
        kind=kind,
        name=str(kinds[kind]["name"]),
        column=column,
        lsoas=tuple(row["lsoa21"] for row in rows),
        forces={row["pfa24"]: row["pfa24_name"] for row in rows},
        districts=dict(
            sorted({row["lad24"]: row["lad24_name"] for row in rows}.items(), key=lambda item: item[1])
        ),
        population=kinds[kind]["population"],
        region=region.name if region else "",
        fictional=bool(region and region.fictional),
    )
