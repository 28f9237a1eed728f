"""The indicators of places, as published."""

from __future__ import annotations

from collections.abc import Mapping

from hedgerow.disclosure import ReleasedColumn
from hedgerow.disclosure.released import Value
from hedgerow.places.indicators import Indicator, definitions
from hedgerow.places.tables.views.layers.layer import Group, Held, Layer
from hedgerow.places.tables.views.layers.rows import by_code
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake

TITLES = {
    "need": "Indicators of need",
    "strength": "Indicators of strength",
    "context": "Context",
    "none": "For comparison",
}
# Published indices that have recorded crime among their parts.
WITH_CRIME = ("imd2025_score", "imd2025_decile", "imd2019_decile")


def layers(lake: Lake) -> list[Layer]:
    """Return one layer an indicator that is held."""
    rows = lake.query("SELECT DISTINCT indicator FROM indicator_value")
    held = set(rows.column("indicator").to_pylist())
    wanted = [one for index in TITLES for one in definitions().values() if one.index == index]
    return [_layer(one) for one in wanted if one.name in held]


def _layer(one: Indicator) -> Layer:
    return Layer(
        f"indicator:{one.name}",
        one.title,
        TITLES[one.index],
        one.plain,
        one.unit,
        one.decimals,
        "number",
        False,
        one.vintage,
        card="indicator",
        holds_crime="index" if one.name in WITH_CRIME else "",
    )


def values(lake: Lake, layer: str) -> Held:
    """Return the value of each LSOA, with its sampling error where the source gives one."""
    name = layer.partition(":")[2]
    rows = lake.query(
        "SELECT v.lsoa21, v.value, v.standard_error FROM indicator_value v JOIN area_lookup a USING (lsoa21)"
        " WHERE a.in_region AND v.indicator = $name",
        {"name": name},
    )
    one = definitions()[name]
    errors = by_code(rows, "standard_error")
    more: tuple[tuple[ReleasedColumn, Mapping[str, Value]], ...] = ()
    if any(error is not None for error in errors.values()):
        more = ((ReleasedColumn("standard_error", "Standard error", one.unit, one.decimals), errors),)
    return Held(by_code(rows, "value"), more=more, sources=source_notes(lake, one.source))


GROUP = Group("Indicators", ("indicator",), ("indicator_value",), layers, values)
