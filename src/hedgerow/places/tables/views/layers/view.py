"""The verbs about layers: which there are, and one value, interval, flag and reason for each LSOA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.errors import NotFoundError
from hedgerow.places.tables.views.layers.classing import classed
from hedgerow.places.tables.views.layers.layer import FLAGS, Group, Held, Layer, LayerValues, MapLayers
from hedgerow.places.tables.views.layers.registry import GROUPS
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake

FIRST = ("code", "name", "district", "value", "lower", "upper", "flag", "note")
_PLACES = """
    SELECT lsoa21, lsoa21_name, house_name, lad24_name FROM area_lookup WHERE in_region ORDER BY lsoa21
"""


def map_layers(lake: Lake) -> MapLayers:
    """List the layers that are built, in the order in which they are offered, and the groups that are not."""
    layers = _layers(lake)
    columns = (
        ReleasedColumn("name", "Key"),
        ReleasedColumn("title", "Layer"),
        ReleasedColumn("group", "Group"),
        ReleasedColumn("plain", "What it shows"),
        ReleasedColumn("unit", "Unit"),
        ReleasedColumn("period", "Period"),
    )
    rows = tuple((one.name, one.title, one.group, one.plain, one.unit, one.period) for one in layers)
    table = release(Draft("map_layers", "Layers of the map", columns, rows))
    unbuilt = tuple((group.title, remedy(lake, group)) for group in GROUPS if not _built(lake, group))
    return MapLayers(f"{len(layers)} layers can be shown.", layers, table, unbuilt)


def remedy(lake: Lake, group: Group) -> str:
    """Say what a group that is not built needs."""
    wanting = [name for name in group.tables if not lake.has(name)]
    return (
        f"Not built: the table {' and the table '.join(wanting)} is needed. Run: hedgerow build PATH; "
        "hedgerow doctor PATH says what is missing."
    )


def layer_values(lake: Lake, layer: str) -> LayerValues:
    """Return value, interval, flag and note of one layer in every LSOA of the region.

    Raises
    ------
    NotFoundError
        When no layer of that name is built; it says so where the group is known and only not built.
    """
    known = {one.name: one for one in _layers(lake)}
    if layer not in known:
        raise _unknown(lake, layer, known)
    one = known[layer]
    return classed(one, _released(lake, one, _group(layer).values(lake, layer)))


def _unknown(lake: Lake, layer: str, known: Mapping[str, Layer]) -> NotFoundError:
    prefix = layer.partition(":")[0]
    for group in GROUPS:
        if prefix in group.prefixes and not _built(lake, group):
            said = f"The layer “{layer}” is not built."
            return NotFoundError(said, remedy=remedy(lake, group).removeprefix("Not built: "))
    return NotFoundError(f"There is no layer “{layer}”.", remedy=f"The layers are: {', '.join(known)}.")


def _group(layer: str) -> Group:
    prefix = layer.partition(":")[0]
    return next(group for group in GROUPS if prefix in group.prefixes)


def _released(lake: Lake, one: Layer, held: Held) -> Released:
    places = _places(lake)
    codes = [place[0] for place in places]
    flags, everywhere = _flags(held, codes)
    columns: list[Sequence[Value]] = [
        codes,
        [place[1] for place in places],
        [place[2] for place in places],
        *([found.get(code) for code in codes] for found in (held.value, held.lower, held.upper)),
        *([found.get(code, "") for code in codes] for found in (flags, held.note)),
        *([found.get(code) for code in codes] for _, found in held.more),
    ]
    reasons = {
        (number, "value"): held.reasons[code]
        for number, code in enumerate(codes)
        if code in held.reasons and held.value.get(code) is None
    }
    draft = Draft(
        f"layer_{one.name.partition(':')[0]}",
        one.title,
        (*_columns(one, held), *(column for column, _ in held.more)),
        tuple(zip(*columns, strict=True)),
        source_class="modelled" if one.modelled else "open",
        reasons=reasons,
        sources=held.sources,
        notes=(*everywhere, *held.notes),
    )
    return release(draft)


def _flags(held: Held, codes: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the flag of each place that is shown; one that all of them have is said once, as a note."""
    shown = [code for code in codes if held.value.get(code) not in (None, "not_known")]
    own = {code: str(held.value[code]) for code in shown if held.value[code] in FLAGS}
    own |= {code: held.flag[code] for code in shown if code in held.flag}
    same = set(own.values())
    if shown and len(own) == len(shown) and len(same) == 1:
        return {}, (f"Every place that is shown: {FLAGS[same.pop()]}.",)
    return own, ()


def _columns(one: Layer, held: Held) -> tuple[ReleasedColumn, ...]:
    level = f" ({one.level})" if one.level else ""
    return (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "LSOA"),
        ReleasedColumn("district", "District"),
        ReleasedColumn("value", one.title, one.unit, one.decimals, missing=held.missing),
        ReleasedColumn("lower", f"Lower limit{level}", one.unit, one.decimals, missing=_limit(one, held)),
        ReleasedColumn("upper", f"Upper limit{level}", one.unit, one.decimals, missing=_limit(one, held)),
        ReleasedColumn("flag", "Read with care"),
        ReleasedColumn("note", "Note"),
    )


def _limit(one: Layer, held: Held) -> str:
    return held.missing if one.level else "not_applicable"


def _places(lake: Lake) -> tuple[tuple[str, str, str], ...]:
    def ask() -> tuple[tuple[str, str, str], ...]:
        rows = lake.query(_PLACES).to_pydict().values()
        return tuple(
            (code, f"{name} ({house})" if house else name, district)
            for code, name, house, district in zip(*rows, strict=True)
        )

    return remembered(lake, ("area_lookup",), "places_of_layers", ask)


def _layers(lake: Lake) -> tuple[Layer, ...]:
    tables = sorted({name for group in GROUPS for name in group.tables})
    return remembered(lake, tables, "map_layers", lambda: tuple(_listed(lake)))


def _listed(lake: Lake) -> list[Layer]:
    return [layer for group in GROUPS if _built(lake, group) for layer in group.layers(lake)]


def _built(lake: Lake, group: Group) -> bool:
    return all(lake.has(name) for name in group.tables)
