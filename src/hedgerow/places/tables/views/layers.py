"""The layers of the map: what can be shown, and one value for each LSOA with classes and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, release
from hedgerow.errors import NotFoundError
from hedgerow.places.indicators import definitions
from hedgerow.places.tables.views.counting import last_month, period, rates_within
from hedgerow.places.tables.views.memory import remembered
from hedgerow.places.tables.views.sourcing import source_notes
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Array = NDArray[np.float64]
CLASSES = 5
BINS = 20
VERDICTS: Mapping[str, str] = {
    "zero_output": "less recorded crime than its context leads one to expect",
    "as_expected": "nothing firm either way: between half and double, as far as can be told",
    "super_output": "more recorded crime than its context leads one to expect",
    "cannot_tell": "cannot tell: too little is expected, or places like it differ as much",
    "artefact": "the figure may be an artefact of recording",
    "not_known": "not known: the force’s data are missing",
}
_PLACES = """
    SELECT lsoa21, lsoa21_name, house_name, lad24_name FROM area_lookup WHERE in_region ORDER BY lsoa21
"""


@dataclass(frozen=True)
class Layer:
    """Something that the map can show.

    Attributes
    ----------
    name
        ``crime:FAMILY``, ``need``, ``strength``, ``contrast:FAMILY`` or ``indicator:NAME``.
    kind
        ``number`` or ``category``.
    modelled
        Whether it is an estimate rather than a published figure.
    """

    name: str
    title: str
    group: str
    plain: str
    unit: str
    decimals: int
    kind: str
    modelled: bool
    period: str


@dataclass(frozen=True)
class MapLayers:
    """The layers that are built."""

    summary: str
    layers: tuple[Layer, ...]
    table: Released


@dataclass(frozen=True)
class LegendEntry:
    """One class of the legend: values from `low` up to `high`, or one category."""

    label: str
    low: float | None
    high: float | None
    category: str | None
    count: int


@dataclass(frozen=True)
class Bar:
    """One bar of the histogram."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class LayerValues:
    """The values of one layer, one row an LSOA, with the classes of its legend."""

    layer: Layer
    values: Released
    breaks: tuple[float, ...]
    legend: tuple[LegendEntry, ...]
    histogram: tuple[Bar, ...]
    missing: int
    missing_why: str
    summary: str

    def by_code(self) -> dict[str, str | float | None]:
        """Return the shown value of each LSOA, missing as None: what the browser colours by."""
        found: dict[str, str | float | None] = {}
        for row in self.values.records():
            value = row["value"]
            found[str(row["code"])] = value if value is None or isinstance(value, str) else float(value)
        return found


def map_layers(lake: Lake) -> MapLayers:
    """List the layers that are built, in the order in which they are offered."""
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
    return MapLayers(f"{len(layers)} layers can be shown.", layers, table)


def layer_values(lake: Lake, layer: str) -> LayerValues:
    """Return the value of one layer in every LSOA of the region.

    Raises
    ------
    NotFoundError
        When no layer of that name is built.
    """
    known = {one.name: one for one in _layers(lake)}
    if layer not in known:
        raise NotFoundError(f"There is no layer “{layer}”.", remedy=f"The layers are: {', '.join(known)}.")
    one = known[layer]
    group, _, name = layer.partition(":")
    places = lake.query(_PLACES).to_pylist()
    held, reason, sources = _values(lake, group, name)
    rows = tuple(
        (
            row["lsoa21"],
            f"{row['lsoa21_name']} ({row['house_name']})" if row["house_name"] else row["lsoa21_name"],
            row["lad24_name"],
            held.get(row["lsoa21"]),
        )
        for row in places
    )
    columns = (
        ReleasedColumn("code", "Code"),
        ReleasedColumn("name", "LSOA"),
        ReleasedColumn("district", "District"),
        ReleasedColumn("value", one.title, one.unit, one.decimals, missing=reason),
    )
    draft = Draft(
        f"layer_{group}",
        one.title,
        columns,
        rows,
        source_class="modelled" if one.modelled else "open",
        sources=sources,
    )
    return _classed(one, release(draft), reason)


def _classed(one: Layer, values: Released, reason: str) -> LayerValues:
    shown = [row["value"] for row in values.records()]
    numbers = np.array([v for v in shown if isinstance(v, int | float)], dtype=float)
    breaks = class_breaks(numbers) if one.kind == "number" else ()
    missing = sum(value is None for value in shown)
    why = {"gap": "the force’s crime data are missing", "not_built": "not built yet"}.get(reason, "not known")
    words = f"{one.title}: {len(shown) - missing:,} LSOAs shown"
    words += f", {missing:,} grey because {why}." if missing else "."
    if one.kind == "category":
        legend = _categories(Counter(str(value) for value in shown if value is not None))
    else:
        legend = _legend(numbers, breaks, one.decimals)
    return LayerValues(one, values, breaks, legend, histogram(numbers), missing, why, words)


def class_breaks(values: Array, classes: int = CLASSES) -> tuple[float, ...]:
    """Return the inner limits of classes with about as many areas each; a limit is in the upper class."""
    if not len(values):
        return ()
    distinct = np.unique(values)
    if len(distinct) <= classes:
        return tuple(float(value) for value in distinct[1:])
    inner = np.quantile(values, np.arange(1, classes) / classes)
    limits = sorted({float(limit) for limit in inner} - {float(values.min()), float(values.max())})
    return tuple(limits)


