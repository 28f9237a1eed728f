"""Find an area, say what it is, and list what lies in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.geography import fold
from hedgerow.places.tables.views.counting import RATE_COLUMNS, rates_within
from hedgerow.places.tables.views.memory import remembered
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake

# Kind: its name in words and the column of area_lookup that holds its code.
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "region": ("region", ""),
        "pfa": ("police force area", "pfa24"),
        "bcu": ("basic command unit", "bcu"),
        "csp": ("community safety partnership", "csp24"),
        "lad": ("local authority district", "lad24"),
        "msoa": ("neighbourhood (MSOA)", "msoa21"),
        "ward": ("ward (best fit)", "ward24"),
        "lsoa": ("small neighbourhood (LSOA)", "lsoa21"),
    }
)
# What the children of a kind are.
BELOW: Mapping[str, str] = MappingProxyType(
    {
        "region": "pfa",
        "pfa": "lad",
        "bcu": "lad",
        "csp": "msoa",
        "lad": "msoa",
        "msoa": "lsoa",
        "ward": "lsoa",
    }
)
_FIND = """
    WITH folded AS (SELECT *, name_folded AS n, house_folded AS h FROM area),
    matched AS (
        SELECT *, CASE
            WHEN lower(code) = lower($given) THEN 0
            WHEN n = $text OR h = $text THEN 1
            WHEN starts_with(n, $text) OR starts_with(h, $text) THEN 2
            WHEN contains(' ' || n, ' ' || $text) OR contains(' ' || h, ' ' || $text) THEN 3
            WHEN contains(n, $text) OR contains(h, $text) OR starts_with(lower(code), $text) THEN 4
        END AS place
        FROM folded
    )
    SELECT code, kind, name, house_name, parent_code, parent_name, in_region, lsoa_count, population
    FROM matched
    WHERE place IS NOT NULL AND ($kind IS NULL OR kind = $kind)
    ORDER BY place > 0, NOT in_region, place,
             list_position(['lad', 'csp', 'pfa', 'region', 'bcu', 'msoa', 'ward', 'lsoa'], kind), name, code
    LIMIT $limit
"""
_CHILDREN = """
    SELECT a.code, a.kind, a.name, a.house_name, a.parent_code, a.parent_name, a.in_region, a.lsoa_count,
           a.population
    FROM area a
    WHERE a.kind = $kind AND a.lsoa_count > 0 AND a.code IN (
        SELECT DISTINCT CASE $kind WHEN 'pfa' THEN pfa24 WHEN 'lad' THEN lad24 WHEN 'msoa' THEN msoa21
                                   ELSE lsoa21 END
        FROM area_lookup WHERE lsoa21 IN (SELECT unnest($members))
    )
    ORDER BY a.name
"""
_ROW = (
    "code",
    "kind",
    "name",
    "house_name",
    "parent_code",
    "parent_name",
    "in_region",
    "lsoa_count",
    "population",
)
_AREA_COLUMNS = (
    ReleasedColumn("code", "Code"),
    ReleasedColumn("name", "Name"),
    ReleasedColumn("house_name", "Known as", missing="not_applicable"),
    ReleasedColumn("kind", "Kind, in short"),
    ReleasedColumn("kind_title", "Kind"),
    ReleasedColumn("parent_name", "In", missing="not_applicable"),
    ReleasedColumn("lsoa_count", "LSOAs", decimals=0),
    ReleasedColumn("population", "Residents", "people", decimals=0),
    ReleasedColumn("in_region", "In this workspace’s region"),
)


@dataclass(frozen=True)
class AreaLink:
    """An area that a page links to."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True)
class Area:
    """One area of any kind and the LSOAs that it is made of."""

    code: str
    kind: str
    kind_title: str
    name: str
    house_name: str | None
    parent_code: str | None
    parent_name: str | None
    in_region: bool
    lsoa_count: int
    population: int | None
    members: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name that people know it by, with its official name where that differs."""
        return f"{self.house_name} ({self.name})" if self.house_name else self.name

    @property
    def column(self) -> str:
        """The column of area_lookup that holds its code; ``region`` for a region."""
        return KINDS[self.kind][1] or "region"


@dataclass(frozen=True)
class AreaHeader:
    """What an area is: names, where it lies and a few facts."""

    code: str
    kind: str
    kind_title: str
    name: str
    title: str
    parents: tuple[AreaLink, ...]
    neighbours: tuple[AreaLink, ...]
    in_region: bool
    summary: str
    centre: tuple[float, float] | None
    facts: Released


@dataclass(frozen=True)
class FoundAreas:
    """Areas that fit what was typed, the likeliest first."""

    text: str
    summary: str
    areas: Released


def find_areas(lake: Lake, text: str, kind: str | None = None, limit: int = 20) -> FoundAreas:
    """Return areas whose name, House of Commons name or code fits `text`; case and accents do not matter.

    Raises
    ------
    UsageError
        When `kind` is not one of the kinds.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(f"“{kind}” is not a kind of area.", remedy=f"The kinds are: {', '.join(KINDS)}.")
    folded = fold(text)
    rows = (
        lake.query(
            _FIND, {"given": text.strip(), "text": folded, "kind": kind, "limit": max(1, min(limit, 500))}
        ).to_pylist()
        if folded
        else []
    )
    words = f"{len(rows)} areas fit “{text}”." if rows else f"No area fits “{text}”. Try part of the name."
    draft = Draft(
        "areas_found",
        f"Areas that fit “{text}”",
        _AREA_COLUMNS,
        tuple(_area_row(row) for row in rows),
        sources=source_notes(lake, "lookup-", "names-"),
    )
    return FoundAreas(text, words, release(draft))


