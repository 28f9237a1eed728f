"""Demand: the crimes that are expected in the district of each place, never of the place itself."""

from __future__ import annotations

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

TITLE = "Demand"
_TYPES = "SELECT DISTINCT crime_type FROM demand_year WHERE area_kind = 'lad' ORDER BY 1"
_FIRST = "SELECT min(from_month) AS first FROM demand_year WHERE area_kind = 'lad'"
_ROWS = """
    SELECT l.lsoa21, d.mean, d.lower95, d.upper95, d.last_year, p.residents
    FROM area_lookup l
    JOIN demand_year d ON d.area_code = l.lad24 AND d.area_kind = 'lad'
    JOIN (SELECT lad24, CAST(sum(population) AS DOUBLE) AS residents FROM area_lookup GROUP BY 1) p
        ON p.lad24 = l.lad24
    WHERE l.in_region AND d.crime_type = $name AND d.from_month = $first
"""


def layers(lake: Lake) -> list[Layer]:
    """Return the first forecast year of each crime type, by district."""
    first = _first(lake)
    types = lake.query(_TYPES).column("crime_type").to_pylist()
    types.sort(key=lambda name: (name != "every_type", name))
    return [_layer(name, first) for name in types]


def _first(lake: Lake) -> str:
    found: str | None = lake.query(_FIRST).column("first").to_pylist()[0]
    return found or ""


def _layer(name: str, first: str) -> Layer:
    title = terms("crime_type")[name].title.lower() if name in terms("crime_type") else "every type"
    return Layer(
        f"demand:{name}",
        f"Expected in the coming year, by district: {title}",
        TITLE,
        f"Crimes expected in the twelve months from {first} in the whole district, for each 1,000 residents. "
        "Every small area of a district has its district’s figure.",
        "per 1,000 residents a year",
        1,
        "number",
        True,
        f"twelve months from {first}",
        card="demand",
        level="95 %",
        holds_crime="record",
        ramp="crime",
    )


def values(lake: Lake, layer: str) -> Held:
    """Return the forecast of the district that each LSOA lies in."""
    asked = {"name": layer.partition(":")[2], "first": _first(lake)}
    rows = lake.query(_ROWS, asked).to_pylist()

    def rate(column: str) -> dict[str, Value]:
        return {
            row["lsoa21"]: None
            if row[column] is None or not row["residents"]
            else round(1000 * row[column] / row["residents"], 2)
            for row in rows
        }

    return Held(
        rate("mean"),
        rate("lower95"),
        rate("upper95"),
        missing="gap",
        more=(
            (
                ReleasedColumn("last_year", "Recorded in the last twelve known months", "", 1, missing="gap"),
                rate("last_year"),
            ),
        ),
        sources=source_notes(lake, "crime-panel-", "police-street", "census21-"),
        notes=("A forecast of a district says nothing of one small area in it.",),
    )


GROUP = Group(TITLE, ("demand",), ("demand_year",), layers, values)