def histogram(values: Array, bins: int = BINS) -> tuple[Bar, ...]:
    """Return bars of equal width; the highest hundredth of values lies in the last."""
    if not len(values):
        return ()
    top = float(np.quantile(values, 0.99))
    low = float(values.min())
    if top <= low:
        return (Bar(low, float(values.max()), len(values)),)
    counts, edges = np.histogram(np.minimum(values, top), bins=bins, range=(low, top))
    last = float(values.max())
    return tuple(
        Bar(float(edges[n]), last if n == bins - 1 else float(edges[n + 1]), int(count))
        for n, count in enumerate(counts)
    )


def _legend(numbers: Array, breaks: Sequence[float], decimals: int) -> tuple[LegendEntry, ...]:
    if not len(numbers):
        return ()
    places = np.searchsorted(np.array(breaks), numbers, side="right")
    found = []
    for place in range(len(breaks) + 1):
        held = numbers[places == place]
        if len(held):
            low, high = float(held.min()), float(held.max())
            label = f"{low:,.{decimals}f}" + (f" to {high:,.{decimals}f}" if high > low else "")
            found.append(LegendEntry(label, low, high, None, len(held)))
    return tuple(found)


def _categories(counts: Mapping[str, int]) -> tuple[LegendEntry, ...]:
    order = [*VERDICTS, *sorted(set(counts) - set(VERDICTS))]
    return tuple(
        LegendEntry(VERDICTS.get(name, name), None, None, name, counts[name])
        for name in order
        if counts.get(name)
    )


def _layers(lake: Lake) -> tuple[Layer, ...]:
    built = ("panel", "panel_coverage", "index_score", "contrast", "indicator_value")
    return remembered(lake, built, "map_layers", lambda: tuple(_listed(lake)))


def _listed(lake: Lake) -> list[Layer]:
    found = [*_crime_layers(lake)]
    if lake.has("index_score"):
        found += [
            Layer(
                "need",
                "Need",
                "Need and strength",
                "Deprivation and isolation without crime. Higher is more need.",
                "0 to 100",
                0,
                "number",
                True,
                "",
            ),
            Layer(
                "strength",
                "Strength",
                "Need and strength",
                "Places to meet, ties and joining in. Higher is more strength.",
                "0 to 100",
                0,
                "number",
                True,
                "",
            ),
        ]
    if lake.has("contrast"):
        found += _contrast_layers(lake)
    if lake.has("indicator_value"):
        found += _indicator_layers(lake)
    return found


def _crime_layers(lake: Lake) -> list[Layer]:
    last = last_month(lake)
    if last is None or not lake.has("panel"):
        return []
    first, last = period(last)
    return [
        Layer(
            f"crime:{term.id}",
            term.title,
            "Recorded crime",
            f"Recorded for each 1,000 residents a year, in the known months from {first} to {last}.",
            "per 1,000 residents a year",
            1,
            "number",
            False,
            f"{first} to {last}",
        )
        for term in terms("crime_family").values()
    ]


def _contrast_layers(lake: Lake) -> list[Layer]:
    families = lake.query("SELECT DISTINCT family FROM contrast ORDER BY 1").column("family").to_pylist()
    families.sort(key=lambda family: (family != "all_crime", family))
    return [
        Layer(
            f"contrast:{family}",
            f"Super and zero output: {terms('crime_family')[family].title.lower()}",
            "Super and zero output",
            "Recorded crime beside what the context of a place leads one to expect.",
            "",
            0,
            "category",
            True,
            "",
        )
        for family in families
    ]


def _indicator_layers(lake: Lake) -> list[Layer]:
    held = set(lake.query("SELECT DISTINCT indicator FROM indicator_value").column("indicator").to_pylist())
    groups = {
        "need": "Indicators of need",
        "strength": "Indicators of strength",
        "context": "Context",
        "none": "For comparison",
    }
    wanted = [one for index in groups for one in definitions().values() if one.index == index]
    return [
        Layer(
            f"indicator:{one.name}",
            one.title,
            groups[one.index],
            one.plain,
            one.unit,
            one.decimals,
            "number",
            False,
            one.vintage,
        )
        for one in wanted
        if one.name in held
    ]


def _values(
    lake: Lake, group: str, name: str
) -> tuple[Mapping[str, float | str | None], str, tuple[SourceNote, ...]]:
    """Return values by LSOA, why a missing one is missing, and the sources."""
    if group == "crime":
        rates = rates_within(lake, "lsoa21", family=name)
        held = {code: None if rate.rate is None else round(rate.rate, 2) for code, rate in rates.items()}
        return (
            held,
            "gap",
            source_notes(lake, "crime-panel-", "police-street", "census21-sex-age", "census21-residents"),
        )
    if group == "contrast":
        rows = lake.query(
            "SELECT lsoa21, verdict AS value FROM contrast WHERE family = $name", {"name": name}
        )
        return _pairs(rows), "missing", source_notes(lake, "crime-panel-", "police-street", "imd2025")
    if group == "indicator":
        rows = lake.query(
            "SELECT v.lsoa21, v.value FROM indicator_value v JOIN area_lookup a USING (lsoa21)"
            " WHERE a.in_region AND v.indicator = $name",
            {"name": name},
        )
        return _pairs(rows), "missing", source_notes(lake, definitions()[name].source)
    rows = lake.query('SELECT lsoa21, score AS value FROM index_score WHERE "index" = $name', {"name": group})
    sources = {one.source for one in definitions().values() if one.index == group}
    return _pairs(rows), "missing", source_notes(lake, *sorted(sources))


def _pairs(rows: pa.Table) -> dict[str, float | str | None]:
    table = rows.to_pydict()
    return {
        code: round(value, 4) if isinstance(value, float) else value
        for code, value in zip(table["lsoa21"], table["value"], strict=True)
    }