def get_area(lake: Lake, code: str) -> Area:
    """Return one area by its code, in any case.

    Raises
    ------
    NotFoundError
        When no area has the code.
    """
    wanted = code.strip()
    return remembered(lake, ("area", "area_lookup"), ("area", wanted), lambda: _area(lake, wanted))


def _area(lake: Lake, wanted: str) -> Area:
    row = _row(lake, wanted)
    if row is None:
        raise _unknown(lake, wanted)
    return Area(
        row["code"],
        row["kind"],
        KINDS[row["kind"]][0],
        row["name"],
        row["house_name"],
        row["parent_code"],
        row["parent_name"],
        row["in_region"],
        row["lsoa_count"],
        row["population"],
        _members(lake, row["kind"], row["code"]),
    )


def _row(lake: Lake, code: str) -> Mapping[str, Any] | None:
    """Return the area of a code; one in another case is looked for only where none fits as it stands."""
    found = lake.read("area", _ROW).filter(pc.field("code") == code)
    if not found.num_rows:
        found = lake.query(
            "SELECT * FROM area WHERE lower(code) = lower($code) OR code = 'region:' || lower($code)",
            {"code": code},
        )
    return found.slice(0, 1).to_pylist()[0] if found.num_rows else None


def _members(lake: Lake, kind: str, code: str) -> tuple[str, ...]:
    """Return the LSOAs of an area: the lookup's own column of its kind holds its code."""
    if kind == "region":
        found = lake.read("area_lookup", ["lsoa21", "in_region"]).filter(pc.field("in_region"))
    else:
        column = KINDS[kind][1]
        found = lake.read("area_lookup", list(dict.fromkeys(("lsoa21", column))))
        found = found.filter(pc.field(column) == code)
    return tuple(sorted(found.column("lsoa21").to_pylist()))


def forces_of(lake: Lake, area: Area) -> list[str]:
    """Return the codes of the police force areas that an area lies in."""
    lookup = lake.read("area_lookup", ["lsoa21", "pfa24"])
    inside = pc.is_in(lookup.column("lsoa21"), pa.array(area.members, pa.string()))
    return sorted(code for code in lookup.filter(inside).column("pfa24").unique().to_pylist() if code)


def _unknown(lake: Lake, code: str) -> NotFoundError:
    """Return the error for a code that no area has; a code that Census 2021 retired names what came after."""
    after = (
        lake.query(
            "SELECT lsoa21 FROM lsoa11_to_lsoa21 WHERE lower(lsoa11) = lower($code) ORDER BY lsoa21",
            {"code": code},
        )
        if lake.has("lsoa11_to_lsoa21")
        else None
    )
    if after is not None and after.num_rows:
        return NotFoundError(
            f"“{code.upper()}” is an LSOA of 2011 that is no more since 2021.",
            cause=f"Its ground is now in: {', '.join(after.column('lsoa21').to_pylist())}.",
            remedy="Give one of these codes.",
        )
    return NotFoundError(
        f"There is no area with the code “{code}”.",
        remedy="Look for it by name: hedgerow area find NAME.",
    )


def area_header(lake: Lake, code: str) -> AreaHeader:
    """Say what an area is and where it lies; raise `NotFoundError` for an unknown code."""
    area = get_area(lake, code)
    place = _place(lake, area)
    return AreaHeader(
        area.code,
        area.kind,
        area.kind_title,
        area.name,
        area.title,
        _parents(lake, area),
        _neighbours(lake, area),
        area.in_region,
        _summary(area),
        (place["longitude"], place["latitude"]) if place else None,
        _facts(lake, area, place),
    )


def area_children(lake: Lake, code: str) -> Released:
    """List the areas within an area, one kind below, with their rate of recorded crime where it is known."""
    area = get_area(lake, code)
    below = BELOW.get(area.kind)
    rows = (
        lake.query(_CHILDREN, {"kind": below, "members": list(area.members)}).to_pylist()
        if below and area.members
        else []
    )
    rates = rates_within(lake, KINDS[below][1] if below else "lsoa21")
    reasons: dict[tuple[int, str], str] = {}
    values = []
    for number, row in enumerate(rows):
        rate = rates.get(row["code"])
        values.append((*_area_row(row)[:-1], *(rate.values if rate else (None,) * len(RATE_COLUMNS))))
        reasons |= {(number, column.name): "gap" for column in RATE_COLUMNS} if not rate else {}
    return release(
        Draft(
            "area_children",
            f"Areas within {area.name}",
            (*_AREA_COLUMNS[:-1], *RATE_COLUMNS),
            tuple(values),
            reasons=reasons,
            sources=source_notes(lake, "lookup-", "crime-panel-", "police-street"),
            notes=("Rates count only months that are known; a missing month is never nought.",),
        )
    )


def _area_row(row: Mapping[str, object]) -> tuple[str | int | float | bool | None, ...]:
    found = []
    for column in _AREA_COLUMNS:
        value = KINDS[str(row["kind"])][0] if column.name == "kind_title" else row[column.name]
        assert value is None or isinstance(value, str | int | float | bool)
        found.append(value)
    return tuple(found)


def _parents(lake: Lake, area: Area) -> tuple[AreaLink, ...]:
    """Return the areas above it, the widest first."""
    found: list[AreaLink] = []
    parent = area.parent_code
    while parent and len(found) < len(KINDS):
        row = _row(lake, parent)
        if row is None:
            break
        found.append(AreaLink(row["code"], row["kind"], row["house_name"] or row["name"]))
        parent = row["parent_code"]
    return tuple(reversed(found))


def _neighbours(lake: Lake, area: Area) -> tuple[AreaLink, ...]:
    if area.kind != "lsoa" or not lake.has("area_neighbour"):
        return ()
    rows = lake.query(
        "SELECT a.code, a.kind, a.name, a.house_name FROM area_neighbour n"
        " JOIN area a ON a.code = n.neighbour AND a.kind = 'lsoa' WHERE n.lsoa21 = $code ORDER BY a.name",
        {"code": area.code},
    ).to_pylist()
    return tuple(AreaLink(row["code"], row["kind"], _called(row)) for row in rows)


def _called(row: Mapping[str, str]) -> str:
    return f"{row['name']} ({row['house_name']})" if row["house_name"] else row["name"]


def _place(lake: Lake, area: Area) -> Mapping[str, float] | None:
    """Return the size and the middle of an area of the region."""
    if not area.members or not lake.has("area_geometry"):
        return None
    rows = lake.query(
        "SELECT sum(area_ha) AS area_ha, avg(longitude) AS longitude, avg(latitude) AS latitude"
        " FROM area_geometry WHERE kind = 'lsoa' AND code IN (SELECT unnest($members))",
        {"members": list(area.members)},
    ).to_pylist()
    return rows[0] if rows and rows[0]["area_ha"] is not None else None


def _facts(lake: Lake, area: Area, place: Mapping[str, float] | None) -> Released:
    kinds = lake.query(
        "SELECT rural_urban, count(*) AS n FROM area_lookup WHERE lsoa21 IN (SELECT unnest($members))"
        " AND rural_urban IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1",
        {"members": list(area.members)},
    ).to_pylist()
    hectares = place["area_ha"] if place else None
    rows: Sequence[tuple[str, str | None]] = (
        ("Kind", area.kind_title),
        ("Residents (Census 2021)", f"{area.population:,}" if area.population is not None else None),
        ("LSOAs", f"{area.lsoa_count:,}"),
        ("Size", f"{hectares / 100:,.1f} square kilometres" if hectares is not None else None),
        ("Mostly", kinds[0]["rural_urban"] if kinds else None),
    )
    return release(
        Draft(
            "area_facts",
            f"About {area.name}",
            (ReleasedColumn("fact", "Fact"), ReleasedColumn("value", "Value")),
            tuple(rows),
            sources=source_notes(
                lake,
                "lookup-",
                "census21-sex-age",
                "census21-residents",
                "boundaries-lsoa21",
                "rural-urban-lsoa21",
            ),
        )
    )


def _summary(area: Area) -> str:
    where = f" in {area.parent_name}" if area.parent_name else ""
    people = f" with {area.population:,} residents" if area.population is not None else ""
    if not area.lsoa_count:
        return (
            f"{area.name} is a {area.kind_title}{where}. It shares its district with another, and no open "
            "lookup says which LSOAs are its own: look at the district instead."
        )
    count = f", made of {area.lsoa_count:,} LSOAs" if area.lsoa_count > 1 else ""
    outside = (
        "" if area.in_region else " It lies outside this workspace’s region, so its crime is not counted."
    )
    return f"{area.title} is a {area.kind_title}{where}{people}{count}.{outside}"
